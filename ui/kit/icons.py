"""Our own line icons, coloured from the palette in force.

An icon is remembered by its name on the action or button that wears it, so a change of theme
can put the new colours on without anybody rebuilding anything.
"""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from app.paths import RESOURCES
from ui.kit.theme import tones

_NAME: Final = "iconName"
_SIZE: Final = 16
_GAP: Final = 5
"""Pixels between a button's icon and its words, beyond what the style leaves."""


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=128)
def _shape(name: str, size: int, ratio: float, gap: int) -> QPixmap:
    """The icon in black on nothing; `gap` adds empty pixels at the right, before a button's words."""
    picture = QPixmap(round((size + gap) * ratio), round(size * ratio))
    picture.fill(QColor(0, 0, 0, 0))
    renderer = QSvgRenderer(QByteArray(_source(name).encode()))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=512)
def _drawn(name: str, size: int, colour: str, ratio: float, gap: int = 0) -> QPixmap:
    """The icon in a colour. The shape is drawn once; colouring a copy of it costs a fifth of drawing it."""
    picture = QPixmap(_shape(name, size, ratio, gap))
    if "currentColor" in _source(name):
        # Laid over as a picture; a brush would not do before the first paint (see ui/kit/early.py).
        paint = QPixmap(picture.size())
        paint.setDevicePixelRatio(ratio)
        paint.fill(QColor(colour))
        painter = QPainter(picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.drawPixmap(0, 0, paint)
        painter.end()
    return picture


def pixmap(name: str, size: int = 16, colour: QColor | None = None, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` logical pixels; `colour` defaults to the quiet text colour."""
    return _drawn(name, size, (colour or tones().muted).name(), ratio)


def icon(name: str) -> QIcon:
    """An icon in the colours in force: quiet, bright when selected, faded when disabled, accented when on."""
    shade = tones()
    return _made(
        name,
        0,
        (QIcon.Mode.Normal, QIcon.State.Off, shade.muted),
        (QIcon.Mode.Selected, QIcon.State.Off, shade.text),
        (QIcon.Mode.Disabled, QIcon.State.Off, shade.disabled),
        (QIcon.Mode.Normal, QIcon.State.On, shade.accent),
    )


def _button_icon(name: str, button: QAbstractButton, gap: int) -> QIcon:
    """Only the states a button can be in: every picture drawn before the first paint delays it."""
    shade = tones()
    normal = shade.on_accent if button.property("look") == "primary" else shade.muted
    other = (
        (QIcon.Mode.Normal, QIcon.State.On, shade.accent)
        if button.isCheckable()
        else (QIcon.Mode.Disabled, QIcon.State.Off, shade.disabled)
    )
    return _made(name, gap, (QIcon.Mode.Normal, QIcon.State.Off, normal), other)


def _made(name: str, gap: int, *pictures: tuple[QIcon.Mode, QIcon.State, QColor]) -> QIcon:
    made = QIcon()
    for mode, state, colour in pictures:
        made.addPixmap(_drawn(name, _SIZE, colour.name(), _ratio(), gap), mode, state)
    return made


def dress(wearer: QAction | QAbstractButton, name: str) -> None:
    """Give an action or button an icon and remember its name for `redress`."""
    wearer.setProperty(_NAME, name)
    if isinstance(wearer, QAction):
        wearer.setIcon(icon(name))
        return
    gap = _GAP if wearer.text() else 0
    wearer.setIconSize(QSize(_SIZE + gap, _SIZE))
    wearer.setIcon(_button_icon(name, wearer, gap))


def promise(action: QAction, name: str) -> None:
    """Name an action's icon; `dress_menu` draws it when the menu is first opened."""
    action.setProperty(_NAME, name)


def dress_menu(menu: QMenu) -> None:
    """Draw the icons that were promised to the actions of a menu."""
    for action in menu.actions():
        if action.icon().isNull() and (name := action.property(_NAME)):
            dress(action, name)


def icon_of(action: QAction) -> QIcon | None:
    """The icon that was given or promised to an action."""
    name = action.property(_NAME)
    return icon(name) if name else None


def redress(root: QWidget) -> None:
    """Put the icons of the palette in force on everything below `root`."""
    for wearer in root.findChildren(QObject):
        name = wearer.property(_NAME)
        if name and isinstance(wearer, QAction | QAbstractButton) and not wearer.icon().isNull():
            dress(wearer, name)


def _ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen is not None else 1.0
