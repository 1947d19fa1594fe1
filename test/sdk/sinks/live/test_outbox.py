"""What a viewer gets, in which order, and what makes room."""

from __future__ import annotations

import threading

from rerun_bridge.sdk.log_msg import LogMsg, StoreId
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
    while messages := box.take():
        found += messages
        box.sent()
    return found


def put(box: Outbox, *messages: LogMsg) -> Outbox:
    """Bring messages."""
    for msg in messages:
        box.put(msg)
    return box


def test_messages_come_once_and_in_order() -> None:
    """What lasts first."""
    lasting, numbers = [announcement(), static('/a'), static('/b')], [*map(scalar, range(9))]
    box = put(outbox(), *lasting[:2], *numbers[:4], lasting[2], *numbers[4:])
    assert payloads(sent(box)) == payloads([*lasting, *numbers])
    assert box.is_empty
    assert not sent(box)


def test_a_new_connection_gets_what_lasts_then_the_rest() -> None:
    """In an order that a viewer understands; nothing that waited is missing or comes twice."""
    first = [announcement(), scalar(1), static('/a', 1), static('/b')]
    box = put(outbox(), *first)
    sent(box)
    later = [scalar(2), static('/a', 2), scalar(3)]
    put(box, *later).rewind()
    wanted = [first[0], first[3], later[1], first[1], later[0], later[2]]
    assert payloads(sent(box)) == payloads(wanted)


def test_connections_that_break_early_cost_nothing() -> None:
    """Not even while they get again what others got; the order stays."""
    messages = [noise(i, 1_500_000) for i in range(8)]
    box = put(outbox(), announcement(), *messages)
    sent(box)
    newest = scalar(1)
    put(box, newest)
    for breaks_after in (1, 2, 3):
        box.rewind()
        for _ in range(breaks_after):
            assert box.take()
            box.sent()
        assert box.take()
    box.rewind()
    assert payloads(sent(box)) == payloads([announcement(), *messages, newest])


def test_what_was_taken_but_not_sent_comes_again() -> None:
    """Of both kinds."""
    messages = [announcement(), scalar(1)]
    box = put(outbox(again=0), *messages)
    assert len(box.take()) == 1
    box.rewind()
    assert len(box.take()) == 1
    box.sent()
    assert len(box.take()) == 1
    box.rewind()
    assert payloads(sent(box)) == payloads(messages)


def test_layouts_come_before_they_are_activated() -> None:
    """Also to a viewer that comes back."""
    messages = [announcement(BLUEPRINT), static('/viewport', store=BLUEPRINT), activation()]
    box = put(outbox(), *messages)
    assert payloads(sent(box)) == payloads(messages)
    put(box, messages[1], messages[2]).rewind()
    assert payloads(sent(box)) == payloads(messages)


def test_the_last_layout_is_kept() -> None:
    """A program that sends one after the other does not fill the memory."""
    box = put(outbox(), announcement())
    for i in range(5):
        layout = StoreId('app', f'layout {i}', 'blueprint')
        viewport = static('/viewport', store=layout)
        put(box, announcement(layout), viewport, activation(layout))
    box.rewind()
    wanted = [announcement(), announcement(layout), viewport, activation(layout)]
    assert payloads(sent(box)) == payloads(wanted)


def test_of_what_is_static_the_newest_counts() -> None:
    """Whether the viewer is there or not: what it replaces is gone."""
    box = put(outbox(), announcement())
    newest = [static('/a', i) for i in range(1, 100)]
    put(box, *newest)
    assert payloads(sent(box)) == payloads([announcement(), newest[-1]])
    assert not box.lost


def test_much_that_is_static_does_not_hold_up_the_rest() -> None:
    """They take turns; a recording is still announced before anything of it comes."""
    other = StoreId('app', 'other')
    statics = [static('/a') for _ in range(3)]
    numbers = [scalar(1), scalar(2, other), scalar(3)]
    found: list[LogMsg] = []

    def send_some(box: Outbox) -> None:
        found.extend(box.take())
        box.sent()

    box = outbox()
    send_some(put(box, statics[0]))
    send_some(put(box, statics[1], numbers[0], numbers[1], announcement(other)))
    send_some(put(box, statics[2]))
    send_some(put(box, numbers[2]))
    found += sent(box)
    wanted = [statics[0], announcement(other), statics[1], *numbers[:2], statics[2], numbers[2]]
    assert payloads(found) == payloads(wanted)


