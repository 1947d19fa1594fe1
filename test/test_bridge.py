"""The whole way from CDR bytes to chunks, and what bad messages cost."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rerun_bridge import channel_pipeline
from rerun_bridge.bridge import Bridge
from rerun_bridge.cdr import Columns
from rerun_bridge.channel_pipeline import WHOLE_VIDEO
from rerun_bridge.converters import Context, Converter, EntityColumns
from rerun_bridge.converters.generic import RAW
from rerun_bridge.errors import ConvertError
from rerun_bridge.frames import ExtraTransform, Frames
from rerun_bridge.messages import Channel, MessageBatch, MessageDefinition, Qos, TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.sdk.archetypes import Scalars, TextLog
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.log_msg import StoreId
from rerun_bridge.sdk.rrd.encoder import encode_chunk
from rerun_bridge.topic_rules import TopicRule, TopicSelection
from test.support.examples import example_messages
from test.support.golden import ChunkList, batch_of, drawn_types
from test.support.messages import Values, payloads_of, xyz
from test.support.standard_types import definition_of

IMU = TypeName('sensor_msgs/msg/Imu')
NUMBER = TypeName('test_msgs/msg/Number')
NUMBERS = Channel(1, '/numbers', NUMBER, MessageDefinition('ros2msg', 'int32 x'))


def numbers(*values: int) -> MessageBatch:
    """Return messages of one int32 each."""
    return batch_of(NUMBERS, [b'\0\1\0\0' + value.to_bytes(4, 'little') for value in values])


def cells(chunks: Iterable[Chunk], component: str) -> list[Any]:
    """Return the rows of a component over several chunks."""
    return [
        row
        for chunk in chunks
        for column in chunk.components
        if column.descriptor.component == component
        for row in column.lists.to_pylist()
    ]


def use(monkeypatch: pytest.MonkeyPatch, convert: Any, start: Any = None) -> None:
    """Draw every type with a converter of the test's own."""
    converter = Converter(NUMBER, convert, ('x',), 'test', start=start)
    monkeypatch.setattr(channel_pipeline, 'find_converter', lambda name: converter)


def test_a_converter_has_state_and_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """State is made once per channel, batches come in order, the first is known as such."""
    contexts: list[Context] = []

    def convert(columns: Columns, state: Any, context: Context) -> Iterable[EntityColumns]:
        contexts.append(context)
        state.extend(columns.numbers('x').tolist())
        yield EntityColumns((Scalars.scalars.column(np.cumsum(state)[-columns.rows :]),))

    use(monkeypatch, convert, start=list)
    chunks = ChunkList()
    bridge = Bridge(chunks, TopicSelection(rules=(TopicRule('/numbers', options={'k': 1}),)))
    bridge.send(numbers(1, 2))
    bridge.send(numbers(3))
    other = batch_of(Channel(2, '/other', NUMBER, NUMBERS.definition), [b'\0\1\0\0\5\0\0\0'])
    bridge.send(other)
    assert cells(chunks, 'Scalars:scalars') == [[1], [3], [6], [5]]
    assert [context.first for context in contexts] == [True, False, True]
    assert contexts[0].options == {'k': 1}
    assert contexts[2].channel.topic == '/other'


