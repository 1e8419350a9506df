"""The readiness page: how fresh an athlete is now, why, and how the signals ran over the weeks."""

import importlib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from models.values.readiness import ReadinessEntry, ReadinessTrends, Trend
from ui.kit.page import Desk, Page
from ui.kit.theme import Space, TextSize, font, tones
from ui.widgets.cards import Card, Facts, label
from ui.widgets.empty import Empty, Way
from ui.widgets.freshness import FreshnessBar, confidence_word, freshness_word
from ui.widgets.soreness import SorenessMap

if TYPE_CHECKING:
    from ui.widgets.charts import TrendChart

VALID_DAYS: Final = 2
SPANS: Final = (("28 days", 28), ("90 days", 90), ("Year", 365), ("All", None))
_CHARTS: Final = ("freshness", "hrv", "recovery", "sleep_hours", "strain")


class ReadinessPage(Page):
    word = "readiness"
    title = "Readiness"
    cares_about = Changes.READINESS | Changes.ATHLETES | Changes.WORKOUTS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._days: int | None = 90
        self._trends: ReadinessTrends | None = None
        self._charts: dict[str, TrendChart] = {}
        self._cards: dict[str, Card] = {}
        self._picture = QAction("Save &picture…", self)
        self._picture.triggered.connect(self._save_picture)
        self._csv = QAction("Save as &CSV…", self)
        self._csv.triggered.connect(self._save_csv)
        self._now = NowCard()
        self._stack = QStackedWidget()
        self._build()
        desk.theme_changed.connect(self._redraw)

    def header_actions(self) -> Sequence[QAction]:
        return () if self._trends is None or self._trends.latest is None else (self._csv, self._picture)

    def reload(self) -> None:
        athlete = self.desk.athlete
        if not athlete:
            self._show_empty()
            return
        readiness, today, days = self.desk.services.readiness, self.desk.today(), self._days

        def fetch() -> ReadinessTrends:
            # The charts' library is loaded here, in the worker: it takes longer than a frame.
            importlib.import_module("ui.widgets.charts")
            return readiness.trends(athlete, days, today)

        self.desk.run(fetch, self._show)

    def _build(self) -> None:
        self._empty = Empty(
            "readiness",
            "No check-ins yet",
            "Freshness appears here once an athlete has answered the morning questions or a device has measured a "
            "night. The demo shows a year of it.",
            (Way("load_demo", "Load the demo", "demo"), Way("add_athlete", "Add an athlete", "add-person")),
        )
        self._empty.chosen.connect(self.desk.action_wanted)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        row.setSpacing(Space.L)
        row.addWidget(self._now)
        row.addLayout(self._chart_column(), 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _chart_column(self) -> QVBoxLayout:
        spans = QHBoxLayout()
        spans.setSpacing(Space.XS)
        self._span_group = QButtonGroup(self)
        for word, days in SPANS:
            button = QPushButton(word)
            button.setCheckable(True)
            button.setProperty("look", "segment")
            button.setChecked(days == self._days)
            button.setAccessibleName(f"Show {word.lower()}")
            button.clicked.connect(partial(self._choose_span, days))
            self._span_group.addButton(button)
            spans.addWidget(button)
        spans.addStretch(1)
        spans.addWidget(
            label("Dots are days, the line their 7-day mean, the band the athlete's own normal range.", "small")
        )
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.M)
        self._column.setContentsMargins(0, 0, Space.XS, 0)
        inside = QWidget()
        inside.setProperty("look", "page")
        inside.setLayout(self._column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addLayout(spans)
        column.addWidget(scroll, 1)
        return column

    def _choose_span(self, days: int | None) -> None:
        self._days = days
        if self.desk.is_open:
            self.reload()

    def _show_empty(self) -> None:
        self._trends = None
        self._stack.setCurrentWidget(self._empty)
        self.header_changed.emit()
        self.loaded.emit()

    def _show(self, trends: ReadinessTrends) -> None:
        self._trends = trends
        if trends.latest is None:
            self._stack.setCurrentWidget(self._empty)
        else:
            self._stack.setCurrentIndex(1)
            self._now.show_entry(trends.latest, self.desk.today())
            self._redraw()
        self.header_changed.emit()
        self.loaded.emit()

    def _redraw(self) -> None:
        if self._trends is None or self._trends.latest is None:
            return
        if not self._charts:
            self._make_charts()
        shade = tones()
        accents = {"freshness": shade.accent, "hrv": shade.good, "recovery": shade.good, "strain": shade.warn}
        for name, chart in self._charts.items():
            trend: Trend = getattr(self._trends, name)
            known = any(value is not None for value in trend.daily)
            self._cards[name].setVisible(known or name == "freshness")
            chart.show_trend(trend, accents.get(name, shade.steady))
        self._soreness.show_soreness(self._trends.soreness, self._trends.first, self._trends.last)
        self._cards["soreness"].setVisible(not self._soreness.is_blank)

    def _make_charts(self) -> None:
        charts: Any = importlib.import_module("ui.widgets.charts")
        specs = {
            "freshness": charts.ChartSpec("Freshness", "", 2, 0.0, 1.0, ((0.40, "hold back"), (0.75, "fresh"))),
            "hrv": charts.ChartSpec("HRV (RMSSD)", "ms"),
            "recovery": charts.ChartSpec("Recovery", "%", 0, 0.0, 100.0, ((34, "low"), (67, "good"))),
            "sleep_hours": charts.ChartSpec("Sleep", "h", 1),
            "strain": charts.ChartSpec("Day strain", "", 1, 0.0, 21.0),
        }
        for name in _CHARTS:
            chart = charts.TrendChart(specs[name])
            chart.setFixedHeight(168)
            self._charts[name] = chart
            self._cards[name] = _card(specs[name].title, chart)
            self._column.addWidget(self._cards[name])
            if name != _CHARTS[0]:
                chart.link_to(self._charts[_CHARTS[0]])
        self._soreness = SorenessMap()
        self._cards["soreness"] = _card("Soreness", self._soreness)
        self._column.insertWidget(1, self._cards["soreness"])
        self._column.addStretch(1)

    def _save_picture(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save picture", "freshness.png", "PNG picture (*.png)")
        if name:
            self._charts["freshness"].save_picture(Path(name))
            self.desk.message.emit(f"Saved {name}.")

    def _save_csv(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save as CSV", "freshness.csv", "CSV (*.csv)")
        if name:
            self._charts["freshness"].save_csv(Path(name))
            self.desk.message.emit(f"Saved {name}.")


class NowCard(Card):
    """The newest check-in: score, how sure, its parts, and what was said."""

    def __init__(self) -> None:
        super().__init__("Freshness")
        self.setFixedWidth(296)
        self._score = label()
        self._score.setFont(font(TextSize.TITLE, QFont.Weight.DemiBold))
        self._word = label("", wrap=True)
        self._when = label("", "small", wrap=True)
        self._bar = FreshnessBar()
        self._said = Facts(("Readiness", "Motivation", "Stress", "Sore", "Slept"))
        for line in (self._score, self._word, self._when):
            self.body.addWidget(line)
        self.body.addSpacing(Space.S)
        self.body.addWidget(label("What it is made of", "caption"))
        self.body.addWidget(self._bar)
        self.body.addSpacing(Space.S)
        self.body.addWidget(label("What was said", "caption"))
        self.body.addWidget(self._said)
        self.body.addStretch(1)

    def show_entry(self, entry: ReadinessEntry, today: date) -> None:
        """Show a check-in; one older than two days says nothing about today, and is said to."""
        if today - entry.day > timedelta(days=VALID_DAYS):
            self._word.setText("Too old to say anything about today.")
        else:
            word = freshness_word(entry.freshness).capitalize()
            self._word.setText(f"{word}, {confidence_word(entry.confidence)}")
        self._score.setText(f"{round(100 * entry.freshness)} of 100")
        self._when.setText(f"Check-in of {entry.day:%A %d %B %Y}")
        self._bar.show_parts(entry.parts)
        sore = [f"{muscle.replace('_', ' ')} {level} of 3" for muscle, level in entry.soreness.items() if level > 1]
        slept = entry.whoop_sleep_hours
        self._said.show_value("Readiness", f"{entry.readiness} of 5")
        self._said.show_value("Motivation", f"{entry.motivation} of 5")
        self._said.show_value("Stress", "" if entry.stress is None else f"{entry.stress} of 5 (5 is most stressed)")
        self._said.show_value("Sore", ", ".join(sore) or "nothing")
        self._said.show_value("Slept", "" if slept is None else f"{slept:.1f} h")


def _card(title: str, inside: QWidget) -> Card:
    card = Card()
    card.body.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
    card.body.addWidget(label(title, "caption"))
    card.body.addWidget(inside)
    return card
