"""What a log holds, or what an import did: the numbers, and every line that needs a look."""

from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from models.values.workouts import ImportReport
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.tables import RIGHT, Column, TableView
from ui.widgets.wording import day


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file that was left out or deserves a look."""

    number: str
    what: str
    reason: str


_COLUMNS = (
    Column("Line", lambda line: line.number, align=RIGHT, width=60),
    Column("", lambda line: line.what, width=100),
    Column("Why", lambda line: line.reason, tip=lambda line: line.reason),
)


def headline(report: ImportReport) -> str:
    """`214 workouts with 4,812 sets`, with what is done to them."""
    numbers = QLocale()
    workouts = f"{numbers.toString(report.workouts)} workout{'' if report.workouts == 1 else 's'}"
    sets = f"{numbers.toString(report.sets)} set{'' if report.sets == 1 else 's'}"
    if report.dry_run:
        return f"{workouts} with {sets} will be added"
    return f"{workouts} with {sets} were added"


def story(report: ImportReport) -> str:
    """The rest in a few short sentences; only what there is to say."""
    told = []
    if report.first is not None and report.last is not None:
        told.append(f"{day(report.first.date())} to {day(report.last.date())}.")
    if report.already_there:
        told.append(f"{report.already_there} are there already and stay as they are.")
    if report.unmatched:
        few = ", ".join(report.unmatched[:4]) + (" and more" if len(report.unmatched) > 4 else "")
        told.append(f"Not in the catalogue, kept under their own name: {few}.")
    if not report.skipped and not report.flagged:
        told.append("Every line could be read.")
    return " ".join(told)


def lines(report: ImportReport) -> list[Line]:
    """Skipped and flagged lines in the order of the file."""
    found = [(line.line, Line(str(line.line), "left out", line.reason)) for line in report.skipped]
    found += [(line.line, Line(str(line.line), "worth a look", line.reason)) for line in report.flagged]
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


class ReportView(QFrame):
    """A card with the headline, the story and the table of lines."""

    link_wanted = Signal()
    """Somebody would say what the names are that the catalogue does not know."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._headline = label("", "heading", wrap=True)
        self._story = label("", "muted", wrap=True)
        self._lines = TableView(_COLUMNS, "Lines left out or worth a look", row_height=26)
        self._lines.setMinimumHeight(120)
        self._lines.setMaximumHeight(200)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        self.link = QPushButton("Say What These Are…")
        self.link.setAutoDefault(False)
        self.link.clicked.connect(self.link_wanted)
        self.link.hide()
        for widget in (self._headline, self._story, self._lines):
            column.addWidget(widget)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_report(self, report: ImportReport) -> None:
        found = lines(report)
        self._headline.setText(headline(report))
        self._story.setText(story(report))
        self._lines.show_rows(found)
        self._lines.setVisible(bool(found))
        self.link.setVisible(bool(report.unmatched) and not report.dry_run)
        self.show()