def test_what_does_not_decode_is_kept_as_bytes() -> None:
    """A cut message costs its own row and is counted with its reason."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    good = example_messages(IMU)
    channel = Channel(1, '/imu', IMU, definition_of(IMU))
    bridge.send(batch_of(channel, [good[0], good[1][:50], good[2]]))
    assert len(cells(chunks, 'InstancePoses3D:quaternions')) == 2
    assert cells(chunks, RAW.component) == [[list(good[1][:50])]]
    assert bridge.stats[0].messages == 3
    assert bridge.stats[0].losses == {'message ends inside its numbers': 1}


def test_what_cannot_be_drawn_costs_its_own_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of bad rows in a batch are kept raw, and the good ones drawn, each once."""

    def convert(columns: Columns, state: Any, context: Context) -> Iterable[EntityColumns]:
        values = columns.numbers('x')
        bad = np.flatnonzero(values % 2)
        if len(bad):
            raise ConvertError('is odd', row=int(bad[0]))
        yield EntityColumns((Scalars.scalars.column(values),))

    use(monkeypatch, convert)
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(numbers(*range(1000)))
    drawn = [value for (value,) in cells(chunks, 'Scalars:scalars')]
    assert drawn == list(range(0, 1000, 2))
    raw = [int.from_bytes(bytes(blob[4:]), 'little') for (blob,) in cells(chunks, RAW.component)]
    assert raw == list(range(1, 1000, 2))
    assert bridge.stats[0].losses == {'is odd': 500}
    assert len(cells(chunks, RAW.component)) == 500


@pytest.mark.parametrize('every', [1, 2, 3, 50, 700])
def test_many_bad_rows_cost_little_more_than_few(
    every: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are, a row is tried a few times, not once for each bad one."""
    tried = 0

    def convert(columns: Columns, state: Any, context: Context) -> Iterable[EntityColumns]:
        nonlocal tried
        tried += columns.rows
        values = columns.numbers('x')
        bad = np.flatnonzero(values % every == 0)
        if len(bad):
            raise ConvertError('cannot be', row=int(bad[-1]))
        yield EntityColumns((Scalars.scalars.column(values),))

    use(monkeypatch, convert)
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(numbers(*range(5000)))
    assert bridge.stats[0].losses == {'cannot be': -(-5000 // every)}
    drawn = [value for (value,) in cells(chunks, 'Scalars:scalars')]
    assert drawn == [value for value in range(5000) if value % every]
    assert tried < 5000 * 40


def test_a_fault_of_a_converter_keeps_the_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception nobody foresaw is a loss of the drawing, not of the data."""

    def convert(columns: Columns, state: Any, context: Context) -> Iterable[EntityColumns]:
        raise KeyError('no such field')

    use(monkeypatch, convert)
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(numbers(4, 5))
    assert cells(chunks, 'test_msgs.msg.Number:x') == [[4], [5]]
    ((reason, count),) = bridge.stats[0].losses.items()
    assert count == 2
    assert 'KeyError' in reason


WORDS = st.one_of(
    st.binary(min_size=4, max_size=4),
    st.sampled_from(
        [b'\0\0\0\0', b'\xff' * 4, b'\0\0\xc0\x7f', b'\xff\xff\x7f\x7f', b'\1\0\xa0\x7f']
    ),
)


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.lists(st.tuples(st.integers(0, 400), WORDS), max_size=6)),
        min_size=1,
        max_size=3,
    )
)
@pytest.mark.parametrize('name', drawn_types())
def test_any_damage_to_any_type(
    name: TypeName, damages: list[tuple[int, list[tuple[int, bytes]]]]
) -> None:
    """Costs rows, with a reason; no converter fails for a reason it does not know."""
    examples = example_messages(name)
    messages = []
    for which, words in damages:
        data = bytearray(examples[which])
        for place, word in words:
            at = 4 + place * 4 % max(len(data) - 4, 1)
            data[at : at + 4] = word[: len(data) - at]
        messages.append(bytes(data))
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(batch_of(Channel(1, '/topic', name, definition_of(name)), messages))
    bridge.finish()
    for chunk in chunks:
        encode_chunk(chunk, StoreId('app', 'recording'))
    (stats,) = bridge.stats
    assert not [reason for reason in stats.losses if reason.startswith('not drawn')]


