"""The .rrd format, Sans-I/O: bytes of one value in ``frames``, ``protobuf`` and ``arrow_ipc``; state in ``encoder``."""
