"""What the Database menu does: each piece of long work in its dialog, and the way to another database."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMainWindow

from app.changes import Changes
from app.paths import Paths
from ui.dialogs import jobs
from ui.dialogs.connect import Connect
from ui.dialogs.jobs import Job
from ui.dialogs.open_database import OpenDatabase
from ui.dialogs.work import WorkDialog
from ui.kit.notices import Notice
from ui.kit.page import Desk

if TYPE_CHECKING:
    from app.usecases.connecting import Connecting
    from models.values.upgrading import DatabaseStatus


class DatabaseCommands(QObject):
    """A method for each action's name."""

    database_wanted = Signal(str)
    """The address of a database for the window to open."""
    database_changed = Signal()
    """Work has made another database of the one that is open: it has to be opened anew."""

    def __init__(self, desk: Desk, paths: Paths, window: QMainWindow) -> None:
        super().__init__(window)
        self._desk, self._paths, self._window = desk, paths, window
        self.status: DatabaseStatus | None = None
        """That of the database now open; None while there is none."""
        self.connecting: Callable[[], Connecting] = self._real_connecting
        self.keyring_problem: Callable[[], str] = _real_keyring_problem

    # Another database

    def open_database(self) -> None:
        dialog = OpenDatabase(self._window)
        dialog.chosen.connect(self.database_wanted)
        dialog.server_wanted.connect(self.connect_server)
        self._show(dialog)

    def open_file(self) -> None:
        self.open_database()

    def connect_server(self) -> None:
        dialog = Connect(self._desk, self.connecting, self.keyring_problem, self._window)
        dialog.chosen.connect(self.database_wanted)
        self._show(dialog)
        dialog.begin()

    # Work on the one that is open

    def upgrade(self) -> None:
        if self.status is not None:
            self._do(jobs.upgrade_or_adopt(self._desk.services, self.status.state))

    def adopt(self) -> None:
        self._do(jobs.adopt(self._desk.services))

    def back_up(self) -> None:
        if self.status is not None:
            self._do(jobs.back_up(self._desk.services, self.status.engine))

    def restore(self, file: Path | None = None) -> None:
        """Put a backup in the place of the database; the dialog asks for the file where none is given."""
        self._do(jobs.restore(self._desk.services, file))

    def backfill(self) -> None:
        self._do(jobs.backfill(self._desk.services))

    def validate(self) -> None:
        self._do(jobs.validate(self._desk.services))

    def roll_back(self) -> None:
        self._do(jobs.roll_back(self._desk.services))

    def _do(self, job: Job) -> None:
        dialog = WorkDialog(self._desk, job, self._window)
        dialog.ended.connect(self.database_changed if job.reopens else self._look_again)
        self._show(dialog)
        dialog.begin()

    def _look_again(self) -> None:
        """The database is the same, but the database page tells more of it now."""
        self._desk.changed.emit(Changes.DATABASE)

    def _real_connecting(self) -> "Connecting":
        from app.bootstrap import connecting  # noqa: PLC0415 - SQLAlchemy; asked for in the worker

        return connecting(self._paths)

    def _show(self, dialog: QDialog) -> None:
        dialog.open()

    def _show_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._desk.noticed.emit(Notice("The folder could not be shown.", str(folder)))


def _real_keyring_problem() -> str:
    from app.bootstrap import keyring_problem  # noqa: PLC0415 - as above

    return keyring_problem()
