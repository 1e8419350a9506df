"""Freshness now: the score, how sure it is, its parts, what would change it, and what it means for today."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.engine.levers import levers, unknown
from models.values.readiness import ReadinessEntry, remembered_sleep
from ui.kit.theme import Space, TextSize, font
from ui.widgets.cards import Card, Facts, label
from ui.widgets.freshness import FreshnessBar, confidence_word, freshness_word
from ui.widgets.wording import plain

VALID_DAYS: Final = 2
_BEST: Final[Mapping[str, str]] = {
    "readiness": "feeling fully ready",
    "soreness": "nothing sore",
    "motivation": "being eager to train",
    "stress": "calm days",
    "rpe_drift": "sets that feel no harder than planned",
    "compliance": "all planned sets done",
    "stalls": "no stalled lift",
    "recovery": "a recovery of 100 %",
    "hrv": "HRV above its normal",
    "sleep": "7.5 hours of sleep",
}
"""Part of a score to the words for its best answer."""
_UNKNOWN: Final[Mapping[str, str]] = {
    "readiness": "readiness",
    "soreness": "what is sore",
    "motivation": "motivation",
    "stress": "stress",
    "rpe_drift": "effort against plan",
    "compliance": "sets done of those planned",
    "stalls": "how the lifts are going",
    "recovery": "recovery",
    "hrv": "HRV against its normal",
    "sleep": "the night's sleep",
}


class FreshnessCard(Card):
    """The newest check-in: score, how sure, its parts, and what was said."""

    rules_wanted = Signal()
    """To see the rules that say what freshness means."""

    def __init__(self) -> None:
        super().__init__("Freshness")
        self.setFixedWidth(296)
        self._score = label()
        self._score.setFont(font(TextSize.TITLE, QFont.Weight.DemiBold))
        self._word = label("", wrap=True)
        self._when = label("", "small", wrap=True)
        self._bar = FreshnessBar()
        self._change_name = label("What would change it", "caption")
        self._change = label("", wrap=True)
        self._unknown = label("", "small", wrap=True)
        self._meaning_name = label("What it means for today", "caption")
        self._meaning = label("", wrap=True)
        self._rules = QPushButton("Rules…")
        self._rules.setProperty("look", "citation")
        self._rules.setAccessibleName("Readiness rules")
        self._rules.setToolTip("See and edit the readiness rules of this athlete")
        self._rules.clicked.connect(self.rules_wanted)
        self._meaning_head = QWidget()
        row = QHBoxLayout(self._meaning_head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._meaning_name, 1)
        row.addWidget(self._rules)
        self._said = Facts(("Readiness", "Motivation", "Stress", "Sore", "Slept", "Note"))
        self._details = QWidget()
        self._lay_out()
        self.show_meaning("")

    def _lay_out(self) -> None:
        details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(Space.S)
        for line in (self._score, self._word, self._when, self._details):
            self.body.addWidget(line)
        for name, inside in (
            (self._meaning_head, (self._meaning,)),
            (label("What it is made of", "caption"), (self._bar,)),
            (self._change_name, (self._change, self._unknown)),
            (label("What was said", "caption"), (self._said,)),
        ):
            details.addSpacing(Space.S)
            details.addWidget(name)
            for widget in inside:
                details.addWidget(widget)
        self.body.addStretch(1)

    def show_latest(self, entry: ReadinessEntry | None, today: date) -> None:
        """Show the newest check-in, or that there is none.

        One older than two days says nothing about today, and is said to.
        """
        self._details.setVisible(entry is not None)
        if entry is None:
            self._score.setText("Unknown")
            self._word.setText("A device has measured nights, but nobody has answered the morning's questions yet.")
            self._when.setText("")
            return
        if today - entry.day > timedelta(days=VALID_DAYS):
            self._word.setText("Too old to say anything about today.")
        else:
            word = freshness_word(entry.freshness).capitalize()
            self._word.setText(f"{word}, {confidence_word(entry.confidence)}")
        self._score.setText(f"{round(100 * entry.freshness)} of 100")
        self._when.setText(f"Check-in of {entry.day:%A %d %B %Y}")
        self._bar.show_parts(entry.parts)
        self._show_levers(entry.parts or {})
        self._show_answers(entry)

    def show_meaning(self, sentence: str) -> None:
        """What the readiness rules make of today's session; empty hides it."""
        self._meaning.setText(sentence)
        self._meaning.setVisible(bool(sentence))
        self._meaning_head.setVisible(bool(sentence))

    def _show_levers(self, parts: Mapping[str, Any]) -> None:
        best = [(_BEST[one.part], round(100 * one.gain)) for one in levers(parts)]
        gains = [f"{words[0].upper()}{words[1:]}: +{gain}" for words, gain in best]
        open_parts = [_UNKNOWN[one.part] for one in unknown(parts)] if parts else []
        self._change.setText("\n".join(gains))
        self._change.setVisible(bool(gains))
        self._unknown.setText(f"Surer with: {', '.join(open_parts[:3])}." if open_parts else "")
        self._unknown.setVisible(bool(open_parts))
        self._change_name.setVisible(bool(gains or open_parts))

    def _show_answers(self, entry: ReadinessEntry) -> None:
        sore = [f"{plain(muscle).lower()} {level} of 3" for muscle, level in entry.soreness.items() if level > 1]
        self._said.show_value("Readiness", f"{entry.readiness} of 5")
        self._said.show_value("Motivation", f"{entry.motivation} of 5")
        self._said.show_value("Stress", "" if entry.stress is None else f"{entry.stress} of 5 (5 is most stressed)")
        self._said.show_value("Sore", ", ".join(sore) or ("nothing" if entry.soreness else ""))
        self._said.show_value("Slept", _slept(entry))
        self._said.show_value("Note", entry.note or "")


def _slept(entry: ReadinessEntry) -> str:
    if entry.whoop_sleep_hours is not None:
        return f"{entry.whoop_sleep_hours:.1f} h"
    hours = remembered_sleep(entry.parts)
    return "" if hours is None else f"{hours:g} h, as remembered"