def test_unknown_definition_keeps_bytes_without_a_loss() -> None:
    """A type that is defined nowhere is kept raw and named."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(batch_of(Channel(1, '/t', NUMBER), [b'\0\1\0\0abc']))
    assert cells(chunks, RAW.component) == [[list(b'\0\1\0\0abc')]]
    (stats,) = bridge.stats
    assert (stats.drawn_as, dict(stats.losses)) == ('raw bytes', {})
    assert any('definition' in note for note in stats.notes)


def test_a_zero_stamp_takes_the_log_time_and_is_kept() -> None:
    """Without a stamp the log time stands in, counted; the stamps of the batch stay readable."""
    messages = [bytearray(data) for data in example_messages(IMU)]
    messages[1][4:12] = bytes(8)
    chunks = ChunkList()
    bridge = Bridge(chunks)
    batch = batch_of(Channel(1, '/imu', IMU, definition_of(IMU)), map(bytes, messages))
    bridge.send(batch)
    times = next(c for c in chunks if not c.is_static and c.entity_path.parts == ('imu',)).times
    assert times[2].timeline.name == 'ros_time'
    assert times[2].values[1] == batch.log_times_ns[1]
    assert times[2].values[0] != batch.log_times_ns[0]
    assert bridge.stats[0].notes == {'stamp is zero: log time used': 1}
    assert cells(chunks, 'sensor_msgs.msg.Imu:header.stamp.sec')[1] == [0]


def test_latched_topic_with_one_message_is_static() -> None:
    """A map published once holds at all times; one published twice has a history."""
    for count, static in ((1, True), (2, False)):
        chunks = ChunkList()
        qos = Qos(transient_local=True, publishers=1)
        definition = MessageDefinition('ros2msg', 'int32 x')
        channel = Channel(1, '/latched', NUMBER, definition, qos, message_count=count)
        Bridge(chunks).send(batch_of(channel, [b'\0\1\0\0\7\0\0\0'] * count))
        assert [chunk.is_static for chunk in chunks] == [static]


def test_frames_are_renamed_everywhere() -> None:
    """A prefix reaches headers, transforms and the frame that views start from."""
    tf = TypeName('tf2_msgs/msg/TFMessage')
    chunks = ChunkList()
    bridge = Bridge(chunks, frames=Frames(prefix='r1/'))
    bridge.send(batch_of(Channel(1, '/tf', tf, definition_of(tf)), example_messages(tf)))
    bridge.send(batch_of(Channel(2, '/imu', IMU, definition_of(IMU)), example_messages(IMU)))
    bridge.finish()
    frames = {
        name
        for component in (
            'Transform3D:parent_frame',
            'Transform3D:child_frame',
            'CoordinateFrame:frame',
        )
        for row in cells(chunks, component)
        for name in row or []
    }
    assert frames
    assert all(name.startswith('r1/') for name in frames)
    assert bridge.roots[0] == 'r1/odom'
    assert chunks[-1].entity_path.parts == ()


def test_far_positions_are_kept_as_float64_too() -> None:
    """Where float32 loses more than a millimetre, the float64 stands beside it."""
    pose = TypeName('geometry_msgs/msg/Point')
    far = b'\0\1\0\0' + struct.pack('<3d', 4_500_000.123, 1.0, 2.0)
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(batch_of(Channel(1, '/p', pose, definition_of(pose)), [far]))
    assert cells(chunks, 'geometry_msgs.msg.Point:x') == [[4_500_000.123]]
    assert any('float64' in note for note in bridge.stats[0].notes)


def test_topics_that_are_not_taken_leave_nothing() -> None:
    """An excluded topic has no chunks and no counters."""
    chunks = ChunkList()
    bridge = Bridge(chunks, TopicSelection(exclude=('/numbers',)))
    bridge.send(numbers(1))
    assert not chunks
    assert not bridge.stats


def test_fields_only_draws_nothing() -> None:
    """A rule can ask for the fields as they are."""
    chunks = ChunkList()
    selection = TopicSelection(rules=(TopicRule('/imu', fields_only=True),))
    channel = Channel(1, '/imu', IMU, definition_of(IMU))
    Bridge(chunks, selection).send(batch_of(channel, example_messages(IMU)))
    assert not cells(chunks, Scalars.scalars.descriptor.component)
    assert not cells(chunks, TextLog.text.descriptor.component)
    assert len(cells(chunks, 'sensor_msgs.msg.Imu:orientation.x')) == 3


TF = TypeName('tf2_msgs/msg/TFMessage')


def transform(child: str, x: float = 0.0, sec: int = 1) -> Values:
    """Return a TFMessage of one transform."""
    header = {'frame_id': 'map', 'stamp': {'sec': sec}}
    return {
        'transforms': [
            {'header': header, 'child_frame_id': child, 'transform': {'translation': xyz(x, 0, 0)}}
        ]
    }


def sent(topic: str, name: str, messages: list[Values], bridge: Bridge, **more: Any) -> None:
    """Send messages of a standard type."""
    type_name = TypeName(name)
    channel = Channel(1, topic, type_name, definition_of(type_name), **more)
    bridge.send(batch_of(channel, payloads_of(name, messages)))


@pytest.mark.parametrize('says', ['first', 'last', 'nothing', 'nonsense', 'negative'])
def test_whichever_bad_row_is_named_the_good_ones_are_drawn(
    monkeypatch: pytest.MonkeyPatch, says: str
) -> None:
    """A converter may find a later bad row before an earlier one, or not know which it is."""

    def convert(columns: Columns, state: Any, context: Context) -> Iterable[EntityColumns]:
        values = columns.numbers('x')
        bad = np.flatnonzero(values % 7 == 3)
        if len(bad):
            named = {'first': int(bad[0]), 'last': int(bad[-1]), 'nonsense': 10**6, 'negative': -2}
            raise ConvertError('is bad', row=named.get(says))
        yield EntityColumns((Scalars.scalars.column(values),))

    use(monkeypatch, convert)
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(numbers(*range(60)))
    drawn = [value for (value,) in cells(chunks, 'Scalars:scalars')]
    assert drawn == [i for i in range(60) if i % 7 != 3]
    raw = [blob[4] for (blob,) in cells(chunks, RAW.component)]
    assert raw == [i for i in range(60) if i % 7 == 3]
    assert bridge.stats[0].losses == {'is bad': len(raw)}


def test_both_byte_orders_in_one_batch() -> None:
    """Messages of either order are drawn, each at its own time."""
    chunks = ChunkList()
    data = [
        b'\0' + bytes([i % 2, 0, 0]) + i.to_bytes(4, ['big', 'little'][i % 2]) for i in range(6)
    ]
    batch = batch_of(NUMBERS, data)
    Bridge(chunks).send(batch)
    times = [ns for chunk in chunks for ns in chunk.times[0].values.tolist()]
    values = [value for (value,) in cells(chunks, 'test_msgs.msg.Number:x')]
    assert dict(zip(times, values)) == dict(zip(batch.log_times_ns.tolist(), range(6)))


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        (TF, 'int32 x'),
        (IMU, 'int32 x'),
        (NUMBER, 'int32 x\nH header\n' + '=' * 80 + '\nMSG: test_msgs/H\nint32 frame_id'),
        (
            NUMBER,
            'int32 x\nS stamp\n' + '=' * 80 + '\nMSG: test_msgs/S\nfloat32[] sec\nint32 nanosec',
        ),
    ],
)
def test_a_type_with_other_fields_than_its_name_promises(name: TypeName, text: str) -> None:
    """The definition in the bag counts: what it has is kept, whatever it is called."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    channel = Channel(1, '/t', name, MessageDefinition('ros2msg', text))
    bridge.send(batch_of(channel, [b'\0\1\0\0\5\0\0\0' + bytes(8)]))
    bridge.finish()
    assert cells(chunks, f'{name.replace("/", ".")}:x') == [[5]]
    assert not cells(chunks, RAW.component)


