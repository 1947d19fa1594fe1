"""The counters of channels that went on in several recordings, together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rerun_bridge.messages import TypeName
from rerun_bridge.nouns import replace
from rerun_bridge.stats import ChannelStats

__all__ = ['totals']


def totals(stats: Iterable[ChannelStats]) -> Sequence[ChannelStats]:
    """Return one of each channel, in the order in which they came."""
    found: dict[tuple[str, TypeName, str], ChannelStats] = {}
    for each in stats:
        key = (each.channel.topic, each.channel.type_name, each.entity_path)
        before = found.get(key)
        if before is None:
            found[key] = each
            continue
        found[key] = replace(
            each,
            messages=before.messages + each.messages,
            losses=before.losses + each.losses,
            notes=before.notes + each.notes,
            thinned=before.thinned + each.thinned,
        )
    return list(found.values())
