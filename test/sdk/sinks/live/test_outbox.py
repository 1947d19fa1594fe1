"""What a viewer gets, in which order, and what makes room."""

from __future__ import annotations

import threading

from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.sinks.live.outbox import OVERHEAD_BYTES, Outbox
from test.support.log_msgs import BLUEPRINT, activation, announcement, noise, scalar, static

PLENTY = 1 << 30


def payloads(messages: list[LogMsg]) -> list[bytes]:
    """Return what tells messages apart."""
    return [b''.join(msg.payload) for msg in messages]


def outbox(limit: int = PLENTY, again: int = PLENTY) -> Outbox:
    """Return one that drops the oldest."""
    return Outbox(limit, again, 'drop_oldest')


def sent(box: Outbox) -> list[LogMsg]:
    """Send everything that waits."""
    found: list[LogMsg] = []
    while messages := box.take(0):
        found += messages
        box.sent()
    return found


def test_messages_come_in_order() -> None:
    """As they were put, and once."""
    box, messages = outbox(), [announcement(), static('/a'), *map(scalar, range(9))]
    for msg in messages:
        box.put(msg)
    assert payloads(sent(box)) == payloads(messages)
    assert box.is_empty
    assert not sent(box)


def test_a_new_connection_gets_what_lasts_then_the_rest() -> None:
    """In an order that a viewer understands; nothing that waited is missing or comes twice."""
    box = outbox()
    first = [announcement(), scalar(1), static('/a', 1), static('/b')]
    for msg in first:
        box.put(msg)
    sent(box)
    later = [scalar(2), static('/a', 2), scalar(3)]
    for msg in later:
        box.put(msg)
    box.rewind()
    wanted = [first[0], first[3], later[1], first[1], later[0], later[2]]
    assert payloads(sent(box)) == payloads(wanted)


def test_what_was_taken_but_not_sent_comes_again() -> None:
    """A connection that breaks while it sends costs nothing."""
    box = outbox(again=0)
    messages = [announcement(), scalar(1)]
    for msg in messages:
        box.put(msg)
    assert len(box.take(0)) == 2
    box.rewind()
    assert payloads(sent(box)) == payloads(messages)


def test_layouts_come_before_they_are_activated() -> None:
    """Also to a viewer that comes back."""
    box = outbox()
    layout = static('/viewport', store=BLUEPRINT)
    messages = [announcement(BLUEPRINT), layout, activation(), announcement()]
    for msg in messages:
        box.put(msg)
    sent(box)
    box.rewind()
    assert payloads(sent(box)) == payloads(messages)


def test_only_so_much_is_sent_again() -> None:
    """The newest of it."""
    messages = [noise(i, 10_000) for i in range(9)]
    box = outbox(again=sum(msg.size_bytes + OVERHEAD_BYTES for msg in messages[-2:]))
    for msg in messages:
        box.put(msg)
    sent(box)
    box.rewind()
    assert payloads(sent(box)) == payloads(messages[-2:])


def test_the_oldest_makes_room_and_is_counted() -> None:
    """Static data and announcements stay."""
    messages = [announcement(), static('/a'), *(noise(i, 10_000) for i in range(9))]
    box = outbox(limit=30_000)
    for msg in messages:
        box.put(msg)
    found = sent(box)
    assert payloads(found[:2]) == payloads(messages[:2])
    assert payloads(found[2:]) == payloads(messages[-len(found) + 2 :])
    assert box.lost == {'/noise': 9 - (len(found) - 2)}
    assert box.lost['/noise'] >= 6


def test_one_message_larger_than_the_limit_is_sent() -> None:
    """There is nothing that could make more room."""
    box = outbox(limit=1000)
    box.put(noise(0, 50_000))
    assert len(sent(box)) == 1
    assert not box.lost


def test_blocking_waits_for_room() -> None:
    """And loses nothing."""
    box = Outbox(20_000, 0, 'block')
    messages = [noise(i, 10_000) for i in range(20)]
    thread = threading.Thread(target=lambda: [box.put(msg) for msg in messages])
    thread.start()
    found: list[LogMsg] = []
    while len(found) < len(messages):
        found += box.take(10)
        box.sent()
    thread.join(10)
    assert payloads(found) == payloads(messages)
    assert not box.lost


def test_closing_wakes_who_waits_and_counts_what_comes() -> None:
    """Nothing hangs, nothing is lost without a word."""
    box = Outbox(1, 0, 'block')
    box.put(noise(0, 10_000))
    threads = [threading.Thread(target=box.put, args=(noise(i, 10_000),)) for i in (1, 2)]
    for thread in threads:
        thread.start()
    box.close()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    box.abandon()
    assert box.lost == {'/noise': 3}
    assert box.is_empty


def test_an_heir_has_what_lasts_only() -> None:
    """The rest is the parent's to send."""
    box = outbox()
    messages = [announcement(), scalar(1), static('/a')]
    for msg in messages:
        box.put(msg)
    heir = box.heirloom()
    heir.rewind()
    assert payloads(sent(heir)) == payloads([messages[0], messages[2]])
