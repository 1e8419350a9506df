import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.timeline_layout import LEAST_HEIGHT, lanes
from ui.widgets.timeline_scale import MARGIN, MAX_WEEK, MIN_WEEK, Scale

scales = st.builds(Scale, st.floats(-20, 80), st.floats(MIN_WEEK, MAX_WEEK))


@given(scales, st.floats(-50, 200))
def test_pixels_and_columns_are_each_others_inverse(scale, column):
    assert scale.column(scale.x(column)) == pytest.approx(column, abs=1e-6)


@given(scales, st.floats(0.2, 5), st.floats(0, 1500))
def test_zooming_keeps_what_is_under_the_pointer(scale, factor, x):
    zoomed = scale.zoomed(factor, x)
    assert zoomed.column(x) == pytest.approx(scale.column(x), abs=1e-6)
    assert MIN_WEEK <= zoomed.week <= MAX_WEEK


@given(scales, st.floats(200, 2000), st.integers(1, 120))
def test_content_never_leaves_the_canvas(scale, width, count):
    clamped = scale.clamped(width, count)
    shown = width / clamped.week
    slack = 1 / clamped.week + 1e-6
    if shown < count + 2 * MARGIN:
        assert clamped.left >= -MARGIN - slack
        assert clamped.left + shown <= count + MARGIN + slack
    else:
        assert clamped.left <= 0
        assert clamped.left + shown >= count - slack


@given(scales, st.floats(200, 2000), st.integers(1, 120))
def test_only_columns_on_the_canvas_are_painted(scale, width, count):
    first, end = scale.columns(width, count)
    assert 0 <= first <= end <= count
    for column in range(count):
        on_canvas = scale.x(column + 1) > 0.001 and scale.x(column) < width - 0.001
        assert on_canvas <= (first <= column < end)


def test_clamped_positions_are_whole_pixels():
    scale = Scale(1.23456, 23.7).clamped(500, 60)
    assert scale.left * scale.week == pytest.approx(round(scale.left * scale.week))


def test_fitting_shows_the_whole_span():
    scale = Scale.fitting(3, 9, 700)
    assert scale.x(3) >= 0
    assert scale.x(9) <= 700


@given(st.floats(0, 100), st.floats(LEAST_HEIGHT, 1200))
def test_lanes_follow_each_other_and_stay_inside(top, height):
    rows = lanes(top, height)
    order = [rows.months, rows.weeks, rows.marks, rows.macro, rows.meso, rows.block, rows.sets, rows.rir, rows.legend]
    assert all(upper.bottom <= lower.top + 1e-6 for upper, lower in itertools.pairwise(order))
    assert rows.legend.bottom <= top + height + 3
