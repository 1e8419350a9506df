"""The front door: what each way of starting does, in processes of their own where Qt's start matters."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.errors import Conflict
from app.paths import Paths
from tests.fakes import services as fakes
from ui import main as front
from ui.kit import opening
from ui.kit.options import Options
from ui.pages.registry import WORDS

ROOT = Path(__file__).resolve().parents[2]


def peakline(
    *arguments: str, home: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept |= {"PEAKLINE_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", **(environment or {})}
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        cwd=ROOT,
        env=kept,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], None),
        (["--demo"], None),
        (["--database", "sqlite:///x.db"], None),
        (["--database", "sqlite:///x.db", "db", "status"], "db"),
        (["db", "status", "--json"], "db"),
        (["--size", "800x600", "--demo"], None),
        (["nonsense"], "nonsense"),
    ],
)
def test_subcommands_are_told_from_options(arguments: list[str], word: str | None) -> None:
    assert front._subcommand(arguments) == word


def test_options_are_read() -> None:
    told = front._parse(["--demo", "--screenshot", "out", "--theme", "dark", "--size", "1280x720"])
    assert told == Options(demo=True, screenshot=Path("out"), theme="dark", size=(1280, 720))
    assert front._parse(["--demo", "--screens=out", "--theme=dark", "--size=1280X720"]) == told, "as argparse reads it"
    assert front._parse([]) == Options()


@pytest.mark.parametrize("words", [["--theme", "pink"], ["--size", "big"], ["--size", "1x1"], ["--nonsense"]])
def test_wrong_usage_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert front.main(words) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environment", "there"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
        ({"QT_QPA_PLATFORM": "xcb"}, False),
    ],
)
def test_a_display_is_looked_for(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, there: bool) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert front.has_display() is there


def test_without_a_display_one_sentence_and_2(tmp_path: Path) -> None:
    done = peakline(home=tmp_path, environment={"QT_QPA_PLATFORM": "xcb"})
    assert done.returncode == 2
    assert "needs a display" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_qt_the_packages_are_named(tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file')"
    )
    done = peakline(home=tmp_path, environment={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert "libEGL.so.1" in done.stderr
    assert "libxkbcommon0" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_line_never_loads_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from ui.main import main; status = main(sys.argv[1:]); "
        "sys.exit(7 if 'PySide6' in sys.modules else status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "db", "status", "--json", "--database", f"sqlite:///{tmp_path / 'x.db'}"],
        cwd=ROOT,
        env={**os.environ, "PEAKLINE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["state"] == "empty"


def test_every_page_is_drawn_in_both_themes(tmp_path: Path) -> None:
    done = peakline(
        "--database", f"sqlite:///{tmp_path / 'peakline.db'}", "--screenshot", str(tmp_path / "out"), "--size",
        "1024x640", home=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    expected = {tmp_path / "out" / f"{word}-{shade}.png" for word in WORDS for shade in ("light", "dark")}
    assert {Path(line) for line in done.stdout.splitlines()} == expected
    for file in expected:
        picture = QImage(str(file))
        assert (picture.width(), picture.height()) == (1024, 640)
    light, dark = (QImage(str(tmp_path / "out" / f"settings-{shade}.png")) for shade in ("light", "dark"))
    assert light.pixelColor(900, 600).lightness() > 200
    assert dark.pixelColor(900, 600).lightness() < 60
    assert not (tmp_path / "config").exists(), "pictures leave no trace in the settings"


def test_the_start_can_be_measured(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'peakline.db'}"
    done = peakline("--database", database, "--exit-after-paint", home=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert 0 < told["painted_ms"] < told["ready_ms"]


def test_a_database_that_cannot_be_opened_ends_a_picture_run_with_1(tmp_path: Path) -> None:
    done = peakline("--database", "nonsense://x", "--screenshot", str(tmp_path / "out"), home=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_start_that_has_nothing_to_measure_ends_with_1(tmp_path: Path) -> None:
    file = tmp_path / "peakline.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    done = peakline("--database", f"sqlite:///{file}", "--exit-after-paint", home=tmp_path)
    assert done.returncode == 1
    assert "another program" in done.stderr
    assert done.stdout == ""


class Opened:
    """What opening a database comes down to, without a database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, people: bool, made_up: bool) -> None:
        self.services = fakes.services(people=people)
        if not made_up:
            for row in self.services.athletes.rows:
                object.__setattr__(row.athlete, "is_demo", False)
        self.loads = 0
        load = self.services.demo.load

        def count(*arguments: object) -> object:
            self.loads += 1
            return load(*arguments)

        self.services.demo.load = count
        monkeypatch.setattr(opening, "open_database", self.open)

    def open(self, _paths: Paths, url: str, **_hold: bool) -> opening.Opened:
        services = self.services
        return opening.Opened(services, services.upgrading.status(), services.athletes.list(), url)


TODAY = date(2026, 3, 18)


def test_the_demo_goes_into_an_empty_database(monkeypatch: pytest.MonkeyPatch, folders: Paths) -> None:
    given = Opened(monkeypatch, people=False, made_up=True)
    opened = opening.open_with_demo(folders, "sqlite:///x", TODAY, lambda *_: None)
    assert (given.loads, len(opened.athletes)) == (1, 6)


def test_a_demo_that_is_there_is_reused(monkeypatch: pytest.MonkeyPatch, folders: Paths) -> None:
    given = Opened(monkeypatch, people=True, made_up=True)
    opened = opening.open_with_demo(folders, "sqlite:///x", TODAY, lambda *_: None)
    assert (given.loads, len(opened.athletes)) == (0, 6)


def test_the_demo_never_mixes_with_real_athletes(monkeypatch: pytest.MonkeyPatch, folders: Paths) -> None:
    given = Opened(monkeypatch, people=True, made_up=False)
    with pytest.raises(Conflict, match="already holds athletes"):
        opening.open_with_demo(folders, "sqlite:///x", TODAY, lambda *_: None)
    assert given.loads == 0


def test_the_throwaway_demo_is_made_once_a_day(monkeypatch: pytest.MonkeyPatch, folders: Paths) -> None:
    made: list[Path] = []

    def simulate(_paths: Paths, master: Path, _today: date, _report: object) -> None:
        made.append(master)
        master.parent.mkdir(parents=True, exist_ok=True)
        master.write_bytes(b"a database")

    monkeypatch.setattr(opening, "_simulate", simulate)
    copies = [opening.throwaway_demo(folders, TODAY, lambda *_: None) for _ in range(2)]
    assert len(made) == 1
    assert copies[0] != copies[1]
    for copy in copies:
        assert copy.read_bytes() == b"a database"
        copy.with_name(copy.name + "-wal").touch()
        opening.delete_database_file(copy)
        assert list(copy.parent.glob(copy.name + "*")) == []
    opening.throwaway_demo(folders, date(2026, 3, 19), lambda *_: None).unlink()
    assert len(made) == 2
