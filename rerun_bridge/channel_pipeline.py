"""The steps of one channel: its decoder, its converter, its counters."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import partial
from operator import ge, is_
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from rerun_bridge.cdr import Columns, Decoder, Strings, by_byte_order, compile_plan
from rerun_bridge.converters import Context, EntityColumns, find_converter
from rerun_bridge.converters.assembly import assembled
from rerun_bridge.converters.generic import kept_components, loses_precision, raw_component
from rerun_bridge.converters.image_planes import image_plane
from rerun_bridge.converters.remembered import Remembered
from rerun_bridge.converters.repeated import Repeated
from rerun_bridge.converters.stamps import header_stamp_path, stamps_ns
from rerun_bridge.converters.transforms import frame_dictionary, frame_edges
from rerun_bridge.definitions import parse_definition
from rerun_bridge.errors import ConvertError, DefinitionError
from rerun_bridge.frame_tree import FrameTree
from rerun_bridge.frames import Frames
from rerun_bridge.messages import Channel, MessageBatch
from rerun_bridge.nouns import replace
from rerun_bridge.row_times import RowTimes, on_one_clock, row_times
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.entity_path import EntityPath
from rerun_bridge.sdk.held_lists import earliest_rows
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids
from rerun_bridge.stats import ChannelStats
from rerun_bridge.topic_rules import ChannelRule

if TYPE_CHECKING:
    from rerun_bridge.thinning import Thinning

__all__ = ['ChannelPipeline', 'is_static']

MOST_PATHS = 1000
FEW_ROWS = 16
"""So many are tried together behind one that cannot be drawn; twice as many after each success."""
SAY_AGAIN_NS = 1_000_000_000
"""What does not change is said no more often: latest-at gives it to the rows between."""
WHOLE_VIDEO = 'max_hz is left aside: a video without some of its messages is none'
PLACED = ('3D', 'Image', 'Pinhole', 'GridMap', 'orientation')
"""Words of what is drawn somewhere in space."""
IMAGE_TYPES = ('sensor_msgs/msg/Image', 'sensor_msgs/msg/CompressedImage')


def is_static(channel: Channel) -> bool:
    """
    Tell whether a channel's messages hold at all times.

    Static transforms always do. Another latched topic does while it has one message only: a second
    one would hide the first, since a static value has no history.
    """
    if channel.type_name == 'tf2_msgs/msg/TFMessage':
        return channel.qos.transient_local or channel.topic.endswith('tf_static')
    return channel.qos.transient_local and channel.message_count == 1


def _thinning(max_hz: float) -> Thinning:
    from rerun_bridge.thinning import Thinning  # start-up: few topics are

    return Thinning(max_hz)


class ChannelPipeline:
    """
    Turns the batches of one channel into chunks, in order.

    :param rule: what is special about the topic.
    :param frames: how coordinate frames are named in the recording.
    :param tree: learns of the frames of the messages.
    :param apart: the topic has another type, too, whose entity it is; this one goes below it.
    """

    def __init__(
        self,
        channel: Channel,
        rule: ChannelRule,
        frames: Frames,
        tree: FrameTree,
        *,
        apart: bool = False,
    ) -> None:
        def frame_name(frame_id: str) -> str:
            frame_id = frame_id if rule.frame_id is None else rule.frame_id
            return frames.name(frame_id, rule.frame_prefix)

        self.tree = tree
        self.image_planes: set[str] = set()
        self.path = rule.path
        if apart:
            self.path = self.path / channel.type_name.replace('/', '.')
        self._kept = Remembered()
        self._said: dict[tuple[str, ...], tuple[tuple[ComponentColumn, ...], tuple[int, ...]]] = {}
        self._paths: dict[tuple[str, ...], EntityPath] = {}
        self.restamp = rule.restamp
        is_latched = channel.qos.transient_local or is_static(channel)
        self._thinning = _thinning(rule.max_hz) if rule.max_hz and not is_latched else None
        self._may_be_video = self._thinning is not None
        self.converter = None if rule.fields_only else find_converter(channel.type_name)
        self._repeated = Repeated(self.converter.carries if self.converter else '')
        self.stats = ChannelStats(channel, str(self.path), 'raw bytes')
        self.decoder = self._new_decoder(channel)
        if self.decoder:
            self.stats.drawn_as = self.converter.drawn_as if self.converter else 'fields'
        self.has_place = any(word in self.stats.drawn_as for word in PLACED)
        self._state = self.converter.start() if self.converter and self.converter.start else None
        self.context = Context(channel, rule.options, True, is_static(channel), frame_name)
        # of several static rows only the newest counts: what a converter does not spread over
        # entities keeps its times then
        self._is_static = self.context.static and channel.message_count == 1
        self.kind = self._kind(channel, rule)
        self.alone = 0
        """For how many batches it is not worth a try to convert them with those of others."""

    def _kind(self, channel: Channel, rule: ChannelRule) -> Hashable:
        """Return what channels have in common that may be converted together; None where none."""
        converter = self.converter
        if self.decoder is None or self.context.static or channel.type_name in IMAGE_TYPES:
            return None
        if converter is not None and (converter.start is not None or converter.by_channel):
            return None
        options = tuple(sorted((name, repr(value)) for name, value in rule.options.items()))
        own = rule.frame_id, rule.frame_prefix, rule.fields_only, rule.restamp
        return (channel.type_name, channel.definition, *own, options)

    @property
    def is_to_be_joined(self) -> bool:
        """Whether the next batch may be converted with those of other channels of its kind."""
        self.alone = max(self.alone - 1, 0)
        is_first = self.converter is not None and self.context.first
        return self.kind is not None and not self.alone and not is_first

    def _new_decoder(self, channel: Channel) -> Decoder | None:
        if channel.definition is None:
            self.stats.notes['no definition of the type: give it with --definitions DIR'] = 0
            return None
        try:
            return Decoder(compile_plan(parse_definition(channel.definition, channel.type_name)))
        except DefinitionError as error:
            self.stats.notes[f'definition not understood: {error.message}'] = 0
            return None

    def chunks(self, batch: MessageBatch) -> Iterator[Chunk]:
        """Yield what the messages of a batch became; a bad message costs itself only."""
        yield from self.converted(self.admitted(batch))

    def admitted(self, batch: MessageBatch) -> MessageBatch:
        """Count messages; return those that are wanted."""
        self.stats.messages += len(batch)
        if self._may_be_video:
            from rerun_bridge.video_streams import is_video  # start-up: few topics are thinned

            self._may_be_video = False
            if is_video(batch):
                self._thinning = None
                self.stats.notes[WHOLE_VIDEO] = 0
        if self._thinning is not None:
            kept = self._thinning.kept(batch.log_times_ns)
            self.stats.thinned += len(batch) - len(kept)
            batch = batch.pick(kept)
        return batch

    def has_said(self, part: EntityColumns, first_ns: tuple[int, ...]) -> bool:
        """
        Tell whether a part says what was said a moment ago, so that it holds still.

        If not, it is said now.

        :param part: its one row is the first of the messages.
        :param first_ns: when that is on each timeline, first the log time.
        """
        components, said_ns = self._said.get(part.path, ((), ()))
        if (
            len(components) == len(part.components)
            and len(said_ns) == len(first_ns)
            and all(map(is_, components, part.components))
            and all(map(ge, first_ns, said_ns))
            and first_ns[0] - said_ns[0] < SAY_AGAIN_NS
        ):
            return True
        self._said[part.path] = part.components, first_ns
        return False

    def converted(self, batch: MessageBatch) -> Iterator[Chunk]:
        """Yield what messages that were admitted became."""
        if not len(batch):
            return
        self._said.clear()
        if self.decoder is None:
            yield self._raw(batch)
            return
        for part in by_byte_order(batch):
            decoded = self.decoder.decode(part)
            if decoded.failures:
                for failure in decoded.failures:
                    self.stats.lose(failure.reason)
                failed = np.array([failure.row for failure in decoded.failures], np.int64)
                yield self._raw(part.pick(failed))
                part = part.pick(decoded.rows)
            yield from self._converted(self.decoder, part, decoded.columns)

    def _converted(
        self, decoder: Decoder, batch: MessageBatch, columns: Columns
    ) -> Iterator[Chunk]:
        """
        Yield the chunks of messages that decode, in order.

        Those that cannot be drawn are taken out one by one. What stands before and after one is
        drawn apart, and where there is one there may be more: few rows are tried together then,
        so that a batch of bad ones costs little more than its size.
        """
        bad: list[int] = []
        pending, most = [np.arange(len(batch))], len(batch)
        while pending:
            rows = pending.pop()
            if len(rows) == 0:
                continue
            if len(rows) > most:
                pending.append(rows[most:])
                rows = rows[:most]
            some = batch
            if len(rows) < len(batch):
                some = batch.pick(rows)
                columns = decoder.decode(some).columns
            try:
                # Numbers that a drawing cannot hold become infinite, which is nothing to warn of.
                with np.errstate(over='ignore', invalid='ignore'):
                    times, parts = self._parts(some, columns)
            except ConvertError as error:
                most = FEW_ROWS
                known = error.row is not None and 0 <= error.row < len(rows)
                if known or len(rows) == 1:
                    row = (error.row or 0) if known else 0
                    self.stats.lose(error.message)
                    bad.append(int(rows[row]))
                    pending += [rows[row + 1 :], rows[:row]]
                else:  # a converter that cannot say which: halves until it is found
                    pending += [rows[len(rows) // 2 :], rows[: len(rows) // 2]]
                continue
            most = max(most, 2 * len(rows))
            for part in parts:
                if len(part.components[0].lists):
                    yield self.chunk(part, times)
        if bad:
            yield self._raw(batch.pick(np.array(sorted(bad), np.int64)))

    def _parts(
        self, batch: MessageBatch, columns: Columns
    ) -> tuple[RowTimes, list[EntityColumns]]:
        stamp_path = header_stamp_path(columns)
        stamps = None
        if stamp_path is not None and not self.restamp:
            stamps = stamps_ns(columns, stamp_path)
            stamps, foreign = on_one_clock(batch, stamps)
            if foreign:
                note = "stamp is the wall clock's, not the simulation's: /clock used"
                self.stats.notes[note] += foreign
                stamp_path = None  # it is kept as it is
        times, time_columns = row_times(batch, stamps).looked_at()
        anchors = earliest_rows(time_columns)
        if stamp_path != 'header.stamp' or stamps is None or self._is_static or not stamps.all():
            return times, self._made(batch, columns, anchors, stamp_path, stamps)
        parts = None if self.context.first else self._repeated.again(batch, columns, anchors)
        if parts is None:
            parts = self._made(batch, columns, anchors, stamp_path, stamps)
            self._repeated.learn(parts)
        return times, parts

    def _made(
        self,
        batch: MessageBatch,
        columns: Columns,
        anchors: npt.NDArray[np.int64],
        stamp_path: str | None,
        stamps: npt.NDArray[np.int64] | None,
    ) -> list[EntityColumns]:
        """
        Return what is drawn and what is kept.

        :param anchors: the rows where a held value stands.
        :param stamp_path: of the stamps that the times carry.
        :param stamps: of the messages, where they count.
        """
        parts, skipped, precise = self._draw(columns)
        if self.restamp:
            parts = [replace(part, stamps_ns=None) for part in parts]
        own_stamps = [part.stamps_ns for part in parts if part.stamps_ns is not None]
        zeros = sum(int((ns == 0).sum()) for ns in [stamps, *own_stamps] if ns is not None)
        if zeros:
            used = 'log time' if batch.clock_times_ns is None else '/clock'
            self.stats.notes[f'stamp is zero: {used} used'] += zeros
        if stamp_path is not None and stamps is not None and not zeros and not self._is_static:
            skipped += (stamp_path,)
        has_frame = isinstance(columns.get('header.frame_id'), Strings)
        if has_frame:
            skipped += ('header.frame_id',)
        make_kept = partial(
            kept_components,
            columns,
            self.context.channel.type_name,
            skip=skipped,
            keep=precise,
            anchors=anchors,
            plottable=self.converter is None,
        )
        kept = (
            make_kept()
            if precise
            else self._kept.kept(batch, columns, skipped, anchors, make_kept)
        )
        frames = None
        if has_frame:
            frames = frame_dictionary(columns.strings('header.frame_id'), self.context)
            self.tree.add_frames(frames[1], placed=self.has_place)
            if self.context.channel.type_name in IMAGE_TYPES:
                self.image_planes.update(image_plane(name) for name in frames[1] if name)
        return assembled(parts, kept, frames, anchors)

    def _draw(
        self, columns: Columns
    ) -> tuple[list[EntityColumns], tuple[str, ...], tuple[str, ...]]:
        """
        Return what the converter draws, and the paths whose values that carries.

        Then those of them that it does not carry in full.
        """
        converter = self.converter
        if converter is None:
            return [], (), ()
        try:
            parts = list(converter.convert(columns, self._state, self.context))
            self.tree.add_edges(frame_edges(columns, self.context))
        except ConvertError:
            raise
        except Exception as error:  # a fault of the converter, or a definition with other fields
            self.stats.lose(
                f'not drawn, its fields are kept: {type(error).__name__}: {error}', columns.rows
            )
            return [], (), ()
        if self.context.first:
            self.context = replace(self.context, first=False)
        precise = tuple(path for path in converter.metres if loses_precision(columns, path))
        for path in precise:
            self.stats.notes[f'{path} is kept as float64 too: float32 loses more than 1 mm'] += (
                columns.rows
            )
        return parts, converter.draws, precise

    def chunk(
        self,
        part: EntityColumns,
        times: RowTimes,
        row_ids: npt.NDArray[np.uint8] | None = None,
    ) -> Chunk:
        """
        Return a part as a chunk.

        :param row_ids: new ones where not given.
        """
        path = self._paths.get(part.path)
        if path is None:
            path = self.path
            for name in part.path:
                path = path / name
            if len(self._paths) < MOST_PATHS:
                self._paths[part.path] = path
        static = part.static or self._is_static
        return Chunk(
            new_chunk_id(),
            path,
            new_row_ids(len(part.components[0].lists)) if row_ids is None else row_ids,
            () if static else times.columns(part.rows, part.stamps_ns),
            part.components,
        )

    def _raw(self, batch: MessageBatch) -> Chunk:
        return self.chunk(EntityColumns((raw_component(batch),)), row_times(batch, None))