def test_far_transforms_are_kept_as_float64_too() -> None:
    """What a converter draws as a whole is kept beside it only where that is too coarse."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    sent('/tf', TF, [transform('a', 4e6 + 0.123)], bridge)
    path = 'tf2_msgs.msg.TFMessage:transforms.transform'
    assert cells(chunks, f'{path}.translation.x') == [[4e6 + 0.123]]
    assert not cells(chunks, f'{path}.rotation.w')
    assert any('float64' in note for note in bridge.stats[0].notes)


def test_zero_stamps_of_transforms_are_counted() -> None:
    """A transform without a stamp stands at the log time of its message, and is counted."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    sent('/tf', TF, [transform('a', sec=0), transform('b', sec=9)], bridge)
    log_time, *_, ros_time = chunks[0].times
    assert ros_time.values.tolist() == [log_time.values[0], 9_000_000_000]
    assert bridge.stats[0].notes == {'stamp is zero: log time used': 1}


def test_messages_without_transforms_leave_no_chunk() -> None:
    """A chunk has rows, or there is none."""
    chunks = ChunkList()
    sent('/tf', TF, [{'transforms': []}], Bridge(chunks))
    assert not chunks


def test_several_static_messages_do_not_hide_each_other() -> None:
    """Kept fields and raw bytes of a static topic have times, where it has several messages."""
    latched = Qos(transient_local=True)
    fields = TopicSelection(rules=(TopicRule('/tf_static', fields_only=True),))
    for selection, cut, component in (
        (fields, None, 'tf2_msgs.msg.TFMessage:transforms.child_frame_id'),
        (None, 30, RAW.component),
    ):
        chunks = ChunkList()
        channel = Channel(1, '/tf_static', TF, definition_of(TF), latched, message_count=2)
        data = payloads_of(TF, [transform('a'), transform('b')])
        Bridge(chunks, selection).send(batch_of(channel, [each[:cut] for each in data]))
        assert len(cells(chunks, component)) == 2
        assert not any(chunk.is_static for chunk in chunks)


