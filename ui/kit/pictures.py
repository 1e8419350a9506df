"""Every page as a picture: for machines without a screen, for the README, and for whoever reviews the look."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtGui import QPixmap

from app.settings import Theme
from ui.kit.page import Page

_PATIENCE: Final = 30_000
"""Milliseconds to wait for one page's data; a picture of the skeleton is then better than none."""


class Pictured(Protocol):
    """What the photographer needs of the window."""

    def page(self, word: str) -> Page: ...
    def show_fresh(self, word: str) -> Page: ...
    def is_busy(self) -> bool: ...
    def wear(self, theme: Theme) -> None: ...
    def grab(self) -> QPixmap: ...


def take(
    window: Pictured, words: Sequence[str], themes: Sequence[Theme], folder: Path, tell: Callable[[str], None]
) -> None:
    """Write `<page>-<theme>.png` for every page and theme into `folder` and tell each path."""
    folder.mkdir(parents=True, exist_ok=True)
    for theme in themes:
        window.wear(theme)
        for word in words:
            _wait_for(window, word)
            file = folder / f"{word}-{theme.value}.png"
            if not window.grab().save(str(file)):
                raise OSError(f"The picture {file} could not be written.")
            tell(str(file))


def _wait_for(window: Pictured, word: str) -> None:
    loop = QEventLoop()
    # Queued, so that a page which loads at once still ends the loop that has not begun yet.
    waiting = window.page(word).loaded.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(loop.quit)
    timer.start(_PATIENCE)
    window.show_fresh(word)
    loop.exec()
    window.page(word).loaded.disconnect(waiting)
    # What the data caused (an earlier answer still on its way, layouts, deletions) belongs into the picture.
    while window.is_busy():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
