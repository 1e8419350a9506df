"""Who needs the coach today: every athlete's state, recent weeks and blocks, most urgent first.

What the first page shows is read here. Nothing in this module needs SQLAlchemy, so a local file's roster is
on screen before that is loaded; see docs/decisions.md.
"""

import builtins
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from app.engine.attention import Standing, Verdict, judge
from app.engine.readiness import VALID_HOURS
from app.gateways.local_file import Readable
from app.gateways.roster import Record, read_athletes, read_roster
from models.values.athletes import Athlete, RosterBlock, RosterRow
from models.values.days import moment, monday
from models.values.kinds import LiftTrend

WEEKS: Final = 8
"""How far the roster looks back and ahead."""


class Roster:
    """Reads the athletes of a local file or of a database."""

    def __init__(self, source: Readable) -> None:
        self._source = source

    def list(self) -> builtins.list[Athlete]:
        """Every athlete, by name."""
        with self._source.selecting() as select:
            return read_athletes(select)

    def today(self, today: date) -> builtins.list[RosterRow]:
        """What `rows` gives, with `weekly_sets` of the current week only: several times faster."""
        return self._read(today, _weeks(today, WEEKS), WEEKS, [monday(today)])

    def rows(self, today: date, *, weeks_back: int = WEEKS, weeks_ahead: int = WEEKS) -> builtins.list[RosterRow]:
        """Every athlete's state, recent weeks and blocks around today, most urgent first.

        A check-in counts for 48 hours. `weekly_sets` has every week of the last `weeks_back` and the
        current one, 0 where nothing was done, for athletes who have ever trained.
        """
        weeks = _weeks(today, weeks_back)
        return self._read(today, weeks, weeks_ahead, weeks)

    def _read(
        self, today: date, weeks: Sequence[date], ahead: int, counted: Sequence[date]
    ) -> builtins.list[RosterRow]:
        as_of = _as_of(today)
        last = monday(today) + timedelta(weeks=ahead)
        with self._source.selecting() as select:
            records = read_roster(select, today, as_of, weeks[0], last, counted[0])
        rows = [_row(record, today, as_of, weeks, counted) for record in records]
        return [row for row, _ in sorted(rows, key=lambda pair: -pair[1].urgency)]


def _weeks(today: date, back: int) -> builtins.list[date]:
    return [monday(today) - timedelta(weeks=weeks) for weeks in range(back, -1, -1)]


def _as_of(today: date) -> datetime:
    """Now, where today is today; else the end of that day, so that past days can be asked about too."""
    now = datetime.now(UTC)
    end = moment(today + timedelta(days=1), time(), None) - timedelta(milliseconds=1)
    return now if now.astimezone().date() == today else end


def _row(
    record: Record, today: date, as_of: datetime, weeks: Sequence[date], counted: Sequence[date]
) -> tuple[RosterRow, Verdict]:
    at, score = record.signal or (None, None)
    valid = at is not None and as_of - at <= timedelta(hours=VALID_HOURS)
    weekly = _by_week(record, weeks)
    verdict = judge(_standing(record, score if valid else None, [sets for _, sets in weekly], today), today)
    row = RosterRow(
        athlete=record.athlete,
        attention=verdict.attention,
        reasons=verdict.reasons,
        freshness=score if valid else None,
        freshness_at=at,
        last_workout=record.last_workout,
        sessions_28_days=record.sessions,
        missed_28_days=record.missed,
        goal=record.goal,
        training_age=record.training_age,
        event_date=record.event,
        blocks=record.blocks,
        weekly_sets=_by_week(record, counted),
    )
    return row, verdict


def _by_week(record: Record, weeks: Sequence[date]) -> builtins.list[tuple[date, int]]:
    return [(week, record.weekly_sets.get(week, 0)) for week in weeks] if record.last_workout else []


def _standing(record: Record, freshness: float | None, weeks: Sequence[int], today: date) -> Standing:
    return Standing(
        freshness=freshness,
        checks_in=record.signal is not None,
        stalled=record.lifts.get(LiftTrend.STALLED, []),
        declining=record.lifts.get(LiftTrend.DECLINING, []),
        judged_lifts=sum(len(names) for names in record.lifts.values()),
        weeks_of_sets=weeks,
        missed_28_days=record.missed,
        sessions_28_days=record.sessions,
        last_workout=record.last_workout,
        event=record.event,
        has_plan=record.has_plan,
        block_now=_block_on(record.blocks, today),
        block_next_week=_block_on(record.blocks, monday(today) + timedelta(weeks=1)),
    )


def _block_on(blocks: Sequence[RosterBlock], day: date) -> str | None:
    # Later macrocycles stand last, and where two meet the later one holds.
    for block in reversed(blocks):
        if block.start <= day < block.start + timedelta(weeks=block.weeks):
            return str(block.block_type)
    return None
