"""Quality of service in all the ways bags have written it."""

from __future__ import annotations

import pytest

from rerun_bridge.messages import MessageDefinition
from rerun_bridge.sources.channels import channel_of, qos_of


@pytest.mark.parametrize(
    ('text', 'latched', 'publishers'),
    [
        ('', False, 0),
        ('- history: 1\n  depth: 5\n  reliability: 1\n  durability: 1', True, 1),
        ('- history: 1\n  depth: 5\n  reliability: 1\n  durability: 2', False, 1),
        ('[{"depth": 5, "reliability": "reliable", "durability": "transient_local"}]', True, 1),
        ('- durability: transient_local\n- durability: volatile', False, 2),
    ],
)
def test_durability(text: str, latched: bool, publishers: int) -> None:
    """Numbers, names and JSON; latched only if all publishers are."""
    qos = qos_of(text)
    assert (qos.transient_local, qos.publishers) == (latched, publishers)


def test_depth_and_reliability() -> None:
    """The largest depth, and reliable only if all are."""
    qos = qos_of('- depth: 3\n  reliability: 2\n- depth: 9\n  reliability: 1')
    assert (qos.depth, qos.reliable) == (9, False)


def test_definitions_are_looked_up_only_where_missing() -> None:
    """A standard type without a definition gets the distro's; the bag's own comes first."""
    found = channel_of(1, '/t', 'std_msgs/String', None, ros_distro='humble')
    assert found.type_name == 'std_msgs/msg/String'
    assert found.definition is not None
    assert 'string data' in found.definition.text
    own = MessageDefinition('ros2msg', 'int8 mine')
    assert channel_of(1, '/t', 'std_msgs/msg/String', own).definition is own
    assert channel_of(1, '/t', 'no_msgs/msg/Such', None).definition is None


TICK = b'\0\1\0\0\0'


@pytest.mark.parametrize(
    ('type_text', 'has_no_text', 'samples', 'expected'),
    [
        ('std_msgs/msg/Empty', False, [], True),
        ('std_msgs/msg/Empty', True, [TICK], True),
        ('my_msgs/msg/Tick', True, [TICK, memoryview(TICK)], True),
        ('my_msgs/msg/Tick', True, [TICK, TICK + b'\0'], False),
        ('my_msgs/msg/Tick', True, [], False),
        ('my_msgs/msg/Tick', False, [TICK], False),
    ],
)
def test_empty_types(
    type_text: str, has_no_text: bool, samples: list[bytes], expected: bool
) -> None:
    """The definition of one is empty, too; messages that hold something have another."""
    channel = channel_of(1, '/t', type_text, None, has_no_text=has_no_text, samples=samples)
    assert channel.definition == (MessageDefinition('ros2msg', '') if expected else None)
