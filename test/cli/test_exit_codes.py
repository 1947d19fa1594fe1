"""Exit codes are a promise to scripts."""

from __future__ import annotations

from rerun_bridge.cli.exit_codes import ExitCode


def test_the_numbers() -> None:
    """They are the documented ones."""
    assert {code.name: int(code) for code in ExitCode} == {
        'CLEAN': 0,
        'FAILED': 1,
        'USAGE': 2,
        'LOSSES': 3,
    }
