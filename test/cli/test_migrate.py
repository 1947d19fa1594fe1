"""``rerun-bridge migrate``, from the command line to the new file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rerun_bridge.cli import main
from rerun_bridge.config import load_config
from test.support.small_bags import new_bag

OLD = Path(__file__).parents[1] / 'config' / 'legacy' / 'generation2.yaml'


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_writes_and_says_what_differs(capsys: pytest.CaptureFixture[str]) -> None:
    """The new file says it too, and is a configuration."""
    assert main(['migrate', str(OLD), '-o', 'new.yaml']) == 0
    out, err = capsys.readouterr()
    assert err == ''
    assert out.startswith('new.yaml: written; what differs:\n')
    assert 'tf.tree: not needed' in out
    text = Path('new.yaml').read_text()
    assert '\n# - tf.tree: not needed' in text
    assert load_config('new.yaml').frames.root == 'map'


def test_it_prints_without_an_output(capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed is the file."""
    assert main(['migrate', str(OLD)]) == 0
    out, _ = capsys.readouterr()
    Path('new.yaml').write_text(out)
    assert load_config('new.yaml').frames.root == 'map'


def test_it_does_not_replace_files(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless it is forced, and its own input never."""
    Path('old.yaml').write_text(OLD.read_text())
    Path('new.yaml').write_text('mine')
    assert main(['migrate', 'old.yaml', '-o', 'new.yaml']) == 2
    assert Path('new.yaml').read_text() == 'mine'
    assert main(['migrate', 'old.yaml', '-o', 'old.yaml', '-f']) == 2
    assert Path('old.yaml').read_text() == OLD.read_text()
    assert main(['migrate', 'old.yaml', '-o', 'new.yaml', '-f']) == 0
    assert 'is there already' in capsys.readouterr().err


@pytest.mark.parametrize('text', ['', 'topics: {}', 'topics: [', 'topic_options: 1'])
def test_what_cannot_be_migrated(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line, exit code 2, no file."""
    Path('old.yaml').write_text(text)
    assert main(['migrate', 'old.yaml', '-o', 'new.yaml']) == 2
    assert capsys.readouterr().err.startswith('rerun-bridge: error: old.yaml')
    assert not Path('new.yaml').exists()


def test_convert_takes_an_old_file_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """It works, and the user is told once."""
    with new_bag(Path('walk.mcap')) as bag:
        bag.floats('/speed', 20)
    Path('old.yaml').write_text('topic_to_entity_path: {/speed: /robot/speed}')
    assert main(['convert', 'walk.mcap', '--config', 'old.yaml']) == 0
    out, err = capsys.readouterr()
    assert '-> /robot/speed' in out
    assert err.count('\n') == 1
    assert err.startswith('rerun-bridge: warning: old.yaml: of the deprecated C++ bridge')
