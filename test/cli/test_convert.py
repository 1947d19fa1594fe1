"""``rerun-bridge convert``, from the command line to the exit code."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rerun_bridge.cli import main
from rerun_bridge.sdk.rrd.decoder import FoundChunk, read_rrd
from test.support.small_bags import START_NS, new_bag

RRD = b'RRF2'
LONG = 400
CONVERT = [sys.executable, '-m', 'rerun_bridge', 'convert']


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv('PYTHONPATH', str(Path(__file__).parents[2]), prepend=os.pathsep)
    with new_bag(Path('walk.mcap')) as bag:
        bag.floats('/speed', 500)
        bag.floats('/robot/height', 100)


def _convert(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(['convert', *argv])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_recording_says_what_is_missing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    """As a property, which viewers show; one of which nothing is missing has none."""
    whole = Path('walk.mcap').read_bytes()
    Path('cut.mcap').write_bytes(whole[: len(whole) // 2])
    found = []
    for name in ('walk', 'cut'):
        _convert(capsys, f'{name}.mcap')
        for each in read_rrd(Path(f'{name}.rrd').read_bytes()):
            if isinstance(each, FoundChunk) and 'missing' in each.chunk.entity_path.parts:
                found.append((name, each.chunk.components[0].lists.to_pylist()))
    ((name, ((text,),)),) = found
    assert name == 'cut'
    assert text.startswith('cut.mcap at byte ')
    assert 'cut off' in text


@pytest.mark.parametrize(
    ('start', 'end'), [('1', '0.5'), ('2', '2'), ('2023-11-14T22:13:21', '1700000000.5')]
)
def test_times_that_nothing_is_between(
    start: str, end: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Are a mistake in the command, not a bag without messages."""
    code, _, err = _convert(capsys, 'walk.mcap', '--start', start, '--end', end)
    assert (code, err) == (2, 'rerun-bridge: error: --end is not after --start\n')
    assert not Path('walk.rrd').exists()


