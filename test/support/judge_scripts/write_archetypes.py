"""Log the calls of ``test/support/archetype_calls.py`` with the official SDK, statically."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import rerun as rr

sys.path.insert(0, str(Path(__file__).parent.parent))

from archetype_calls import CALLS


class Names:
    """All names of the official SDK, wherever they are."""

    def __getattr__(self, name: str) -> object:
        """Return the first of that name."""
        for place in (rr, rr.archetypes, rr.components, rr.encodings):
            if hasattr(place, name):
                return getattr(place, name)
        raise AttributeError(name)


warnings.simplefilter('error')  # what the official SDK refuses is no example
with rr.RecordingStream('test_app', recording_id='test_recording') as recording:
    recording.save(sys.argv[1])
    for label, call in CALLS.items():
        recording.log(label, call(Names()), static=True)
