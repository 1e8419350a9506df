"""Style, font and locale for tests of painted things: prepared once, as the program does."""

from functools import cache

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.settings import Theme
from ui.kit import theme
from ui.widgets.timeline_look import forget


@cache
def _prepare(app: QApplication) -> None:
    theme.prepare(app)


def wear(app: QApplication, choice: Theme = Theme.LIGHT) -> None:
    """Put a theme in force, and dates and numbers in British English."""
    _prepare(app)
    QLocale.setDefault(QLocale("en_GB"))
    if not app.styleSheet() or theme.is_dark() != (choice is Theme.DARK):
        # Half a second with every widget of the earlier tests still waiting to be deleted.
        theme.apply(app, choice)
    forget()
