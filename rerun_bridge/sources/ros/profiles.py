"""QoS as rclpy says it, and as we do."""

from __future__ import annotations

from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

from rerun_bridge.messages import Qos

__all__ = ['offer_of', 'profile_of']


def offer_of(profile: QoSProfile) -> Qos:
    """Return what a publisher offers; middleware that does not tell the depth says 0."""
    keeps_last = profile.history == HistoryPolicy.KEEP_LAST
    return Qos(
        reliable=profile.reliability == ReliabilityPolicy.RELIABLE,
        transient_local=profile.durability == DurabilityPolicy.TRANSIENT_LOCAL,
        depth=profile.depth if keeps_last else 0,
        publishers=1,
    )


def profile_of(qos: Qos) -> QoSProfile:
    """Return what to subscribe with."""
    return QoSProfile(
        history=HistoryPolicy.KEEP_LAST if qos.depth else HistoryPolicy.KEEP_ALL,
        depth=qos.depth,
        reliability=ReliabilityPolicy.RELIABLE if qos.reliable else ReliabilityPolicy.BEST_EFFORT,
        durability=(
            DurabilityPolicy.TRANSIENT_LOCAL if qos.transient_local else DurabilityPolicy.VOLATILE
        ),
    )
