"""Work off the GUI thread: one worker, one long-lived signal. Nobody else in ui/ touches threads."""

import sys
import threading
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal

from app.errors import Cancelled

if TYPE_CHECKING:
    # Queues and their locks are loaded with the first job, after the window is on screen.
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")

_REPORT_EVERY: Final = 0.03
"""Seconds; a progress bar that moves oftener than the screen only costs time."""
SWITCH_SECONDS: Final = 0.001
"""How long the worker may compute before the window gets its turn; Python's own 5 ms add up in every paint."""


class Ticket:
    """A long job under way. The worker calls it with a fraction and a sentence; the GUI may cancel it.

    The call is where a cancelled job stops: it raises `Cancelled`, so a transaction around it rolls back.
    """

    def __init__(
        self, title: str, emit: Callable[["Ticket", float, str], None], kept: str = "nothing was changed"
    ) -> None:
        """`kept` ends the sentence that a cancelled job says: what is so afterwards."""
        self.title = title
        self.kept = kept
        """What is so after a cancelled job, as the end of a sentence."""
        self.show: Callable[[float, str], None] = lambda _fraction, _text: None
        """Set by whoever draws the progress; called in the GUI thread."""
        self._emit = emit
        self._stopped = threading.Event()
        self._last = 0.0

    def __call__(self, fraction: float, text: str = "") -> None:
        if self._stopped.is_set():
            raise Cancelled(f"{self.title} was cancelled; {self.kept}.")
        now = time.monotonic()
        if fraction >= 1 or now - self._last >= _REPORT_EVERY:
            self._last = now
            self._emit(self, fraction, text)

    def cancel(self) -> None:
        self._stopped.set()


class Background(QObject):
    """Runs work on one worker thread and hands the result back in the GUI thread, in order.

    `busy` counts the jobs under way; `failed` carries the exception of a job whose caller gave
    no `failed` handler of its own.
    """

    busy = Signal(int)
    failed = Signal(object)
    _finished = Signal(object, object, object)
    _reported = Signal(object, float, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._under_way = 0
        self._closed = False
        self._reported.connect(self._show)

    @cached_property
    def _pool(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - see above

        # A table asks Python a hundred times while it is painted, and waits for its turn each time.
        sys.setswitchinterval(SWITCH_SECONDS)
        # Queued even where a job ends before `run` returns: results never arrive inside the call that asked.
        self._finished.connect(self._deliver, QtCore.Qt.ConnectionType.QueuedConnection)
        return ThreadPoolExecutor(1, thread_name_prefix="peakline-work")

    @property
    def under_way(self) -> int:
        return self._under_way

    def ticket(self, title: str, kept: str = "nothing was changed") -> Ticket:
        """A progress callback for a long job; it may be called from the worker. `kept`: what is so when cancelled."""
        return Ticket(title, self._reported.emit, kept)

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run `work()` in the worker and then `then(result)`, or `failed(error)`, in the GUI thread."""
        if self._closed:
            return
        self._under_way += 1
        self.busy.emit(self._under_way)
        self._pool.submit(work).add_done_callback(lambda done: self._finished.emit(done, then, failed))

    def _show(self, ticket: Ticket, fraction: float, text: str) -> None:
        if not self._closed:
            ticket.show(fraction, text)

    def close(self) -> None:
        """Wait for the job under way, drop the ones that wait, deliver nothing more."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _deliver(
        self, done: "Future[Any]", then: Callable[[Any], None], failed: Callable[[BaseException], None] | None
    ) -> None:
        self._under_way -= 1
        self.busy.emit(self._under_way)
        if self._closed:
            return
        if done.cancelled():
            return
        try:
            result = done.result()
        except BaseException as error:  # noqa: BLE001 - the edge of the worker: whatever it was goes to the window
            if failed is not None:
                failed(error)
            else:
                self.failed.emit(error)
            return
        then(result)
