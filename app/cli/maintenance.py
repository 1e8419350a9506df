"""`peakline db backfill` and `peakline db validate`: what an administrator runs after an upgrade and any time later."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from app.cli.output import note, opened, opened_raw, print_json

if TYPE_CHECKING:
    from models.values.backfilling import BackfillReport
    from models.values.validating import Check

SHOWN_IDS = 5


def backfill(arguments: Namespace) -> int:
    with opened(arguments) as services:
        report = services.backfilling.run(dry_run=arguments.dry_run)
    if arguments.json:
        print_json(_document(report))
    else:
        _tell(report)
    return 0 if report.ok else 1


def _document(report: "BackfillReport") -> dict[str, object]:
    return {
        "created": report.created,
        "skipped": report.skipped,
        "failed": report.failed,
        "exposures": report.exposures,
        "assumptions": [{"athlete": one.athlete, "assumed": list(one.assumed)} for one in report.assumptions],
        "failures": [asdict(failure) for failure in report.failures],
        "dryRun": report.dry_run,
    }


def _tell(report: "BackfillReport") -> None:
    verb = "Would plan" if report.dry_run else "Planned"
    note(f"{verb} {report.created} seasons; {report.skipped} athletes have one already.")
    note(f"{report.exposures} exposures {'to be corrected' if report.dry_run else 'corrected'}.")
    for one in report.assumptions:
        note(f"{one.athlete}:")
        for sentence in one.assumed:
            note(f"  {sentence}")
    for failure in report.failures:
        note(f"Failed: {failure.athlete} ({failure.athlete_id}). {failure.reason}")
    if report.failures:
        note(f"{report.failed} athletes failed; the others are done. Correct these and run it again.")


def validate(arguments: Namespace) -> int:
    with opened_raw(arguments) as services:
        report = services.validating.run()
    if arguments.json:
        print_json({"ok": report.ok, "checks": [asdict(check) for check in report.checks]})
    else:
        for check in report.checks:
            _tell_check(check)
        failed = len(report.failed)
        note("Everything holds." if report.ok else f"{failed} of {len(report.checks)} checks failed.")
    return 0 if report.ok else 1


def _tell_check(check: "Check") -> None:
    print(f"{'✓' if check.ok else '✗'} {check.name} ({check.checked} checked)")
    if check.failing:
        more = len(check.failing) - SHOWN_IDS
        print(f"    {', '.join(check.failing[:SHOWN_IDS])}{f' and {more} more' if more > 0 else ''}")
    for sentence in check.notes:
        print(f"    {sentence}")
    if check.advice:
        print(f"    {check.advice}")
