"""Bags as people have them: a folder, a file, several of either; compressed or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.base import Loss, Source
from rerun_bridge.sources.codecs import ZSTD_MAGIC
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.mcap_file import GIT_LFS
from rerun_bridge.sources.metadata import BagMetadata, read_metadata

__all__ = ['open_bag', 'open_bags']

ENDINGS = ('.mcap', '.db3', '.mcap.zstd', '.db3.zstd')
STORAGES = {
    b'\x89MCAP0\r\n': ('rerun_bridge.sources.mcap', 'McapSource'),
    b'SQLite format 3\0': ('rerun_bridge.sources.db3', 'Db3Source'),
}
"""How a file begins, to what reads it: imported when the first such file is opened."""
COPY_BYTES = 1024 * 1024


def open_bag(path: str | Path, lookup: DefinitionLookup | None = None) -> Source:
    """
    Open a bag.

    :param path: a bag folder, or a ``.mcap`` or ``.db3`` file, compressed as rosbag2 does it or
        not.
    :param lookup: for definitions the bag does not have; the standard types where not given.
    :raises SourceError: nothing of it can be read.
    """
    path = Path(path)
    if path.is_dir():
        return _open_folder(path, lookup or DefinitionLookup())
    return _open_file(path, lookup or DefinitionLookup(), _metadata_beside(path))


def open_bags(paths: Sequence[Path], lookup: DefinitionLookup | None = None) -> Source:
    """
    Open several bags as one, merged in time.

    :raises SourceError: one of them cannot be read.
    """
    if len(paths) == 1:
        return open_bag(paths[0], lookup)
    lookup = lookup or DefinitionLookup()
    with ExitStack() as opened:
        sources = [opened.enter_context(open_bag(path, lookup)) for path in paths]
        opened.pop_all()
    return _joined(sources, merged=True)


def _joined(
    sources: Sequence[Source],
    *,
    merged: bool,
    losses: Sequence[Loss] = (),
    on_close: Callable[[], None] | None = None,
) -> Source:
    from rerun_bridge.sources.joined import JoinedSource  # start-up: most bags are one file

    return JoinedSource(sources, merged=merged, losses=losses, on_close=on_close)


def _metadata_beside(path: Path) -> BagMetadata:
    beside = path.parent / 'metadata.yaml'
    try:
        return read_metadata(beside) if beside.exists() else BagMetadata()
    except SourceError:
        return BagMetadata()  # of the file alone, what it says itself is enough


def _open_folder(folder: Path, lookup: DefinitionLookup) -> Source:
    losses: list[Loss] = []
    metadata = BagMetadata()
    if (folder / 'metadata.yaml').exists():
        try:
            metadata = read_metadata(folder / 'metadata.yaml')
        except SourceError as error:
            losses.append(Loss(str(folder / 'metadata.yaml'), error.message))
    there = sorted((p for p in folder.iterdir() if p.name.endswith(ENDINGS)), key=_by_number)
    named = [_existing(folder, name) for name in metadata.files]
    # Files that were renamed after recording are those that are there.
    paths = named if any(path.exists() for path in named) or not there else there
    losses += [Loss(str(path), 'is missing') for path in named if path not in paths]
    if not paths:
        raise SourceError('is a folder with no .mcap or .db3 file in it', file=str(folder))
    sources: list[Source] = []
    for path in paths:
        try:
            sources.append(_open_file(path, lookup, metadata))
        except SourceError as error:
            losses.append(Loss(str(path), error.message))
    if not sources:
        raise SourceError(losses[-1].reason, file=losses[-1].where)
    if len(sources) == 1 and not losses:
        return sources[0]
    return _joined(sources, merged=False, losses=losses)


def _by_number(path: Path) -> list[tuple[bool, int, str]]:
    """Return what sorts file 10 of a bag behind file 9."""
    parts = re.findall(r'[0-9]+|[^0-9]+', path.name)
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


def _existing(folder: Path, name: str) -> Path:
    """
    Return a file of a bag; it may have been compressed or unpacked since the metadata was written.

    Old versions of rosbag2 named files from outside of the folder: the last part of a name does.
    """
    path = folder / Path(name).name
    other = path.with_suffix('') if path.suffix == '.zstd' else path.with_name(path.name + '.zstd')
    return other if other.exists() and not path.exists() else path


def _open_file(path: Path, lookup: DefinitionLookup, metadata: BagMetadata) -> Source:
    try:
        with path.open('rb') as file:
            head = file.read(64)
    except OSError as error:
        raise SourceError(f'cannot be opened: {error.strerror}', file=str(path)) from error
    for magic, (module, name) in STORAGES.items():
        if head.startswith(magic):
            storage = getattr(import_module(module), name)
            source: Source = storage(path, lookup=lookup, metadata=metadata)
            return source
    if head.startswith(ZSTD_MAGIC):
        return _open_compressed(path, lookup, metadata)
    raise SourceError(_what_is_wrong(head), file=str(path))


def _what_is_wrong(head: bytes) -> str:
    if not head:
        return 'is empty'
    if head.startswith(GIT_LFS):
        return 'is a Git LFS pointer, not the file itself: run `git lfs pull`'
    is_text = all(32 <= byte < 127 or byte in b'\t\r\n' for byte in head)
    kind = 'a text file' if is_text else 'neither MCAP nor SQLite'
    return f'is {kind}, not a bag: expected a .mcap or .db3 file or a bag folder'


def _open_compressed(path: Path, lookup: DefinitionLookup, metadata: BagMetadata) -> Source:
    """Unpack a file beside nothing else, read it, and remove it again."""
    from shutil import rmtree  # slow to load, and seldom needed
    from tempfile import mkdtemp

    import pyarrow as pa

    folder = mkdtemp(prefix='rerun_bridge_')
    unpacked = Path(folder) / path.name.removesuffix('.zstd')
    losses: list[Loss] = []
    try:
        try:
            with (
                pa.OSFile(str(path)) as raw,
                pa.CompressedInputStream(raw, 'zstd') as stream,
                unpacked.open('wb') as out,
            ):
                while part := stream.read(COPY_BYTES):
                    out.write(part)
        except (OSError, ValueError, pa.ArrowException) as error:
            losses.append(Loss(str(path), f'zstd data is damaged: {error}'))
        source = _open_file(unpacked, lookup, metadata)
    except (SourceError, OSError) as error:
        rmtree(folder, ignore_errors=True)
        reason = losses[0].reason if losses else getattr(error, 'message', str(error))
        raise SourceError(reason, file=str(path)) from error
    return _joined(
        [source],
        merged=False,
        losses=losses,
        on_close=lambda: rmtree(folder, ignore_errors=True),
    )
