"""Plans of work on a database, put into words."""

from collections.abc import Mapping, Sequence

from models.values.backfilling import BackfillReport
from models.values.maintenance import (
    BackupPlan,
    Finding,
    Method,
    RestorePlan,
    RollbackPlan,
    UpgradePlan,
    Work,
)
from models.values.upgrading import DatabaseState, DatabaseStatus, Session
from ui.widgets.work_told import Fact, Group, PlanTold, counted, moment, number, row_facts, short, size

_METHODS = {
    Method.COPY: "a copy of a SQLite file",
    Method.PG_DUMP: "a dump of PostgreSQL's own pg_dump",
    Method.ARCHIVE: "an archive of rows",
}


def tell_upgrade(plan: UpgradePlan) -> PlanTold:
    """An upgrade or an adoption: nothing of it can lose a row, so it opens with what will be different."""
    status = plan.status
    if status.state is DatabaseState.EMPTY:
        headline = f"The empty database gets its tables, at {short(plan.to_revision)}."
    elif plan.work is Work.ADOPT or status.state is DatabaseState.ADOPTABLE:
        headline = f"The tables of the web application stay as they are and come to {short(plan.to_revision)}."
    elif plan.changes_schema:
        headline = f"From {short(status.revision)} to {short(plan.to_revision)}; no row of yours is changed."
    else:
        headline = "The database is up to date."
    return PlanTold(
        headline,
        facts=[("Database", status.location), *_backup_facts(plan.backup)],
        blockers=plan.blockers,
        warnings=plan.warnings,
        steps=plan.steps,
        groups=[*_differences(plan), *_sessions(plan.sessions)],
        pointless=not plan.changes_schema,
    )


def tell_rollback(plan: RollbackPlan) -> PlanTold:
    """A roll back: what is lost comes before everything else."""
    lost = [(_lost_name(loss.table, loss.column), _lost_rows(loss.rows, loss.column)) for loss in plan.losses]
    sentence = "Exported first, and can be read back after an upgrade." if lost else "Nothing is lost by it."
    status = plan.status
    return PlanTold(
        f"From {short(status.revision)} back to {short(plan.to_revision)}.",
        facts=[
            ("Database", status.location),
            ("Exported to", str(plan.archive) if lost else "nothing to export"),
            *_backup_facts(plan.backup),
        ],
        blockers=plan.blockers,
        warnings=plan.warnings,
        steps=plan.steps,
        groups=[Group("What will be taken out", lost, sentence, grave=bool(lost)), *_sessions(plan.sessions)],
        pointless=status.revision == plan.to_revision,
    )


def tell_restore(plan: RestorePlan, now: Mapping[str, int]) -> PlanTold:
    """A restore; `now` are the rows of the database that stands there, by table."""
    in_file = Group("What is in the backup", row_facts(plan.rows))
    lost = any(now.values()) and not plan.only_rolled_back
    groups = [] if lost or not plan.rows else [in_file]
    if plan.only_rolled_back:
        headline = "What a roll back took out is put back beside the rows there are; nothing is replaced."
    else:
        headline = "The backup takes the place of the database."
        sentence = "Everything written since the backup was made goes out of use."
        if plan.status.engine == "sqlite":
            sentence += " The file that stands there now is kept beside it."
        if lost:
            groups.insert(0, Group("What will be replaced", _compared(now, plan), sentence, grave=True))
    made = moment(plan.made_at)
    kind = _METHODS.get(plan.method, "unknown") if plan.method else "no backup that can be read"
    return PlanTold(
        headline,
        facts=[
            ("Database", plan.status.location),
            ("Backup", str(plan.file)),
            ("Made", f"{made}, {kind}" if made else kind),
            ("Revision", _against_head(plan)),
        ],
        blockers=plan.blockers,
        warnings=[each for each in plan.findings if not each.stops],
        groups=groups,
    )


