"""The way back: what would be lost is listed, exported, and only then removed, in one transaction."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from app.errors import InvalidInput
from app.gateways import archives, fingerprints, migrations, moving, preflight, selecting, unseeding
from app.gateways.database import Database
from app.gateways.locks import exclusive
from app.gateways.revision import REVISIONS
from app.gateways.standing import OURS, status_of, unfit
from app.usecases import copying
from app.usecases.recording import Minutes, Progress
from app.usecases.upgrading import planning
from models.values.maintenance import (
    BackupPlan,
    Finding,
    Loss,
    Method,
    RollbackPlan,
    Step,
    Work,
    WorkReport,
)
from models.values.upgrading import DatabaseStatus, TableHash

if TYPE_CHECKING:
    from app.paths import Paths

BASE: Final = "base"
_ORDER: Final = list(REVISIONS)
_ATTEMPTS: Final = 3
_NOTHING: Final = BackupPlan(Method.NONE, None, "")


class _ChangedMeanwhile(moving.Held):
    """Somebody wrote into what was being exported."""


def planned(database: Database, paths: "Paths | None", to: str) -> RollbackPlan:
    """What going back to a revision would take out; nothing is touched."""
    status = status_of(database)
    archive = _archive_file(database, paths)
    if status.state not in OURS:
        error = unfit(status)
        finding = Finding(status.state.value, error.message, error.advice)
        return RollbackPlan(status, to, (), (), archive, (finding,), _NOTHING)
    target = migrations.resolved(to)
    if target == "head" or (target != BASE and _ORDER.index(target) >= _ORDER.index(status.revision or "")):
        raise InvalidInput(f"{status.location} is at {status.revision}; a roll back goes to an earlier revision.")
    written = statements(database.dialect, status, target)
    backup = copying.planned(database, paths)
    folder = copying.folder_for(database, paths)
    findings = preflight.findings(database, moving.touched(written), status.size_bytes, folder)
    with database.read() as connection:
        losses = tuple(_losses(connection, moving.dropped(written))) if target != BASE else ()
        findings += _about_base(connection, target)
    return RollbackPlan(
        status=status,
        to_revision=target,
        steps=tuple(_steps(status, target, backup, archive)),
        losses=losses,
        archive=archive,
        findings=tuple(findings),
        backup=backup,
        sessions=tuple(preflight.others(database)),
    )


def statements(dialect: str, status: DatabaseStatus, target: str) -> str:
    """The SQL of the way back."""
    return migrations.written(dialect, status.revision or "", target, up=False)


def carry_out(database: Database, paths: "Paths | None", asked: RollbackPlan, progress: Progress | None) -> WorkReport:
    """Do what the plan says, as things stand once the lock is ours."""
    minutes = Minutes(Work.ROLL_BACK, database, progress)
    _refuse(asked)
    with exclusive(database, minutes.waiting):
        plan = planned(database, paths, asked.to_revision)
        _refuse(plan)
        backup = _back_up(database, paths, plan, minutes)
        archive = asked.archive
        moved = _exported_and_moved(database, plan, archive, minutes)
    minutes.finished(f"The database is back at {plan.to_revision}.")
    rows = dict(moved.rows)
    method = plan.backup.method if backup else Method.NONE
    return minutes.report(backup=backup, backup_method=method, archive=archive, rows=rows, attempts=moved.attempts)


def _back_up(database: Database, paths: "Paths | None", plan: RollbackPlan, minutes: Minutes) -> Path | None:
    if plan.backup.method is Method.NONE:
        return None
    with minutes.step("backup", "Backing up.", plan.backup.sentence, (0.0, 0.3)) as tell:
        backup, notes = copying.made(database, plan.backup, tell, minutes.began_at)
    minutes.notes += notes
    copying.thin_out(database, paths, minutes.began_at)
    return backup.file


def _exported_and_moved(database: Database, plan: RollbackPlan, archive: Path, minutes: Minutes) -> moving.Moved:
    """Export, then remove exactly that: whatever was written in between is exported anew."""
    for attempt in range(1, _ATTEMPTS + 1):
        with minutes.step("export", "Exporting.", f"Wrote what goes to {archive}.", (0.3, 0.6)) as tell:
            exported, unused = _export(database, plan, archive, tell)
        try:
            done = f"Took everything later than {plan.to_revision} out; every row that stays is as it was."
            with minutes.step("roll back", "Rolling back.", done, (0.6, 0.95)) as tell:
                return moving.move(database, _wanted(database, plan, exported, unused), tell)
        except BaseException as error:
            archive.unlink(missing_ok=True)
            if not isinstance(error, _ChangedMeanwhile) or attempt == _ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _export(
    database: Database, plan: RollbackPlan, archive: Path, tell: Progress
) -> tuple[Mapping[str, TableHash], unseeding.Keys]:
    going = moving.dropped(statements(database.dialect, plan.status, plan.to_revision))
    with database.read(snapshot=True) as connection:
        unused = _unused(connection, going)
        whole = {each.table: each for each in selecting.everything(connection)}
        seeded = [replace(whole[name], condition=unseeding.condition(rows, name)) for name, rows in unused.items()]
        selections = [*seeded, *selecting.what_goes(connection, going)]
        now = datetime.now(UTC)
        revision = plan.status.revision
        head = archives.Head("rolled back", database.dialect, database.location, revision, now, ())
        archives.write(archive, connection, selections, head, tell)
        return fingerprints.fingerprints(connection, _columns(connection, going)), unused


def _wanted(
    database: Database, plan: RollbackPlan, exported: Mapping[str, TableHash], unused: unseeding.Keys
) -> moving.Move:
    written = statements(database.dialect, plan.status, plan.to_revision)
    going = moving.dropped(written)

    def still_the_same(connection: Connection) -> None:
        now = fingerprints.fingerprints(connection, _columns(connection, going))
        if fingerprints.changes(exported, now):
            raise _ChangedMeanwhile(
                "Somebody wrote into what was being taken out.", advice="Nothing was changed. Try again."
            )

    def unseed(connection: Connection) -> None:
        unseeding.remove(connection, unused)

    return moving.Move(plan.to_revision, False, written, still_the_same, unseed)


def _unused(connection: Connection, going: Mapping[str, Sequence[str]]) -> unseeding.Keys:
    """The catalogue's own rows go with the columns that tell them, unless somebody uses them."""
    if "catalogueId" not in going.get("Exercise", ()):
        return {}
    return unseeding.unused(connection, [table for table, names in going.items() if moving.WHOLE in names])


