"""The head of every page: its title, its actions, the athlete in hand and the way to everything else."""

from collections.abc import Sequence

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from ui.kit.early import PLAIN_TEXT
from ui.kit.icons import dress
from ui.kit.theme import Space

HEIGHT = 64
ROOM_FOR_WORDS = 960
"""Pixels of width below which the search button is an icon alone."""


class Header(QFrame):
    """Title and subtitle left, the page's own actions, then the athlete switcher and the search."""

    athlete_wanted = Signal()
    search_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(HEIGHT)
        self._title = _label("title")
        self._subtitle = Elided()
        self._subtitle.setProperty("look", "muted")
        self._shown: list[QAction] = []
        self._actions = QHBoxLayout()
        self._actions.setSpacing(Space.S)
        self.athlete = _button("person", "Athlete")
        self.athlete.clicked.connect(self.athlete_wanted)
        self.search = _button("search", "Search  Ctrl+K")
        self.search.setAccessibleName("Search pages, athletes and actions")
        self.search.clicked.connect(self.search_wanted)
        self._assemble()

    def show_page(self, title: str, subtitle: str, actions: Sequence[QAction]) -> None:
        """Name the page and offer its actions, the first as the primary one."""
        self._title.setText(title)
        self._subtitle.show_text(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        if list(actions) == self._shown:
            return
        self._shown = list(actions)
        while (item := self._actions.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for index, action in enumerate(actions):
            self._actions.addWidget(ActionButton(action, primary=index == 0))

    def show_athlete(self, name: str, position: str) -> None:
        """Name the athlete in hand; `position` is for example `3 of 12`."""
        metrics = self.athlete.fontMetrics()
        self.athlete.setText(metrics.elidedText(name or "No athlete", QtCore.Qt.TextElideMode.ElideRight, 180))
        self.athlete.setEnabled(bool(name))
        self.athlete.setToolTip(f"{name}, {position}: switch athlete (Ctrl+J)" if name else "No athlete yet")
        self.athlete.setAccessibleName(f"Athlete: {name}" if name else "No athlete")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the search keeps only its icon."""
        super().resizeEvent(event)
        words = "Search  Ctrl+K" if self.width() >= ROOM_FOR_WORDS else ""
        if self.search.text() != words:
            self.search.setText(words)
            dress(self.search, "search")

    def _assemble(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, 0, Space.L, 0)
        row.setSpacing(Space.S)
        row.addLayout(words, 1)
        row.addLayout(self._actions)
        row.addSpacing(Space.S)
        row.addWidget(self.athlete)
        row.addWidget(self.search)


class Elided(QLabel):
    """One line that takes the room there is and ends in dots where that is too little."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._whole:
            dots = QtCore.Qt.TextElideMode.ElideRight
            self.setText(self.fontMetrics().elidedText(self._whole, dots, self.width()))
        else:
            self.clear()


class ActionButton(QPushButton):
    """A push button that follows an action: text, icon, tooltip, enabled; without the menu's dots and mnemonics."""

    def __init__(self, action: QAction, *, primary: bool = False) -> None:
        super().__init__()
        self._action = action
        if primary:
            self.setProperty("look", "primary")
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()
        if name := action.property("iconName"):
            dress(self, name)

    def _follow(self) -> None:
        self.setText(self._action.text().replace("&", "").removesuffix("…"))
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())


def _label(look: str) -> QLabel:
    label = QLabel()
    label.setProperty("look", look)
    return label


def _button(icon: str, text: str) -> QPushButton:
    button = QPushButton(text)
    dress(button, icon)
    return button
