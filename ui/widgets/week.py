"""What this week asks of everybody: who is in which block, and the hard sets done so far."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from models.values.athletes import RosterBlock, RosterRow
from models.values.positions import shown
from ui.kit.theme import Space, TextSize, font, tones
from ui.widgets.cards import Card, clear_layout, label
from ui.widgets.timeline_look import look, paint_fill
from ui.widgets.wording import block_name, short_day

WIDTH = 252


class WeekPanel(Card):
    """A card beside the roster: the athletes by the block they are in."""

    def __init__(self) -> None:
        super().__init__("This week")
        self.setFixedWidth(WIDTH)
        self._days = label("", "small")
        self.body.addWidget(self._days)
        holder = QWidget()
        holder.setProperty("look", "page")
        self._groups = QVBoxLayout(holder)
        self._groups.setContentsMargins(0, Space.XS, 0, 0)
        self._groups.setSpacing(Space.XS)
        scroll = QScrollArea()
        scroll.setWidget(holder)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(scroll, 1)

    def show_roster(self, rows: Sequence[RosterRow], today: date) -> None:
        """Group the athletes by block; those without a plan come last."""
        monday = today - timedelta(days=today.weekday())
        self._days.setText(f"{short_day(monday)} – {short_day(monday + timedelta(days=6))}")
        clear_layout(self._groups)
        grouped: dict[str, list[str]] = {}
        for row in rows:
            block = block_of(row, today)
            kind = "" if block is None else str(block.block_type)
            grouped.setdefault(kind, []).append(_line(row, block, today))
        for kind in sorted(grouped, key=lambda kind: (kind == "", kind)):
            self._groups.addWidget(BlockChip(kind) if kind else label("No season yet", "caption"))
            for line in grouped[kind]:
                words = label(line, "small", wrap=True)
                self._groups.addWidget(words)
            self._groups.addSpacing(Space.S)
        self._groups.addStretch(1)


class BlockChip(QWidget):
    """A block type as it looks on every timeline: colour, pattern and word."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setAccessibleName(block_name(kind))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(140, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_fill(painter, QRectF(0.5, 3.5, 22, 13), look().fill(self._kind), 3)
        painter.setPen(tones().text)
        painter.setFont(font(TextSize.BODY, QFont.Weight.DemiBold))
        words = QRect(30, 0, self.width() - 30, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, block_name(self._kind))
        painter.end()


def block_of(row: RosterRow, today: date) -> RosterBlock | None:
    """The block an athlete is in today, None outside a plan."""
    return next((one for one in row.blocks if one.start <= today < one.start + timedelta(weeks=one.weeks)), None)


def _line(row: RosterRow, block: RosterBlock | None, today: date) -> str:
    if block is None:
        return row.athlete.label
    week = shown((today - block.start).days // 7)
    done = next((sets for start, sets in row.weekly_sets if start <= today < start + timedelta(weeks=1)), 0)
    return f"{row.athlete.label} · week {week} of {block.weeks} · {done} sets"
