"""What messages tell."""

from __future__ import annotations

from collections import Counter

import pytest

from rerun_bridge.live_settings import LiveSettings
from rerun_bridge.nouns import replace
from rerun_bridge.sources.base import Loss
from test.live.diagnosis.test_examination import S, found, heard, seen
from test.support.live_source import published


def test_a_type_nobody_knows() -> None:
    """And how to make it known."""
    stats = replace(heard('/a', 'own/msg/Own', 'raw bytes'))
    stats.notes['no definition of the type: give it with --definitions DIR'] = 0
    (finding,) = found(seen(published('/a', 'own/msg/Own'), stats=(stats,)))
    assert 'nobody knows the definition of own/msg/Own' in finding.what
    assert '--definitions DIR' in finding.fix
    assert finding.is_fault


def test_messages_that_do_not_decode() -> None:
    """With the reason, and how many."""
    stats = replace(heard('/a'), losses=Counter({'ends early': 3}))
    (finding,) = found(seen(published('/a'), stats=(stats,)))
    assert finding.what == '3 of 10 messages are kept as bytes: ends early'


def test_zero_stamps_are_good_to_know() -> None:
    """The messages are shown."""
    stats = replace(heard('/a'), notes=Counter({'stamp is zero: log time used': 10}))
    (finding,) = found(seen(published('/a'), stats=(stats,)))
    assert '10 of 10 stamps are zero' in finding.what
    assert not finding.is_fault


@pytest.mark.parametrize(
    ('ahead_s', 'clock', 'what', 'fix'),
    [
        (4, False, '', ''),
        (-5, False, '5 s behind the clock', 'chrony'),
        (300, False, '5 minutes ahead of the clock', 'chrony'),
        (-86_400 * 365 * 3, False, '3 years behind', 'without --clock'),
        (-1.7e9, True, '54 years behind', 'live.use_sim_time: true'),
    ],
)
def test_stamps(ahead_s: float, clock: bool, what: str, fix: str) -> None:
    """Clocks that are apart, bags that are played, simulations."""
    topics = [published('/a'), *([published('/clock')] if clock else [])]
    stats = tuple(heard(each.topic) for each in topics)
    evidence = replace(seen(*topics, stats=stats), ahead_ns={'/a': int(ahead_s * S)})
    findings = found(evidence)
    assert len(findings) == bool(what)
    for finding in findings:
        assert what in finding.what
        assert fix in finding.fix
    if clock:
        settings = LiveSettings(use_sim_time=True)
        assert 'use_sim_time' not in found(evidence, settings=settings)[0].fix


def test_frames_that_nothing_connects() -> None:
    """With the command that would."""
    evidence = replace(
        seen(published('/a'), stats=(heard('/a'),)),
        frames={'/a': {'lens', 'base'}},
        trees={'map': ['base'], 'cam': ['lens']},
    )
    (finding,) = found(evidence)
    assert finding.what == 'is in frame lens (below cam), which no transform connects with map'
    assert '--frame-id map --child-frame-id cam' in finding.fix


def test_losses_have_their_own_cures() -> None:
    """On the way, and here."""
    evidence = replace(
        seen(published('/a'), stats=(heard('/a'),)),
        losses=(
            Loss('live', 'about: overtaken before they could be taken', ('/a',), 1200),
            Loss('live', 'came faster than they could be forwarded, dropped', ('/a',), 2),
        ),
    )
    on_the_way, here = found(evidence)
    assert on_the_way.what.startswith('1,200 messages')
    assert 'rmem_max' in on_the_way.fix
    assert '--queue-mb' in here.fix
