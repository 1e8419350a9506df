"""The facts of what the pointer or the keyboard is on, in one line: the tooltip's own, as far as there is room."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.kit.theme import Space, tones
from ui.widgets.season_facts import Facts

GAP = 16


class FactLine(QLabel):
    """A panel under the timeline; what does not fit is left out whole and told by its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: Facts | None = None
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setProperty("look", "small")
        self.setContentsMargins(Space.M, 2, Space.M, Space.S)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Facts")
        self.show_facts(None)

    def show_facts(self, facts: Facts | None) -> None:
        """Tell these facts, or how to come by some."""
        self.facts = facts
        self.setAccessibleDescription("" if facts is None else facts.text)
        self.setToolTip("" if facts is None else facts.html)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        if self.facts is None:
            self.setText("Point at the timeline, or use the arrow keys on it.")
            return
        metrics, bright = QFontMetricsF(self.font()), tones().text.name()
        room = self.width() - 2 * Space.M - metrics.horizontalAdvance(self.facts.title) * 1.12
        cells = [f"<b style='color:{bright}'>{escape(self.facts.title)}</b>"]
        for name, value in self.facts.rows:
            room -= metrics.horizontalAdvance(f"{name}  {value}") + GAP
            if room < 0:
                break
            cells.append(f"{escape(name)}&nbsp; <span style='color:{bright}'>{escape(value)}</span>")
        self.setText("&nbsp;&nbsp;&nbsp; ".join(cells))
