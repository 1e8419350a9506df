"""What a page shows when it has nothing to show: what it is for, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.kit.icons import dress, pixmap
from ui.kit.theme import Space, tones
from ui.widgets.cards import label


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of an empty page: one of the window's actions."""

    action: str
    text: str
    icon: str
    sentence: str = ""


class Empty(QWidget):
    """An icon, a title, a sentence and one primary action (the first), perhaps others beside it."""

    chosen = Signal(str)
    """The name of the window's action."""

    def __init__(self, icon: str, title: str, sentence: str, ways: Sequence[Way] = ()) -> None:
        super().__init__()
        self._icon_name = icon
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = label(title, "title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = label(sentence, "muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setFixedWidth(460)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        for index, way in enumerate(ways):
            row.addWidget(self._button(way, primary=index == 0))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addSpacing(Space.S)
        column.addWidget(self.title)
        column.addWidget(self.sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.M)
        column.addLayout(row)
        column.addStretch(3)
        self.redress()

    def redress(self) -> None:
        """Take the colours in force."""
        self._icon.setPixmap(pixmap(self._icon_name, 40, tones().faint, self.devicePixelRatioF()))

    def _button(self, way: Way, *, primary: bool) -> QPushButton:
        button = QPushButton(way.text)
        if primary:
            button.setProperty("look", "primary")
        dress(button, way.icon)
        button.clicked.connect(lambda: self.chosen.emit(way.action))
        return button


class Welcome(QWidget):
    """The first start: four ways in, none of them a wizard."""

    chosen = Signal(str)

    WAYS = (
        Way(
            "load_demo",
            "Load the demo",
            "demo",
            "A made-up roster with a year of training behind it. Gone in one click.",
        ),
        Way("add_athlete", "Add an athlete", "add-person", "A name and an address are enough to plan a first season."),
        Way("import_log", "Import a log", "import", "A Strong or Hevy export: years of sets, read in seconds."),
        Way("open_database", "Open another database", "open", "A file from elsewhere, or the server you share."),
    )

    def __init__(self) -> None:
        super().__init__()
        self._logo = QLabel()
        self._logo.setPixmap(pixmap("peakline", 56, ratio=self.devicePixelRatioF()))
        self._logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = label("Welcome to Peakline", "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = "Plan a season, know why every set is in it, and keep what was done. Where would you like to start?"
        sentence = label(words, "muted", wrap=True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid = QGridLayout()
        grid.setSpacing(Space.M)
        self.cards = [WayCard(way) for way in self.WAYS]
        for index, card in enumerate(self.cards):
            card.chosen.connect(self.chosen)
            grid.addWidget(card, index // 2, index % 2)
        inner = QWidget()
        inner.setFixedWidth(620)
        column = QVBoxLayout(inner)
        column.setSpacing(Space.S)
        column.addWidget(self._logo)
        column.addSpacing(Space.S)
        column.addWidget(title)
        column.addWidget(sentence)
        column.addSpacing(Space.L)
        column.addLayout(grid)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)


class WayCard(QFrame):
    """A way in: icon, what it does, and the button that does it."""

    chosen = Signal(str)

    def __init__(self, way: Way) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.button = QPushButton(way.text)
        self.button.setIconSize(QSize(16, 16))
        if way.action == "load_demo":
            self.button.setProperty("look", "primary")
        dress(self.button, way.icon)
        self.button.setAccessibleDescription(way.sentence)
        self.button.clicked.connect(lambda: self.chosen.emit(way.action))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(self.button)
        column.addWidget(label(way.sentence, "muted", wrap=True))
        column.addStretch(1)
