"""
How Cyclone DDS is set up: what the user set, and a larger receive buffer.

A 4 MB image comes in 65 to 300 datagrams at once. By default Cyclone DDS asks the kernel for 1 MB
of buffer, and a third of such images is lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rerun_bridge.errors import ConfigError

__all__ = ['MOST_DOMAIN', 'domain_id', 'extended_uri', 'extended_environment']

VARIABLE = 'CYCLONEDDS_URI'
LARGER_BUFFER = (
    "<CycloneDDS><Domain Id='any'><Internal><SocketReceiveBufferSize max='8MB'/>"
    '<MultipleReceiveThreads>true</MultipleReceiveThreads></Internal>'
    '</Domain></CycloneDDS>'
)
"""Only the most that is asked for: where the kernel allows less, a least would be an error."""
MOST_DOMAIN = 232


def domain_id(wanted: int | None, environment: Mapping[str, str] = os.environ) -> int:
    """
    Return the domain to join: the one that is wanted, else ``ROS_DOMAIN_ID``, else 0.

    :raises ConfigError: there is no such domain.
    """
    written = environment.get('ROS_DOMAIN_ID', '').strip() if wanted is None else str(wanted)
    if not written:
        return 0
    if not written.isdecimal() or int(written) > MOST_DOMAIN:
        raise ConfigError(f'{written!r} is no domain: expected a number from 0 to {MOST_DOMAIN}')
    return int(written)


def extended_uri(uri: str) -> str:
    """
    Return the user's ``CYCLONEDDS_URI`` with the larger buffer before it.

    It is a list in which the later entry counts: what the user set stays.
    """
    return f'{LARGER_BUFFER},{uri}' if uri else LARGER_BUFFER


@contextmanager
def extended_environment() -> Iterator[None]:
    """Have the larger buffer in the environment while a domain is set up, which reads it once."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = extended_uri(before or '')
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
