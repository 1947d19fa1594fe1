"""Messages of many channels that are converted together become what each alone would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pytest

from rerun_bridge import channel_pipeline, joint_pipeline
from rerun_bridge.bridge import Bridge
from rerun_bridge.cdr import Columns
from rerun_bridge.converters import Context, Converter, EntityColumns
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.archetypes import Scalars
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.log_msg import StoreId
from rerun_bridge.sdk.rrd.encoder import encode_chunk
from rerun_bridge.sdk.rrd.frames import frame_header, stream_header
from rerun_bridge.topic_rules import TopicRule, TopicSelection
from test.support.chunks import chunks_of
from test.support.golden import ChunkList, batch_of, drawn_types, dump, paths_of, read_input
from test.support.messages import Values, payloads_of
from test.support.standard_types import T0_NS, definition_of

UNDRAWN = TypeName('geometry_msgs/msg/Inertia')
IMU = TypeName('sensor_msgs/msg/Imu')
NUMBER = TypeName('test_msgs/msg/Number')
DEFINITION = MessageDefinition('ros2msg', 'int32 x')


def channels(type_name: TypeName, count: int = 3) -> list[Channel]:
    """Return channels of one type."""
    return [
        Channel(i, f'/robot{i}/topic', type_name, definition_of(type_name)) for i in range(count)
    ]


def both_ways(
    rounds: Sequence[Sequence[MessageBatch]], selection: TopicSelection | None = None
) -> tuple[Bridge, Bridge, ChunkList, ChunkList]:
    """Return bridges, and the chunks of batches sent one by one, and together."""
    apart, together = ChunkList(), ChunkList()
    one, other = Bridge(apart, selection), Bridge(together, selection)
    for batches in rounds:
        for batch in batches:
            one.send(batch)
        other.send_together(batches)
    return one, other, apart, together


def text_of(chunks: Iterable[Chunk]) -> str:
    """Return all that is in chunks, by entity and in order there."""
    return dump(sorted(chunks, key=lambda chunk: chunk.entity_path.parts))


def counted(bridge: Bridge) -> list[tuple[object, ...]]:
    """Return what is counted of each channel."""
    return [(s.channel.topic, s.messages, s.losses, s.notes) for s in bridge.stats]


def assert_same(
    rounds: Sequence[Sequence[MessageBatch]], selection: TopicSelection | None = None
) -> None:
    """Compare both ways, as chunks and as they are written."""
    one, other, apart, together = both_ways(rounds, selection)
    assert text_of(together) == text_of(apart)
    assert counted(other) == counted(one)
    assert other.frame_trees == one.frame_trees
    for chunk in together:
        msg = encode_chunk(chunk, StoreId('a', 'b'))
        payload = b''.join(map(bytes, msg.payload))
        (read,) = chunks_of(stream_header() + frame_header(msg.kind, len(payload)) + payload)
        assert dump([in_order(read)]) == dump([in_order(chunk)])


def in_order(chunk: Chunk) -> Chunk:
    """Return a chunk with its components by name."""
    ordered = sorted(chunk.components, key=lambda column: column.descriptor.component)
    return replace(chunk, components=tuple(ordered))


@pytest.fixture(autouse=True)
def _always_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what does not change be said every time, as it is where a channel goes alone."""
    monkeypatch.setattr(channel_pipeline, 'SAY_AGAIN_NS', 0)


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many channels were converted together, time by time."""
    found: list[int] = []
    together = joint_pipeline.JointPipeline._together

    def noted(self: Any, members: Any, bounds: Any) -> list[Chunk]:
        chunks = together(self, members, bounds)
        found.append(len(members))
        return chunks

    monkeypatch.setattr(joint_pipeline.JointPipeline, '_together', noted)
    return found


@pytest.mark.parametrize('type_name', [*drawn_types(), UNDRAWN])
@pytest.mark.parametrize('same', [1, 3])
def test_every_type_becomes_the_same(type_name: TypeName, same: int) -> None:
    """Channels with different messages and counts; messages that differ, and that are alike."""
    source = paths_of(type_name)[0]
    messages = read_input(source) if source.exists() else payloads_of(type_name, [{}, {}])
    rounds = [
        [
            batch_of(channel, [each for each in messages[at:] for _ in range(same)])
            for at, channel in enumerate(channels(type_name, min(len(messages), 3)))
        ]
        for _ in range(3)
    ]
    assert_same(rounds)


def test_fields_go_together_from_the_first_message_on(joined: list[int]) -> None:
    """Of types that nobody draws: nothing is said of them but once."""
    messages = payloads_of(UNDRAWN, [{'m': float(n)} for n in range(4)])
    assert_same([[batch_of(each, messages) for each in channels(UNDRAWN)]] * 2)
    assert joined == [3, 3]


def imus(**stamp: int) -> list[bytes]:
    """Return messages of an IMU."""
    values: list[Values] = [
        {
            'header': {'frame_id': 'imu', 'stamp': {'sec': 9, 'nanosec': n, **stamp}},
            'orientation': {'w': 1.0},
            'angular_velocity': {'x': float(n)},
            'orientation_covariance': [0.5] * 9,
        }
        for n in range(1, 5)
    ]
    return payloads_of(IMU, values)


def rounds_of(per_channel: Sequence[Sequence[bytes]], count: int = 3) -> list[list[MessageBatch]]:
    """Return good messages first, then these, then good ones again."""
    all_of = channels(IMU, len(per_channel))
    good = [batch_of(each, imus()) for each in all_of]
    return [
        good,
        *[[batch_of(each, data) for each, data in zip(all_of, per_channel)]] * count,
        good,
    ]


def test_channels_go_together(joined: list[int]) -> None:
    """After the first batch of each, which says how they are drawn."""
    assert_same(rounds_of([imus(), imus()[:1], imus()[1:]]))
    assert joined == [3] * 4


@pytest.mark.parametrize(
    'bad',
    [
        [imus()[0][:100]],
        [*imus(), b'', imus()[0]],
        imus(sec=0, nanosec=0),
        list(reversed(imus())),
        [b'\0\0' + imus()[0][2:], *imus()],
    ],
    ids=['cut short', 'empty', 'no stamp', 'out of order', 'two byte orders'],
)
def test_a_channel_that_is_unlike_the_others_goes_alone(
    joined: list[int], bad: list[bytes]
) -> None:
    """And costs the others nothing."""
    assert_same(rounds_of([imus(), bad, imus()]))
    assert joined.count(2) >= 3


def test_what_does_not_change_is_said_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a second, and when it changes or time goes back; a change back is one, too."""
    monkeypatch.setattr(channel_pipeline, 'SAY_AGAIN_NS', 1_000_000_000)
    all_of = channels(IMU, 2)

    def batches(ms: int, data: list[bytes]) -> list[MessageBatch]:
        made = [batch_of(channel, data) for channel in all_of]
        return [
            replace(
                each,
                log_times_ns=each.log_times_ns + ms * 1_000_000,
                publish_times_ns=None,
            )
            for each in made
        ]

    same = imus()
    other = [message.replace(b'\0\0\0\0\0\0\xe0?', b'\0\0\0\0\0\0\xf0?') for message in same]
    assert other != same
    _, _, _, together = both_ways(
        [
            batches(ms, data)
            for ms, data in (
                (0, same),  # each alone, and so is not remembered
                (100, same),
                (200, same),
                (300, other),
                (400, same),
                (1300, same),
                (1401, same),
                (1350, same),
            )
        ]
    )
    said = [
        (int(chunk.times[0].values[0]) - T0_NS) // 1_000_000
        for chunk in together
        if chunk.entity_path.parts == ('robot1', 'topic', 'fields')
    ]
    assert said == [0, 100, 300, 400, 1401, 1350]
    rows = sum(len(chunk) for chunk in together if chunk.entity_path.parts == ('robot1', 'topic'))
    assert rows == 8 * len(same) + 1


