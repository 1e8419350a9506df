"""How long a frame of the timeline and of the roster takes, beside the least Qt could take for the same rectangles.

Prints median milliseconds, the floor's and their ratio, for a season of 52 weeks panned and a roster of
200 athletes by 16 weeks scrolled, 1600 x 1000 on the raster engine. Run as a script:

    python tests/benchmarks/bench_timeline.py
"""

import json
import os
import statistics
import sys
import time
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QStaticText
from PySide6.QtWidgets import QApplication, QWidget

from app.settings import Theme
from tests.fakes.seasons import START, TODAY, long_season, roster
from ui.kit import theme
from ui.widgets import wording
from ui.widgets.roster import RosterTable
from ui.widgets.roster_delegate import BAND_WEEKS, ROW_HEIGHT, At
from ui.widgets.timeline import Timeline
from ui.widgets.timeline_frame import Grid
from ui.widgets.timeline_scale import Scale
from ui.widgets.timeline_view import SeasonView
from ui.widgets.timeline_weeks import bar_width

WIDTH, HEIGHT, FRAMES = 1600, 1000, 120
BLUE, PALE, WHITE = QColor("#0072b2"), QColor("#c9dcea"), QColor("white")
Piece = tuple[QRectF, QColor, QStaticText | None]


class Floor(QWidget):
    """A bare widget that paints rectangles and prepared text, culled by bisection, and nothing else."""

    def __init__(self, pieces: list[Piece], *, sideways: bool) -> None:
        super().__init__()
        self.sideways = sideways
        self.pieces = sorted(pieces, key=self.place)
        self.places = [self.place(piece) for piece in self.pieces]
        self.reach = max(rect.width() if sideways else rect.height() for rect, _, _ in pieces)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.x = self.y = 0.0
        self.font_used = QFont("Inter")
        self.font_used.setPixelSize(12)

    def place(self, piece: Piece) -> float:
        return piece[0].left() if self.sideways else piece[0].top()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setFont(self.font_used)
        painter.translate(-self.x, -self.y)
        first = bisect_left(self.places, (self.x if self.sideways else self.y) - self.reach)
        end = bisect_left(self.places, self.x + self.width() if self.sideways else self.y + self.height())
        for rect, color, text in self.pieces[first:end]:
            painter.fillRect(rect, color)
            if text is not None:
                painter.drawStaticText(QPointF(rect.left() + 4, rect.top() + 3), text)


def prepared(text: str) -> QStaticText:
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def season_pieces(grid: Grid) -> list[Piece]:
    """The season reduced to rectangles and text: every band, bar, outline, rule, dot and word of the picture."""
    return [*band_pieces(grid), *week_pieces(grid)]


def band_pieces(grid: Grid) -> list[Piece]:
    view, lanes, week = grid.view, grid.lanes, grid.scale.week
    found: list[Piece] = []
    for column, month in view.months:
        tall = QRectF(column * week, lanes.months.top, 1, lanes.bottom)
        found.append((tall, PALE, prepared(wording.month(month))))
    for lane, bands in ((lanes.macro, view.macro_bands), (lanes.meso, view.meso_bands)):
        for band in bands:
            rect = QRectF(band.first * week, lane.top, band.count * week, lane.height)
            found += [(rect, PALE, prepared(band.labels[0])), *outline(rect)]
    for number, band in enumerate(view.block_bands):
        rect = QRectF(band.first * week, lanes.block.top, band.count * week, lanes.block.height)
        found += [(rect, BLUE, prepared(band.labels[0])), *outline(rect)]
        found.append((rect.adjusted(0, 17, 0, -2), BLUE, prepared(band.details[0])))
        if view.is_deload(band.first):
            tall = QRectF(rect.left(), lanes.sets.top, rect.width(), lanes.bottom - lanes.sets.top)
            found.append((tall, PALE, prepared(str(number))))
    return found


def week_pieces(grid: Grid) -> list[Piece]:
    view, lanes, week = grid.view, grid.lanes, grid.scale.week
    found: list[Piece] = []
    for column, one in enumerate(view.weeks):
        left, width = column * week + week / 6, bar_width(week)
        cell = QRectF(column * week, lanes.weeks.top, week, 12)
        found.append((cell, WHITE, prepared(str(column + 1))))
        found.append((cell.translated(0, 13), WHITE, prepared(str(view.date_of(column).day))))
        for sets, color in ((one.planned_hard_sets, PALE), (one.performed_hard_sets, BLUE)):
            height = (sets or 0) / 80 * lanes.sets.height
            bar = QRectF(left, lanes.sets.bottom - height, width, height)
            found += [(bar, color, None), *outline(bar)]
        found.append((QRectF(left, lanes.sets.top, 8, 7), BLUE, None))
        found += [(QRectF(column * week, y, week, 1), PALE, None) for y in range(300, 900, 120)]
        found.append((QRectF(column * week, lanes.rir.middle, week, 2), BLUE, None))
        found.append((QRectF(column * week, lanes.rir.middle, 2, 20), BLUE, None))
        found.append((QRectF(left + 4, lanes.rir.middle, 6, 6), BLUE, None))
    return found


