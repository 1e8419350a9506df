"""The knowledge base: what the program rests on, to be searched, read and doubted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.values.knowledge import TOPICS, Claim, Grade, Uses
from ui.kit.icons import dress
from ui.kit.page import Desk, Page
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.claim import ClaimView
from ui.widgets.claim_rows import ROW_HEIGHT, columns
from ui.widgets.empty import Empty, Way
from ui.widgets.flow import FlowLayout
from ui.widgets.grades import GRADE_WORDS, grade_icon
from ui.widgets.tables import TableView

_TYPING_MS: Final = 120
"""How long to wait after a key before searching."""
_MARK, _GAP = 18, 6
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}


@dataclass(frozen=True, slots=True)
class Query:
    """What the list shows."""

    text: str = ""
    grade: Grade | None = None
    topic: str | None = None


class KnowledgePage(Page):
    """A list of entries beside one in full; `desk.open_claim` leads here from anywhere."""

    word = "knowledge"
    title = "Knowledge"
    follows_athlete = False
    needs_database = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.subtitle = "What the program rests on, how strongly, and what it does not say"
        self._query = Query()
        self._shown = ""
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self._search)
        self._back = QAction(self)
        self._back.setShortcut(QKeySequence("Alt+Left"))
        dress(self._back, "chevron-left")
        self._build_controls()
        self.table = TableView(columns(), "Entries of the knowledge base", ROW_HEIGHT)
        self.view = ClaimView()
        self._empty = Empty(
            "search",
            "Nothing matches",
            "No entry has all of these words in this grade and topic. Fewer words find more; authors, years, "
            "exercises and DOIs are searched too.",
            (Way("everything", "Show everything", "reload"),),
        )
        self._assemble()
        self._connect()

    def begin_search(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def header_actions(self) -> Sequence[QAction]:
        return (self._back,) if self.desk.claim_from else ()

    def reload(self) -> None:
        base, query = self.desk.services.knowledge, self._query
        self.desk.run(lambda: base.search(query.text, query.grade, query.topic), self._show)

    # Build

    def _build_controls(self) -> None:
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search by words, author, exercise or DOI")
        self.field.setAccessibleName("Search the knowledge base")
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.topic = QComboBox()
        self.topic.setAccessibleName("Topic")
        self.topic.addItem("All topics", None)
        for topic, word in TOPICS.items():
            self.topic.addItem(word, topic)
        self.topic.setMaxVisibleItems(len(TOPICS) + 1)
        self._count = label("", "small")
        self._grades = QButtonGroup(self)
        self.grades: dict[Grade | None, QPushButton] = {None: self._grade_button(None, "All grades", "Every grade")}
        for grade, words in GRADE_WORDS.items():
            self.grades[grade] = self._grade_button(grade, words.word, words.meaning)
        self.grades[None].setChecked(True)
        self._dress_grades()

    def _grade_button(self, grade: Grade | None, word: str, meaning: str) -> QPushButton:
        button = QPushButton(word)
        button.setProperty("look", "segment")
        button.setCheckable(True)
        button.setToolTip(meaning)
        if grade is not None:
            button.setIconSize(QSize(_MARK + _GAP, _MARK))
            button.setAccessibleName(f"Grade {grade.value}, {word.lower()}")
        button.clicked.connect(lambda: self._ask(replace(self._query, grade=grade)))
        self._grades.addButton(button)
        return button

    def _dress_grades(self) -> None:
        for grade, button in self.grades.items():
            if grade is not None:
                button.setIcon(grade_icon(grade, _MARK, _GAP, self.devicePixelRatioF()))

    def _controls(self) -> QVBoxLayout:
        first = QHBoxLayout()
        first.setSpacing(Space.S)
        first.addWidget(self.field, 1)
        first.addWidget(self.topic)
        chips = QWidget()
        flow = FlowLayout(chips, spacing=int(Space.S))
        for button in self.grades.values():
            flow.addWidget(button)
        second = QHBoxLayout()
        second.setSpacing(Space.M)
        second.addWidget(chips, 1)
        second.addWidget(self._count)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addLayout(first)
        column.addLayout(second)
        return column

    def _assemble(self) -> None:
        self.table.horizontalHeader().hide()
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("knowledge-splitter")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(Space.M)
        splitter.addWidget(self.table)
        splitter.addWidget(self.view)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([520, 520])
        self._stack = QStackedWidget()
        self._body = splitter
        self._stack.addWidget(splitter)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(self._controls())
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._type)
        self.topic.activated.connect(lambda: self._ask(replace(self._query, topic=self.topic.currentData())))
        self.table.row_selected.connect(lambda claim: self._fetch(claim.id))
        self.view.claim_wanted.connect(self._open)
        self.view.told.connect(self.desk.message)
        self._empty.chosen.connect(lambda _way: self._show_everything())
        self._back.triggered.connect(self._go_back)
        self.desk.claim_opened.connect(self._take_claim)
        self.desk.theme_changed.connect(self._redress)
        self._take_claim()

    # What happens

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field walk through the list; Enter goes there, Esc empties the field."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.table.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        rows = self.table.rows.rowCount()
        if rows:
            self.table.selectRow(max(0, min(rows - 1, self.table.currentIndex().row() + by)))

    def _type(self) -> None:
        self._typing.start()

    def _search(self) -> None:
        self._ask(replace(self._query, text=self.field.text().strip()))

    def _ask(self, query: Query) -> None:
        if query != self._query:
            self._query = query
            self.reload()

    def _show_everything(self) -> None:
        self._clear_filters()
        self.reload()

    def _clear_filters(self) -> None:
        blocked = self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(blocked)
        self._typing.stop()
        self.topic.setCurrentIndex(0)
        self.grades[None].setChecked(True)
        self._query = Query()

    def _open(self, claim_id: str) -> None:
        """Go to an entry from within the page, whatever is filtered."""
        if any(claim.id == claim_id for claim in self.table.rows.rows):
            self._select(claim_id)
            self._fetch(claim_id)
        else:
            self._clear_filters()
            self._shown = claim_id
            self.reload()

    def _take_claim(self) -> None:
        """The desk asks for an entry: before the first data is there, or later."""
        back = self.desk.claim_from
        self._back.setText(f"Back to {back.capitalize()}" if back else "")
        self._back.setToolTip("To where the citation was pressed (Alt+Left)")
        if self.desk.claim:
            self._shown = self.desk.claim
            if self.table.rows.rows:
                self._open(self.desk.claim)
            self.header_changed.emit()

    def _go_back(self) -> None:
        page, self.desk.claim_from = self.desk.claim_from, ""
        self.header_changed.emit()
        if page:
            self.desk.page_wanted.emit(page)

    def _redress(self) -> None:
        self._dress_grades()
        self._empty.redress()

    # What is shown

    def _show(self, found: Sequence[Claim]) -> None:
        filtered = self._query != Query()
        self._count.setText(f"{len(found)} {'found' if filtered else 'entries'}")
        if not found:
            self._stack.setCurrentWidget(self._empty)
            self.table.show_rows(())
            self.loaded.emit()
            return
        self._stack.setCurrentWidget(self._body)
        known = any(claim.id == self._shown for claim in found)
        if self._shown and not known and not filtered:
            self._tell_missing(self._shown)
        wanted = self._shown if known else found[0].id
        self.table.show_rows(found)
        self._select(wanted)
        self._fetch(wanted)

    def _select(self, claim_id: str) -> None:
        """Mark an entry of the list, with what stands around it in sight."""
        self.table.select(lambda claim: claim.id == claim_id)
        self.table.scrollTo(self.table.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _tell_missing(self, claim_id: str) -> None:
        base = self.desk.services.knowledge
        self.desk.run(lambda: base.claim(claim_id), lambda _claim: None)

    def _fetch(self, claim_id: str) -> None:
        self._shown = claim_id
        base = self.desk.services.knowledge

        def fetch() -> tuple[Claim, Uses]:
            claim = base.claim(claim_id)
            return claim, base.uses(claim)

        self.desk.run(fetch, self._show_claim)

    def _show_claim(self, found: tuple[Claim, Uses]) -> None:
        claim, uses = found
        if claim.id == self._shown:
            self.view.show_claim(claim, uses)
        self.loaded.emit()
