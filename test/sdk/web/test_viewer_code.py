"""Finding the viewer's code, and leaving out what a browser does not need of it."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.web.viewer_code import (
    FOLDER_VARIABLE,
    SCRIPT,
    WASM,
    ViewerCode,
    find_viewer_code,
)
from test.support.official import viewer_code
from test.support.viewer import SECTIONS, WIDGET, small_viewer, wasm

FIND = """
import sys
sys.path.insert(0, sys.argv[1])
from rerun_bridge.sdk.web.viewer_code import find_viewer_code
print(find_viewer_code().folder)
assert 'rerun_notebook' not in sys.modules
"""


def test_custom_sections_are_left_out(tmp_path: Path) -> None:
    """The others stay as they are, in order; the size is what is read."""
    code = ViewerCode(small_viewer(tmp_path))
    data = b''.join(code.pieces_of(WASM))
    assert data == wasm(*[each for each in SECTIONS if each[0]])
    assert code.size_of(WASM) == len(data)


def test_the_script_is_read_as_it_is(tmp_path: Path) -> None:
    """In pieces, however large."""
    code = ViewerCode(small_viewer(tmp_path))
    assert b''.join(code.pieces_of(SCRIPT)) == WIDGET.encode()
    (tmp_path / SCRIPT).write_bytes(bytes(range(256)) * 10_000)
    code = ViewerCode(tmp_path)
    assert b''.join(code.pieces_of(SCRIPT)) == bytes(range(256)) * 10_000


def test_packed_it_is_the_same_and_packed_once(tmp_path: Path) -> None:
    """As gzip."""
    code = ViewerCode(small_viewer(tmp_path))
    packed = code.packed(WASM)
    assert gzip.decompress(packed) == b''.join(code.pieces_of(WASM))
    assert code.packed(WASM) is packed


@pytest.mark.parametrize('data', [b'', b'no wasm', wasm() + b'\1', wasm() + b'\1\xff\xff'])
def test_what_is_no_web_assembly_is_no_trouble(data: bytes, tmp_path: Path) -> None:
    """The browser will tell."""
    (small_viewer(tmp_path) / WASM).write_bytes(data)
    assert b''.join(ViewerCode(tmp_path).pieces_of(WASM)).startswith(data[:8])


def test_other_code_has_another_version(tmp_path: Path) -> None:
    """Else a browser would show what it kept."""
    one, other = (ViewerCode(small_viewer(tmp_path / name)) for name in 'ab')
    assert one.version != other.version
    assert one.version == ViewerCode(one.folder).version


@pytest.mark.parametrize('name', [SCRIPT, WASM])
def test_a_folder_without_the_code_is_named(name: str, tmp_path: Path) -> None:
    """With what is missing."""
    (small_viewer(tmp_path) / name).unlink()
    with pytest.raises(SinkError, match=name) as raised:
        ViewerCode(tmp_path)
    assert raised.value.file == str(tmp_path)


def test_a_folder_of_ones_own_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By an environment variable."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(small_viewer(tmp_path)))
    assert find_viewer_code().folder == tmp_path


def test_the_wheel_is_found_and_not_imported(tmp_path: Path) -> None:
    """Importing it would need Jupyter."""
    small_viewer(tmp_path / 'rerun_notebook' / 'static')
    (tmp_path / 'rerun_notebook' / '__init__.py').write_text('raise SystemExit("imported")')
    found = subprocess.run(
        [sys.executable, '-c', FIND, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        env={},
    )
    assert found.stdout.strip() == str(tmp_path / 'rerun_notebook' / 'static'), found.stderr


def test_without_the_wheel_it_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also without the rest of Jupyter."""
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.setattr(sys, 'path', [str(tmp_path)])
    monkeypatch.setattr(sys, 'meta_path', sys.meta_path[:3])
    with pytest.raises(SinkError, match='pip install --no-deps rerun-notebook'):
        find_viewer_code()


@pytest.mark.judge
def test_a_third_of_the_real_one_is_left_out(judge: Path) -> None:
    """The names for debuggers."""
    folder = viewer_code(judge)
    needed = ViewerCode(folder).size_of(WASM)
    whole = (folder / WASM).stat().st_size
    assert 0.5 < needed / whole < 0.75
