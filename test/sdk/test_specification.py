"""
The specification, line by line: each test is named after what it says.

What is said of an argument ``recording`` of every function is tested once for all of them.
"""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from websockets.sync.client import connect as web_socket

import rerun_bridge as rr
from rerun_bridge.errors import SinkError
from rerun_bridge.sdk import api
from rerun_bridge.sdk.destinations import DEFAULT_WEB_PORT, DEFAULT_WS_PORT
from rerun_bridge.sdk.memory_recording import MemoryRecording
from rerun_bridge.sdk.rrd.decoder import FoundChunk, FoundStore, read_rrd
from rerun_bridge.sdk.rrd.frames import stream_header
from rerun_bridge.sdk.web.viewer_code import FOLDER_VARIABLE
from test.support.chromium import share_of
from test.support.chunks import chunks_of
from test.support.logged import SOON
from test.support.native_viewer import native_viewer
from test.support.official import read_back
from test.support.pictures import MAGENTA, fill
from test.support.proxy import free_port, listens, proxy, recording_in, recording_now_in
from test.support.sockets import ask
from test.support.specified import SIGNATURES, recording_id_of_child, startable_viewer
from test.support.viewer import small_viewer

ROOT = Path(__file__).parent.parent.parent

BEGIN_A_RECORDING = {'init', 'new_recording'}

ARGUMENTS: dict[str, Callable[[Path], tuple[object, ...]]] = {
    'connect': lambda folder: (f'127.0.0.1:{free_port()}',),
    'connect_grpc': lambda folder: (f'127.0.0.1:{free_port()}',),
    'disable_timeline': lambda folder: ('step',),
    'escape_entity_path_part': lambda folder: ('a b',),
    'log': lambda folder: ('point', rr.Points3D([[1, 2, 3]])),
    'new_entity_path': lambda folder: (['a'],),
    'save': lambda folder: (folder / 'a.rrd',),
    'send_blueprint': lambda folder: (rr.blueprint.Blueprint(),),
    'send_columns': lambda folder: ('a', [], rr.Scalars.columns(scalars=[1.0])),
    'send_property': lambda folder: ('a', rr.Scalars(1.0)),
    'send_recording_name': lambda folder: ('name',),
    'set_global_data_recording': lambda folder: (None,),
    'set_thread_local_data_recording': lambda folder: (None,),
    'set_time': lambda folder: ('step',),
    'set_time_nanos': lambda folder: ('time', 5),
    'set_time_seconds': lambda folder: ('time', 5.0),
    'set_time_sequence': lambda folder: ('step', 5),
    'spawn': lambda folder: (free_port(),),
}
"""What functions cannot do without; of most, nothing."""

WRONG: tuple[Callable[[], object], ...] = (
    lambda: rr.log('a', 'no archetype'),
    lambda: rr.log('a', rr.Points3D('no numbers')),
    lambda: rr.log('a', rr.Points3D([[1, 2]])),
    lambda: rr.log('a', rr.Scalars('no number')),
    lambda: rr.log('a', rr.Image([1, 2, 3])),
    lambda: rr.log('a', rr.EncodedImage()),
    lambda: rr.log('a', rr.Points3D.from_fields(position=[1, 2, 3])),
    lambda: rr.log(7, rr.Scalars(1.0)),
    lambda: rr.set_time('step', sequence=1.5),  # type: ignore[arg-type]
    lambda: rr.set_time('step'),
    lambda: rr.connect('no:address:at all'),
    lambda: rr.send_columns(
        'a', [rr.TimeColumn('step', sequence=[1])], rr.Scalars.columns(scalars='none')
    ),
)
"""Parameters of wrong types and shapes."""

UNRELATED = """
import rerun_bridge as rr
rr.init('app', '{shared}')
rr.connect('127.0.0.1:{port}')
rr.log('{path}', rr.Points3D([[1, 2, 3]]))
"""

AT_ONCE = 2.0
"""Seconds in which a call that does not wait for anybody has returned, on a busy machine."""


@pytest.fixture(autouse=True)
def _disconnected() -> Iterator[None]:
    yield
    rr.disconnect()


