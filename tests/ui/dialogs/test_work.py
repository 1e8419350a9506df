"""Long work in its dialog: the plan before anything happens, progress in place, a report that can be kept."""

import gc
import json
import threading
import weakref
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.errors import DatabaseBusy
from app.gateways.revision import HEAD, REVISIONS
from models.values.maintenance import Finding
from models.values.upgrading import DatabaseState
from tests.fakes.maintenance import BACKUPS, FOLDER, busy
from tests.fakes.windows import Opening, settle
from tests.ui.test_accessibility import nameless
from ui.dialogs.work import WorkDialog
from ui.window import Window


def begun(window: Window, qtbot: QtBot, name: str) -> WorkDialog:
    assert window.actions_.by_name[name].isEnabled(), name
    window.actions_.by_name[name].trigger()
    settle(qtbot, window)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WorkDialog)
    return dialog


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def finish(dialog: WorkDialog, window: Window, qtbot: QtBot) -> None:
    dialog.start()
    settle(qtbot, window)
    settle(qtbot, window)
    assert dialog.stack.currentWidget() is dialog.report


@pytest.mark.parametrize("state", [DatabaseState.BEHIND, DatabaseState.EMPTY, DatabaseState.ADOPTABLE])
def test_an_upgrade_is_planned_done_and_reported(open_window: Opening, qtbot: QtBot, state: DatabaseState) -> None:
    window = open_window(state=state)
    work = window.desk.services.upgrading.work
    dialog = begun(window, qtbot, "upgrade")
    said = words(dialog.plan)
    assert "Compare every row by hash" in said
    assert str(FOLDER / "peakline-20260318-053000.db") in said
    assert work.asked == []
    finish(dialog, window, qtbot)
    assert work.asked == ["adopt" if state is DatabaseState.ADOPTABLE else "upgrade"]
    said = words(dialog.report)
    assert "28,120 rows of 2 tables, all as they were before" in said
    assert "13 s" in said
    dialog.reject()


