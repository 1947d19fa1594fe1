"""The standard definitions of every ROS 2 distro: the edge to rosbags, which knows them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rerun_bridge.messages import TypeName

if TYPE_CHECKING:
    from rosbags.typesys.store import Typestore

__all__ = ['distros', 'standard_hash', 'standard_text']

_PREFIX = 'ros2_'


@cache
def distros() -> tuple[str, ...]:
    """Return the names of the distros that rosbags knows, newest first; none without rosbags."""
    try:
        from rosbags.typesys import Stores
    except ImportError:
        import logging  # slow to load, and seldom needed

        logging.getLogger(__name__).warning(
            'standard message definitions need rosbags: pip install rosbags'
        )
        return ()
    values = [str(store.value) for store in Stores]
    # The library lists them in order of release.
    return tuple(value[len(_PREFIX) :] for value in reversed(values) if value.startswith(_PREFIX))


@cache
def _store(distro: str) -> Typestore:
    from rosbags.typesys import Stores, get_typestore

    return get_typestore(Stores(_PREFIX + distro))


def standard_text(name: TypeName, distro: str) -> str | None:
    """
    Return a type's definition in a distro with all it contains, None where it has no such type.

    :param distro: one of :func:`distros`.
    """
    store = _store(distro)
    return store.generate_msgdef(name, ros_version=2)[0] if name in store.fielddefs else None


def standard_hash(name: TypeName, distro: str) -> str:
    """Return a type's ``RIHS01_…`` hash in a distro that has the type."""
    return str(_store(distro).hash_rihs01(name))