def test_a_clean_bag(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0, a file, nothing on stderr, a table and a last line on stdout."""
    code, out, err = _convert(capsys, 'walk.mcap')
    assert (code, err) == (0, '')
    assert Path('walk.rrd').read_bytes().startswith(RRD)
    assert sorted(os.listdir()) == ['walk.mcap', 'walk.rrd']
    lines = out.splitlines()
    assert lines[0].split() == ['topic', 'type', 'messages', 'drawn', 'as']
    assert lines[1].split()[:3] == ['/robot/height', 'std_msgs/msg/Float64', '100']
    assert lines[-1].startswith('walk.rrd: ')
    assert '600 messages of 2 topics' in lines[-1]


def test_small_files_for_those_who_wait(capsys: pytest.CaptureFixture[str]) -> None:
    """By an option, or by the configuration; what is in them is the same."""
    Path('small.yaml').write_text('recording: {compress: true}\n')
    sizes = []
    with new_bag(Path('long.mcap')) as bag:
        bag.floats('/speed', 20_000)
    for more in ([], ['--compress'], ['--config', 'small.yaml']):
        code, _, _ = _convert(capsys, 'long.mcap', '-f', *more)
        assert code == 0
        sizes.append(Path('long.rrd').stat().st_size)
        found = read_rrd(Path('long.rrd').read_bytes())
        chunks = [each.chunk for each in found if isinstance(each, FoundChunk)]
        assert sum(len(c) for c in chunks if c.entity_path.parts == ('speed',)) == 20_000
    assert abs(sizes[1] - sizes[2]) < 2000  # ids are no two times the same
    assert max(sizes[1:]) < 0.9 * sizes[0]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """--quiet leaves only losses and errors."""
    assert _convert(capsys, 'walk.mcap', '--quiet') == (0, '', '')


@pytest.mark.parametrize(
    ('argv', 'count'),
    [
        (['-t', '/speed'], '500 messages of 1 topic,'),
        (['-t', '/robot/*', '/speed', '-x', '/speed'], '100 messages of 1 topic,'),
        (['--start', '4'], '100 messages of 1 topic,'),
        (['--end', '0.5'], '100 messages of 2 topics'),
        (['--start', '0.5', '--duration', '1'], '150 messages of 2 topics'),
        (['--duration', '1'], '200 messages of 2 topics'),
        (['--start', f'{START_NS // 10**9 + 4}'], '100 messages of 1 topic,'),
    ],
)
def test_selection(capsys: pytest.CaptureFixture[str], argv: list[str], count: str) -> None:
    """Topics and times choose messages."""
    code, out, _ = _convert(capsys, 'walk.mcap', *argv)
    assert code == 0
    assert count in out.splitlines()[-1]


def test_nothing_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    """A glob that matches nothing is no loss, but the user is told."""
    code, _, err = _convert(capsys, 'walk.mcap', '-t', '/sped')
    assert code == 0
    assert err == 'rerun-bridge: warning: walk: holds no message that is wanted\n'


def test_a_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    """Rules and selection come from --config; the command line's topics replace the file's."""
    Path('my.yaml').write_text(
        'topics: {include: [/speed], rules: {/speed: {entity_path: "car/{name}"}}}'
    )
    code, out, _ = _convert(capsys, 'walk.mcap', '--config', 'my.yaml')
    assert code == 0
    assert '  -> /car/speed' in out.splitlines()
    assert '500 messages of 1 topic,' in out
    code, out, _ = _convert(capsys, 'walk.mcap', '-c', 'my.yaml', '-t', '/robot/**', '-f')
    assert '100 messages of 1 topic,' in out


def test_a_wrong_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, before anything is written."""
    Path('my.yaml').write_text('topics:\n  inclde: [/speed]\n')
    code, out, err = _convert(capsys, 'walk.mcap', '--config', 'my.yaml')
    assert (code, out) == (2, '')
    assert err == (
        "rerun-bridge: error: my.yaml:2: topics.inclde: unknown key, did you mean 'include'?\n"
    )
    assert not Path('walk.rrd').exists()


def test_a_target_that_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 and untouched, unless --force."""
    Path('walk.rrd').write_text('precious')
    code, _, err = _convert(capsys, 'walk.mcap')
    assert code == 2
    assert '--force' in err
    assert Path('walk.rrd').read_text() == 'precious'
    assert _convert(capsys, 'walk.mcap', '--force')[0] == 0
    assert Path('walk.rrd').read_bytes().startswith(RRD)


def test_nothing_readable(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1, a line for each input, no file."""
    Path('text.db3').write_text('this is no database')
    code, out, err = _convert(capsys, 'nowhere.mcap', 'text.db3', '-o', 'out.rrd')
    assert (code, out) == (1, '')
    assert err.count('\n') == 2
    assert 'nowhere.mcap' in err
    assert 'text.db3' in err
    assert 'Traceback' not in err
    assert sorted(os.listdir()) == ['text.db3', 'walk.mcap']


@pytest.mark.parametrize('output', ['out.rrd', 'out/'])
def test_one_of_several_unreadable(capsys: pytest.CaptureFixture[str], output: str) -> None:
    """Exit 3, a line for the bad one, the other converted."""
    code, out, err = _convert(capsys, 'nowhere.mcap', 'walk.mcap', '-o', output)
    assert code == 3
    assert 'nowhere.mcap' in err
    assert '600 messages of 2 topics' in out


def test_several_bags_in_one_file(capsys: pytest.CaptureFixture[str]) -> None:
    """-o FILE.rrd merges."""
    with new_bag(Path('run.mcap')) as bag:
        bag.floats('/pulse', 50)
    code, out, _ = _convert(capsys, 'walk.mcap', 'run.mcap', '-o', 'both.rrd')
    assert code == 0
    assert '650 messages of 3 topics' in out


def test_bad_messages(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 3; the row is counted by topic and reason."""
    with new_bag(Path('bad.mcap')) as bag:
        bag.floats('/speed', 10)
        bag.message('/speed', b'\x00\x01\x00\x00\x01\x02')
    code, out, err = _convert(capsys, 'bad.mcap')
    assert code == 3
    assert any(line.startswith('  1 lost: ') for line in out.splitlines())
    assert '1 message could not be decoded or drawn' in err
    assert Path('bad.rrd').exists()


def test_what_is_not_ros(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 3; the topic is named and skipped."""
    with new_bag(Path('mixed.mcap')) as bag:
        bag.floats('/speed', 10)
        bag.channel('/log', 'Log', encoding='json')
        bag.message('/log', b'{}')
    code, out, err = _convert(capsys, 'mixed.mcap')
    assert code == 3
    assert 'not ROS, its messages are json' in out
    assert '1 topic skipped' in err


def test_an_unknown_type(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0: it is kept as raw bytes, and the report warns."""
    with new_bag(Path('odd.mcap')) as bag:
        bag.channel('/odd', 'nobody_msgs/msg/Knows', text='')
        bag.message('/odd', b'\x00\x01\x00\x00\x01')
    code, out, _ = _convert(capsys, 'odd.mcap')
    assert code == 0
    assert 'raw bytes' in out
    assert '--definitions' in out


def test_stdout() -> None:
    """-o - writes the recording alone to stdout, and talks on stderr."""
    done = subprocess.run([*CONVERT, 'walk.mcap', '-o', '-'], capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith(RRD)
    assert b'600 messages of 2 topics' in done.stderr
    assert os.listdir() == ['walk.mcap']


@pytest.fixture
def long_bag() -> Path:
    """Return a bag that is larger than what is buffered on the way."""
    path = Path('long.mcap')
    with new_bag(path, chunk_size=1 << 20) as bag:
        bag.blobs('/blob', LONG, 1 << 19)
    return path


def test_a_reader_that_goes_away(long_bag: Path) -> None:
    """A closed pipe is one line, no traceback."""
    with subprocess.Popen(
        [*CONVERT, long_bag, '-o', '-'], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(4) == RRD
        process.stdout.close()
        err = process.stderr.read()
    assert process.returncode == 1
    assert err.count(b'\n') == 1
    assert b'Broken pipe' in err


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_well(long_bag: Path, number: signal.Signals) -> None:
    """In the middle of a conversion: what was read is written, with its footer; exit 3."""
    with subprocess.Popen(
        [*CONVERT, long_bag, '-o', '-'], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        data = process.stdout.read(1 << 20)  # it is at work, and cannot end before all is read
        process.send_signal(number)
        rest, told = process.communicate()
    data, err = data + rest, told.decode()
    assert process.returncode == 3, err
    assert 'interrupted' in err
    count = next(line.split()[2] for line in err.splitlines() if line.startswith('/blob'))
    assert 0 < int(count) < LONG
    assert data.startswith(RRD)
    assert b'RRF' in data[-32:]


def test_an_interrupted_file_is_renamed() -> None:
    """A signal while the file is being opened: the file is whole, and has its name."""
    done = _run_with("""
def hook(event, args):
    if event == 'open' and str(args[0]).endswith('.partial.rrd'):
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(hook)
""")
    assert done.returncode == 3, done.stderr
    assert 'interrupted' in done.stderr
    assert sorted(os.listdir()) == ['walk.mcap', 'walk.rrd']
    assert Path('walk.rrd').read_bytes().startswith(RRD)


LIMIT = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000_000, 5_000_000))
"""


def test_a_full_disk(long_bag: Path) -> None:
    """Exit 1, one line, and the half of a file does not stay in the way."""
    done = _run_with(LIMIT, str(long_bag))
    assert done.returncode == 1
    assert done.stderr.count('\n') == 1
    assert 'long.partial.rrd: cannot be written: ' in done.stderr
    assert sorted(os.listdir()) == ['long.mcap', 'walk.mcap']


def test_a_killed_run_leaves_what_it_wrote(long_bag: Path) -> None:
    """Killed in the middle of a write: no target, but what was written is beside it."""
    kill = 'signal.signal(signal.SIGXFSZ, signal.SIG_DFL)'
    done = _run_with(LIMIT + kill, str(long_bag))
    assert done.returncode == -signal.SIGXFSZ
    assert not Path('long.rrd').exists()
    partial = Path('long.partial.rrd')
    assert partial.stat().st_size == 5_000_000
    assert partial.read_bytes().startswith(RRD)


def _run_with(setup: str, bag: str = 'walk.mcap') -> subprocess.CompletedProcess[str]:
    """Run a conversion in a process of its own, after some lines of set-up."""
    script = (
        f'import os, signal, sys\n{setup}\n'
        f'from rerun_bridge.cli import main\nsys.exit(main(["convert", {bag!r}]))'
    )
    command = [sys.executable, '-c', script]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_progress_on_a_terminal(long_bag: Path) -> None:
    """A moving line on stderr, wiped out before the end."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*CONVERT, long_bag], stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    shown = b''
    while True:
        try:
            shown += os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    assert process.wait() == 0
    assert b'\r\x1b[Klong  ' in shown
    assert b'%' in shown
    assert shown.endswith(b'\r\x1b[K')


def test_debug_shows_the_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """RERUN_BRIDGE_DEBUG=1 adds where an error comes from."""
    monkeypatch.setenv('RERUN_BRIDGE_DEBUG', '1')
    code, _, err = _convert(capsys, 'walk.mcap', '--config', 'nowhere.yaml')
    assert code == 2
    assert 'Traceback' in err
    assert 'rerun-bridge: error: nowhere.yaml: cannot be read' in err
