"""Freshness now, and the signals over time: gaps, ranges, words."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.engine.readiness import freshness
from app.engine.trends import trend
from models.values.readiness import ReadinessEntry, ReadinessTrends
from tests.fakes import services as fakes
from ui.kit.page import Desk
from ui.pages.readiness import ReadinessPage
from ui.widgets.freshness import FreshnessBar, confidence_word, freshness_word

TODAY = fakes.TODAY


def entry(day: date, score: float = 0.8) -> ReadinessEntry:
    said = freshness(
        readiness=4, soreness=[1, 2], motivation=4, stress=None, rpe_drift=0.0, compliance=1.0, stalled=0, tracked=8,
        recovery=None, hrv_z=None, sleep_hours=None, days=60,
    )  # fmt: skip
    at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    return ReadinessEntry(
        "r1", at, day, 4, {"quads": 2, "chest": 1}, 4, None, None, None, None, None, None, 0.0, 0, 1.0, score,
        said.confidence, said.parts,
    )  # fmt: skip


def trends(days: int | None, *, latest: ReadinessEntry | None, hrv: bool = True) -> ReadinessTrends:
    first = TODAY - timedelta(days=(days or 400) - 1)
    span = [first + timedelta(days=i) for i in range((TODAY - first).days + 1)]
    fresh = {day: 0.5 + 0.01 * (i % 30) for i, day in enumerate(span) if i % 5}
    beats = {day: 60.0 + i % 7 for i, day in enumerate(span)} if hrv else {}
    nothing = trend({}, first, TODAY)
    return ReadinessTrends(
        "a", first, TODAY, trend(fresh, first, TODAY), trend(beats, first, TODAY, logarithmic=True), nothing, nothing,
        nothing, {"quads": [(TODAY, 3)], "chest": [(TODAY, 1)]}, latest, first,
    )  # fmt: skip


class FakeReadiness:
    def __init__(self) -> None:
        self.latest: ReadinessEntry | None = entry(TODAY)
        self.begun: date | None = TODAY - timedelta(days=400)
        self.asked: list[int | None] = []
        self.meaning = "No session is planned for today. Go: Freshness 75 or more: train as planned."

    def trends(self, _athlete: str, days: int | None, _today: date) -> ReadinessTrends:
        self.asked.append(days)
        return replace(trends(days, latest=self.latest), first_entry=self.begun)


@pytest.fixture
def fake(desk: Desk) -> FakeReadiness:
    made = FakeReadiness()
    meaning = SimpleNamespace(of_today=lambda _athlete, _today: made.meaning)
    desk.open(SimpleNamespace(readiness=made, meaning=meaning))
    return made


@pytest.fixture
def page(desk: Desk, fake: FakeReadiness, qtbot: QtBot) -> ReadinessPage:
    made = ReadinessPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    with qtbot.waitSignal(made.loaded, timeout=20_000):
        made.reload()
    return made


def words(page: ReadinessPage) -> str:
    return " | ".join(label.text() for label in page._now.findChildren(QLabel))


def test_the_score_comes_with_its_confidence_its_day_and_its_answers(page: ReadinessPage) -> None:
    told = words(page)
    assert "80 of 100" in told
    assert "Fresh, high confidence" in told
    assert "Wednesday 18 March 2026" in told
    assert "quads 2 of 3" in told
    assert "Stress | –" in told


def test_what_is_unknown_is_said_to_be_left_out(page: ReadinessPage) -> None:
    description = page._now._bar.accessibleDescription()
    assert "How they recover: unknown, left out of the score" in description
    assert "How they feel" in description


def test_an_old_check_in_says_nothing_about_today(page: ReadinessPage, fake: FakeReadiness, qtbot: QtBot) -> None:
    fake.latest = entry(TODAY - timedelta(days=3))
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert "Too old to say anything about today." in words(page)


def test_what_it_means_for_today_is_said_and_not_where_nothing_is_known(
    page: ReadinessPage, fake: FakeReadiness, qtbot: QtBot
) -> None:
    assert page._now._meaning.text() == fake.meaning
    assert not page._now._meaning.isHidden()
    with qtbot.waitSignal(page.desk.action_wanted) as wanted:
        page._now._rules.click()
    assert wanted.args == ["readiness_rules"]
    fake.meaning = ""
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert page._now._meaning.isHidden()


def test_charts_without_data_are_not_shown(page: ReadinessPage) -> None:
    shown = {name for name, card in page._cards.items() if not card.isHidden()}
    assert shown == {"freshness", "hrv", "soreness"}


def test_a_span_is_fetched_anew(page: ReadinessPage, fake: FakeReadiness, qtbot: QtBot) -> None:
    for button, days in zip(page._span_group.buttons(), (28, 90, 365, None), strict=True):
        with qtbot.waitSignal(page.loaded):
            button.click()
        assert fake.asked[-1] == days
    assert "400 days" not in page._charts["freshness"].accessibleDescription()
    assert "320 days" in page._charts["freshness"].accessibleDescription()


def test_a_chart_says_in_words_what_it_shows(page: ReadinessPage) -> None:
    chart = page._charts["freshness"]
    assert chart.accessibleDescription().startswith("Freshness: 72 days, 51 to 79")


def test_every_signal_is_written_as_csv_with_gaps_as_gaps(page: ReadinessPage, tmp_path, monkeypatch) -> None:
    file = tmp_path / "r.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page._csv.trigger()
    rows = list(csv.reader(file.read_text("utf-8").splitlines()))
    head = rows[0]
    assert head[:5] == [
        "day", "freshness (0 to 1)", "freshness (0 to 1) 7-day mean", "freshness (0 to 1) normal low",
        "freshness (0 to 1) normal high",
    ]  # fmt: skip
    assert head[-2:] == ["soreness chest (1 to 3)", "soreness quads (1 to 3)"]
    assert len(rows) == 91
    assert rows[1][1] == ""  # a day without an entry is empty, not zero
    assert rows[-1][-2:] == ["1", "3"]
    assert {len(row) for row in rows} == {len(head)}


def test_the_charts_are_saved_as_one_picture(page: ReadinessPage, tmp_path, monkeypatch) -> None:
    file = tmp_path / "r.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    page._picture.trigger()
    assert QImage(str(file)).height() > page.height() / 2


def test_a_file_that_cannot_be_written_is_an_error_in_words(
    page: ReadinessPage, tmp_path, monkeypatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "such.csv"), ""))
    with qtbot.waitSignal(page.desk.failed) as failed:
        page._csv.trigger()
    assert "could not be written" in str(failed.args[0])


def test_the_line_breaks_where_days_are_missing(page: ReadinessPage) -> None:
    chart = page._charts["hrv"]
    whole = trend({TODAY - timedelta(days=i): 60.0 for i in range(90)}, TODAY - timedelta(days=89), TODAY)
    gap = trend(
        {TODAY - timedelta(days=i): 60.0 for i in range(90) if not 30 < i < 60}, TODAY - timedelta(days=89), TODAY
    )
    accent = QColor("#0072b2")
    chart.show_trend(whole, accent)
    solid = chart.grab().toImage()
    chart.show_trend(gap, accent)
    broken = chart.grab().toImage()
    row = round(solid.height() * 0.48)

    def inked(image: QImage) -> list[int]:
        return [
            x for x in range(image.width()) if any(image.pixelColor(x, y) == accent for y in range(row - 12, row + 12))
        ]

    assert len(inked(broken)) < 0.85 * len(inked(solid))


def test_nobody_and_nothing_are_empty_states(page: ReadinessPage, fake: FakeReadiness, qtbot: QtBot) -> None:
    assert len(page.header_actions()) == 4
    fake.latest, fake.begun = None, None
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert page._stack.currentWidget() is page._empty
    assert [action.text() for action in page.header_actions()] == ["Check &in…"]
    page.desk.select_athlete("")
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert page._stack.currentWidget() is page._nobody
    assert not page.header_actions()


def test_measured_nights_are_shown_before_anybody_answered(
    page: ReadinessPage, fake: FakeReadiness, qtbot: QtBot
) -> None:
    fake.latest = None
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert page._stack.currentWidget() is page._body
    assert "nobody has answered" in words(page)
    assert not page._cards["hrv"].isHidden()


def test_what_would_change_the_score_is_told(page: ReadinessPage) -> None:
    told = words(page)
    assert "Feeling fully ready: +" in told
    assert "Surer with: recovery" in told


def test_soreness_reads_by_muscle(page: ReadinessPage) -> None:
    assert page._soreness.accessibleDescription() == "Sore: Quads 1 days"


def test_the_bar_fills_as_far_as_each_group_scored(qtbot: QtBot) -> None:
    bar = FreshnessBar()
    qtbot.addWidget(bar)
    bar.resize(400, 200)
    parts = {"subjective": {"score": 0.5, "weight": 1.0, "items": {}}}
    bar.show_parts(parts)
    half = bar.grab().toImage()
    bar.show_parts({"subjective": {"score": 1.0, "weight": 1.0, "items": {}}})
    full = bar.grab().toImage()
    assert half.pixelColor(100, 8) == full.pixelColor(100, 8)
    assert half.pixelColor(300, 8) != full.pixelColor(300, 8)


def test_bands_have_words() -> None:
    scores = (0.9, 0.75, 0.6, 0.45, 0.3, 0.1)
    told = [freshness_word(score) for score in scores]
    assert told == ["fresh", "fresh", "ready as planned", "a little tired", "tired", "exhausted"]
    assert confidence_word(None) == "confidence unknown"
    assert "not acted on" in confidence_word(0.4)
