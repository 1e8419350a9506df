"""The set-up on machines that lack this or that: what it does, and what it says."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def prepare(monkeypatch, tmp_path) -> ModuleType:
    """The script, pointed at an empty folder, with pip and venv replaced by marks in `.venv`."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    module = importlib.import_module("prepare")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(module, "STATE", venv / "peakline.json")
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.lock")
    (tmp_path / "requirements.lock").write_text("lock")
    (tmp_path / "pyproject.toml").write_text("project")
    monkeypatch.setattr(module, "_run", lambda *_: make_python(venv))
    monkeypatch.setattr(module, "_pip", lambda *words: note(venv / "packages", words[0]))
    return module


@pytest.fixture
def start(prepare) -> ModuleType:
    return importlib.import_module("start")


def note(file: Path, line: str) -> None:
    with file.open("a") as lines:
        lines.write(f"{line}\n")


def make_python(venv: Path) -> None:
    (venv / "bin").mkdir(parents=True, exist_ok=True)
    (venv / "bin" / "python").symlink_to(sys.executable)


@pytest.fixture
def commands(prepare, monkeypatch) -> list[list[str]]:
    """What would have been run; every command succeeds."""
    ran: list[list[str]] = []

    def run(command, **_):
        ran.append(command)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(prepare.subprocess, "run", run)
    return ran


def test_first_run_makes_an_environment_and_says_so(prepare, capsys):
    prepare._make_environment()

    assert (prepare.VENV / "packages").read_text().split() == ["--require-hashes", "--no-deps"]
    assert json.loads(prepare.STATE.read_text())["packages"] == prepare._fingerprint()
    assert "once" in capsys.readouterr().err


def test_second_run_has_nothing_to_do(prepare, capsys):
    prepare._make_environment()
    capsys.readouterr()
    prepare._make_environment()

    assert len((prepare.VENV / "packages").read_text().split()) == 2
    assert capsys.readouterr().err == ""


def test_interrupted_run_starts_over(prepare, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(prepare, "_pip", interrupt)
        with pytest.raises(KeyboardInterrupt):
            prepare._make_environment()
    (prepare.VENV / "half a package").touch()
    prepare._make_environment()

    assert not (prepare.VENV / "half a package").exists()
    assert (prepare.VENV / "packages").exists()


def test_changed_lock_is_installed_over_the_old_one(prepare):
    prepare._make_environment()
    (prepare.VENV / "kept").touch()
    prepare.LOCK.write_text("newer")
    prepare._make_environment()

    assert (prepare.VENV / "kept").exists()
    assert len((prepare.VENV / "packages").read_text().split()) == 4


def test_another_interpreter_makes_the_environment_anew(prepare, monkeypatch):
    prepare._make_environment()
    (prepare.VENV / "old").touch()
    monkeypatch.setattr(prepare, "_interpreter", lambda: "another")
    prepare._make_environment()

    assert not (prepare.VENV / "old").exists()


def test_environment_made_by_hand_is_completed(prepare):
    make_python(prepare.VENV)
    (prepare.VENV / "by hand").touch()
    prepare._make_environment()

    assert (prepare.VENV / "by hand").exists()
    assert (prepare.VENV / "packages").exists()


def test_environment_whose_python_is_gone_is_replaced(prepare):
    (prepare.VENV / "bin").mkdir(parents=True)
    prepare.PYTHON.symlink_to("/nowhere/python3")
    prepare._make_environment()

    assert subprocess.run([str(prepare.PYTHON), "-c", ""], check=False).returncode == 0


def test_old_python_is_told_what_is_needed(prepare, monkeypatch, capsys):
    monkeypatch.setattr(prepare.sys, "version_info", (3, 9, 2))

    assert prepare.main() == 1
    assert "3.11 or newer and this is 3.9.2" in capsys.readouterr().err


def test_missing_pip_is_named(prepare, monkeypatch):
    monkeypatch.setattr(prepare, "succeeds", lambda _: False)

    with pytest.raises(prepare.Trouble, match="python3-pip"):
        prepare._find_pip()


def test_root_installs_system_packages_without_asking(prepare, monkeypatch, commands):
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 0)
    monkeypatch.setattr(prepare.shutil, "which", lambda name: f"/usr/bin/{name}")
    prepare.install_packages(prepare.QT_PACKAGES, "Missing.")

    update, install = commands
    assert update[:4] == ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "update"]
    assert set(prepare.QT_PACKAGES) < set(install)


def test_sudo_is_used_where_it_needs_no_password(prepare, monkeypatch, commands):
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(prepare.shutil, "which", lambda name: f"/usr/bin/{name}")
    prepare.install_packages(prepare.QT_PACKAGES, "Missing.")

    asked, *changing = commands
    assert asked == ["sudo", "-n", "true"]
    assert all(command[:3] == ["sudo", "-n", "env"] for command in changing)


def test_others_are_given_the_exact_command(prepare, monkeypatch):
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(prepare.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(prepare, "succeeds", lambda _: False)

    with pytest.raises(prepare.Trouble) as trouble:
        prepare.install_packages(("libegl1", "libgl1"), "Qt cannot load.")
    assert "\n    sudo apt-get install --yes --no-install-recommends libegl1 libgl1\n" in str(trouble.value)


def test_systems_without_apt_are_given_the_names(prepare, monkeypatch):
    monkeypatch.setattr(prepare.shutil, "which", lambda _: None)

    with pytest.raises(prepare.Trouble, match="Debian calls the packages libegl1"):
        prepare.install_packages(("libegl1",), "Qt cannot load.")


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("", True),
        ("--demo", True),
        ("--database sqlite:///x.db", True),
        ("db status", False),
        ("--database sqlite:///x.db db status", False),
        ("--screenshot pictures", False),
        ("--help", False),
    ],
)
def test_subcommands_and_pictures_need_no_display(start, words, window):
    assert start.wants_window(words.split()) is window


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "no display"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "offscreen shows no window"),
        ({"DISPLAY": ":4711"}, "cannot be opened (DISPLAY=:4711)"),
    ],
)
def test_why_there_is_no_window(start, monkeypatch, environment, said):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(start.sys, "platform", "linux")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(start, "_python_does", lambda code, *_: code == start._LOAD_PLUGIN)

    assert said in start.missing_display()


def test_missing_window_libraries_are_installed(start, monkeypatch):
    installed: list[str] = []
    monkeypatch.setattr(start.sys, "platform", "linux")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(start, "_python_does", lambda *_: bool(installed))
    monkeypatch.setattr(start.prepare, "install_packages", lambda names, _: installed.extend(names))

    assert start.missing_display() == ""
    assert "libxcb-cursor0" in installed


def test_pictures_are_drawn_afresh_and_counted(start, monkeypatch, tmp_path, capsys):
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "old.png").touch()

    def draw(command, env, **_):
        assert env["QT_QPA_PLATFORM"] == "offscreen"
        assert env["PEAKLINE_HOME"] == str(start.DEMO_HOME)
        (Path(command[command.index("--screenshot") + 1]) / "plan-light.png").touch()
        return SimpleNamespace(returncode=0)

    monkeypatch.delenv("PEAKLINE_HOME", raising=False)
    monkeypatch.setattr(start, "PICTURES", pictures)
    monkeypatch.setattr(start.subprocess, "run", draw)

    assert start.draw([], "There is no display") == 0
    said = capsys.readouterr().out
    assert "There is no display, so" in said
    assert f"1 pictures are in {pictures}" in said
