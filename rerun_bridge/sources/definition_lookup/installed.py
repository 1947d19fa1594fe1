"""Interface files of installed ROS packages, found by their place: ``share/pkg/msg/Type.msg``."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from rerun_bridge.definitions.sections import interface_name
from rerun_bridge.errors import SourceError
from rerun_bridge.messages import TypeName
from rerun_bridge.sources.definition_lookup.folders import KINDS, InterfaceText

__all__ = ['InstalledInterfaces', 'installed_interfaces']

PREFIXES = 'AMENT_PREFIX_PATH'
NAME = r'\w+(/\w+)+'
"""Names come from anywhere; what is none is no place, either."""


class InstalledInterfaces:
    """
    What is installed below some prefixes; the first one that has an interface counts.

    :param prefixes: of workspaces; nothing needs to be there.
    """

    def __init__(self, prefixes: Sequence[Path] = ()) -> None:
        self._shares = [prefix / 'share' for prefix in prefixes]

    def find(self, name: TypeName) -> InterfaceText | None:
        """
        Return the text that defines a type: a message, or a part of a service or action.

        :raises SourceError: it is there and cannot be read.
        """
        if not re.fullmatch(NAME, name):
            return None
        for share in self._shares:
            for interface in (name, interface_name(name)):
                for suffix, (heading, _) in KINDS.items():
                    path = share / f'{interface}{suffix}'
                    try:
                        text = path.read_text('utf-8', errors='replace')
                    except (FileNotFoundError, NotADirectoryError):
                        continue
                    except OSError as error:
                        reason = f'cannot be read: {error.strerror}'
                        raise SourceError(reason, file=str(path)) from error
                    return InterfaceText(heading, interface, text)
        return None

    def type_hash(self, name: TypeName) -> str:
        """Return the ``RIHS01_…`` of the type that is installed; empty where nobody says it."""
        import json  # slow to load, and not needed where nothing is installed

        for share in self._shares if re.fullmatch(NAME, name) else ():
            path = share / f'{interface_name(name)}.json'
            try:
                hashes = json.loads(path.read_text('utf-8'))['type_hashes']
                found = {each['type_name']: each['hash_string'] for each in hashes}
            except (OSError, ValueError, LookupError, TypeError):
                continue  # Humble installs none
            if name in found:
                return str(found[name])
        return ''


def installed_interfaces() -> InstalledInterfaces:
    """Return what the workspaces have that the environment names."""
    prefixes = os.environ.get(PREFIXES, '').split(os.pathsep)
    return InstalledInterfaces([Path(prefix) for prefix in prefixes if prefix])
