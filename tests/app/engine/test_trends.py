from datetime import date, timedelta

import pytest

from app.engine.trends import trend

MONDAY = date(2026, 3, 2)


def days(values: list[float | None]) -> dict[date, float | None]:
    return {MONDAY + timedelta(days=i): value for i, value in enumerate(values)}


def test_a_day_without_a_value_is_a_gap_and_not_a_zero():
    result = trend(days([60.0, None, 64.0]), MONDAY, MONDAY + timedelta(days=2))
    assert result.daily == (60.0, None, 64.0)


def test_the_mean_needs_three_days_of_the_last_seven():
    result = trend(days([1.0, 2.0, 3.0, None, None, None, None, None, None]), MONDAY, MONDAY + timedelta(days=8))
    assert result.mean[1] is None
    assert result.mean[2] == 2.0
    assert result.mean[7] is None


def test_the_mean_looks_back_before_the_first_day_shown():
    result = trend(days([2.0, 4.0, 6.0]), MONDAY + timedelta(days=2), MONDAY + timedelta(days=2))
    assert result.mean == (4.0,)


def test_the_normal_range_needs_fourteen_days():
    thirteen = trend(days([50.0, 60.0] * 6 + [55.0]), MONDAY, MONDAY + timedelta(days=12))
    assert set(thirteen.low) == {None}
    fourteen = trend(days([50.0, 60.0] * 7), MONDAY + timedelta(days=13), MONDAY + timedelta(days=13))
    # Mean 55, sample deviation 5.189, half of it either side.
    assert fourteen.low[0] == pytest.approx(52.406, abs=1e-3)
    assert fourteen.high[0] == pytest.approx(57.594, abs=1e-3)


def test_hrv_is_averaged_as_logarithm():
    result = trend(days([20.0, 40.0, 80.0]), MONDAY, MONDAY + timedelta(days=2), logarithmic=True)
    assert result.mean[2] == pytest.approx(40.0)
