"""The long list beside one workout in full, over a real log."""

from dataclasses import replace

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
from ui.pages import workouts_list as module
from ui.pages.workouts_list import WorkoutsList

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
def page(make_desk, fast_database: Database, folders: Paths, qtbot: QtBot) -> WorkoutsList:
    desk: Desk = make_desk()
    services = build(folders, f"sqlite:///{fast_database.path}")
    desk.open(services)
    athlete = services.athletes.add("kim@example.org", "Kim")
    services.importing.run(log(30), athlete.id, unit=Unit.KG, file_name="strong.csv")
    desk.show_athletes(services.athletes.list())
    made = WorkoutsList(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    show(made, qtbot)
    yield made
    desk.background.close()
    services.close()


def show(page: WorkoutsList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page.reload()


def names(page: WorkoutsList) -> list[str]:
    return [row.name for row in page._table.rows.rows]


def words(page: WorkoutsList) -> list[str]:
    return [label.text() for label in page._detail.findChildren(QLabel)]


def test_the_newest_stands_first_and_is_shown_in_full(page: WorkoutsList) -> None:
    assert names(page)[:2] == ["Push 29", "Legs 28"]
    assert "Push 29" in words(page)
    assert "5 × 129.5 kg" in words(page)
    assert "warm-up" in words(page)
    assert "felt light" in words(page)


def test_the_database_searches_by_name_and_by_exercise(page: WorkoutsList, qtbot: QtBot) -> None:
    page._field.setText("squat")
    qtbot.waitUntil(lambda: len(names(page)) == 15)
    assert all(name.startswith("Legs") for name in names(page))
    page._field.setText("no such thing")
    qtbot.waitUntil(lambda: names(page) == [])
    assert page._count.text() == "Nothing matches."
    assert not page.is_empty


def test_the_header_sorts_in_the_database(page: WorkoutsList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page._table.sort_wanted.emit("volume_load", False)
    assert names(page)[0] == "Legs 0"


def test_a_status_filters(page: WorkoutsList, qtbot: QtBot) -> None:
    page._status.setCurrentIndex([page._status.itemData(i) for i in range(5)].index(WorkoutStatus.PLANNED))
    with qtbot.waitSignal(page.loaded):
        page._status.activated.emit(page._status.currentIndex())
    assert names(page) == []


def test_long_lists_come_in_pages(page: WorkoutsList, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE_ROWS", 20)
    show(page, qtbot)
    assert page._count.text() == "1 to 20 of 30 workouts"
    with qtbot.waitSignal(page.loaded):
        qtbot.mouseClick(page._forward, Qt.MouseButton.LeftButton)
    assert page._count.text() == "21 to 30 of 30 workouts"
    assert not page._forward.isEnabled()
    assert page._back.isEnabled()


def test_another_row_shows_another_workout(page: WorkoutsList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page._table.selectRow(3)
    assert "Legs 26" in words(page)


def test_pounds_where_pounds_are_read(page: WorkoutsList, qtbot: QtBot) -> None:
    page.desk.settings = replace(page.desk.settings, unit=Unit.LB)
    show(page, qtbot)
    assert "5 × 285.5 lb" in words(page)


def test_a_row_leads_to_its_week(page: WorkoutsList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.week_wanted) as asked:
        qtbot.mouseClick(page._in_week, Qt.MouseButton.LeftButton)
    assert asked.args == [page._table.selected_row().id]


def test_an_athlete_without_any_workout_is_told_apart_from_a_search_without_hits(
    page: WorkoutsList, qtbot: QtBot
) -> None:
    assert not page.is_empty
    other = page.desk.services.athletes.add("lee@example.org", "Lee")
    page.desk.show_athletes(page.desk.services.athletes.list())
    page.desk.select_athlete(other.id)
    show(page, qtbot)
    assert page.is_empty


def test_every_sortable_column_can_be_sorted_by_the_database(page: WorkoutsList, qtbot: QtBot) -> None:
    keys = [column.key for column in page._table.rows.columns if column.key]
    assert len(keys) == 5
    for key in keys:
        with qtbot.waitSignal(page.loaded):
            page._table.sort_wanted.emit(key, True)
