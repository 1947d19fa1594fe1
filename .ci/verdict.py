"""
Reads pytest's JUnit reports: lists every skip with its reason, and refuses what hides something.

``verdict.py REPORT…`` exits with 1 on a skip for any reason but :data:`ALLOWED`, and where no test
ran.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

__all__ = ['main']

ALLOWED = ('no rclpy', 'no ../shared')


def main(reports: list[str]) -> int:
    """Print skips and totals; return the exit code."""
    totals: Counter[str] = Counter()
    refused = 0
    for report in reports:
        for case in ET.parse(report).iter('testcase'):
            skip = case.find('skipped')
            failed = case.find('failure') is not None or case.find('error') is not None
            totals['failed' if failed else 'passed' if skip is None else 'skipped'] += 1
            if skip is not None:
                reason = _reason(skip)
                allowed = reason in ALLOWED
                refused += not allowed
                name = f'{case.get("classname")}.{case.get("name")}'
                mark = 'skipped' if allowed else 'MUST NOT SKIP'
                print(f'{Path(report).stem}: {mark}: {name}: {reason}')
    print('{passed} passed, {failed} failed, {skipped} skipped'.format_map(totals))
    return 1 if refused or totals['failed'] or not totals['passed'] else 0


def _reason(skip: ET.Element) -> str:
    """Return why something is skipped; of a whole file, pytest says so in its place alone."""
    whole_file = re.fullmatch(r"\(.*, 'Skipped: (.*)'\)", skip.text or '')
    return whole_file[1] if whole_file else skip.get('message') or 'no reason'


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
