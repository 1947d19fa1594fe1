"""CDR bytes and a schema in, columns out; numpy only."""

from __future__ import annotations

from rerun_bridge.cdr.columns import Columns, Numbers, Ragged, Spans, Strings, is_constant, packed
from rerun_bridge.cdr.compile import compile_plan
from rerun_bridge.cdr.decode import Decoded, DecodeFailure, Decoder, by_byte_order
from rerun_bridge.cdr.plan import DecodePlan

__all__ = [
    'Columns',
    'DecodeFailure',
    'DecodePlan',
    'Decoded',
    'Decoder',
    'Numbers',
    'Ragged',
    'Spans',
    'Strings',
    'by_byte_order',
    'compile_plan',
    'is_constant',
    'packed',
]