def _compared(now: Mapping[str, int], plan: RestorePlan) -> Sequence[Fact]:
    """The rows of each table now and in the backup, the fullest first."""
    tables = sorted((table for table, count in now.items() if count), key=lambda table: (-now[table], table))
    if not plan.rows:
        return [(table, counted(now[table], "row")) for table in tables]
    return [(t, f"{counted(now[t], 'row')} now, {number(plan.rows.get(t, 0))} in the backup") for t in tables]


def _against_head(plan: RestorePlan) -> str:
    if plan.revision == plan.status.head:
        return f"{short(plan.revision)}, the one this version works with"
    return f"{short(plan.revision)}; this version works with {short(plan.status.head)}"


def tell_backup(plan: BackupPlan, status: DatabaseStatus) -> PlanTold:
    """A backup by hand."""
    none = plan.method is Method.NONE
    blockers = [Finding("backup", plan.sentence)] if none else []
    if _too_small(plan):
        missing = size(plan.needed_bytes - (plan.free_bytes or 0))
        blockers.append(
            Finding("space", f"There is no room for it: {missing} more are needed.", "Choose another place.")
        )
    return PlanTold(
        "A verified backup; the database stays open and nothing in it changes.",
        facts=[("Database", status.location), *_backup_facts(plan)],
        blockers=blockers,
    )


def tell_backfill(report: BackfillReport) -> PlanTold:
    """A backfill, from its dry run."""
    would = [
        ("Seasons", f"{counted(report.created, 'athlete')} without an active season will get one"),
        ("Left alone", f"{counted(report.skipped, 'athlete')} with an active season"),
        ("Exposures", f"{counted(report.exposures, 'row')} will be written, corrected or removed"),
    ]
    groups = []
    if report.failures:
        failing = [(each.athlete, each.reason) for each in report.failures]
        groups.append(Group("Cannot be worked out", failing, "Nothing will be written for them.", grave=True))
    if report.assumptions:
        assumed = [(each.athlete, " ".join(each.assumed)) for each in report.assumptions]
        groups.append(Group("What has to be assumed", assumed, "The new seasons say so too, and can be changed."))
    return PlanTold(
        "Computed without writing anything. Whatever is there already stays as it is."
        if report.wrote
        else "There is nothing to backfill: every season and every exposure is as it should be.",
        facts=would,
        groups=groups,
        pointless=not report.wrote,
    )


def _backup_facts(plan: BackupPlan) -> Sequence[Fact]:
    if plan.method is Method.NONE or plan.target is None:
        return [("Backup", plan.sentence)]
    room = f"{size(plan.needed_bytes)} at most"
    if plan.free_bytes is not None:
        room += f"; {size(plan.free_bytes)} are free"
    return [("Backup", plan.sentence), ("Goes to", str(plan.target)), ("Room needed", room)]


def _too_small(plan: BackupPlan) -> bool:
    return plan.free_bytes is not None and plan.needed_bytes > plan.free_bytes


def _differences(plan: UpgradePlan) -> Sequence[Group]:
    if not plan.differences:
        return []
    rows = [(_weight(each.harmless, each.known), each.sentence) for each in plan.differences]
    grave = any(not each.harmless for each in plan.differences)
    return [Group("Where it differs from what it should be", rows, grave=grave)]


def _weight(harmless: bool, known: bool) -> str:
    if not harmless:
        return "Matters"
    return "Known, harmless" if known else "Harmless"


def _sessions(sessions: Sequence[Session]) -> Sequence[Group]:
    if not sessions:
        return []
    rows = [(each.application or "A program", session_words(each)) for each in sessions]
    return [Group("Who else is connected", rows)]


def session_words(session: Session) -> str:
    """What a session is at: `user web, idle in transaction for 12 s`."""
    who = f"user {session.user}, " if session.user else ""
    state = session.state or "connected"
    return f"{who}{state}" + (f" for {session.seconds:.0f} s" if session.seconds is not None else "")


def _lost_name(table: str, column: str | None) -> str:
    return table if column is None else f"{table}.{column}"


def _lost_rows(rows: int, column: str | None) -> str:
    return f"whole table, {counted(rows, 'row')}" if column is None else f"column, filled in {counted(rows, 'row')}"
