"""Starts Peakline for `make run`: in a window, or as a picture of every page where there is no display."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import prepare

PROGRAM = prepare.VENV / "bin" / "peakline"
PICTURES = prepare.ROOT / "build" / "pictures"
DEMO_HOME = prepare.ROOT / "build" / "home"
NO_WINDOW = {"--screenshot", "--help", "-h", "--version"}
TAKES_VALUE = {"--database", "--theme", "--size"}

_OPEN_DISPLAY = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
_LOAD_PLUGIN = """
import ctypes, pathlib, sys
import PySide6.QtGui
ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms" / sys.argv[1]))
"""


def main(arguments: list[str]) -> int:
    try:
        prepare.prepare()
        missing = "" if not wants_window(arguments) else missing_display()
    except prepare.Trouble as trouble:
        prepare.say(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130
    if not missing:
        os.execv(PROGRAM, [str(PROGRAM), *arguments])  # noqa: S606 - the program itself, with the user's own words
    return draw(arguments, missing)


def wants_window(arguments: list[str]) -> bool:
    """Whether these arguments open a window: no subcommand among them, nothing that only prints or draws."""
    before = ["", *arguments]
    words = [word for last, word in zip(before, arguments, strict=False) if last not in TAKES_VALUE]
    return all(word.startswith("-") for word in words) and not NO_WINDOW.intersection(words)


def missing_display() -> str:
    """Say why no window can be opened; empty where one can."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.split(":")[0] in {"offscreen", "minimal"}:
        return f"QT_QPA_PLATFORM={platform} shows no window"
    names = [name for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    if sys.platform != "linux":
        return ""
    if not names and not platform:
        return "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    # Qt aborts the whole process where it cannot open the display it was given, so a child tries first.
    if _python_does(_OPEN_DISPLAY):
        return ""
    plugin = "libqxcb.so" if "DISPLAY" in names else "libqwayland.so"
    if names and not _python_does(_LOAD_PLUGIN, plugin):
        prepare.install_packages(prepare.WINDOW_PACKAGES, "Libraries that Qt opens windows with are missing.")
        if _python_does(_OPEN_DISPLAY):
            return ""
    asked = " ".join(f"{name}={os.environ[name]}" for name in (*names, "QT_QPA_PLATFORM") if os.environ.get(name))
    return f"The display cannot be opened ({asked})"


def draw(arguments: list[str], why: str) -> int:
    """Render every page to PNG files in build/pictures, in both themes, and say where they are."""
    print(f"{why}, so every page is drawn to a PNG file instead of opening the window.", flush=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if not arguments:
        # The demo is nobody's: it needs no home folder, and where there is one it leaves nothing there.
        environment.setdefault("PEAKLINE_HOME", str(DEMO_HOME))
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    words = [*(arguments or ["--demo"]), "--screenshot", str(PICTURES)]
    if status := subprocess.run([str(PROGRAM), *words], check=False, env=environment).returncode:  # noqa: S603
        return status
    print(f"{len(list(PICTURES.rglob('*.png')))} pictures are in {PICTURES}", flush=True)
    return 0


def _python_does(code: str, *arguments: str) -> bool:
    return prepare.succeeds([str(prepare.PYTHON), "-c", code, *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
