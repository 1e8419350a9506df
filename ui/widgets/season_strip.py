"""The line above the timeline: goal, training age with its votes, where the season stands, and the zoom."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget, QWidgetAction

from models.values.positions import shown
from ui.kit.icons import dress
from ui.kit.theme import Space
from ui.widgets import wording
from ui.widgets.cards import label
from ui.widgets.timeline import ZOOM_STEP, Timeline
from ui.widgets.timeline_view import SeasonView


def votes_html(assessment: Mapping[str, Any]) -> str:
    """Why the athlete counts as what they count: the votes' own sentences, and how sure they are."""
    sentences = [str(text) for text in assessment.get("sentences", ())]
    if not sentences:
        return "No votes are stored for this season."
    confidence = assessment.get("confidence")
    lines = [f"<b>{escape(sentences[0])}</b>", *(f"•&nbsp; {escape(text)}" for text in sentences[1:])]
    if confidence:
        lines.append(f"Confidence: {escape(str(confidence))}")
    return "<br>".join(lines)


def standing(view: SeasonView) -> str:
    """`Week 12 of 26`, or how far the season's beginning or end is."""
    week, total = view.weeks[view.current_column].index, view.season.macro.total_weeks
    if view.today_date < view.season.macro.start_date:
        return f"Starts {wording.countdown(view.season.macro.start_date, view.today_date)}"
    end = view.date_of(view.macro_bands[0].end)
    return f"Ended {wording.day(end)}" if view.today_date >= end else f"Week {shown(week)} of {total}"


def event_words(view: SeasonView) -> str:
    """`Event in 13 weeks, 20 Jun 2026`; empty without one."""
    event = view.season.macro.event_date
    if event is None:
        return ""
    return f"Event {wording.countdown(event, view.today_date)}, {wording.day(event)}"


class SeasonStrip(QWidget):
    """Facts left, zoom right."""

    def __init__(self, timeline: Timeline) -> None:
        super().__init__()
        self.goal = label("", "heading")
        self.place = label("", "muted")
        self.event_label = label("", "muted")
        self.age = QPushButton()
        self.age.setProperty("look", "quiet")
        dress(self.age, "info")
        self._votes = QLabel()
        self._votes.setTextFormat(Qt.TextFormat.RichText)
        self._votes.setWordWrap(True)
        self._votes.setFixedWidth(360)
        self._votes.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        menu = QMenu(self.age)
        told = QWidgetAction(menu)
        told.setDefaultWidget(self._votes)
        menu.addAction(told)
        # Not `setMenu`: its arrow would stand over the icon, and this is no choice but an answer.
        self.age.clicked.connect(lambda: menu.popup(self.age.mapToGlobal(QPoint(0, self.age.height()))))
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, 0)
        row.setSpacing(Space.S)
        for widget in (self.goal, self.age, self.place, self.event_label):
            row.addWidget(widget)
        self.event_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.setStretch(3, 1)
        self._add_zoom(row, timeline)

    def show_season(self, view: SeasonView) -> None:
        macro = view.season.macro
        self.goal.setText(wording.goal_name(macro.primary_goal))
        self.age.setText(wording.plain(macro.training_age))
        html = votes_html(view.season.assessment)
        self._votes.setText(html)
        self.age.setToolTip(html)
        self.age.setAccessibleName(f"Training age {wording.plain(macro.training_age)}: why")
        self.place.setText(standing(view))
        self.event_label.setText(event_words(view).partition(",")[0])
        self.event_label.setToolTip(event_words(view))

    def _add_zoom(self, row: QHBoxLayout, timeline: Timeline) -> None:
        zooms: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("Season", "Fit the season (0)", timeline.fit_season),
            ("Block", "Fit the block in hand", timeline.fit_block),
            ("Month", "Five weeks around the week in hand", timeline.fit_month),
            ("Today", "Go to today (Home)", timeline.go_today),
            ("−", "Zoom out (−)", lambda: timeline.zoom(1 / ZOOM_STEP)),
            ("+", "Zoom in (+)", lambda: timeline.zoom(ZOOM_STEP)),
        )
        inner = QHBoxLayout()
        inner.setSpacing(2)
        for text, tip, act in zooms:
            button = QPushButton(text)
            button.setProperty("look", "quiet")
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            if len(text) == 1:
                button.setFixedWidth(34)
            button.clicked.connect(act)
            inner.addWidget(button)
        row.addLayout(inner)
