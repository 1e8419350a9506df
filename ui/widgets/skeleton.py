"""What stands where data will be, so that nothing jumps when it comes."""

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from ui.kit.theme import CARD_RADIUS, Space, tones


class Skeleton(QWidget):
    """A card with grey bars in it."""

    def __init__(self, rows: int = 8, row_height: int = 58) -> None:
        super().__init__()
        self._rows, self._row_height = rows, row_height

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A drawing, not brush and pen: it is part of the first paint (see ui/kit/early.py).
        painter = QPainter(self)
        QSvgRenderer(QByteArray(self._drawing().encode())).render(painter)
        painter.end()

    def _drawing(self) -> str:
        shade = tones()
        whole, high = self.width(), self.height()
        x, y, w, h = Space.L + 0.5, Space.S + 0.5, whole - 2 * Space.L - 1, high - Space.S - Space.L - 1
        card = f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{CARD_RADIUS}" '
        card += f'fill="{shade.surface.name()}" stroke="{shade.border.name()}"/>'
        left, room = x + Space.L, w - 2 * Space.L
        bars = []
        for row in range(self._rows):
            top = y + 44 + row * self._row_height
            if top + 32 > y + h:
                break
            wide = room * (0.22 + 0.05 * (row * 5 % 4))
            for at, down, length, tall in ((0.0, 4, 84, 12), (room * 0.16, 0, wide, 12),
                                           (room * 0.16, 19, wide * 0.6, 9), (room - 96, 4, 96, 12)):  # fmt: skip
                bars.append(f'<rect x="{left + at}" y="{top + down}" width="{length}" height="{tall}" rx="4"/>')
        grey = f'<g fill="{shade.raised.name()}">{"".join(bars)}</g>'
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {high}">{card}{grey}</svg>'
