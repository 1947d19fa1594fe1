"""What is asked for is what is offered: read back from what was made."""

from __future__ import annotations

import pytest

from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.library import load_library
from rerun_bridge.sources.dds.qos import new_qos, read_qos, read_user_data


@pytest.mark.parametrize('reliable', [True, False])
@pytest.mark.parametrize('transient_local', [True, False])
@pytest.mark.parametrize('depth', [0, 1, 1000])
def test_there_and_back(reliable: bool, transient_local: bool, depth: int) -> None:
    """Depth 0 is KEEP_ALL."""
    library = load_library()
    wanted = Qos(reliable, transient_local, depth, publishers=1)
    with new_qos(library, wanted) as made:
        assert read_qos(library, made) == wanted
        assert read_user_data(library, made) == b''


def test_user_data() -> None:
    """Bytes of any kind."""
    library = load_library()
    with new_qos(library, Qos(), b'a=\0b;') as made:
        assert read_user_data(library, made) == b'a=\0b;'


def test_more_durable_than_late_joining_is_that_at_least() -> None:
    """TRANSIENT and PERSISTENT, which ROS does not have."""
    library = load_library()
    with new_qos(library, Qos()) as made:
        library.dds_qset_durability(made, 3)
        assert read_qos(library, made).transient_local
