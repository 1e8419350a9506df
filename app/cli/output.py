"""What the subcommands share: which database, which services, and how results are printed."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from app.paths import user_paths
from app.settings import database_url

if TYPE_CHECKING:
    from app.bootstrap import Services


def chosen_url(arguments: Namespace) -> str:
    """The database the caller means."""
    return database_url(arguments.database, user_paths())


@contextmanager
def opened_raw(arguments: Namespace) -> "Iterator[Services]":
    """The services over a database in whatever state it is."""
    # Lazy: SQLAlchemy costs 200 ms, and `db status` and `--help` do without.
    from app.bootstrap import build  # noqa: PLC0415

    services = build(user_paths(), chosen_url(arguments))
    try:
        yield services
    finally:
        services.close()


@contextmanager
def opened(arguments: Namespace) -> "Iterator[Services]":
    """The services over a database that is ready for work; an empty SQLite file is made ready."""
    with opened_raw(arguments) as services:
        services.upgrading.prepare()
        yield services


def print_json(document: Any) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Plain columns, as wide as their widest cell."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def note(sentence: str) -> None:
    """A message for the person, apart from the result."""
    print(sentence, file=sys.stderr)
