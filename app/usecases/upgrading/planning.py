"""What an upgrade or an adoption would do, and what stands in its way; found out without touching anything."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.errors import DatabaseBusy, DatabaseUnavailable, InvalidInput, PeaklineError, WrongSchema
from app.gateways import drift, migrations, moving, preflight, schema
from app.gateways.database import Database
from app.gateways.revision import HEAD, REVISIONS
from app.gateways.standing import UPGRADABLE, status_of, unfit
from app.usecases import copying
from models.values.maintenance import BackupPlan, Difference, Finding, Method, Step, UpgradePlan, Work
from models.values.upgrading import DatabaseState, DatabaseStatus

if TYPE_CHECKING:
    from app.paths import Paths

FIRST: Final = next(iter(REVISIONS))
_ORDER: Final = list(REVISIONS)
_LOCK: Final = Step("lock", "Take the lock, so that no other Peakline works on this database meanwhile.")
_HASHES: Final = Step("rows", "Compare every row by hash with what it was, before anything is kept.")
_AFTER: Final = (
    Step("catalogue", "Fill the exercise catalogue; rows that are there keep their values."),
    Step("tokens", "Move plain tokens of devices into the keyring."),
    Step("backfill", "Give every athlete without one a season, and bring exposures in line with the logs."),
    Step("validate", "Check the data against every rule."),
)


def planned(database: Database, paths: "Paths | None", to: str = "head") -> UpgradePlan:
    """The plan of an upgrade to a revision, or of an adoption where that is what is needed."""
    target = _target(to)
    status = status_of(database)
    work = Work.ADOPT if status.state is DatabaseState.ADOPTABLE else Work.UPGRADE
    if status.state not in UPGRADABLE:
        error = unfit(status)
        finding = Finding(status.state.value, error.message, error.advice)
        return UpgradePlan(work, status, target, (), (finding,), BackupPlan(Method.NONE, None, ""))
    differences, begin = _drift(database, status)
    backup = copying.planned(database, paths) if status.revision != target else BackupPlan(Method.NONE, None, "")
    tables = moving.touched(statements(database.dialect, begin, target))
    findings = [*_about_revisions(status, target), *_about_drift(status, differences)]
    if not findings or status.revision != target:
        folder = copying.folder_for(database, paths)
        findings += preflight.findings(database, tables, status.size_bytes, folder)
    return UpgradePlan(
        work=work,
        status=status,
        to_revision=target,
        steps=tuple(_steps(begin if status.state is not DatabaseState.EMPTY else None, target, backup)),
        findings=tuple(findings),
        backup=backup,
        differences=tuple(differences),
        sessions=tuple(preflight.others(database)),
        schema_revision=begin,
    )


def statements(dialect: str, begin: str | None, target: str) -> str:
    """The SQL from one revision up to another."""
    if begin == target:
        return ""
    return migrations.written(dialect, begin or "base", target, up=True)


def sql(plan: UpgradePlan) -> str:
    """The statements of a plan as they would run."""
    begin = plan.schema_revision
    written = statements(plan.status.engine, begin, plan.to_revision)
    if plan.work is not Work.ADOPT:
        return written
    made = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);"
    return f"{made}\n\nINSERT INTO alembic_version VALUES ('{begin}');\n\n{written}"


def _target(to: str) -> str:
    target = migrations.resolved(to)
    if target == "base":
        raise InvalidInput("An upgrade goes forward; base is where a roll back can go.")
    return HEAD if target == "head" else target


def _drift(database: Database, status: DatabaseStatus) -> tuple[Sequence[Difference], str | None]:
    """How the database differs from the revision it is at, and which revision that is."""
    if status.state is DatabaseState.EMPTY:
        return (), None
    with database.read() as connection:
        actual = schema.snapshot(connection)
    coming = schema.expected(HEAD, database.dialect)
    if status.revision in REVISIONS:
        return drift.judged(schema.expected(status.revision, database.dialect), actual, coming), status.revision
    for revision in _ORDER:
        # A database whose record of revisions got lost is recognised by its whole schema.
        found = drift.judged(schema.expected(revision, database.dialect), actual, coming)
        if all(each.harmless for each in found):
            return found, revision
    return drift.judged(schema.expected(FIRST, database.dialect), actual, coming), FIRST


def _about_revisions(status: DatabaseStatus, target: str) -> list[Finding]:
    if status.revision is not None and _ORDER.index(target) < _ORDER.index(status.revision):
        sentence = f"{status.location} is at {status.revision} already, which is later than {target}."
        return [Finding("revision", sentence, "Going back is a roll back, which exports first what would be lost.")]
    return []


def _about_drift(status: DatabaseStatus, differences: Sequence[Difference]) -> list[Finding]:
    dangerous = [each.sentence for each in differences if not each.harmless]
    if not dangerous:
        return []
    advice = "Nothing was changed. Correct this in the program that made the database, or restore a backup."
    if any("an upgrade makes it" in each for each in dangerous):
        advice = (
            "The specification's own scripts seem to have been run here: take their tables and columns back with "
            "their rollback script, after a backup, then try again. Nothing was changed."
        )
    stops = status.state is not DatabaseState.CURRENT
    return [Finding("drift", sentence, advice if at == 0 else "", stops) for at, sentence in enumerate(dangerous)]


def _steps(begin: str | None, target: str, backup: BackupPlan) -> list[Step]:
    steps = [_LOCK]
    if backup.target is not None:
        steps.append(Step("backup", f"{backup.sentence} It goes to {backup.target}."))
    after = _ORDER.index(begin) if begin else -1
    coming = _ORDER[after + 1 : _ORDER.index(target) + 1]
    steps += [Step(revision, f"{REVISIONS[revision]}.") for revision in coming]
    if coming and begin:
        steps.append(_HASHES)
    return steps + list(_AFTER if target == HEAD else ())


def refusal(findings: Sequence[Finding]) -> PeaklineError | None:
    """The error for the first thing that stops a plan, None where nothing does."""
    stopping = [each for each in findings if each.stops]
    if not stopping:
        return None
    kinds = {"space": DatabaseUnavailable, "rights": DatabaseUnavailable, "lock": DatabaseBusy}
    kind = kinds.get(stopping[0].kind, WrongSchema)
    return kind(" ".join(each.sentence for each in stopping), advice=stopping[0].advice)
