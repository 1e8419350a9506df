"""A whole database worked on through the window, for real: upgraded, backed up, restored, validated, rolled back."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text, update

from app.gateways import migrations
from app.gateways.database import Database
from app.paths import Paths
from models.tables.plan import mesocycle
from models.values.upgrading import DatabaseState
from tests.fakes.windows import Opening, settle
from ui.dialogs.work import WorkDialog
from ui.kit.opening import Opened, file_url, open_database
from ui.window import Window

PEOPLE = ("anna", "ben", "cleo")
BEHIND = "0003_extend_workout"


def fill(url: str, revision: str = BEHIND) -> None:
    """A database at an earlier revision with three people in it."""
    with closing(Database(url)) as database:
        migrations.upgrade(database, revision)
        with database.write() as connection:
            for name in PEOPLE:
                values = {"id": name, "email": f"{name}@example.org"}
                connection.execute(text('INSERT INTO "User" ("id", "email") VALUES (:id, :email)'), values)


def people(url: str) -> list[str]:
    with closing(Database(url)) as database, database.read() as connection:
        return [row[0] for row in connection.execute(text('SELECT "id" FROM "User" ORDER BY "id"'))]


@pytest.fixture
def look(open_window: Opening, folders: Paths, qtbot: QtBot) -> Iterator[Callable[[str], Window]]:
    """Open an address as the program does."""
    windows: list[Window] = []

    def make(url: str) -> Window:
        opened: Opened = open_database(folders, url, hold=True)
        window = open_window(opened=opened)
        windows.append(window)
        return window

    yield make
    for window in windows:
        settle(qtbot, window)
        if window.open_now is not None:
            window.open_now.services.close()


@pytest.fixture
def file(folders: Paths) -> Path:
    folders.data.mkdir(parents=True)
    return folders.data / "season.db"


def do(window: Window, qtbot: QtBot, name: str) -> WorkDialog:
    """An action of the window through to its report."""
    window.actions_.by_name[name].trigger()
    for _ in range(3):
        settle(qtbot, window)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WorkDialog)
    if dialog.stack.currentWidget() is dialog.plan:
        assert dialog.verb.isEnabled()
        dialog.verb.click()
        for _ in range(3):
            settle(qtbot, window)
    assert dialog.stack.currentWidget() is dialog.report
    return dialog


def test_a_file_that_is_behind_is_upgraded_backed_up_and_rolled_back(
    look: Callable[[str], Window], file: Path, qtbot: QtBot
) -> None:
    url = file_url(file)
    fill(url)
    window = look(url)
    assert window.page_now().word == "database"
    page = window.page_now()
    dialog = do(window, qtbot, "upgrade")
    assert dialog.report.told.ok, dialog.report.told
    assert window.open_now.status.state is DatabaseState.CURRENT
    assert [one.email for one in window.desk.athletes] == [f"{name}@example.org" for name in PEOPLE]
    dialog.reject()
    # Building it anew was the longest the window stood still.
    assert window.page_now() is page
    assert page.card.word.text() == "Up to date"
    assert window.page("database").lists.chosen() is not None
    assert window.page("database").card.value("Last validation").startswith("✓")

    dialog = do(window, qtbot, "back_up")
    assert dialog.report.told.ok
    assert dialog.report.told.file.exists()
    dialog.reject()

    window.actions_.by_name["roll_back"].trigger()
    for _ in range(3):
        settle(qtbot, window)
    dialog = QApplication.activeModalWidget()
    dialog.chooser.box.setCurrentIndex(dialog.chooser.box.count() - 1)
    settle(qtbot, window)
    losses = next(group for group in dialog._job.tell_plan(dialog._plan).groups if group.grave)
    assert any(name == "MacroCycle" and "3 rows" in said for name, said in losses.rows)
    dialog.verb.click()
    for _ in range(3):
        settle(qtbot, window)
    assert dialog.report.told.ok, dialog.report.told
    assert window.open_now.status.state is DatabaseState.BEHIND
    dialog.reject()
    assert people(url) == list(PEOPLE)


def test_a_backup_is_restored_and_what_came_after_is_gone(
    look: Callable[[str], Window], file: Path, sqlite_template: Path, qtbot: QtBot
) -> None:
    shutil.copyfile(sqlite_template, file)
    window = look(file_url(file))
    do(window, qtbot, "back_up").reject()
    services = window.desk.services
    services.athletes.add("late@example.org")
    window.show_fresh("database")
    settle(qtbot, window)
    window.page_now()._restore()
    for _ in range(3):
        settle(qtbot, window)
    dialog = QApplication.activeModalWidget()
    assert dialog.cancel.isDefault()
    dialog.verb.click()
    for _ in range(3):
        settle(qtbot, window)
    assert dialog.report.told.ok, dialog.report.told
    assert window.desk.athletes == []
    assert window.desk.services is not services
    dialog.reject()


def test_a_damaged_backup_is_refused_and_the_database_stays_open(
    look: Callable[[str], Window], file: Path, sqlite_template: Path, qtbot: QtBot
) -> None:
    shutil.copyfile(sqlite_template, file)
    window = look(file_url(file))
    window.desk.services.athletes.add("anna@example.org")
    backup = do(window, qtbot, "back_up")
    made = backup.report.told.file
    backup.reject()
    with made.open("r+b") as damaged:
        damaged.seek(5000)
        damaged.write(b"\xff" * 4000)
    window._restore(made)
    for _ in range(3):
        settle(qtbot, window)
    dialog = QApplication.activeModalWidget()
    if dialog.stack.currentWidget() is dialog.plan and dialog.verb.isEnabled():
        dialog.verb.click()
        for _ in range(3):
            settle(qtbot, window)
        assert not dialog.report.told.ok
        assert "former database is in its place" in str(dialog.report.told.groups)
    else:
        assert not dialog.verb.isEnabled()
    dialog.reject()
    assert [one.email for one in window.desk.services.athletes.list()] == ["anna@example.org"]


def change_weeks(file: Path, by: int) -> str:
    """Say another length of the first mesocycle, whose id it gives back."""
    with closing(Database(file_url(file))) as database, database.write() as connection:
        first = connection.execute(select(mesocycle.c.id).order_by(mesocycle.c.id).limit(1)).scalar_one()
        weeks = {"total_weeks": mesocycle.c.total_weeks + by}
        connection.execute(update(mesocycle).where(mesocycle.c.id == first).values(weeks))
        return str(first)


def test_a_seeded_fault_is_found_with_its_id_and_gone_when_repaired(
    look: Callable[[str], Window], file: Path, sqlite_template: Path, qtbot: QtBot
) -> None:
    shutil.copyfile(sqlite_template, file)
    window = look(file_url(file))
    window.desk.services.athletes.add("anna@example.org")
    do(window, qtbot, "backfill").reject()
    damaged = change_weeks(file, 1)
    dialog = do(window, qtbot, "validate")
    found = {check.name: check for check in dialog.report.told.checks}
    assert found["total weeks"].failing == [damaged]
    assert dialog.report.checks.topLevelItem(0).text(0) == "Total weeks"
    dialog.reject()
    window.show_fresh("database")
    settle(qtbot, window)
    assert window.page_now().card.value("Last validation").startswith("✗")
    change_weeks(file, -1)
    dialog = do(window, qtbot, "validate")
    assert dialog.report.told.ok
    dialog.reject()


def test_a_server_is_made_ready_validated_and_rolled_back(
    look: Callable[[str], Window], postgres_url: str, qtbot: QtBot
) -> None:
    window = look(postgres_url)
    assert window.open_now.status.state is DatabaseState.EMPTY
    dialog = do(window, qtbot, "upgrade")
    assert dialog.report.told.ok, dialog.report.told
    dialog.reject()
    assert window.open_now.status.state is DatabaseState.CURRENT
    window.desk.services.athletes.add("anna@example.org")
    dialog = do(window, qtbot, "backfill")
    assert dialog.report.told.document.created == 1
    dialog.reject()
    assert do(window, qtbot, "validate").report.told.ok
    QApplication.activeModalWidget().reject()
    dialog = do(window, qtbot, "roll_back")
    assert dialog.report.told.ok, dialog.report.told
    assert window.open_now.status.state is DatabaseState.BEHIND
    dialog.reject()
    assert people(postgres_url) != []


def test_a_database_of_the_web_application_is_adopted(
    look: Callable[[str], Window], postgres_url: str, qtbot: QtBot
) -> None:
    fill(postgres_url, "0001_existing_tables")
    with closing(Database(postgres_url)) as database, database.write() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    window = look(postgres_url)
    assert window.open_now.status.state is DatabaseState.ADOPTABLE
    dialog = do(window, qtbot, "adopt")
    assert dialog.report.told.ok, dialog.report.told
    assert window.open_now.status.state is DatabaseState.CURRENT
    assert [one.id for one in window.desk.athletes] == list(PEOPLE)
    dialog.reject()


def test_a_file_that_another_window_has_open_is_refused_and_ours_stays(
    look: Callable[[str], Window], file: Path, sqlite_template: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    for each in (file, other):
        shutil.copyfile(sqlite_template, each)
    window = look(file_url(file))
    code = (
        "import sys, time; from pathlib import Path; from app.gateways.locks import WINDOW, lock_for;"
        "lock_for(Path(sys.argv[1])).acquire(WINDOW); print('held', flush=True); time.sleep(20)"
    )
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", code, str(other)], cwd=root, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        window._open_address(file_url(other))
        settle(qtbot, window)
        assert f"process {holder.pid}" in window.bars.messages._text.text()
        assert window.open_now.status.location == str(file)
        assert window.desk.services.athletes.list() == []
        assert window.desk.settings.database is None
        holder.kill()
        holder.wait()
        window._open_address(file_url(other))
        settle(qtbot, window)
        assert window.open_now.status.location == str(other)
        assert window.desk.settings.database == file_url(other)


def test_opening_anew_keeps_the_lock(
    look: Callable[[str], Window], file: Path, sqlite_template: Path, qtbot: QtBot
) -> None:
    shutil.copyfile(sqlite_template, file)
    window = look(file_url(file))
    window._open_again()
    settle(qtbot, window)
    code = (
        "import sys; from pathlib import Path; from app.gateways.locks import lock_for;"
        "print(lock_for(Path(sys.argv[1])).holder())"
    )
    root = Path(__file__).resolve().parents[2]
    asked = [sys.executable, "-c", code, str(file)]
    assert b"'window'" in subprocess.run(asked, cwd=root, capture_output=True, check=True).stdout
    window.open_now.services.close()
    assert subprocess.run(asked, cwd=root, capture_output=True, check=True).stdout == b"None\n"


def test_the_window_stays_awake_meanwhile(look: Callable[[str], Window], file: Path, qtbot: QtBot) -> None:
    fill(file_url(file))
    window = look(file_url(file))
    gaps: list[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(tick)
    timer.start()
    dialog = do(window, qtbot, "upgrade")
    timer.stop()
    assert dialog.report.told.ok
    assert len(gaps) > 20
    # The machines that test this are busy with other things too; what is meant is 0.1 s.
    assert sorted(gaps)[int(len(gaps) * 0.98)] < 0.25
    dialog.reject()
