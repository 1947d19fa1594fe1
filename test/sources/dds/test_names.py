"""Names of ROS on the wire."""

from __future__ import annotations

import pytest

from rerun_bridge.messages import TypeName
from rerun_bridge.sources.dds.names import (
    dds_topic,
    dds_type,
    ros_topic,
    ros_type,
    type_hash_of,
)

HASH = 'RIHS01_' + '0123456789abcdef' * 4


@pytest.mark.parametrize(
    ('ros', 'dds'),
    [
        ('std_msgs/msg/String', 'std_msgs::msg::dds_::String_'),
        ('pkg/srv/Add_Event', 'pkg::srv::dds_::Add_Event_'),
        ('pkg/action/Go_FeedbackMessage', 'pkg::action::dds_::Go_FeedbackMessage_'),
    ],
)
def test_types_go_both_ways(ros: str, dds: str) -> None:
    """``pkg/msg/T`` is ``pkg::msg::dds_::T_``."""
    assert dds_type(TypeName(ros)) == dds
    assert ros_type(dds) == ros


def test_topics_go_both_ways() -> None:
    """``/a/b`` is ``rt/a/b``."""
    assert dds_topic('/a/b') == 'rt/a/b'
    assert ros_topic('rt/a/b') == '/a/b'


@pytest.mark.parametrize('name', ['rq/addRequest', 'rr/addReply', 'ros_discovery_info', 'rt', ''])
def test_what_is_no_topic_of_ros(name: str) -> None:
    """Services, middleware's own and strangers."""
    assert ros_topic(name) is None


@pytest.mark.parametrize('name', ['HelloWorld', 'a::b::T_', 'a::msg::dds_::T', 'a::idl::dds_::T_'])
def test_what_is_no_type_of_ros(name: str) -> None:
    """Types of other applications on the domain."""
    assert ros_type(name) is None


def test_a_name_that_is_no_type_is_refused() -> None:
    """The error shows it."""
    with pytest.raises(ValueError, match="'String'"):
        dds_type(TypeName('String'))


def test_the_hash_among_user_data() -> None:
    """Other words may stand before it; a half one does not count."""
    assert type_hash_of(f'serviceid= 1.2;typehash={HASH};'.encode()) == HASH
    assert type_hash_of(b'enclave=/;') == ''
    assert type_hash_of(f'typehash={HASH[:-1]};'.encode()) == ''
