"""``rerun-bridge migrate``: a configuration of the deprecated C++ bridge becomes one of ours."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from rerun_bridge.cli.exit_codes import ExitCode
from rerun_bridge.cli.terminal import Paint, printable, say
from rerun_bridge.config.loading import read_migration
from rerun_bridge.config.writing import yaml_text
from rerun_bridge.errors import ConfigError

__all__ = ['run']


def run(args: Namespace) -> ExitCode:
    """Write the new file, say what differs, and return the exit code."""
    old = Path(args.old)
    new = None if args.output in (None, '-') else Path(args.output)
    if new is not None and new.exists():
        if new.samefile(old):
            raise ConfigError(f'{new} is the input; choose another output')
        if not args.force:
            raise ConfigError(f'{new} is there already; --force replaces it')
    found = read_migration(old)
    differs = [printable(note) for note in found.notes]
    head = [f'from {printable(old.name)} by rerun-bridge migrate; what differs:', *differs]
    comment = '\n# - '.join(head)
    text = f'# {comment}\n\n{yaml_text(found.data)}'
    if new is None:
        print(text, end='')
        return ExitCode.CLEAN
    new.write_text(text, encoding='utf-8')
    paint = Paint(sys.stdout)
    say(f'{printable(str(new))}: written; what differs:', sys.stdout)
    for line in differs:
        say(f'  {paint(line, "yellow")}', sys.stdout)
    return ExitCode.CLEAN
