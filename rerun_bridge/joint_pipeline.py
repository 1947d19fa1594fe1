"""
The steps of many channels of one kind, taken together.

Live, a channel has a few messages at a time, and to convert a few costs as much as to convert
hundreds. So what came together of channels that have type and rules in common is decoded and drawn
as one, then cut apart. That goes where all is well. A channel of which a message is bad, has no
stamp or is out of order goes its own way for a while, which knows about all of this.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Strings, by_byte_order
from rerun_bridge.channel_pipeline import ChannelPipeline
from rerun_bridge.converters import EntityColumns
from rerun_bridge.converters.cutting import FIRST_ROW, Cutting, NotToBeCutError
from rerun_bridge.converters.generic import kept_fields, loses_precision
from rerun_bridge.converters.stamps import header_stamp_path, stamps_ns
from rerun_bridge.converters.transforms import frame_dictionary, frame_edges
from rerun_bridge.messages import MessageBatch
from rerun_bridge.nouns import replace
from rerun_bridge.row_times import RowTimes, on_one_clock, row_times
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.ids import new_row_ids

__all__ = ['JointPipeline']

ALONE = 100
"""So many batches of a channel that is unlike the others are converted alone."""

Ints = npt.NDArray[np.int64]


class _UnlikeError(Exception):
    """
    Not all can be converted together.

    :param rows: the messages that are to blame; None where that is not known.
    """

    def __init__(self, rows: Ints | None = None) -> None:
        self.rows = rows


class JointPipeline:
    """Turns batches of channels of one kind into chunks."""

    def __init__(self) -> None:
        self._cutting = Cutting()
        self._members: list[tuple[ChannelPipeline, MessageBatch]] = []

    def add(self, pipeline: ChannelPipeline, batch: MessageBatch) -> None:
        """Take a batch of a channel."""
        batch = pipeline.admitted(batch)
        if len(batch):
            self._members.append((pipeline, batch))

    def chunks(self) -> Iterator[Chunk]:
        """Yield what was added became."""
        members, self._members = self._members, []
        while len(members) > 1:
            bounds = np.cumsum([0, *(len(batch) for _, batch in members)])
            try:
                chunks = self._together(members, bounds)
            except _UnlikeError as error:
                if error.rows is None:
                    break
                blamed = set((np.searchsorted(bounds, error.rows, 'right') - 1).tolist())
                for run in blamed:
                    yield from _alone([members[run]])
                members = [each for run, each in enumerate(members) if run not in blamed]
            else:
                yield from chunks
                return
        yield from _alone(members)

    def _together(
        self, members: list[tuple[ChannelPipeline, MessageBatch]], bounds: Ints
    ) -> list[Chunk]:
        """
        Return the chunks of all.

        :raises _UnlikeError: some have to be converted alone.
        """
        first, batch = members[0][0], _joined([batch for _, batch in members])
        columns, times, stamp_path = _decoded(first, batch, bounds)
        parts, skipped = _drawn(first, columns)
        if stamp_path is not None:
            skipped = (*skipped, stamp_path)
        frames = None
        if isinstance(columns.get('header.frame_id'), Strings):
            skipped = (*skipped, 'header.frame_id')
            frames = frame_dictionary(columns.strings('header.frame_id'), first.context)
            first.tree.add_frames(frames[1], placed=first.has_place)
        kept = kept_fields(
            columns, batch.channel.type_name, skip=skipped, plottable=first.converter is None
        )
        try:
            runs = self._cutting.runs(parts, kept, frames, bounds)
        except NotToBeCutError:
            raise _UnlikeError from None
        said: list[tuple[ChannelPipeline, EntityColumns, RowTimes]] = []
        edges = bounds.tolist()
        timelines = [each.values[bounds[:-1]].tolist() for each in times.columns()]
        firsts = zip(*timelines)
        for (pipeline, _), run, first_ns, start, stop in zip(
            members, runs, firsts, edges, edges[1:]
        ):
            own_times = times.run(start, stop)
            for part in run:
                if part.rows is not FIRST_ROW or not pipeline.has_said(part, first_ns):
                    said.append((pipeline, part, own_times))
        row_ids = new_row_ids(sum([_rows(each) for _, each, _ in said]))
        chunks, at = [], 0
        for pipeline, part, own_times in said:
            rows = _rows(part)
            chunks.append(pipeline.chunk(part, own_times, row_ids[at : at + rows]))
            at += rows
        return chunks


def _rows(part: EntityColumns) -> int:
    return len(part.components[0].lists)


def _alone(members: list[tuple[ChannelPipeline, MessageBatch]]) -> Iterator[Chunk]:
    """Yield the chunks of each; those that are found wanting are not tried again for a while."""
    found = []
    for pipeline, batch in members:
        before = _troubles(pipeline)
        yield from pipeline.converted(batch)
        if _troubles(pipeline) != before:
            found.append(pipeline)
    for pipeline in found or [pipeline for pipeline, _ in members if len(members) > 1]:
        pipeline.alone = ALONE


def _troubles(pipeline: ChannelPipeline) -> tuple[int, int]:
    stats = pipeline.stats
    return sum(stats.losses.values()), sum(stats.notes.values())


def _joined(batches: list[MessageBatch]) -> MessageBatch:
    """
    Return the messages of several channels as a batch of the first.

    :raises _UnlikeError: some have times that others have not.
    """
    published = [each.publish_times_ns for each in batches if each.publish_times_ns is not None]
    clocked = [each.clock_times_ns for each in batches if each.clock_times_ns is not None]
    if len(published) % len(batches) or len(clocked) % len(batches):
        raise _UnlikeError
    places = np.cumsum([0, *(len(each.buffer) for each in batches[:-1])]).tolist()
    return MessageBatch(
        batches[0].channel,
        np.concatenate([each.log_times_ns for each in batches]),
        np.concatenate(published) if published else None,
        np.concatenate([each.buffer for each in batches]),
        np.concatenate([each.starts + place for each, place in zip(batches, places)]),
        np.concatenate([each.lengths for each in batches]),
        np.concatenate(clocked) if clocked else None,
    )


def _decoded(
    first: ChannelPipeline, batch: MessageBatch, bounds: Ints
) -> tuple[Columns, RowTimes, str | None]:
    """
    Return fields, times, and the path of the stamp that the times say.

    :raises _UnlikeError: a message does not decode, or its times are not as they should be.
    """
    assert first.decoder is not None
    if len(by_byte_order(batch)) > 1:
        raise _UnlikeError
    decoded = first.decoder.decode(batch)
    if decoded.failures:
        raise _UnlikeError(np.array([failure.row for failure in decoded.failures]))
    columns, stamps = decoded.columns, None
    stamp_path = header_stamp_path(columns)
    if first.restamp:
        stamp_path = None
    if stamp_path is not None:
        stamps = stamps_ns(columns, stamp_path)
        if not stamps.all():
            raise _UnlikeError(np.flatnonzero(stamps == 0))
        if on_one_clock(batch, stamps)[1]:
            raise _UnlikeError
    times = row_times(batch, stamps)
    for values in (times.ros_ns, times.log_ns, times.publish_ns):
        if values is None:
            continue
        goes_back = values[1:] < values[:-1]
        goes_back[bounds[1:-1] - 1] = False
        if goes_back.any():
            raise _UnlikeError(np.flatnonzero(goes_back))
    return columns, times, stamp_path


def _drawn(
    first: ChannelPipeline, columns: Columns
) -> tuple[list[EntityColumns], tuple[str, ...]]:
    """
    Return what the converter draws, and the paths whose values that carries.

    :raises _UnlikeError: it fails, or something is to be said of a message.
    """
    converter = first.converter
    if converter is None:
        return [], ()
    if any(loses_precision(columns, path) for path in converter.metres):
        raise _UnlikeError
    try:
        with np.errstate(over='ignore', invalid='ignore'):
            parts = list(converter.convert(columns, None, first.context))
        first.tree.add_edges(frame_edges(columns, first.context))
    except Exception:  # the channel's own way finds out whose fault it is
        raise _UnlikeError from None
    if first.restamp:
        parts = [replace(part, stamps_ns=None) for part in parts]
    if any(part.stamps_ns is not None and not part.stamps_ns.all() for part in parts):
        raise _UnlikeError
    return parts, converter.draws
