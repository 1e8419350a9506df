import itertools
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from app.settings import Theme
from models.values.plan import Adaptation
from tests.fakes.proposals import deload
from tests.fakes.seasons import TODAY
from ui.kit import theme
from ui.widgets import timeline_weeks
from ui.widgets.season_facts import Kind, Spot, facts
from ui.widgets.timeline import Timeline
from ui.widgets.timeline_export import write_pdf, write_png
from ui.widgets.timeline_frame import Frame, grid_of
from ui.widgets.timeline_hits import spot_at, spot_box
from ui.widgets.timeline_look import PATTERNS, fitting, forget, look, paint_fill
from ui.widgets.timeline_marks import pills
from ui.widgets.timeline_painter import paint_season
from ui.widgets.timeline_scale import Scale
from ui.widgets.timeline_view import SeasonView


def wheel(timeline, x, turn, modifiers=Qt.KeyboardModifier.NoModifier):
    point = QPointF(x, 200)
    event = QWheelEvent(
        point, timeline.mapToGlobal(point), QPoint(0, 0), QPoint(0, turn), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(timeline, event)


def test_the_whole_season_is_shown_first(timeline, view):
    grid = timeline.grid()
    assert (grid.first, grid.end) == (0, view.columns)


def test_bars_of_weeks_off_the_canvas_are_not_painted(timeline, monkeypatch):
    timeline.fit_month()
    QApplication.processEvents()
    painted = []
    monkeypatch.setattr(timeline_weeks, "_paint_bar", lambda _frame, column, _week: painted.append(column))
    timeline.strip.drop()
    timeline.update()
    QApplication.processEvents()
    grid = timeline.grid()
    assert painted == list(range(grid.first, grid.end))
    assert len(painted) < 9


def test_panning_moves_the_rendered_strip_instead_of_painting_weeks_again(timeline, monkeypatch):
    timeline.fit_block()
    QApplication.processEvents()
    timeline.pan(5)
    QApplication.processEvents()
    painted = []
    monkeypatch.setattr(timeline_weeks, "_paint_bar", lambda *_: painted.append(1))
    for _ in range(5):
        timeline.pan(3)
        QApplication.processEvents()
    assert not painted


def test_a_strip_and_a_fresh_painting_show_the_same_pixels(timeline):
    timeline.fit_block()
    for _ in range(7):
        timeline.pan(11)
        QApplication.processEvents()
    panned = timeline.grab().toImage()
    timeline.strip.drop()
    assert timeline.grab().toImage() == panned


@pytest.mark.parametrize("kind", [Kind.WEEK, Kind.BLOCK, Kind.MESO, Kind.MACRO, Kind.CHANGE, Kind.EVENT])
def test_everything_is_hit_where_it_is_painted(timeline, kind):
    grid = timeline.grid()
    spot = Spot(kind, 1 if kind not in (Kind.MACRO, Kind.EVENT) else 0)
    box = spot_box(grid, spot)
    point = QPointF(box.center().x(), grid.lanes.sets.middle) if kind is Kind.WEEK else box.center()
    assert spot_at(grid, point) == spot


def test_outside_the_columns_nothing_is_hit(timeline):
    grid = timeline.grid()
    assert spot_at(grid, QPointF(20, grid.lanes.sets.middle)) is None
    assert spot_at(grid, QPointF(grid.left + 5, grid.lanes.legend.middle)) is None


def test_a_click_takes_a_week_and_its_block_in_hand(timeline, qtbot):
    grid = timeline.grid()
    with qtbot.waitSignals([timeline.week_selected, timeline.block_selected]):
        point = QPoint(int(grid.x(9.5)), int(grid.lanes.sets.middle))
        QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=point)
    assert (timeline.column, timeline.block) == (9, 0)


