"""The start of the window: paint first, then open the database in the worker, then show the data.

Nothing heavy is loaded before the first paint; see docs/decisions.md for the measurements.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import settings as chosen
from app.changes import Changes
from app.errors import PeaklineError
from app.paths import Paths, user_paths
from app.redaction import without_secrets
from app.settings import Theme
from ui.kit import theme
from ui.kit.away import Away, go_away, may_check_in
from ui.kit.background import Background
from ui.kit.crashes import Crashes
from ui.kit.interrupts import Interrupts
from ui.kit.opening import (
    Opened,
    Report,
    delete_database_file,
    demo_master,
    file_url,
    open_database,
    open_with_demo,
    throwaway_demo,
)
from ui.kit.options import Options
from ui.kit.page import Desk
from ui.pages.registry import WORDS
from ui.window import Window


def launch(options: Options) -> int:
    """Open the window and run it to its end; returns the exit status."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(theme.ARGUMENTS)
    app.setApplicationName("Peakline")
    app.setDesktopFileName("peakline")
    theme.prepare(app)
    return Program(app, options, user_paths()).run()


class Program:
    """One run of the window: what it opens, what it does when it is open, how it ends."""

    def __init__(self, app: QApplication, options: Options, paths: Paths) -> None:
        self._app, self._options, self._paths = app, options, paths
        settings = chosen.load(paths.settings)
        if options.theme:
            settings = replace(settings, theme=Theme(options.theme))
        theme.apply(app, settings.theme)
        self._crashes = Crashes(paths.logs)
        self._interrupts = Interrupts()
        self._throwaway: Path | None = None
        self._painted = 0.0
        self._status = 0
        self._reported = False
        self.desk = Desk(Background(), settings)
        self.window = Window(self.desk, paths, keeps=options.screenshot is None and not options.exit_after_paint)

    def run(self) -> int:
        """Show the window, work until it is closed, tidy up."""
        window = self.window
        self._crashes.raised.connect(window.tell_error)
        self.desk.failed.connect(self._crashes.note)
        self.desk.background.failed.connect(self._crashes.note)
        self.desk.broke.connect(self._crashes.note)
        self._crashes.install()
        self._interrupts.asked.connect(lambda number: self._end(128 + number))
        self._interrupts.install()
        hints = self._app.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        window.painted.connect(self._open)
        window.opened.connect(self._opened)
        if self._options.size:
            window.resize(*self._options.size)
        elif self._options.screenshot:
            window.resize(1280, 800)
        window.start(self.desk.settings.first_page)
        window.show()
        try:
            self._app.exec()
        finally:
            self._tidy()
        return self._status

    def _open(self) -> None:
        self._painted = time.monotonic()
        desk, window = self.desk, self.window
        simulates = self._options.demo and not demo_master(self._paths, desk.today()).exists()
        title = "Preparing the demo" if simulates else "Opening the database"

        def begin() -> None:
            window.open(self._opener(), title, self._failed, quiet=not simulates)

        # Copying and reading let go of the interpreter, so they go on while the page is built; the progress
        # of simulating a demo needs a window that listens.
        for step in (window.show_first_page, begin) if simulates else (begin, window.show_first_page):
            step()
        if self._options.exit_after_paint:
            window.page_now().loaded.connect(self._report_start)

    def _opener(self) -> Callable[[Report], Opened]:
        options, paths, today = self._options, self._paths, self.desk.today()
        if options.demo and options.database is None:
            return self._open_throwaway
        # Pictures and measurements only look, and may do so beside a window that is open.
        hold = options.screenshot is None and not options.exit_after_paint
        if options.demo:
            return lambda report: open_with_demo(paths, options.database or "", today, report, hold=hold)
        return lambda _report: open_database(paths, chosen.database_url(options.database, paths), hold=hold)

    def _open_throwaway(self, report: Report) -> Opened:
        self._throwaway = throwaway_demo(self._paths, self.desk.today(), report)
        opened = open_database(self._paths, file_url(self._throwaway))
        return replace(opened, label="Demo, forgotten at the end")

    def _opened(self) -> None:
        gc.unfreeze()
        gc.freeze()
        gc.enable()
        problem = self.window.open_now.problem if self.window.open_now is not None else None
        if self._options.screenshot is not None:
            QTimer.singleShot(0, self._photograph)
        elif self._options.exit_after_paint and problem is not None:
            # The first page will never have data.
            self._failed(problem)
        elif self.window.open_now is not None and self.window.open_now.is_current:
            self._send_waiting()

    def _failed(self, error: BaseException) -> None:
        if self._options.screenshot is None and not self._options.exit_after_paint:
            url = chosen.database_url(self._options.database, self._paths)
            if may_check_in(error, self.desk.settings, url):
                paths, settings = self._paths, self.desk.settings
                self.desk.run(lambda: go_away(paths, settings, url), self._away)
                return
            self.window.tell_error(error)
            self.window.show_page("database")
            self.desk.refused.emit(error)
            return
        words = f"{error.title}: {error}" if isinstance(error, PeaklineError) else repr(error)
        print(without_secrets(words), file=sys.stderr)
        self._end(1)

    def _away(self, away: Away) -> None:
        def again() -> None:
            self.desk.shut()
            away.services.close()
            self.window.open(self._opener(), failed=self._failed)

        self.window.take_away(away, again)

    def _send_waiting(self) -> None:
        """Bring the check-ins that waited for their server."""
        checking_in = self.desk.services.checking_in

        def sent(number: int) -> None:
            if number:
                words = "One check-in that waited was sent." if number == 1 else f"{number} check-ins were sent."
                self.desk.message.emit(words)
                self.desk.changed.emit(Changes.READINESS)

        self.desk.run(lambda: checking_in.send_waiting(datetime.now(UTC)), sent)

    def _photograph(self) -> None:
        from ui.kit.pictures import take  # noqa: PLC0415 - not needed when somebody is looking

        folder = self._options.screenshot or Path()
        themes = [Theme(self._options.theme)] if self._options.theme else [Theme.LIGHT, Theme.DARK]
        try:
            take(self.window, WORDS, themes, folder, print)
        except Exception as error:  # noqa: BLE001 - nobody sits before this window: say it and end
            self._failed(error)
            return
        self._end(0)

    def _report_start(self) -> None:
        if self._reported:
            return
        self._reported = True
        self.window.repaint()
        ready = time.monotonic()
        born = _born()
        told = {"painted_ms": self._painted - born, "ready_ms": ready - born}
        rounded = {name: round(seconds * 1000, 1) for name, seconds in told.items()}
        print(json.dumps({**rounded, "painted_at": self._painted, "ready_at": ready}), flush=True)
        # Not by closing: that would wait for what is loaded behind the page.
        self._app.exit()

    def _end(self, status: int) -> None:
        self._status = status
        QTimer.singleShot(0, self.window.close)

    def _follow_system(self) -> None:
        if self.desk.settings.theme is Theme.SYSTEM:
            self.window.wear(Theme.SYSTEM)

    def _tidy(self) -> None:
        self.desk.background.close()
        if self.window.open_now is not None:
            self.window.open_now.services.close()
        if self._throwaway is not None:
            delete_database_file(self._throwaway)
        self._crashes.uninstall()
        self._interrupts.uninstall()


def _born() -> float:
    """When this process began, on the clock of `time.monotonic()`; Linux only tells it to 10 ms."""
    try:
        fields = Path("/proc/self/stat").read_text("utf-8").rpartition(")")[2].split()
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return time.monotonic() - age
    except (OSError, ValueError, IndexError, AttributeError):
        return time.monotonic() - time.process_time()