def log_point(recording: rr.RecordingStream | None = None, path: str = 'point') -> None:
    """Log something."""
    rr.log(path, rr.Points3D([[1, 2, 3]]), recording=recording)


def paths(data: bytes) -> list[str]:
    """Return the entities of a recording's chunks."""
    return [str(chunk.entity_path) for chunk in chunks_of(data)]


def stores(data: bytes) -> set[tuple[str, str]]:
    """Return application and recording ids."""
    return {
        (found.store.application_id, found.store.recording_id)
        for found in read_rrd(data)
        if isinstance(found, FoundStore)
    }


def sockets_and_threads() -> tuple[int, int]:
    """Return how many files are open, and how many threads run."""
    return len(os.listdir('/proc/self/fd')), threading.active_count()


@pytest.mark.parametrize('name', list(SIGNATURES))
def test_signatures(name: str) -> None:
    """The arguments of each function, in order, with what they are where they are not given."""
    given = {
        parameter.name: ... if parameter.default is parameter.empty else parameter.default
        for parameter in inspect.signature(getattr(rr, name)).parameters.values()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    }
    assert given == SIGNATURES[name]
    assert list(given) == list(SIGNATURES[name])


# --------------------------------------------------------------------- init


def test_init_initializes_the_sdk_with_a_user_chosen_application_id() -> None:
    """Recordings are categorized by it."""
    rr.init('object_detector')
    assert {app for app, _ in stores(rr.binary_stream().read())} == {'object_detector'}
    rr.init('calibrator')
    assert {app for app, _ in stores(rr.binary_stream().read())} == {'calibrator'}


def test_init_initializes_a_global_recording() -> None:
    """For all threads."""
    assert rr.get_global_data_recording() is None
    rr.init('app')
    assert rr.get_global_data_recording() is not None


@pytest.mark.parametrize('name', sorted({*api.__all__} - BEGIN_A_RECORDING))
def test_without_an_active_recording_all_methods_are_no_ops(name: str, tmp_path: Path) -> None:
    """None raises, warns, opens, starts or writes; what is returned is empty."""
    before = sockets_and_threads()
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        found = getattr(rr, name)(*ARGUMENTS.get(name, lambda folder: ())(tmp_path))
    assert sockets_and_threads() == before
    assert list(tmp_path.iterdir()) == []
    if name == 'memory_recording':
        assert found.num_msgs() == 0
    elif name == 'binary_stream':
        assert chunks_of(found.read() or stream_header()) == []
    elif name not in ('escape_entity_path_part', 'new_entity_path'):  # which concern no recording
        assert not found or name == 'flush'


def test_multiple_recordings_with_new_recording() -> None:
    """Each has its own data."""
    rr.init('app')
    other = rr.new_recording('other')
    here, there = rr.binary_stream(), rr.binary_stream(other)
    log_point(path='here')
    log_point(other, path='there')
    assert paths(here.read()) == ['/here']
    assert paths(there.read()) == ['/there']


def test_recording_id_sets_what_this_process_is_logging_to() -> None:
    """Any UUID."""
    wanted = uuid4()
    rr.init('app', wanted)
    assert stores(rr.binary_stream().read()) == {('app', str(wanted))}


def test_recording_id_is_a_uuid_version_4() -> None:
    """Also where it is not given."""
    rr.init('app')
    found = rr.get_recording_id()
    assert found is not None
    assert UUID(found).version == 4


@pytest.mark.parametrize('method', ['fork', 'spawn', 'forkserver'])
@pytest.mark.filterwarnings('ignore:.*multi-threaded:DeprecationWarning')
def test_processes_spawned_with_multiprocessing_have_the_same_default_id(method: str) -> None:
    """It is based on the key that they share; another application has another."""
    rr.init('app')
    assert recording_id_of_child(method, 'app') == rr.get_recording_id()
    assert recording_id_of_child(method, 'other') != rr.get_recording_id()


