"""What ``~/get_type_description`` answers, as a definition: the texts of a type and its parts."""

from __future__ import annotations

from collections.abc import Sequence

from rerun_bridge.messages import MessageDefinition

__all__ = ['definition_of']

HEADINGS = {'msg': 'MSG', 'idl': 'IDL', 'srv': 'SRV', 'action': 'ACTION'}
RULE = '=' * 80


def definition_of(sources: Sequence[tuple[str, str, str]]) -> MessageDefinition | None:
    """
    Return the definition that texts make; None where they are not there.

    :param sources: type, encoding (``msg``, ``idl`` …) and text of each; first what was asked for.
    """
    if not sources or sources[0][1] not in HEADINGS or not sources[0][2]:
        return None
    text = ''.join(
        f'{RULE}\n{HEADINGS[kind]}: {name}\n{text}\n'
        for name, kind, text in sources
        if kind in HEADINGS and text
    )
    return MessageDefinition('ros2idl' if sources[0][1] == 'idl' else 'ros2msg', text)
