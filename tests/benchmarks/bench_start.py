"""How long the start takes, against a bare window and a bare import in the same run; medians of fresh processes.

Times are told twice: by the clock, and by the processor time of the whole process, which other programs disturb less.
"""

import compileall
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = int(os.environ.get("ROUNDS", "9"))

BARE_WINDOW = """
import resource, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.report)
    def report(self):
        print(time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
        app.quit()
app = QApplication([])
window = Window()
window.resize(1200, 800)
window.show()
app.exec()
"""

OURS = """
import resource, sys
from ui.main import main
status = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
sys.exit(status)
"""


def run(*words: str) -> tuple[float, float, float, list[str]]:
    """Start, seconds to the end of the process, seconds of processor time, and the lines it printed."""
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return started, seconds, used, done.stdout.split("\n")


def bare_window() -> dict[str, float]:
    started, _, used, lines = run("-c", BARE_WINDOW)
    painted, memory = map(float, lines[0].split())
    return {"bare": painted - started, "bare used": used, "bare memory": memory / 1024}


def our_window(kind: str, *words: str) -> dict[str, float]:
    started, _, used, lines = run("-c", OURS, *words, "--exit-after-paint", "--size", "1200x800")
    told = json.loads(lines[0])
    return {
        f"{kind} painted": told["painted_at"] - started,
        f"{kind} ready": told["ready_at"] - started,
        f"{kind} used": used,
        f"{kind} memory": float(lines[1]) / 1024,
    }


def command_line(database: Path) -> dict[str, float]:
    _, bare, _, _ = run("-c", "import sqlalchemy")
    _, ours, _, _ = run("-m", "ui", "db", "status", "--database", f"sqlite:///{database}")
    return {"import sqlalchemy": bare, "db status": ours}


def line(name: str, value: float, unit: str, floor: float, limit: float) -> None:
    verdict = "" if value <= limit * floor else "   over"
    print(f"  {name:<34}{value:8.0f} {unit}  {value / floor:5.2f} times   (at most {limit}){verdict}")


def main() -> None:
    # Without byte code every process would compile all it imports, and that would be measured.
    compileall.compile_dir(str(ROOT), quiet=2)
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"QT_QPA_PLATFORM": "offscreen", "PEAKLINE_HOME": home}
        our_window("demo", "--demo")
        database = next(Path(home, "cache").glob("demo-*.db"))
        file = Path(shutil.copy(database, Path(home, "file.db")))
        rounds = [
            bare_window()
            | our_window("demo", "--demo")
            | our_window("file", "--database", f"sqlite:///{file}")
            | command_line(file)
            for _ in range(ROUNDS)
        ]
    median = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    print(f"  {'bare PySide6 window':<34}{median['bare'] * 1000:8.0f} ms   {median['bare memory']:.0f} MB")
    bare, used = median["bare"] * 1000, median["bare used"] * 1000
    line("window painted", median["file painted"] * 1000, "ms", bare, 1.5)
    for kind, words in (("file", "of a local file"), ("demo", "of the demo, copied first")):
        line(f"first page {words}", median[f"{kind} ready"] * 1000, "ms", bare, 3.0)
        line("  processor time to its end", median[f"{kind} used"] * 1000, "ms", used, 3.0)
    line("memory", median["file memory"], "MB", median["bare memory"], 2.0)
    print(f"  {'python -c import sqlalchemy':<34}{median['import sqlalchemy'] * 1000:8.0f} ms")
    line("peakline db status", median["db status"] * 1000, "ms", median["import sqlalchemy"] * 1000, 1.5)


if __name__ == "__main__":
    main()