def _columns(connection: Connection, going: Mapping[str, Sequence[str]]) -> fingerprints.Columns:
    """What is going, with the keys it is told by."""
    return {each.table: list(each.columns) for each in selecting.what_goes(connection, going)}


def _losses(connection: Connection, going: Mapping[str, Sequence[str]]) -> Iterator[Loss]:
    for selection in selecting.what_goes(connection, going):
        if selection.whole_rows:
            yield Loss(selection.table, None, selecting.count(connection, selection))
        else:
            for column in going[selection.table]:
                yield Loss(selection.table, column, selecting.count(connection, selection, column))
    for table, rows in _unused(connection, going).items():
        yield Loss(table, None, len(rows), seeded=True)


def _about_base(connection: Connection, target: str) -> list[Finding]:
    """The existing tables are dropped only where they are empty."""
    held = [each.table for each in migrations.count_rows(connection) if each.rows] if target == BASE else []
    if not held:
        return []
    sentence = f"The existing tables still hold rows ({', '.join(held)}), so they are not dropped."
    return [Finding("rows", sentence, f"Go no further back than {planning.FIRST}; nothing was changed.")]


def _steps(status: DatabaseStatus, target: str, backup: BackupPlan, archive: Path) -> Iterator[Step]:
    yield Step("lock", "Take the lock, so that no other Peakline works on this database meanwhile.")
    if backup.target is not None:
        yield Step("backup", f"{backup.sentence} It goes to {backup.target}.")
    yield Step("export", f"Write everything that will go to {archive}, from which it can be restored.")
    first = -1 if target == BASE else _ORDER.index(target)
    for revision in reversed(_ORDER[first + 1 : _ORDER.index(status.revision or "") + 1]):
        yield Step(revision, f"Take back: {REVISIONS[revision]}.")
    yield Step("rows", "Compare every row that stays by hash with what it was, before anything is kept.")


def _archive_file(database: Database, paths: "Paths | None") -> Path:
    folder = copying.folder_for(database, paths) or Path(tempfile.gettempdir())
    return folder / f"{copying.stem(database)}-rolled-back-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.zip"


def _refuse(plan: RollbackPlan) -> None:
    error = planning.refusal(plan.findings)
    if error is not None:
        raise error