def outline(rect: QRectF) -> list[Piece]:
    """The four edges of a box."""
    x, y, width, height = rect.getRect()
    edges = ((x, y, width, 1), (x, y + height, width, 1), (x, y, 1, height), (x + width, y, 1, height))
    return [(QRectF(*edge), BLUE, None) for edge in edges]


def roster_pieces(table: RosterTable) -> list[Piece]:
    """The rectangles and texts of the whole roster: cells, blocks, weekly bars."""
    found: list[Piece] = []
    model = table.model()
    for row in range(model.rowCount()):
        top = row * ROW_HEIGHT
        for column in range(model.columnCount()):
            rect = QRectF(table.columnViewportPosition(column), top, table.columnWidth(column), ROW_HEIGHT)
            if column != At.BAND:
                text = str(model.index(row, column).data() or "")
                found.append((rect, WHITE, prepared(text)))
                continue
            entry = table.rows.rows[row]
            week = rect.width() / BAND_WEEKS
            for number, block in enumerate(entry.blocks):
                box = QRectF(rect.left() + number * 2.6 * week, top + 6, block.weeks * week, 18)
                found.append((box, BLUE, prepared(str(block.block_type).title())))
            for number, (_, sets) in enumerate(entry.weekly_sets):
                height = sets / 60 * 14
                found.append((QRectF(rect.left() + number * week, top + 40 - height, week - 2, height), PALE, None))
    return found


def frames(app: QApplication, ours: Callable[[int], None], floors: Callable[[int], None]) -> tuple[list[float], ...]:
    """Milliseconds of each frame, ours and the floor's in turn, so that a busy machine slows both alike."""
    taken: tuple[list[float], ...] = ([], [])
    for number in range(-10, FRAMES):
        for step, times in zip((ours, floors), taken, strict=True):
            before = time.perf_counter()
            step(number + 10)
            app.processEvents()
            if number >= 0:
                times.append((time.perf_counter() - before) * 1000)
    return taken


def shown(widget: QWidget) -> None:
    widget.resize(WIDTH, HEIGHT)
    widget.show()
    QApplication.processEvents()


def report(name: str, times: tuple[list[float], ...]) -> dict[str, float]:
    taken, floor = times
    ours, least = statistics.median(taken), statistics.median(floor)
    worst = sorted(taken)[int(len(taken) * 0.95)]
    print(f"{name:34} median {ours:6.2f} ms   p95 {worst:6.2f} ms   floor {least:6.2f} ms   ratio {ours / least:4.2f}")
    return {"median_ms": ours, "p95_ms": worst, "floor_ms": least, "ratio": ours / least}


def bounce(number: int, span: int, step: int) -> int:
    """There and back again, so that many frames fit into a finite season."""
    at = number * step % (2 * span)
    return at if at < span else 2 * span - at


def pan_season(app: QApplication, weeks_shown: float) -> dict[str, float]:
    """A season of 52 weeks, `weeks_shown` of them on screen."""
    view = SeasonView(long_season(52), START)
    timeline = Timeline()
    shown(timeline)
    timeline.show_season(view)
    week = timeline.canvas_width / weeks_shown
    timeline.set_scale(Scale(0.0, week))
    span = max(8, int(view.columns * week - timeline.canvas_width))
    grid = timeline.grid()
    assert grid is not None
    floor = Floor(season_pieces(grid), sideways=True)
    shown(floor)

    def ours(number: int) -> None:
        timeline.set_scale(Scale(bounce(number, span, 9) / week, week))

    def floors(number: int) -> None:
        floor.x = bounce(number, span, 9)
        floor.update()

    times = frames(app, ours, floors)
    timeline.close()
    floor.close()
    return report(f"season, {weeks_shown:.0f} of 52 weeks, panned", times)


def scroll_roster(app: QApplication, *, whole: bool) -> dict[str, float]:
    """200 athletes by 16 weeks; `whole` repaints the full table at every frame."""
    table = RosterTable()
    table.show_roster(roster(200, TODAY), TODAY)
    shown(table)
    floor = Floor(roster_pieces(table), sideways=False)
    shown(floor)
    bar = table.verticalScrollBar()

    def ours(number: int) -> None:
        bar.setValue(bounce(number, bar.maximum(), 13))
        if whole:
            table.viewport().update()

    def floors(number: int) -> None:
        floor.y = bounce(number, 200 * ROW_HEIGHT - HEIGHT, 13)
        floor.update()

    times = frames(app, ours, floors)
    table.close()
    floor.close()
    return report(f"roster, scrolled{', repainted whole' if whole else ''}", times)


def main() -> None:
    app = QApplication([])
    theme.prepare(app)
    theme.apply(app, Theme.LIGHT)
    figures = {
        "season_26_of_52": pan_season(app, 26),
        "season_50_of_52": pan_season(app, 50),
        "roster_scroll": scroll_roster(app, whole=False),
        "roster_whole": scroll_roster(app, whole=True),
    }
    if "--json" in sys.argv:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
