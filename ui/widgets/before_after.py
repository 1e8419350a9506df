"""Before and after side by side: what differs is bold behind an arrow, what stays is quiet."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy

from ui.kit.theme import Space
from ui.widgets.cards import clear_layout, label
from ui.widgets.wording import NOTHING

_PARTS = " · "
_SHORT = 24
"""Letters of a part that is kept on one line."""


class BeforeAfter(QFrame):
    """A table of lines: what it is, how it is now, an arrow where it differs, how it would be."""

    def __init__(self, before: str = "Now", after: str = "If accepted") -> None:
        super().__init__()
        self.setProperty("look", "value")
        self.setAccessibleName("Before and after")
        self._heads = (before, after)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS + 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self.changed = 0
        """Lines that differ."""

    def show_rows(self, rows: Sequence[tuple[str, str, str]], heads: tuple[str, str] | None = None) -> None:
        """Show (label, before, after) lines; where both sides say the same the line is marked as kept."""
        clear_layout(self._grid)
        before, after = heads or self._heads
        self._grid.addWidget(label(before, "caption"), 0, 1)
        self._grid.addWidget(label(after, "caption"), 0, 3)
        for number, (name, old, new) in enumerate(rows, 1):
            self._add_row(number, name, old, new)
        self.changed = sum(old != new for _, old, new in rows)
        self.setAccessibleDescription("; ".join(_told(*row) for row in rows))
        self.setVisible(bool(rows))

    def _add_row(self, number: int, name: str, old: str, new: str) -> None:
        differs = old != new
        cells = (
            label(name, "muted", wrap=True),
            _cell(_parts(old), muted=not differs),
            label("→" if differs else "=", "strong" if differs else "muted"),
            _cell(emphasised(old, new) if differs else _parts(new), muted=not differs),
        )
        for column, cell in enumerate(cells):
            self._grid.addWidget(cell, number, column, Qt.AlignmentFlag.AlignTop)


def emphasised(old: str, new: str) -> str:
    """The new text as HTML, those of its parts bold that the old one does not have."""
    known = set(old.split(_PARTS))
    parts = [_whole(part) if part in known else f"<b>{_whole(part)}</b>" for part in new.split(_PARTS)]
    return _PARTS.join(parts) if new else NOTHING


def _parts(text: str) -> str:
    """The text as HTML."""
    return _PARTS.join(map(_whole, text.split(_PARTS))) or NOTHING


def _whole(part: str) -> str:
    """A short part as HTML, not to be broken across lines."""
    return escape(part).replace(" ", "&nbsp;") if len(part) <= _SHORT else escape(part)


def _cell(html: str, *, muted: bool) -> QLabel:
    made = label("", "muted" if muted else "", wrap=True, selectable=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(html)
    made.setMinimumWidth(60)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return made


def _told(name: str, old: str, new: str) -> str:
    return f"{name}: {old or 'nothing'}, unchanged" if old == new else f"{name}: {old or 'nothing'} becomes {new}"
