"""A field of a set: it knows Enter, the vertical arrows, and the keys for a whole set."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.widgets.set_entry import EFFORT, LOAD, REPS

WIDTHS: Final[Mapping[str, int]] = {REPS: 58, LOAD: 68, EFFORT: 52}
"""Pixels of the three fields."""


class Cell(QLineEdit):
    """A field of a set that hands Enter and the vertical arrows to its row."""

    stepped = Signal(str, str, int)
    """This field, `field` or `row`, and by how much."""
    asked = Signal(str)
    """`plan` to log the set as planned, `skip` to leave it out, `restore` to forget what was typed."""
    left = Signal()

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field
        self.setProperty("look", "cell")
        self.setFixedWidth(WIDTHS[field])
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if control:
                self.asked.emit("plan")
            else:
                self.stepped.emit(self.field, "field", 1)
        elif key == Qt.Key.Key_Delete and control:
            self.asked.emit("skip")
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(self.field, "row", -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Escape and self.isModified():
            self.asked.emit("restore")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()
