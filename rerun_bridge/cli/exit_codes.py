"""What the exit code of every verb means."""

from __future__ import annotations

from enum import IntEnum

__all__ = ['CODES_HELP', 'ExitCode']

CODES_HELP = """\
exit codes:
  0  all done, nothing lost
  1  nothing could be done
  2  the command line or the configuration is wrong
  3  finished, but something is missing; the report says what
"""


class ExitCode(IntEnum):
    """Scripts rely on these numbers."""

    CLEAN = 0
    """All done, nothing lost."""
    FAILED = 1
    """Nothing could be done."""
    USAGE = 2
    """The command line or the configuration is wrong."""
    LOSSES = 3
    """Finished, but something is missing: damaged data, an unreadable input, an interruption."""
