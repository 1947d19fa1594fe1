"""
From a live source to a recording, until it is to stop.

Three threads, so that none waits for what another does: the source takes messages into the queue,
the bridge converts what is in there, and the caller's looks at the graph.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rerun_bridge.bridge import Recording
from rerun_bridge.conversion import ConversionReport
from rerun_bridge.frames import Frames
from rerun_bridge.live.forwarding import Forwarding
from rerun_bridge.live.graph_change import NOBODY, GraphChange
from rerun_bridge.live.listening import Listening
from rerun_bridge.live.sim_clock import CLOCK_TOPIC, SimClock
from rerun_bridge.live.statistics import TopicCount
from rerun_bridge.live.subscriptions import Subscriptions
from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.sources.base import Drops, LiveSource, Loss
from rerun_bridge.sources.definition_lookup import DefinitionLookup
from rerun_bridge.sources.live_queue import LiveQueue, QueueLimits
from rerun_bridge.topic_rules import TopicSelection

__all__ = ['LiveSession', 'LiveStatus']

LOOK_S = 0.1
"""How often the graph is looked at."""
ASK_S = 0.5
"""How often the source is asked what was lost on the way."""
CLOSING_S = 5.0
"""How long it may take in the end to convert what was received."""
ALONE_S = 3.0
"""After so long it is told that nobody is there; discovery takes a tenth of that."""


class LiveStatus(NamedTuple):
    """
    What a user sees while a session runs.

    :param dropped: messages that came and were not forwarded.
    :param counts: the same by topic, as of the last second.
    """

    topics: int
    messages: int
    size_bytes: int
    dropped: int
    counts: tuple[TopicCount, ...] = ()


class LiveSession:
    """
    One source into recordings; it is run once.

    :param source: closed by whoever opened it.
    :param recording: likewise.
    :param is_watched: tells whether anybody looks at the recording; asked where the settings say
        ``lazy``.
    :param renew: ends the recording and returns the one that follows; called in another thread,
        where simulated time goes back.
    """

    def __init__(
        self,
        source: LiveSource,
        recording: Recording,
        selection: TopicSelection | None = None,
        frames: Frames | None = None,
        lookup: DefinitionLookup | None = None,
        settings: LiveSettings | None = None,
        *,
        is_watched: Callable[[], bool] | None = None,
        renew: Callable[[], Recording] | None = None,
    ) -> None:
        self._source = source
        settings, lookup = settings or LiveSettings(), lookup or DefinitionLookup()
        selection = selection or TopicSelection(hidden=settings.include_hidden)
        clock = SimClock() if settings.use_sim_time else None
        self._queue = LiveQueue(QueueLimits(settings.queue_bytes))
        self._has_clock = clock is not None
        self._forwarding = Forwarding(
            self._queue,
            recording,
            self._rules(selection),
            frames,
            lookup,
            clock,
            renew,
            says=settings.statistics,
        )
        self._subscriptions = Subscriptions(
            source,
            selection,
            lookup,
            settings,
            self._forwarding.expect,
            Listening(is_watched if settings.lazy else None, clock),
            frozenset({CLOCK_TOPIC} if clock else ()),
        )
        self._stopping = threading.Event()
        self._drained = threading.Event()
        self._failure: Exception | None = None
        self._overtaken: Mapping[int, Drops] = {}
        self._ask_at_s = 0.0
        self._renewals = 0
        self._selected: tuple[TopicSelection, Frames | None, LiveSettings | None] | None = None

    def change_rules(
        self,
        selection: TopicSelection,
        frames: Frames | None = None,
        settings: LiveSettings | None = None,
    ) -> None:
        """
        Take other topics, by other rules, from now on; safe from any thread.

        The recording goes on, and so do the subscriptions that are wanted still.

        :param settings: of these, with which QoS topics are subscribed to; the rest stays.
        """
        self._selected = selection, frames, settings

    def _rules(self, selection: TopicSelection) -> TopicSelection:
        """Return the rules alone: what is subscribed is wanted, but for the clock, perhaps."""
        hears_clock = self._has_clock and not selection.takes(CLOCK_TOPIC)
        return TopicSelection(exclude=(CLOCK_TOPIC,) * hears_clock, rules=selection.rules)

    @property
    def frame_trees(self) -> Mapping[str, Sequence[str]]:
        """Return, by root, the frames that data is in, the main one first; after the end."""
        return self._forwarding.frame_trees

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
            if self._selected is not None:
                (selection, frames, settings), self._selected = self._selected, None
                self._subscriptions.select(selection, settings)
                self._forwarding.change(self._rules(selection), frames)
            if self._renewals != self._forwarding.renewals:
                self._renewals = self._forwarding.renewals
                self._subscriptions.renew_latched()
            changes = self._subscriptions.update(time.monotonic_ns())
            if time.monotonic() >= alone_at:
                alone_at = float('inf')
                if not self._source.others():
                    changes.append(GraphChange('', NOBODY, is_warning=True))
            for change in changes:
                self._forwarding.note(change)
                on_change(change)
            while self._forwarding.told:
                on_change(self._forwarding.told.popleft())
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
        forwarding = self._forwarding
        try:
            while not self._drained.is_set():
                if self._queue.wait(LOOK_S):
                    forwarding.round()
                forwarding.look(self._dropped)
            while forwarding.round():
                pass
            self._ask_at_s = 0.0
            forwarding.look(self._dropped, is_last=True)
        except Exception as error:
            self._failure = error

    def _dropped(self) -> Mapping[str, int]:
        """Return how many messages came and were not forwarded, by topic."""
        found: Counter[str] = Counter()
        now_s = time.monotonic()
        if now_s >= self._ask_at_s:  # every reader is asked
            self._ask_at_s = now_s + ASK_S
            self._overtaken = self._source.overtaken()
        for drops in (*self._queue.drops().values(), *self._overtaken.values()):
            found[drops.channel.topic] += drops.messages
        return found

    def _status(self) -> LiveStatus:
        return LiveStatus(
            len(self._subscriptions.channels()),
            self._forwarding.messages,
            self._forwarding.size_bytes,
            sum(self._dropped().values()),
            self._forwarding.statistics.counts,
        )

    def _report(self) -> ConversionReport:
        stats = sorted(
            self._forwarding.stats, key=lambda each: (each.channel.topic, each.channel.type_name)
        )
        heard = {(each.channel.topic, each.channel.type_name) for each in stats}
        silent = [
            channel
            for channel in self._subscriptions.channels()
            if (channel.topic, channel.type_name) not in heard
        ]
        losses = [
            *_losses(self._queue.drops(), 'came faster than they could be forwarded, dropped'),
            *_losses(self._source.overtaken(), 'about: overtaken before they could be taken'),
        ]
        if self._forwarding.late:
            reason = 'came when the clock had been set back already, dropped'
            losses.append(Loss('live', reason, (), self._forwarding.late))
        return ConversionReport(tuple(stats), tuple(silent), (), tuple(losses))


def _losses(dropped: Mapping[int, Drops], reason: str) -> list[Loss]:
    return [
        Loss('live', reason, (drops.channel.topic,), drops.messages) for drops in dropped.values()
    ]
