"""Joining a domain."""

from __future__ import annotations

import pytest

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.dds.participant import Participant


def test_participants_are_told_apart(domain: int) -> None:
    """Each has a key; closing twice is fine."""
    one, two = Participant(domain), Participant(domain)
    assert one.key != two.key
    one.close()
    one.close()
    assert two.key_of(two.entity) == two.key
    two.close()


def test_a_wrong_setting_of_the_user_is_named(
    domain: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The variable to look at."""
    monkeypatch.setenv('CYCLONEDDS_URI', '<CycloneDDS><Domain><No/></Domain></CycloneDDS>')
    with pytest.raises(SourceError, match=r'domain \d+ cannot be joined.*CYCLONEDDS_URI'):
        Participant(domain)
    capfd.readouterr()  # the library has told, too
