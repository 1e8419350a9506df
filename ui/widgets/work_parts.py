"""The parts that plans and reports of work on a database are put together from."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from models.values.maintenance import Finding
from ui.kit.icons import dress, pixmap
from ui.kit.theme import Space, TextSize, tones
from ui.widgets.cards import clear_layout, label
from ui.widgets.tables import Column, TableView
from ui.widgets.work_told import Fact, Group

_FEW: Final = 14
"""Rows that are laid out as labels; more of them scroll in a table."""
_NAMES: Final = 150
"""Width of the column that says what a line is about."""

_COLUMNS: Final = (
    Column("About", lambda row: row[0], width=260, tip=lambda row: row[0]),
    Column("What", lambda row: row[1], tip=lambda row: row[1]),
)


class Sheet(QScrollArea):
    """A column of parts that scrolls when there is no room for all of it; Tab reaches it, arrows scroll."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("look", "page")
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, Space.S, 0)
        self.column.setSpacing(Space.M)
        self.setWidget(inner)

    def clear(self) -> None:
        clear_layout(self.column)

    def add(self, *parts: QWidget) -> None:
        for part in parts:
            self.column.addWidget(part)

    def needed_height(self) -> int:
        """How high all of it is at the width there is."""
        self.column.activate()
        width = max(self.viewport().width(), 400)
        return self.column.heightForWidth(width) if self.column.hasHeightForWidth() else self.column.sizeHint().height()

    def close_up(self) -> None:
        """Leave what room there is at the end."""
        self.column.addStretch(1)
        self.verticalScrollBar().setValue(0)


def facts_part(facts: Sequence[Fact]) -> QWidget:
    """What it is, and what it says, line by line; the values can be copied."""
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.M)
    grid.setVerticalSpacing(Space.XS)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(facts):
        _put_line(grid, row, name, value)
    return part


def group_part(group: Group) -> QFrame:
    """A card of lines that belong together, with its shape and colour where it is grave."""
    part = QFrame()
    part.setProperty("look", "alert" if group.grave else "card")
    column = _column(part)
    column.addLayout(_heading(group.title, "warning" if group.grave else ""))
    if group.sentence:
        column.addWidget(label(group.sentence, "muted", wrap=True))
    if len(group.rows) > _FEW:
        table = TableView(_COLUMNS, group.title, row_height=26)
        table.show_rows(group.rows)
        table.setFixedHeight(230)
        column.addWidget(table)
    elif group.rows:
        column.addWidget(facts_part(group.rows))
    return part


def findings_part(title: str, findings: Sequence[Finding], *, grave: bool) -> QFrame:
    """What stands in the way, or is worth knowing: each with what to do about it."""
    part = QFrame()
    part.setProperty("look", "alert" if grave else "notice")
    column = _column(part)
    column.addLayout(_heading(title, "error" if grave else "info"))
    for finding in findings:
        column.addWidget(label(finding.sentence, wrap=True, selectable=True))
        if finding.advice:
            column.addWidget(label(finding.advice, "muted", wrap=True, selectable=True))
    return part


def lines_part(title: str, lines: Sequence[Fact]) -> QFrame:
    """Numbered or timed lines under a heading."""
    part = QFrame()
    part.setProperty("look", "card")
    column = _column(part)
    column.addLayout(_heading(title))
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.M)
    grid.setVerticalSpacing(Space.XS)
    grid.setColumnStretch(1, 1)
    for row, (mark, sentence) in enumerate(lines):
        left = label(mark, "small")
        left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        left.setMinimumWidth(36)
        grid.addWidget(left, row, 0)
        grid.addWidget(label(sentence, wrap=True, selectable=True), row, 1)
    column.addLayout(grid)
    return part


def notes_part(title: str, notes: Sequence[str]) -> QFrame:
    """Sentences worth knowing."""
    return findings_part(title, [Finding("note", note, stops=False) for note in notes], grave=False)


class Fold(QWidget):
    """Long text that is shown when it is asked for, in letters of one width, and can be copied."""

    wanted = Signal()
    """Opened for the first time: whoever has the text gives it to `show_text`."""

    def __init__(self, title: str, name: str, lines: int = 14) -> None:
        super().__init__()
        self._asked = False
        self.toggle = QPushButton(title)
        self.toggle.setCheckable(True)
        self.toggle.setProperty("look", "quiet")
        self.toggle.setAutoDefault(False)
        dress(self.toggle, "chevron-right")
        self.copy = QPushButton("Copy")
        self.copy.setProperty("look", "quiet")
        self.copy.setAutoDefault(False)
        dress(self.copy, "copy")
        self.copy.setAccessibleName(f"Copy {name}")
        self.copy.hide()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(name)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(int(TextSize.SMALL) + 1)
        self.text.setFont(fixed)
        self.text.setFixedHeight(lines * 17)
        self.text.hide()
        row = QHBoxLayout()
        row.addWidget(self.toggle)
        row.addStretch(1)
        row.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        column.addWidget(self.text)
        self.toggle.toggled.connect(self._fold)
        self.copy.clicked.connect(self._copy)

    def show_text(self, text: str) -> None:
        self.text.setPlainText(text)

    def _fold(self, opened: bool) -> None:
        dress(self.toggle, "chevron-down" if opened else "chevron-right")
        self.text.setVisible(opened)
        self.copy.setVisible(opened)
        if opened and not self._asked:
            self._asked = True
            self.wanted.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText("Copied")


def picture(name: str, size: int, *, good: bool) -> QLabel:
    """An icon in the colour of good or bad news."""
    made = QLabel()
    made.setPixmap(pixmap(name, size, tones().good if good else tones().danger, made.devicePixelRatioF()))
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made


def _column(part: QFrame) -> QVBoxLayout:
    column = QVBoxLayout(part)
    column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
    column.setSpacing(Space.S)
    return column


def _heading(title: str, icon: str = "") -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    if icon:
        mark = QLabel()
        colour = tones().accent if icon == "info" else tones().danger
        mark.setPixmap(pixmap(icon, 16, colour, mark.devicePixelRatioF()))
        row.addWidget(mark)
    row.addWidget(label(title, "strong"))
    row.addStretch(1)
    return row


def _put_line(grid: QGridLayout, row: int, name: str, value: str) -> None:
    said = label(value, wrap=True, selectable=True)
    said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    if not name:
        grid.addWidget(said, row, 0, 1, 2)
        return
    about = label(name, "muted", wrap=True)
    about.setFixedWidth(_NAMES)
    grid.addWidget(about, row, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(said, row, 1)
