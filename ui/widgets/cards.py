"""Small things pages are put together from: cards, captions and facts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.theme import Space


def label(text: str = "", look: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label in one of the looks: muted, small, caption, heading, title, error."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        made.setProperty("look", look)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class Card(QFrame):
    """A white sheet with a caption; content goes into `body`."""

    def __init__(self, caption: str = "") -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self.body.setSpacing(Space.S)
        self.caption = label(caption, "heading")
        self.caption.setVisible(bool(caption))
        self.body.addWidget(self.caption)


class Facts(QWidget):
    """Two columns: what it is, and its value, which can be selected and copied."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        for row, name in enumerate(names):
            value = label("–", wrap=True, selectable=True)
            value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self._values[name] = value

    def show_value(self, name: str, value: str) -> None:
        self._values[name].setText(value or "–")

    def value(self, name: str) -> str:
        """What is shown."""
        return self._values[name].text()


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)
