"""The start in stages: what is loaded when, and what waits for what; processes of their own where imports matter."""

import json
import os
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.gateways.database import Database
from app.paths import Paths
from models.values.standing import DatabaseState
from tests.fakes.logbook import SQUAT, Logbook, a_set, evening
from tests.fakes.windows import Opening, fake_opened, settle
from ui.kit import early, opening
from ui.kit.opening import file_url, open_database
from ui.window import Window

ROOT = Path(__file__).resolve().parents[2]

STAGES = """
import json, sys
from ui import main
import ui.launch as launch
import PySide6.QtCore as core

HEAVY = ("sqlalchemy", "alembic", "models.tables", "pyqtgraph", "numpy", "httpx", "keyring", "asyncio")
seen = {}

def look(stage):
    loaded = [name for name in HEAVY if name in sys.modules]
    # The namespace is made when it is first touched; see ui/kit/early.py.
    seen[stage] = [*loaded, "Qt"] if "Qt" in vars(core) else loaded

plain_open, plain_end = launch.Program._open, launch.Program._report_start

def painted(program):
    look("painted")
    plain_open(program)

def first_page(program):
    look("first page")
    seen["rows"] = len(program.window.page_now()._table.rows.rows)
    plain_end(program)

launch.Program._open, launch.Program._report_start = painted, first_page
status = main.main(sys.argv[1:])
print(json.dumps(seen))
sys.exit(status)
"""


@pytest.fixture
def file(fast_database: Database) -> Path:
    """A local database with one athlete, and nobody connected to it."""
    logbook = Logbook(fast_database)
    logbook.workout(logbook.athlete(), evening(16), {SQUAT: [a_set()]})
    fast_database.close()
    assert fast_database.path is not None
    return fast_database.path


def test_the_first_page_of_a_file_is_shown_before_sqlalchemy_is_loaded(file: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STAGES, "--database", file_url(file), "--exit-after-paint", "--size", "1200x800"],
        cwd=ROOT,
        env={**os.environ, "PEAKLINE_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen == {"painted": [], "first page": ["Qt"], "rows": 1}


def test_the_numbers_stand_for_what_they_say() -> None:
    assert Qt.TextFormat.PlainText.value == early.PLAIN_TEXT
    assert Qt.ToolButtonStyle.ToolButtonTextBesideIcon.value == early.TEXT_BESIDE_ICON


def test_a_file_at_head_is_opened_without_its_services(file: Path, folders: Paths) -> None:
    opened = open_database(folders, file_url(file))
    assert opened.is_current
    assert not opened.services.is_loaded
    assert "database" not in vars(opened.services)
    assert [athlete.email for athlete in opened.athletes] == ["ada@example.org"]
    opened.services.load_all()
    assert opened.services.is_loaded
    assert opened.services.athletes.list() == opened.athletes
    opened.services.close()


def test_a_file_that_has_to_be_made_or_upgraded_has_its_services_at_once(folders: Paths, tmp_path: Path) -> None:
    new = open_database(folders, file_url(tmp_path / "new" / "peakline.db"))
    assert (new.is_current, new.services.is_loaded, new.athletes) == (True, True, [])
    with new.services.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003_extend_workout'")
    new.services.close()
    behind = open_database(folders, new.url)
    assert (behind.is_current, behind.can_upgrade, behind.services.is_loaded) == (False, True, True)
    behind.services.close()


def test_the_lock_is_held_from_the_look_to_the_end(file: Path, folders: Paths) -> None:
    lock = file.with_name(file.name + ".lock.pid")
    opened = open_database(folders, file_url(file), hold=True)
    assert lock.read_text() == f"{os.getpid()} window"
    opened.services.load_all()
    assert lock.exists()
    opened.services.close()
    assert not lock.exists()


class Slow:
    """A database in memory whose services take until they are let go."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.opened = fake_opened()
        services = self.opened.services
        services.is_loaded = False
        services.load_all = self._load

    def _load(self) -> None:
        self.gate.wait(10)
        self.opened.services.is_loaded = True


@pytest.fixture
def slow(open_window: Opening, qtbot: QtBot) -> SimpleNamespace:
    """A window whose first page is there and whose services are not."""
    window: Window = open_window()
    late = Slow()
    window.take(late.opened)
    qtbot.waitUntil(lambda: len(window.page_now()._table.rows.rows) == 6)
    return SimpleNamespace(window=window, let_go=late.gate.set)


def test_the_first_page_does_not_wait_for_the_services(slow: SimpleNamespace, qtbot: QtBot) -> None:
    window = slow.window
    assert not window.desk.is_open
    assert window.page_now().word == "today"
    assert window._header.athlete.text() == "Anna Vogel"
    assert not window.actions_.by_name["add_athlete"].isEnabled()
    with qtbot.waitSignal(window.opened):
        slow.let_go()
    assert window.desk.is_open
    assert window.actions_.by_name["add_athlete"].isEnabled()


def test_a_page_chosen_early_shows_its_data_when_the_services_are_there(slow: SimpleNamespace, qtbot: QtBot) -> None:
    window = slow.window
    window.show_page("settings")
    window.show_page("database")
    page = window.page_now()
    shown: list[str] = []
    page.loaded.connect(lambda: shown.append("database"))
    qtbot.wait(50)
    assert shown == []
    slow.let_go()
    qtbot.waitUntil(lambda: shown == ["database"])


def test_an_action_chosen_early_is_done_when_the_services_are_there(slow: SimpleNamespace, qtbot: QtBot) -> None:
    window = slow.window
    done: list[bool] = []
    window.actions_.by_name["add_athlete"].triggered.disconnect()
    window.actions_.by_name["add_athlete"].triggered.connect(lambda: done.append(True))
    window.desk.action_wanted.emit("add_athlete")
    assert done == []
    slow.let_go()
    settle(qtbot, window)
    assert done == [True]


def test_services_of_a_database_left_behind_are_not_put_to_work(slow: SimpleNamespace, qtbot: QtBot) -> None:
    window = slow.window
    other = fake_opened(people=False)
    window.take(other)
    slow.let_go()
    settle(qtbot, window)
    assert window.desk.services is other.services
    assert window.desk.athletes == []


def test_a_start_on_another_page_loads_at_once(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.show_page("settings")
    late = Slow()
    late.gate.set()
    with qtbot.waitSignal(window.opened):
        window.take(late.opened)
    settle(qtbot, window)
    assert window.page_now().word == "settings"
    assert window.desk.is_open


def test_a_first_page_that_fails_does_not_keep_the_services_away(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    late = Slow()
    late.gate.set()

    def broken(_today: object) -> None:
        raise ValueError("no roster")

    late.opened.services.roster.today = broken
    with qtbot.waitSignal(window.opened):
        window.take(late.opened)
    settle(qtbot, window)
    assert window.bars.messages.isVisible()


def test_only_a_file_that_fits_is_read_before_the_rest(
    file: Path, folders: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Database(file_url(file))) as database, database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_later'")
    opened = opening.open_database(folders, file_url(file))
    assert opened.status.state is DatabaseState.NEWER
    assert opened.problem is not None
    assert opened.athletes == ()
    opened.services.close()
