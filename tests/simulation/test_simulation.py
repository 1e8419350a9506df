"""A few short simulated seasons, so that what `make simulate` runs at length cannot break unnoticed."""

from dataclasses import replace
from html import escape

import pytest

from tests.simulation import findings as finding
from tests.simulation.findings import findings
from tests.simulation.living import live
from tests.simulation.people import DECLINE_WEEKS, Story, person
from tests.simulation.report import page, rows


@pytest.fixture(scope="module")
def lives():
    return [live(person(number), weeks=16) for number in (0, 6, 13, 24)]


def test_nothing_breaks_and_no_landmark_or_limit_is_passed(lives):
    found = findings(lives)
    assert (found.crashes, found.over) == ([], [])
    assert found.sessions > 100
    assert found.missed > 0
    assert abs(found.mean_error) < 0.05


def test_the_same_person_lives_the_same_life(lives):
    again = live(person(0), weeks=16)
    assert again.performed == lives[0].performed
    assert [lift.judged for lift in again.lifts.values()] == [lift.judged for lift in lives[0].lifts.values()]


def test_the_truth_follows_the_story():
    declines = person(4)
    assert declines.story is Story.DECLINES
    assert declines.level(declines.onset + DECLINE_WEEKS) < declines.level(declines.onset)
    assert person(0).level(52) > 1.1
    assert person(3).level(52) == 1


def test_a_crash_is_a_finding_and_breaks_the_limit(lives):
    broken = replace(lives[0], crash="ValueError: no")
    found = findings([broken, *lives[1:]])
    assert found.crashes == [f"athlete {broken.person.number}: ValueError: no"]
    assert not found.holds


def test_the_report_names_every_limit_and_shows_pictures(lives):
    found = findings(lives)
    text = page(found, lives)
    assert all(escape(name) in text for name, *_ in rows(found))
    assert text.count("<svg") >= 3
    assert f"at least {finding.CAUGHT_LEAST:.0%}" in text