def test_only_so_much_is_sent_again() -> None:
    """The newest of it."""
    messages = [noise(i, 10_000) for i in range(9)]
    box = outbox(again=sum(msg.size_bytes + OVERHEAD_BYTES for msg in messages[-2:]))
    sent(put(box, *messages))
    box.rewind()
    assert payloads(sent(box)) == payloads(messages[-2:])


def test_the_oldest_makes_room_and_is_counted() -> None:
    """Static data and announcements stay."""
    messages = [announcement(), static('/a'), *(noise(i, 10_000) for i in range(9))]
    box = put(outbox(limit=30_000), *messages)
    found = sent(box)
    assert payloads(found[:2]) == payloads(messages[:2])
    assert payloads(found[2:]) == payloads(messages[-len(found) + 2 :])
    rows = messages[-1].facts.rows if messages[-1].facts else 0
    assert box.lost == {'/noise': rows * (9 - (len(found) - 2))}
    assert len(found) == 4


def test_what_was_sent_makes_room_first() -> None:
    """It is not lost, only nobody knows."""
    messages = [noise(i, 10_000) for i in range(4)]
    box = outbox(limit=25_000)
    sent(put(box, *messages[:2]))
    box.rewind()
    put(box, *messages[2:])
    assert payloads(sent(box)) == payloads(messages[2:])
    assert box.doubtful == {'/noise': 2}
    assert not box.lost


def test_one_message_larger_than_the_limit_is_sent() -> None:
    """There is nothing that could make more room."""
    box = put(outbox(limit=1000), noise(0, 50_000))
    assert len(sent(box)) == 1
    assert not box.lost


def test_blocking_waits_for_room() -> None:
    """And loses nothing."""
    box = Outbox(20_000, 0, 'block')
    messages = [noise(i, 10_000) for i in range(20)]
    thread = threading.Thread(target=put, args=(box, *messages), daemon=True)
    thread.start()
    found: list[LogMsg] = []
    while len(found) < len(messages):
        assert box.wait(10)
        found += box.take()
        box.sent()
    thread.join(10)
    assert payloads(found) == payloads(messages)
    assert not box.lost


def test_closing_wakes_who_waits_and_counts_what_comes() -> None:
    """Nothing hangs, nothing is lost without a word."""
    box = put(Outbox(1, 0, 'block'), announcement(), static('/a'), noise(0, 10_000))
    threads = [
        threading.Thread(target=box.put, args=(noise(i, 10_000),), daemon=True) for i in (1, 2)
    ]
    for thread in threads:
        thread.start()
    box.close()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    assert box.wait(10)
    box.wait_until_closed(10)
    box.abandon()
    assert box.lost == {'/a': 1, '/noise': 3}
    assert box.is_empty


def test_who_waits_for_nothing_is_told_when_it_comes_or_ends() -> None:
    """Or when time is up."""
    box = outbox()
    assert not box.wait(0)
    threading.Timer(0.05, box.put, (scalar(1),)).start()
    assert box.wait(10)
    assert not box.wait_until_empty(0)
    sent(box)
    assert box.wait_until_empty(0)
    threading.Timer(0.05, box.close).start()
    assert not box.wait(10)


def test_what_nobody_confirms_is_doubtful() -> None:
    """What somebody does is not."""
    box = put(outbox(), announcement(), static('/a'), scalar(1))
    sent(box)
    box.confirm()
    sent(put(box, scalar(2)))
    put(box, scalar(3))
    box.abandon()
    assert (box.lost, box.doubtful) == ({'/plot': 1}, {'/plot': 1})


def test_an_heir_has_what_lasts_only() -> None:
    """The rest is the parent's to send."""
    messages = [announcement(), scalar(1), static('/a')]
    heir = put(outbox(), *messages).heirloom()
    assert payloads(sent(heir)) == payloads([messages[0], messages[2]])
    assert not heir.lost
