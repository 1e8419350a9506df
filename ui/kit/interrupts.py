"""Ctrl+C, a polite kill and a closed terminal: told to the window as a wish to close, so that it can tidy up."""

import os
import signal
import sys
from typing import Any, Final

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")
_UNSET: Final = -1


class Interrupts(QObject):
    """Listens to the signals that ask a program to end.

    Python's own handlers run when Qt next calls Python, which may be never; a pipe wakes Qt at once.
    The first signal only asks. After it each does what it always did, so a second one ends the program.
    """

    asked = Signal(int)
    """The number of the signal, in the GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[int, Any] = {}
        self._ends: tuple[Any, Any] = (None, None)
        self._notifier: QSocketNotifier | None = None

    def install(self) -> None:
        """Begin to listen; from the main thread only."""
        self._ends = _pair()
        reading, writing = (end if isinstance(end, int) else end.fileno() for end in self._ends)
        self._notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._take)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for name in _NAMES:
            # Windows has no hang-up.
            if (number := getattr(signal, name, None)) is not None:
                self._before[number] = signal.signal(number, _leave_it_to_the_pipe)

    def uninstall(self) -> None:
        """Give the signals back, listened to or not."""
        self._give_back()
        if self._notifier is None:
            return
        self._notifier.setEnabled(False)
        self._notifier = None
        signal.set_wakeup_fd(_UNSET)
        for end in self._ends:
            os.close(end) if isinstance(end, int) else end.close()

    def _take(self) -> None:
        reading = self._ends[0]
        numbers = os.read(reading, 64) if isinstance(reading, int) else reading.recv(64)
        self._give_back()
        if numbers:
            self.asked.emit(numbers[0])

    def _give_back(self) -> None:
        while self._before:
            signal.signal(*self._before.popitem())


def _leave_it_to_the_pipe(_number: int, _frame: object) -> None:
    """Without a handler of Python's the signal would end the process, pipe or not."""


def _pair() -> tuple[Any, Any]:
    """Two ends that do not block, the first to read from: a pipe, or sockets where Qt cannot listen to a pipe."""
    if sys.platform == "win32":
        import socket  # noqa: PLC0415 - twenty milliseconds that no other system pays

        ends = socket.socketpair()
        for end in ends:
            end.setblocking(False)
        return ends
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    return reading, writing
