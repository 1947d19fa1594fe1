"""Whether the library is as we know it."""

from __future__ import annotations

import numpy as np
import pytest

from rerun_bridge.sources.dds import self_test
from rerun_bridge.sources.dds.graph import DdsGraph
from rerun_bridge.sources.dds.library import WITHOUT_GIL, Library
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_reader import RawReader
from rerun_bridge.sources.dds.samples import Samples
from rerun_bridge.sources.dds.self_test import reads_raw


def test_the_library_is_as_we_know_it(domain: int) -> None:
    """And nothing of the trial is left."""
    participant, other = Participant(domain), Participant(domain)
    assert reads_raw(participant)
    graph = DdsGraph(other)
    graph.update()
    assert graph.endpoints() == []
    participant.close()
    other.close()


def test_wrong_bytes_are_noticed(domain: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that gives something else back is not trusted."""

    class Damaged(RawReader):
        def take(self) -> list[Samples]:
            return [
                samples._replace(buffer=samples.buffer ^ (np.arange(len(samples.buffer)) == 10))
                for samples in super().take()
            ]

    monkeypatch.setattr(self_test, 'RawReader', Damaged)
    participant = Participant(domain)
    assert not reads_raw(participant)
    participant.close()


def test_a_library_that_lacks_a_function_is_noticed(
    domain: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error is an answer."""
    participant = Participant(domain)
    participant.library = Library(participant.library.path)
    signature = WITHOUT_GIL['dds_takecdr']
    missing = property(lambda library: library.dds_none)
    monkeypatch.setattr(Library, 'dds_takecdr', missing, raising=False)
    monkeypatch.setitem(WITHOUT_GIL, 'dds_none', signature)
    assert not reads_raw(participant)
    participant.close()
