"""What a page shows when it has nothing to show: what it is for, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.kit.icons import dress, pixmap
from ui.kit.theme import Space, tones
from ui.widgets.cards import label

_WIDTH: Final = 480


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
        self.sentence.setFixedWidth(_WIDTH)
        # A centred item gets the height it hints at, not the one its wrapped words need.
        self.sentence.setMinimumHeight(self.sentence.heightForWidth(_WIDTH))
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
        words = "Plan a season, know why every set is in it, and keep what was done."
        sentence = label(words, "muted", wrap=True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid = QGridLayout()
        grid.setSpacing(Space.M)
        self.cards = [WayCard(way, primary=index == 0) for index, way in enumerate(self.WAYS)]
        for index, card in enumerate(self.cards):
            card.wanted.connect(self.chosen)
            grid.addWidget(card, index // 2, index % 2)
        inner = QWidget()
        inner.setFixedWidth(660)
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

    def redress(self) -> None:
        """Take the colours in force."""
        for card in self.cards:
            card.redress()


class WayCard(QPushButton):
    """A way in, as one large button: icon, what it does, and what comes of it."""

    wanted = Signal(str)

    def __init__(self, way: Way, *, primary: bool) -> None:
        super().__init__()
        self.setProperty("look", "way")
        self.setMinimumHeight(92)
        self.setAccessibleName(way.text)
        self.setAccessibleDescription(way.sentence)
        self._icon_name, self._primary = way.icon, primary
        self._icon = QLabel()
        self._icon.setFixedWidth(28)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(label(way.text, "strong"))
        sentence = label(way.sentence, "muted", wrap=True)
        # Two lines whatever the words: a wrapped label in a button has no height of its own to ask for.
        sentence.setMinimumHeight(34)
        sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.addWidget(sentence)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        for child in self.findChildren(QLabel):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: self.wanted.emit(way.action))
        self.redress()

    def redress(self) -> None:
        """Take the colours in force."""
        colour = tones().accent if self._primary else tones().muted
        self._icon.setPixmap(pixmap(self._icon_name, 24, colour, self.devicePixelRatioF()))
