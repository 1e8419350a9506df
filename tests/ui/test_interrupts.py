"""Ctrl+C and polite kills of the window: it closes as by hand and leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap import demo_master
from app.paths import Paths
from ui.kit.interrupts import Interrupts

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows kills a process without asking it")


def wait_until(true: Callable[[], object]) -> None:
    limit = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "kill"])
def test_a_demo_that_is_interrupted_leaves_no_file_behind(
    sqlite_template: Path, tmp_path: Path, number: signal.Signals
) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    (home / "cache").mkdir(parents=True)
    temporary.mkdir()
    # Not simulated here: what matters is the copy that this run works on.
    paths = Paths(*(home / name for name in ("data", "config", "cache", "logs")))
    shutil.copyfile(sqlite_template, demo_master(paths, datetime.now().astimezone().date()))
    environment = os.environ | {"PEAKLINE_HOME": str(home), "TMPDIR": str(temporary), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-m", "ui", "--demo"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            wait_until(lambda: list(temporary.glob("peakline-demo-*.db")))
            process.send_signal(number)
            _, errors = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, errors) == (128 + number, "")
    assert list(temporary.iterdir()) == []


def test_only_the_first_asks_and_everything_is_given_back(qtbot: QtBot) -> None:
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    interrupts = Interrupts()
    interrupts.install()
    with qtbot.waitSignal(interrupts.asked, timeout=PATIENCE * 1000) as asked:
        os.kill(os.getpid(), signal.SIGTERM)
    assert asked.args == [signal.SIGTERM]
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before
    interrupts.uninstall()
    interrupts.uninstall()
    assert signal.set_wakeup_fd(-1) == -1
