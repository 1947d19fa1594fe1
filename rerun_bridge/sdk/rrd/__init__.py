"""
The .rrd format, Sans-I/O.

Bytes of one value in ``frames``, ``protobuf`` and ``arrow_ipc``; state in ``encoder``.
"""
