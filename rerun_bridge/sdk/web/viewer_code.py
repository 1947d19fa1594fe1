"""
Where the code of Rerun's web viewer is: in the wheel ``rerun-notebook``, which is never imported.

Importing it would need Jupyter, and may print or start a server; two of its files are all that is
wanted. The WebAssembly carries names for debuggers, a third of it, that are left out.
"""

from __future__ import annotations

import gzip
import importlib.util
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from rerun_bridge.errors import SinkError

__all__ = ['FOLDER_VARIABLE', 'SCRIPT', 'WASM', 'ViewerCode', 'find_viewer_code']

FOLDER_VARIABLE = 'RERUN_BRIDGE_VIEWER'
"""Names a folder to be used instead of the wheel's."""

SCRIPT, WASM = 'widget.js', 're_viewer_bg.wasm'

_INSTALL = (
    '`pip install rerun_bridge[web]` or, without the rest of Jupyter, '
    '`pip install --no-deps rerun-notebook`'
)
_READ_BYTES = 1024 * 1024
_GZIP_LEVEL = 6
_WASM_MAGIC = b'\0asm'
_WASM_HEADER_BYTES = 8
_CUSTOM_SECTION = 0
_LONGEST_U32 = 5


class ViewerCode:
    """
    The viewer's two files.

    :param folder: where they are.
    """

    def __init__(self, folder: Path) -> None:
        for name in (SCRIPT, WASM):
            if not (folder / name).is_file():
                raise SinkError(f'no web viewer here: {name} is missing', file=str(folder))
        self.folder = folder
        wasm = (folder / WASM).stat()
        self.version = f'{wasm.st_size:x}-{wasm.st_mtime_ns:x}'
        """Other code has another one, so what a browser keeps is never stale."""
        self._spans = {name: _needed_spans(folder / name) for name in (SCRIPT, WASM)}
        self._packing = threading.Lock()
        self._packed: dict[str, bytes] = {}

    def size_of(self, name: str) -> int:
        """Return how many bytes :meth:`pieces_of` yields."""
        return sum(end - start for start, end in self._spans[name])

    def pieces_of(self, name: str) -> Iterator[bytes]:
        """Yield one of the two files, as far as a browser needs it."""
        with open(self.folder / name, 'rb') as file:
            for start, end in self._spans[name]:
                file.seek(start)
                for at in range(start, end, _READ_BYTES):
                    yield file.read(min(_READ_BYTES, end - at))

    def packed(self, name: str) -> bytes:
        """Return the same as gzip: a third of it. To make it takes seconds, so it is kept."""
        with self._packing:
            if name not in self._packed:
                data = b''.join(self.pieces_of(name))
                self._packed[name] = gzip.compress(data, _GZIP_LEVEL, mtime=0)
            return self._packed[name]


def find_viewer_code() -> ViewerCode:
    """
    Return the viewer's code.

    :raises SinkError: it is not installed; the text says what to install.
    """
    if folder := os.environ.get(FOLDER_VARIABLE):
        return ViewerCode(Path(folder))
    spec = importlib.util.find_spec('rerun_notebook')
    places = spec.submodule_search_locations if spec is not None else None
    if not places:
        raise SinkError(f'the web viewer is not installed: {_INSTALL}')
    return ViewerCode(Path(places[0], 'static'))


def _needed_spans(path: Path) -> list[tuple[int, int]]:
    """Return starts and ends of what a browser needs; of WebAssembly, not the custom sections."""
    size = path.stat().st_size
    with open(path, 'rb') as file:
        if file.read(_WASM_HEADER_BYTES)[: len(_WASM_MAGIC)] != _WASM_MAGIC:
            return [(0, size)]
        spans = [(0, _WASM_HEADER_BYTES)]
        at = _WASM_HEADER_BYTES
        while at < size:
            file.seek(at)
            head = file.read(1 + _LONGEST_U32)
            length, used = _leb128(head[1:])
            end = at + 1 + used + length
            if head[0] != _CUSTOM_SECTION:
                spans.append((at, end))
            at = end
    return spans


def _leb128(data: bytes) -> tuple[int, int]:
    """Return an unsigned number in groups of seven bits, and how many bytes it took."""
    value = 0
    for i, byte in enumerate(data):
        value |= (byte & 127) << 7 * i
        if byte < 128:
            return value, i + 1
    return value, len(data)
