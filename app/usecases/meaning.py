"""What an athlete's freshness means for today, in a sentence: today's session, or what its band asks for."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select

from app.engine.adapting.session import UNKNOWN, autoregulate
from app.engine.adapting.told import changes_said
from app.engine.constants_adapting import LOW_CONFIDENCE, TWO_SIGNALS
from app.errors import NotFound
from app.gateways.database import Database
from app.gateways.newest_checkin import newest_freshness
from app.gateways.policies import read_rules
from app.usecases.adapting import Adapting
from app.usecases.weeks import Weeks
from models.tables.athletes import user
from models.values.adapting import Autoregulation, Rules
from models.values.days import local_day, moment, zone
from models.values.weeks import NextSession, SessionState

_LIMITS: Final = frozenset({TWO_SIGNALS, LOW_CONFIDENCE})
"""Rules that allow less than the band asks for."""
_OPEN: Final = frozenset({SessionState.TODAY, SessionState.PLANNED})


class Meaning:
    """Reads freshness, rules and today's session; writes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._adapting = Adapting(database)
        self._weeks = Weeks(database)

    def of_today(self, athlete_id: str, today: date) -> str:
        """What the newest check-in makes of today, naming the rule that says so.

        Empty where nothing valid is known: never a check-in, or one older than the rules allow.
        `NotFound` for an unknown athlete.
        """
        with self._database.read() as connection:
            found = connection.execute(select(user.c.time_zone.label("zone")).where(user.c.id == athlete_id))
            row = found.one_or_none()
            if row is None:
                raise NotFound("This athlete is no longer there.", advice="Choose another one.")
            rules = read_rules(connection, athlete_id)
            now = _as_of(today, row.zone)
            freshness = newest_freshness(connection, athlete_id, now, now)
        general = autoregulate((), freshness, rules)
        if general.band == UNKNOWN:
            return ""
        session = self._weeks.next_session(athlete_id, today)
        if session is None or session.day != today or session.state not in _OPEN:
            return f"No session is planned for today. {_rules_said(general, rules)}"
        own = self._adapting.today(session.workout_id, today)
        return _rules_said(general, rules) if own is None else _session_said(session, own, rules)


def _session_said(session: NextSession, found: Autoregulation, rules: Rules) -> str:
    name = session.name or "Today's session"
    if not found.changes:
        # A deload, or a block that is not to be touched, has no rule of the athlete's: its own words say why.
        why = _rules_said(found, rules) if found.band != UNKNOWN else found.rule_sentence or found.sentence
        return f"{name} stays as planned. {why}".strip()
    lead = f"{name} has been changed" if found.is_applied else f"For {name}"
    return f"{lead}: {changes_said(found.changes)}. {_rules_said(found, rules)}"


def _rules_said(found: Autoregulation, rules: Rules) -> str:
    """The rule that decided, then those that limited it or added to it."""
    known = {rule.id: f"{rule.name}: {rule.sentence}" for rule in rules.rules}
    first, *others = [each for each in dict.fromkeys((found.rule, found.band, *found.rules)) if each in known] or [""]
    more = [f"{'But' if each in _LIMITS else 'Also'} {known[each]}" for each in others]
    return " ".join([known.get(first, ""), *more])


def _as_of(today: date, where: str | None) -> datetime:
    """Now, where today is today; else the end of that day."""
    now = datetime.now(UTC)
    own = zone(where)
    if local_day(now, own) == today:
        return now
    return moment(today + timedelta(days=1), time(), own) - timedelta(milliseconds=1)