def use(monkeypatch: pytest.MonkeyPatch, convert: Any, **more: Any) -> None:
    """Draw every type with a converter of the test's own."""
    converter = Converter(NUMBER, convert, ('x',), 'test', **more)
    monkeypatch.setattr(channel_pipeline, 'find_converter', lambda name: converter)


def numbers(topic: str, *values: int) -> MessageBatch:
    """Return messages of one int32 each."""
    channel = Channel(hash(topic), topic, NUMBER, DEFINITION)
    return batch_of(channel, [b'\0\1\0\0' + value.to_bytes(4, 'little') for value in values])


def test_a_converter_that_fails_costs_the_channel_whose_fault_it_is(
    monkeypatch: pytest.MonkeyPatch, joined: list[int]
) -> None:
    """The others are converted together again from the next batch on."""

    def convert(columns: Columns, state: Any, context: Context) -> Iterable[EntityColumns]:
        if 13 in columns.numbers('x'):
            raise ValueError(13)
        yield EntityColumns((Scalars.scalars.column(columns.numbers('x').astype(float)),))

    use(monkeypatch, convert)
    batches = [numbers('/a', 1, 2), numbers('/b', 13, 4), numbers('/c', 5)]
    assert_same([[numbers('/a', 1), numbers('/b', 2), numbers('/c', 3)], *[batches] * 3])
    assert joined == [2, 2]