def test_a_drag_pans_and_selects_nothing(timeline):
    timeline.fit_month()
    before, column = timeline.scale.left, timeline.column
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(600, 250))
    QTest.mouseMove(timeline, QPoint(500, 250))
    QApplication.processEvents()
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(500, 250))
    assert timeline.scale.left == pytest.approx(before + 100 / timeline.scale.week, abs=1 / timeline.scale.week)
    assert timeline.column == column


def test_wheel_pans_and_ctrl_wheel_zooms_about_the_pointer(timeline):
    timeline.fit_block()
    left, week = timeline.scale.left, timeline.scale.week
    wheel(timeline, 600, -120)
    assert timeline.scale.left > left
    assert timeline.scale.week == week
    under = timeline.scale.column(600 - timeline.grid().left)
    wheel(timeline, 600, 120, Qt.KeyboardModifier.ControlModifier)
    assert timeline.scale.week > week
    assert timeline.scale.column(600 - timeline.grid().left) == pytest.approx(under, abs=0.05)


def test_keys_zoom_fit_and_go_home(timeline, view):
    week = timeline.scale.week
    QTest.keyClick(timeline, Qt.Key.Key_Plus)
    assert timeline.scale.week > week
    QTest.keyClick(timeline, Qt.Key.Key_Minus)
    assert timeline.scale.week == pytest.approx(week)
    timeline.fit_month()
    timeline.pan(-9999)
    QTest.keyClick(timeline, Qt.Key.Key_Home)
    assert timeline.column == view.current_column
    grid = timeline.grid()
    assert grid.first <= view.today < grid.end
    QTest.keyClick(timeline, Qt.Key.Key_0)
    assert timeline.grid().end - timeline.grid().first == view.columns
    timeline.fit_block()
    QTest.keyClick(timeline, Qt.Key.Key_Escape)
    assert timeline.grid().end - timeline.grid().first == view.columns


def test_arrows_walk_weeks_and_lanes_and_keep_them_in_sight(timeline, view):
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_Home)
    timeline.fit_month()
    for _ in range(8):
        QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert timeline.column == view.current_column + 8
    grid = timeline.grid()
    assert grid.x(timeline.column) >= grid.left
    assert grid.x(timeline.column + 1) <= grid.right
    QTest.keyClick(timeline, Qt.Key.Key_Up)
    assert timeline.cursor_spot.kind is Kind.BLOCK
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert timeline.block == view.block_at(view.current_column + 8) + 1
    for kind in (Kind.MESO, Kind.MACRO, Kind.CHANGE):
        QTest.keyClick(timeline, Qt.Key.Key_Up)
        assert timeline.cursor_spot.kind is kind
    QTest.keyClick(timeline, Qt.Key.Key_Up)
    assert timeline.cursor_spot.kind is Kind.CHANGE


def test_the_event_is_reached_by_keyboard(timeline):
    timeline.move_cursor(Spot(Kind.CHANGE, 1))
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert timeline.cursor_spot == Spot(Kind.EVENT)


