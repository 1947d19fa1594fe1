"""What a program tells by ``logging`` becomes lines of a text log."""

from __future__ import annotations

import logging

from rerun_bridge.sdk import api
from rerun_bridge.sdk.archetypes.texts import TextLog
from rerun_bridge.sdk.misuse import LOGGER

__all__ = ['LoggingHandler']

LEVELS = (
    (logging.CRITICAL, 'CRITICAL'),
    (logging.ERROR, 'ERROR'),
    (logging.WARNING, 'WARN'),
    (logging.INFO, 'INFO'),
    (logging.DEBUG, 'DEBUG'),
    (logging.NOTSET, 'TRACE'),
)


class LoggingHandler(logging.Handler):
    """
    Logs records as text, each at an entity that is named for its module.

    What this package tells of itself it leaves out: it may well be about the recording.

    :param path_prefix: the entity above.
    """

    def __init__(self, path_prefix: str | None = None) -> None:
        super().__init__()
        self._prefix = f'{path_prefix}/' if path_prefix else ''

    def emit(self, record: logging.LogRecord) -> None:
        """Log a record; a level of the program's own keeps its name."""
        if record.name.split('.')[0] == LOGGER:
            return
        try:
            text = self.format(record)
            api.log(f'{self._prefix}{record.module}', TextLog(text, level=_level(record)))
        except Exception:  # as all handlers do: the program goes on
            self.handleError(record)


def _level(record: logging.LogRecord) -> str:
    known = dict(LEVELS)
    if record.levelno in known:
        return known[record.levelno]
    return record.levelname
