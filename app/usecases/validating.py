"""Validation: every rule that the data must keep and no constraint of the database can, checked set by set."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import Connection

from app.errors import Cancelled, PeaklineError
from app.gateways import checks_database, checks_logs, checks_plan, memory
from app.gateways.checks import Found
from app.gateways.database import Database
from app.gateways.failures import translated
from models.values.validating import Check, ValidationReport

if TYPE_CHECKING:
    from app.paths import Paths

Progress = Callable[[float, str], None]
"""Told the share done (0 to 1) and a sentence; may raise `Cancelled`."""

_BACKFILL: Final = "Run `peakline db backfill`, or choose Backfill on the database page."
_PLAN: Final = "Open the athlete's plan and plan a new season; the damaged one stays in the database."
_UPGRADE: Final = "Run `peakline db upgrade`, or choose Upgrade on the database page."
_RESTORE: Final = "Restore the last good backup, or repair these by hand."


class _Rule(NamedTuple):
    check: Callable[[Connection], Found]
    advice: str


RULES: Final[Mapping[str, _Rule]] = {
    "revision": _Rule(checks_database.at_head, _UPGRADE),
    "schema": _Rule(
        checks_database.schema_as_expected,
        "Somebody changed these by hand: take the change back, or restore the last good backup.",
    ),
    "integrity": _Rule(checks_database.sound, _RESTORE),
    "active season": _Rule(
        checks_plan.one_active_season,
        f"{_BACKFILL} Where an athlete has two active seasons, end one of them.",
    ),
    "mesocycles": _Rule(checks_plan.seasons_have_mesocycles, _PLAN),
    "blocks": _Rule(checks_plan.mesocycles_have_blocks, _PLAN),
    "mesocycle order": _Rule(checks_plan.mesocycles_in_order, _PLAN),
    "block order": _Rule(checks_plan.blocks_in_order, _PLAN),
    "total weeks": _Rule(checks_plan.weeks_add_up, "Set totalWeeks to the sum of the blocks' durationWeeks."),
    "cursors": _Rule(checks_plan.cursors_in_range, "Set them to a place inside the season, or plan a new one."),
    "block shapes": _Rule(checks_plan.blocks_in_shape, f"These parts are shown as unread. {_PLAN}"),
    "secondary goals": _Rule(checks_plan.secondary_goals, "Take the doubled goals out of these seasons."),
    "enum values": _Rule(
        checks_logs.enum_values_known,
        "Another program wrote them; they are shown as they are. A newer version of Peakline may know them.",
    ),
    "exposures": _Rule(checks_logs.exposures_agree, _BACKFILL),
    "own blocks": _Rule(checks_logs.own_blocks, "Take these workouts out of the other athlete's block."),
    "week in block": _Rule(
        checks_logs.weeks_in_blocks, "Give these workouts a week inside their block, or take them out of it."
    ),
    "soreness": _Rule(checks_logs.soreness_known, "Rename the muscles to keys of the catalogue, graded 1 to 3."),
    "tokens": _Rule(
        checks_logs.tokens_are_references,
        "Run `peakline db upgrade`: it moves tokens into the keyring. Until then keep this file to yourself.",
    ),
}
"""Every check by its name, in the order they are told."""

_OF_ANY_SCHEMA: Final = "revision"


class Validating:
    """Looks at everything and changes nothing."""

    def __init__(self, database: Database, paths: "Paths | None" = None) -> None:
        """Without `paths`, nobody remembers when it was and what came of it."""
        self._database = database
        self._paths = paths

    def run(self, progress: Progress | None = None) -> ValidationReport:
        """Run every check on one state of the data.

        Of a database that is not at this version's revision only that is told: the other rules
        speak of tables that it may not have. `DatabaseUnavailable` where it cannot be reached.
        """
        tell = progress or _silent
        checks: list[Check] = []
        with self._database.read() as connection:
            if self._database.dialect == "postgresql":
                # Counts and rows that belong together must come from one moment, whoever writes meanwhile.
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            for number, (name, rule) in enumerate(RULES.items()):
                tell(number / len(RULES), f"Checking {name}.")
                checks.append(self._checked(connection, name, rule))
                if name == _OF_ANY_SCHEMA and not checks[-1].ok:
                    break
        tell(1.0, "Checked everything.")
        report = ValidationReport(checks)
        if self._paths is not None:
            file = self._paths.data / memory.FILE
            memory.remember_validation(file, self._database.location, datetime.now(UTC), ok=report.ok)
        return report

    def _checked(self, connection: Connection, name: str, rule: _Rule) -> Check:
        try:
            # A check that cannot run must not spoil the transaction for the others.
            with connection.begin_nested():
                found = rule.check(connection)
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - told as a failed check, by its name
            spoken = error if isinstance(error, PeaklineError) else translated(error, self._database.location)
            return Check(name, ok=False, failing=[], advice=f"This check could not run: {spoken}")
        ok = not found.failing
        return Check(name, ok, found.failing, "" if ok else rule.advice, found.checked, found.notes)


def _silent(_share: float, _sentence: str) -> None:
    return
