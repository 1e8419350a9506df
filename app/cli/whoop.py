"""`peakline whoop ...`."""

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from app.cli.output import note, opened, print_json
from app.errors import InvalidInput
from models.values.devices import LinkStatus, SyncReport

if TYPE_CHECKING:
    from app.usecases.syncing import Syncing


def connect(arguments: Namespace) -> int:
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        whoop = services.whoop
        # Tokens that are forgotten as this command ends are of no use to anybody.
        services.need_keyring()
        if arguments.new_app or not whoop.client_known():
            whoop.save_client(*_asked_app(whoop))
        done = whoop.connect(athlete.id, _opener(browse=not arguments.no_browser), _teller())
    for warning in done.warnings:
        note(warning)
    if arguments.json:
        print_json({"account": done.account_id, "name": done.name, "warnings": list(done.warnings)})
    else:
        note(f"{athlete.label} is connected to {whoop.title} as {done.name}. Next: peakline whoop sync.")
    return 0


def sync(arguments: Namespace) -> int:
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        work = services.whoop.full_history if arguments.full else services.whoop.sync
        report = work(athlete.id, _teller())
    for warning in report.warnings:
        note(warning)
    if arguments.json:
        print_json(_report(report))
    else:
        note(f"From {_day(report.first)} to {_day(report.last)}: {report.summary}")
    return 0


def status(arguments: Namespace) -> int:
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        found = services.whoop.status(athlete.id)
    if arguments.json:
        print_json(_status(found))
        return 0
    if not found.is_connected:
        note(f"{athlete.label} is not connected to {found.title}.")
    else:
        synced = f"{_day(at := found.last_sync.astimezone())}, {at:%H:%M}" if found.last_sync else "never"
        note(f"Connected to {found.title} account {found.account_id or '(unknown)'}; last sync: {synced}.")
    if found.days:
        since = f", complete from {_day(found.history_from)} on" if found.history_from else ""
        note(f"{found.days} days are stored{since}.")
    if found.problem:
        note(f"{found.problem} {found.advice}")
    return 0


def disconnect(arguments: Namespace) -> int:
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        done = services.whoop.disconnect(athlete.id, delete_days=arguments.delete_days)
    if arguments.json:
        print_json({"revoked": done.was_revoked, "message": done.sentence, "daysRemoved": done.days_removed})
    else:
        note(done.sentence)
        if done.days_removed:
            note(f"{done.days_removed} records of days were deleted.")
    return 0


def _asked_app(whoop: "Syncing") -> tuple[str, str]:
    """Client id and secret from the keyboard, the secret unseen, or two lines of standard input.

    Never words of the command line, which other users of the computer can read.
    """
    note(f"{whoop.title} needs an app of your own, which is free: {whoop.dashboard}")
    note("Register one there with exactly these redirect URIs:")
    for uri in whoop.redirect_uris:
        note(f"  {uri}")
    if sys.stdin.isatty():
        import getpass  # noqa: PLC0415 - only here

        print("Client id: ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip(), getpass.getpass("Client secret (not shown): ", sys.stderr).strip()
    lines = sys.stdin.readline().strip(), sys.stdin.readline().strip()
    if not all(lines):
        raise InvalidInput("Client id and client secret are expected on standard input, a line each.")
    return lines


def _opener(*, browse: bool) -> Callable[[str], object]:
    def open_browser(url: str) -> object:
        note(f"Allow Peakline to read the data in the browser; this is the page:\n  {url}")
        if not browse:
            return False
        import webbrowser  # noqa: PLC0415 - it looks for every browser there is

        return webbrowser.open(url)

    return open_browser


def _teller() -> Callable[[float, str], None]:
    """Says each sentence once."""
    last = [""]

    def tell(_fraction: float, sentence: str) -> None:
        if sentence != last[0]:
            last[0] = sentence
            note(sentence)

    return tell


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _report(report: SyncReport) -> dict[str, Any]:
    return {
        "first": report.first.isoformat(),
        "last": report.last.isoformat(),
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "refused": report.refused,
        "requests": report.requests,
        "complete": report.complete,
        "warnings": list(report.warnings),
    }


def _status(found: LinkStatus) -> dict[str, Any]:
    return {
        "connected": found.is_connected,
        "account": found.account_id,
        "lastSync": found.last_sync.isoformat() if found.last_sync else None,
        "historyFrom": found.history_from.isoformat() if found.history_from else None,
        "days": found.days,
        "problem": found.problem,
        "advice": found.advice,
    }
