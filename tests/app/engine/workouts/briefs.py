"""Random athletes' weeks, for the tests of this folder."""

from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from itertools import chain

from hypothesis import strategies as st

from app.engine.lifts import Means
from app.engine.seasons import SeasonBrief, make_season
from app.engine.workouts.brief import Strength, Use, WeekBrief
from app.gateways.catalogue import JOINTS, load_catalogue
from models.values.athletes import TrainingAge
from models.values.exercises import EquipmentType
from models.values.kinds import LiftTrend
from models.values.plan import TrainingGoal
from models.values.readiness import Freshness
from models.values.units import Unit

CATALOGUE = load_catalogue()
MONDAY = date(2026, 11, 23)
IDS = [exercise.id for exercise in CATALOGUE.exercises]
MUSCLES = [muscle.key for muscle in CATALOGUE.muscles]
HOME = (EquipmentType.DUMBBELL, EquipmentType.BENCH)
KITS = [(), (), (), tuple(EquipmentType), HOME, (EquipmentType.BODYWEIGHT,), (EquipmentType.BARBELL, *HOME)]
MINUTES = (20, 30, 45, 60, 75, 90, 120, 180)


class Case(WeekBrief):
    """A brief whose report does not print the whole catalogue."""

    def __repr__(self):
        left_out = {"exercises", "muscles", "block"}
        shown = {one.name: getattr(self, one.name) for one in fields(WeekBrief) if one.name not in left_out}
        kind = f"{self.block.block_type} {self.block.intensity_bias}"
        return f"Case({kind}, {', '.join(f'{key}={value!r}' for key, value in shown.items() if value)})"

    def _repr_pretty_(self, printer, cycle):  # noqa: ARG002 - the printer asks so
        printer.text(repr(self))


@cache
def season(goal, age, days=4, minutes=60, event=None):
    wanted = SeasonBrief(
        goal, age, MONDAY, 12, CATALOGUE.exercises, CATALOGUE.muscles, days=min(days, 6), minutes=minutes, event=event
    )
    return make_season(wanted)


def brief(goal=TrainingGoal.HYPERTROPHY, age=TrainingAge.INTERMEDIATE, block=0, week=0, days=4, minutes=60, **more):
    """A week of the block, by its place in the season (the last one where there are fewer)."""
    blocks = season(goal, age, days, minutes, more.get("event")).blocks
    chosen = blocks[min(block, len(blocks) - 1)]
    week = min(week, chosen.duration_weeks - 1)
    monday = chosen.start + timedelta(weeks=week)
    facts = {
        "today": monday, "monday": monday, "block": chosen, "week_in_block": week, "age": age, "goal": goal,
        "exercises": CATALOGUE.exercises, "muscles": CATALOGUE.muscles, "means": Means(), "days": days,
        "minutes": minutes, **more,
    }  # fmt: skip
    return Case(**facts)


def strong(day=MONDAY, **kilograms):
    """Estimated maxima of lifts by catalogue id."""
    return {key: Strength(value, 3.0, day - timedelta(days=4), 12) for key, value in kilograms.items()}


def working(exercise):
    return [each for each in exercise.sets if each.rir is not None]


@st.composite
def strengths(draw, monday):
    days = st.integers(1, 250)
    return draw(
        st.builds(
            Strength,
            e1rm_kg=st.one_of(st.none(), st.floats(10, 260)),
            sigma_percent=st.floats(1.5, 9),
            day=days.map(lambda back: monday - timedelta(days=back)),
            sets=st.integers(1, 40),
            last_load_kg=st.one_of(st.none(), st.integers(2, 80).map(lambda n: 2.5 * n)),
            last_reps=st.one_of(st.none(), st.integers(1, 25)),
            last_rir=st.one_of(st.none(), st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 4.0])),
            trend=st.one_of(st.none(), st.sampled_from([trend.value for trend in LiftTrend])),
        )
    )


@st.composite
def briefs(draw, **fixed):
    goal, age = draw(st.sampled_from(TrainingGoal)), draw(st.sampled_from(TrainingAge))
    days, minutes = draw(st.integers(1, 7)), draw(st.sampled_from(MINUTES))
    event = draw(st.sampled_from([None, None, MONDAY + timedelta(days=40), MONDAY + timedelta(days=42)]))
    block, week = draw(st.integers(0, 6)), draw(st.integers(0, 7))
    base = brief(goal, age, block, week, days, minutes, event=event)
    monday = base.monday
    named = sorted(base.block.weeks[base.week_in_block].exercises)
    pooled = sorted({one["exercise"] for one in chain(*base.block.accessory_pool["muscles"].values())})
    likely = st.sampled_from([*named, *named, *pooled] or IDS)
    done_days = draw(st.integers(0, days))
    uses = st.builds(
        Use,
        last_used=st.integers(1, 120).map(lambda back: monday - timedelta(days=back)),
        weeks_running=st.integers(1, 12),
        sessions_8_weeks=st.integers(1, 20),
    )
    means = Means(
        equipment=draw(st.sampled_from(KITS)),
        avoided=draw(st.lists(likely, max_size=4, unique=True)),
        injured=draw(st.lists(st.sampled_from(sorted(JOINTS)), max_size=1)),
    )
    facts = {
        "today": monday + timedelta(days=draw(st.sampled_from([0, 0, 0, -5, 1, 2, 4, 6]))),
        "means": means,
        "favourites": frozenset(draw(st.lists(likely, max_size=3))),
        "weekdays": draw(st.sampled_from([(), (0, 2, 4), (1, 3, 5, 6), (5, 6)])),
        "strengths": draw(st.dictionaries(likely, strengths(monday), max_size=10)),
        "uses": draw(st.dictionaries(likely, uses, max_size=10)),
        "done_days": [monday + timedelta(days=day) for day in range(done_days)] if draw(st.booleans()) else [],
        "kept": draw(st.lists(st.sampled_from(pooled), max_size=5, unique=True)) if week else [],
        "freshness": draw(
            st.one_of(
                st.none(),
                st.builds(Freshness, st.floats(0, 1), st.floats(0, 1), st.floats(0, 48), st.just({})),
            )
        ),
        "bodyweight_kg": draw(st.one_of(st.none(), st.floats(45, 140))),
        "unit": draw(st.sampled_from(Unit)),
        "sessions_logged": draw(st.sampled_from([0, 5, 40])),
        "event": event,
        **fixed,
    }
    if facts["done_days"]:
        facts["done_exercises"] = {key: draw(st.integers(0, 4)) for key in named[:4]}
        facts["done"] = {muscle: draw(st.floats(0, 6)) for muscle in MUSCLES[:6]}
    return brief(goal, age, block, week, days, minutes, **facts)
