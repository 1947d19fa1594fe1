"""CDR bytes and a schema in, columns out; numpy only."""
from rerun_bridge.cdr.columns import Columns, Numbers, Ragged, Spans, Strings
from rerun_bridge.cdr.compile import compile_plan
from rerun_bridge.cdr.decode import Decoded, DecodeFailure, Decoder
