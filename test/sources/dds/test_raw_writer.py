"""Writing CDR bytes; that they arrive, test_raw_reader.py tests."""

from __future__ import annotations

import pytest

from rerun_bridge.errors import SourceError
from rerun_bridge.messages import Qos
from rerun_bridge.sources.dds.participant import Participant
from rerun_bridge.sources.dds.raw_reader import RawReader
from rerun_bridge.sources.dds.raw_writer import RawWriter
from test.support.dds_reading import eventually, read_messages

WIRE = ('rt/t', 'test_msgs::msg::dds_::Blob_')
QOS = Qos(depth=10)


def test_a_writer_knows_its_readers(domain: int) -> None:
    """One that has another type is none."""
    participant = Participant(domain)
    writer = RawWriter(participant, *WIRE, QOS)
    RawReader(participant, WIRE[0], 'test_msgs::msg::dds_::Other_', QOS)
    assert writer.readers() == 0
    reader = RawReader(participant, *WIRE, QOS)
    assert eventually(writer.readers)
    writer.write(b'\0\1\0\0\7\0\0\0')
    assert read_messages(reader, 1) == [b'\0\1\0\0\7\0\0\0']
    writer.close()
    writer.close()
    assert eventually(lambda: not reader.writers())
    participant.close()


def test_what_is_no_cdr_is_refused(domain: int) -> None:
    """The library looks at the header."""
    participant = Participant(domain)
    writer = RawWriter(participant, *WIRE, QOS)
    with pytest.raises(SourceError, match='not taken for CDR'):
        writer.write(b'\xff\xff\xff\xff\0')
    participant.close()
