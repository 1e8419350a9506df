"""Long work on a database in one dialog: its plan, its progress in place, and its report."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.dialogs.choosers import Chooser
from ui.dialogs.jobs import Job
from ui.kit.background import Ticket
from ui.kit.notices import notice_of
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.work_plan import PlanView
from ui.widgets.work_progress import ProgressView
from ui.widgets.work_report import ReportView
from ui.widgets.work_reports import tell_failure
from ui.widgets.work_told import PlanTold, ReportTold, save_report

_WIDTH: Final = 760
_HEIGHT: Final = 600
_LOW: Final = 400
_AROUND: Final = 190
"""Room for heading, question and buttons around a plan or a report."""
_FORMATS: Final = "Text (*.txt);;JSON (*.json)"


class WorkDialog(QDialog):
    """Window-modal: while a whole database is worked on, nothing else of it is asked for. Deleted when it closes.

    `ended` comes when the work did, well or not; `failed` are the errors behind it.
    """

    ended = Signal()
    planned = Signal()
    """A plan is on screen."""

    def __init__(self, desk: Desk, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(job.title)
        self._desk, self._job = desk, job
        self._plan: Any = None
        self._ticket: Ticket | None = None
        self._stopping = False
        self.plan = PlanView()
        self.progress = ProgressView()
        self.report = ReportView()
        self.chooser: Chooser | None = job.chooser() if job.chooser is not None else None
        self.verb, self.cancel = self._button(job.verb), self._button("Cancel")
        self.save, self.folder = self._button("Save Report…"), self._button("Show in Folder")
        self._build()
        self.plan.sql_wanted.connect(self._fetch_sql)
        if self.chooser is not None:
            self.chooser.changed.connect(self.make_plan)

    def begin(self) -> None:
        """Make the plan, or where none is needed start at once."""
        prepare = self._job.prepare
        if self._job.plan is None:
            self.start()
        elif prepare is None:
            self.make_plan()
        else:
            self._follow("Looking; nothing is changed by it.")
            self._desk.background.run(prepare, self._fill, self._plan_failed)

    def make_plan(self) -> None:
        """Ask the worker for the plan of what is chosen; nothing is changed by that."""
        job, ready = self._job, self.chooser is None or self.chooser.is_ready()
        if job.plan is None or not ready:
            self._show(self.plan)
            self.plan.show_plan(PlanTold(job.nothing_yet), has_sql=False)
            self.verb.setEnabled(False)
            return
        choice = self.chooser.value() if self.chooser is not None else None
        plan, ticket = job.plan, self._follow("Looking; nothing is changed by it.")
        self._desk.background.run(lambda: plan(choice, ticket), self._show_plan, self._plan_failed)

    def start(self) -> None:
        """Do it."""
        job, plan = self._job, self._plan
        ticket = self._follow(f"{job.title}…")
        self._grow(_HEIGHT)
        self._desk.background.run(lambda: job.run(plan, ticket), self._done, self._broke)

    def reject(self) -> None:
        """Esc and Cancel: stop the work first, and say what is kept; close only when there is none."""
        if self._ticket is None:
            super().reject()
            return
        self._ticket.cancel()
        self._stopping = True
        self.cancel.setEnabled(False)
        self.progress.stop("Stopping at the next safe place…")

    # Build

    def _build(self) -> None:
        heading = label(self._job.title, "heading")
        self.stack = QStackedWidget()
        for view in (self.plan, self.progress, self.report):
            self.stack.addWidget(view)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.S)
        self._buttons.addWidget(self.save)
        self._buttons.addWidget(self.folder)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.cancel)
        self._buttons.addWidget(self.verb)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(heading)
        if self.chooser is not None:
            column.addWidget(self.chooser)
        column.addWidget(self.stack, 1)
        column.addLayout(self._buttons)
        self.verb.setProperty("look", "danger" if self._job.is_grave else "primary")
        self.verb.clicked.connect(self.start)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.folder.clicked.connect(self._show_folder)
        window = self.parentWidget()
        self._most = _HEIGHT if window is None else min(_HEIGHT, window.height() - 60)
        self.resize(_WIDTH, min(_LOW, self._most))

    def _button(self, text: str) -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(False)
        return made

    def _fill(self, found: Any) -> None:
        if self._stopped() or self.chooser is None:
            return
        self.chooser.fill(found)
        self.make_plan()

    # What is shown

    def _show(self, view: QWidget) -> None:
        self.stack.setCurrentWidget(view)
        planning, ended = view is self.plan, view is self.report
        self.verb.setVisible(planning and bool(self._job.verb))
        self.save.setVisible(ended)
        told = self.report.told
        self.folder.setVisible(ended and told is not None and told.file is not None)
        self.cancel.setText("Close" if ended else "Cancel")
        self.cancel.setEnabled(True)
        if self.chooser is not None:
            self.chooser.setVisible(not ended)
            self.chooser.setEnabled(planning)

    def _grow(self, needed: int) -> None:
        """Make room, about the middle, but never smaller again: nothing should jump while one reads."""
        missing = min(needed, self._most) - self.height()
        if missing > 0:
            self.resize(self.width(), self.height() + missing)
            self.move(self.x(), max(0, self.y() - missing // 2))

    def _follow(self, sentence: str) -> Ticket:
        ticket = self._desk.background.ticket(self._job.title, self._job.cancels_to)
        ticket.show = self._told
        self._ticket = ticket
        self.progress.begin(sentence)
        self._show(self.progress)
        self.cancel.setFocus()
        return ticket

    def _told(self, fraction: float, sentence: str) -> None:
        if self._ticket is not None and not self._stopping:
            self.progress.show_progress(fraction, sentence)

    def _show_plan(self, plan: Any) -> None:
        if self._stopped():
            return
        self._plan = plan
        job = self._job
        if job.tell_plan is None:
            return
        told = job.tell_plan(plan)
        self.plan.show_plan(told, has_sql=job.sql is not None)
        self._show(self.plan)
        self._grow(self.plan.needed_height() + _AROUND)
        self.verb.setEnabled(told.can_run)
        # Enter does what is harmless: the verb where nothing can be lost by it, else Cancel.
        safe = self.cancel if job.is_grave or not told.can_run else self.verb
        safe.setDefault(True)
        safe.setFocus()
        self.planned.emit()

    def _plan_failed(self, error: BaseException) -> None:
        if self._stopped():
            return
        self._end(tell_failure(error, self._job.title, self._job.kept))

    def _done(self, result: Any) -> None:
        self._end(self._job.tell_report(result))
        self.ended.emit()

    def _broke(self, error: BaseException) -> None:
        self._desk.broke.emit(error)
        self._end(tell_failure(error, self._job.title, self._job.kept))
        self.ended.emit()

    def _end(self, told: ReportTold) -> None:
        self._ticket = None
        self.progress.stop()
        self.report.show_report(told)
        self._show(self.report)
        self._grow(_HEIGHT if told.checks else self.report.sheet.needed_height() + _AROUND)
        self.cancel.setDefault(True)
        self.cancel.setFocus()

    def _stopped(self) -> bool:
        """Whether planning was cancelled meanwhile; the dialog then closes, as nothing was begun."""
        self._ticket = None
        self.progress.stop()
        if self._stopping:
            super().reject()
        return self._stopping

    # What is asked for

    def _fetch_sql(self) -> None:
        sql, plan = self._job.sql, self._plan
        if sql is None:
            return
        self.plan.show_sql("Working it out…")
        self._desk.background.run(lambda: sql(plan), self._show_sql, self._no_sql)

    def _show_sql(self, text: str) -> None:
        # The dialog may have been closed before the worker came to it.
        if isValid(self):
            self.plan.show_sql(text)

    def _no_sql(self, error: BaseException) -> None:
        self._show_sql(f"{notice_of(error).title}: {notice_of(error).text}")

    def _save(self) -> None:
        told = self.report.told
        name = f"{self._job.title.lower().replace(' ', '-')}.txt"
        file, chosen = QFileDialog.getSaveFileName(self, "Save the report", name, _FORMATS)
        if not file or told is None:
            return
        path = Path(file)
        if not path.suffix:
            path = path.with_suffix(".json" if "json" in chosen else ".txt")
        self._desk.background.run(lambda: save_report(told, path), self._saved, self._not_saved)

    def _saved(self, file: Path) -> None:
        if not isValid(self):
            return
        self.save.setText("Saved")
        self.save.setToolTip(str(file))

    def _not_saved(self, error: BaseException) -> None:
        if not isValid(self):
            return
        reason = error.strerror if isinstance(error, OSError) else notice_of(error).text
        self.save.setText("Not Saved…")
        self.save.setToolTip(f"The report could not be saved: {reason}. Choose another place.")

    def _show_folder(self) -> None:
        told = self.report.told
        if told is not None and told.file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(told.file.parent)))
