"""The navigation rail: one button a page, icon and word."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout

from ui.kit.early import TEXT_BESIDE_ICON
from ui.kit.icons import dress, pixmap
from ui.kit.theme import Space, TextSize, font

WIDTH = 172


class Rail(QFrame):
    """The pages down the left side; `chosen` carries the word of the one that was clicked."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[tuple[str, str, str]]) -> None:
        """`entries` are (word, title, hint); the last two stand at the foot."""
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.M, Space.S, Space.M)
        column.setSpacing(2)
        column.addLayout(self._brand())
        column.addSpacing(Space.M)
        for index, (word, title, hint) in enumerate(entries):
            if index == len(entries) - 2:
                column.addStretch(1)
            column.addWidget(self._button(word, title, hint, index + 1))

    def show_page(self, word: str) -> None:
        """Mark the page now shown."""
        if button := self._buttons.get(word):
            button.setChecked(True)

    def show_count(self, word: str, count: int, what: str) -> None:
        """Put a number behind a page's name, none for 0; `what` is counted, for tooltips and screen readers."""
        button = self._buttons[word]
        title = str(button.property("title"))
        button.setText(f"{title}  {count}" if count else title)
        button.setAccessibleName(f"{title}, {count} {what}" if count else title)

    def _brand(self) -> QHBoxLayout:
        self._logo = QLabel()
        self._logo.setPixmap(pixmap("peakline", 22, ratio=self.devicePixelRatioF()))
        name = QLabel("Peakline")
        name.setFont(font(TextSize.HEADING, QFont.Weight.DemiBold))
        row = QHBoxLayout()
        row.setContentsMargins(Space.S, Space.XS, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._logo)
        row.addWidget(name)
        row.addStretch(1)
        return row

    def _button(self, word: str, title: str, hint: str, number: int) -> QToolButton:
        button = QToolButton()
        button.setProperty("look", "rail")
        button.setText(title)
        button.setProperty("title", title)
        button.setToolTip(f"{hint} (Ctrl+{number})")
        button.setAccessibleName(title)
        button.setAccessibleDescription(hint)
        button.setCheckable(True)
        button.setProperty("toolButtonStyle", TEXT_BESIDE_ICON)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(32)
        dress(button, word)
        button.clicked.connect(lambda: self.chosen.emit(word))
        self._group.addButton(button)
        self._buttons[word] = button
        return button
