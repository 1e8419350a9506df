"""Plans and reports of work on a database as text to read and as JSON to keep."""

from pathlib import Path
from typing import Any

from models.values.maintenance import RestorePlan, RollbackPlan, UpgradePlan, WorkReport

AnyPlan = UpgradePlan | RollbackPlan | RestorePlan


def plan_text(plan: AnyPlan) -> str:
    """A plan in sentences, a line each."""
    raise NotImplementedError


def report_text(report: WorkReport) -> str:
    """A report in sentences, a line each."""
    raise NotImplementedError


def document(found: AnyPlan | WorkReport) -> dict[str, Any]:
    """A plan or report as JSON takes it, keys as the command line prints them."""
    raise NotImplementedError


def save(report: WorkReport, file: Path) -> None:
    """Write a report to a file: JSON where its name ends in .json, text otherwise."""
    raise NotImplementedError
