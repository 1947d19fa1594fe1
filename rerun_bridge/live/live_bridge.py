"""The bridge in the background of a program: what a robot publishes goes to a recording."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from importlib import import_module
from types import TracebackType
from typing import Any

from rerun_bridge.bridge import Recording
from rerun_bridge.config import Config
from rerun_bridge.conversion import ConversionReport
from rerun_bridge.live.graph_change import GraphChange
from rerun_bridge.live.session import LiveSession, LiveStatus
from rerun_bridge.nouns import replace
from rerun_bridge.sdk import _current
from rerun_bridge.sources.base import LiveSource
from rerun_bridge.sources.definition_lookup import DefinitionLookup, installed_interfaces
from rerun_bridge.topic_patterns import pattern

__all__ = ['LiveBridge']

_LOG = logging.getLogger(__name__)
CLOSING_S = 10.0
"""How long forwarding may take to end."""


class LiveBridge:
    """
    Forwards topics, in threads of its own, from when it is made until it is closed.

    :param source: a node of rclpy, spun or not, whose own topics are heard, too; or a live source,
        which stays its owner's.
    :param topics: names or patterns of those that are taken; empty takes all that the
        configuration does.
    :param recording: where to; without one, the recording that :func:`~rerun_bridge.init` began.
    :param config: rules and settings.
    :param is_watched: see :class:`LiveSession`.
    :param renew: likewise.
    :param on_change: told what happens on the graph, from another thread; without it,
        ``logging`` is.
    :raises ValueError: there is no recording, or a pattern is none.
    """

    def __init__(
        self,
        source: LiveSource | Any,
        topics: Sequence[str] = (),
        recording: Recording | None = None,
        *,
        config: Config | None = None,
        is_watched: Callable[[], bool] | None = None,
        renew: Callable[[], Recording] | None = None,
        on_change: Callable[[GraphChange], None] | None = None,
    ) -> None:
        config = config or Config()
        for text in topics:
            pattern(text)
        if topics:
            config = replace(config, topics=replace(config.topics, include=tuple(topics)))
        recording = _current.current(None) if recording is None else recording
        if recording is None:
            raise ValueError('there is no recording: call rerun_bridge.init(), or give one')
        self._source: LiveSource = source
        self._is_own = hasattr(source, 'create_subscription')
        if self._is_own:  # what is not ours is a node's
            self._source = import_module('rerun_bridge.sources.ros').RosSource(
                source, low_latency=config.live.low_latency, hears_itself=True
            )
        self._session = LiveSession(
            self._source,
            recording,
            config.live_topics,
            config.frames,
            DefinitionLookup((), installed_interfaces()),
            config.live,
            is_watched=is_watched,
            renew=renew,
        )
        self._on_change = on_change or _log
        self._stopping = threading.Event()
        self._report = ConversionReport((), (), (), ())
        self.status = LiveStatus(0, 0, 0, 0)
        """What was forwarded so far; safe from any thread."""
        self.failure: Exception | None = None
        """What ended it before it was closed."""
        self._thread = threading.Thread(target=self._run, name='rerun_bridge', daemon=True)
        self._thread.start()

    def use(self, config: Config) -> None:
        """
        Go on by other rules; nothing is lost of topics that both want.

        :param config: of its settings, how topics are subscribed to; the rest stays as it is.
        """
        self._session.change_rules(config.live_topics, config.frames, config.live)

    def close(self) -> ConversionReport:
        """Forward what has come, and return what became of it; idempotent."""
        if not self._stopping.is_set():
            self._stopping.set()
            self._thread.join(CLOSING_S)
            if self._is_own:
                self._source.close()
        return self._report

    def _run(self) -> None:
        try:
            self._report = self._session.run(self._stopping.is_set, self._on_change, self._note)
        except Exception as error:
            self.failure = error
            _LOG.error('%s', error)

    def _note(self, status: LiveStatus) -> None:
        self.status = status

    def __enter__(self) -> LiveBridge:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()


def _log(change: GraphChange) -> None:
    _LOG.log(logging.WARNING if change.is_warning else logging.INFO, '%s', change)
