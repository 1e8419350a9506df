"""The dialogs: what they ask, what they refuse, and that nothing of them is left behind."""

import gc
import weakref
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.engine.constants import WEEKS
from app.errors import UnitNeeded, UnreadableFile
from models.values.plan import PlanRequest, TrainingGoal
from models.values.units import Unit
from tests.fakes.windows import Opening, settle
from ui.dialogs.add_athlete import AddAthlete
from ui.dialogs.import_log import ImportLog
from ui.dialogs.new_season import NewSeason
from ui.dialogs.open_database import OpenDatabase
from ui.dialogs.palette import Choice, Palette, fuzzy_score, ranked
from ui.kit.page import Desk


@pytest.fixture
def idle(qtbot: QtBot, desk: Desk) -> Callable[[], None]:
    """Wait until the desk's worker is done."""

    def wait() -> None:
        qtbot.waitUntil(lambda: desk.background.under_way == 0)

    return wait


def changes_of(desk: Desk) -> list[Changes]:
    seen: list[Changes] = []
    desk.changed.connect(seen.append)
    return seen


class TestAddAthlete:
    def test_adds_and_takes_in_hand(self, desk: Desk, idle: Callable[[], None]) -> None:
        dialog, seen = AddAthlete(desk), changes_of(desk)
        dialog.name.setText("Gita")
        dialog.email.setText("  gita@example.org ")
        dialog.unit.setCurrentIndex(1)
        dialog.verb.click()
        idle()
        assert seen == [Changes.ATHLETES]
        assert desk.athlete == "new-gita@example.org"
        assert desk.athlete_in_hand.unit is Unit.LB
        assert [one.label for one in desk.athletes].count("Gita") == 1

    @pytest.mark.parametrize("email", ["", "gita", "gita@", "a b@example.org"])
    def test_a_bad_address_is_marked_in_place(self, desk: Desk, email: str) -> None:
        dialog = AddAthlete(desk)
        dialog.show()
        dialog.email.setText(email)
        dialog.verb.click()
        assert dialog.isVisible()
        assert dialog.email.property("wrong") is True
        assert dialog.focusWidget() is dialog.email
        assert "address" in dialog.email.accessibleDescription()
        dialog.close()

    def test_an_address_that_is_taken_is_said_in_place(self, desk: Desk, idle: Callable[[], None]) -> None:
        dialog = AddAthlete(desk)
        dialog.show()
        dialog.email.setText("anna@example.org")
        dialog.verb.click()
        idle()
        QApplication.processEvents()
        assert dialog.isVisible()
        assert "already" in dialog.email.accessibleDescription()
        assert dialog.verb.isEnabled()
        dialog.close()


class TestNewSeason:
    def ask(self, desk: Desk) -> tuple[NewSeason, list[PlanRequest]]:
        asked: list[PlanRequest] = []
        create = desk.services.planning.create
        desk.services.planning.create = lambda request, today: asked.append(request) or create(request, today)
        return NewSeason(desk, desk.athletes[0]), asked

    def test_asks_for_goal_length_and_start(self, desk: Desk, idle: Callable[[], None]) -> None:
        dialog, asked = self.ask(desk)
        seen = changes_of(desk)
        dialog.goal.setCurrentIndex(dialog.goal.findData(TrainingGoal.HYPERTROPHY))
        dialog.weeks.setValue(12)
        dialog.verb.click()
        idle()
        assert asked == [PlanRequest("athlete-0", TrainingGoal.HYPERTROPHY, 12, date(2026, 3, 23), None)]
        assert seen == [Changes.PLAN]

    def test_the_length_is_one_that_planning_takes(self, desk: Desk) -> None:
        dialog, _ = self.ask(desk)
        assert (dialog.weeks.minimum(), dialog.weeks.maximum()) == WEEKS
        dialog.weeks.setValue(3)
        assert dialog.weeks.value() == 4

    def test_an_event_decides_the_length(self, desk: Desk, idle: Callable[[], None]) -> None:
        dialog, asked = self.ask(desk)
        dialog.has_event.setChecked(True)
        assert not dialog.weeks.isEnabled()
        dialog.event_day.setDate(QDate(2026, 6, 20))
        dialog.verb.click()
        idle()
        assert (asked[0].weeks, asked[0].event) == (None, date(2026, 6, 20))

    def test_an_event_before_the_start_is_refused_in_place(self, desk: Desk) -> None:
        dialog, asked = self.ask(desk)
        dialog.show()
        dialog.has_event.setChecked(True)
        dialog.event_day.setDate(QDate(2026, 3, 1))
        dialog.verb.click()
        assert asked == []
        assert "after the start" in dialog.event_day.accessibleDescription()
        dialog.close()


