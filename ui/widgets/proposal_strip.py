"""Which proposals are shown: the open or the decided ones, of everybody or of the athlete in hand."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.kit.header import Elided
from ui.kit.theme import Space

OPEN, DECIDED = "open", "decided"
HELP: Final = "Arrows choose  ·  A or Enter accepts  ·  R rejects  ·  N writes a note"


class ProposalStrip(QWidget):
    """Two choices with the keys of the list between them."""

    view_chosen = Signal(str)
    whose_chosen = Signal(bool)
    """Whether only the athlete in hand is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.views = {OPEN: _segment("Open"), DECIDED: _segment("Decided")}
        self.whose = {False: _segment("All athletes"), True: _segment("Athlete in hand")}
        self._groups = [QButtonGroup(self), QButtonGroup(self)]
        self._help = Elided()
        self._help.setProperty("look", "small")
        for group, buttons in zip(self._groups, ([*self.views.values()], [*self.whose.values()]), strict=True):
            for button in buttons:
                group.addButton(button)
        self.views[OPEN].setChecked(True)
        self.whose[False].setChecked(True)
        for view, button in self.views.items():
            button.clicked.connect(lambda _=False, view=view: self.view_chosen.emit(view))
        for of_one, button in self.whose.items():
            button.clicked.connect(lambda _=False, of_one=of_one: self.whose_chosen.emit(of_one))
        self._lay_out()

    def show_counts(self, waiting: int, *, keys: bool) -> None:
        """How many are open, and whether the keys can do anything."""
        self.views[OPEN].setText(f"Open ({waiting})")
        self._help.show_text(HELP if keys else "")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        for button in self.views.values():
            row.addWidget(button)
        row.addSpacing(Space.M)
        row.addWidget(self._help, 1)
        for button in self.whose.values():
            row.addWidget(button)


def _segment(word: str) -> QPushButton:
    button = QPushButton(word)
    button.setProperty("look", "segment")
    button.setCheckable(True)
    return button
