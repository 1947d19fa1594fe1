"""What ``/diagnostics`` says of the bridge: one line for all, and one for each topic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan

from diagnostic_msgs.msg import DiagnosticStatus, KeyValue

from rerun_bridge.live import LiveStatus, TopicCount

__all__ = ['Diagnostics']


class Diagnostics:
    """
    Remembers what was dropped before: what is dropped now is a warning.

    :param name: of the node.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._dropped: dict[str, int] = {}

    def statuses(
        self, state: str, failure: Exception | None, status: LiveStatus
    ) -> list[DiagnosticStatus]:
        """
        Return what is so now.

        :param state: of the node, in a word.
        :param failure: what keeps it from working.
        """
        totals = {
            'topics': status.topics,
            'messages': status.messages,
            'bytes': status.size_bytes,
            'dropped': status.dropped,
        }
        level = self._level('', status.dropped)
        if failure is not None:
            level = DiagnosticStatus.ERROR
        text = str(failure or state)
        whole = self._status('forwarding', level, text, totals)
        return [whole, *self._topics(status.counts)]

    def _topics(self, counts: tuple[TopicCount, ...]) -> Iterator[DiagnosticStatus]:
        for count in counts:
            level = self._level(count.topic, count.dropped)
            text = 'dropping messages' if level == DiagnosticStatus.WARN else 'forwarded'
            values: dict[str, object] = {
                'messages': count.messages,
                'bytes': count.size_bytes,
                'dropped': count.dropped,
            }
            if not isnan(count.latency_ms):
                values['latency_ms'] = f'{count.latency_ms:.1f}'
            yield self._status(count.topic, level, text, values)

    def _level(self, topic: str, dropped: int) -> bytes:
        before = self._dropped.get(topic, 0)
        self._dropped[topic] = dropped
        found: bytes = DiagnosticStatus.WARN if dropped > before else DiagnosticStatus.OK
        return found

    def _status(
        self, what: str, level: bytes, text: str, values: Mapping[str, object]
    ) -> DiagnosticStatus:
        return DiagnosticStatus(
            level=level,
            name=f'{self._name}: {what}',
            message=text,
            hardware_id=self._name,
            values=[KeyValue(key=key, value=str(value)) for key, value in values.items()],
        )
