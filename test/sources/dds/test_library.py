"""Loading the library, and what it says when something is wrong."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.dds import library as module
from rerun_bridge.sources.dds.library import WITH_GIL, WITHOUT_GIL, Library, load_library


def test_every_function_is_there() -> None:
    """All that is in the tables."""
    library = load_library()
    for name in (*WITH_GIL, *WITHOUT_GIL):
        assert callable(getattr(library, name))


def test_without_the_wheel_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the words one types."""
    monkeypatch.setattr(module, 'find_spec', lambda name: None)
    with pytest.raises(SourceError, match=r"pip install 'cyclonedds>=11"):
        load_library.__wrapped__()


def test_what_is_no_library(tmp_path: Path) -> None:
    """A file that cannot be loaded, and one that is another library."""
    path = tmp_path / 'libddsc.so'
    path.write_bytes(b'no')
    with pytest.raises(SourceError, match='cannot be loaded'):
        Library(str(path))
    spec = importlib.util.find_spec('_ctypes')
    assert spec is not None
    assert spec.origin is not None
    with pytest.raises(SourceError, match='has no dds_delete'):
        _ = Library(spec.origin).dds_delete


def test_errors_are_in_words() -> None:
    """With what was tried."""
    library = load_library()
    assert library.done(3, 'this') == 3
    with pytest.raises(SourceError, match=r'Cyclone DDS: this: .*[Tt]imeout'):
        library.done(-10, 'this')
    with pytest.raises(AttributeError):
        _ = library.dds_no_such_thing
