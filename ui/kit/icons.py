"""Our own line icons, coloured from the palette in force.

An icon is remembered by its name on the action or button that wears it, so a change of theme
can put the new colours on without anybody rebuilding anything.
"""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.paths import RESOURCES
from ui.kit.theme import tones

_NAME: Final = "iconName"
_SIZES: Final = (16, 20)


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def pixmap(name: str, size: int = 16, colour: QColor | None = None, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` logical pixels; `colour` defaults to the quiet text colour."""
    return _drawn(name, size, (colour or tones().muted).name(), ratio)


def icon(name: str) -> QIcon:
    """An icon in the colours in force: quiet, bright when active or selected, faded when disabled."""
    shade = tones()
    made = QIcon()
    for mode, state, colour in (
        (QIcon.Mode.Normal, QIcon.State.Off, shade.muted),
        (QIcon.Mode.Active, QIcon.State.Off, shade.text),
        (QIcon.Mode.Selected, QIcon.State.Off, shade.text),
        (QIcon.Mode.Disabled, QIcon.State.Off, shade.disabled),
        (QIcon.Mode.Normal, QIcon.State.On, shade.accent),
        (QIcon.Mode.Active, QIcon.State.On, shade.accent),
    ):
        for size in _SIZES:
            made.addPixmap(_drawn(name, size, colour.name(), _ratio()), mode, state)
    return made


def primary_icon(name: str) -> QIcon:
    """An icon for a filled button, in the colour of its label."""
    shade = tones()
    made = QIcon(_drawn(name, 16, shade.on_accent.name(), _ratio()))
    made.addPixmap(_drawn(name, 16, shade.disabled.name(), _ratio()), QIcon.Mode.Disabled)
    return made


def dress(wearer: QAction | QAbstractButton, name: str) -> None:
    """Give an action or button an icon and remember its name for `redress`."""
    wearer.setProperty(_NAME, name)
    wearer.setIcon(primary_icon(name) if wearer.property("look") == "primary" else icon(name))


def redress(root: QWidget) -> None:
    """Put the icons of the palette in force on everything below `root`."""
    for wearer in root.findChildren(QObject):
        name = wearer.property(_NAME)
        if name and isinstance(wearer, QAction | QAbstractButton):
            dress(wearer, name)


def _ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen is not None else 1.0
