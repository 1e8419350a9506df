"""The shape every dialog has: a heading, a sentence, fields with their errors beside them, verbs at the foot."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui.kit.theme import Space, restyle
from ui.widgets.cards import label


def number_box(lowest: int, highest: int, value: int, suffix: str = "") -> QSpinBox:
    """A spin box whose number stands where the other fields' text does."""
    box = QSpinBox()
    box.setRange(lowest, highest)
    box.setValue(value)
    box.setSuffix(suffix)
    # The style sheet's padding does not reach the editor inside.
    box.lineEdit().setTextMargins(6, 0, 0, 0)
    return box


class Form(QDialog):
    """A window-modal dialog that asks one question. It is deleted when it closes.

    A subclass fills `self.fields`, names the verb, and overrides `problems` and `go`.
    """

    def __init__(
        self, parent: QWidget | None, title: str, sentence: str = "", verb: str = "", width: int = 460
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self._errors: dict[QWidget, QLabel] = {}
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(Space.L)
        self.fields.setVerticalSpacing(Space.S)
        self.fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.sentence = label(sentence, "muted", wrap=True)
        self.sentence.setVisible(bool(sentence))
        self.verb = QPushButton(verb)
        self.verb.setProperty("look", "primary")
        self.verb.setDefault(True)
        self.verb.setVisible(bool(verb))
        self.cancel = QPushButton("Cancel" if verb else "Close")
        self.cancel.setAutoDefault(False)
        self._assemble(title)
        self.verb.clicked.connect(self.confirm)
        self.cancel.clicked.connect(self.reject)

    def _assemble(self, title: str) -> None:
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(Space.S)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.verb)
        heading = QVBoxLayout()
        heading.setSpacing(Space.XS)
        self.heading = label(title, "heading")
        heading.addWidget(self.heading)
        heading.addWidget(self.sentence)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self.body.setSpacing(Space.M)
        self.body.addLayout(heading)
        self.body.addLayout(self.fields)

    def finish_layout(self) -> None:
        """Put the verbs at the foot, after everything the subclass has added to `body`."""
        self.body.addSpacing(Space.XS)
        self.body.addLayout(self.buttons)

    def add_field(self, name: str, field: QWidget) -> None:
        """A labelled field with room for its error below; the label names it for screen readers."""
        error = label("", "error", wrap=True)
        error.hide()
        self._errors[field] = error
        self.fields.addRow(f"{name}", field)
        self.fields.addRow("", error)
        self.fields.setRowVisible(error, False)
        field.setAccessibleName(name.replace("&", ""))

    def problems(self) -> Mapping[QWidget, str]:
        """What is wrong with each field, in reading order; empty when all is well."""
        return {}

    def go(self) -> None:
        """Do what the dialog is for."""
        self.accept()

    def confirm(self) -> None:
        """Check the fields; show what is wrong beside them, or go."""
        found = self.problems()
        self.show_problems(found)
        if not found:
            self.go()

    def show_problems(self, found: Mapping[QWidget, str]) -> None:
        """Mark the wrong fields and put the cursor into the first of them."""
        for field, error in self._errors.items():
            text = found.get(field, "")
            error.setText(text)
            self.fields.setRowVisible(error, bool(text))
            field.setProperty("wrong", bool(text))
            field.setAccessibleDescription(text)
            restyle(field)
        if found:
            next(iter(found)).setFocus()
        self.adjustSize()

    def working(self, *, on: bool) -> None:
        """Grey the verb while the worker is at it."""
        self.verb.setEnabled(not on)
