"""What all tests share: the recordings beside the project, and how hard hypothesis tries."""

from __future__ import annotations

import os
import random
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent

settings.register_profile(
    'developer',
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
# In CI the same examples every time: a change is judged by what it changes.
settings.register_profile('ci', settings.get_profile('developer'), derandomize=True, database=None)
settings.load_profile('ci' if os.environ.get('CI') else 'developer')


@pytest.fixture(scope='session')
def shared() -> Path:
    """Return the folder beside the project that holds real recordings."""
    folder = ROOT.parent / 'shared'
    if not folder.is_dir():
        pytest.skip('no ../shared')
    return folder


@pytest.fixture(scope='session')
def judge() -> Path:
    """Return the folder of ``python`` and ``rerun`` of the official Rerun."""
    folder = ROOT / os.environ.get('JUDGE', '.venv-judge') / 'bin'
    assert (folder / 'rerun').exists(), f'no official rerun in {folder}: `make test` puts it there'
    return folder


@pytest.fixture
def domain(monkeypatch: pytest.MonkeyPatch) -> int:
    """Return a DDS domain on the loopback interface that nobody else is on."""
    from test.support.dds_publisher import LOOPBACK

    monkeypatch.setenv('CYCLONEDDS_URI', LOOPBACK)
    monkeypatch.delenv('ROS_DOMAIN_ID', raising=False)
    choices = random.SystemRandom().sample(range(1, 200), 199)
    return next(domain for domain in choices if _is_free(domain))


def _is_free(domain: int) -> bool:
    """Tell whether no process of this machine is on a DDS domain."""
    first_port = 7400 + 250 * domain + 10  # of the first participant, as DDS counts them
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.bind(('', first_port))
        except OSError:
            return False
    return True