@pytest.mark.judge
def test_unrelated_processes_log_into_one_recording_of_a_given_id(judge: Path) -> None:
    """Any random one, or that of the parent, which is told to them."""
    port = free_port()
    rr.init('app')
    with proxy(judge, port):
        for shared in (str(uuid4()), str(rr.get_recording_id())):
            for i in range(2):
                code = UNRELATED.format(shared=shared, port=port, path=f'{shared}/{i}')
                subprocess.run([sys.executable, '-c', code], cwd=ROOT, check=True, timeout=60)
        data = recording_now_in(port)
    found = [
        (each.store.recording_id, str(each.chunk.entity_path))
        for each in read_rrd(data)
        if isinstance(each, FoundChunk) and each.chunk.entity_path.parts[0] != '__properties'
    ]
    assert len({store for store, _ in found}) == 2
    assert len(found) == 4
    assert all(path.startswith(f'/{store}/') for store, path in found)


@pytest.mark.judge
def test_spawn_true_is_short_for_calling_spawn(
    judge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A viewer that listens on the usual port is used; else one is started."""
    if listens(9876):
        pytest.fail('port 9876 of this machine is taken')
    with startable_viewer(judge, tmp_path) as environment:
        monkeypatch.setenv('RERUN_CLI_PATH', environment['RERUN_CLI_PATH'])
        rr.init('app', spawn=True)
        log_point()
        assert rr.flush(SOON)
        assert paths(recording_in(9876, 3)) == ['/point']


@pytest.mark.parametrize('destination', ['connect', 'save', 'show'])
@pytest.mark.judge
def test_log_events_are_buffered_until_connect_show_or_save(
    destination: str, judge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then they are all there."""
    rr.init('app')
    for i in range(100):
        log_point(path=f'{i % 10}')
    port = free_port()
    if destination == 'connect':
        with proxy(judge, port):
            rr.connect(f'127.0.0.1:{port}')
            assert rr.flush(SOON)
            data = recording_in(port, 12)
    elif destination == 'save':
        rr.save(tmp_path / 'a.rrd')
        rr.disconnect()
        data = (tmp_path / 'a.rrd').read_bytes()
    else:
        shown: list[bytes] = []
        monkeypatch.setattr(MemoryRecording, 'show', lambda it: shown.append(it.drain_as_bytes()))
        rr.show()
        (data,) = shown
    found = chunks_of(data)
    assert sorted({str(chunk.entity_path) for chunk in found}) == [f'/{i}' for i in range(10)]
    assert sum(map(len, found)) == 100


@pytest.mark.parametrize(
    ('variable', 'default', 'enabled'),
    [(None, True, True), (None, False, False), ('on', False, True), ('off', True, False)],
)
def test_logging_is_on_by_default_and_overridden_with_the_rerun_variable(
    variable: str | None, default: bool, enabled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``RERUN=on`` or ``RERUN=off`` beat the program."""
    if variable is not None:
        monkeypatch.setenv('RERUN', variable)
    rr.init('app', default_enabled=default)
    assert rr.is_enabled() is enabled
    stream = rr.binary_stream()
    log_point()
    assert bool(paths(stream.read())) is enabled


def test_strict_raises_on_use_error_otherwise_warnings_are_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Of wrong parameter types, for example."""
    rr.init('app')
    stream = rr.binary_stream()
    for number, call in enumerate(WRONG, 1):
        call()
        assert [record.levelname for record in caplog.records] == ['WARNING'] * number
    log_point(path='and_it_goes_on')
    assert paths(stream.read()) == ['/and_it_goes_on']
    rr.init('app', strict=True)
    for call in WRONG:
        with pytest.raises((TypeError, ValueError)):
            call()


# --------------------------------------------------------------------- connect, disconnect


@pytest.mark.judge
def test_connect_connects_to_a_remote_viewer_on_the_given_ip_and_port(judge: Path) -> None:
    """Values arrive as they were logged."""
    port = free_port()
    with proxy(judge, port):
        rr.init('app')
        rr.connect(f'127.0.0.1:{port}')
        rr.set_time('step', sequence=7)
        log_point()
        assert rr.flush(SOON)
        (chunk,) = chunks_of(recording_in(port, 3))
    assert chunk.components[0].lists.to_pylist() == [[[1, 2, 3]]]
    assert {c.timeline.name: c.values.tolist() for c in chunk.times}['step'] == [7]


@pytest.mark.judge
def test_connect_wants_a_viewer_to_be_started_first_but_also_finds_it_later(judge: Path) -> None:
    """What was logged before it started is there."""
    port = free_port()
    rr.init('app')
    rr.connect(f'127.0.0.1:{port}')
    log_point()
    with proxy(judge, port):
        assert rr.flush(SOON)
        assert paths(recording_in(port, 3)) == ['/point']


def test_connect_returns_immediately() -> None:
    """Whether anybody listens or not."""
    rr.init('app')
    begin = time.monotonic()
    rr.connect(f'127.0.0.1:{free_port()}')
    assert time.monotonic() - begin < AT_ONCE


def test_connect_means_a_viewer_on_this_machine_where_no_address_is_given() -> None:
    """At the usual port."""
    rr.init('app')
    rr.connect()
    (sink,) = rr.get_data_recording().sinks  # type: ignore[union-attr]
    assert isinstance(sink, rr.StreamSink)
    assert sink.url == 'rerun+http://127.0.0.1:9876/proxy'


@pytest.mark.judge
def test_disconnect_closes_connections_to_viewers(judge: Path) -> None:
    """No socket is left, and what was logged has arrived."""
    port = free_port()
    rr.init('app')
    before = sockets_and_threads()[0]
    with proxy(judge, port):
        rr.connect(f'127.0.0.1:{port}')
        log_point()
        assert rr.flush(SOON)
        assert sockets_and_threads()[0] > before
        rr.disconnect()
        assert sockets_and_threads()[0] == before
        assert paths(recording_in(port, 3)) == ['/point']


def test_disconnect_closes_all_connections_servers_and_files(tmp_path: Path) -> None:
    """What was opened by connect, serve, save; what is logged then gathers again."""
    rr.init('app')
    rr.save(tmp_path / 'a.rrd')
    log_point()
    rr.disconnect()
    size = (tmp_path / 'a.rrd').stat().st_size
    rr.serve(open_browser=False, web_port=(port := free_port()), ws_port=0)
    assert listens(port)
    rr.disconnect()
    assert not listens(port)
    log_point(path='later')
    assert rr.flush(SOON)
    assert (tmp_path / 'a.rrd').stat().st_size == size
    assert paths(rr.binary_stream().read()) == ['/later']


# --------------------------------------------------------------------- spawn


@pytest.mark.judge
@pytest.mark.parametrize('is_connected', [True, False])
def test_spawn_starts_a_viewer_on_the_given_port_and_connects_if_wanted(
    is_connected: bool, judge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It listens when the call returns."""
    port = free_port()
    with startable_viewer(judge, tmp_path) as environment:
        monkeypatch.setenv('RERUN_CLI_PATH', environment['RERUN_CLI_PATH'])
        rr.init('app')
        rr.spawn(port=port, connect=is_connected)
        assert listens(port)
        recording = rr.get_data_recording()
        assert recording is not None
        assert bool(recording.sinks) is is_connected
        if is_connected:
            log_point()
            assert rr.flush(SOON)
            assert paths(recording_in(port, 3)) == ['/point']


# --------------------------------------------------------------------- serve


def test_serve_serves_log_data_over_web_sockets_and_a_viewer_over_http(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both to whoever has the link, and at once."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(small_viewer(tmp_path)))
    rr.init('app')
    log_point()
    web_port, ws_port = free_port(), free_port()
    begin = time.monotonic()
    url = rr.serve(open_browser=False, web_port=web_port, ws_port=ws_port)
    assert time.monotonic() - begin < AT_ONCE
    assert url is not None
    token = url.partition('#')[2]
    assert url == f'http://127.0.0.1:{web_port}/#{token}'
    page = ask(web_port, '/')
    assert (page.status, page.headers.get_content_type()) == (200, 'text/html')
    with web_socket(f'ws://127.0.0.1:{ws_port}/?{token}', max_size=None) as client:
        found: list[str] = []
        while '/point' not in found:
            data = client.recv(SOON)
            found += paths(data) if isinstance(data, bytes) else []


def test_serve_opens_the_default_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the link, unless one does not want it."""
    opened: list[str] = []
    monkeypatch.setattr('webbrowser.open', opened.append)
    rr.init('app')
    url = rr.serve(web_port=0, ws_port=0)
    end = time.monotonic() + SOON
    while not opened:
        assert time.monotonic() < end
        time.sleep(0.002)
    assert opened == [url]
    rr.serve(open_browser=False, web_port=0, ws_port=0)
    assert opened == [url]


def test_serve_has_the_ports_9090_and_9877_by_default() -> None:
    """For the viewer, and for the data; or it is told which of them another program has."""
    assert (DEFAULT_WEB_PORT, DEFAULT_WS_PORT) == (9090, 9877)
    rr.init('app')
    try:
        url = rr.serve(open_browser=False)
    except SinkError as error:
        assert re.search('cannot listen on port (9090|9877) of', str(error))  # noqa: PT017
    else:
        assert str(url).startswith('http://127.0.0.1:9090/')
        assert listens(9877)


@pytest.mark.judge
@pytest.mark.parametrize('way', ['stream.rrd', 'proxy'])
def test_one_can_connect_to_this_server_with_rerun(judge: Path, tmp_path: Path, way: str) -> None:
    """By either of its addresses; the viewer shows what is logged."""
    rr.init('app')
    sink = rr.ServerSink(0, 0, open_browser=False, grpc_port=0)
    rr.set_sinks(sink)
    fill(rr.get_data_recording(), 1, MAGENTA)  # type: ignore[arg-type]
    url = {'stream.rrd': sink.stream_url, 'proxy': str(sink.grpc_url)}[way]
    with native_viewer(judge, tmp_path, url) as viewer:
        found = viewer.wait_for(lambda picture: share_of(picture, MAGENTA) > 0.1)
        assert share_of(found, MAGENTA) > 0.1


# --------------------------------------------------------------------- memory_recording


@pytest.mark.judge
def test_memory_recording_streams_all_log_data_to_a_buffer_to_be_read(
    judge: Path, tmp_path: Path
) -> None:
    """As the bytes of a recording."""
    rr.init('app')
    memory = rr.memory_recording()
    for i in range(5):
        log_point(path=str(i))
    assert isinstance(memory, rr.MemoryRecording)
    (tmp_path / 'a.rrd').write_bytes(memory.drain_as_bytes())
    assert {f'/{i}' for i in range(5)} < set(read_back(judge, tmp_path / 'a.rrd')['store'])


def test_memory_recording_is_displayed_as_html() -> None:
    """A page that holds it."""
    rr.init('app')
    memory = rr.memory_recording()
    log_point()
    page = memory.as_html(mode='url', viewer_url='http://127.0.0.1/widget.js')
    assert page.lstrip().lower().startswith('<!doctype html>')


# --------------------------------------------------------------------- recording


@pytest.mark.parametrize('name', [name for name in SIGNATURES if name != 'init'])
def test_recording_specifies_which_one_is_meant_else_the_current_active_one(
    name: str, tmp_path: Path
) -> None:
    """Of the functions that open and close."""
    rr.init('app')
    other = rr.RecordingStream('app')
    more = {
        'connect': {'addr': f'127.0.0.1:{free_port()}'},
        'spawn': {'connect': False, 'port': 0},
        'serve': {'open_browser': False, 'web_port': 0, 'ws_port': 0},
    }
    current = rr.get_data_recording()
    assert current is not None
    for recording in (other, current):
        recording.save(tmp_path / f'{id(recording)}.rrd')
    if name == 'spawn':  # tested with a viewer above; one that is off starts none
        off = rr.RecordingStream('app', default_enabled=False)
        rr.spawn(recording=off)
        assert off.sinks == ()
        return
    before = current.sinks
    getattr(rr, name)(**more.get(name, {}), recording=other)
    assert current.sinks == before
    getattr(rr, name)(**more.get(name, {}))
    assert current.sinks != before
    other.close()
