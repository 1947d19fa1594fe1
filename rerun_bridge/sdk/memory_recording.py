"""A recording in memory, to be taken as bytes or shown as a page."""

from __future__ import annotations

import builtins
import html
import tempfile
import webbrowser
from collections.abc import Callable
from typing import Literal, TypeAlias

from rerun_bridge.errors import SinkError
from rerun_bridge.sdk.log_msg import LogMsg
from rerun_bridge.sdk.rrd.assembly import recording_of
from rerun_bridge.sdk.rrd.frames import FrameKind
from rerun_bridge.sdk.sinks.memory import MemorySink

__all__ = ['MemoryRecording']

Mode: TypeAlias = Literal['inline', 'url']

DEFAULT_WIDTH, DEFAULT_HEIGHT = 950, 712


def _do_nothing() -> None:
    pass


class MemoryRecording:
    """
    What was logged into memory.

    In a notebook it shows itself where it is the last value of a cell.

    :param sink: takes what is logged.
    :param flush: has all that was logged so far arrive at the sink.
    """

    def __init__(self, sink: MemorySink, flush: Callable[[], object] = _do_nothing) -> None:
        self._sink = sink
        self._flush = flush

    def num_msgs(self) -> int:
        """Return how many messages there are, without those that only announce a recording."""
        self._flush()
        return sum(not _is_announcement(msg) for msg in self._sink.messages)

    def drain_as_bytes(self) -> bytes:
        """Return the contents of a file and forget them; what is drained later is one, too."""
        return recording_of(self._forget(lambda msg: True))

    def reset_data(self) -> None:
        """Forget the data; the blueprint stays."""
        self._forget(lambda msg: msg.store.kind == 'recording')

    def reset_blueprint(self) -> None:
        """Forget the blueprint: the viewer makes one of its own."""
        self._forget(lambda msg: msg.store.kind == 'blueprint')

    def as_html(
        self,
        *,
        width: int | str = DEFAULT_WIDTH,
        height: int | str = DEFAULT_HEIGHT,
        mode: Mode = 'inline',
        viewer_url: str | None = None,
        title: str = 'Rerun recording',
    ) -> str:
        """
        Return a page that shows the recording, which stays in memory.

        :param width: of the viewer, in pixels or in CSS, e.g. ``'100vw'``; like height.
        :param mode: with ``inline`` the viewer is in the page, some 19 MB: it opens from a file,
            anywhere, offline. With ``url`` the page fetches it.
        :param viewer_url: where from, an address of the viewer's ``widget.js``; where not given,
            this program serves it for as long as it runs.
        :raises SinkError: the viewer's code is not installed; the text says what to install.
        """
        # Pages and servers are loaded for those who ask for a page.
        from rerun_bridge.sdk.sinks.server.viewer_host import viewer_host_url
        from rerun_bridge.sdk.web.pages import inline_page, linked_page
        from rerun_bridge.sdk.web.viewer_code import find_viewer_code

        self._flush()
        rrd = recording_of(list(self._sink.messages))
        size = _in_css(width), _in_css(height)
        if mode == 'inline':
            return inline_page(rrd, find_viewer_code(), *size, title)
        return linked_page(rrd, viewer_url or viewer_host_url(), *size, title)

    def show(
        self,
        *,
        width: int | str = DEFAULT_WIDTH,
        height: int | str = DEFAULT_HEIGHT,
        mode: Mode | None = None,
        viewer_url: str | None = None,
    ) -> None:
        """
        Show the recording: in a notebook below the cell, elsewhere in the browser.

        :param mode: as in :meth:`as_html`; where not given ``url`` in a notebook, which would grow
            by the viewer with every cell, and ``inline`` elsewhere.
        """
        if not _is_in_notebook():
            page = self.as_html(
                width='100vw', height='100vh', mode=mode or 'inline', viewer_url=viewer_url
            )
            file, path = tempfile.mkstemp('.html', 'rerun-')
            with open(file, 'w', encoding='utf-8') as opened:
                opened.write(page)
            webbrowser.open(f'file://{path}')
            return
        cell = _Cell(self._frame(width, height, mode or 'url', viewer_url))
        builtins.display(cell)  # type: ignore[attr-defined]  # notebooks put it there

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        try:
            return self._frame(DEFAULT_WIDTH, DEFAULT_HEIGHT, 'url', None)
        except SinkError as error:
            return f'<p>{html.escape(str(error))}</p>'

    def _frame(
        self, width: int | str, height: int | str, mode: Mode, viewer_url: str | None
    ) -> str:
        """Return the page in a frame of its own: nothing of it gets into the notebook."""
        page = self.as_html(width='100vw', height='100vh', mode=mode, viewer_url=viewer_url)
        style = f'width:{_in_css(width)};height:{_in_css(height)};border:0'
        return (
            f'<iframe srcdoc="{html.escape(page)}" style="{html.escape(style)}" '
            'allow="fullscreen"></iframe>'
        )

    def _forget(self, is_meant: Callable[[LogMsg], bool]) -> list[LogMsg]:
        """Return messages and drop them, except the announcements, which later ones need."""
        self._flush()
        messages = self._sink.messages
        found = messages[:]
        # Meanwhile more may be added, but only behind.
        messages[: len(found)] = [
            msg for msg in found if _is_announcement(msg) or not is_meant(msg)
        ]
        return [msg for msg in found if is_meant(msg)]


class _Cell:
    """What a notebook shows below a cell."""

    def __init__(self, content: str) -> None:
        self._content = content

    def _repr_html_(self) -> str:
        return self._content


def _is_announcement(msg: LogMsg) -> bool:
    return msg.kind == FrameKind.SET_STORE_INFO


def _in_css(size: int | str) -> str:
    return f'{size}px' if isinstance(size, int) else size


def _is_in_notebook() -> bool:
    shell = getattr(builtins, 'get_ipython', lambda: None)()
    return hasattr(shell, 'kernel')
