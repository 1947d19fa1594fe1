"""What has become of the messages of each channel: the numbers behind every report."""

from __future__ import annotations

from collections import Counter

from rerun_bridge.messages import Channel
from rerun_bridge.nouns import dataclass, field

__all__ = ['ChannelStats']

MOST_REASONS = 20


@dataclass()
class ChannelStats:
    """
    Counters of one channel.

    :param drawn_as: what a user sees: ``Points3D``, ``plot``, ``fields`` (kept by reflection),
        ``raw bytes`` …
    :param messages: how many came.
    :param losses: reason to how many messages could not be decoded or drawn; their bytes are kept
        raw.
    :param notes: reason to how many messages, for what is not a loss: no header stamp, kept as
        float64 …
    :param thinned: how many were left out because a rule wants fewer; no loss either.
    """

    channel: Channel
    entity_path: str
    drawn_as: str
    messages: int = 0
    losses: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    thinned: int = 0

    def lose(self, reason: str, messages: int = 1) -> None:
        """Count a loss; more than :data:`MOST_REASONS` reasons are counted together."""
        known = reason in self.losses or len(self.losses) < MOST_REASONS
        self.losses[reason if known else 'other reasons'] += messages
