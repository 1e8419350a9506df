"""Changes of a plan in a side panel: one that was made, or those that are proposed, each before and after."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from models.values.adapting import Proposal
from models.values.plan import Adaptation
from ui.kit.icons import dress
from ui.kit.theme import Space
from ui.widgets.before_after import BeforeAfter
from ui.widgets.cards import clear_layout, label
from ui.widgets.evidence import Evidence
from ui.widgets.season_facts import change_maker
from ui.widgets.wording import adaptation_name, day


class ChangeCard(QFrame):
    """Stands where the block's details stand, until another week or block is taken in hand."""

    decision_wanted = Signal()
    """The coach wants to accept or reject."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName("Change of the plan")
        self.setMinimumWidth(300)
        self.words = ""
        """What is shown, for tests and the clipboard."""
        self._title = label("", "heading", wrap=True)
        self._back = QPushButton("Block")
        self._decide = QPushButton("Decide…")
        self._inside = QVBoxLayout()
        self._build()

    def show_change(self, change: Adaptation) -> None:
        """A change that was made."""
        self._begin(adaptation_name(change.type), decides=False)
        self._say(f"{day(change.at.date())}, by {change_maker(change)}", "muted")
        self._say(change.reason)
        if change.rows:
            self._lines(change.rows)
        else:
            self._say("Nobody wrote down what was before.", "small")
        evidence = Evidence()
        evidence.show_evidence(change.evidence)
        if evidence.words:
            self._caption("What it rests on")
            self._inside.addWidget(evidence)
        self._inside.addStretch(1)

    def show_proposals(self, proposals: Sequence[Proposal]) -> None:
        """Changes that are proposed and wait for a decision."""
        count = len(proposals)
        self._begin("1 open proposal" if count == 1 else f"{count} open proposals", decides=True)
        for one in proposals:
            self._caption(one.title)
            self._say(one.reason)
            self._lines(one.rows)
        self._inside.addStretch(1)

    def _begin(self, title: str, *, decides: bool) -> None:
        clear_layout(self._inside)
        self.words = title
        self._title.setText(title)
        self._decide.setVisible(decides)

    def _say(self, text: str, look: str = "") -> None:
        self._inside.addWidget(label(text, look, wrap=True, selectable=True))
        self.words += f"\n{text}"

    def _caption(self, text: str) -> None:
        made = label(text, "strong", wrap=True)
        made.setContentsMargins(0, Space.S, 0, 0)
        self._inside.addWidget(made)
        self.words += f"\n{text}"

    def _lines(self, rows: Sequence[tuple[str, str, str]]) -> None:
        made = BeforeAfter(is_narrow=True)
        made.show_rows(rows)
        self._inside.addWidget(made)
        self.words += f"\n{made.accessibleDescription()}"

    def _build(self) -> None:
        self._back.setProperty("look", "quiet")
        self._back.setToolTip("Back to the block in hand")
        dress(self._back, "chevron-left")
        dress(self._decide, "proposals")
        self._back.clicked.connect(self.closed)
        self._decide.clicked.connect(self.decision_wanted)
        body = QWidget()
        body.setProperty("look", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.L, 0, Space.L, Space.L)
        column.addLayout(self._inside)
        self._inside.setSpacing(Space.S)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setAccessibleName("The change in full")
        area.setWidget(body)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.M, Space.S)
        head.setSpacing(Space.S)
        head.addWidget(self._title, 1)
        head.addWidget(self._decide)
        head.addWidget(self._back)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(area, 1)
