"""Which log, and whose? Shows what the file holds before anything is written, and what was done after."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QWidget

from app.changes import Changes
from app.errors import Cancelled, PeaklineError, UnitNeeded
from models.values.units import Unit
from models.values.workouts import ImportReport
from ui.dialogs.add_athlete import NO_ADDRESS, chosen_unit, is_address, unit_box
from ui.dialogs.form import Form
from ui.dialogs.import_report import ReportView, headline
from ui.dialogs.link_exercises import LinkExercises
from ui.kit.background import Ticket
from ui.kit.notices import Notice
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.cards import label

NEW: Final = "new"
"""Stands for an athlete who is added with the import."""


class ImportLog(Form):
    """File and athlete, a preview, the import with its progress, and its report."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = "Exports of Strong and Hevy (CSV). Reading the same file again adds nothing twice."
        super().__init__(parent, "Import a training log", sentence, "Import", width=560)
        self._desk = desk
        self._previewed: tuple[str, str, Unit | None] | None = None
        self._ticket: Ticket | None = None
        self.file = QLineEdit()
        self.file.setPlaceholderText("Path of the CSV file")
        self.athlete = QComboBox()
        for one in desk.athletes:
            self.athlete.addItem(one.label, one.id)
        self.athlete.addItem("A new athlete…", NEW)
        self.athlete.setCurrentIndex(max(0, self.athlete.findData(desk.athlete)))
        self.email = QLineEdit()
        self.email.setPlaceholderText("name@example.org")
        self.unit = unit_box(desk.unit)
        self.question = label("", "small", wrap=True)
        self.report = ReportView()
        self.report.link_wanted.connect(self._link)
        self._whose = ""
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress of the import")
        self._lay_out()
        self.file.editingFinished.connect(self.preview)
        self.athlete.currentIndexChanged.connect(self.preview)
        self.unit.currentIndexChanged.connect(self.preview)

    def problems(self) -> Mapping[QWidget, str]:
        if not self.file.text().strip():
            return {self.file: "Please choose a file."}
        if self._is_new and not is_address(self.email.text()):
            return {self.email: NO_ADDRESS}
        return {}

    def preview(self) -> None:
        """Read the file in the worker and say what it holds; nothing is written."""
        self.fields.setRowVisible(self.email, self._is_new)
        wanted = (self.file.text().strip(), self.athlete.currentData(), self._chosen_unit())
        if not wanted[0] or self._is_new or wanted == self._previewed:
            self.adjustSize()
            return
        self._previewed = wanted
        self.working(on=True)
        importing, (file, athlete, unit) = self._desk.services.importing, wanted

        def read() -> ImportReport:
            return importing.preview(_text(file), athlete, unit=unit, file_name=Path(file).name)

        self._desk.background.run(read, self._show_preview, self._refused)

    def go(self) -> None:
        services, athlete, unit = self._desk.services, self.athlete.currentData(), self._chosen_unit()
        file, email = self.file.text().strip(), self.email.text().strip()
        self._ticket = ticket = self._desk.background.ticket("The import")
        ticket.show = lambda fraction, _text: self.progress.setValue(round(fraction * 1000))
        self.working(on=True)
        self.progress.show()

        def write() -> ImportReport:
            text = _text(file)
            self._whose = whose = services.athletes.add(email, unit=unit).id if athlete == NEW else athlete
            return services.importing.run(text, whose, unit=unit, file_name=Path(file).name, progress=ticket)

        self._desk.background.run(write, self._done, self._refused)

    def reject(self) -> None:
        """Cancel stops a running import first; what it had written is taken back."""
        if self._ticket is not None:
            self._ticket.cancel()
            return
        super().reject()

    def _lay_out(self) -> None:
        browse = QPushButton("Browse…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.file, 1)
        row.addWidget(browse)
        holder = QWidget()
        holder.setLayout(row)
        self.add_field("&File", holder)
        self.file.setAccessibleName("File")
        self._errors[self.file] = self._errors.pop(holder)
        self.add_field("&Athlete", self.athlete)
        self.add_field("&E-mail", self.email)
        self.add_field("&Unit", self.unit)
        self.fields.addRow("", self.question)
        self.fields.setRowVisible(self.email, self._is_new)
        self.fields.setRowVisible(self.unit, False)
        self.fields.setRowVisible(self.question, False)
        self.progress.hide()
        self.body.addWidget(self.report)
        self.body.addWidget(self.progress)
        self.finish_layout()

    @property
    def _is_new(self) -> bool:
        return bool(self.athlete.currentData() == NEW)

    def _chosen_unit(self) -> Unit | None:
        return chosen_unit(self.unit) if self.fields.isRowVisible(self.unit) else None

    def _show_preview(self, report: ImportReport) -> None:
        self.working(on=False)
        self.show_problems({})
        self.report.show_report(report)
        self.verb.setEnabled(report.workouts > 0)
        self.adjustSize()

    def _done(self, report: ImportReport) -> None:
        self._ticket = None
        self.progress.hide()
        self.report.show_report(report)
        self.verb.hide()
        self.cancel.setText("Close")
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        said = Notice("The log is in.", f"{headline(report)}.", action_text="Undo", action=lambda: self._undo(report))
        self._desk.noticed.emit(said)
        self._desk.changed.emit(Changes.WORKOUTS | Changes.PLAN | Changes.ATHLETES)

    def _link(self) -> None:
        """On to the names the catalogue does not know; this dialog has said all it had to say."""
        desk, whose, parent = self._desk, self._whose, self.parentWidget()
        self.accept()
        LinkExercises(desk, whose, parent).open()

    def _undo(self, report: ImportReport) -> None:
        desk, import_id = self._desk, report.import_id
        if import_id is not None:
            importing = desk.services.importing
            desk.run(lambda: importing.undo(import_id), desk.changed.emit)

    def _refused(self, error: BaseException) -> None:
        self._ticket = None
        self.progress.hide()
        self.working(on=False)
        if isinstance(error, UnitNeeded):
            self._ask_unit(error)
        elif isinstance(error, Cancelled):
            self.show_problems({self.file: "The import was cancelled; nothing was added."})
        elif isinstance(error, PeaklineError | OSError):
            self.report.hide()
            self.show_problems({self.file: str(error)})
            self.verb.setEnabled(False)
        else:
            super().reject()
            self._desk.failed.emit(error)

    def _ask_unit(self, error: UnitNeeded) -> None:
        """The file does not say kg or lb: show lines of it to decide by, then preview with the answer."""
        examples = "\n".join(error.examples[:3])
        self.question.setText(f"{error.message}\n{examples}".strip())
        self.fields.setRowVisible(self.unit, True)
        self.fields.setRowVisible(self.question, True)
        self.unit.setFocus()
        self.preview()

    def _browse(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "Import a training log", "", "Logs (*.csv);;All files (*)")
        if file:
            self.file.setText(file)
            self.preview()


def _text(file: str) -> str:
    """The file's text; exports are UTF-8, with or without a byte order mark."""
    return Path(file).read_text("utf-8-sig")
