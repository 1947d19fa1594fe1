"""CI refuses tests that are skipped for a reason of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def verdict(folder: Path, cases: str) -> tuple[int, list[str]]:
    """Return exit code and lines for a report with these test cases."""
    report = folder / 'all.xml'
    report.write_text(f'<testsuites><testsuite>{cases}</testsuite></testsuites>', encoding='utf-8')
    command = [sys.executable, str(ROOT / '.ci' / 'verdict.py'), str(report)]
    result = subprocess.run(command, capture_output=True, text=True)
    return result.returncode, result.stdout.splitlines()


def skipped(reason: str) -> str:
    """Return a test case that was skipped."""
    return f'<testcase classname="test.test_a" name="b"><skipped message="{reason}"/></testcase>'


PASSED = '<testcase classname="test.test_a" name="a"/>'


def test_allowed_skips_are_listed_with_their_reasons(tmp_path: Path) -> None:
    """No rclpy and no recordings beside the project: nothing else may be missing."""
    code, lines = verdict(tmp_path, PASSED + skipped('no rclpy') + skipped('no ../shared'))
    assert code == 0
    assert lines == [
        'all: skipped: test.test_a.b: no rclpy',
        'all: skipped: test.test_a.b: no ../shared',
        '1 passed, 0 failed, 2 skipped',
    ]


def test_a_whole_file_is_skipped_for_a_reason(tmp_path: Path) -> None:
    """Pytest puts it elsewhere."""
    for reason, expected in (('no rclpy', 0), ('no time', 1)):
        skip = f"<skipped message=\"collection skipped\">('/test_a.py', 9, 'Skipped: {reason}')"
        case = f'<testcase classname="" name="test.test_a">{skip}</skipped></testcase>'
        assert verdict(tmp_path, PASSED + case)[0] == expected


def test_any_other_skip_is_refused(tmp_path: Path) -> None:
    """A reason that only looks alike is another reason."""
    for reason in ('no chromium', 'no rclpy here', ''):
        assert verdict(tmp_path, PASSED + skipped(reason))[0] == 1


def test_failures_and_empty_runs_are_refused(tmp_path: Path) -> None:
    """A suite that ran nothing has shown nothing."""
    failed = '<testcase classname="test.test_a" name="c"><failure message="no"/></testcase>'
    assert verdict(tmp_path, PASSED + failed)[0] == 1
    assert verdict(tmp_path, '')[0] == 1
