"""`peakline readiness ...`."""

import argparse
from argparse import Namespace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from app.cli.output import note, opened, print_json, print_table
from models.values.readiness import CheckIn, LoggedCheckIn, ReadinessEntry

MORNING: Final = time(7)
"""When an answer for a day without a time is taken to have been given."""


def log(arguments: Namespace) -> int:
    answers = CheckIn(
        readiness=arguments.readiness,
        motivation=arguments.motivation,
        stress=arguments.stress,
        soreness=arguments.soreness,
        sleep_hours=arguments.sleep,
        note=arguments.note,
    )
    now = datetime.now(UTC)
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        services.checking_in.send_waiting(now)
        logged = services.checking_in.log(athlete.id, answers, now, at=arguments.at)
    _print(logged, as_json=arguments.json)
    return 0


def list_all(arguments: Namespace) -> int:
    today = date.today()  # noqa: DTZ011 - days are those of whoever asks
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        first = today - timedelta(days=max(1, arguments.days) - 1)
        history = services.readiness.history(athlete.id, first, today)
    entries = list(reversed(history.entries))
    if arguments.json:
        print_json({"athlete": athlete.email, "entries": [_json(entry) for entry in entries]})
        return 0
    print_table(("day", "freshness", "confidence", "readiness", "motivation", "stress", "sore"), [*map(_row, entries)])
    if not entries:
        note(f"No check-in in the last {arguments.days} days.")
    return 0


def soreness(text: str) -> dict[str, int]:
    """Read `chest=2,quads=3`; the use case knows the muscles and the limits."""
    found: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        muscle, separator, level = part.partition("=")
        if not separator or not level.strip().lstrip("-").isdigit():
            raise argparse.ArgumentTypeError(f"{part!r} is no soreness; write chest=2,quads=3")
        found[muscle.strip().lower().replace(" ", "_")] = int(level)
    return found


def moment(text: str) -> datetime:
    """Read a day or a moment; without an offset it is local time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time; write YYYY-MM-DD or YYYY-MM-DDTHH:MM") from None
    if len(text) == len("YYYY-MM-DD"):
        found = datetime.combine(found.date(), MORNING)
    return found.astimezone()


def _print(logged: LoggedCheckIn, *, as_json: bool) -> None:
    for sentence in logged.sentences:
        note(sentence)
    if as_json:
        entry = {} if logged.entry is None else _json(logged.entry)
        print_json({**entry, "waiting": logged.is_waiting, "corrected": logged.corrected})


def _json(entry: ReadinessEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "timestamp": entry.at.isoformat(),
        "day": entry.day.isoformat(),
        "fatigueScore": entry.freshness,
        "confidence": entry.confidence,
        "parts": entry.parts,
        "scoreVersion": entry.version,
        "subjectiveReadiness": entry.readiness,
        "subjectiveMotivation": entry.motivation,
        "subjectiveStress": entry.stress,
        "subjectiveSoreness": dict(entry.soreness),
        "performanceRpe": entry.performance_rpe,
        "performanceStalls": entry.performance_stalls,
        "performanceCompliance": entry.performance_compliance,
        "performanceAssessed": entry.performance_assessed,
        "whoopRecovery": entry.whoop_recovery,
        "whoopStrain": entry.whoop_strain,
        "whoopHrv": entry.whoop_hrv,
        "whoopSleepQuality": entry.whoop_sleep_quality,
        "whoopSleepHours": entry.whoop_sleep_hours,
        "note": entry.note,
    }


def _row(entry: ReadinessEntry) -> tuple[str, ...]:
    sure = "" if entry.confidence is None else f"{entry.confidence:.2f}"
    sore = ", ".join(f"{muscle} {level}" for muscle, level in entry.soreness.items() if level > 1)
    return (
        entry.day.isoformat(),
        f"{entry.freshness:.2f}",
        sure,
        str(entry.readiness),
        str(entry.motivation),
        "" if entry.stress is None else str(entry.stress),
        sore,
    )
