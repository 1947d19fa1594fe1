"""
The command line: ``rerun-bridge VERB …``, one file per verb.

Nothing heavy is imported before the verb runs, so ``--help`` answers at once.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.cli.program import settle
from rerun_bridge.cli.terminal import say_error
from rerun_bridge.errors import BridgeError, ConfigError

__all__ = ['VERBS', 'main']

VERBS = {
    'convert': 'rerun_bridge.cli.convert',
    'info': 'rerun_bridge.cli.info',
    'migrate': 'rerun_bridge.cli.migrate',
    'live': 'rerun_bridge.cli.live',
    'topics': 'rerun_bridge.cli.topics',
    'doctor': 'rerun_bridge.cli.doctor',
}
"""A verb's module, imported when it is called; its ``run(args)`` returns the exit code."""

FORESEEN = (BridgeError, OSError, ImportError, MemoryError)
"""Errors that say what is wrong by themselves; all others are faults of ours."""


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run the command line and return its exit code.

    :param argv: without the program's name; None takes the process's own.
    """
    from rerun_bridge.cli.arguments import new_parser  # start-up: after what has it load less

    try:
        words = sys.argv[1:] if argv is None else list(argv)
        args = new_parser(words[0] if words and words[0] in VERBS else None).parse_args(words)
    except SystemExit as stop:  # argparse has said why
        return int(stop.code or 0)
    os.environ.setdefault('OPENBLAS_NUM_THREADS', '1')  # its threads cost more than they give here
    os.environ.setdefault('OPENCV_LOG_LEVEL', 'SILENT')  # the report says what is damaged
    try:
        verb = import_module(VERBS[args.verb])
        if not gc.isenabled():  # the process begins: what it has loaded stays
            settle()
        code: ExitCode = verb.run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough; keep the interpreter's last flush quiet
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.FAILED)
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get('RERUN_BRIDGE_DEBUG') == '1':
            import traceback  # slow to load, and seldom needed

            traceback.print_exc()
        say_error(_reason(error))
        return int(ExitCode.USAGE if isinstance(error, ConfigError) else ExitCode.FAILED)
    return int(code)


def _reason(error: BaseException) -> str:
    """Return one line that says what is wrong."""
    if isinstance(error, KeyboardInterrupt):
        return 'aborted'
    if isinstance(error, FORESEEN):
        return str(error) or type(error).__name__
    kind = type(error).__name__
    return f'{kind}: {error} (a fault of rerun-bridge; RERUN_BRIDGE_DEBUG=1 shows where)'
