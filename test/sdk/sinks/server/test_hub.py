"""What clients read from the hub: everything, once, in order, and within the limits."""

from __future__ import annotations

import random
import threading

import pytest

from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.sinks.server.hub import BATCH_BYTES, OVERHEAD_BYTES, End, Hub, Place
from test.support.log_msgs import BLUEPRINT, STORE, activation, announcement, noise, scalar, static

PLENTY = 1 << 30
SOON = 10.0
"""Seconds in which everything is done, unless it hangs."""


def read(place: Place) -> list[LogMsg]:
    """Return all that is there."""
    found: list[LogMsg] = []
    while True:
        more = place.next(0)
        if isinstance(more, End) or not more:
            return found
        found += more


def payloads(messages: list[LogMsg]) -> list[bytes]:
    """Return what tells messages apart."""
    return [b''.join(msg.payload) for msg in messages]


def bytes_of(msg: LogMsg) -> int:
    """Return what the hub counts."""
    return msg.size_bytes + OVERHEAD_BYTES


def test_who_joins_early_late_or_in_between_reads_the_same() -> None:
    """In the order it was sent."""
    hub = Hub(PLENTY)
    messages = [announcement(), *map(scalar, range(5)), static('/a'), *map(scalar, range(5, 9))]
    early = hub.join()
    found = []
    for msg in messages[:4]:
        hub.publish(msg)
        found += read(early)
    between = hub.join()
    for msg in messages[4:]:
        hub.publish(msg)
    found += read(early)
    assert payloads(found) == payloads(read(between)) == payloads(read(hub.join()))
    assert payloads(found) == payloads(messages)


def test_who_comes_back_goes_on_where_it_was() -> None:
    """By the number of the last message it has."""
    hub = Hub(PLENTY, first=1000)
    messages = [announcement(), *map(scalar, range(9))]
    for msg in messages[:4]:
        hub.publish(msg)
    place = hub.join()
    assert payloads(read(place)) == payloads(messages[:4])
    for msg in messages[4:]:
        hub.publish(msg)
    assert payloads(read(hub.join(place.number))) == payloads(messages[4:])


@pytest.mark.parametrize('number', [0, 999, 10**18])
def test_who_was_with_another_server_gets_everything(number: int) -> None:
    """Its number says nothing here."""
    hub = Hub(PLENTY, first=1000)
    hub.publish(announcement())
    hub.publish(scalar(1))
    assert len(read(hub.join(number))) == 2