class TestImportLog:
    @pytest.fixture
    def log(self, tmp_path: Path) -> Path:
        file = tmp_path / "strong.csv"
        file.write_text("\ufeffDate,Workout Name\n", "utf-8")
        return file

    def open(self, desk: Desk, file: Path) -> ImportLog:
        dialog = ImportLog(desk)
        dialog.show()
        dialog.file.setText(str(file))
        dialog.preview()
        return dialog

    def test_previews_then_imports_then_reports(self, desk: Desk, log: Path, idle: Callable[[], None]) -> None:
        dialog, seen = self.open(desk, log), changes_of(desk)
        idle()
        assert dialog.report._headline.text() == "214 workouts with 4,812 sets will be added"
        assert [line.number for line in dialog.report._lines.rows.rows] == ["17", "88", "204"]
        assert seen == []
        dialog.verb.click()
        idle()
        assert dialog.report._headline.text() == "214 workouts with 4,812 sets were added"
        assert not dialog.verb.isVisible()
        assert seen[0] & Changes.WORKOUTS
        assert desk.services.importing.asked[0] == ("Date,Workout Name\n", "athlete-0", None)
        dialog.close()

    def test_asks_for_the_unit_with_examples_only_when_needed(
        self, desk: Desk, log: Path, idle: Callable[[], None]
    ) -> None:
        desk.services.importing.error = UnitNeeded("Kilograms or pounds?", examples=("Squat 225 x 5", "Bench 135 x 8"))
        dialog = self.open(desk, log)
        assert not dialog.unit.isVisible()
        idle()
        assert dialog.unit.isVisible()
        assert "Squat 225 x 5" in dialog.question.text()
        dialog.unit.setCurrentIndex(1)
        idle()
        assert desk.services.importing.asked[-1][2] is Unit.LB
        assert dialog.verb.isEnabled()
        dialog.close()

    def test_a_file_that_is_no_log_is_said_in_place(self, desk: Desk, log: Path, idle: Callable[[], None]) -> None:
        desk.services.importing.error = UnreadableFile("Line 1 has no date column.")
        dialog = self.open(desk, log)
        idle()
        assert "Line 1" in dialog.file.accessibleDescription()
        assert not dialog.verb.isEnabled()
        dialog.close()

    def test_a_missing_file_is_said_in_place(self, desk: Desk, tmp_path: Path, idle: Callable[[], None]) -> None:
        dialog = self.open(desk, tmp_path / "nothing.csv")
        idle()
        assert dialog.file.property("wrong") is True
        dialog.close()

    def test_a_log_can_be_the_first_thing_of_a_new_athlete(
        self, desk: Desk, log: Path, idle: Callable[[], None]
    ) -> None:
        desk.services.athletes.rows = []
        desk.show_athletes([])
        dialog = self.open(desk, log)
        assert dialog.email.isVisible()
        dialog.verb.click()
        assert "address" in dialog.email.accessibleDescription()
        dialog.email.setText("gita@example.org")
        dialog.verb.click()
        idle()
        assert desk.services.importing.asked[-1][1] == "new-gita@example.org"
        dialog.close()


@pytest.mark.usefixtures("themed")
class TestOpenDatabase:
    def test_a_file(self, qtbot: QtBot) -> None:
        dialog = OpenDatabase()
        dialog.show()
        dialog.verb.click()
        assert dialog.file.property("wrong") is True
        dialog.file.setText("/data/season.db")
        with qtbot.waitSignal(dialog.chosen) as chosen:
            dialog.verb.click()
        assert chosen.args == ["sqlite:////data/season.db"]

    def test_a_folder_is_refused_in_place(self, tmp_path: Path) -> None:
        dialog = OpenDatabase()
        dialog.show()
        dialog.file.setText(str(tmp_path))
        dialog.verb.click()
        assert "folder" in dialog.file.accessibleDescription()
        dialog.close()

    def test_the_way_to_a_server_stands_beside_it(self, qtbot: QtBot) -> None:
        dialog = OpenDatabase()
        dialog.show()
        with qtbot.waitSignal(dialog.server_wanted):
            dialog.server.click()


class TestPalette:
    @pytest.mark.parametrize(
        ("pattern", "text", "found"),
        [("reld", "Reload", True), ("ns", "New Season…", True), ("xyz", "Reload", False), ("", "Anything", True)],
    )
    def test_finds_letters_in_order(self, pattern: str, text: str, *, found: bool) -> None:
        assert (fuzzy_score(pattern, text) is not None) is found

    def test_starts_of_words_come_first(self) -> None:
        texts = ["Previous Athlete", "Plan", "Export Timeline", "Open Plan"]
        choices = [Choice(text, "", lambda: None) for text in texts]
        assert [choice.text for choice in ranked("pl", choices)][:2] == ["Plan", "Open Plan"]

    def test_three_letters_and_enter_do_it(self, open_window: Opening, qtbot: QtBot) -> None:
        window = open_window()
        window.actions_.by_name["commands"].trigger()
        palette = QApplication.activeModalWidget()
        assert isinstance(palette, Palette)
        qtbot.keyClicks(palette._field, "sett")
        qtbot.keyClick(palette._field, Qt.Key.Key_Return)
        settle(qtbot, window)
        assert window.page_now().word == "settings"

    def test_finds_athletes(self, open_window: Opening, qtbot: QtBot) -> None:
        window = open_window()
        window.actions_.by_name["commands"].trigger()
        palette = QApplication.activeModalWidget()
        qtbot.keyClicks(palette._field, "chiara")
        qtbot.keyClick(palette._field, Qt.Key.Key_Return)
        settle(qtbot, window)
        assert window.desk.athlete == "athlete-2"

    def test_escape_changes_nothing(self, open_window: Opening, qtbot: QtBot) -> None:
        window = open_window()
        window.actions_.by_name["commands"].trigger()
        palette = QApplication.activeModalWidget()
        qtbot.keyClick(palette._field, Qt.Key.Key_Down)
        qtbot.keyClick(palette._field, Qt.Key.Key_Escape)
        assert QApplication.activeModalWidget() is None
        assert window.page_now().word == "today"


@pytest.mark.parametrize("name", ["add_athlete", "new_season", "import_log", "open_database", "commands", "about"])
def test_nothing_is_left_of_a_closed_dialog(open_window: Opening, qtbot: QtBot, name: str) -> None:
    window = open_window()

    def once() -> weakref.ref[QWidget]:
        window.actions_.by_name[name].trigger()
        dialog = QApplication.activeModalWidget()
        dialog.reject()
        settle(qtbot, window)
        return weakref.ref(dialog)

    once()
    before = len(QApplication.allWidgets())
    left = [once() for _ in range(5)]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert len(QApplication.allWidgets()) <= before
    assert [one for one in left if one() is not None] == []