def test_a_static_message_keeps_its_stamp() -> None:
    """What holds at all times has no time of its own, so the stamp is kept as a field."""
    chunks = ChunkList()
    message = {'header': {'stamp': {'sec': 5}}}
    name = 'geometry_msgs/msg/PointStamped'
    latched = Qos(transient_local=True)
    sent('/latched', name, [message], Bridge(chunks), qos=latched, message_count=1)
    assert all(chunk.is_static for chunk in chunks)
    assert cells(chunks, 'geometry_msgs.msg.PointStamped:header.stamp.sec') == [[5]]


def test_rules_say_where_topics_go_and_in_which_frame() -> None:
    """Placeholders in the path, a frame instead of the header's, then renamed and prefixed."""
    chunks = ChunkList()
    rule = TopicRule('/*/imu', 'fleet/{namespace}/{name}', frame_id='body')
    frames = Frames(prefix='r1/', rename={'body': 'base'})
    bridge = Bridge(chunks, TopicSelection(rules=(rule,)), frames)
    sent('/bob/imu', IMU, [{'header': {'frame_id': 'imu', 'stamp': {'sec': 1}}}], bridge)
    assert {str(chunk.entity_path) for chunk in chunks} >= {'/fleet/bob/imu'}
    assert bridge.stats[0].entity_path == '/fleet/bob/imu'
    assert cells(chunks, 'CoordinateFrame:frame') == [['r1/base']]


IMAGE = {
    'header': {'frame_id': 'optical', 'stamp': {'sec': 1}},
    'height': 1, 'width': 1, 'encoding': 'mono8', 'step': 1, 'data': [7],
}  # fmt: skip


def test_views_of_a_camera_start_in_its_image_plane() -> None:
    """The entity above a camera's topics is in the plane, named as in the recording."""
    chunks = ChunkList()
    bridge = Bridge(chunks, frames=Frames(prefix='r1/'))
    sent('/cam/image', 'sensor_msgs/msg/Image', [IMAGE], bridge)
    (plane,) = cells(chunks, 'CoordinateFrame:frame')[0]
    assert 'r1/optical' in plane
    count = len(chunks)
    bridge.finish()
    above = {str(chunk.entity_path): chunk for chunk in chunks[count:]}
    assert cells([above['/cam']], 'CoordinateFrame:frame') == [[plane]]
    assert all(chunk.is_static for chunk in above.values())


