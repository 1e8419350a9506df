"""Gathers what a new season is made from, and notes in sentences what nobody had said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection

from app.engine.constants import (
    COMPETITION_LIFTS,
    FEWEST_SESSIONS,
    HYSTERESIS_WEEKS,
    OWN_SECONDS_PER_SET,
    OWN_WEEKS,
    OWN_WEEKS_LEAST,
    RECENT_WEEKS,
    USUAL_WEEKS,
)
from app.engine.habits import time_frame
from app.engine.lifts import Means
from app.engine.seasons import SeasonBrief, coming_monday, default_weeks, make_season
from app.engine.targets import Start, mean_of_weeks
from app.engine.training_age import Assessment, TrainingHistory, assess, settled, weekly_levels
from app.gateways.catalogue import Catalogue
from app.gateways.history import WeekDone, habits, read_lifts, read_session_days, read_weeks
from app.gateways.limits import Limits, joints, read_limits
from app.gateways.profiles import read_profile
from models.values.athletes import Profile, SecondaryGoal, TrainingAge
from models.values.days import monday
from models.values.exercises import LoadConvention
from models.values.plan import Macrocycle, PlanRequest, TrainingGoal

LIFT_WEEKS = 52 + HYSTERESIS_WEEKS
LENGTH_UNASKED = "Nobody asked for a length"
"""How the sentence begins that says so."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an athlete, as far as a season depends on it."""

    profile: Profile
    sessions: Sequence[date]
    """Days of performed sessions, ascending."""
    lifts: Mapping[str, Sequence[tuple[date, float]]]
    """Catalogue id of a main lift to its best e1RM in kg of each day."""
    weeks: Mapping[date, WeekDone]
    """Performed weeks of the last half year."""
    limits: Limits


@dataclass(slots=True)
class Gathered:
    """A brief in the making: what is known, what it makes of the athlete, and the assumptions so far."""

    facts: Facts
    assessment: Assessment
    age: TrainingAge
    assumptions: list[str] = field(default_factory=list)

    @property
    def profile(self) -> Profile:
        return self.facts.profile

    @property
    def weeks(self) -> Mapping[date, WeekDone]:
        return self.facts.weeks


def judged_lifts(catalogue: Catalogue) -> frozenset[str]:
    """Catalogue ids of the lifts that training age is judged by."""
    loaded = (LoadConvention.BARBELL_TOTAL, LoadConvention.MACHINE)
    return frozenset(e.id for e in catalogue.exercises if e.is_main_lift and e.load_convention in loaded)


def lifts_since(today: date) -> date:
    """The first day of the log that training age looks at."""
    return today - timedelta(weeks=LIFT_WEEKS)


def weeks_since(today: date) -> date:
    """The first day of the weeks that a season starts from."""
    return monday(today) - timedelta(weeks=RECENT_WEEKS)


def read_facts(
    connection: Connection, athlete_id: str, catalogue: Catalogue, today: date, where: tzinfo | None
) -> Facts:
    """One athlete's facts as of today."""
    return Facts(
        profile=read_profile(connection, athlete_id),
        sessions=read_session_days(connection, athlete_id, where),
        lifts=read_lifts(connection, athlete_id, judged_lifts(catalogue), lifts_since(today), today, where),
        weeks=read_weeks(connection, athlete_id, weeks_since(today), today, where),
        limits=read_limits(connection, [athlete_id])[athlete_id],
    )


def read_assessment(
    connection: Connection, athlete_id: str, catalogue: Catalogue, today: date, where: tzinfo | None
) -> tuple[TrainingHistory, Assessment]:
    """The athlete's history as far as training age needs it, and the answer as of today."""
    history = _history(
        read_profile(connection, athlete_id),
        read_session_days(connection, athlete_id, where),
        read_lifts(connection, athlete_id, judged_lifts(catalogue), lifts_since(today), today, where),
    )
    return history, assess(history, today)


def _history(
    profile: Profile, sessions: Sequence[date], lifts: Mapping[str, Sequence[tuple[date, float]]]
) -> TrainingHistory:
    return TrainingHistory(
        sessions=sessions,
        lifts=lifts,
        competition_lifts=COMPETITION_LIFTS,
        bodyweight_kg=profile.weight_kg,
        sex=_sex(profile.sex),
        self_report=_age(profile.training_age),
    )


def gathered(facts: Facts, today: date, current: TrainingAge | None) -> Gathered:
    """Training age from the facts; an athlete with a season changes level only after 4 agreeing weeks."""
    history = _history(facts.profile, facts.sessions, facts.lifts)
    assessment = assess(history, today)
    age = assessment.level if current is None else settled(current, weekly_levels(history, today))
    found = Gathered(facts, assessment, age)
    if assessment.confidence == "low":
        found.assumptions.append(f"Training age {age.value.lower()}: {assessment.sentences[0]}")
    return found


