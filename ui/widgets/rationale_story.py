"""The column that reasons are told in: captions, sentences, pairs, bullets and citations under one another."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from models.values.units import Unit
from ui.kit.theme import Space, tones
from ui.widgets.cards import label
from ui.widgets.rationale_parts import KNOWN_VERSION
from ui.widgets.rationale_words import input_texts

Citing = Callable[[Sequence[str]], QWidget | None]
"""Makes the row of chips for the ids of claims; None where there is nothing to show."""

_LOOKS: Final = {
    "": "",
    "strong": "font-weight:600",
    "muted": "color:{muted}",
    "small": "color:{muted};font-size:11px",
}


class Story(QScrollArea):
    """One tab of the inspector: `begin` empties it, what is added stands in that order, `end` shows it.

    Texts that follow one another become one label: a label a sentence takes ten times as long to lay out.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.citing: Citing = lambda _ids: None
        self.unit = Unit.KG
        self._words: list[str] = []
        self.begin()

    def begin(self) -> None:
        """Forget what was told."""
        self._inside = QWidget()
        self._inside.setProperty("look", "page")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        self._column.setSpacing(Space.XS)
        self._html: list[str] = []
        self._begins_with_caption = False
        self._words = []

    def end(self) -> None:
        """Put on screen what was added since `begin`."""
        self._flush()
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.verticalScrollBar().setValue(0)

    def add(self, widget: QWidget) -> None:
        """A widget; what it says is in its accessible description."""
        self._flush()
        self._column.addWidget(widget)
        self._words.append(widget.accessibleDescription())

    def caption(self, text: str) -> None:
        """A small heading with room above it."""
        if not self._html:
            self._begins_with_caption = True
        above = Space.M if self._html else 0
        style = f"margin:{int(above)}px 0 3px 0;color:{tones().muted.name()};font-size:11px;font-weight:600"
        self._tell(f"<p style='{style}'>{escape(text)}</p>", text)

    def say(self, text: str, look: str = "") -> None:
        """A sentence that wraps and can be copied; nothing where there is none."""
        if text:
            self._tell(f"<p style='margin:0 0 4px 0;{self._style(look)}'>{escape(text)}</p>", text)

    def bullets(self, lines: Sequence[str]) -> None:
        cells = [
            f"<td style='padding:0 8px 3px 0'>•</td><td style='padding:0 0 3px 0'>{escape(one)}</td>" for one in lines
        ]
        self._table(cells, lines)

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Names and values in two columns."""
        muted = tones().muted.name()
        cells = [
            f"<td style='padding:0 12px 3px 0'>{escape(name)}</td>"
            f"<td style='padding:0 0 3px 0;color:{muted}'>{escape(value)}</td>"
            for name, value in rows
        ]
        self._table(cells, [f"{name} {value}" for name, value in rows])

    def cite(self, ids: Sequence[str]) -> None:
        """The sources as chips that open their entry."""
        made = self.citing(ids) if ids else None
        if made is not None:
            self.add(made)

    def newer(self, version: float) -> None:
        """Say so where a newer version wrote this."""
        if version > KNOWN_VERSION:
            words = f"A newer version wrote these reasons (shape {version:g}). What is understood of them is shown."
            notice = QFrame()
            notice.setProperty("look", "notice")
            notice.setAccessibleDescription(words)
            column = QVBoxLayout(notice)
            column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
            column.addWidget(label(words, "small", wrap=True))
            self.add(notice)

    def rest(self, others: Sequence[tuple[str, Any]], constants: str) -> None:
        """What is stored beyond what is understood, and which version of the constants was used."""
        rows = input_texts(others, self.unit)
        if rows:
            self.caption("Also stored")
            self.pairs(rows)
        if constants:
            self.caption(f"Decided with version {constants} of the constants.")

    def words(self) -> str:
        """Everything the tab says, for tests and the clipboard."""
        return "\n".join(word for word in self._words if word)

    def html(self, text: str, look: str = "") -> str:
        """A text in one of the looks, for labels of several."""
        return f"<span style='{self._style(look)}'>{escape(text)}</span>"

    def _style(self, look: str) -> str:
        return _LOOKS.get(look, "").format(muted=tones().muted.name())

    def _table(self, cells: Sequence[str], words: Sequence[str]) -> None:
        rows = "".join(f"<tr>{row}</tr>" for row in cells)
        self._tell(f"<table cellspacing='0' cellpadding='0'>{rows}</table>", *words)

    def _tell(self, html: str, *words: str) -> None:
        self._html.append(html)
        self._words += words

    def _flush(self) -> None:
        if self._html:
            if self._begins_with_caption and self._column.count():
                # Qt leaves out the room above a label's first paragraph.
                self._column.addSpacing(Space.S)
            self._column.addWidget(rich_label("".join(self._html)))
            self._html, self._begins_with_caption = [], False


def rich_label(html: str) -> QLabel:
    """A label of formatted text that wraps and can be copied."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setText(html)
    return made
