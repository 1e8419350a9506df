"""How long the readiness page takes to show ten years of days, and a frame of its charts while they are panned.

Prints median milliseconds of both, and their ratio to reading the same rows with plain sqlite3. Run as a script:

    python tests/benchmarks/bench_readiness.py
"""

import json
import math
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication
from sqlalchemy import insert

from app.bootstrap import build
from app.engine.readiness import freshness
from app.paths import Paths
from app.settings import Settings, Theme
from models.tables.readiness import device_day, readiness_signal
from ui.kit import theme
from ui.kit.background import Background
from ui.kit.page import Desk
from ui.pages.readiness import ReadinessPage

YEARS, ROUNDS, FRAMES = 10, 15, 120
TODAY = date(2026, 3, 18)
SIZE = (1280, 800)


def fill(folder: Path) -> tuple[str, str]:
    """A database with an athlete who checked in and wore a device every day for ten years."""
    services = build(Paths(folder, folder, folder, folder), f"sqlite:///{folder / 'ten.db'}")
    services.upgrading.prepare()
    athlete = services.athletes.add("ten@example.org").id
    days = [TODAY - timedelta(days=back) for back in range(365 * YEARS)]
    with services.database.write() as connection:
        connection.execute(insert(readiness_signal), [signal(athlete, day, number) for number, day in enumerate(days)])
        connection.execute(insert(device_day), [measured(athlete, day, number) for number, day in enumerate(days)])
    services.close()
    return str(folder / "ten.db"), athlete


def signal(athlete: str, day: date, number: int) -> dict[str, object]:
    scored = freshness(
        readiness=1 + number % 5, soreness=[1 + number % 3], motivation=4, stress=2, rpe_drift=0.2, compliance=0.9,
        stalled=1, tracked=6, recovery=50, hrv_z=0.1, sleep_hours=7, days=60,
    )  # fmt: skip
    return {
        "id": f"s{number}", "user_id": athlete, "timestamp": datetime(day.year, day.month, day.day, 7, tzinfo=UTC),
        "subjective_readiness": 1 + number % 5, "subjective_soreness": {"quads": 1 + number % 3, "chest": 1},
        "subjective_motivation": 4, "subjective_stress": 2, "fatigue_score": scored.score,
        "score_parts": scored.parts, "score_confidence": scored.confidence,
    }  # fmt: skip


def measured(athlete: str, day: date, number: int) -> dict[str, object]:
    wave = math.sin(number / 9)
    return {
        "id": f"d{number}", "user_id": athlete, "provider": "whoop", "record_key": str(number), "day": day,
        "state": "SCORED", "recovery": 55 + 30 * wave, "hrv": 60 + 12 * wave, "strain": 9 + 4 * wave,
        "sleep_hours": 7 + wave, "sleep_quality": 80 + 9 * wave,
    }  # fmt: skip


def bare(file: str) -> float:
    """Milliseconds of plain sqlite3 reading the columns that the page needs."""
    started = time.perf_counter()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            'SELECT timestamp, "fatigueScore", "subjectiveSoreness", "scoreParts" FROM "ReadinessSignal"'
        ).fetchall()
        connection.execute('SELECT day, recovery, hrv, strain, "sleepHours" FROM "DeviceDay"').fetchall()
    return 1000 * (time.perf_counter() - started)


def shown(page: ReadinessPage, app: QApplication) -> float:
    """Milliseconds from the wish to the painted page."""
    done: list[bool] = []
    page.loaded.connect(lambda: done.append(True))
    started = time.perf_counter()
    page.reload()
    while not done:
        app.processEvents()
    # What is left in the queue is the painting.
    app.processEvents()
    elapsed = 1000 * (time.perf_counter() - started)
    page.loaded.disconnect()
    return elapsed


def panned(page: ReadinessPage, app: QApplication) -> list[float]:
    box = page._charts["freshness"].plot_item.getViewBox()
    (low, high), _ = box.viewRange()
    # Charts are panned in time: a quarter of a span of 90 days, and back.
    box.setXRange(high - 90 * 86_400, high, padding=0)
    frames = []
    for frame in range(FRAMES):
        shift = (1 if frame % 60 < 30 else -1) * 86_400 * 5
        started = time.perf_counter()
        (low, high), _ = box.viewRange()
        box.setXRange(low - shift, high - shift, padding=0)
        app.processEvents()
        frames.append(1000 * (time.perf_counter() - started))
    return frames


def main() -> None:
    app = QApplication(theme.ARGUMENTS)
    theme.prepare(app)
    theme.apply(app, Theme.LIGHT)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        file, athlete = fill(folder)
        desk = Desk(Background(), Settings())
        desk.open(build(Paths(folder, folder, folder, folder), f"sqlite:///{file}"))
        desk.today = lambda: TODAY
        desk.select_athlete(athlete)
        page = ReadinessPage(desk)
        page.resize(*SIZE)
        page.show()
        spans = {}
        for word, days in (("90 days", 90), ("ten years", None)):
            page._days = days
            shown(page, app)
            floor = statistics.median(bare(file) for _ in range(ROUNDS))
            times = statistics.median(shown(page, app) for _ in range(ROUNDS))
            spans[word] = {"shown_ms": round(times, 1), "ratio_to_bare_read": round(times / floor, 2)}
        frames = panned(page, app)
        desk.services.close()
    result = {**spans, "pan_ms_median": round(statistics.median(frames), 2), "pan_ms_worst": round(max(frames), 2)}
    print(json.dumps({"readiness": result}, indent=2))


if __name__ == "__main__":
    main()
