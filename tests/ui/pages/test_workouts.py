"""The long list beside one workout in full, over a real log."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.bootstrap import build
from app.gateways.database import Database
from app.paths import Paths
from models.values.units import Unit
from models.values.workouts import WorkoutStatus
from ui.kit.page import Desk
from ui.pages import workouts as module
from ui.pages.workouts import WorkoutsPage

HEAD = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"


def log(days: int) -> str:
    rows = []
    for day in range(days):
        when = f"2026-{1 + day // 28:02d}-{1 + day % 28:02d} 18:00:00"
        name, lift = ("Legs", "Squat (Barbell)") if day % 2 == 0 else ("Push", "Bench Press (Barbell)")
        rows.append(f'{when},"{name} {day}",1h,"{lift}",W,60.0,5,0,0,"","",\n')
        rows.append(f'{when},"{name} {day}",1h,"{lift}",1,{100 + day}.5,5,0,0,"felt light","",8\n')
    return HEAD + "".join(rows)


@pytest.fixture
def page(make_desk, fast_database: Database, folders: Paths, qtbot: QtBot) -> WorkoutsPage:
    desk: Desk = make_desk()
    services = build(folders, f"sqlite:///{fast_database.path}")
    desk.open(services)
    athlete = services.athletes.add("kim@example.org", "Kim")
    services.importing.run(log(30), athlete.id, unit=Unit.KG, file_name="strong.csv")
    desk.show_athletes(services.athletes.list())
    made = WorkoutsPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    show(made, qtbot)
    yield made
    desk.background.close()
    services.close()


def show(page: WorkoutsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page.reload()


def names(page: WorkoutsPage) -> list[str]:
    return [row.name for row in page._table.rows.rows]


def words(page: WorkoutsPage) -> list[str]:
    return [label.text() for label in page._detail.findChildren(QLabel)]


def test_the_newest_stands_first_and_is_shown_in_full(page: WorkoutsPage) -> None:
    assert names(page)[:2] == ["Push 29", "Legs 28"]
    assert "Push 29" in words(page)
    assert "5 × 129.5 kg" in words(page)
    assert "warm-up" in words(page)
    assert "felt light" in words(page)


def test_the_database_searches_by_name_and_by_exercise(page: WorkoutsPage, qtbot: QtBot) -> None:
    page._field.setText("squat")
    qtbot.waitUntil(lambda: len(names(page)) == 15)
    assert all(name.startswith("Legs") for name in names(page))
    page._field.setText("no such thing")
    qtbot.waitUntil(lambda: names(page) == [])
    assert page._count.text() == "Nothing matches."
    assert page._stack.currentWidget() is page._body


def test_the_header_sorts_in_the_database(page: WorkoutsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page._table.sort_wanted.emit("volume_load", False)
    assert names(page)[0] == "Legs 0"


def test_a_status_filters(page: WorkoutsPage, qtbot: QtBot) -> None:
    page._status.setCurrentIndex([page._status.itemData(i) for i in range(5)].index(WorkoutStatus.PLANNED))
    with qtbot.waitSignal(page.loaded):
        page._status.activated.emit(page._status.currentIndex())
    assert names(page) == []


def test_long_lists_come_in_pages(page: WorkoutsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE_ROWS", 20)
    show(page, qtbot)
    assert page._count.text() == "1 to 20 of 30 workouts"
    with qtbot.waitSignal(page.loaded):
        qtbot.mouseClick(page._forward, Qt.MouseButton.LeftButton)
    assert page._count.text() == "21 to 30 of 30 workouts"
    assert not page._forward.isEnabled()
    assert page._back.isEnabled()


def test_another_row_shows_another_workout(page: WorkoutsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page._table.selectRow(3)
    assert "Legs 26" in words(page)


def test_pounds_where_pounds_are_read(page: WorkoutsPage, qtbot: QtBot) -> None:
    page.desk.settings = replace(page.desk.settings, unit=Unit.LB)
    show(page, qtbot)
    assert "5 × 285.5 lb" in words(page)


def test_nobody_in_hand_is_an_empty_state_with_a_way_out(page: WorkoutsPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.desk.select_athlete("")
    with qtbot.waitSignal(page.loaded):
        page.reload()
    assert page._stack.currentWidget() is page._empty
    with qtbot.waitSignal(page.desk.action_wanted) as asked:
        page._empty.chosen.emit("import_log")
    assert asked.args == ["import_log"]


def test_every_sortable_column_can_be_sorted_by_the_database(page: WorkoutsPage, qtbot: QtBot) -> None:
    keys = [column.key for column in page._table.rows.columns if column.key]
    assert len(keys) == 5
    for key in keys:
        with qtbot.waitSignal(page.loaded):
            page._table.sort_wanted.emit(key, True)
