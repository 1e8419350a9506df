"""Makes .venv from requirements.lock and sees to it that Qt can load; the Makefile runs it before everything else.

Standard library only, run by the system's Python. The first run takes a minute; a state file inside .venv, written
last, makes the later ones immediate. `python3 -m venv` and `pip install` both fail on a bare Debian; an environment
without pip, filled from outside by the system's pip, works there (docs/decisions.md).
"""

from __future__ import annotations

import compileall
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STATE = VENV / "peakline.json"
LOCK = ROOT / "requirements.lock"
SOURCES = ("app", "ui", "models", "migrations")

QT_PACKAGES = ("libglib2.0-0", "libegl1", "libgl1", "libdbus-1-3", "libfontconfig1", "libxkbcommon0")
"""What Qt needs to draw without a screen, as Debian and Ubuntu name it; all of it serves the window too."""
WINDOW_PACKAGES = (
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0"),
    *("libwayland-client0", "libwayland-cursor0", "libwayland-egl1"),
)
"""What it needs besides to open a window, under X11 and under Wayland."""

_LOAD_QT = "from PySide6 import QtSvg, QtWidgets; QtWidgets.QApplication([])"


class Trouble(Exception):
    """Nothing more can be done without the user; the text says what happened and what to do."""


def main() -> int:
    try:
        prepare()
    except Trouble as trouble:
        say(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def prepare() -> None:
    """Leave a complete .venv in which `import PySide6` works, or raise Trouble. Safe to interrupt and to repeat."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is the very case this sentence is for
        found = ".".join(map(str, sys.version_info[:3]))
        raise Trouble(f"Peakline needs Python 3.11 or newer and this is {found}. Try: make run PYTHON=python3.12")
    try:
        _make_environment()
        if _state().get("machine") != _machine():
            _make_qt_load()
            _remember(machine=_machine())
        _compile_sources()
    except OSError as error:
        raise Trouble(f"The set-up stopped: {error}. Mend that and run the same command again.") from error


def say(sentence: str) -> None:
    """Speak on standard error, flushed, so that it stands in order among the output of others."""
    print(sentence, file=sys.stderr, flush=True)


def succeeds(command: list[str]) -> bool:
    """Run a question of ours without a sound; the exit status is the answer."""
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - our own words only


def install_packages(names: Sequence[str], why: str) -> None:
    """Install Debian packages where that needs no password; raise Trouble with the exact command elsewhere."""
    apt = ["apt-get", "install", "--yes", "--no-install-recommends", *names]
    if not shutil.which("apt-get"):
        raise Trouble(f"{why} Debian calls the packages {' '.join(names)}; install your system's counterparts.")
    prefix = _without_asking()
    if prefix is None:
        command = " ".join(["sudo", *apt] if shutil.which("sudo") else apt)
        raise Trouble(f"{why} Have them installed by root:\n\n    {command}\n\nand run the same command again.")
    say(f"{why} Installing {' '.join(names)} with apt-get.")
    # Fresh images have no package lists, old ones stale lists; where updating fails the install may still work.
    subprocess.run([*prefix, "apt-get", "update", "--quiet=2"], check=False)  # noqa: S603 - our own words only
    if subprocess.run([*prefix, *apt, "--quiet=2"], check=False, stdout=subprocess.DEVNULL).returncode:  # noqa: S603
        raise Trouble(f"apt-get could not do it (its message is above). The command was:\n\n    {' '.join(apt)}")


def _without_asking() -> list[str] | None:
    """What to put before a command to run it as root: nothing, sudo, or None where neither is open to us."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() == 0:
        return quiet
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n", *quiet]
    return None


def _make_environment() -> None:
    interpreter, wanted = _interpreter(), _fingerprint()
    state = _state()
    if state.get("packages") == wanted and state.get("interpreter") == interpreter and PYTHON.exists():
        return
    # An environment without a state file was made by someone's own hands: it is completed, not replaced.
    ours_but_useless = "packages" in state and (not state["packages"] or state.get("interpreter") != interpreter)
    if ours_but_useless or (VENV.exists() and not _works()):
        shutil.rmtree(VENV)
    say("Setting up .venv with the packages of requirements.lock; this takes a minute or two, once.")
    VENV.mkdir(exist_ok=True)
    _remember(packages="", interpreter=interpreter)
    if not PYTHON.exists():
        _run([_base_python(), "-m", "venv", "--without-pip", str(VENV)], "Python could not make .venv.")
    _pip("--require-hashes", "--requirement", str(LOCK))
    _pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
    # pip compiles one file after the other; this takes every core. A file that does not compile is not ours to judge.
    subprocess.run([str(PYTHON), "-m", "compileall", "-qq", "-j0", str(VENV / "lib")], check=False)  # noqa: S603
    _remember(packages=wanted)


def _works() -> bool:
    """Whether the Python of .venv starts, and is new enough."""
    return PYTHON.exists() and succeeds([str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])


def _base_python() -> str:
    """The Python below any environment this one runs in: one that is deleted cannot make itself anew."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _interpreter() -> str:
    """What an environment is tied to: its Python, and its own place, which stands in the scripts it holds."""
    return f"{sys.base_prefix} {sys.version_info.major}.{sys.version_info.minor} {VENV}"


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _machine() -> list[int]:
    """Which root file system this is: a folder shared with a container meets other libraries there."""
    root = Path("/").stat()
    return [root.st_dev, root.st_ino]


def _pip(*arguments: str) -> None:
    """Let the system's pip install into .venv.

    A configured `user = true` is overruled, nothing else: mirrors, certificates and proxies are how this
    machine reaches its packages.
    """
    pip = _find_pip()
    asked = ["install", "-qq", "--progress-bar=off", "--no-input", "--disable-pip-version-check", "--no-compile"]
    environment = {**os.environ, "PIP_USER": "0"}
    if not Path(os.path.expanduser("~")).is_absolute():  # noqa: PTH111 - Path.home() raises where there is none
        environment["PIP_NO_CACHE_DIR"] = "1"
    advice = "pip could not install the packages (its message is above); run the same command again when it can."
    _run([pip, "-m", "pip", "--python", str(PYTHON), *asked, *arguments], advice, environment)


def _find_pip() -> str:
    for python in dict.fromkeys((_base_python(), sys.executable)):
        # --python, which fills an environment from outside, came with 22.3.
        if succeeds([python, "-c", "import pip, sys; sys.exit([*map(int, pip.__version__.split('.')[:2])] < [22, 3])"]):
            return python
    raise Trouble(
        "This Python has no pip of version 22.3 or newer. Install it (Debian: sudo apt-get install python3-pip), "
        "or name another Python: make run PYTHON=python3.12"
    )


def _run(command: list[str], advice: str, environment: dict[str, str] | None = None) -> None:
    if subprocess.run(command, check=False, env=environment, cwd=ROOT).returncode:  # noqa: S603 - our own words only
        raise Trouble(advice)


def _make_qt_load() -> None:
    for attempt in range(2):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        probe = subprocess.run(  # noqa: S603 - our own words only
            [str(PYTHON), "-c", _LOAD_QT], check=False, env=environment, capture_output=True, text=True
        )
        if probe.returncode == 0:
            return
        reason = (probe.stderr.strip().splitlines() or [f"exit status {probe.returncode}"])[-1]
        if attempt or sys.platform != "linux":
            raise Trouble(f"Qt cannot load: {reason}")
        install_packages(QT_PACKAGES, f"Qt's system libraries are missing ({reason}).")


def _compile_sources() -> None:
    """Compile our own code where it changed; with PYTHONDONTWRITEBYTECODE set Python would do so at every start."""
    for folder in SOURCES:
        compileall.compile_dir(ROOT / folder, quiet=2)


def _state() -> dict[str, object]:
    try:
        return dict(json.loads(STATE.read_text()))
    except (OSError, ValueError):
        return {}


def _remember(**facts: object) -> None:
    """Add facts to the state file in one step: it is never seen half written."""
    fresh = STATE.with_suffix(".new")
    fresh.write_text(json.dumps({**_state(), **facts}))
    fresh.replace(STATE)


if __name__ == "__main__":
    sys.exit(main())
