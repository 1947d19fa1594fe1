"""What kind of file something is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from rerun_bridge.sdk.archetypes.media_type import MediaType, file_of

PNG = b'\x89PNG\r\n\x1a\n1234'


@pytest.mark.parametrize(
    ('name', 'wanted'),
    [
        ('a.jpg', MediaType.JPEG),
        ('a.JPEG', MediaType.JPEG),
        ('a/b.c/d.glb', MediaType.GLB),
        ('a.mp4', MediaType.MP4),
        ('a.txt', None),
        ('a', None),
    ],
)
def test_by_its_name(name: str, wanted: str | None) -> None:
    """As text or path."""
    assert MediaType.guess_from_path(name) == wanted
    assert MediaType.guess_from_path(Path(name)) == wanted


def test_a_file(tmp_path: Path) -> None:
    """Its name goes before its first bytes, and what the caller says before both."""
    path = tmp_path / 'a.stl'
    path.write_bytes(PNG)
    assert file_of('A', path, None, None) == (PNG, MediaType.STL)
    assert file_of('A', str(path), None, 'x/y') == (PNG, 'x/y')
    assert file_of('A', path.rename(tmp_path / 'a'), None, None) == (PNG, MediaType.PNG)


def test_contents() -> None:
    """Bytes, or a file that is open."""
    assert file_of('A', None, PNG, None) == (PNG, MediaType.PNG)
    assert file_of('A', None, io.BytesIO(PNG), None) == (PNG, MediaType.PNG)
    assert file_of('A', None, b'?', None) == (b'?', None)


def test_both_or_neither() -> None:
    """Is refused, by the archetype's name."""
    for path, contents in (('a', b''), (None, None)):
        with pytest.raises(ValueError, match='A: give either path or contents'):
            file_of('A', path, contents, None)


def test_a_file_that_is_not_there() -> None:
    """Is the usual error."""
    with pytest.raises(FileNotFoundError):
        file_of('A', '/no/such/file.png', None, None)
