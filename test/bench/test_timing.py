"""The benches measure what they say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.timing import Cost, alternating, cost_of, median

ROOT = Path(__file__).parent.parent.parent


def test_a_process_is_measured_to_its_end() -> None:
    """Memory that it fills is in its peak, and no other; the bench itself is small."""
    code = """
import sys
from bench import convert, memory
from bench.timing import cost_of
small = cost_of([sys.executable, '-c', 'pass'])
large = cost_of([sys.executable, '-c', 'data = bytearray(b"x") * 80_000_000'])
print(small.peak_mb, large.peak_mb, small.cpu_s)
"""
    said = subprocess.run([sys.executable, '-c', code], check=True, capture_output=True, cwd=ROOT)
    small_mb, large_mb, cpu_s = map(float, said.stdout.split())
    assert small_mb < 40
    assert 70 < large_mb - small_mb < 100
    assert cpu_s > 0


def test_a_process_that_fails_ends_the_bench_with_what_it_said() -> None:
    """A ratio against something that did not run would be a lie."""
    with pytest.raises(SystemExit, match='no such bag'):
        cost_of([sys.executable, '-c', 'raise SystemExit("no such bag")'])


def test_sides_take_turns_and_medians_count() -> None:
    """One slow run of three changes nothing."""
    order: list[str] = []
    costs = {'a': iter([1.0, 50.0, 2.0]), 'b': iter([3.0, 3.0, 3.0])}

    def run(name: str) -> Cost:
        order.append(name)
        return Cost(next(costs[name]), 1.0, 1.0)

    result = alternating(3, {name: lambda name=name: run(name) for name in 'ab'})  # type: ignore[misc]
    assert order == ['a', 'b'] * 3
    assert (result['a'].cpu_s, result['b'].cpu_s) == (2.0, 3.0)
    assert (result['a'].least_cpu_s, result['b'].least_cpu_s) == (1.0, 3.0)
    assert median([Cost(1, 2, 3)]) == Cost(1, 2, 3, 1)
