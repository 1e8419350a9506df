"""What came of trying a server out: a shape, a sentence, and what to do about it."""

from typing import Final

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from models.values.connections import Trial
from ui.kit.icons import pixmap
from ui.kit.theme import Space, restyle, tones
from ui.widgets.cards import label

_HEIGHT: Final = 84
"""Room for three lines, kept free from the start, so that the fields do not move when the outcome comes."""


class TrialView(QFrame):
    """Empty until there is something to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(_HEIGHT)
        self.setAccessibleName("Outcome of the test")
        self._icon = QLabel()
        self.message = label("", "strong", wrap=True, selectable=True)
        self.advice = label("", "muted", wrap=True, selectable=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.message)
        words.addWidget(self.advice)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.M)
        icon = QVBoxLayout()
        icon.addWidget(self._icon)
        icon.addStretch(1)
        row.addLayout(icon)
        row.addLayout(words, 1)
        self.clear()

    def clear(self) -> None:
        self._show("", "", "", "")

    def show_waiting(self) -> None:
        self._show("info", "notice", "Trying…", "Cancel at any time; nothing is changed by it.")

    def show_trial(self, trial: Trial) -> None:
        self._show("check" if trial.ok else "error", "notice" if trial.ok else "alert", trial.message, trial.advice)

    def show_error(self, title: str, text: str) -> None:
        self._show("error", "alert", title, text)

    def _show(self, icon: str, look: str, message: str, advice: str) -> None:
        self.setProperty("look", look)
        restyle(self)
        colour = {"check": tones().good, "error": tones().danger}.get(icon, tones().accent)
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.setPixmap(pixmap(icon, 18, colour, self.devicePixelRatioF()))
        self.message.setText(message)
        self.message.setVisible(bool(message))
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        if message:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{message} {advice}"))
