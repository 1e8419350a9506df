"""`peakline import`."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.output import note, opened, print_json
from app.errors import UnitNeeded
from app.gateways.files import read_text
from models.values.units import Unit
from models.values.workouts import ImportReport


def run(arguments: Namespace) -> int:
    file = Path(arguments.file)
    text = read_text(file)
    unit = Unit(arguments.unit) if arguments.unit else None
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        try:
            report = services.importing.run(text, athlete.id, unit=unit, file_name=file.name, dry_run=arguments.dry_run)
        except UnitNeeded as error:
            error.advice = "Say which with --unit kg or --unit lb; nothing was imported."
            for example in error.examples:
                note(f"  {example}")
            raise
    if arguments.json:
        print_json(_document(report))
    else:
        _tell(report)
    return 0


def _document(report: ImportReport) -> dict[str, Any]:
    return {
        "format": report.format,
        "workouts": report.workouts,
        "sets": report.sets,
        "alreadyThere": report.already_there,
        "skipped": [{"line": s.line, "reason": s.reason} for s in report.skipped],
        "flagged": [{"line": s.line, "reason": s.reason} for s in report.flagged],
        "unmatched": list(report.unmatched),
        "dryRun": report.dry_run,
        "first": report.first.isoformat() if report.first else None,
        "last": report.last.isoformat() if report.last else None,
    }


def _tell(report: ImportReport) -> None:
    verb = "Would add" if report.dry_run else "Added"
    note(f"{verb} {report.workouts} workouts with {report.sets} sets ({report.format}).")
    if report.already_there:
        note(f"{report.already_there} workouts were already there.")
    if report.unmatched:
        note(f"Kept as the athlete's own, not in the catalogue: {', '.join(report.unmatched)}.")
    for skipped in report.skipped:
        note(f"Line {skipped.line} was not imported: {skipped.reason}")
    for flagged in report.flagged:
        note(f"Line {flagged.line} was imported, but look at it: {flagged.reason}")
