"""What happens to errors nobody caught: a sentence for the user, a line in the log, and the program goes on."""

import faulthandler
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from app.errors import PeaklineError
from app.redaction import without_secrets


class Crashes(QObject):
    """Every way an exception can escape ends here; `raised` carries it into the GUI thread."""

    raised = Signal(object)

    def __init__(self, logs: Path) -> None:
        super().__init__()
        self._logs = logs
        self._fault_file: IO[str] | None = None
        # A logger of our own: what other code does to the shared ones must not silence a report.
        self._log = logging.Logger("peakline", logging.ERROR)  # noqa: LOG001 - as above
        self._replaced: tuple[Any, ...] = ()

    def install(self) -> None:
        """Take over the hooks of the interpreter and of Qt; `uninstall` gives them back."""
        self._replaced = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._from_python
        threading.excepthook = lambda args: self._from_python(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self._from_python(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(self._from_qt)
        try:
            self._logs.mkdir(parents=True, exist_ok=True)
            self._fault_file = (self._logs / "crash.log").open("a", encoding="utf-8")
            faulthandler.enable(self._fault_file)
        except OSError:
            faulthandler.enable()

    def uninstall(self) -> None:
        if self._replaced:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._replaced
            self._replaced = ()
        qInstallMessageHandler(None)
        faulthandler.disable()
        if self._fault_file is not None:
            self._fault_file.close()
            self._fault_file = None
        for handler in self._log.handlers[:]:
            self._log.removeHandler(handler)
            handler.close()

    def note(self, error: BaseException) -> None:
        """Write down an error that somebody did catch; the ones we raise on purpose need no line."""
        if not isinstance(error, PeaklineError):
            self._write("".join(traceback.format_exception(error)))

    def _from_python(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        problem = (error or kind()).with_traceback(trace)
        self._write("".join(traceback.format_exception(kind, problem, trace)))
        self.raised.emit(problem)

    def _from_qt(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and "This plugin does not support" not in text:
            self._write(f"Qt: {text}")

    def _write(self, text: str) -> None:
        if not self._log.handlers:
            # The rotating handler pulls in sockets and queues: paid for at the first message, not at the start.
            from logging.handlers import RotatingFileHandler  # noqa: PLC0415

            try:
                handler = RotatingFileHandler(self._logs / "peakline.log", maxBytes=512_000, backupCount=3)
            except OSError:
                handler = logging.StreamHandler()  # type: ignore[assignment]
            handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
            self._log.addHandler(handler)
        self._log.error(without_secrets(text))
