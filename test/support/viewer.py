"""Folders like the one that holds the code of the web viewer."""

from __future__ import annotations

from pathlib import Path

from rerun_bridge.sdk.web.viewer_code import SCRIPT, WASM

SECTIONS = (
    (0, b'\x04namedebug names' * 1000),
    (1, b'types'),
    (0, b'\x09producers'),
    (10, b'code' * 50_000),
    (0, b''),
)
WIDGET = """
async function fetch_viewer_wasm(base_url) {
  //!<INLINE-MARKER-OPEN>
  return fetch(new URL("./re_viewer_bg.wasm", import.meta.url));
  //!<INLINE-MARKER-CLOSE>
}
export default { render() {} };
"""


def wasm(*sections: tuple[int, bytes]) -> bytes:
    """Return WebAssembly of these sections."""
    data = b'\0asm\1\0\0\0'
    for kind, content in sections:
        size, length = len(content), bytearray()
        while size > 127:
            length.append(size & 127 | 128)
            size >>= 7
        data += bytes([kind, *length, size]) + content
    return data


def small_viewer(folder: Path) -> Path:
    """Write something of the viewer's shape and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SCRIPT).write_text(WIDGET, encoding='utf-8')
    (folder / WASM).write_bytes(wasm(*SECTIONS))
    return folder
