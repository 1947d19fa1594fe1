"""A recording: takes rows, columns and chunks, and has them encoded and written behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from itertools import count
from time import time_ns
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from rerun_bridge.sdk import _current
from rerun_bridge.sdk.archetypes.recording import RecordingInfo
from rerun_bridge.sdk.batcher import Batch, RowBatch
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.component import ComponentColumn
from rerun_bridge.sdk.delivery import WAITING_BYTES, Delivery
from rerun_bridge.sdk.destinations import Destinations
from rerun_bridge.sdk.direct_delivery import DirectDelivery
from rerun_bridge.sdk.entity_path import EntityPath, PathLike, path_text
from rerun_bridge.sdk.foreign import handler_of
from rerun_bridge.sdk.ids import new_chunk_id, new_row_ids
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.misuse import misused, switch
from rerun_bridge.sdk.recording_times import RecordingTimes
from rerun_bridge.sdk.rrd.encoder import encode_chunk, encode_store_info
from rerun_bridge.sdk.thread_times import STATIC, Timelines
from rerun_bridge.sdk.time import TimeColumn, TimeType

if TYPE_CHECKING:
    from uuid import UUID

    from rerun_bridge.sdk.archetypes.archetype import Component
    from rerun_bridge.sdk.archetypes.cells.cells import Cell
    from rerun_bridge.sdk.blueprint.layout import BlueprintLike
    from rerun_bridge.sdk.time_points import DurationLike, TimestampLike

__all__ = ['AsCells', 'RecordingStream', 'WAITING_BYTES']

SOURCE = 'rerun_bridge'
PROPERTIES = '__properties'
ROW_BYTES = 256
"""About what a row takes besides its cells, until it is encoded: each number is an object."""
SEQUENCE = TimeType.SEQUENCE


class AsCells(Protocol):
    """What ``log`` takes: all archetypes, and ``AnyValues``."""

    cells: dict[Component, Cell]
    """The values of a row, by component."""


class RecordingStream(Destinations):
    """
    A recording that is being made.

    In a ``with`` block it is the one that functions like ``log`` mean; the block's end writes what
    waits and closes files. Encoding and writing happen in one thread of the recording's own.

    :param application_id: recordings of one application share a blueprint in the viewer.
    :param recording_id: any text; random where not given.
    :param recording_name: what the viewer shows.
    :param make_default: functions of all threads mean this one.
    :param make_thread_default: functions of this thread mean this one.
    :param default_enabled: whether anything is logged, unless the environment variable ``RERUN``
        says ``on`` or ``off``.
    :param send_properties: say in the recording when it began.
    :param buffer_bytes: how much to keep until there is a viewer or file, where not all of it:
        then the oldest rows are dropped.
    :param compress: use LZ4 wherever it saves something; without, only where it saves so much that
        it is quick. Recordings become smaller, and slower to write and read.
    :param direct: encode and write in the thread that logs; only one may.
    :param raise_sink_errors: raise what goes wrong at a sink when chunks are sent, and at
        :meth:`flush` and :meth:`close`; else it is told by ``logging``. :meth:`log` never raises
        it.
    :raises ValueError: an id is empty.
    """

    def __init__(
        self,
        application_id: str,
        recording_id: str | UUID | None = None,
        *,
        recording_name: str | None = None,
        make_default: bool = False,
        make_thread_default: bool = False,
        default_enabled: bool = True,
        send_properties: bool = True,
        buffer_bytes: int | None = None,
        raise_sink_errors: bool = True,
        compress: bool = False,
        direct: bool = False,
    ) -> None:
        identity = os.urandom(16).hex() if recording_id is None else str(recording_id)
        if not application_id or not identity:
            raise ValueError('an application id or recording id is empty')
        self.store = StoreId(application_id, identity)
        enabled = switch('RERUN')
        super().__init__(
            (DirectDelivery if direct else Delivery)(
                self.store,
                raises=raise_sink_errors,
                buffer_bytes=buffer_bytes,
                compress=compress,
            ),
            default_enabled if enabled is None else enabled,
        )
        with_log_time = switch('RERUN_LOG_TIME') is not False
        self._new_batch = partial(RowBatch, with_log_time=with_log_time)
        self._ticks = count() if switch('RERUN_LOG_TICK') else None
        kinds = {'log_time': TimeType.TIMESTAMP} if with_log_time else {}
        self.times = RecordingTimes(kinds)
        self._of_thread = self.times.local
        keep = self._delivery.backlog.keep
        keep(encode_store_info(self.store, new_chunk_id(), SOURCE), is_sent=False)
        if send_properties:
            keep(self._properties(recording_name), is_sent=False)
        if make_default:
            _current.set_global(self)
        if make_thread_default:
            _current.set_of_thread(self)

    def _properties(self, name: str | None) -> LogMsg:
        columns = [RecordingInfo.start_time.column(np.array([time_ns()]))]
        if name is not None:
            columns.append(RecordingInfo.name.column([name]))
        path = EntityPath((PROPERTIES,))
        chunk = Chunk(new_chunk_id(), path, new_row_ids(1), (), tuple(columns))
        return encode_chunk(chunk, self.store)

    # ------------------------------------------------------------------ logging

    def log(
        self,
        entity_path: PathLike,
        *entities: AsCells | Any,
        static: bool = False,
        strict: bool | None = None,
    ) -> None:
        """
        Log a row: values of one entity, at the times that this thread has set.

        :param entity_path: where to: an escaped text, or a list of parts as they are.
        :param entities: archetypes; or something that a handler of :mod:`.foreign` logs.
        :param static: the values hold at all times.
        :param strict: raise misuse, or warn of it; where not given, as the program decided.
        """
        if self.enabled:
            self.log_entities(entity_path, entities, static, strict)

    def log_entities(
        self,
        entity_path: PathLike,
        entities: tuple[AsCells | Any, ...],
        static: bool,
        strict: bool | None,
    ) -> None:
        """Log as :meth:`log` does; for functions that have the arguments in a tuple."""
        try:
            path = entity_path if type(entity_path) is str else path_text(entity_path)
            try:
                (entity,) = entities
                cells = entity.cells
            except (ValueError, AttributeError):
                cells = self._joined_cells(path, entities, static, strict)
            if not cells:
                return
            if static:
                timelines = STATIC
                row = [time_ns(), *cells.values()]
            else:
                times = self._of_thread.times
                if self._ticks is not None:
                    times.set('log_tick', SEQUENCE, next(self._ticks))
                timelines = times.timelines
                row = [time_ns(), *times.values.values(), *cells.values()]
            size_bytes = ROW_BYTES
            for component, cell in cells.items():
                size_bytes += len(cell) if type(cell) is bytes else component.cell_bytes(cell)
            key = (path, timelines, tuple(cells))
            self._delivery.add(key, self._new_batch, row, size_bytes)
        except Exception as error:  # whatever it is, a robot does not stop for a drawing
            misused(error, f'log({entity_path!r})', strict)

    def _joined_cells(
        self, path: str, entities: tuple[Any, ...], static: bool, strict: bool | None
    ) -> dict[Component, Cell]:
        """Return the cells of several archetypes; log what is foreign."""
        joined: dict[Component, Cell] = {}
        if not entities:
            raise TypeError('nothing to log was given')
        for entity in entities:
            cells = getattr(entity, 'cells', None)
            if cells is not None:
                if twice := [each.descriptor.component for each in cells if each in joined]:
                    error = ValueError(f'{", ".join(twice)} given twice: the first counts')
                    misused(error, f'log({path!r})', strict)
                joined = {**cells, **joined}
            elif (handler := handler_of(entity)) is not None:
                handler(self, path, entity, static)
            else:
                raise TypeError(f'{type(entity).__name__} is nothing that can be logged')
        return joined

    def gather(
        self, key: Hashable, make: Callable[[Any], Batch], item: Any, size_bytes: int
    ) -> None:
        """
        Put a thing into a batch, which is made into chunks soon; for handlers of :mod:`.foreign`.

        :param key: things of one key gather in one batch.
        :param make: called with the key, makes an empty batch.
        :param size_bytes: about how much memory the thing takes.
        """
        self._delivery.add(key, make, item, size_bytes)

    def now(self) -> tuple[int, Timelines, tuple[int, ...]]:
        """Return the clock's time in nanoseconds, and the times that this thread has set."""
        times = self.times.of_thread
        return time_ns(), times.timelines, tuple(times.values.values())

    def send_columns(
        self,
        entity_path: PathLike,
        indexes: Iterable[TimeColumn],
        columns: Iterable[ComponentColumn],
    ) -> None:
        """
        Log many rows of one entity at once.

        :param entity_path: where to.
        :param indexes: the rows' times; none makes the values static.
        :param columns: the rows' components, all as long as the indexes.
        :raises ValueError: the columns are not of one length.
        """
        if not self.enabled:
            return
        path = EntityPath.parse(path_text(entity_path))
        times, components = tuple(indexes), tuple(columns)
        if times and not components:
            return  # what made them has told why
        lengths = {len(column.values) for column in times} | {len(c.lists) for c in components}
        if len(lengths) != 1:
            raise ValueError(f'{path}: columns of different lengths: {sorted(lengths)}')
        for column in times:
            self.times.check(column.timeline.name, column.timeline.type)
        if rows := lengths.pop():
            self.send_chunk(Chunk(new_chunk_id(), path, new_row_ids(rows), times, components))

    def send_chunk(self, chunk: Chunk) -> None:
        """
        Have a chunk encoded and written; block while too much waits already.

        :raises SinkError: an earlier chunk could not be written.
        """
        self._delivery.send(chunk, chunk.size_bytes)

    def send_chunks(self, chunks: Sequence[Chunk]) -> None:
        """
        Send many small chunks as :meth:`send_chunk` does one, at less cost for each.

        :raises SinkError: an earlier chunk could not be written.
        """
        self._delivery.send(tuple(chunks), sum([chunk.size_bytes for chunk in chunks]))

    # ------------------------------------------------------------------ times

    def set_time(
        self,
        timeline: str,
        *,
        sequence: int | None = None,
        duration: DurationLike | None = None,
        timestamp: TimestampLike | None = None,
    ) -> None:
        """
        Set the time of a timeline for the rows that this thread logs from now on.

        :param sequence: a whole number.
        :param duration: seconds, or a duration of ``datetime`` or numpy.
        :param timestamp: seconds since 1970, or a time of ``datetime`` or numpy.
        """
        if self.enabled:
            self.times.set(timeline, sequence, duration, timestamp)

    def disable_timeline(self, timeline: str) -> None:
        """Forget the time that this thread has set on a timeline."""
        self.times.of_thread.remove(timeline)

    def reset_time(self) -> None:
        """Forget all times that this thread has set."""
        self.times.of_thread.clear()

    # ------------------------------------------------------------------ the recording itself

    def is_enabled(self) -> bool:
        """Tell whether anything is logged."""
        return self.enabled

    def get_application_id(self) -> str:
        """Return the application id."""
        return self.store.application_id

    def get_recording_id(self) -> str:
        """Return the recording id."""
        return self.store.recording_id

    def send_recording_name(self, name: str) -> None:
        """Give the recording a name, which the viewer shows."""
        self.log(PROPERTIES, RecordingInfo(name=name), static=True)

    def send_property(self, name: str, values: AsCells) -> None:
        """
        Send a property of the recording, which the viewer shows beside its name.

        :param values: an archetype, or ``AnyValues``.
        """
        self.log([PROPERTIES, name], values, static=True)

    def send_blueprint(
        self, blueprint: BlueprintLike, *, make_active: bool = True, make_default: bool = True
    ) -> None:
        """
        Have viewers show the application so.

        :param blueprint: a ``Blueprint``, a container or a view.
        :param make_active: now.
        :param make_default: when people reset the blueprint.
        """
        if not self.enabled:
            return
        # Few programs have one.
        from rerun_bridge.sdk.blueprint.messages import blueprint_messages

        application = self.store.application_id
        for msg in blueprint_messages(
            blueprint, application, SOURCE, make_active=make_active, make_default=make_default
        ):
            self._delivery.send(msg, msg.size_bytes)

    def __enter__(self) -> RecordingStream:
        """Become the recording of this thread."""
        _current.enter(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what waits and close files; viewers stay connected."""
        _current.leave()
        if not self._delivery.is_closed:
            live = [sink for sink in self.sinks if getattr(sink, 'is_live', False)]
            self.set_sinks(*live)

    def __del__(self) -> None:
        """Close without waiting."""
        delivery = getattr(self, '_delivery', None)
        if delivery is not None:
            delivery.abandon()
