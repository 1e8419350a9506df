"""What a database is made of, in a form that two databases can be compared by, and their differences in words.

Alembic's own comparison does not see a partial index that lost its condition, nor an enum with
one value more; this one reads the catalogue of the database itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from app.gateways import schema_postgresql, schema_sqlite
from app.paths import MIGRATIONS


@dataclass(frozen=True, slots=True)
class Schema:
    """Every object of a database by what and where it is (`Workout column status`), with its definition.

    Definitions are those of one engine: compare databases of the same engine only. The order of
    columns in a table is left out on purpose, for it depends on how the table grew.
    """

    objects: Mapping[str, str]

    @property
    def text(self) -> str:
        """One line for each object, sorted: made for files that are compared and read."""
        return "".join(f"{name}: {definition}\n" for name, definition in sorted(self.objects.items()))


def snapshot(connection: Connection) -> Schema:
    """Read the schema of the database behind a connection; the table that holds the revision is left out."""
    reader = schema_sqlite if connection.dialect.name == "sqlite" else schema_postgresql
    return Schema(dict(reader.read(connection)))


def expected(revision: str, dialect: str) -> Schema:
    """What a revision makes, from the reviewed file of it."""
    written = (MIGRATIONS / "golden" / f"{revision}.{dialect}.txt").read_text("utf-8")
    pairs = (line.partition(": ") for line in written.splitlines())
    return Schema({name: definition for name, _, definition in pairs})


def differences(expected: Schema, actual: Schema) -> list[str]:
    """Each difference as a sentence, sorted by what it is about; empty where there is none."""
    sentences: list[str] = []
    for name in sorted(expected.objects.keys() | actual.objects.keys()):
        wanted, found = expected.objects.get(name), actual.objects.get(name)
        if wanted == found:
            continue
        if found is None:
            sentences.append(f"{name} is missing: {wanted}.")
        elif wanted is None:
            sentences.append(f"{name} is not expected: {found}.")
        else:
            sentences.append(f"{name} is {found}, expected {wanted}.")
    return sentences
