"""Where what is logged leaves a recording: encoded, kept for sinks to come, given to all sinks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

from rerun_bridge.sdk.backlog import Backlog
from rerun_bridge.sdk.batcher import Batch
from rerun_bridge.sdk.chunk import Chunk
from rerun_bridge.sdk.log_msg import LogMsg, StoreId
from rerun_bridge.sdk.misuse import warn
from rerun_bridge.sdk.rrd.compression import Compression
from rerun_bridge.sdk.rrd.encoder import encode_chunk
from rerun_bridge.sdk.sink_failures import SinkFailures, in_words
from rerun_bridge.sdk.sinks.base import LogSink

__all__ = ['Item', 'NewSinks', 'Outlet']


class NewSinks:
    """An order: what comes after it goes to these sinks."""

    def __init__(self, sinks: tuple[LogSink, ...]) -> None:
        self.sinks = sinks
        self.replaced: tuple[LogSink, ...] = ()
        self.is_done = False


Item: TypeAlias = 'Chunk | tuple[Chunk, ...] | Batch | LogMsg | NewSinks'


class Outlet:
    """
    Does with one thing after the other what has to be done; whoever has it do so is alone.

    :ivar sinks: those that there are now.
    :ivar sink_at_work: the one that is being given something.
    :ivar failures: what goes wrong: nothing raises.
    """

    def __init__(
        self,
        store: StoreId,
        backlog: Backlog,
        rows_if_unsorted: int,
        *,
        raises: bool,
        compress: bool,
    ) -> None:
        compression = Compression(is_wanted=compress)
        self._encode = partial(encode_chunk, store=store, compression=compression)
        self._backlog = backlog
        self._rows_if_unsorted = rows_if_unsorted
        self._raises = raises
        self.begin_anew(())

    def begin_anew(self, sinks: tuple[LogSink, ...]) -> None:
        """Have these sinks, and nothing gone wrong yet."""
        self.sinks = sinks
        self.sink_at_work: LogSink | None = None
        self.failures = SinkFailures(self._raises)

    def carry_out(self, item: Item) -> None:
        """Encode chunks and send them, send a message, or change the sinks."""
        try:
            self._do(item)
        except Exception as error:
            self.failures.tell(error)

    def _do(self, item: Item) -> None:
        if isinstance(item, NewSinks):
            self._change_sinks(item)
        elif isinstance(item, LogMsg):
            self._deliver(item)
        elif isinstance(item, tuple):
            for chunk in item:
                self.carry_out(chunk)
        elif isinstance(item, Chunk):
            self._deliver(self._encode(item))
        else:
            for chunk in item.chunks(self._rows_if_unsorted):
                self._deliver(self._encode(chunk))

    def _deliver(self, msg: LogMsg) -> None:
        self._backlog.keep(msg, is_sent=bool(self.sinks))
        for sink in self.sinks:
            self._send(sink, msg)

    def _send(self, sink: LogSink, msg: LogMsg) -> None:
        self.sink_at_work = sink
        try:
            sink.send(msg)
        except Exception as error:
            self.failures.add(sink, error, msg)
        self.sink_at_work = None

    def _change_sinks(self, order: NewSinks) -> None:
        for sink in order.sinks:
            if sink not in self.sinks:
                for msg in self._backlog:
                    self._send(sink, msg)
        order.replaced = tuple([sink for sink in self.sinks if sink not in order.sinks])
        self.sinks = order.sinks
        if order.sinks and (dropped := self._backlog.forget_sent()):
            warn(f'before there was a viewer or file, {in_words(dropped)} were dropped')
        order.is_done = True

    def close_sinks(self, sinks: Sequence[LogSink]) -> None:
        """Close sinks, all of them whatever happens."""
        for sink in sinks:
            try:
                sink.close()
            except Exception as error:
                self.failures.add(sink, error)
            self.failures.settle(sink)
