"""Where the messages of a recording go."""
from rerun_bridge.sdk.sinks.file import FileSink
__all__ = ['FileSink']