def test_the_sql_is_fetched_on_demand_and_copied(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(state=DatabaseState.BEHIND)
    dialog = begun(window, qtbot, "upgrade")
    fold = dialog.plan.sql
    assert fold.text.isHidden()
    assert fold.text.toPlainText() == ""
    fold.toggle.click()
    settle(qtbot, window)
    assert fold.text.toPlainText().startswith('ALTER TABLE "Workout"')
    assert not fold.text.isHidden()
    fold.copy.click()
    assert QGuiApplication.clipboard().text() == fold.text.toPlainText()
    dialog.reject()


def test_what_stands_in_the_way_is_said_and_the_verb_is_off(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(state=DatabaseState.BEHIND)
    window.desk.services.upgrading.work.findings = (
        Finding("space", "There is room for 3 MB, and 11 MB are needed.", "Make room."),
        Finding("session", "web has a transaction open.", "Close it.", stops=False),
    )
    dialog = begun(window, qtbot, "upgrade")
    said = words(dialog.plan)
    assert said.index("This stands in the way") < said.index("11 MB are needed") < said.index("Worth knowing first")
    assert not dialog.verb.isEnabled()
    assert dialog.cancel.isDefault()
    dialog.reject()


def test_cancel_says_what_was_kept(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(state=DatabaseState.BEHIND)
    upgrading = window.desk.services.upgrading
    reached, go_on = threading.Event(), threading.Event()

    def run(_plan: Any, *, progress: Any, backfill: bool = True) -> None:
        progress(0.1, "Copied 1 of 9 pages.")
        reached.set()
        assert go_on.wait(10)
        progress(0.2, "Copied 2 of 9 pages.")

    upgrading.run = run
    dialog = begun(window, qtbot, "upgrade")
    dialog.verb.click()
    qtbot.waitUntil(lambda: reached.is_set() and dialog.progress.sentence.startswith("Copied"))
    assert dialog.verb.isHidden()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.progress.sentence.startswith("Stopping")
    assert dialog.isVisible()
    go_on.set()
    settle(qtbot, window)
    assert dialog.report.told.headline == "Cancelled"
    assert "nothing was changed" in dialog.report.told.sentence
    dialog.reject()


def test_a_cancelled_backfill_says_that_whole_athletes_are_kept(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    backfilling = window.desk.services.backfilling
    planned = backfilling.run

    def run(dry_run: bool = False, progress: Any = None) -> Any:
        if dry_run:
            return planned(dry_run, progress)
        dialog._ticket.cancel()
        progress(0.5, "3 of 6 athletes.")
        return None

    backfilling.run = run
    dialog = begun(window, qtbot, "backfill")
    assert "No goal was given" in words(dialog.plan)
    finish(dialog, window, qtbot)
    assert "athletes already done keep what was written" in dialog.report.told.sentence
    dialog.reject()


def test_progress_counts_in_place_and_adds_steps(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(state=DatabaseState.BEHIND)
    dialog = begun(window, qtbot, "upgrade")
    progress = dialog.progress
    progress.begin("Upgrading…")
    for fraction, sentence in ((0.1, "Backing up."), (0.2, "1 of 40 pages."), (0.3, "1,040 of 40 pages."), (0.6, "")):
        progress.show_progress(fraction, sentence)
    assert [line.sentence for line in progress.steps.rows.rows] == ["Backing up.", "1,040 of 40 pages."]
    assert [line.done for line in progress.steps.rows.rows] == [True, False]
    assert progress.bar.value() == 600
    dialog.reject()


def test_a_failure_says_what_happened_what_is_kept_and_goes_on(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(state=DatabaseState.BEHIND)
    window.desk.services.upgrading.work.error = busy()
    heard: list[BaseException] = []
    window.desk.broke.connect(heard.append)
    dialog = begun(window, qtbot, "upgrade")
    finish(dialog, window, qtbot)
    told = dialog.report.told
    assert not told.ok
    assert "process 4711" in told.sentence
    assert "as it was before" in words(dialog.report)
    assert isinstance(heard[0], DatabaseBusy)
    assert "Traceback" not in words(dialog.report)
    dialog.reject()


@pytest.mark.parametrize("name", ["restore", "roll_back"])
def test_what_cannot_be_taken_back_asks_with_cancel_the_default(open_window: Opening, qtbot: QtBot, name: str) -> None:
    window = open_window()
    window._restore(BACKUPS[0].file) if name == "restore" else window.actions_.by_name[name].trigger()
    settle(qtbot, window)
    settle(qtbot, window)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WorkDialog)
    assert dialog.cancel.isDefault()
    assert dialog.cancel.hasFocus() or dialog.focusWidget() is dialog.cancel
    assert dialog.verb.text() in ("Restore", "Roll back")
    assert not dialog.verb.isDefault()
    said = words(dialog.plan)
    if name == "restore":
        assert "28,114 rows now, 27,002 in the backup" in said
    else:
        assert "whole table, 412 rows" in said
        assert "column, filled in 220 rows" in said
        assert "peakline-rolled-back.zip" in said
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.desk.services.backing_up.restored == []
    assert window.desk.services.upgrading.work.asked == []


def test_rolls_back_to_the_revision_that_was_chosen(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    work = window.desk.services.upgrading.work
    dialog = begun(window, qtbot, "roll_back")
    settle(qtbot, window)
    box = dialog.chooser.box
    earlier = [box.itemData(row)[:4] for row in range(box.count())]
    assert earlier == [each[:4] for each in reversed(REVISIONS)][1:]
    box.setCurrentIndex(earlier.index("0002"))
    settle(qtbot, window)
    assert f"From {HEAD[:4]} back to 0002." in words(dialog.plan)
    finish(dialog, window, qtbot)
    assert work.asked == ["roll back"]
    dialog.reject()


def test_backs_up_to_another_place(open_window: Opening, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    backing_up = window.desk.services.backing_up
    dialog = begun(window, qtbot, "back_up")
    target = tmp_path / "mine.db"
    dialog.chooser.file.setText(str(target))
    dialog.chooser._edited()
    settle(qtbot, window)
    assert str(target) in words(dialog.plan)
    finish(dialog, window, qtbot)
    assert backing_up.targets == [target]
    assert dialog.folder.isVisible()
    dialog.reject()


def test_a_failed_restore_says_that_the_former_database_is_back(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.desk.services.backing_up.error = busy()
    window._restore(BACKUPS[0].file)
    settle(qtbot, window)
    dialog = QApplication.activeModalWidget()
    finish(dialog, window, qtbot)
    assert "The former database is in its place" in words(dialog.report)
    dialog.reject()


def test_validation_lists_each_check_with_its_ids(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.desk.services.validating.failing = 640
    dialog = begun(window, qtbot, "validate")
    settle(qtbot, window)
    assert dialog.report.told.headline == "2 of 8 checks fail"
    tree = dialog.report.checks
    tops = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    assert [item.text(1) for item in tops] == ["✗ fails"] * 2 + ["✓ holds"] * 6
    exposures = tops[1]
    assert exposures.text(3) == "640"
    assert exposures.isExpanded()
    assert "Backfill" in exposures.child(0).text(0)
    assert "140 more ids" in exposures.child(exposures.childCount() - 1).text(0)
    tree.clearSelection()
    exposures.setSelected(True)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 640
    dialog.reject()


@pytest.mark.parametrize("ending", ["txt", "json"])
def test_a_report_is_saved(
    open_window: Opening, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    window = open_window(state=DatabaseState.BEHIND)
    dialog = begun(window, qtbot, "upgrade")
    finish(dialog, window, qtbot)
    file = tmp_path / f"report.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    dialog.save.click()
    settle(qtbot, window)
    text = file.read_text("utf-8")
    if ending == "json":
        stored = json.loads(text)
        assert stored["ok"] is True
        assert stored["work"] == "upgrade"
    else:
        assert "The database is up to date" in text
        assert "✓ holds  exposures" in text
    assert dialog.save.text() == "Saved"
    dialog.reject()


def test_a_report_that_cannot_be_saved_says_so(
    open_window: Opening, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    dialog = begun(window, qtbot, "validate")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "report.txt"), ""))
    dialog.save.click()
    settle(qtbot, window)
    assert dialog.save.text() == "Not Saved…"
    assert "could not be saved" in dialog.save.toolTip()
    dialog.reject()


@pytest.mark.parametrize("name", ["upgrade", "adopt", "back_up", "restore", "roll_back", "validate", "backfill"])
def test_everything_in_it_has_a_name(open_window: Opening, qtbot: QtBot, name: str) -> None:
    states = {"upgrade": DatabaseState.BEHIND, "adopt": DatabaseState.ADOPTABLE}
    window = open_window(state=states.get(name, DatabaseState.CURRENT))
    dialog = begun(window, qtbot, name)
    assert nameless(dialog) == []
    if name in ("upgrade", "adopt", "backfill"):
        finish(dialog, window, qtbot)
        assert nameless(dialog) == []
    dialog.reject()


def test_tab_goes_round(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(state=DatabaseState.BEHIND)
    dialog = begun(window, qtbot, "upgrade")
    seen = []
    for _ in range(12):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        seen.append(dialog.focusWidget())
    assert {dialog.cancel, dialog.verb, dialog.plan.sql.toggle} <= set(seen)
    dialog.reject()


def test_nothing_of_it_is_left_behind(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window(state=DatabaseState.BEHIND)
    dialog = begun(window, qtbot, "upgrade")
    watched = weakref.ref(dialog)
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del dialog
    gc.collect()
    assert watched() is None
