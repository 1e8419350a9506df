"""What planning needs to know of an athlete, editable in place; blank means that nobody has said."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from models.values.athletes import Athlete, PrimaryGoal, Profile, SecondaryGoal, TrainingAge
from models.values.units import Unit, in_unit, to_kg
from ui.kit.icons import dress
from ui.kit.theme import Space
from ui.widgets import wording
from ui.widgets.cards import Card, label

UNSAID: Final = "Not said"
NUMBERS: Final = (
    ("age", "Age", "years"),
    ("height_cm", "Height", "cm"),
    ("weight_kg", "Body weight", "kg"),
    ("days_per_week", "Sessions", "a week"),
    ("session_minutes", "Session", "minutes"),
)
CHOICES: Final[Sequence[tuple[str, str, Sequence[str]]]] = (
    ("sex", "Sex", ("female", "male")),
    ("training_age", "Training age", tuple(TrainingAge)),
    ("primary_goal", "Goal", tuple(PrimaryGoal)),
    ("secondary_goal", "Second goal", tuple(goal for goal in SecondaryGoal if goal is not SecondaryGoal.NONE)),
)
WHOLE: Final = frozenset({"age", "days_per_week", "session_minutes"})


class ProfileCard(Card):
    """The athlete in hand. `saved` carries the new `Profile`; nothing is written here."""

    saved = Signal(object)
    plan_wanted = Signal()
    rules_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Profile")
        self.profile: Profile | None = None
        self._unit = Unit.KG
        self.numbers = {name: QLineEdit() for name, _, _ in NUMBERS}
        self._units = {name: label(unit, "small") for name, _, unit in NUMBERS}
        self.choices = {name: QComboBox() for name, _, _ in CHOICES}
        self.address = label("", "small", selectable=True)
        self.error = label("", "error", wrap=True)
        self.save_button = QPushButton("Save profile")
        self.plan_button = QPushButton("Open plan")
        self.rules_button = QPushButton("Rules…")
        self._assemble()
        self.show_profile(None, None, Unit.KG)

    def show_profile(self, athlete: Athlete | None, profile: Profile | None, unit: Unit) -> None:
        """Show an athlete's profile; loads are read and written in `unit`."""
        self.profile, self._unit = profile, unit
        self.caption.setText("Profile" if athlete is None else athlete.label)
        self.address.setText("Choose an athlete." if athlete is None else athlete.email)
        for name, field in self.numbers.items():
            with QSignalBlocker(field):
                field.setText(self._shown(name, None if profile is None else getattr(profile, name)))
            field.setEnabled(profile is not None)
        for name, box in self.choices.items():
            value = None if profile is None else getattr(profile, name)
            with QSignalBlocker(box):
                box.setCurrentIndex(self._place(box, value))
            box.setEnabled(profile is not None)
        self._units["weight_kg"].setText(unit.value)
        for button in (self.plan_button, self.rules_button):
            button.setEnabled(profile is not None)
        self._check()

    def edited(self) -> Profile | None:
        """The profile as the fields now say; None without an athlete, ValueError where a field is no number."""
        if self.profile is None:
            return None
        values: dict[str, object] = {name: self._read(name) for name in self.numbers}
        values |= {name: box.currentData() for name, box in self.choices.items()}
        return replace(self.profile, **values)  # type: ignore[arg-type]

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save that can be saved."""
        try:
            return self.edited() != self.profile
        except ValueError:
            return False

    def tell_error(self, text: str) -> None:
        """Say what could not be saved, beside the fields."""
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def _shown(self, name: str, value: float | None) -> str:
        if value is None:
            return ""
        if name == "weight_kg":
            value = round(in_unit(value, self._unit), 1)
        return wording.number(value)

    def _read(self, name: str) -> float | int | None:
        text = self.numbers[name].text().strip()
        if not text:
            return None
        if self.profile is not None and text == self._shown(name, getattr(self.profile, name)):
            # Untouched: what is shown may be rounded, what is stored must not become so.
            return getattr(self.profile, name)  # type: ignore[no-any-return]
        value, fine = QLocale().toDouble(text)
        if not fine or (name in WHOLE and value != int(value)):
            raise ValueError(name)
        if name in WHOLE:
            return int(value)
        return to_kg(value, self._unit) if name == "weight_kg" else value

    def _check(self) -> None:
        """Mark what is no number; offer to save what is new."""
        wrong = []
        for name, title, _ in NUMBERS:
            try:
                self._read(name)
                bad = False
            except ValueError:
                wrong.append(title)
                bad = True
            field = self.numbers[name]
            if field.property("wrong") != bad:
                field.setProperty("wrong", bad)
                field.style().unpolish(field)
                field.style().polish(field)
        self.tell_error(f"{' and '.join(wrong)}: please give a number." if wrong else "")
        self.save_button.setEnabled(self.is_changed)

    def _save(self) -> None:
        if self.is_changed:
            self.saved.emit(self.edited())

    @staticmethod
    def _place(box: QComboBox, value: object) -> int:
        """The place of a value in its box; one we do not know is added, so that saving keeps it."""
        found = box.findData(value)
        if found < 0:
            box.addItem(wording.plain(str(value)), value)
            found = box.count() - 1
        return found

    def _assemble(self) -> None:
        self.body.addWidget(self.address)
        form = QFormLayout()
        form.setHorizontalSpacing(Space.M)
        form.setVerticalSpacing(Space.S)
        for name, title, _ in NUMBERS[:1]:
            form.addRow(title, self._number(name))
        for name, title, values in CHOICES[:1]:
            form.addRow(title, self._choice(name, values))
        for name, title, _ in NUMBERS[1:]:
            form.addRow(title, self._number(name))
        for name, title, values in CHOICES[1:]:
            form.addRow(title, self._choice(name, values))
        self.body.addLayout(form)
        self.body.addWidget(self.error)
        self.body.addStretch(1)
        hint = QHBoxLayout()
        hint.setSpacing(Space.S)
        words = "Blank fields are decided by the plan, which then says what it assumed."
        told = label(words, "small", wrap=True)
        # The card is as wide as its fields need, whatever is said below them.
        told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        told.setMinimumHeight(2 * told.fontMetrics().height())
        hint.addWidget(told, 1)
        self.rules_button.setProperty("look", "citation")
        self.rules_button.setAccessibleName("Readiness rules")
        self.rules_button.setToolTip("How a check-in changes this athlete's session")
        self.rules_button.clicked.connect(self.rules_wanted)
        hint.addWidget(self.rules_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(hint)
        row = QHBoxLayout()
        self.save_button.setProperty("look", "primary")
        dress(self.save_button, "save")
        dress(self.plan_button, "plan")
        self.save_button.clicked.connect(self._save)
        self.plan_button.clicked.connect(self.plan_wanted)
        row.addWidget(self.save_button, 1)
        row.addWidget(self.plan_button)
        self.body.addLayout(row)

    def _number(self, name: str) -> QHBoxLayout:
        field, unit = self.numbers[name], self._units[name]
        field.setPlaceholderText(UNSAID)
        field.setAccessibleName(next(f"{title}, {unit.text()}" for key, title, _ in NUMBERS if key == name))
        field.textChanged.connect(self._check)
        field.returnPressed.connect(self._save)
        unit.setFixedWidth(48)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(field, 1)
        row.addWidget(unit)
        return row

    def _choice(self, name: str, values: Sequence[str]) -> QWidget:
        box = self.choices[name]
        box.addItem(UNSAID, None)
        told: Callable[[str], str] = wording.goal_name if "goal" in name else wording.plain
        for value in values:
            box.addItem(told(value), value)
        box.currentIndexChanged.connect(self._check)
        return box
