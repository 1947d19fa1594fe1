"""What the machine has to do with it: buffers of sockets, the viewer."""

from __future__ import annotations

from collections.abc import Iterator

from rerun_bridge.live.diagnosis.evidence import Evidence, Finding, Machine
from rerun_bridge.subscription_qos import LARGE_TYPES

__all__ = ['of_machine']

ENOUGH_BUFFER_BYTES = 4 * 1024 * 1024
OLDEST_VIEWER = (0, 23)


def of_machine(machine: Machine, evidence: Evidence) -> Iterator[Finding]:
    """Yield what is missing on the machine."""
    is_large = any(each.type_name in LARGE_TYPES for each in evidence.published)
    if machine.socket_bytes is not None and machine.socket_bytes < ENOUGH_BUFFER_BYTES:
        yield Finding(
            '',
            f'sockets may have {machine.socket_bytes // 1024:,} KiB of buffer only: '
            'images and clouds get lost on the way',
            'sudo sysctl -w net.core.rmem_max=8388608',
            is_large,
        )
    if machine.viewer is None:
        yield Finding(
            '',
            'there is no Rerun viewer on this machine: --spawn needs one',
            'pip install rerun-sdk; --connect and --serve do without',
            False,
        )
    elif machine.viewer[:2] < OLDEST_VIEWER:
        version = '.'.join(map(str, machine.viewer))
        yield Finding(
            '',
            f'the viewer here is {version}: it does not understand what we send',
            "pip install 'rerun-sdk>=0.23'",
        )
