"""
From a live source to a recording, until it is to stop.

Three threads, so that none waits for what another does: the source takes messages into the queue,
the bridge converts what is in there, and the caller's looks at the graph.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from rerun_bridge.bridge import Recording
from rerun_bridge.conversion import ConversionReport
from rerun_bridge.frames import Frames
from rerun_bridge.live.forwarding import Forwarding
from rerun_bridge.live.subscriptions import GraphChange, Subscriptions
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.sources.base import LiveSource, Loss
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.live_queue import LiveQueue, QueueLimits
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['LiveSession', 'LiveStatus']

LOOK_S = 0.1
"""How often the graph is looked at."""
CLOSING_S = 5.0
"""How long it may take in the end to convert what was received."""
ALONE_S = 3.0
"""After so long it is told that nobody is there; discovery takes a tenth of that."""


class LiveStatus(NamedTuple):
    """What a user sees while a session runs."""

    topics: int
    messages: int
    size_bytes: int
    dropped: int


class LiveSession:
    """
    One recording of one source; it is run once.

    :param source: closed by whoever opened it.
    :param recording: likewise.
    """

    def __init__(
        self,
        source: LiveSource,
        recording: Recording,
        selection: TopicSelection | None = None,
        frames: Frames | None = None,
        lookup: DefinitionLookup | None = None,
        settings: LiveSettings | None = None,
    ) -> None:
        self._source = source
        settings, lookup = settings or LiveSettings(), lookup or DefinitionLookup()
        selection = selection or TopicSelection(hidden=settings.include_hidden)
        self._queue = LiveQueue(QueueLimits(settings.queue_bytes))
        # what is subscribed is wanted; the bridge need not ask again
        rules = TopicSelection(rules=selection.rules)
        self._forwarding = Forwarding(self._queue, recording, rules, frames, lookup)
        self._bridge = self._forwarding.bridge
        self._subscriptions = Subscriptions(
            source, selection, lookup, settings, self._bridge.expect
        )
        self._stopping = threading.Event()
        self._drained = threading.Event()
        self._failure: Exception | None = None

    def run(
        self,
        stopped: Callable[[], bool],
        on_change: Callable[[GraphChange], None],
        on_status: Callable[[LiveStatus], None],
    ) -> ConversionReport:
        """
        Forward until it is to stop, then what was received until then.

        :param on_change: told what happens on the graph.
        :param on_status: told ten times a second how far it is.
        :raises SourceError: the source is not to be read any more.
        :raises SinkError: the recording takes no more.
        """
        threads = [
            threading.Thread(target=self._take, name='rerun_bridge intake', daemon=True),
            threading.Thread(target=self._forward, name='rerun_bridge forwarding', daemon=True),
        ]
        for thread in threads:
            thread.start()
        try:
            self._watch(stopped, on_change, on_status)
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join(CLOSING_S)
        if self._failure is not None:
            raise self._failure
        return self._report()

    def _watch(
        self,
        stopped: Callable[[], bool],
        on_change: Callable[[GraphChange], None],
        on_status: Callable[[LiveStatus], None],
    ) -> None:
        alone_at = time.monotonic() + ALONE_S
        while not stopped() and self._failure is None:
            for change in self._subscriptions.update(time.monotonic_ns()):
                on_change(change)
            if time.monotonic() >= alone_at:
                alone_at = float('inf')
                if not self._source.others():
                    on_change(GraphChange('', 'nobody is there yet', is_warning=True))
            on_status(self._status())
            time.sleep(LOOK_S)

    def _take(self) -> None:
        try:
            self._source.run(self._queue.put, self._stopping.is_set)
        except Exception as error:  # told by the thread that waits
            self._failure = error
        finally:
            self._drained.set()

    def _forward(self) -> None:
        try:
            while not self._drained.is_set():
                if self._queue.wait(LOOK_S):
                    self._forwarding.round()
            while self._forwarding.round():
                pass
        except Exception as error:
            self._failure = error

    def _status(self) -> LiveStatus:
        stats = self._bridge.stats
        return LiveStatus(
            len(self._subscriptions.channels()),
            sum(each.messages for each in stats),
            self._forwarding.size_bytes,
            sum(drops.messages for drops in self._queue.drops().values()),
        )

    def _report(self) -> ConversionReport:
        stats = sorted(
            self._bridge.stats, key=lambda each: (each.channel.topic, each.channel.type_name)
        )
        heard = {(each.channel.topic, each.channel.type_name) for each in stats}
        silent = [
            channel
            for channel in self._subscriptions.channels()
            if (channel.topic, channel.type_name) not in heard
        ]
        losses = [
            Loss(
                'live',
                'came faster than they could be forwarded, dropped',
                (drops.channel.topic,),
                drops.messages,
            )
            for drops in self._queue.drops().values()
        ]
        return ConversionReport(tuple(stats), tuple(silent), (), tuple(losses))
