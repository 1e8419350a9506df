"""Plans and reports of work on a database as text to read and as JSON to keep."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from app.errors import DatabaseUnavailable
from models.values.maintenance import RestorePlan, RollbackPlan, UpgradePlan, WorkReport

AnyPlan = UpgradePlan | RollbackPlan | RestorePlan


def plan_text(plan: AnyPlan) -> str:
    """A plan in sentences, a line each."""
    return "\n".join(_plan_lines(plan)) + "\n"


def report_text(report: WorkReport) -> str:
    """A report in sentences, a line each."""
    return "\n".join(_report_lines(report)) + "\n"


def document(found: AnyPlan | WorkReport) -> dict[str, Any]:
    """A plan or report as JSON takes it, keys as the command line prints them."""
    plain = _plain(found)
    if isinstance(found, WorkReport):
        return {"ok": found.ok, **plain}
    return {"canRun": found.can_run, **plain}


def save(report: WorkReport, file: Path) -> None:
    """Write a report to a file: JSON where its name ends in .json, text otherwise."""
    text = json.dumps(document(report), indent=2, ensure_ascii=False) if file.suffix == ".json" else report_text(report)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    except OSError as error:
        raise DatabaseUnavailable(f"The report could not be written to {file}: {error.strerror}.") from None


def _plan_lines(plan: AnyPlan) -> Iterator[str]:
    status = plan.status
    yield f"{status.location} ({status.engine} {status.engine_version}), revision {status.revision or 'none'}"
    if isinstance(plan, RestorePlan):
        kind = plan.method.value if plan.method else "no backup"
        yield f"{plan.file}: {kind}, made {plan.made_at or 'at an unknown time'}, revision {plan.revision or 'none'}"
        yield from (f"  {table}: {rows} rows" for table, rows in plan.rows.items())
    else:
        yield f"To revision {plan.to_revision}:"
        yield from (f"  {number}. {step.sentence}" for number, step in enumerate(plan.steps, 1))
    if isinstance(plan, RollbackPlan):
        yield "This takes out, after writing it to the archive:" if plan.losses else "Nothing would be lost."
        yield from (f"  {loss.sentence}" for loss in plan.losses if loss.rows or loss.column is None)
    if isinstance(plan, UpgradePlan) and plan.differences:
        yield "Differences from what it should be:"
        yield from (f"  {each.sentence}{' Known and harmless.' if each.known else ''}" for each in plan.differences)
    for finding in plan.findings:
        yield f"{'In the way' if finding.stops else 'Note'}: {finding.sentence} {finding.advice}".rstrip()


def _report_lines(report: WorkReport) -> Iterator[str]:
    at = f"{report.begun_at:%Y-%m-%d %H:%M} UTC"
    yield f"{report.work.value.capitalize()} of {report.location} ({report.engine}), {at}"
    yield f"Revision {report.from_revision or 'none'} before, {report.to_revision or 'none'} after."
    for step in report.steps:
        yield f"  {step.seconds:8.2f} s  {step.sentence}"
    yield f"  {report.seconds:8.2f} s  in all"
    for label, file in (("Backup", report.backup), ("Archive", report.archive), ("Kept", report.kept)):
        if file is not None:
            yield f"{label}: {file}"
    if report.rows:
        yield f"Rows: {sum(report.rows.values())} in {len(report.rows)} tables."
    yield from _results(report)
    yield from report.notes
    yield from (f"Problem: {each}" for each in report.problems)
    if report.cancelled:
        yield "Cancelled before the end."


def _results(report: WorkReport) -> Iterator[str]:
    backfill, validation = report.backfill, report.validation
    if backfill is not None:
        done = f"Backfill: {backfill.created} seasons, {backfill.skipped} there already, {backfill.failed} failed"
        yield f"{done}; {backfill.exposures} exposures."
        yield from (f"  {each.athlete}: {'; '.join(each.assumed)}" for each in backfill.assumptions)
        yield from (f"  Failed: {each.athlete}: {each.reason}" for each in backfill.failures)
    if validation is not None:
        yield "Validation: everything holds." if validation.ok else "Validation found faults:"
        yield from (f"  {each.name}: {', '.join(each.failing[:5])} {each.advice}" for each in validation.failed)


def _plain(value: Any) -> Any:
    """Dataclasses as objects with camelCase keys, the rest as JSON knows it."""
    if is_dataclass(value):
        return {_camel(each.name): _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Path | datetime):
        return value.isoformat() if isinstance(value, datetime) else str(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)
