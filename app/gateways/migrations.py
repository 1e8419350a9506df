"""Moves a database along the revisions, in one transaction, and never two programs at once."""

import contextlib
import io
import re
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, inspect, literal, select, text, union_all

from app.errors import InvalidInput, WrongSchema
from app.gateways.database import Database
from app.gateways.locks import exclusive
from app.gateways.revision import HEAD, REVISIONS, VERSION_TABLE
from app.paths import MIGRATIONS
from models.tables import metadata
from models.values.upgrading import TableCount

Progress = Callable[[float, str], None]
"""Told the share done so far (0 to 1) and a sentence."""

WAIT_FOR_TABLE_SECONDS: Final = 2
"""An upgrade that waits for a table makes everybody behind it wait too; better to give up and say so."""
OLDEST_POSTGRESQL: Final = 15


def upgrade(database: Database, to: str = "head", progress: Progress | None = None) -> None:
    """Bring the schema up to a revision; all of it or nothing, and nothing where it is there already."""
    _move(database, to, progress or _silent, up=True)


def downgrade(database: Database, to: str, progress: Progress | None = None) -> None:
    """Take the schema back to a revision, or to before the first with `base`.

    What later revisions added goes with everything in it; rows of the existing tables are never dropped.
    """
    _move(database, to, progress or _silent, up=False)


def server_facts(connection: Connection) -> tuple[list[str], str | None, str, int | None]:
    """Tables, stamped revision, server version and bytes of the PostgreSQL database behind a connection."""
    tables = existing_tables(connection)
    revision = None
    if VERSION_TABLE in tables:
        stamped = connection.exec_driver_sql(f"SELECT max(version_num) FROM {VERSION_TABLE}")  # noqa: S608  (a constant)
        revision = stamped.scalar_one()
    version = str(connection.exec_driver_sql("SHOW server_version").scalar_one()).partition(" ")[0]
    size = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
    return tables, revision, version, int(size)


def existing_tables(connection: Connection) -> list[str]:
    """The tables of the database, sorted."""
    return sorted(inspect(connection).get_table_names())


def count_rows(connection: Connection) -> list[TableCount]:
    """Rows of every table we know and the database has, by name; one query, whatever the size."""
    names = [name for name in existing_tables(connection) if name in metadata.tables]
    counts = [select(literal(name), func.count()).select_from(text(f'"{name}"')) for name in names]
    return [TableCount(table, rows) for table, rows in connection.execute(union_all(*counts))] if counts else []


def check_engine(version: str) -> None:
    """Raise `WrongSchema` for anything but PostgreSQL of a known age, by what `version()` says.

    Servers that only speak PostgreSQL's language promise advisory locks and transactions
    around DDL that they do not keep.
    """
    name, _, rest = version.partition(" ")
    number = rest.partition(".")[0].partition(" ")[0]
    if name != "PostgreSQL" or "-YB-" in version or not number.isdigit():
        raise WrongSchema(f"Peakline upgrades PostgreSQL only; this server calls itself {version.partition(',')[0]}.")
    if int(number) < OLDEST_POSTGRESQL:
        raise WrongSchema(f"PostgreSQL {number} is too old; Peakline needs {OLDEST_POSTGRESQL} or newer.")


def apply(connection: Connection, target: str, progress: Progress, *, up: bool) -> None:
    """Run the revisions inside the caller's transaction; `target` is a full name, `head` or `base`."""
    from alembic import command  # noqa: PLC0415  (heavy, and only upgrades need it)

    if connection.dialect.name == "postgresql":
        check_engine(str(connection.exec_driver_sql("SELECT version()").scalar_one()))
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_FOR_TABLE_SECONDS}s'")
    config = _config(_Counter(progress, target, up=up))
    config.attributes["connection"] = connection
    if up:
        command.upgrade(config, target)
    else:
        command.downgrade(config, target)


def apply_script(connection: Connection, script: str, progress: Progress) -> None:
    """Run the written-out revisions on a server in one go: over a slow line each statement would cost a round trip."""
    check_engine(str(connection.exec_driver_sql("SELECT version()").scalar_one()))
    body = "\n".join(line for line in script.splitlines() if line not in {"BEGIN;", "COMMIT;"})
    connection.exec_driver_sql(body, execution_options={"no_parameters": True})
    for revision in re.findall(r"^-- Running upgrade .*-> (\w+)$", script, re.MULTILINE):
        progress(1.0, f"Applied {revision}.")


def seed(connection: Connection, progress: Progress) -> None:
    """Fill the exercise catalogue of a database at the newest schema: older ones lack the columns."""
    from app.gateways.seeding import seed_catalogue  # noqa: PLC0415  (only upgrades need it)

    if seed_catalogue(connection):
        progress(1.0, "Filled the exercise catalogue.")


def written(dialect: str, begin: str, target: str, *, up: bool) -> str:
    """The SQL of the revisions between two full names, as it would run; no database is needed."""
    from alembic import command  # noqa: PLC0415  (heavy, and only upgrades need it)

    config = _config(None)
    config.output_buffer = buffer = io.StringIO()
    config.attributes["dialect"] = dialect
    with warnings.catch_warnings():
        # SQLite's DDL is as transactional as PostgreSQL's here; Alembic does not know that we see to it.
        warnings.simplefilter("ignore")
        if up:
            command.upgrade(config, f"{begin}:{target}", sql=True)
        else:
            command.downgrade(config, f"{begin}:{target}", sql=True)
    return buffer.getvalue()


def _move(database: Database, to: str, progress: Progress, *, up: bool) -> None:
    target = resolved(to)
    with contextlib.ExitStack() as stack:
        if database.dialect == "postgresql":
            stack.enter_context(exclusive(database))
        connection = stack.enter_context(database.write())
        apply(connection, target, progress, up=up)
        if up and target in {"head", HEAD}:
            seed(connection, progress)


def resolved(to: str) -> str:
    """The full name of a revision given by its beginning; `head` and `base` as they are."""
    if to in {"head", "base", *REVISIONS}:
        return to
    found = [revision for revision in REVISIONS if to and revision.startswith(to)]
    if len(found) != 1:
        raise InvalidInput(f"There is no revision {to!r}.", advice=f"Known are: {', '.join(REVISIONS)}.")
    return found[0]


def _config(counter: "_Counter | None") -> Any:
    from alembic.config import Config  # noqa: PLC0415  (heavy, and only upgrades need it)

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["on_version_apply"] = counter
    return config


def _silent(_share: float, _sentence: str) -> None:
    return


class _Counter:
    """Tells progress revision by revision, as Alembic applies them."""

    def __init__(self, progress: Progress, target: str, *, up: bool) -> None:
        self._progress = progress
        self._steps = _steps(target, up=up)
        self._done = 0
        self._verb = "Applied" if up else "Took back"

    def __call__(self, *, step: Any, **_: Any) -> None:
        self._done += 1
        revision = step.up_revision_id
        self._progress(min(1.0, self._done / self._steps), f"{self._verb} {revision}.")


def _steps(target: str, *, up: bool) -> int:
    order: Sequence[str] = list(REVISIONS)
    if target == "base":
        return len(order)
    at = order.index(HEAD if target == "head" else target)
    return max(1, at + 1 if up else len(order) - 1 - at)
