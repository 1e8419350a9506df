"""The house stays a house: its floors, its size, its pins, and nothing in it that belongs to one machine."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import packaging.version
import pytest
from hatchling.builders.wheel import WheelBuilder
from importlinter import cli
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from PySide6.QtCore import QObject

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("app", "ui", "models", "migrations")
ROOMS = {*FLOORS, "resources", "packaging", "tests", "docs"}
BUILT = {"build", "dist", "__pycache__"}
TEXT = {".py", ".toml", ".md", ".json", ".lock", ".ini", ".mako", ".sql", ".csv", ".svg", ""}
LONGEST_FILE = 400
LONGEST_TEST = 500  # a test file is read one test at a time
CONSTANTS = "app/engine/constants.py"  # one file for every weight, band and threshold, by decision
WANTED_FILE = 300

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()


def files_of_the_house(*suffixes: str) -> Iterator[Path]:
    for room in sorted(ROOMS):
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and path.suffix in suffixes and not is_built(path):
                yield path
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file() and path.suffix in suffixes)


def is_built(path: Path) -> bool:
    return bool(BUILT.intersection(path.relative_to(ROOT).parts))


def test_imports_run_down_only(capsys):
    status = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert status == 0, capsys.readouterr().out


def test_top_level_is_fixed():
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}

    assert rooms - BUILT <= ROOMS


def test_our_packaging_folder_does_not_hide_the_distribution():
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert packaging.version.Version("1.10") > packaging.version.Version("1.9")
    assert Path(packaging.version.__file__).parent != ROOT / "packaging"


def test_tests_are_folders_of_scripts():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_files_stay_short():
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in files_of_the_house(".py")}
    longish = {str(path): lines for path, lines in lengths.items() if lines > WANTED_FILE}
    print(f"longer than {WANTED_FILE} lines: {longish}")

    longish.pop(CONSTANTS, None)
    limits = {path: LONGEST_TEST if path.startswith("tests") else LONGEST_FILE for path in longish}
    assert {path: lines for path, lines in longish.items() if lines > limits[path]} == {}


def test_every_module_says_what_it_is_for():
    paths = (path.relative_to(ROOT) for path in files_of_the_house(".py"))
    modules = [path for path in paths if path.parts[0] != "tests"]

    first = {path: (ROOT / path).read_text()[:3] for path in modules}
    assert [str(path) for path, start in first.items() if start not in {"", '"""', 'r""'}] == []


def test_lock_names_no_host():
    without_markers = "\n".join(line.split(" ; ")[0] for line in LOCK.splitlines() if not line.lstrip().startswith("#"))

    assert "://" not in LOCK
    assert "--index" not in LOCK
    assert "--find-links" not in LOCK
    assert re.findall(r"\b[a-z0-9-]+\.(?:org|com|net|io|dev|local|internal)\b", without_markers) == []


def test_lock_pins_every_package_with_a_hash():
    entries = re.split(r"\n(?=[a-z0-9])", LOCK.strip())

    assert len(entries) > 40
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("wanted", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"])
def test_lock_is_in_step_with_the_project(wanted):
    requirement = Requirement(wanted)
    name = re.escape(requirement.name.lower())
    pins = re.findall(rf"^{name}==([^ ;\\]+)", LOCK, re.MULTILINE)

    assert pins
    assert all(requirement.specifier.contains(pin) for pin in pins)


def test_installed_is_what_the_lock_pins():
    for name in ("PySide6-Essentials", "SQLAlchemy", "psycopg"):
        assert f"{name.lower()}=={importlib.metadata.version(name)} " in LOCK


def test_qt_is_one_that_python_311_can_bear():
    qt = next(Requirement(it) for it in PROJECT["project"]["dependencies"] if it.startswith("PySide6"))

    supports_311 = SpecifierSet(PROJECT["project"]["requires-python"]).contains("3.11")
    assert not (supports_311 and qt.specifier.contains("6.12.0"))


def test_void_qt_calls_keep_their_reference_to_none():
    """PySide6 6.12 on Python 3.11 loses one with every call, and the process dies some thousand calls later."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("name")

    assert abs(sys.getrefcount(None) - before) < 100


def test_wheel_holds_the_migrations_and_the_resources(tmp_path):
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    shipped = set(zipfile.ZipFile(wheel).namelist())

    wanted = [path for room in ("migrations", "resources") for path in (ROOT / room).rglob("*") if path.is_file()]
    paths = {str(path.relative_to(ROOT)) for path in wanted if not is_built(path)}
    assert paths
    assert paths - shipped == set()


def test_nothing_of_one_machine_is_written_down():
    # Put together from parts, so that this file does not hold what it looks for.
    # The home of an invented coach may stand in a test.
    homes = re.compile("/" + r"(?:home|Users|root)/(?!coach/)[a-z]" + "|" + r"C:\\+Users\\+[a-z]", re.IGNORECASE)
    hosts = re.compile(r"(?:files\.)?python" + r"hosted\.org|pypi" + r"\.org", re.IGNORECASE)
    guilty = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in files_of_the_house(*TEXT)
        if (found := homes.search(text := path.read_text(errors="replace")) or hosts.search(text))
    ]

    assert guilty == []


def test_commands_of_the_makefile_are_listed_by_help():
    rules = set(re.findall(r"^([a-z]+):(?! export)", (ROOT / "Makefile").read_text(), re.MULTILINE))
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert rules == set(re.findall(r"make ([a-z]+)", shown))
