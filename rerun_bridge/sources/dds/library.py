"""
The C library of Cyclone DDS, called as it is: the border to the ``cyclonedds`` wheel.

The wheel's own Python API announces a type for every topic, which keeps writers of some robots
from matching, and wakes Python for every message. What is called here is the C API below it. Of
that, ``ddsi_serdata_*`` and the descriptor of a topic are what ROS's own middleware for Cyclone
DDS is built on, and not promised to anybody else: :mod:`.self_test` tries them at every start.
"""

from __future__ import annotations

import ctypes
import runpy
from collections.abc import Callable
from ctypes import (
    POINTER,
    Structure,
    c_bool,
    c_char_p,
    c_int,
    c_int16,
    c_int32,
    c_int64,
    c_size_t,
    c_ssize_t,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from rerun_bridge.errors import SourceError

__all__ = [
    'BuiltinEndpoint',
    'Guid',
    'Iovec',
    'Library',
    'SampleInfo',
    'SampleLost',
    'TopicDescriptor',
    'load_library',
]

INSTALL = "reading DDS needs Cyclone DDS: pip install 'cyclonedds>=11.0.1,<12'"


class Guid(Structure):
    """Unique among all entities of a domain."""

    _fields_ = (('v', c_uint8 * 16),)


class SampleInfo(Structure):
    """What is known of a sample beside its data."""

    _fields_ = (
        ('sample_state', c_uint32),
        ('view_state', c_uint32),
        ('instance_state', c_uint32),
        ('valid_data', c_bool),
        ('source_timestamp', c_int64),
        ('instance_handle', c_uint64),
        ('publication_handle', c_uint64),
        ('disposed_generation_count', c_uint32),
        ('no_writers_generation_count', c_uint32),
        ('sample_rank', c_uint32),
        ('generation_rank', c_uint32),
        ('absolute_generation_rank', c_uint32),
    )


class BuiltinEndpoint(Structure):
    """A writer or reader that was discovered."""

    _fields_ = (
        ('key', Guid),
        ('participant_key', Guid),
        ('participant_instance_handle', c_uint64),
        ('topic_name', c_char_p),
        ('type_name', c_char_p),
        ('qos', c_void_p),
    )


class _TypeMeta(Structure):
    _fields_ = (('data', c_void_p), ('sz', c_uint32))


class TopicDescriptor(Structure):
    """What a topic's type is, to Cyclone DDS."""

    _fields_ = (
        ('m_size', c_uint32),
        ('m_align', c_uint32),
        ('m_flagset', c_uint32),
        ('m_nkeys', c_uint32),
        ('m_typename', c_char_p),
        ('m_keys', c_void_p),
        ('m_nops', c_uint32),
        ('m_ops', POINTER(c_uint32)),
        ('m_meta', c_char_p),
        ('type_information', _TypeMeta),
        ('type_mapping', _TypeMeta),
        ('restrict_data_representation', c_uint32),
    )


class Iovec(Structure):
    """A piece of memory, as POSIX has it."""

    _fields_ = (('base', c_void_p), ('length', c_size_t))


class SampleLost(Structure):
    """How much was lost on the way to a reader."""

    _fields_ = (('total_count', c_uint32), ('total_count_change', c_int32))


_Types = tuple[object, ...]

WITHOUT_GIL: dict[str, tuple[object, _Types]] = {
    'dds_create_domain': (c_int32, (c_uint32, c_char_p)),
    'dds_create_participant': (c_int32, (c_uint32, c_void_p, c_void_p)),
    'dds_create_topic': (
        c_int32,
        (c_int32, POINTER(TopicDescriptor), c_char_p, c_void_p, c_void_p),
    ),
    'dds_create_reader': (c_int32, (c_int32, c_int32, c_void_p, c_void_p)),
    'dds_create_writer': (c_int32, (c_int32, c_int32, c_void_p, c_void_p)),
    'dds_create_readcondition': (c_int32, (c_int32, c_uint32)),
    'dds_create_guardcondition': (c_int32, (c_int32,)),
    'dds_set_guardcondition': (c_int32, (c_int32, c_bool)),
    'dds_create_waitset': (c_int32, (c_int32,)),
    'dds_waitset_attach': (c_int32, (c_int32, c_int32, c_ssize_t)),
    'dds_waitset_detach': (c_int32, (c_int32, c_int32)),
    'dds_waitset_wait': (c_int32, (c_int32, POINTER(c_ssize_t), c_size_t, c_int64)),
    'dds_delete': (c_int32, (c_int32,)),
    'dds_takecdr': (
        c_int32,
        (c_int32, c_void_p, c_uint32, c_void_p, c_uint32),
    ),
    'dds_take': (
        c_int32,
        (c_int32, POINTER(c_void_p), POINTER(SampleInfo), c_size_t, c_uint32),
    ),
    'dds_return_loan': (c_int32, (c_int32, POINTER(c_void_p), c_int32)),
    'dds_writecdr': (c_int32, (c_int32, c_void_p)),
    'dds_wait_for_acks': (c_int32, (c_int32, c_int64)),
    'dds_get_entity_sertype': (c_int32, (c_int32, POINTER(c_void_p))),
    'dds_get_matched_subscriptions': (c_int32, (c_int32, POINTER(c_uint64), c_size_t)),
    'dds_get_matched_publications': (c_int32, (c_int32, POINTER(c_uint64), c_size_t)),
    'dds_get_guid': (c_int32, (c_int32, POINTER(Guid))),
    'dds_strretcode': (c_char_p, (c_int32,)),
    'dds_free': (None, (c_void_p,)),
    'dds_create_qos': (c_void_p, ()),
    'dds_delete_qos': (None, (c_void_p,)),
    'dds_qset_reliability': (None, (c_void_p, c_int, c_int64)),
    'dds_qset_durability': (None, (c_void_p, c_int)),
    'dds_qset_history': (None, (c_void_p, c_int, c_int32)),
    'dds_qset_durability_service': (
        None,
        (c_void_p, c_int64, c_int, c_int32, c_int32, c_int32, c_int32),
    ),
    'dds_qset_userdata': (None, (c_void_p, c_char_p, c_size_t)),
    'dds_qset_data_representation': (None, (c_void_p, c_uint32, POINTER(c_int16))),
    'dds_qget_reliability': (c_bool, (c_void_p, POINTER(c_int), POINTER(c_int64))),
    'dds_qget_durability': (c_bool, (c_void_p, POINTER(c_int))),
    'dds_qget_history': (c_bool, (c_void_p, POINTER(c_int), POINTER(c_int32))),
    'dds_qget_userdata': (c_bool, (c_void_p, POINTER(c_void_p), POINTER(c_size_t))),
    'dds_get_sample_lost_status': (c_int32, (c_int32, POINTER(SampleLost))),
    'ddsi_serdata_from_ser_iov': (
        c_void_p,
        (c_void_p, c_int, c_size_t, POINTER(Iovec), c_size_t),
    ),
}
"""
Result and arguments of the functions during which other threads may run.
"""

WITH_GIL: dict[str, tuple[object, _Types]] = {
    'ddsi_serdata_size': (c_uint32, (c_void_p,)),
    'ddsi_serdata_to_ser': (None, (c_void_p, c_size_t, c_size_t, c_void_p)),
    'ddsi_serdata_to_ser_ref': (c_void_p, (c_void_p, c_size_t, c_size_t, POINTER(Iovec))),
    'ddsi_serdata_to_ser_unref': (None, (c_void_p, POINTER(Iovec))),
    'ddsi_serdata_unref': (None, (c_void_p,)),
}
"""
Those that are called for every message and return at once.

To get the GIL back after each may take longer than a hundred of them while another thread
computes.
"""


class Library:
    """
    The functions of the library, under their names in C.

    :raises SourceError: the library cannot be loaded.
    """

    def __init__(self, path: str) -> None:
        try:
            self._libraries = (
                (WITHOUT_GIL, ctypes.CDLL(path)),
                (WITH_GIL, ctypes.PyDLL(path)),
            )
        except OSError as error:
            raise SourceError(f'cannot be loaded ({error}); {INSTALL}', file=path) from error
        self.path = path

    def __getattr__(self, name: str) -> Callable[..., int]:
        """Return a function, which is looked up once."""
        for signatures, library in self._libraries:
            if name in signatures:
                try:
                    function = getattr(library, name)
                except AttributeError:
                    raise SourceError(f'has no {name}; {INSTALL}', file=self.path) from None
                function.restype, function.argtypes = signatures[name]
                setattr(self, name, function)
                return function  # type: ignore[no-any-return]
        raise AttributeError(name)

    def done(self, result: int, what: str) -> int:
        """
        Return the result of a call.

        :param what: was tried, for the error.
        :raises SourceError: it failed.
        """
        if result < 0:
            reason: object = self.dds_strretcode(result)
            text = reason.decode() if isinstance(reason, bytes) else str(result)
            raise SourceError(f'Cyclone DDS: {what}: {text}')
        return result


@cache
def load_library() -> Library:
    """
    Return the library of the installed wheel.

    :raises SourceError: the wheel is not installed; says how to get it.
    """
    spec = find_spec('cyclonedds')
    if spec is None or spec.origin is None:
        raise SourceError(INSTALL)
    # The wheel says in a file of its own where the library is. To import the package would load
    # all of it, which takes longer than everything else at start.
    place = runpy.run_path(str(Path(spec.origin).with_name('__library__.py')))
    return Library(str(place['library_path']))
