"""The readiness page as files: every signal of the span as CSV, and the charts as one picture."""

import csv
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from models.values.readiness import ReadinessTrends, Trend

COLUMNS: Final = (
    ("freshness", "freshness (0 to 1)"),
    ("hrv", "HRV RMSSD (ms)"),
    ("recovery", "recovery (%)"),
    ("sleep_hours", "sleep (h)"),
    ("strain", "day strain (0 to 21)"),
)
"""Field of the trends and its column; each has its 7-day mean and normal range beside it."""


def write_csv(trends: ReadinessTrends, file: Path) -> int:
    """One row a day of the span, empty cells where nothing is known; returns how many days.

    The file is written beside and swapped, so that an error leaves the one before.
    """
    muscles = sorted(trends.soreness)
    sore = {muscle: dict(trends.soreness[muscle]) for muscle in muscles}
    signals: list[tuple[str, Trend]] = [(name, getattr(trends, field)) for field, name in COLUMNS]
    head = ["day"]
    for name, _ in signals:
        head += [name, f"{name} 7-day mean", f"{name} normal low", f"{name} normal high"]
    head += [f"soreness {muscle} (1 to 3)" for muscle in muscles]
    partial = file.with_name(file.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        for index, day in enumerate(trends.freshness.days):
            cells: list[object] = [day.isoformat()]
            for _, trend in signals:
                cells += [_rounded(each[index]) for each in (trend.daily, trend.mean, trend.low, trend.high)]
            cells += [sore[muscle].get(day, "") for muscle in muscles]
            writer.writerow(cells)
    partial.replace(file)
    return len(trends.freshness.days)


def write_picture(charts: QWidget, file: Path) -> None:
    """The whole column of charts, also what is scrolled out of sight; `OSError` where it cannot be written."""
    if not charts.grab().save(str(file)):
        raise OSError(f"{file} could not be written")


def _rounded(value: float | None) -> object:
    return "" if value is None else round(value, 4)
