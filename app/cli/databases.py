"""`peakline db status` and `peakline db history`: looking, which changes nothing."""

from argparse import Namespace
from dataclasses import asdict

from app.cli.output import chosen_url, opened_raw, print_json, print_table
from models.values.upgrading import DatabaseState, DatabaseStatus

_WORDS = {
    DatabaseState.EMPTY: "empty: `peakline db upgrade` makes it a Peakline database",
    DatabaseState.CURRENT: "up to date",
    DatabaseState.BEHIND: "behind this version: `peakline db upgrade` brings it up to date",
    DatabaseState.NEWER: "newer than this version of Peakline, which will not touch it",
    DatabaseState.ADOPTABLE: "made by the web application: `peakline db upgrade` takes it over, rows untouched",
    DatabaseState.FOREIGN: "not a Peakline database; Peakline will not touch it",
}


def status(arguments: Namespace) -> int:
    found = _status(arguments)
    if arguments.json:
        print_json(asdict(found))
        return 0
    print_table(
        ("database", found.location),
        [
            ("engine", f"{found.engine} {found.engine_version}"),
            ("revision", found.revision or "none"),
            ("head", found.head),
            ("state", _WORDS[found.state]),
        ],
    )
    return 0


def _status(arguments: Namespace) -> DatabaseStatus:
    url = chosen_url(arguments)
    if url.startswith("sqlite:"):
        # Plain sqlite3: a look at a file need not pay for loading SQLAlchemy.
        from app.gateways.revision import quick_status  # noqa: PLC0415

        return quick_status(url)
    with opened_raw(arguments) as services:
        return services.upgrading.status()


def history(arguments: Namespace) -> int:
    with opened_raw(arguments) as services:
        overview = services.upgrading.overview()
    if arguments.json:
        print_json({"revisions": [asdict(revision) for revision in overview.revisions]})
    else:
        rows = [("✓" if r.applied else " ", r.revision, r.title) for r in overview.revisions]
        print_table((" ", "revision", "what it does"), rows)
    return 0
