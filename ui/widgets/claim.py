"""One entry of the knowledge base in full: the claim, its grade, what it does not say, and what rests on it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from models.values.knowledge import Claim, Seen, Uses
from ui.kit.icons import dress
from ui.kit.theme import Space, TextSize, font
from ui.widgets.cards import clear_layout, label
from ui.widgets.citation import CitationRow
from ui.widgets.grades import GRADE_WORDS, GradeMark

OWN: Final = "Our own; no paper says it like this."
SEEN_WORDS: Final = {
    Seen.PUBLISHER: "Read at the publisher, mostly the abstract.",
    Seen.CITING: "Read in independent texts that cite it.",
    Seen.SECOND_HAND: "Second-hand: reported by others, not read in the source.",
    Seen.COMPUTED: "Calculated by us from what it leans on.",
    Seen.CHOICE: "Decided by us, not found in a study.",
}
_NAMES_WIDTH: Final = 104


class ClaimView(QFrame):
    """Shows a `Claim` with its `Uses`; scrolls when it is longer than the window."""

    claim_wanted = Signal(str)
    """The id of another claim that was pressed."""
    told = Signal(str)
    """A sentence for the status bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName("Selected entry")
        self.setMinimumWidth(340)
        self.claim: Claim | None = None
        self.mark = GradeMark()
        self.title = label("", "heading", wrap=True, selectable=True)
        self.grade = label("", "muted", wrap=True)
        self.words = label("", wrap=True, selectable=True)
        self.caveat = label("", wrap=True, selectable=True)
        self.facts: dict[str, QLabel] = {}
        self.open_doi = self._button("Open the paper", "link", self._open)
        self.copy_doi = self._button("Copy DOI", "copy", self._copy)
        self.leans_on = CitationRow((), self.claim_wanted.emit)
        self.carries = CitationRow((), self.claim_wanted.emit)
        self._rests = QGridLayout()
        self._area = self._scrolling(self._body())
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._area)

    def show_claim(self, claim: Claim, uses: Uses) -> None:
        """Show an entry from its beginning."""
        self.claim = claim
        self.mark.show_grade(claim.grade)
        grade = GRADE_WORDS[claim.grade]
        self.title.setText(claim.label)
        self.grade.setText(f"{grade.word}. {grade.meaning}")
        self.words.setText(claim.claim)
        self.caveat.setText(claim.caveat)
        self.facts["About"].setText(", ".join(uses.topics))
        self.facts["Population"].setText(claim.population)
        self.facts["Source"].setText(claim.source.reference if claim.source else OWN)
        self.facts["How we know"].setText(SEEN_WORDS[claim.seen])
        self.facts["Key"].setText(claim.id)
        self.facts["DOI"].setText(claim.doi or ("None that was verified." if claim.source else "–"))
        for button in (self.open_doi, self.copy_doi):
            button.setVisible(claim.doi is not None)
        self._show_uses(uses)
        self._area.verticalScrollBar().setValue(0)

    def text(self) -> str:
        """Everything it says, for tests."""
        return "\n".join(one.text() for one in self.findChildren(QLabel))

    def _show_uses(self, uses: Uses) -> None:
        clear_layout(self._rests)
        self._rests_caption.setVisible(bool(uses.references or uses.constants))
        rows = [(word, ", ".join(names)) for word, names in uses.references]
        if uses.constants:
            rows.append(("Numbers", "\n".join(f"{name}: {value}" for name, value in uses.constants)))
        _fill(self._rests, rows)
        for row, caption, claims in (
            (self.leans_on, self._leans_caption, uses.leans_on),
            (self.carries, self._carries_caption, uses.carries),
        ):
            row.show_claims(claims)
            caption.setVisible(bool(claims))

    # Build

    def _body(self) -> QWidget:
        body = QWidget()
        body.setProperty("look", "page")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._column.setSpacing(Space.S)
        self._column.addLayout(self._head())
        self.words.setFont(font(TextSize.HEADING))
        self._column.addSpacing(Space.XS)
        self._column.addWidget(self.words)
        self._column.addSpacing(Space.XS)
        self._column.addWidget(self._warning())
        self._column.addSpacing(Space.XS)
        self._column.addLayout(self._source())
        self._rests_caption = self._caption("What rests on it")
        self._column.addLayout(self._rests)
        self._leans_caption = self._caption("It leans on")
        self._column.addWidget(self.leans_on)
        self._carries_caption = self._caption("Others lean on it")
        self._column.addWidget(self.carries)
        self._column.addStretch(1)
        return body

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.grade)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _warning(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("look", "notice")
        column = QVBoxLayout(frame)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(2)
        column.addWidget(label("What it does not say", "caption"))
        column.addWidget(self.caveat)
        return frame

    def _source(self) -> QGridLayout:
        grid = QGridLayout()
        self.facts = _fill(
            grid, [(name, "") for name in ("About", "Population", "Source", "How we know", "Key", "DOI")]
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.open_doi)
        buttons.addWidget(self.copy_doi)
        buttons.addStretch(1)
        # Across both columns: at its narrowest the view has no room for them beside the names.
        grid.addLayout(buttons, grid.rowCount(), 0, 1, 2)
        return grid

    def _caption(self, text: str) -> QLabel:
        made = label(text, "caption")
        made.setContentsMargins(0, Space.S, 0, 0)
        self._column.addWidget(made)
        return made

    def _scrolling(self, body: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setAccessibleName("Details of the entry")
        area.setWidget(body)
        return area

    def _button(self, text: str, icon: str, act: object) -> QPushButton:
        button = QPushButton(text)
        dress(button, icon)
        button.clicked.connect(act)
        return button

    # What happens

    def _open(self) -> None:
        address = self.claim.address if self.claim is not None else None
        if address is None:
            return
        if QDesktopServices.openUrl(QUrl(address)):
            self.told.emit(f"{address} was handed to your browser.")
        else:
            QGuiApplication.clipboard().setText(address)
            self.told.emit(f"No browser answered; {address} was copied instead.")

    def _copy(self) -> None:
        if self.claim is not None and self.claim.doi is not None:
            QGuiApplication.clipboard().setText(self.claim.doi)
            self.told.emit(f"{self.claim.doi} was copied.")


def _fill(grid: QGridLayout, rows: Sequence[tuple[str, str]]) -> dict[str, QLabel]:
    """Names and values in two columns, lined up from one grid to the next."""
    grid.setHorizontalSpacing(Space.M)
    grid.setVerticalSpacing(Space.S)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, _NAMES_WIDTH)
    values = {}
    for row, (name, text) in enumerate(rows):
        value = label(text, wrap=True, selectable=True)
        caption = label(name, "muted", wrap=True)
        caption.setFixedWidth(_NAMES_WIDTH)
        grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, row, 1)
        values[name] = value
    return values