def test_a_topic_above_an_image_stays_in_its_own_frame() -> None:
    """A static frame would hide the one of the topic's headers."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    sent('/cam', IMU, [{'header': {'frame_id': 'imu', 'stamp': {'sec': 1}}}], bridge)
    sent('/cam/image', 'sensor_msgs/msg/Image', [IMAGE], bridge)
    count = len(chunks)
    bridge.finish()
    assert [str(chunk.entity_path) for chunk in chunks[count:]] == ['/']


def test_a_topic_that_is_expected_keeps_its_own_frame_too() -> None:
    """A live bridge hears of topics before their messages come."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.expect([Channel(1, '/cam', IMU)])
    sent('/cam/image', 'sensor_msgs/msg/Image', [IMAGE], bridge)
    count = len(chunks)
    bridge.finish()
    assert [str(chunk.entity_path) for chunk in chunks[count:]] == ['/']


def test_what_views_start_from_is_said_when_it_changes() -> None:
    """A live bridge asks again and again."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    said = []
    for parent, child in (('odom', 'base'), ('odom', 'base'), ('map', 'odom')):
        transform = {'header': {'frame_id': parent}, 'child_frame_id': child}
        sent('/tf', 'tf2_msgs/msg/TFMessage', [{'transforms': [transform]}], bridge)
        count = len(chunks)
        bridge.finish()
        said.append(cells(chunks[count:], 'CoordinateFrame:frame'))
    assert said == [[['odom']], [], [['map']]]


def test_the_second_type_of_a_topic_has_an_entity_of_its_own() -> None:
    """Named for it; the first one keeps the topic's."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    sent('/a', IMU, [{}], bridge)
    sent('/a', 'std_msgs/msg/String', [{'data': 'x'}], bridge)
    sent('/a', IMU, [{}], bridge)
    assert [each.entity_path for each in bridge.stats] == ['/a', '/a/std_msgs.msg.String']


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('int32 x', ['/numbers']),
        ('# the same\nint32 LEAST=0\nint32 x 5', ['/numbers']),
        ('float64 x', ['/numbers', '/numbers/test_msgs.msg.Number']),
        ('not a definition', ['/numbers']),
    ],
)
def test_a_type_that_changed_has_an_entity_of_its_own(text: str, expected: list[str]) -> None:
    """In files of one bag; if only its text did, all messages stay together."""
    chunks = ChunkList()
    bridge = Bridge(chunks)
    bridge.send(numbers(1))
    changed = replace(NUMBERS, definition=MessageDefinition('ros2msg', text))
    bridge.send(batch_of(changed, [b'\0\1\0\0' + bytes(12)]))
    assert sorted({str(chunk.entity_path) for chunk in chunks}) == expected


def test_every_robot_has_frames_of_its_own() -> None:
    """A rule's prefix holds for all frames of a message, after the prefix of all."""
    chunks = ChunkList()
    rules = TopicSelection(rules=(TopicRule('/{robot}/**', frame_prefix='{robot}/'),))
    bridge = Bridge(chunks, rules, Frames(prefix='fleet/'))
    transform = {'header': {'frame_id': 'odom'}, 'child_frame_id': 'base'}
    sent('/r1/tf', 'tf2_msgs/msg/TFMessage', [{'transforms': [transform]}], bridge)
    assert cells(chunks, 'Transform3D:parent_frame') == [['fleet/r1/odom']]
    assert cells(chunks, 'Transform3D:child_frame') == [['fleet/r1/base']]
    assert bridge.roots == ['fleet/r1/odom']


