"""Work off the GUI thread: one worker, one long-lived signal. Nobody else in ui/ touches threads."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")


class Background(QObject):
    """Runs work on one worker thread and hands the result back in the GUI thread, in order.

    `busy` counts the jobs under way; `failed` carries the exception of a job whose caller gave
    no `failed` handler of its own.
    """

    busy = Signal(int)
    failed = Signal(object)
    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="peakline-work")
        self._under_way = 0
        self._closed = False
        self._finished.connect(self._deliver)

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

    def close(self) -> None:
        """Wait for the job under way, drop the ones that wait, deliver nothing more."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _deliver(
        self, done: Future[Any], then: Callable[[Any], None], failed: Callable[[BaseException], None] | None
    ) -> None:
        self._under_way -= 1
        self.busy.emit(self._under_way)
        if self._closed:
            return
        try:
            result = done.result()
        except CancelledError:
            return
        except BaseException as error:  # noqa: BLE001 - the edge of the worker: whatever it was goes to the window
            if failed is not None:
                failed(error)
            else:
                self.failed.emit(error)
            return
        then(result)
