"""What stands where data will be, so that nothing jumps when it comes."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit.theme import CARD_RADIUS, Space, tones


class Skeleton(QWidget):
    """A card with grey bars in it."""

    def __init__(self, rows: int = 8, row_height: int = 58) -> None:
        super().__init__()
        self._rows, self._row_height = rows, row_height

    def paintEvent(self, _event: QPaintEvent) -> None:
        shade = tones()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(Space.L + 0.5, Space.S + 0.5, -Space.L - 0.5, -Space.L - 0.5)
        painter.setPen(shade.border)
        painter.setBrush(shade.surface)
        painter.drawRoundedRect(card, CARD_RADIUS, CARD_RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade.raised)
        left, width = card.left() + Space.L, card.width() - 2 * Space.L
        for row in range(self._rows):
            top = card.top() + 44 + row * self._row_height
            if top + 32 > card.bottom():
                break
            wide = width * (0.22 + 0.05 * (row * 5 % 4))
            for x, y, w, h in ((0.0, 4, 84, 12), (width * 0.16, 0, wide, 12), (width * 0.16, 19, wide * 0.6, 9),
                               (width - 96, 4, 96, 12)):  # fmt: skip
                painter.drawRoundedRect(QRectF(left + x, top + y, w, h), 4, 4)
        painter.end()
