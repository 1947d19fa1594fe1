"""Archetypes of what MCAP files say about themselves."""

from __future__ import annotations

from rerun_bridge.sdk.archetypes.archetype import Archetype, Component
from rerun_bridge.sdk.archetypes.arrow_types import (
    BLOB,
    CHANNEL_COUNTS,
    I64,
    PAIRS,
    U16,
    U64,
    UTF8,
)
from rerun_bridge.sdk.archetypes.inputs import BlobLike, CountsLike, PairsLike, TimeLike

__all__ = ['McapChannel', 'McapMessage', 'McapSchema', 'McapStatistics']


class McapSchema(Archetype):
    """A schema."""

    id = Component('SchemaId', U16)
    name = Component('Text', UTF8)
    encoding = Component('Text', UTF8)
    data = Component('Blob', BLOB)

    def __init__(
        self,
        *,
        id: int,  # noqa: A002 - its name in rerun-sdk
        name: str,
        encoding: str,
        data: BlobLike,
    ) -> None:
        self._log(locals())


class McapChannel(Archetype):
    """
    A channel.

    :param metadata: pairs of texts.
    """

    id = Component('ChannelId', U16)
    topic = Component('Text', UTF8)
    message_encoding = Component('Text', UTF8)
    metadata = Component('KeyValuePairs', PAIRS)

    def __init__(
        self,
        *,
        id: int,  # noqa: A002 - its name in rerun-sdk
        topic: str,
        message_encoding: str,
        metadata: PairsLike | None = None,
    ) -> None:
        self._log(locals())


class McapMessage(Archetype):
    """A message as it is in the file."""

    data = Component('Blob', BLOB)

    def __init__(
        self,
        data: BlobLike,
    ) -> None:
        self._log(locals())


class McapStatistics(Archetype):
    """
    How much there is of what.

    :param channel_message_counts: messages by channel.
    """

    message_count = Component('Count', U64)
    schema_count = Component('Count', U64)
    channel_count = Component('Count', U64)
    attachment_count = Component('Count', U64)
    metadata_count = Component('Count', U64)
    chunk_count = Component('Count', U64)
    message_start_time = Component('Timestamp', I64)
    message_end_time = Component('Timestamp', I64)
    channel_message_counts = Component('ChannelMessageCounts', CHANNEL_COUNTS)

    def __init__(
        self,
        *,
        message_count: int,
        schema_count: int,
        channel_count: int,
        attachment_count: int,
        metadata_count: int,
        chunk_count: int,
        message_start_time: TimeLike,
        message_end_time: TimeLike,
        channel_message_counts: CountsLike | None = None,
    ) -> None:
        self._log(locals())
