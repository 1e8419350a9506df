"""Who is the athlete? A name, an address, and the unit they think in."""

import re
from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.changes import Changes
from app.errors import Conflict, InvalidInput
from models.values.athletes import Athlete
from models.values.units import Unit
from ui.dialogs.form import Form
from ui.kit.page import Desk

_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")

NO_ADDRESS: Final = "Please enter an address like name@example.org."


class AddAthlete(Form):
    """Adds an athlete and takes them in hand."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            parent, "Add an athlete", "The address tells athletes apart; nothing is sent to it.", "Add athlete"
        )
        self._desk = desk
        self.name = QLineEdit()
        self.name.setPlaceholderText("Optional")
        self.email = QLineEdit()
        self.email.setPlaceholderText("name@example.org")
        self.unit = unit_box(desk.unit)
        self.add_field("&Name", self.name)
        self.add_field("&E-mail", self.email)
        self.add_field("&Unit", self.unit)
        self.finish_layout()
        self.email.textEdited.connect(lambda: self.show_problems({}) if self.email.property("wrong") else None)

    def problems(self) -> Mapping[QWidget, str]:
        return {} if is_address(self.email.text()) else {self.email: NO_ADDRESS}

    def go(self) -> None:
        athletes, email = self._desk.services.athletes, self.email.text().strip()
        name, unit = self.name.text().strip() or None, chosen_unit(self.unit)
        self.working(on=True)
        self._desk.background.run(lambda: athletes.add(email, name, unit=unit), self._added, self._refused)

    def _added(self, athlete: Athlete) -> None:
        desk = self._desk
        desk.show_athletes(sorted([*desk.athletes, athlete], key=lambda one: one.label.casefold()))
        desk.select_athlete(athlete.id)
        desk.message.emit(f"{athlete.label} was added.")
        self.accept()
        desk.changed.emit(Changes.ATHLETES)

    def _refused(self, error: BaseException) -> None:
        self.working(on=False)
        if isinstance(error, Conflict | InvalidInput):
            self.show_problems({self.email: str(error)})
        else:
            self.reject()
            self._desk.failed.emit(error)


def chosen_unit(box: QComboBox) -> Unit:
    """The unit chosen in a `unit_box`; Qt keeps only an enumeration's text."""
    return Unit(box.currentData())


def is_address(text: str) -> bool:
    """Whether a text could be an e-mail address; the use case has the last word."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def unit_box(chosen: Unit) -> QComboBox:
    """Kilograms or pounds."""
    box = QComboBox()
    box.addItem("Kilograms (kg)", Unit.KG)
    box.addItem("Pounds (lb)", Unit.LB)
    box.setCurrentIndex(0 if chosen is Unit.KG else 1)
    return box
