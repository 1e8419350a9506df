from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.settings import Theme
from models.values.athletes import Attention
from tests.fakes.seasons import TODAY, roster
from ui.kit import theme
from ui.widgets.roster import RosterTable
from ui.widgets.roster_delegate import ROW_HEIGHT, At


@pytest.fixture
def table(qtbot):
    made = RosterTable()
    qtbot.addWidget(made)
    made.resize(1300, 640)
    with qtbot.waitExposed(made):
        made.show()
    made.show_roster(roster(12), TODAY)
    QApplication.processEvents()
    return made


def names(table):
    return [row.athlete.label for row in table.rows.rows]


def cell(table, row, column):
    return str(table.rows.index(row, column).data())


def test_every_column_speaks_also_the_painted_ones(table):
    assert cell(table, 0, At.STATE) == "▼ Hold back"
    assert cell(table, 0, At.NAME) == "Mara Lindqvist"
    assert cell(table, 0, At.FRESHNESS) == "31 of 100"
    assert cell(table, 3, At.FRESHNESS) == "–"
    assert cell(table, 0, At.BAND).startswith("Accumulation 19 Jan – 15 Feb 2026, Deload")
    assert cell(table, 3, At.BAND) == "No season planned"
    assert cell(table, 1, At.LAST) == "yesterday"
    assert cell(table, 0, At.EVENT) == "in 5 weeks"
    assert cell(table, 1, At.EVENT) == "–"


def test_urgency_is_the_first_order_and_headers_sort(table):
    given = names(table)
    table.sort_by("name", False)
    assert names(table) == sorted(given, key=str.casefold)
    table.sort_by("name", True)
    assert names(table)[0] == "Yuki Tanaka"
    table.sort_by("state", False)
    assert [row.attention for row in table.rows.rows][:2] == [Attention.HOLD_BACK] * 2
    table.sort_by("event", False)
    assert table.rows.rows[-1].event_date is None
    table.sort_by("freshness", False)
    assert table.rows.rows[-1].freshness is None
    table.sort_by("", False)
    assert names(table) == given


def test_a_click_on_a_header_sorts(table):
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(At.NAME) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    ascending = names(table)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert sorted([ascending, names(table)]) == sorted([sorted(ascending), sorted(ascending, reverse=True)])


def test_search_finds_by_name_goal_and_state_and_keeps_the_selection(table):
    table.selectRow(4)
    chosen = table.selected_row().athlete.id
    table.search("PRIYA")
    assert names(table) == ["Priya Raman"]
    assert table.selected_row().athlete.id == chosen
    table.search("hold back")
    assert len(names(table)) == 2
    table.search("hypertrophy")
    assert len(names(table)) == 4
    table.search("nobody at all")
    assert names(table) == []
    table.search("")
    assert len(names(table)) == 12


def test_keyboard_moves_and_enter_activates(table, qtbot):
    table.setFocus()
    table.selectRow(0)
    with qtbot.waitSignal(table.row_selected) as chosen:
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert chosen.args[0].athlete.label == "Tomás Reyes"
    with qtbot.waitSignal(table.row_activated):
        QTest.keyClick(table, Qt.Key.Key_Return)


def test_a_double_click_activates_the_row_under_the_pointer(table, qtbot):
    with qtbot.waitSignal(table.row_activated) as opened:
        at = QPoint(200, 2 * ROW_HEIGHT + 10)
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.args[0].athlete.label == "Aoife Brennan"


def test_only_visible_rows_are_painted(qtbot, monkeypatch):
    table = RosterTable()
    qtbot.addWidget(table)
    table.resize(1300, 640)
    with qtbot.waitExposed(table):
        table.show()
    painted = set()
    paint_row = table.cells.paint_row
    monkeypatch.setattr(
        table.cells, "paint_row",
        lambda painter, rect, number, **how: (painted.add(number), paint_row(painter, rect, number, **how)),
    )  # fmt: skip
    table.show_roster(roster(200), TODAY)
    QApplication.processEvents()
    assert painted == set(range(len(painted)))
    assert len(painted) < 16
    # The first scrolls of a fresh view still lay it out.
    for value in (1, 2, 3, 3 + ROW_HEIGHT):
        painted.clear()
        table.verticalScrollBar().setValue(value)
        QApplication.processEvents()
    assert len(painted) <= 3


def test_today_stands_in_the_band_at_the_same_place_in_every_row(table):
    image = table.viewport().grab().toImage()
    wanted = theme.tones().today
    left = table.columnViewportPosition(At.BAND)
    for row in range(4):
        y = table.rowViewportPosition(row) + 4
        xs = [x for x in range(left, left + table.columnWidth(At.BAND)) if image.pixelColor(x, y) == wanted]
        assert xs, row
        share = (xs[0] - left - 6) / (table.columnWidth(At.BAND) - 12)
        assert share == pytest.approx((8 + 2.5 / 7) / 16, abs=0.02)


def test_a_narrow_roster_gives_way_in_turn_and_loses_nothing(table):
    table.resize(700, 500)
    QApplication.processEvents()
    assert all(table.isColumnHidden(column) for column in (At.AGE, At.MISSED, At.LAST, At.FRESHNESS))
    assert table.columnWidth(At.BAND) > 150
    assert table.cells._below(table.rows.rows[0], At.GOAL) == "Intermediate"
    table.resize(1300, 500)
    QApplication.processEvents()
    assert not table.isColumnHidden(At.AGE)
    assert table.cells._below(table.rows.rows[0], At.GOAL) == ""


def test_both_themes_paint_and_differ(table, qapp):
    light = table.grab().toImage()
    theme.apply(qapp, Theme.DARK)
    table.retheme()
    assert table.grab().toImage() != light


def test_the_band_tells_its_dates_in_a_tooltip(table):
    tip = str(table.rows.index(0, At.BAND).data(Qt.ItemDataRole.ToolTipRole))
    assert "19 Jan – 15 Feb 2026" in tip
    assert "Hard sets a week" in tip


def test_blocks_outside_the_sixteen_weeks_are_cut_not_drawn_over_the_neighbours(table):
    long_ago = TODAY - timedelta(weeks=60)
    assert table.cells.axis.x(table.rect(), long_ago) < 0
