"""Our place in a domain: what readers and writers of ours belong to."""

from __future__ import annotations

from ctypes import byref, c_uint32

from rerun_bridge.errors import SourceError
from rerun_bridge.sources.dds.library import Guid, Library, TopicDescriptor, load_library
from rerun_bridge.sources.dds.settings import extended_environment

__all__ = ['Participant']

FIXED_SIZE = 1 << 4
ONE_OCTET = (c_uint32 * 2)(0x01010000, 0)
"""
The type of every topic of ours: an octet.

A message of ROS has at least one, and what follows it is kept as it is.
"""


class Participant:
    """
    A participant of a domain; closing it closes all that was made of it.

    :raises SourceError: the domain cannot be joined.
    """

    def __init__(self, domain: int) -> None:
        self.library: Library = load_library()
        self.domain = domain
        with extended_environment():
            created = self.library.dds_create_participant(domain, None, None)
        if created < 0:
            try:
                self.library.done(created, f'domain {domain} cannot be joined')
            except SourceError as error:
                raise SourceError(f'{error.message}; is CYCLONEDDS_URI right?') from None
        self.entity = created
        self.key = self.key_of(created)

    def key_of(self, entity: int) -> bytes:
        """Return the GUID of an entity."""
        guid = Guid()
        self.library.done(self.library.dds_get_guid(entity, byref(guid)), 'no GUID')
        return bytes(guid.v)

    def new_topic(self, name: str, type_name: str) -> int:
        """
        Return a topic whose type has nothing but a name.

        So it matches by name, as ROS's own readers do, and no type is announced that is not
        the true one.
        """
        descriptor = TopicDescriptor(
            m_size=1,
            m_align=1,
            m_flagset=FIXED_SIZE,
            m_typename=type_name.encode(),
            m_nops=len(ONE_OCTET),
            m_ops=ONE_OCTET,
            m_meta=b'',
        )
        created = self.library.dds_create_topic(
            self.entity, byref(descriptor), name.encode(), None, None
        )
        return self.library.done(created, f'topic {name} of type {type_name}')

    def close(self) -> None:
        """Leave the domain; idempotent."""
        if self.entity > 0:
            self.library.dds_delete(self.entity)
        self.entity = 0
