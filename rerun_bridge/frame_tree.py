"""Which frames there are, and which of them everything else hangs on."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ['FrameTree']

WELL_KNOWN = ('map', 'world', 'odom', 'base_link')
"""Names people look at first, where the transforms leave a choice (REP 105)."""


class FrameTree:
    """Collects frames as they turn up."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._frames: dict[str, None] = {}
        self._roots: list[str] | None = []
        self._placed: set[str] = set()

    def add_frames(self, names: Iterable[str], *, placed: bool = True) -> None:
        """
        Note frames that data is in.

        :param placed: it is drawn where the frame is; a plot is not.
        """
        for name in names:
            if name:
                if name not in self._frames:
                    self._frames[name] = None
                    self._roots = None
                if placed:
                    self._placed.add(name)

    def add_edges(self, edges: Iterable[tuple[str, str]]) -> None:
        """Note transforms, parent first; a child's newest parent counts."""
        for parent, child in edges:
            if parent and child and parent != child and self._parents.get(child) != parent:
                self._parents[child] = parent
                self._roots = None

    def roots(self) -> list[str]:
        """Return the frames that have no parent, the one that most hangs on first."""
        if self._roots is None:
            self._roots = self._found_roots()
        return list(self._roots)

    def _found_roots(self) -> list[str]:
        sizes: dict[str, int] = {}
        for frame in dict.fromkeys([*self._parents, *self._parents.values(), *self._frames]):
            root = self.root_of(frame)
            sizes[root] = sizes.get(root, 0) + 1 + (frame in self._frames)
        return sorted(sizes, key=lambda name: (-sizes[name], _rank(name), name))

    def trees(self) -> dict[str, list[str]]:
        """
        Return, by root in the same order, the frames of it where something is drawn.

        A frame that no transform names and where nothing is drawn is none of them.
        """
        named = {*self._parents, *self._parents.values(), *self._placed}
        found: dict[str, list[str]] = {root: [] for root in self.roots() if root in named}
        for frame in sorted(self._placed):
            found[self.root_of(frame)].append(frame)
        return found

    def root_of(self, frame: str) -> str:
        """Return the frame that a frame hangs on in the end."""
        seen = set()
        while frame in self._parents and frame not in seen:
            seen.add(frame)
            frame = self._parents[frame]
        return frame


def _rank(name: str) -> int:
    last = name.rpartition('/')[2]
    return WELL_KNOWN.index(last) if last in WELL_KNOWN else len(WELL_KNOWN)
