"""What the window remembers from one start to the next: its place, its splitters, where the user was."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

DEFAULT_SIZE = QSize(1280, 800)


class Memory:
    """The ini file of the window's state; a damaged one is as good as none."""

    def __init__(self, file: Path) -> None:
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def restore_geometry(self, window: QMainWindow) -> None:
        """Put the window where it was, or in the middle of a screen when that place is gone."""
        saved = self._store.value("window/geometry")
        if not (isinstance(saved, QByteArray) and window.restoreGeometry(saved)):
            window.resize(DEFAULT_SIZE)
        place = within_screens(window.geometry(), [screen.availableGeometry() for screen in QGuiApplication.screens()])
        if place != window.geometry():
            window.setGeometry(place)

    def save_geometry(self, window: QMainWindow) -> None:
        self._store.setValue("window/geometry", window.saveGeometry())

    def restore_splitters(self, splitters: Iterable[QSplitter]) -> None:
        """Give named splitters their last sizes; those without a name are left alone."""
        for splitter in splitters:
            saved = self._store.value(f"splitters/{splitter.objectName()}") if splitter.objectName() else None
            if isinstance(saved, QByteArray):
                splitter.restoreState(saved)

    def save_splitters(self, splitters: Iterable[QSplitter]) -> None:
        for splitter in splitters:
            if splitter.objectName():
                self._store.setValue(f"splitters/{splitter.objectName()}", splitter.saveState())

    def text(self, key: str) -> str:
        value = self._store.value(key, "")
        return value if isinstance(value, str) else ""

    def save(self) -> None:
        self._store.sync()


def within_screens(place: QRect, screens: list[QRect]) -> QRect:
    """The window's place, moved and shrunk on to a screen when less than a corner of it would be seen.

    `screens` are the available areas in desktop coordinates, the primary one first.
    """
    corner = QSize(160, 80)
    for screen in screens:
        seen = screen.intersected(place)
        title_seen = screen.contains(place.topLeft()) or seen.top() == place.top()
        if seen.width() >= corner.width() and seen.height() >= corner.height() and title_seen:
            return place
    if not screens:
        return place
    home = screens[0]
    size = place.size().boundedTo(home.size())
    moved = QRect(home.topLeft(), size)
    moved.moveCenter(home.center())
    return moved
