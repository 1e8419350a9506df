"""Carries a plan out: lock, backup, the revisions in one transaction with rows compared, backfill, validate."""

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection

from app.errors import Cancelled, PeaklineError
from app.gateways import memory, moving
from app.gateways.database import Database
from app.gateways.locks import exclusive
from app.gateways.revision import HEAD, VERSION_TABLE
from app.usecases import copying
from app.usecases.recording import Minutes, Progress
from app.usecases.upgrading import planning
from models.values.maintenance import Method, UpgradePlan, Work, WorkReport

if TYPE_CHECKING:
    from app.gateways.vault import Vault
    from app.paths import Paths

_ONCE_MORE: Final = "The schema is upgraded and nothing is half done; run the upgrade again to finish."


class Run:
    """One upgrade or adoption of a database."""

    def __init__(
        self, database: Database, paths: "Paths | None", vault: "Vault | None", progress: Progress | None
    ) -> None:
        self._database = database
        self._paths = paths
        self._vault = vault
        self._progress = progress
        self._found: dict[str, Any] = {}

    def carry_out(self, asked: UpgradePlan, *, backfill: bool) -> WorkReport:
        """Do what the plan says, as things stand once the lock is ours."""
        minutes = Minutes(asked.work, self._database, self._progress)
        _refuse(asked)
        with exclusive(self._database, minutes.waiting):
            # Somebody may have upgraded, or changed, the database since the plan was shown.
            plan = planning.planned(self._database, self._paths, asked.to_revision)
            _refuse(plan)
            self._back_up(plan, minutes)
            self._move(plan, minutes)
            if plan.to_revision == HEAD:
                self._follow_up(minutes, backfill=backfill)
        minutes.finished(f"The database is at {plan.to_revision}.")
        return minutes.report(**self._found)

    def _back_up(self, plan: UpgradePlan, minutes: Minutes) -> None:
        if plan.backup.method is Method.NONE:
            return
        with minutes.step("backup", "Backing up.", plan.backup.sentence, (0.0, 0.3)) as tell:
            backup, notes = copying.made(self._database, plan.backup, tell, minutes.began_at)
        minutes.notes += notes
        self._found |= {"backup": backup.file, "backup_method": Method(backup.manifest.method)}
        copying.thin_out(self._database, self._paths, minutes.began_at)

    def _move(self, plan: UpgradePlan, minutes: Minutes) -> None:
        written = planning.statements(self._database.dialect, plan.schema_revision, plan.to_revision)
        before = _stamping(plan.schema_revision) if plan.work is Work.ADOPT and plan.schema_revision else None
        there = plan.schema_revision is not None
        wanted = moving.Move(plan.to_revision, up=True, statements=written, before=before, others_wait=there)
        name = "adopt" if plan.work is Work.ADOPT else "upgrade"
        done = f"Brought to {plan.to_revision}; every row is as it was."
        with minutes.step(name, "Upgrading.", done, (0.3, 0.6)) as tell:
            moved = moving.move(self._database, wanted, tell)
        self._found |= {"rows": dict(moved.rows), "attempts": moved.attempts}
        minutes.notes += [each.sentence for each in plan.differences]

    def _follow_up(self, minutes: Minutes, *, backfill: bool) -> None:
        """What comes after the schema is safely there: whatever fails here undoes none of that."""
        problems: list[str] = []
        try:
            self._move_tokens(minutes, problems)
            if backfill:
                self._backfill(minutes, problems)
            self._validate(minutes, problems)
        except Cancelled:
            self._found["cancelled"] = True
            minutes.notes.append(_ONCE_MORE)
        self._found["problems"] = tuple(problems)

    def _move_tokens(self, minutes: Minutes, problems: list[str]) -> None:
        if self._vault is None:
            return
        from app.usecases.integrations import move_tokens  # noqa: PLC0415  (the keyring, only here)

        with minutes.step("tokens", "Looking for plain tokens.", "Looked for plain tokens.", (0.6, 0.62)):
            try:
                report = move_tokens(self._database, self._vault)
            except PeaklineError as error:
                problems.append(f"Tokens were left where they are: {error}")
                return
        self._found["tokens"] = report
        if report.message:
            minutes.notes.append(report.message)

    def _backfill(self, minutes: Minutes, problems: list[str]) -> None:
        from app.usecases.backfilling import Backfilling  # noqa: PLC0415  (the engine, only here)

        with minutes.step(
            "backfill", "Backfilling.", "Gave athletes their seasons and exposures.", (0.62, 0.9)
        ) as tell:
            try:
                self._found["backfill"] = Backfilling(self._database).run(progress=tell)
            except Cancelled:
                raise
            except PeaklineError as error:
                problems.append(f"The backfill stopped: {error}")

    def _validate(self, minutes: Minutes, problems: list[str]) -> None:
        from app.usecases.validating import Validating  # noqa: PLC0415  (only here)

        with minutes.step("validate", "Checking the data.", "Checked the data.", (0.9, 1.0)) as tell:
            try:
                report = Validating(self._database).run(progress=tell)
            except Cancelled:
                raise
            except PeaklineError as error:
                problems.append(f"The data could not be checked: {error}")
                return
        self._found["validation"] = report
        if self._paths is not None:
            file = self._paths.data / memory.FILE
            memory.remember_validation(file, self._database.location, minutes.began_at, ok=report.ok)


def _stamping(revision: str) -> moving.InTransaction:
    """Record the revision that a database without a record was found to have."""

    def stamp(connection: Connection) -> None:
        connection.exec_driver_sql(f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.exec_driver_sql(f"INSERT INTO {VERSION_TABLE} VALUES ('{revision}')")  # noqa: S608  (one of ours)

    return stamp


def _refuse(plan: UpgradePlan) -> None:
    error = planning.refusal(plan.findings)
    if error is not None:
        raise error
