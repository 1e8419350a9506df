"""Reports of work on a database, put into words."""

import traceback

from app.errors import Cancelled, PeaklineError
from app.redaction import without_secrets
from models.values.backfilling import BackfillReport
from models.values.maintenance import Method, Work, WorkReport
from models.values.validating import ValidationReport
from ui.widgets.work_told import Fact, Group, ReportTold, counted, number, row_facts, short, took

_DONE = {
    Work.UPGRADE: "The database is up to date",
    Work.ADOPT: "The database is Peakline's now",
    Work.ROLL_BACK: "Rolled back",
    Work.BACKUP: "Backed up",
    Work.RESTORE: "Restored",
}


def tell_report(report: WorkReport) -> ReportTold:
    """An upgrade, an adoption, a roll back, a backup or a restore."""
    headline = _DONE[report.work]
    sentence = f"It took {took(report.seconds)}."
    if report.cancelled:
        headline, sentence = (
            "Cancelled, and what was done is kept",
            "The steps below are done; the rest can be done later.",
        )
    elif not report.ok:
        headline, sentence = f"{headline}, with something to look at", "See what is marked below."
    groups = []
    if report.problems:
        groups.append(Group("What went wrong afterwards", [("", each) for each in report.problems], grave=True))
    notes = list(report.notes)
    if report.backfill is not None:
        groups += _backfill_groups(report.backfill)
    if report.rows and report.work in (Work.BACKUP, Work.RESTORE):
        groups.append(Group("Rows", row_facts(report.rows)))
    return ReportTold(
        report.ok,
        headline,
        sentence,
        facts=_facts(report),
        groups=groups,
        steps=report.steps,
        notes=notes,
        checks=report.validation.checks if report.validation is not None else (),
        file=report.archive or report.backup or report.kept,
        document=report,
    )


def tell_backfilled(report: BackfillReport) -> ReportTold:
    """A backfill that was run."""
    failed = f"; {counted(report.failed, 'athlete')} failed" if report.failed else ""
    return ReportTold(
        report.ok,
        "Backfilled" if report.ok else "Backfilled, but not everybody",
        f"{counted(report.created, 'season')} made, {number(report.skipped)} there already{failed}.",
        facts=_backfill_facts(report),
        groups=_backfill_groups(report),
        notes=["Run it again once the reasons are gone; what is done stays done."] if report.failed else [],
        document=report,
    )


def tell_validated(report: ValidationReport) -> ReportTold:
    """A validation, good news as short as it can be."""
    failed = len(report.failed)
    if report.ok:
        headline = f"All {counted(len(report.checks), 'check')} hold"
        sentence = "Nothing was changed."
    else:
        headline = f"{failed} of {counted(len(report.checks), 'check')} {'fails' if failed == 1 else 'fail'}"
        sentence = "Nothing was changed. Each says what to do, and which rows it is about."
    return ReportTold(report.ok, headline, sentence, checks=report.checks, document=report)


def tell_failure(error: BaseException, work: str, kept: str) -> ReportTold:
    """Work that ended in an error or was cancelled; `kept` says what is so in either case."""
    if isinstance(error, Cancelled):
        return ReportTold(ok=False, headline="Cancelled", sentence=str(error))
    groups = [Group("What is kept", [("", kept)])]
    details = without_secrets("".join(traceback.format_exception(error)))
    if isinstance(error, PeaklineError):
        told = without_secrets(str(error))
        return ReportTold(ok=False, headline=error.title, sentence=told, groups=groups, details=details)
    said = f"{work} ended with an error nobody expected. If it happens again, please send this report along."
    return ReportTold(ok=False, headline="Something unexpected happened", sentence=said, groups=groups, details=details)


def _facts(report: WorkReport) -> list[Fact]:
    facts = [("Database", report.location)]
    if report.from_revision != report.to_revision:
        facts.append(("Revision", f"{short(report.from_revision)} before, {short(report.to_revision)} now"))
    if report.backup is not None:
        facts.append(("Backup", str(report.backup)))
    elif report.backup_method is Method.NONE and report.work in (Work.UPGRADE, Work.ADOPT):
        facts.append(("Backup", "none was needed"))
    if report.archive is not None:
        facts.append(("Taken out to", str(report.archive)))
    if report.kept is not None:
        facts.append(("Kept beside it", str(report.kept)))
    if report.rows and report.work not in (Work.BACKUP, Work.RESTORE):
        rows, tables = sum(report.rows.values()), len(report.rows)
        facts.append(("Compared", f"{counted(rows, 'row')} of {counted(tables, 'table')}, all as they were before"))
    if report.attempts > 1:
        facts.append(("Attempts", f"{report.attempts}; others were using the tables"))
    if report.backfill is not None:
        facts += _backfill_facts(report.backfill)
    if report.tokens is not None and (report.tokens.moved or report.tokens.left):
        facts.append(("Tokens", f"{report.tokens.moved} moved into the keyring, {report.tokens.left} left"))
    return facts


def _backfill_facts(report: BackfillReport) -> list[Fact]:
    seasons = f"{number(report.created)} made, {number(report.skipped)} there already, {number(report.failed)} failed"
    return [("Seasons", seasons), ("Exposures", f"{counted(report.exposures, 'row')} written, corrected or removed")]


def _backfill_groups(report: BackfillReport) -> list[Group]:
    groups = []
    if report.failures:
        rows = [(f"{each.athlete} ({each.athlete_id})", each.reason) for each in report.failures]
        groups.append(Group("Failed", rows, "Nothing was written for them.", grave=True))
    if report.assumptions:
        rows = [(each.athlete, " ".join(each.assumed)) for each in report.assumptions]
        groups.append(Group("What had to be assumed", rows))
    return groups
