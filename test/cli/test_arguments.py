"""The command line's grammar and help."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rerun_bridge.cli import VERBS, main
from rerun_bridge.cli.arguments import new_parser

HEAVY = ('numpy', 'yaml', 'pyarrow', 'cv2', 'rosbags')


def test_globs_are_collected() -> None:
    """A flag takes several values, and may come again."""
    args = new_parser().parse_args(['convert', 'a', 'b', '-t', '/x', '/y', '--topics', '/z'])
    assert args.bags == ['a', 'b']
    assert args.topics == ['/x', '/y', '/z']
    assert args.exclude == []


@pytest.mark.parametrize('verb', VERBS)
def test_a_verb_alone_is_parsed_as_among_all(verb: str) -> None:
    """What is only made for the verb that is called is the same."""
    argv = [verb, *{'convert': ['a'], 'info': ['a'], 'migrate': ['a']}.get(verb, [])]
    assert vars(new_parser(verb).parse_args(argv)) == vars(new_parser().parse_args(argv))


@pytest.mark.parametrize(
    ('argv', 'message'),
    [
        ([], 'required: VERB'),
        (['convert'], 'required: BAG'),
        (['fly', 'bag'], "invalid choice: 'fly'"),
        (['convert', 'bag', '--start', 'ten'], "argument --start: expected seconds, got 'ten'"),
        (['convert', 'bag', '--end', '2', '--duration', '1'], 'not allowed with'),
    ],
)
def test_usage_errors_are_one_line(
    argv: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, one line on stderr that says what is wrong and where help is."""
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == ''
    assert err.count('\n') == 1
    assert err.startswith('rerun-bridge: error: ')
    assert message in err
    assert '--help)' in err


@pytest.mark.parametrize('verb', [None, *VERBS])
def test_help_teaches(verb: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    """Each verb has help on stdout, with the exit codes, and clean."""
    assert main([*([verb] if verb else []), '--help']) == 0
    out, err = capsys.readouterr()
    assert 'exit codes:' in out
    assert err == ''


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """--version says the program's name and a version."""
    assert main(['--version']) == 0
    assert capsys.readouterr().out.startswith('rerun-bridge ')


def test_help_imports_nothing_heavy() -> None:
    """Help answers without numpy and the like."""
    script = (
        'import sys; from rerun_bridge.cli import main; main(["convert", "--help"]);'
        f'sys.exit(str([name for name in {HEAVY} if name in sys.modules] or ""))'
    )
    done = subprocess.run(
        [sys.executable, '-c', script], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ''
    assert 'examples:' in done.stdout
