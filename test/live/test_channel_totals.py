"""Counters over several recordings."""

from __future__ import annotations

from collections import Counter

from rerun_bridge.live.channel_totals import totals
from rerun_bridge.messages import Channel, TypeName
from rerun_bridge.stats import ChannelStats

A, B = (Channel(k, f'/{name}', TypeName('a/msg/A')) for k, name in enumerate('ab'))


def test_one_of_each_channel() -> None:
    """All counts are added, nothing that was given is changed."""
    first = ChannelStats(A, '/a', 'fields', 2, Counter(bad=1), Counter(note=1), 1)
    second = ChannelStats(A, '/a', 'fields', 3, Counter(bad=2, worse=1), Counter(), 4)
    other = ChannelStats(B, '/b', 'fields', 7)
    both, alone = totals([first, other, second])
    assert (both.messages, both.thinned) == (5, 5)
    assert both.losses == Counter(bad=3, worse=1)
    assert both.notes == Counter(note=1)
    assert alone is other
    assert first.messages == 2