def test_many_readers_and_a_writer_at_once_miss_nothing_and_see_nothing_twice() -> None:
    """Whenever they join, and however often they leave and come back."""
    hub = Hub(PLENTY)
    messages = [announcement(), *map(scalar, range(300))]
    found: list[list[LogMsg]] = [[] for _ in range(8)]

    def follow(into: list[LogMsg], seed: int) -> None:
        chance = random.Random(seed)
        place = hub.join()
        while not isinstance(more := place.next(SOON), End):
            into += more
            if chance.random() < 0.3:
                place = hub.join(place.number)

    threads = [
        threading.Thread(target=follow, args=(into, i), daemon=True)
        for i, into in enumerate(found)
    ]
    for i, msg in enumerate(messages):
        if i % 40 == 0 and threads:
            threads[i // 40].start()
        hub.publish(msg)
    hub.close()
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive()
    for into in found:
        assert payloads(into) == payloads(messages)


def test_a_batch_is_not_larger_than_it_must_be() -> None:
    """A client is sent much in several steps, and something large in one."""
    hub = Hub(PLENTY)
    for i in range(5):
        hub.publish(noise(i, BATCH_BYTES // 2))
    hub.publish(noise(9, BATCH_BYTES * 3))
    place = hub.join()
    sizes = [len(place.next(0)) for _ in range(4)]  # type: ignore[arg-type]
    assert sizes == [2, 2, 2, 0]


def test_the_oldest_temporal_messages_make_room() -> None:
    """What announces and lays out recordings stays, and what is static."""
    size = bytes_of(scalar(0))
    hub = Hub(20 * size)
    hub.publish(announcement())
    hub.publish(announcement(BLUEPRINT))
    hub.publish(scalar(0, BLUEPRINT))
    hub.publish(activation())
    hub.publish(static('/a'))
    for i in range(1000):
        hub.publish(scalar(i))
        assert hub.bytes <= 20 * size
    found = read(hub.join())
    assert [msg.store for msg in found[:5]] == [STORE, BLUEPRINT, BLUEPRINT, BLUEPRINT, STORE]
    assert 10 <= len(found[5:]) <= 15
    newest = scalar(1000)
    hub.publish(newest)
    assert payloads(read(hub.join())[5:])[-10:] == payloads([*found, newest])[-10:]


def test_of_static_messages_that_say_the_same_the_newest_stays() -> None:
    """A robot that logs its static transforms each second does not fill the memory."""
    hub = Hub(PLENTY)
    other = StoreId('app', 'other')
    for _ in range(100):
        newest = [static('/a'), static('/b'), static('/a', store=other)]
        for msg in newest:
            hub.publish(msg)
    assert payloads(read(hub.join())) == payloads(newest)
    assert hub.bytes == sum(map(bytes_of, newest))


def test_when_nothing_temporal_is_left_the_oldest_static_ones_make_room() -> None:
    """Memory is limited, whatever is logged."""
    size = bytes_of(static('/1000'))
    limit = 10 * size + size // 2  # compressed, they differ by a few bytes
    hub = Hub(limit)
    for i in range(100):
        hub.publish(static(f'/{1000 + i}'))
    found = read(hub.join())
    assert len(found) == 10
    assert hub.bytes <= limit


def test_one_message_is_kept_however_large() -> None:
    """It must get to those who are there."""
    hub = Hub(0)
    place = hub.join()
    for i in range(3):
        hub.publish(noise(i, 100_000))
        assert len(read(place)) == 1


def test_a_client_that_is_too_slow_is_told_and_others_are_not() -> None:
    """And who sends has not waited for it."""
    size = bytes_of(scalar(0))
    hub = Hub(20 * size)
    slow, fast = hub.join(), hub.join()
    hub.publish(scalar(0))
    assert len(read(slow)) == len(read(fast)) == 1
    for i in range(200):
        hub.publish(scalar(i))
        assert len(read(fast)) == 1
    assert slow.next(0) is End.TOO_SLOW
    assert len(read(hub.join(slow.number))) > 10


def test_who_joins_a_full_hub_has_time_to_read() -> None:
    """It starts a quarter above what is dropped next."""
    size = bytes_of(scalar(0))
    hub = Hub(40 * size)
    for i in range(200):
        hub.publish(scalar(i))
    place = hub.join()
    assert place.next(0)
    for i in range(8):
        hub.publish(scalar(i))
    assert len(read(place)) == 8


def test_a_recording_is_announced_once() -> None:
    """Who attaches a sink again announces again, and its data must not come first."""
    hub = Hub(PLENTY)
    messages = [announcement(), scalar(1), announcement(), scalar(2)]
    for msg in messages:
        hub.publish(msg)
    assert payloads(read(hub.join())) == payloads([*messages[:2], messages[3]])


def test_a_closed_hub_is_read_to_the_end() -> None:
    """And takes nothing more."""
    hub = Hub(PLENTY)
    hub.publish(scalar(0))
    place = hub.join()
    hub.close()
    hub.publish(scalar(1))
    assert len(place.next(SOON)) == 1  # type: ignore[arg-type]
    assert place.next(SOON) is End.CLOSED


def test_a_client_that_waits_is_woken() -> None:
    """By what comes, and by the end."""
    hub = Hub(PLENTY)
    found: list[object] = []

    def follow() -> None:
        place = hub.join()
        found.append(place.next(SOON))
        found.append(place.next(SOON))

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    hub.publish(scalar(0))
    hub.close()
    thread.join(SOON)
    assert not thread.is_alive()
    assert found[1] is End.CLOSED