def test_extra_frames_are_sent_first_and_are_part_of_the_tree() -> None:
    """Before any message; a configured root beats the one that most hangs on."""
    matrix = (1.0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0)
    extra = (ExtraTransform('base', 'camera', matrix),)
    chunks = ChunkList()
    bridge = Bridge(chunks, frames=Frames(extra_transforms=extra))
    assert [str(chunk.entity_path) for chunk in chunks] == ['/extra_transforms/camera']
    assert bridge.roots == ['base']
    bridge = Bridge(chunks, frames=Frames(root='camera', extra_transforms=extra))
    assert bridge.roots == ['camera', 'base']
    bridge.finish()
    assert cells(chunks[-1:], 'CoordinateFrame:frame') == [['camera']]


def stamped(*seconds: int) -> list[dict[str, Any]]:
    """Return IMU messages, measured at these times."""
    return [{'header': {'frame_id': 'imu', 'stamp': {'sec': sec}}} for sec in seconds]


def test_max_hz_leaves_messages_out_undecoded() -> None:
    """They are counted apart, and are no loss: not even a message that would not decode."""
    chunks = ChunkList()
    bridge = Bridge(chunks, TopicSelection(rules=(TopicRule('/imu', max_hz=25.0),)))
    good = example_messages(IMU)[0]
    channel = Channel(1, '/imu', IMU, definition_of(IMU))
    for _ in range(2):  # 10 ms apart
        bridge.send(batch_of(channel, [good, good[:9], good, good, good, good, good, good]))
    (stats,) = bridge.stats
    assert (stats.messages, stats.thinned, dict(stats.losses)) == (16, 10, {})
    assert len(cells(chunks, 'InstancePoses3D:quaternions')) == 6


def test_latched_messages_are_never_left_out() -> None:
    """Each of them may be the one that counts."""
    chunks = ChunkList()
    bridge = Bridge(chunks, TopicSelection(rules=(TopicRule('/imu', max_hz=1.0),)))
    sent('/imu', IMU, stamped(1, 2, 3), bridge, qos=Qos(transient_local=True))
    assert bridge.stats[0].thinned == 0


@pytest.mark.parametrize('form', ['h264', 'bgr8; hevc compressed'])
def test_a_video_is_never_thinned(form: str) -> None:
    """Whatever a rule says: without its neighbours a message of it is nothing. It is told once."""
    name = TypeName('sensor_msgs/msg/CompressedImage')
    messages = payloads_of(
        name, [{'header': {'frame_id': 'cam'}, 'format': form, 'data': [0, 0, 0, 1, 0x65]}] * 5
    )
    bridge = Bridge(ChunkList(), TopicSelection(rules=(TopicRule('/video', max_hz=1.0),)))
    for _ in range(2):
        bridge.send(batch_of(Channel(1, '/video', name, definition_of(name)), messages))
    (stats,) = bridge.stats
    assert stats.thinned == 0
    assert WHOLE_VIDEO in stats.notes


def on_log_time(chunk: Chunk) -> bool:
    """Tell whether the stamps of a chunk are the times its messages came."""
    times = {time.timeline.name: time.values.tolist() for time in chunk.times}
    return bool(times['ros_time'] == times['log_time'])


def test_restamp_takes_the_time_a_message_came() -> None:
    """The stamp itself stays, as a field."""
    chunks = ChunkList()
    bridge = Bridge(chunks, TopicSelection(rules=(TopicRule('/imu', restamp=True),)))
    sent('/imu', IMU, stamped(1, 2), bridge)
    assert all(chunk.is_static or on_log_time(chunk) for chunk in chunks)
    assert cells(chunks, 'sensor_msgs.msg.Imu:header.stamp.sec') == [[1], [2]]


def test_restamp_holds_for_transforms() -> None:
    """They have a stamp each; the time their message came counts for all of them."""
    chunks = ChunkList()
    bridge = Bridge(chunks, TopicSelection(rules=(TopicRule('/tf', restamp=True),)))
    transform = {'header': {'frame_id': 'odom', 'stamp': {'sec': 5}}, 'child_frame_id': 'base'}
    sent('/tf', 'tf2_msgs/msg/TFMessage', [{'transforms': [transform, transform]}], bridge)
    assert all(map(on_log_time, chunks))
