"""Who needs you today."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.values.weeks import NextSession, SessionState
from tests.fakes import services as fakes
from tests.fakes.windows import Opening, settle
from ui.kit.page import Desk
from ui.pages.today import TodayPage, _ago, _columns, _event, _reasons, _sessions, summary
from ui.widgets.week import block_of


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> TodayPage:
    made = TodayPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    with qtbot.waitSignal(made.loaded):
        made.reload()
    return made


def text(page: TodayPage, row: int, column: int) -> str:
    model = page._table.rows
    return str(model.data(model.index(row, column), Qt.ItemDataRole.DisplayRole))


def test_the_roster_stands_in_the_order_of_the_use_case(page: TodayPage) -> None:
    names = [text(page, row, 1).split(".")[0] for row in range(6)]
    assert names == [row.athlete.label for row in fakes.roster()]


def test_a_row_says_everything_in_words(page: TodayPage) -> None:
    assert [text(page, 0, column) for column in range(5)] == [
        "hold back",
        "Anna Vogel. Freshness 31 for three days. Squat has stalled for four weeks.",
        "31 of 100",
        "yesterday, 9 of 11 in 4 wk",
        "–",
    ]
    assert text(page, 3, 2) == "–", "no check-in is not zero"
    assert text(page, 5, 3) == "–, nothing logged yet"
    assert text(page, 4, 4) == "in 12 days"


def test_the_header_sums_up(page: TodayPage) -> None:
    assert page.subtitle == "Demo · 6 athletes: 1 hold back, 2 no check-in, 1 steady, 2 ready"
    assert summary(fakes.roster()[:1]).startswith("Demo · 1 athlete: ")


def test_choosing_a_row_takes_the_athlete_in_hand(page: TodayPage, desk: Desk) -> None:
    page._table.selectRow(2)
    assert desk.athlete == "athlete-2"


def test_the_table_follows_the_athlete_in_hand(page: TodayPage, desk: Desk) -> None:
    desk.select_athlete("athlete-4")
    assert page._table.selected_row().athlete.id == "athlete-4"


def test_enter_opens_the_plan(page: TodayPage, desk: Desk, qtbot: QtBot) -> None:
    page._table.selectRow(1)
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        qtbot.keyClick(page._table, Qt.Key.Key_Return)
    assert wanted.args == ["plan"]
    assert desk.athlete == "athlete-1"


def test_a_double_click_opens_the_plan(page: TodayPage, desk: Desk, qtbot: QtBot) -> None:
    place = page._table.visualRect(page._table.rows.index(3, 1)).center()
    qtbot.mouseClick(page._table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(desk.page_wanted):
        qtbot.mouseDClick(page._table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.athlete == "athlete-3"


def test_states_can_be_told_apart_without_colour(page: TodayPage) -> None:
    table = page._table
    pictures = set()
    for row in (0, 1, 2, 3):
        place = table.visualRect(table.rows.index(row, 0))
        table.clearSelection()
        picture = table.viewport().grab(place).toImage().convertToFormat(table.grab().toImage().Format.Format_Mono)
        pictures.add(bytes(picture.constBits()))
    assert len(pictures) == 4


def test_the_week_names_everybody_by_block(page: TodayPage) -> None:
    labels = [child.text() for child in page._week.findChildren(type(page._week.caption)) if child.isVisibleTo(page)]
    assert "Farid Haddad" in labels
    assert any(label.startswith("Anna Vogel · week 1 of 4") for label in labels)
    assert block_of(fakes.roster()[0], fakes.TODAY + timedelta(weeks=9)) is None


def test_where_there_is_little_room_the_roster_has_it(page: TodayPage) -> None:
    assert page._week.isVisible()
    page.resize(800, 600)
    assert not page._week.isVisible()


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "yesterday"), (9, "9 days ago"), (70, "7 Jan"), (None, "–")]
)
def test_how_long_ago(days: int | None, words: str) -> None:
    day = None if days is None else fakes.TODAY - timedelta(days=days)
    assert _ago(day, fakes.TODAY) == words


def test_past_events_are_gone() -> None:
    row = fakes.roster()[4]
    assert _event(row, row.event_date + timedelta(days=1)) == "–"
    assert _sessions(row) == "14 sessions in 4 wk"


def test_the_table_model_keeps_qts_rules(page: TodayPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page._table.rows)
    assert page._table.rows.rowCount(page._table.rows.index(0, 0)) == 0
    assert page._table.rows.data(QModelIndex()) is None


def test_the_skeleton_stands_until_the_data_comes(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    fresh = TodayPage(window.desk)
    qtbot.addWidget(fresh)
    assert fresh._layers.currentWidget() is not fresh._board
    fresh.reload()
    settle(qtbot, window)
    assert fresh._layers.currentWidget() is fresh._board


def test_open_proposals_are_counted_in_the_athletes_line(desk: Desk) -> None:
    column = next(one for one in _columns(desk) if one.title == "Athlete")
    row = fakes.roster()[0]
    before = column.text(row)
    desk.open_proposals = {row.athlete.id: 2, "somebody else": 1}

    assert "proposal" not in before
    assert "2 open proposals." in column.text(row)
    assert column.tip is not None
    assert column.tip(row).startswith("2 open proposals.\n")
    assert _reasons(row, desk).startswith("◇ 2 proposals  ·  ")


def test_the_next_session_of_the_athlete_in_hand_is_a_click_away(
    page: TodayPage, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = desk.today() + timedelta(days=1)
    found = NextSession("athlete-2", "w7", "Lower A", day, SessionState.PLANNED, 5, 17, 64)
    monkeypatch.setattr(
        desk.services.weeks, "next_session", lambda athlete, _today: found if athlete == "athlete-2" else None
    )
    page._table.selectRow(2)
    qtbot.waitUntil(lambda: page._next is not None and page._next.isVisible())
    assert page._next.title.text() == "Next for Chiara Longhi: Lower A"
    assert page._next.words.accessibleName() == "tomorrow  ·  5 exercises  ·  17 sets  ·  64 min"
    with qtbot.waitSignals([desk.page_wanted, desk.session_opened]):
        qtbot.mouseClick(page._next.open, Qt.MouseButton.LeftButton)
    assert desk.session == "w7"
    page._table.selectRow(1)
    qtbot.waitUntil(page._next.isHidden)
