"""What every source passes."""

from __future__ import annotations

from pathlib import Path

from rerun_bridge.sources import Source
from test.support.bags import START_NS, STEP_NS, read

WHOLE = {'/even': list(range(0, 100, 2)), '/odd': list(range(1, 100, 2))}


class SourceContract:
    """Subclassed by each source's tests, which say how a bag of rows 0 to 99 is opened."""

    def opened(self, folder: Path) -> Source:
        """Return a source of the rows 0 to 99."""
        raise NotImplementedError

    def test_every_message_comes_once_and_in_order(self, tmp_path: Path) -> None:
        """All rows of each topic, nothing lost, and progress at its end."""
        with self.opened(tmp_path) as source:
            assert read(source) == WHOLE
            assert not source.losses()
            progress = source.progress()
            assert progress.done_bytes == progress.total_bytes > 0

    def test_channels_are_described(self, tmp_path: Path) -> None:
        """Topic, type, definition and quality of service are known after reading."""
        with self.opened(tmp_path) as source:
            read(source)
            channels = {channel.topic: channel for channel in source.channels()}
        assert set(channels) == set(WHOLE)
        even = channels['/even']
        assert (even.type_name, even.encoding) == ('test_msgs/msg/Row', 'cdr')
        assert even.definition is not None
        assert 'int32 row' in even.definition.text
        assert (even.qos.transient_local, even.qos.reliable, even.qos.depth) == (True, True, 7)
        assert len({channel.id for channel in channels.values()}) == 2

    def test_time_range(self, tmp_path: Path) -> None:
        """The start is in the range, the end is not."""
        start, end = START_NS + 30 * STEP_NS, START_NS + 60 * STEP_NS
        with self.opened(tmp_path) as source:
            found = read(source, start_ns=start, end_ns=end)
        assert found == {topic: [r for r in rows if 30 <= r < 60] for topic, rows in WHOLE.items()}

    def test_topics(self, tmp_path: Path) -> None:
        """Only the topics that are asked for."""
        with self.opened(tmp_path) as source:
            assert read(source, topics=frozenset({'/odd'})) == {'/odd': WHOLE['/odd']}

    def test_extent(self, tmp_path: Path) -> None:
        """What a source says of itself is true; it may say nothing."""
        with self.opened(tmp_path) as source:
            assert source.extent() in (None, (START_NS, START_NS + 99 * STEP_NS))
            if source.extent() is not None:
                counts = {each.topic: each.message_count for each in source.channels()}
                assert counts == {topic: len(rows) for topic, rows in WHOLE.items()}

    def test_closing_twice(self, tmp_path: Path) -> None:
        """Closing is idempotent."""
        source = self.opened(tmp_path)
        source.close()
        source.close()
