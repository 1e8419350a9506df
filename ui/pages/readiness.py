"""The readiness page: how fresh an athlete is now, why, and how the signals ran over the weeks."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from app.errors import UnreadableFile
from models.values.readiness import ReadinessTrends, Trend
from ui.kit.header import Elided
from ui.kit.page import Desk, Page
from ui.kit.theme import Space, tones
from ui.widgets.cards import Card, label
from ui.widgets.empty import Empty, Way
from ui.widgets.freshness_card import FreshnessCard
from ui.widgets.readiness_export import write_csv, write_picture
from ui.widgets.soreness import SorenessMap

if TYPE_CHECKING:
    from ui.widgets.charts import TrendChart

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
        self._check_in = QAction("Check &in…", self)
        self._check_in.triggered.connect(partial(desk.action_wanted.emit, "check_in"))
        self._devices = QAction("&Devices…", self)
        self._devices.setToolTip("Connect and sync what measures nights")
        self._devices.triggered.connect(partial(desk.page_wanted.emit, "settings"))
        self._picture = QAction("Save &picture…", self)
        self._picture.triggered.connect(self._save_picture)
        self._csv = QAction("Save as &CSV…", self)
        self._csv.triggered.connect(self._save_csv)
        self._now = FreshnessCard()
        self._now.rules_wanted.connect(partial(desk.action_wanted.emit, "readiness_rules"))
        self._stack = QStackedWidget()
        self._build()
        desk.theme_changed.connect(self._redraw)

    def header_actions(self) -> Sequence[QAction]:
        if not self.desk.athlete:
            return ()
        has_data = self._trends is not None and self._trends.first_entry is not None
        return (self._check_in, self._devices, self._csv, self._picture) if has_data else (self._check_in,)

    def reload(self) -> None:
        athlete = self.desk.athlete
        if not athlete:
            self._show_empty()
            return
        services, today, days = self.desk.services, self.desk.today(), self._days

        def fetch() -> tuple[ReadinessTrends, str]:
            # The charts' library is loaded here, in the worker: it takes longer than a frame.
            importlib.import_module("ui.widgets.charts")
            return services.readiness.trends(athlete, days, today), services.meaning.of_today(athlete, today)

        self.desk.run(fetch, self._show)

    def _build(self) -> None:
        self._nobody = Empty(
            "readiness",
            "Nobody to ask yet",
            "Freshness appears here once an athlete has answered the morning questions or a device has measured a "
            "night. The demo shows a year of it.",
            (Way("load_demo", "Load the demo", "demo"), Way("add_athlete", "Add an athlete", "add-person")),
        )
        self._empty = Empty(
            "readiness",
            "No check-ins yet",
            "Three questions and a look at what is sore take fifteen seconds. Freshness, its parts and its history "
            "appear here from the first answer on.",
            (Way("check_in", "Check in", "readiness"), Way("preferences", "Connect a device", "settings")),
        )
        for empty in (self._nobody, self._empty):
            empty.chosen.connect(self.desk.action_wanted)
            self._stack.addWidget(empty)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        row.setSpacing(Space.L)
        row.addWidget(self._card_area())
        row.addLayout(self._chart_column(), 1)
        self._body = body
        self._stack.addWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _card_area(self) -> QScrollArea:
        """The card scrolls where it is longer than the window, so that nothing in it is squeezed away."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setAccessibleName("Freshness now")
        inside = QWidget()
        inside.setProperty("look", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.M, 0)
        column.addWidget(self._now)
        area.setWidget(inside)
        area.setFixedWidth(self._now.width() + Space.M)
        return area

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
        spans.addSpacing(Space.M)
        hint = Elided()
        hint.setProperty("look", "small")
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        hint.show_text("Dots are days, the line their 7-day mean, the band the athlete's own normal range.")
        spans.addWidget(hint, 1)
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.M)
        self._column.setContentsMargins(0, 0, Space.XS, 0)
        self._inside = inside = QWidget()
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
        self._stack.setCurrentWidget(self._nobody)
        self.header_changed.emit()
        self.loaded.emit()

    def _show(self, found: tuple[ReadinessTrends, str]) -> None:
        trends, meaning = found
        self._trends = trends
        if trends.first_entry is None:
            self._stack.setCurrentWidget(self._empty)
        else:
            self._stack.setCurrentWidget(self._body)
            self._now.show_latest(trends.latest, self.desk.today())
            self._now.show_meaning(meaning)
            self._redraw()
        self.header_changed.emit()
        self.loaded.emit()

    def _redraw(self) -> None:
        if self._trends is None or self._trends.first_entry is None:
            return
        if not self._charts:
            self._make_charts()
        shade = tones()
        accents = {"freshness": shade.accent, "hrv": shade.good, "recovery": shade.good, "strain": shade.warn}
        for name, chart in self._charts.items():
            trend: Trend = getattr(self._trends, name)
            known = any(value is not None for value in trend.daily)
            self._cards[name].setVisible(known or name == "freshness")
            # Freshness is spoken of in hundredths everywhere on screen.
            chart.show_trend(_scaled(trend, 100) if name == "freshness" else trend, accents.get(name, shade.steady))
        self._soreness.show_soreness(self._trends.soreness, self._trends.first, self._trends.last)
        self._cards["soreness"].setVisible(not self._soreness.is_blank)

    def _make_charts(self) -> None:
        charts: Any = importlib.import_module("ui.widgets.charts")
        specs = {
            "freshness": charts.ChartSpec("Freshness", "", 0, 0.0, 100.0, ((40, "hold back"), (75, "fresh"))),
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
        self._save("Save picture", "readiness.png", "PNG picture (*.png)", self._write_picture)

    def _save_csv(self) -> None:
        self._save("Save as CSV", "readiness.csv", "CSV (*.csv)", self._write_csv)

    def _write_picture(self, file: Path) -> str:
        write_picture(self._inside, file)
        return f"The charts were saved to {file}."

    def _write_csv(self, file: Path) -> str:
        if self._trends is None:
            return ""
        return f"{write_csv(self._trends, file)} days were saved to {file}."

    def _save(self, title: str, name: str, kinds: str, write: Callable[[Path], str]) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, title, name, kinds)
        if not chosen:
            return
        file = Path(chosen)
        try:
            self.desk.message.emit(write(file))
        except OSError as error:
            problem = UnreadableFile(f"{file} could not be written: {error}.", advice="Choose another place.")
            self.desk.failed.emit(problem)


def _scaled(trend: Trend, factor: float) -> Trend:
    def times(values: Sequence[float | None]) -> Sequence[float | None]:
        return [None if value is None else factor * value for value in values]

    return replace(
        trend,
        daily=times(trend.daily),
        mean=times(trend.mean),
        low=times(trend.low),
        high=times(trend.high),
    )


def _card(title: str, inside: QWidget) -> Card:
    card = Card()
    card.body.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
    card.body.addWidget(label(title, "caption"))
    card.body.addWidget(inside)
    return card
