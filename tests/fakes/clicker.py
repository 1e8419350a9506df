"""The window program as a person runs it, with somebody who clicks: upgrades the database it was started on.

Run as `python -m tests.fakes.clicker --database URL`. It says on its output what it sees: `current`, or `asked`
when the plan of the upgrade is on screen; a line on its input makes it confirm, and `ended` is the last it says.

`--die-at N` is for controls: SQLAlchemy's engine as it comes, without our transactions, and a kill before the
N-th table is made.
"""

import os
import runpy
import signal
import sys
from itertools import count

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.dialogs.work import WorkDialog
from ui.kit import theme
from ui.kit.header import ActionButton
from ui.window import Window

LOOK_EVERY = 10  # ms


class Clicker:
    """Looks at what is on screen and goes one step on."""

    def __init__(self) -> None:
        self._said = ""
        self._timer = QTimer()
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, WorkDialog):
            self._follow(dialog)
            return
        window = next((one for one in QApplication.topLevelWidgets() if isinstance(one, Window)), None)
        if window is None or window.open_now is None or window.is_busy():
            return
        if window.open_now.is_current:
            self._say("current")
            return
        for button in window.findChildren(ActionButton):
            if button.isVisible() and button.isEnabled() and button.text() == "Upgrade":
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                return

    def _follow(self, dialog: WorkDialog) -> None:
        if dialog.stack.currentWidget() is dialog.report and not dialog.report.isHidden():
            told = dialog.report.told
            self._say("ended" if told is not None and told.ok else f"failed: {told}")
        elif self._said != "asked" and dialog.verb.isVisible() and dialog.verb.isEnabled():
            self._say("asked")
            sys.stdin.readline()
            QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    def _say(self, word: str) -> None:
        if word != self._said:
            self._said = word
            print(word, flush=True)


def die_at(table: int) -> None:
    """Take our transactions away, and the process before that table is made."""
    # Only here: the window is to load them when it does.
    from sqlalchemy import create_engine, event  # noqa: PLC0415
    from sqlalchemy.engine import Engine  # noqa: PLC0415

    from app.gateways import database  # noqa: PLC0415

    numbers = count(1)

    @event.listens_for(Engine, "before_cursor_execute")
    def _die(_connection, _cursor, statement, *_more):
        if statement.lstrip().startswith("CREATE TABLE") and next(numbers) == table:
            os.kill(os.getpid(), signal.SIGKILL)

    database._sqlite_engine = create_engine


def main() -> None:
    arguments = sys.argv[1:]
    if "--die-at" in arguments:
        place = arguments.index("--die-at")
        die_at(int(arguments[place + 1]))
        del arguments[place : place + 2]
    application = QApplication(theme.ARGUMENTS)
    clicker = Clicker()
    sys.argv = ["peakline", *arguments]
    runpy.run_module("ui", run_name="__main__")
    del clicker, application


if __name__ == "__main__":
    main()
