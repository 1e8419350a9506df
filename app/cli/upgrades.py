"""`peakline db upgrade`, `adopt`, `downgrade`, `backup`, `restore`: the plan first, then the work, then the report."""

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.output import note, opened_raw, print_json
from app.errors import Cancelled, DatabaseUnavailable
from models.values.upgrading import DatabaseState

if TYPE_CHECKING:
    from app.bootstrap import Services
    from models.values.maintenance import RestorePlan, RollbackPlan, UpgradePlan, WorkReport


def upgrade(arguments: Namespace) -> int:
    with opened_raw(arguments) as services:
        plan = services.upgrading.plan(arguments.to)
        if arguments.dry_run:
            return _show(arguments, plan, services.upgrading.sql(plan) if plan.can_run else "")
        return _upgraded(arguments, services, plan)


def adopt(arguments: Namespace) -> int:
    with opened_raw(arguments) as services:
        return _upgraded(arguments, services, services.upgrading.plan_adoption())


def downgrade(arguments: Namespace) -> int:
    with opened_raw(arguments) as services:
        plan = services.upgrading.plan_rollback(arguments.to)
        if arguments.dry_run:
            return _show(arguments, plan, services.upgrading.sql(plan) if plan.can_run else "")
        _ask(arguments, plan, "Take this out?")
        report = services.upgrading.roll_back(plan, progress=_teller())
        return _told(arguments, services, report)


def backup(arguments: Namespace) -> int:
    with opened_raw(arguments) as services:
        report = services.backing_up.backup_now(Path(arguments.file), _teller())
        return _told(arguments, services, report)


def restore(arguments: Namespace) -> int:
    with opened_raw(arguments) as services:
        plan = services.backing_up.plan_restore(Path(arguments.file))
        if plan.status.state is not DatabaseState.EMPTY:
            _ask(arguments, plan, "Restore this?")
        report = services.backing_up.restore(plan, _teller())
        return _told(arguments, services, report)


def _upgraded(arguments: Namespace, services: "Services", plan: "UpgradePlan") -> int:
    if plan.status.state not in (DatabaseState.EMPTY, DatabaseState.CURRENT):
        _ask(arguments, plan, "Upgrade now?")
    report = services.upgrading.run(plan, progress=_teller(), backfill=not getattr(arguments, "no_backfill", False))
    if plan.status.state is DatabaseState.CURRENT:
        note(f"Already at {report.to_revision}.")
    return _told(arguments, services, report)


def _ask(arguments: Namespace, plan: "UpgradePlan | RollbackPlan | RestorePlan", question: str) -> None:
    """Go on, or raise `Cancelled`; what stops a plan is left to the work itself to say."""
    from app.usecases.reporting import plan_text  # noqa: PLC0415  (only where something is done)

    if arguments.yes or not plan.can_run:
        return
    note(plan_text(plan).rstrip())
    if not sys.stdin.isatty():
        note("Nobody is here to ask. Run again with --yes to go ahead.")
        raise Cancelled("Nothing was changed.")
    note(f"{question} [y/N]")
    if input().strip().lower() not in {"y", "yes"}:
        raise Cancelled("Nothing was changed.")


def _show(arguments: Namespace, plan: "UpgradePlan | RollbackPlan", sql: str) -> int:
    """A plan and its SQL; what stops it makes the exit status 1."""
    from app.usecases.reporting import document, plan_text  # noqa: PLC0415  (only where something is done)

    if arguments.json:
        print_json(document(plan) | {"sql": sql})
    else:
        print(plan_text(plan), end="")
        print(sql, end="")
    note("Nothing was changed.")
    return 0 if plan.can_run else 1


def _told(arguments: Namespace, services: "Services", report: "WorkReport") -> int:
    from app.usecases.reporting import document, report_text, save  # noqa: PLC0415  (only where something is done)

    if arguments.json:
        status: dict[str, Any] = asdict(services.upgrading.status())
        print_json(status | document(report))
    else:
        note(report_text(report).rstrip())
    try:
        save(
            report, services.paths.logs / f"{report.begun_at:%Y%m%d-%H%M%S}-{report.work.value.replace(' ', '-')}.json"
        )
    except DatabaseUnavailable as error:
        note(str(error))
    return 0 if report.ok else 1


def _teller() -> Callable[[float, str], None]:
    """Progress as lines of their own, each sentence once."""
    last = ""

    def tell(_share: float, sentence: str) -> None:
        nonlocal last
        if sentence and sentence != last:
            last = sentence
            note(sentence)

    return tell
