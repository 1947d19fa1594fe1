"""When topics have to wait."""

from __future__ import annotations

from rerun_bridge.live.listening import NO_CLOCK_NS, Listening
from rerun_bridge.live.sim_clock import SimClock
from rerun_bridge.messages import Qos
from test.live.test_sim_clock import learned

PLAIN, LATCHED = Qos(), Qos(transient_local=True)


def test_all_is_allowed_where_nothing_speaks_against_it() -> None:
    """The usual case says nothing."""
    listening = Listening()
    assert listening.look(0) == []
    assert listening.allows('/a', PLAIN)


def test_while_nobody_looks() -> None:
    """Only what is latched; it is told when that changes."""
    watched = [False]
    listening = Listening(lambda: watched[0])
    (change,) = listening.look(0)
    assert 'nobody looks' in change.what
    assert not listening.allows('/a', PLAIN)
    assert listening.allows('/map', LATCHED)
    assert listening.look(1) == []
    watched[0] = True
    (change,) = listening.look(2)
    assert 'somebody looks' in change.what
    assert listening.allows('/a', PLAIN)


def test_before_there_is_a_time() -> None:
    """Only the clock; that there is none is told after a while, once, and that it came."""
    clock = SimClock()
    listening = Listening(None, clock)
    assert listening.look(5) == []
    assert listening.allows('/clock', PLAIN)
    assert not listening.allows('/map', LATCHED)
    assert listening.look(4 + NO_CLOCK_NS) == []
    (change,) = listening.look(5 + NO_CLOCK_NS)
    assert change.is_warning
    assert change.topic == '/clock'
    assert listening.look(6 + NO_CLOCK_NS) == []
    clock.__dict__.update(learned(1).__dict__)
    (change,) = listening.look(7 + NO_CLOCK_NS)
    assert change == ('/clock', 'tells the time now', False)
    assert listening.allows('/a', PLAIN)
