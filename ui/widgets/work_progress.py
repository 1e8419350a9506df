"""Work under way: the steps with their times, the row it is at, and the time it has taken so far."""

import re
import time
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.tables import RIGHT, Column, TableView
from ui.widgets.work_told import took

_TICK: Final = 250
"""Milliseconds between two looks at the clock."""
_NUMBERS: Final = re.compile(r"\d[\d,.\s]*")


@dataclass(slots=True)
class Line:
    """A step as it was told; a sentence that differs only in its numbers is the same step, further on."""

    sentence: str
    began: float
    seconds: float = 0.0
    done: bool = False

    @property
    def shape(self) -> str:
        return _NUMBERS.sub("#", self.sentence)


_COLUMNS: Final = (
    Column("", lambda line: "✓" if line.done else "●", width=40),
    Column("Step", lambda line: line.sentence, tip=lambda line: line.sentence),
    Column("State", lambda line: "done" if line.done else "at work", width=80),
    Column("Time", lambda line: took(line.seconds), align=RIGHT, width=90),
)


class ProgressView(QWidget):
    """Shows what a ticket reports; `show_progress` is the ticket's `show`."""

    def __init__(self) -> None:
        super().__init__()
        self._began = 0.0
        self._said = label("", "strong", wrap=True)
        self._elapsed = label("", "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.steps = TableView(_COLUMNS, "Steps so far", row_height=28)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK)
        self._clock.timeout.connect(self._tell_time)
        row = QHBoxLayout()
        row.addWidget(self._said, 1)
        row.addWidget(self._elapsed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addSpacing(Space.S)
        column.addWidget(self.steps, 1)
        self._lines: list[Line] = []

    def begin(self, sentence: str) -> None:
        """Start over, with the clock at nought."""
        self._lines = []
        self._began = time.monotonic()
        self.bar.setValue(0)
        self._said.setText(sentence)
        self._show_lines()
        self._clock.start()
        self._tell_time()

    def show_progress(self, fraction: float, sentence: str) -> None:
        """How far it is; the same sentence with other numbers goes on counting in its line."""
        self.bar.setValue(round(max(0.0, min(1.0, fraction)) * 1000))
        if not sentence:
            return
        self._said.setText(sentence)
        now = time.monotonic()
        last = self._lines[-1] if self._lines else None
        if last is not None and last.shape == _NUMBERS.sub("#", sentence):
            last.sentence, last.seconds = sentence, now - last.began
        else:
            if last is not None:
                last.done, last.seconds = True, now - last.began
            self._lines.append(Line(sentence, now))
        self._show_lines()

    def stop(self, sentence: str = "") -> None:
        """Nothing more will come, or only the end: say so."""
        self._clock.stop()
        if sentence:
            self._said.setText(sentence)

    @property
    def sentence(self) -> str:
        return self._said.text()

    def _show_lines(self) -> None:
        self.steps.show_rows(list(self._lines))
        self.steps.scrollToBottom()

    def _tell_time(self) -> None:
        now = time.monotonic()
        self._elapsed.setText(took(now - self._began))
        if self._lines:
            self._lines[-1].seconds = now - self._lines[-1].began
            self.steps.viewport().update()