@pytest.mark.parametrize('more', [{'start': list}, {'by_channel': True}])
def test_what_depends_on_the_channel_is_converted_alone(
    monkeypatch: pytest.MonkeyPatch, joined: list[int], more: dict[str, Any]
) -> None:
    """State is kept apart."""

    def convert(columns: Columns, state: Any, context: Context) -> Iterable[EntityColumns]:
        if state is not None:
            state.append(columns.rows)
        values = columns.numbers('x') + len(context.channel.topic) + sum(state or ())
        yield EntityColumns((Scalars.scalars.column(values.astype(float)),))

    use(monkeypatch, convert, **more)
    assert_same([[numbers('/a', 1, 2), numbers('/longer', 3)]] * 3)
    assert joined == []


def test_rules_keep_channels_apart(joined: list[int]) -> None:
    """Only those of equal rules go together, whatever their entities."""
    rules = (
        TopicRule('/robot0/*', frame_prefix='zero/'),
        TopicRule('/robot1/*', entity_path='one'),
        TopicRule('/robot3/*', restamp=True),
        TopicRule('/robot4/*', max_hz=1.0),
    )
    assert_same(rounds_of([imus()] * 6), TopicSelection(rules=rules))
    assert joined[0] == 3
    assert set(joined) <= {2, 3}


def test_types_are_kept_apart(joined: list[int]) -> None:
    """Two types, each together."""
    twist = TypeName('geometry_msgs/msg/TwistStamped')
    (message,) = payloads_of(twist, [{'header': {'stamp': {'sec': 1}, 'frame_id': 'base'}}])
    batches = [batch_of(each, imus()) for each in channels(IMU, 2)] + [
        batch_of(replace(each, id=9 + each.id, topic=each.topic + '/twist'), [message])
        for each in channels(twist, 2)
    ]
    assert_same([batches] * 3)
    assert joined.count(2) >= 4


def test_one_that_was_unlike_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, joined: list[int]
) -> None:
    """A single bad message does not keep a channel alone for ever."""
    monkeypatch.setattr(joint_pipeline, 'ALONE', 3)
    good, bad = [imus(), imus()], [imus(), [b'']]
    all_of = channels(IMU, 2)
    rounds = [
        [batch_of(each, data) for each, data in zip(all_of, some)]
        for some in (good, bad, good, good, good, good)
    ]
    assert_same(rounds)
    assert joined == [2, 2]


def test_simulated_time_goes_along() -> None:
    """What has no stamp has the clock's time."""
    batches = [numbers(topic, 1, 2) for topic in ('/a', '/b')]
    timed = [replace(each, clock_times_ns=np.arange(len(each)) + 5) for each in batches]
    assert_same([timed, timed, [timed[0], batches[1]]])


@pytest.mark.parametrize(
    ('type_name', 'topic', 'qos'),
    [
        (TypeName('tf2_msgs/msg/TFMessage'), '/tf_static', Qos(transient_local=True)),
        (TypeName('sensor_msgs/msg/Image'), '/image', Qos()),
        (TypeName('std_msgs/msg/String'), '/text', Qos()),
        (TypeName('own_msgs/msg/Own'), '/unknown', Qos()),
    ],
)
def test_static_ones_pictures_and_bytes_go_alone(
    joined: list[int], type_name: TypeName, topic: str, qos: Qos
) -> None:
    """They have little in common."""
    source = paths_of(type_name)[0]
    known = source.exists()
    both = [
        Channel(i, f'/{i}{topic}', type_name, definition_of(type_name) if known else None, qos)
        for i in range(2)
    ]
    messages = read_input(source) if known else [b'\0\1\0\0\1']
    assert_same([[batch_of(each, messages) for each in both]] * 2)
    assert joined == []
