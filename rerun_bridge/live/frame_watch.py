"""
Frames that no transform connects to the rest, told while a session runs.

A frame that has just come has time to be connected: transforms may be a moment behind the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rerun_bridge.live.graph_change import GraphChange

__all__ = ['FrameWatch', 'apart_text']

PATIENCE_NS = 5_000_000_000
MOST_NAMES = 6


class FrameWatch:
    """Looks at the trees of frames again and again."""

    def __init__(self) -> None:
        self._since_ns: dict[str, int] = {}
        self._told: set[str] = set()

    def look(self, trees: Mapping[str, Sequence[str]], now_ns: int) -> list[GraphChange]:
        """
        Return what is to be told.

        :param trees: by root, the frames below it that data is in; the main one first.
        """
        main, *others = trees or ('',)
        self._since_ns = {root: self._since_ns.get(root, now_ns) for root in others}
        changes = [
            GraphChange('', f'frame {root} is connected to {main} now')
            for root in sorted(self._told - self._since_ns.keys())
            if root != main
        ]
        self._told &= self._since_ns.keys()
        late = [root for root, ns in self._since_ns.items() if now_ns - ns >= PATIENCE_NS]
        if fresh := [root for root in late if root not in self._told]:
            self._told.update(fresh)
            changes.append(GraphChange('', apart_text(main, fresh, trees), is_warning=True))
        return changes


def apart_text(main: str, roots: Sequence[str], trees: Mapping[str, Sequence[str]]) -> str:
    """Return one line about trees that do not hang on the main one."""
    named = []
    for root in roots[:MOST_NAMES]:
        below = [frame for frame in trees[root] if frame != root]
        named.append(f'{root} (with {", ".join(below[:MOST_NAMES])})' if below else root)
    more = f' and {len(roots) - MOST_NAMES} more' if len(roots) > MOST_NAMES else ''
    return (
        f'no transform connects {", ".join(named)}{more} with {main}: '
        'what is there is not drawn together'
    )
