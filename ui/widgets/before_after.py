"""Before and after side by side: what differs is bold behind an arrow, what stays is quiet."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy

from ui.kit.theme import Space
from ui.widgets.cards import clear_layout, label
from ui.widgets.wording import NOTHING

_PARTS = " · "
_SHORT = 12
"""Letters of a part that is kept on one line ("44 sets"); longer ones would be cut off in a small window."""


class BeforeAfter(QFrame):
    """A table of lines: what it is, how it is now, an arrow where it differs, how it would be."""

    def __init__(self, before: str = "Now", after: str = "If accepted", *, is_narrow: bool = False) -> None:
        """`is_narrow` puts the sides below each other, for panels at the side."""
        super().__init__()
        self._is_narrow = is_narrow
        self.setProperty("look", "value")
        self.setAccessibleName("Before and after")
        self._heads = (before, after)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS + 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 0 if is_narrow else 1)
        self.changed = 0
        """Lines that differ."""

    def show_rows(self, rows: Sequence[tuple[str, str, str]], heads: tuple[str, str] | None = None) -> None:
        """Show (label, before, after) lines; where both sides say the same the line is marked as kept."""
        clear_layout(self._grid)
        before, after = heads or self._heads
        if not self._is_narrow:
            self._grid.addWidget(label(before, "caption"), 0, 1)
            self._grid.addWidget(label(after, "caption"), 0, 3)
        for number, (name, old, new) in enumerate(rows, 1):
            (self._add_narrow if self._is_narrow else self._add_row)(number, name, old, new)
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

    def _add_narrow(self, number: int, name: str, old: str, new: str) -> None:
        """The name on a line of its own; then the old text, and the new one behind an arrow."""
        differs, top = old != new, 3 * number
        named = label(name, "caption", wrap=True)
        named.setContentsMargins(0, 0 if number == 1 else Space.XS, 0, 0)
        self._grid.addWidget(named, top, 0, 1, 2)
        self._grid.addWidget(_cell(_parts(old), muted=True), top + 1, 1)
        if differs:
            self._grid.addWidget(label("→", "strong"), top + 2, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(_cell(emphasised(old, new), muted=False), top + 2, 1)


def emphasised(old: str, new: str) -> str:
    """The new text as HTML, those of its parts bold that the old one does not have."""
    known = set(old.split(_PARTS))
    parts = [
        _whole(part) if part in known else f"<b style='font-weight:600'>{_whole(part)}</b>"
        for part in new.split(_PARTS)
    ]
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
