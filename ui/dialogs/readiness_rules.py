"""The readiness rules of an athlete: each as a sentence, its numbers to be changed inside their limits."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.changes import Changes
from app.engine.adapting.rules import default_rules, with_sentences
from app.errors import InvalidInput
from models.values.adapting import Rules
from models.values.athletes import Athlete
from ui.kit.icons import dress
from ui.kit.notices import Notice
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.rule_card import RuleCard


class ReadinessRules(QDialog):
    """Nothing is stored before Save; the usual values can be put back at any time."""

    def __init__(self, desk: Desk, athlete: Athlete, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Readiness rules: {athlete.label}")
        self._desk, self._athlete = desk, athlete
        self._usual = default_rules()
        self._stored = self._usual
        self.rules = self._usual
        self.cards: dict[str, RuleCard] = {}
        self.state = label("Reading the rules…", "muted", wrap=True)
        self.error = label("", "error", wrap=True)
        self.save = QPushButton("Save for this athlete")
        self.usual = QPushButton("Usual values")
        self.cancel = QPushButton("Cancel")
        self._build()
        self.resize(920, 640)
        adapting = desk.services.adapting
        desk.run(lambda: adapting.rules(athlete.id), self._take)

    def _take(self, rules: Rules) -> None:
        if not isValid(self):
            return
        self._stored = rules
        for card in self.cards.values():
            card.setEnabled(True)
        self.usual.setEnabled(True)
        self._show(rules)

    def _edit(self, rule_id: str, key: str, value: float) -> None:
        self._show(self.rules.edited(rule_id, key, value))

    def _show(self, rules: Rules) -> None:
        """Show rules with sentences made anew, and say which of them cannot stand like this."""
        self.rules = with_sentences(rules)
        for rule in self.rules.rules:
            self.cards[rule.id].show_rule(rule)
            self.cards[rule.id].show_error("")
        wrong = self._wrong()
        self.error.setText(wrong)
        self.error.setVisible(bool(wrong))
        for rule in self.rules.rules:
            # The use case names the rule first.
            if wrong.startswith(f"{rule.name}: "):
                self.cards[rule.id].show_error(wrong.removeprefix(f"{rule.name}: ").capitalize())
        self.save.setEnabled(not wrong and _numbers(self.rules) != _numbers(self._stored))
        self.usual.setEnabled(_numbers(self.rules) != _numbers(self._usual))
        self.state.setText(self._state())

    def _wrong(self) -> str:
        try:
            self._desk.services.adapting.preview_rules(self.rules)
        except InvalidInput as error:
            return error.message
        return ""

    def _state(self) -> str:
        if self._stored.problem:
            return f"The stored rules could not be used, so the usual ones hold. {self._stored.problem}"
        usual = _numbers(self._usual)
        changed = sum(value != usual[key] for key, value in _numbers(self.rules).items())
        if not changed:
            return "The usual rules hold, as for everybody whose rules nobody has edited."
        return f"{changed} {'number differs' if changed == 1 else 'numbers differ'} from the usual rules."

    def _save(self) -> None:
        adapting, athlete, before = self._desk.services.adapting, self._athlete.id, self._stored
        rules = self.rules
        is_usual = _numbers(rules) == _numbers(self._usual)
        self.save.setEnabled(False)
        self._desk.background.run(
            lambda: adapting.reset_rules(athlete) if is_usual else adapting.save_rules(athlete, rules),
            lambda changes: self._saved(changes, before),
            self._refused,
        )

    def _saved(self, changes: Changes, before: Rules) -> None:
        desk, adapting, athlete = self._desk, self._desk.services.adapting, self._athlete

        def undo() -> None:
            kept = replace(before, problem="")
            back = lambda: adapting.save_rules(athlete.id, kept) if before.is_own else adapting.reset_rules(athlete.id)  # noqa: E731
            desk.run(back, desk.changed.emit)

        said = "They hold from the next look at today's session; its reasons name the rule that fired."
        desk.noticed.emit(Notice(f"Readiness rules of {athlete.label} saved", said, action_text="Undo", action=undo))
        desk.changed.emit(changes)
        if isValid(self):
            self.accept()

    def _refused(self, error: BaseException) -> None:
        if not isValid(self):
            self._desk.failed.emit(error)
            return
        self.error.setText(str(error))
        self.error.setVisible(True)
        self.save.setEnabled(True)

    # Parts

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("look", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        for rule in self._usual.rules:
            card = RuleCard(rule, rule)
            card.edited.connect(self._edit)
            card.setEnabled(False)
            column.addWidget(card)
            self.cards[rule.id] = card
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self.error.hide()
        sentence = (
            "How a check-in changes today's session, read from top to bottom. Nothing here changes the plan, and every "
            "changed session names the rule that fired."
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        outer.setSpacing(Space.S)
        outer.addWidget(label(f"Readiness rules of {self._athlete.label}", "heading"))
        outer.addWidget(label(sentence, "muted", wrap=True))
        outer.addWidget(area, 1)
        outer.addWidget(self.error)
        outer.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.save.setProperty("look", "primary")
        self.save.setEnabled(False)
        self.usual.setEnabled(False)
        for button in (self.usual, self.cancel):
            button.setAutoDefault(False)
        self.usual.setToolTip("Put every number back to its usual value; nothing is stored before Save")
        dress(self.usual, "undo")
        self.usual.clicked.connect(lambda: self._show(self._usual))
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.usual)
        row.addWidget(self.state, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        return row


def _numbers(rules: Rules) -> dict[tuple[str, str], float]:
    return {(rule.id, number.key): round(number.value, 6) for rule in rules.rules for number in rule.numbers}
