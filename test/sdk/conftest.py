"""Every test begins as a program does: without a recording, strictness or old warnings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rerun_bridge.sdk import _current, misuse


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ('RERUN', 'RERUN_STRICT', 'RERUN_LOG_TICK', 'RERUN_LOG_TIME'):
        monkeypatch.delenv(name, raising=False)
    misuse.reset()
    yield
    _current.set_global(None)
    _current.set_of_thread(None)
    misuse.reset()
