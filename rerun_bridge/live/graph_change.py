"""What a user is told while a session runs."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ['NOBODY', 'GraphChange']

NOBODY = 'nobody is there yet'


class GraphChange(NamedTuple):
    """
    Something that happened on the graph.

    :param topic: empty where it concerns all of them.
    :param what: one line for the user.
    :param is_warning: it needs somebody's attention.
    """

    topic: str
    what: str
    is_warning: bool = False

    def __str__(self) -> str:
        """Return it as a sentence."""
        return f'{self.topic} {self.what}'.strip()
