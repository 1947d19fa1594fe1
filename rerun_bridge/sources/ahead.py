"""
Work done ahead by one thread: ``concurrent.futures`` of one worker, in a tenth of its load time.

What is read and unpacked meanwhile needs no interpreter, so the other core does it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from queue import SimpleQueue

__all__ = ['Ahead', 'Later', 'Worker']

P = ParamSpec('P')
T = TypeVar('T')


class Ahead(Generic[T]):
    """What a call will return or raise."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._done = threading.Lock()
        self._done.acquire()
        self._error: BaseException | None = None

    def run(self) -> None:
        """Make the call."""
        try:
            self._value = self._call()
        except BaseException as error:  # raised where the result is asked for
            self._error = error
        self._done.release()

    def result(self) -> T:
        """
        Wait for the call and return its result, once.

        :raises BaseException: what the call raised.
        """
        self._done.acquire()
        if self._error is not None:
            raise self._error
        return self._value


class Later(Generic[T]):
    """The same without a thread: the call is made when its result is asked for."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call

    def result(self) -> T:
        """Make the call and return its result."""
        return self._call()


class Worker:
    """
    A thread that makes calls one after the other; a context manager that ends it.

    There is none before the first call.
    """

    def __init__(self, name: str) -> None:
        self._name, self._is_open = name, True
        self._calls: SimpleQueue[Ahead[object] | None] | None = None
        self._thread: threading.Thread | None = None

    def submit(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> Ahead[T]:
        """Have a call made."""
        ahead = Ahead(lambda: call(*args, **named))
        calls = self._begun() if self._calls is None else self._calls
        calls.put(ahead)  # type: ignore[arg-type]  # its result is for the caller only
        return ahead

    def __enter__(self) -> Worker:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop the calls that are not begun, and wait for the one that is."""
        self._is_open = False
        if self._calls is not None and self._thread is not None:
            self._calls.put(None)
            self._thread.join()

    def _begun(self) -> SimpleQueue[Ahead[object] | None]:
        from queue import SimpleQueue  # start-up: most bags are read without a thread

        calls = self._calls = SimpleQueue()
        self._thread = threading.Thread(
            target=self._run, args=(calls,), name=self._name, daemon=True
        )
        self._thread.start()
        return calls

    def _run(self, calls: SimpleQueue[Ahead[object] | None]) -> None:
        while (ahead := calls.get()) is not None:
            if self._is_open:
                ahead.run()
