"""``std_msgs/msg/String``: a line of a text log; or a document, as ``/robot_description`` is."""

from __future__ import annotations

from collections.abc import Iterable

from rerun_bridge.cdr import Columns
from rerun_bridge.converters.converter import Context, Converter, EntityColumns, State
from rerun_bridge.messages import TypeName
from rerun_bridge.sdk.archetypes import TextDocument, TextLog

__all__ = ['CONVERTER']


def convert(columns: Columns, state: State, context: Context) -> Iterable[EntityColumns]:
    """
    Yield the text as it is.

    What is latched says how things are, not what happened, and may be megabytes long.
    """
    channel = context.channel
    is_document = channel.qos.transient_local or channel.topic.endswith('robot_description')
    text = TextDocument.text if is_document else TextLog.text
    yield EntityColumns((text.column(columns.strings('data').dictionary),))


CONVERTER = Converter(
    TypeName('std_msgs/msg/String'),
    convert,
    draws=('data',),
    drawn_as='TextLog, TextDocument',
    by_channel=True,
)
