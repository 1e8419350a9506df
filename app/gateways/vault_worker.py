"""One thread for everything that may wait for a keyring, so that neither a window nor a caller hangs with it."""

import queue
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

Result = TypeVar("Result")
Job = Callable[[], object]

PATIENCE_SECONDS: Final = 20.0


class Silent(Exception):
    """The keyring has not answered in time; what was asked may still happen."""


class Worker:
    """Runs jobs one after another; a job that hangs holds up nobody longer than the patience.

    The thread is a daemon: a keyring that never answers must not keep the program from ending.
    """

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._jobs: queue.SimpleQueue[tuple[Future[object], Job] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._stuck: Future[object] | None = None
        self._thread: threading.Thread | None = None
        weakref.finalize(self, self._jobs.put, None)

    def ask(self, job: Callable[[], Result]) -> Result:
        """What the job returns or raises; `Silent` after the patience, and at once while an earlier job hangs."""
        with self._lock:
            if self._stuck is not None and not self._stuck.done():
                raise Silent
            self._start()
            future: Future[object] = Future()
            self._jobs.put((future, job))
        try:
            error = future.exception(self._patience)
        except TimeoutError:
            # A job that has not begun is taken back; one that runs marks the worker as stuck.
            if not future.cancel():
                self._stuck = future
            raise Silent from None
        if error is not None:
            raise error
        return future.result()  # type: ignore[return-value]  # the job's own result

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=_run, args=(self._jobs,), name="keyring", daemon=True)
            self._thread.start()


def _run(jobs: "queue.SimpleQueue[tuple[Future[object], Job] | None]") -> None:
    while (entry := jobs.get()) is not None:
        future, job = entry
        if not future.set_running_or_notify_cancel():
            continue
        try:
            future.set_result(job())
        except BaseException as error:  # noqa: BLE001  (it goes to whoever asked)
            future.set_exception(error)
        # Nothing of a secret stays alive in this frame while the next job is awaited.
        del entry, future, job
