"""What the roster knows of every athlete, in a fixed number of queries whatever their number.

Plain SQL that means the same on SQLite and PostgreSQL, and rows decoded by hand: the first page is read
before SQLAlchemy is loaded. SQLite keeps the order of a CROSS JOIN: so it goes from the athletes, or their
macrocycles, to what is theirs by its index, and never through a whole table of the log.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, Final

from app.gateways.hard_sets import HARD_SETS_OF_WORKOUT
from app.gateways.local_file import Select
from models.values.athletes import Athlete, RosterBlock, TrainingAge
from models.values.days import local_day, moment, monday, zone
from models.values.kinds import BlockType, LiftTrend, PrimaryGoal, TrainingGoal
from models.values.stored import day_of, member_or_text, moment_of
from models.values.units import Unit

MISSED_DAYS: Final = 28
TREND_DAYS: Final = 42
"""A lift not trained for longer has no current trend."""
_JUDGED: Final = {trend.value: trend for trend in LiftTrend if trend is not LiftTrend.TOO_LITTLE}

_LIST: Final = """
SELECT "id", "email", "name", "unit", "isDemo" FROM "User" ORDER BY lower(coalesce("name", "email")), "id"
"""

_ATHLETES: Final = """
SELECT u."id", u."email", u."name", u."unit", u."isDemo", u."timeZone",
    m."id", m."primaryGoal", m."trainingAge", m."eventDate", g."primaryGoal", p."trainingAge",
    r."timestamp", r."fatigueScore", coalesce(w."completedAt", w."scheduledDate")
FROM "User" u
LEFT JOIN "MacroCycle" m ON m."userId" = u."id" AND m."isActive"
LEFT JOIN "Goals" g ON g."userId" = u."id"
LEFT JOIN "Profile" p ON p."userId" = u."id"
LEFT JOIN "ReadinessSignal" r ON r."id" = (
    SELECT s."id" FROM "ReadinessSignal" s
    WHERE s."userId" = u."id" AND s."replacedById" IS NULL AND s."timestamp" <= :as_of
    ORDER BY s."timestamp" DESC, s."id" DESC LIMIT 1)
LEFT JOIN "Workout" w ON w."id" = (
    SELECT d."id" FROM "Workout" d
    WHERE d."userId" = u."id" AND d."status" = 'COMPLETED' AND d."scheduledDate" <= :as_of
    ORDER BY d."scheduledDate" DESC, d."id" DESC LIMIT 1)
ORDER BY coalesce(u."name", u."email"), u."id"
"""

_SESSIONS: Final = """
SELECT u."id",
    sum(CASE WHEN w."status" = 'COMPLETED' THEN 1 ELSE 0 END),
    sum(CASE WHEN w."status" IN ('SKIPPED', 'PLANNED') AND w."scheduledDate" < :today THEN 1 ELSE 0 END)
FROM "User" u CROSS JOIN "Workout" w
WHERE w."userId" = u."id" AND w."scheduledDate" BETWEEN :since AND :as_of
GROUP BY u."id"
"""

_WEEKS: Final = f"""
SELECT u."id", u."timeZone", coalesce(w."completedAt", w."scheduledDate"),
    CASE
        WHEN coalesce(w."completedAt", w."scheduledDate") >= :counted THEN (SELECT count(*) {HARD_SETS_OF_WORKOUT})
        WHEN EXISTS (SELECT 1 {HARD_SETS_OF_WORKOUT}) THEN 1
        ELSE 0
    END
FROM "User" u CROSS JOIN "Workout" w
WHERE w."userId" = u."id" AND w."scheduledDate" BETWEEN :since AND :as_of
"""  # noqa: S608  (a constant)

_BLOCKS: Final = """
SELECT m."userId", m."id", m."startDate", m."endDate", b."blockType", b."durationWeeks"
FROM "MacroCycle" m CROSS JOIN "Mesocycle" c CROSS JOIN "TrainingBlock" b
WHERE (m."isActive" OR m."endDate" >= :first) AND c."macroCycleId" = m."id" AND b."mesocycleId" = c."id"
ORDER BY m."userId", m."startDate", m."id", c."orderIndex", b."orderIndex"
"""

_TRENDS: Final = """
SELECT u."id", e."name", x."performance"
FROM "User" u CROSS JOIN "ExerciseExposure" x JOIN "Exercise" e ON e."id" = x."exerciseId"
WHERE x."userId" = u."id" AND x."lastUsed" >= :since
ORDER BY u."id", x."usageCount" DESC, e."name"
"""

STATEMENTS: Final[Mapping[str, str]] = {
    "list": _LIST,
    "athletes": _ATHLETES,
    "sessions": _SESSIONS,
    "weeks": _WEEKS,
    "blocks": _BLOCKS,
    "trends": _TRENDS,
}
"""Every statement of the first page."""


@dataclass(slots=True)
class Record:
    """One athlete's facts, as the roster needs them."""

    athlete: Athlete
    goal: TrainingGoal | PrimaryGoal | str | None
    training_age: TrainingAge | str | None
    event: date | None
    has_plan: bool
    signal: tuple[datetime, float] | None = None
    last_workout: date | None = None
    sessions: int = 0
    missed: int = 0
    blocks: list[RosterBlock] = field(default_factory=list)
    lifts: dict[LiftTrend, list[str]] = field(default_factory=dict)
    """Names of the main lifts with a trend, the most trained first."""
    weekly_sets: dict[date, int] = field(default_factory=dict)
    """Monday to hard sets; before the counted weeks, to the workouts that had any."""