def proposed(
    request: PlanRequest, facts: Facts, catalogue: Catalogue, today: date, current: TrainingAge | None
) -> tuple[Macrocycle, dict[str, Any]]:
    """The season for a request, and the JSON of its training age; nothing is stored.

    Training age is judged as of the season's start where that lies before today.
    """
    as_of = today if request.start is None else min(today, request.start)
    found = gathered(facts, as_of, current)
    season = make_season(make_brief(request, found, catalogue, today))
    season = replace(season, assumptions=(*found.assumptions, *season.assumptions))
    return season, {**found.assessment.stored(), "used": found.age.value}


def make_brief(request: PlanRequest, found: Gathered, catalogue: Catalogue, today: date) -> SeasonBrief:
    """The brief of the asked season; every gap filled here leaves a sentence in `found.assumptions`."""
    goal, secondary = _goals(request, found)
    start = _start(request, found, today)
    weeks = request.weeks
    if weeks is None:
        weeks = default_weeks(goal, found.age, start, request.event)
        reason = "as the template has it" if request.event is None else "up to the event and a rest behind it"
        found.assumptions.append(f"{LENGTH_UNASKED}: {weeks} weeks, {reason}.")
    own = _own_volume(found, min(today, start))
    days, minutes = _time(found)
    seconds = None
    if found.profile.session_minutes is None and own.own_sets is not None:
        seconds = OWN_SECONDS_PER_SET * _weekly_hard_sets(found, min(today, start))
    return SeasonBrief(
        goal=goal,
        age=found.age,
        start=start,
        weeks=weeks,
        exercises=catalogue.exercises,
        muscles=catalogue.muscles,
        secondary=secondary,
        event=request.event,
        means=_means(found),
        volume=own,
        days=days,
        minutes=minutes,
        weekly_seconds=seconds,
    )


def _goals(request: PlanRequest, found: Gathered) -> tuple[TrainingGoal, tuple[TrainingGoal, ...]]:
    if request.goal is not None:
        return request.goal, tuple(request.secondary_goals)
    primary, second = found.profile.primary_goal, found.profile.secondary_goal
    if primary is None:
        found.assumptions.append("Nobody has named a goal: hypertrophy, the base of most others.")
        return TrainingGoal.HYPERTROPHY, tuple(request.secondary_goals)
    secondary = tuple(request.secondary_goals)
    if not secondary and second is not None and second != SecondaryGoal.NONE:
        secondary = (TrainingGoal(second),)
    return TrainingGoal(primary), secondary


def _start(request: PlanRequest, found: Gathered, today: date) -> date:
    if request.start is None:
        return coming_monday(today)
    start = monday(request.start)
    if start != request.start:
        found.assumptions.append(
            f"Weeks run from Monday to Sunday: the season starts on {start.isoformat()}, "
            f"the Monday of the week of {request.start.isoformat()}."
        )
    return start


def _recent(found: Gathered, until: date) -> list[WeekDone]:
    """The logged weeks among the last 4 complete ones."""
    mondays = (monday(until) - timedelta(weeks=back) for back in range(1, OWN_WEEKS + 1))
    weeks = (found.weeks.get(day) for day in mondays)
    return [week for week in weeks if week is not None and week.hard_sets]


def _own_volume(found: Gathered, until: date) -> Start:
    recent = _recent(found, until)
    if len(recent) >= OWN_WEEKS_LEAST:
        return Start(own_sets=mean_of_weeks([week.sets for week in recent]))
    if found.assessment.sessions >= FEWEST_SESSIONS:
        found.assumptions.append(
            f"Only {len(recent)} of the last {OWN_WEEKS} weeks are logged: "
            "weekly sets start at the minimum effective volume, as after a break."
        )
        return Start(after_break=True)
    found.assumptions.append(
        "No weeks are logged to start from: weekly sets come from the landmarks, "
        f"scaled for training age {found.age.value.lower()}."
    )
    return Start()


def _weekly_hard_sets(found: Gathered, until: date) -> float:
    recent = _recent(found, until)
    return sum(week.hard_sets for week in recent) / len(recent)


def _time(found: Gathered) -> tuple[int, int]:
    """Days a week and minutes a session: said, or usual in the last logged weeks, or assumed."""
    latest = dict(sorted(found.weeks.items())[-USUAL_WEEKS:])
    frame = time_frame(found.profile.days_per_week, found.profile.session_minutes, *habits(latest))
    found.assumptions += frame.sentences
    return frame.days, frame.minutes


def _means(found: Gathered) -> Means:
    if not found.facts.limits.equipment:
        found.assumptions.append("Nobody has named the equipment: a fully equipped gym.")
    own: dict[str, int] = {}
    for week in found.weeks.values():
        for key, count in week.exercises.items():
            own[key] = own.get(key, 0) + count
    limits = found.facts.limits
    return Means(equipment=limits.equipment, avoided=limits.avoided, injured=joints(limits.injured), own_sets=own)


def _sex(written: str | None) -> str | None:
    first = (written or "").strip().lower()[:1]
    return {"m": "male", "f": "female", "w": "female"}.get(first)


def _age(stored: TrainingAge | str | None) -> TrainingAge | None:
    return stored if isinstance(stored, TrainingAge) else None
