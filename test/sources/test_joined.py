"""Several sources as one."""

from __future__ import annotations

from pathlib import Path

from rerun_bridge.sources import Source
from rerun_bridge.sources.base import Loss
from rerun_bridge.sources.db3 import Db3Source
from rerun_bridge.sources.joined import JoinedSource
from rerun_bridge.sources.mcap import McapSource
from test.sources.contract import WHOLE, SourceContract
from test.support.bags import read, write_db3, write_mcap


class TestSplitBag(SourceContract):
    """Two files of a split bag, in which the topics have other ids."""

    def opened(self, folder: Path) -> Source:
        """Return a source of the rows 0 to 99."""
        write_db3(folder / '0.db3', range(50))
        write_db3(folder / '1.db3', range(50, 100), ids=(8, 1))
        return JoinedSource([Db3Source(folder / f'{i}.db3') for i in (0, 1)], merged=False)


def test_bags_are_merged_in_time(tmp_path: Path) -> None:
    """Batches of several bags come by the time of their first message; counts add up."""
    write_mcap(tmp_path / 'late.mcap', range(60, 100))
    write_db3(tmp_path / 'early.db3', range(60))
    late, early = McapSource(tmp_path / 'late.mcap'), Db3Source(tmp_path / 'early.db3')
    with JoinedSource([late, early], merged=True) as source:
        assert {c.topic: c.message_count for c in source.channels()} == {'/even': 50, '/odd': 50}
        assert read(source) == WHOLE
        assert len(source.channels()) == 2


def test_a_bag_is_not_begun_before_its_time(tmp_path: Path) -> None:
    """A day in a hundred bags takes the memory of one: where each says when it begins."""
    whole = tmp_path / '3.mcap'
    for i in range(4):
        write_mcap(tmp_path / f'{i}.mcap', range(i * 25, i * 25 + 25))
    whole.write_bytes(whole.read_bytes()[:-30])  # this one does not say
    sources = [McapSource(tmp_path / f'{i}.mcap') for i in (2, 3, 0, 1)]
    begun: list[list[bool]] = []
    with JoinedSource(sources, merged=True) as source:
        for _ in source.batches():
            begun.append([each.progress().done_bytes > 0 for each in sources])
    assert begun[0] == [False, True, True, False]
    assert begun[-1] == [True] * 4
    assert [sum(each) for each in begun] == sorted(sum(each) for each in begun)
    assert len({sum(each) for each in begun}) == 3


def test_losses_and_closing(tmp_path: Path) -> None:
    """Losses known before are told with those of the files; what is to be cleaned up is, once."""
    write_db3(tmp_path / 'a.db3')
    closed: list[int] = []
    known = Loss('b.db3', 'is missing')
    source = JoinedSource(
        [Db3Source(tmp_path / 'a.db3')],
        merged=False,
        losses=[known],
        on_close=lambda: closed.append(1),
    )
    assert list(source.losses()) == [known]
    source.close()
    source.close()
    assert closed == [1]
