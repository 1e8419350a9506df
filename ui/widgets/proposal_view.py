"""One proposal in full: what, why, before and after, what it rests on, and the decision about it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from models.values.adapting import Proposal, ProposalState
from models.values.knowledge import Claim
from ui.kit.icons import dress
from ui.kit.theme import Space
from ui.widgets.before_after import BeforeAfter
from ui.widgets.cards import label
from ui.widgets.citation import CitationRow, OpenClaim
from ui.widgets.evidence import Evidence
from ui.widgets.proposal_words import changes_plan, kind_word, since, state_words
from ui.widgets.wording import day


class ProposalView(QFrame):
    """Says what the coach decides and does nothing of it itself."""

    accepted = Signal(str)
    """The note, which may be empty."""
    rejected = Signal(str)
    plan_wanted = Signal()

    def __init__(self, on_open: OpenClaim) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName("Proposal")
        self.proposal: Proposal | None = None
        self.title = label("", "heading", wrap=True)
        self.about = label("", "muted", wrap=True)
        self.reason = label("", wrap=True, selectable=True)
        self.advice = label("", "strong", wrap=True, selectable=True)
        self.lines = BeforeAfter()
        self.evidence = Evidence()
        self.citations = CitationRow((), on_open)
        self.state = label("", "strong", wrap=True)
        self.note = QLineEdit()
        self.accept = QPushButton("Accept")
        self.reject = QPushButton("Reject")
        self.plan = QPushButton("Show plan")
        self._area = QScrollArea()
        self._build()

    def show_proposal(self, proposal: Proposal, claims: Sequence[Claim], now: datetime) -> None:
        """Show a proposal; the note starts empty with every other one."""
        if self.proposal is None or self.proposal.id != proposal.id:
            self.note.clear()
            self._area.verticalScrollBar().setValue(0)
        self.proposal = proposal
        self.title.setText(proposal.title)
        kind, found = kind_word(proposal.kind), since(proposal.created, now)
        self.about.setText(f"{proposal.athlete_name}  ·  {kind}  ·  found {found}")
        self.reason.setText(proposal.reason)
        is_open = proposal.state == ProposalState.OPEN
        after = "If accepted" if is_open else "After" if proposal.state == ProposalState.ACCEPTED else "Proposed"
        advised = not changes_plan(proposal)
        self.lines.show_rows(() if advised else proposal.rows, ("Now" if is_open else "Before", after))
        told = " ".join(new for _, _, new in proposal.rows)
        self.advice.setText(f"{told} The plan stays as it is." if advised else "")
        self.advice.setVisible(advised)
        self.evidence.show_evidence(proposal.evidence)
        self.citations.show_claims(claims)
        for caption, inside in self._captions:
            caption.setVisible(not inside.isHidden())
        self._show_foot(proposal, is_open=is_open)

    def take_note(self) -> str:
        """What the coach wrote, which may be nothing."""
        return self.note.text().strip()

    def working(self, *, on: bool) -> None:
        """Grey the verbs while the worker is at it."""
        self.accept.setEnabled(not on)
        self.reject.setEnabled(not on)

    def _show_foot(self, proposal: Proposal, *, is_open: bool) -> None:
        for widget in (self.note, self.accept, self.reject):
            widget.setVisible(is_open)
        self.state.setVisible(not is_open)
        self.accept.setText("Accept" if changes_plan(proposal) else "Take note")
        tip = "Change the plan like this (A)" if changes_plan(proposal) else "Noted in the season, no set changes (A)"
        self.accept.setToolTip(tip)
        self.working(on=False)
        if is_open:
            return
        shape, word = state_words(proposal.state)
        when = "" if proposal.decided is None else f" on {day(proposal.decided.astimezone().date())}"
        note = f" “{proposal.note}”" if proposal.note else ""
        self.state.setText(f"{shape} {word}{when}.{note}")

    def _build(self) -> None:
        self._captions: list[tuple[QWidget, QWidget]] = []
        body = QWidget()
        body.setProperty("look", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.title, 1)
        head.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.about)
        for caption, inside in (
            ("Why", self.reason),
            ("What to do", self.advice),
            ("What changes", self.lines),
            ("What it rests on", self.evidence),
            ("Sources", self.citations),
        ):
            named = label(caption, "caption")
            named.setContentsMargins(0, Space.S, 0, 0)
            column.addWidget(named)
            column.addWidget(inside)
            self._captions.append((named, inside))
        column.addStretch(1)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._area.setAccessibleName("The proposal in full")
        self._area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addWidget(self._area, 1)
        outer.addWidget(self._foot())

    def _foot(self) -> QWidget:
        self.note.setPlaceholderText("A note, if you like")
        self.note.setAccessibleName("Note on the decision")
        self.note.setMaxLength(500)
        self.note.returnPressed.connect(lambda: self.accepted.emit(self.take_note()))
        self.accept.setProperty("look", "primary")
        self.reject.setToolTip("Leave the plan as it is; it is not proposed again for three weeks (R)")
        dress(self.accept, "check")
        dress(self.reject, "close")
        self.plan.setToolTip("The season of this athlete")
        self.plan.setProperty("look", "quiet")
        dress(self.plan, "plan")
        self.accept.clicked.connect(lambda: self.accepted.emit(self.take_note()))
        self.reject.clicked.connect(lambda: self.rejected.emit(self.take_note()))
        self.plan.clicked.connect(self.plan_wanted)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        row.setSpacing(Space.S)
        row.addWidget(self.note, 1)
        row.addWidget(self.state, 1)
        for button in (self.reject, self.accept):
            row.addWidget(button)
        line = QFrame()
        line.setProperty("look", "line")
        line.setFixedHeight(1)
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addWidget(foot)
        return both
