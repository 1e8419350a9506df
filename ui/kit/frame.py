"""The main window without a program in it: rail, header, message bars, status bar and menus."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QIcon, QKeySequence, QPaintEvent, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QVBoxLayout, QWidget

from app.paths import RESOURCES
from ui.kit.actions import Actions, add_menus
from ui.kit.bars import Bars
from ui.kit.header import Header
from ui.kit.rail import Rail
from ui.kit.theme import Space

MINIMUM = (1024, 640)


class Frame(QMainWindow):
    """What is painted first; `Window` puts the pages in and gives it life."""

    painted = Signal()
    """The window has been on screen once."""

    def __init__(self, entries: Sequence[tuple[str, str, str]]) -> None:
        """`entries` are the rail's: word, title and hint of each page."""
        super().__init__()
        self._was_painted = False
        self._rail = Rail(entries)
        self._header = Header()
        self.bars = Bars()
        self._location = QLabel("Opening…")
        self._busy = QLabel("")
        self.setWindowTitle("Peakline")
        self.setWindowIcon(QIcon(str(RESOURCES / "icons" / "peakline.svg")))
        self.setMinimumSize(*MINIMUM)

    def fill(self, pages: QWidget) -> None:
        """Lay everything out around the pages."""
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(self._header)
        right.addLayout(self.bars)
        right.addWidget(pages, 1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        self.setCentralWidget(middle)
        self._location.setAccessibleName("Database")
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addPermanentWidget(self._busy)
        bar.addPermanentWidget(self._location)
        self._menus = add_menus(self)

    def fill_menus(self, handlers: Mapping[str, Callable[[], object]], undo_stack: QUndoStack) -> None:
        """Put the entries into the menus; not needed for the first paint."""
        self.actions_ = Actions(self, self._menus, handlers)
        redo = undo_stack.createRedoAction(self, "&Redo")
        redo.setShortcut(QKeySequence.StandardKey.Redo)
        undo = undo_stack.createUndoAction(self, "&Undo")
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        self.actions_.adopt("&Edit", redo, "redo", first=True)
        self.actions_.adopt("&Edit", undo, "undo", first=True)

    def show_location(self, text: str, hint: str) -> None:
        """Name the database in the status bar."""
        self._location.setText(text)
        self._location.setToolTip(hint)

    def tell_error(self, error: BaseException) -> None:
        """Show an error where the user is looking."""
        self.bars.show_error(error)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            # The children are painted in the same pass, after this returns.
            QTimer.singleShot(0, self.painted.emit)
