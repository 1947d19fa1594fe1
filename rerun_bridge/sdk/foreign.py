"""
What ``log`` takes besides archetypes: things of other libraries, such as ROS messages.

The SDK knows none of them. Who does registers a handler::

    def log_message(recording, entity_path, message, static): ...

    register(lambda kind: hasattr(kind, 'get_fields_and_field_types'), log_message)

The handler runs in the call of ``log`` and should only put the thing aside, with
:meth:`RecordingStream.gather`: things of one key gather in a batch, and the batch is made into
chunks by the recording's own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from rerun_bridge.sdk.recording import RecordingStream

__all__ = ['Handler', 'handler_of', 'is_registered', 'register', 'unregister']

Handler: TypeAlias = 'Callable[[RecordingStream, str, Any, bool], None]'
"""Takes the recording, the entity path, the thing, and whether it is static."""

_handlers: list[tuple[Callable[[type], bool], Handler]] = []
_by_type: dict[type, Handler | None] = {}


def register(is_meant: Callable[[type], bool], handler: Handler) -> None:
    """
    Have things of some types logged by a handler.

    :param is_meant: tells whether a type is such; asked once per type. The newest handler is
        asked first.
    """
    _handlers.insert(0, (is_meant, handler))
    _by_type.clear()


def unregister(handler: Handler) -> None:
    """Undo what :func:`register` did."""
    _handlers[:] = [each for each in _handlers if each[1] is not handler]
    _by_type.clear()


def is_registered(handler: Handler) -> bool:
    """Tell whether a handler was registered."""
    return any(each is handler for _, each in _handlers)


def handler_of(thing: object) -> Handler | None:
    """Return who logs a thing; None where nobody does."""
    kind = type(thing)
    if kind not in _by_type:
        found = [handler for is_meant, handler in _handlers if is_meant(kind)]
        _by_type[kind] = found[0] if found else None
    return _by_type[kind]