def read_athletes(select: Select) -> list[Athlete]:
    """Every athlete, by name."""
    return [_athlete(row) for row in select(_LIST)]


def read_roster(select: Select, today: date, as_of: datetime, first: date, last: date, counted: date) -> list[Record]:
    """Every athlete's record: weeks and blocks between two Mondays, signals and sessions up to `as_of`.

    From the Monday `counted` on the hard sets of a week are counted. For the weeks before only whether there
    were any is looked up, which takes a tenth of the time.
    """
    records = {row[0]: _record(row) for row in select(_ATHLETES, {"as_of": as_of})}
    _count_sessions(select, records, today, as_of)
    _add_weekly_sets(select, records, first, counted, as_of)
    _add_blocks(select, records, first, last)
    _add_trends(select, records, today)
    return list(records.values())


def _start(day: date) -> datetime:
    return moment(day, time(), None)


def _athlete(row: Sequence[Any]) -> Athlete:
    athlete_id, email, name, unit, is_demo = row[:5]
    return Athlete(athlete_id, email, name, Unit(unit or Unit.KG), bool(is_demo))


def _record(row: Sequence[Any]) -> Record:
    time_zone, macro_id, macro_goal, macro_age, event, goal, age, at, score, done = row[5:]
    wanted = _member(TrainingGoal, macro_goal) or _member(PrimaryGoal, goal)
    return Record(
        athlete=_athlete(row),
        goal=wanted,
        training_age=_member(TrainingAge, macro_age or age),
        event=None if event is None else day_of(event),
        has_plan=macro_id is not None,
        signal=None if at is None else (moment_of(at), float(score)),
        last_workout=None if done is None else local_day(moment_of(done), zone(time_zone)),
    )


def _member(members: Any, value: str | None) -> Any:
    return None if value is None else member_or_text(members, value)


def _count_sessions(select: Select, records: Mapping[str, Record], today: date, as_of: datetime) -> None:
    since = _start(today - timedelta(days=MISSED_DAYS))
    for athlete_id, sessions, missed in select(_SESSIONS, {"today": _start(today), "since": since, "as_of": as_of}):
        records[athlete_id].sessions, records[athlete_id].missed = int(sessions), int(missed)


def _add_weekly_sets(
    select: Select, records: Mapping[str, Record], first: date, counted: date, as_of: datetime
) -> None:
    # A day's margin: the week is the athlete's own, taken below.
    margin = timedelta(days=1)
    rows = select(_WEEKS, {"since": _start(first - margin), "counted": _start(counted - margin), "as_of": as_of})
    for athlete_id, time_zone, at, sets in rows:
        week = monday(local_day(moment_of(at), zone(time_zone)))
        if week >= first:
            weeks = records[athlete_id].weekly_sets
            weeks[week] = weeks.get(week, 0) + sets


def _add_blocks(select: Select, records: Mapping[str, Record], first: date, last: date) -> None:
    for (athlete_id, _), rows in groupby(select(_BLOCKS, {"first": first}), key=lambda row: (row[0], row[1])):
        records[athlete_id].blocks += _placed(rows, first, last)


def _placed(rows: Iterable[Sequence[Any]], first: date, last: date) -> list[RosterBlock]:
    """A macrocycle's blocks that touch the window; what an archived one never reached is cut off."""
    found = []
    start: date | None = None
    for _, _, begins, ends, kind, duration in rows:
        start = start or day_of(begins)
        weeks = duration
        if ends is not None:
            weeks = min(weeks, ((day_of(ends) - start).days + 7) // 7)
        if weeks > 0 and start <= last and start + timedelta(weeks=weeks) > first:
            found.append(RosterBlock(_member(BlockType, kind), start, weeks))
        start += timedelta(weeks=duration)
    return found


def _add_trends(select: Select, records: Mapping[str, Record], today: date) -> None:
    for athlete_id, name, performance in select(_TRENDS, {"since": _start(today - timedelta(days=TREND_DAYS))}):
        known = _document(performance)
        trend = _JUDGED.get(str(known.get("trend")))
        if known.get("isMain") and trend is not None:
            records[athlete_id].lifts.setdefault(trend, []).append(name)


def _document(stored: object) -> Mapping[str, Any]:
    """A JSON object, as text or decoded by the driver; another program's may be anything, and then says nothing."""
    try:
        read = json.loads(stored) if isinstance(stored, str) else stored
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
