"""What readiness asks of today's session: a line that says it, with the way to follow it or to go back to the plan."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from models.values.adapting import Autoregulation
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.rationale_parts import Adjusted, Change
from ui.widgets.rationale_words import BANDS, shape_and_word


class DayBar(QFrame):
    """Hidden where readiness has nothing to say of the session."""

    apply_wanted = Signal()
    restore_wanted = Signal()
    reasons_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "notice")
        self.words = label("", wrap=True)
        self.apply, self.restore, self.why = (
            QPushButton("Apply"),
            QPushButton("Back to plan"),
            QPushButton("See changes"),
        )
        self.apply.setToolTip("Change the planned sets of this session; what was planned is kept")
        self.restore.setToolTip("Put the sets back as they were planned")
        self.why.setToolTip("Each change before and after, with the rule")
        self.apply.clicked.connect(self.apply_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        self.why.clicked.connect(self.reasons_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(self.words, 1)
        for button in self.buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def buttons(self) -> list[QPushButton]:
        """In the order of reading."""
        return [self.why, self.restore, self.apply]

    def show_day(self, found: Autoregulation | None, *, may_change: bool) -> None:
        """`may_change` is false once the session is under way: then it is only said what was done."""
        told = "" if found is None else day_words(found)
        self.setVisible(bool(told))
        if found is None:
            return
        self.words.setText(told)
        self.words.setToolTip(found.sentence)
        self.setAccessibleName(told)
        self.apply.setVisible(may_change and bool(found.changes) and not found.is_applied)
        self.restore.setVisible(may_change and found.is_applied)
        self.why.setVisible(bool(found.changes))


def day_words(found: Autoregulation) -> str:
    """The day in a line, shape first, its details left to the reasons; empty where nothing is known of it."""
    first = found.sentence.split(". ", 1)[0].rstrip(".") + "."
    if found.is_applied:
        return f"{_shape(found)} Changed today. {first}"
    if found.changes:
        return f"{_shape(found)} Readiness suggests a change. {first}"
    return "" if found.rule is None else f"{_shape(found)} {first}"


def as_adjusted(found: Autoregulation) -> Adjusted:
    """A suggestion in the form in which a change that was made is told."""
    groups = found.signals.get("groups")
    return Adjusted(
        at="",
        rule=found.rule or "",
        rule_sentence=found.rule_sentence,
        sentence=found.sentence,
        freshness=_number(found.signals.get("freshness")),
        confidence=_number(found.signals.get("confidence")),
        groups=groups if isinstance(groups, dict) else {},
        changes=[
            Change(each.exercise, each.name, each.field, each.original, each.adjusted, each.reason)
            for each in found.changes
        ],
        citations=found.citations,
        version=1,
        is_suggested=True,
    )


def _shape(found: Autoregulation) -> str:
    return shape_and_word(BANDS, found.band)[0]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
