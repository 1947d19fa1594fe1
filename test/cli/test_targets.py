"""Where recordings go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rerun_bridge.cli.targets import Job, bag_name, partial_path, plan_jobs, written_whole
from rerun_bridge.errors import ConfigError

WALK, RUN = Path('bags/walk'), Path('run.mcap')


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ('bag', 'name'),
    [
        ('walk', 'walk'),
        ('a/walk.mcap', 'walk'),
        ('walk.db3.zstd', 'walk'),
        ('walk.mcap.zst', 'walk'),
        ('2023-11-07.12_0.db3', '2023-11-07.12_0'),
        ('.mcap', '.mcap'),
    ],
)
def test_names(bag: str, name: str) -> None:
    """A bag's name is its file's or folder's, without what marks a bag."""
    assert bag_name(Path(bag)) == name


def test_the_working_directory_has_a_name(tmp_path: Path) -> None:
    """``.`` is named like the folder it is."""
    assert bag_name(Path()) == tmp_path.name


def test_without_output_each_bag_becomes_a_file_here() -> None:
    """The default is ./<name>.rrd, one for each."""
    assert plan_jobs([WALK, RUN], None, force=False) == [
        Job((WALK,), Path('walk.rrd'), 'walk'),
        Job((RUN,), Path('run.rrd'), 'run'),
    ]


def test_a_file_takes_all_bags() -> None:
    """-o FILE.rrd merges; the recording is named after the only bag, or the file."""
    assert plan_jobs([WALK, RUN], 'both.rrd', force=False) == [
        Job((WALK, RUN), Path('both.rrd'), 'both')
    ]
    assert plan_jobs([WALK], 'x.rrd', force=False)[0].name == 'walk'


def test_a_folder_takes_one_file_per_bag() -> None:
    """A folder is what ends with a slash, or is one."""
    Path('there').mkdir()
    for output, folder in (('new/', 'new'), ('there', 'there')):
        targets = [job.target for job in plan_jobs([WALK, RUN], output, force=False)]
        assert targets == [Path(folder, 'walk.rrd'), Path(folder, 'run.rrd')]


def test_stdout_takes_all_bags() -> None:
    """``-`` is one recording without a file."""
    assert plan_jobs([WALK, RUN], '-', force=False) == [Job((WALK, RUN), None, 'walk')]


def test_nothing_is_overwritten_unasked() -> None:
    """A file that is there needs --force; an input is never replaced."""
    Path('walk.rrd').write_text('precious')
    with pytest.raises(ConfigError, match=r'walk\.rrd is there already; --force replaces it'):
        plan_jobs([WALK], None, force=False)
    assert plan_jobs([WALK], None, force=True)[0].target == Path('walk.rrd')
    RUN.write_text('a bag')
    with pytest.raises(ConfigError, match=r'run\.mcap is an input'):
        plan_jobs([RUN], 'run.mcap', force=True)


def test_two_bags_of_one_name_are_refused() -> None:
    """The second would overwrite the first."""
    with pytest.raises(ConfigError, match='would both become'):
        plan_jobs([Path('a/walk'), Path('b/walk')], 'out/', force=True)


def _write_half(target: Path) -> None:
    with written_whole(target) as path:
        path.write_text('half')
        raise KeyboardInterrupt


def test_a_file_appears_only_when_whole() -> None:
    """While it is written it has another name; a failure leaves what was there."""
    target = Path('deep/er/walk.rrd')
    with written_whole(target) as path:
        assert path == partial_path(target) == Path('deep/er/walk.partial.rrd')
        path.write_text('new')
        assert not target.exists()
    assert target.read_text() == 'new'
    with pytest.raises(KeyboardInterrupt):
        _write_half(target)
    assert target.read_text() == 'new'
    assert os.listdir('deep/er') == ['walk.rrd']


def test_what_is_no_file_is_written_as_it_is() -> None:
    """A device or pipe is neither replaced nor removed."""
    with written_whole(Path('/dev/null')) as path:
        assert path == Path('/dev/null')
    os.mkfifo('pipe')
    with pytest.raises(OSError, match='stop'), written_whole(Path('pipe')) as path:
        raise OSError('stop')
    assert Path('pipe').is_fifo()