def test_shift_arrow_pans_without_selecting(timeline):
    timeline.select_week(10)
    timeline.fit_month()
    left = timeline.scale.left
    QTest.keyClick(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.scale.left > left
    assert timeline.column == 10


def test_enter_opens_a_block(timeline, qtbot, view):
    timeline.move_cursor(Spot(Kind.BLOCK, 2))
    with qtbot.waitSignal(timeline.activated):
        QTest.keyClick(timeline, Qt.Key.Key_Return)
    band = view.block_bands[2]
    grid = timeline.grid()
    assert (grid.first, grid.end) == (band.first - 1, band.end + 1)


@pytest.mark.parametrize("spot", [Spot(Kind.WEEK, 12), Spot(Kind.BLOCK, 3), Spot(Kind.CHANGE, 0), Spot(Kind.MACRO)])
def test_hover_and_keyboard_tell_the_same_facts(timeline, qtbot, view, spot):
    grid = timeline.grid()
    box = spot_box(grid, spot)
    point = QPointF(box.center().x(), grid.lanes.sets.middle) if spot.kind is Kind.WEEK else box.center()
    with qtbot.waitSignal(timeline.pointed) as told:
        timeline.move_cursor(spot)
    assert told.args[0] == facts(view, spot)
    assert timeline.tip(point) == told.args[0].html
    with qtbot.waitSignal(timeline.pointed) as hovered:
        QTest.mouseMove(timeline, QPoint(3, 3))
        QTest.mouseMove(timeline, point.toPoint())
        QApplication.processEvents()
    assert hovered.args[0] == told.args[0]


def test_the_tooltip_shows(timeline):
    point = QPoint(int(timeline.grid().x(9.5)), int(timeline.grid().lanes.sets.middle))
    QApplication.sendEvent(timeline, QHelpEvent(QEvent.Type.ToolTip, point, timeline.mapToGlobal(point)))
    assert "Week 2 of 26" in QToolTip.text()
    QToolTip.hideText()


def test_a_screen_reader_finds_name_and_summary(timeline):
    interface = QAccessible.queryAccessibleInterface(timeline)
    assert interface.text(QAccessible.Text.Name) == "Season timeline"
    assert "Now in week 12" in interface.text(QAccessible.Text.Description)


def test_fills_differ_in_grey_and_deload_is_hatched(qapp):
    pictures = {}
    for kind in PATTERNS:
        image = QImage(120, 40, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.fillRect(image.rect(), look().ground)
        paint_fill(painter, image.rect().toRectF().adjusted(2, 2, -2, -2), look().fill(kind))
        painter.end()
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        inner = [grey.pixelColor(x, y).value() for x in range(8, 112) for y in range(8, 32)]
        flat = sum(abs(a - b) > 4 for a, b in itertools.pairwise(inner)) / len(inner)
        pictures[kind] = (round(sum(inner) / len(inner)), flat)
    assert pictures["ACCUMULATION"][1] == 0
    assert pictures["DELOAD"][1] > 0.2
    for kind, (mean, roughness) in pictures.items():
        for other, (other_mean, other_roughness) in pictures.items():
            if kind < other:
                assert abs(mean - other_mean) > 12 or abs(roughness - other_roughness) > 0.05, (kind, other)


@pytest.mark.parametrize("choice", [Theme.LIGHT, Theme.DARK])
def test_both_themes_have_legible_labels_and_visible_fills(qapp, choice):
    theme.apply(qapp, choice)
    colors = look()

    def contrast(one, other):
        def light(color):
            parts = [
                value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in color.getRgbF()
            ]
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

        high, low = sorted((light(one), light(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for kind, fill in colors.fills.items():
        assert contrast(fill.ink, fill.fill) >= 4.5, kind
        assert max(contrast(fill.fill, colors.ground), contrast(fill.edge, colors.ground)) >= 3, kind
    assert contrast(colors.text, colors.ground) >= 7
    assert contrast(colors.muted, colors.ground) >= 4.5
    assert contrast(colors.on_today, colors.today) >= 4.5


def test_a_new_theme_is_painted_at_once(timeline, qapp):
    light = timeline.grab().toImage()
    theme.apply(qapp, Theme.DARK)
    forget()
    timeline.retheme()
    dark = timeline.grab().toImage()
    assert dark.pixelColor(2, 2) != light.pixelColor(2, 2)
    assert dark.pixelColor(2, 2) == look().ground


def test_labels_get_shorter_with_the_room_and_never_spill():
    labels = ("Accumulation", "Accum.", "Acc", "A")
    shown = [fitting(labels, room, 3) for room in (200, 60, 28, 12, 3)]
    assert shown == ["Accumulation", "Accum.", "Acc", "A", ""]


@pytest.mark.parametrize("week", [3, 5, 9, 14, 22, 40, 90, 240])
def test_every_zoom_paints(view, week):
    image = QImage(1000, 380, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_season(painter, image.rect().toRectF(), view, Scale(4.0, week), look())
    painter.end()
    colors = {image.pixel(x, y) for x in range(100, 990, 3) for y in range(0, 380, 3)}
    assert len(colors) > 10


def test_a_pdf_has_a_page_and_a_png_is_sharp(view, tmp_path):
    write_pdf(tmp_path / "season.pdf", view, "Mara", "Strength")
    data = (tmp_path / "season.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == 1
    write_png(tmp_path / "season.png", view, "Mara", "Strength")
    assert QImage(str(tmp_path / "season.png")).width() == 2244


def test_paper_is_light_whatever_the_screen_wears(view, tmp_path, qapp):
    theme.apply(qapp, Theme.DARK)
    write_png(tmp_path / "season.png", view, "Mara", "Strength")
    assert QImage(str(tmp_path / "season.png")).pixelColor(3, 3).lightness() > 250


def test_what_cannot_be_written_is_an_oserror(view, tmp_path):
    with pytest.raises(OSError, match="could not be written"):
        write_png(tmp_path / "nowhere" / "season.png", view, "Mara", "")


def test_without_a_season_the_timeline_is_empty_ground(timeline):
    timeline.show_season(None)
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(400, 200))
    assert timeline.grab().toImage().pixelColor(400, 200) == look().ground


def test_a_grid_without_a_widget_is_the_same(view):
    timeline_rect = QImage(800, 400, QImage.Format.Format_RGB32).rect().toRectF()
    grid = grid_of(timeline_rect, view, Scale.fitting(0, view.columns, 698))
    assert grid.first == 0
    assert grid.end == view.columns


@pytest.mark.parametrize("days", [0, 1, 3, 6, 9, 12, 20, 60])
@pytest.mark.parametrize("week", [8, 22, 60])
def test_today_and_a_near_event_never_cover_each_other(view, days, week):
    macro = replace(view.season.macro, event_date=TODAY + timedelta(days=days))
    near = SeasonView(replace(view.season, macro=macro), TODAY)
    image = QImage(900, 380, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    scale = Scale(0.0, week).showing(near.today - 2, near.today + 5, 798)
    frame = Frame.on(grid_of(image.rect().toRectF(), near, scale), painter, look())
    today, event = pills(frame)
    painter.end()
    if today is not None and event is not None:
        assert today.right < event.left or event.right < today.left


@pytest.mark.parametrize("week", [16, 22, 40, 90])
def test_todays_pill_finds_a_free_place_between_diamonds(view, week):
    at = datetime.combine(TODAY, time(12), UTC)
    changes = [Adaptation(str(days), at + timedelta(days=days), "X", "", None, True) for days in (-7, 0, 5)]
    crowded = SeasonView(replace(view.season, adaptations=changes), TODAY, [deload()])
    image = QImage(900, 380, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    scale = Scale(0.0, week).showing(crowded.today - 3, crowded.today + 5, 798)
    frame = Frame.on(grid_of(image.rect().toRectF(), crowded, scale), painter, look())
    today, _ = pills(frame)
    painter.end()
    xs = [frame.x(mark.column) for mark in crowded.marks] + [frame.x(crowded.proposed)]
    assert not any(today.left - 6 < x < today.right + 6 for x in xs)


def test_nothing_moves_when_the_timeline_stands_inside_another_widget(view, qtbot):
    # Qt shifts static text by the widget's own offset after a texture brush that was not put away.
    outside = QWidget()
    qtbot.addWidget(outside)
    outside.resize(1300, 520)
    inside = Timeline(outside)
    inside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setGeometry(0, 0, 1200, 400)
    inside.show_season(view)
    with qtbot.waitExposed(outside):
        outside.show()
    at_the_corner = outside.grab().toImage().copy(0, 0, 1200, 400)
    inside.move(40, 70)
    assert outside.grab().toImage().copy(40, 70, 1200, 400) == at_the_corner
