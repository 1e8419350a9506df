"""What was done beyond the plan? One more set of an exercise, with what does not fit into the sheet's three fields."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.changes import Changes
from app.errors import PeaklineError
from models.values.kinds import SetType
from models.values.workouts import ExerciseEntry
from ui.dialogs.form import Form
from ui.kit.page import Desk
from ui.widgets.set_entry import EFFORT, FIELDS, LOAD, REPS, Manner, Typed, WrongEntry, check, hints, manner_of, read

KINDS = (
    ("Working set", SetType.NORMAL),
    ("Warm-up", SetType.WARMUP),
    ("Drop set", SetType.DROP),
    ("To failure", SetType.FAILURE),
)


class LogSet(Form):
    """Logs a set that nobody planned."""

    def __init__(self, desk: Desk, entry: ExerciseEntry, parent: QWidget | None = None, *, as_rpe: bool) -> None:
        super().__init__(
            parent, f"Add a set of {entry.name}", "It is logged at once, beside the planned ones.", "Log set"
        )
        self._desk, self._entry = desk, entry
        self._manner: Manner = manner_of(entry, desk.unit, as_rpe=as_rpe)
        last = hints(entry.sets[-1], self._manner) if entry.sets else Typed()
        self.fields_by_key = {key: QLineEdit() for key in FIELDS}
        for (key, field), head in zip(self.fields_by_key.items(), self._manner.heads, strict=True):
            field.setPlaceholderText(getattr(last, key))
            self.add_field(f"&{head}", field)
        self.kind = QComboBox()
        for word, kind in KINDS:
            self.kind.addItem(word, kind)
        self.add_field("Ki&nd", self.kind)
        self.note = QLineEdit()
        self.note.setPlaceholderText("Optional")
        self.add_field("N&ote", self.note)
        self.finish_layout()

    def problems(self) -> Mapping[QWidget, str]:
        found: dict[QWidget, str] = {}
        for key in (REPS, LOAD, EFFORT):
            field = self.fields_by_key[key]
            try:
                if check(key, field.text(), self._manner) is None and key == REPS:
                    found[field] = f"{self._manner.heads[0]} are needed; the rest may stay blank."
            except WrongEntry as wrong:
                found[field] = f"{wrong}."
        return found

    def go(self) -> None:
        kind = SetType(self.kind.currentData())
        result = replace(read(self._typed(), self._manner, kind), notes=self.note.text().strip() or None)
        completing, entry_id, now = self._desk.services.completing, self._entry.id, datetime.now(UTC)
        self.working(on=True)
        self._desk.background.run(lambda: completing.add_set(entry_id, result, now), self._added, self._refused)

    def _typed(self) -> Typed:
        return Typed(**{key: field.text() for key, field in self.fields_by_key.items()})

    def _added(self, _set_id: str) -> None:
        self.accept()
        self._desk.changed.emit(Changes.WORKOUTS)

    def _refused(self, error: BaseException) -> None:
        self.working(on=False)
        if isinstance(error, PeaklineError):
            self.show_problems({self.fields_by_key[REPS]: str(error)})
        else:
            self.reject()
            self._desk.failed.emit(error)
