"""A portable archive of rows: a zip with a file of JSON lines for each table and a list of what is in it.

Values are kept as their engine writes them, so that reading them back gives the same: text as
`::text` gives it on PostgreSQL, the stored value on SQLite. An archive goes back into the engine
it came from.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from app.errors import UnreadableFile
from app.gateways.safe_files import written_whole

Progress = Callable[[float, str], None]

FORMAT: Final = "peakline archive"
VERSION: Final = 1
_LIST: Final = "manifest.json"
_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Selection:
    """What to take of a table: whole rows, or some columns by primary key."""

    table: str
    columns: Sequence[str]
    key: Sequence[str]
    whole_rows: bool
    condition: str = ""
    """SQL that chooses the rows, of our own making; empty for all."""
    types: Sequence[str] = ()
    """The columns' types, to read them back on PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Part:
    """What an archive holds of a table."""

    table: str
    columns: Sequence[str]
    key: Sequence[str]
    whole_rows: bool
    types: Sequence[str]
    rows: int
    sha256: str
    entry: str


@dataclass(frozen=True, slots=True)
class Head:
    """What an archive says of itself."""

    kind: str
    """`whole` for all tables, `rolled back` for what a roll back took out."""
    engine: str
    location: str
    revision: str | None
    made_at: datetime
    parts: Sequence[Part]
    enums: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """PostgreSQL's enum types with their values: another program may have added one."""

    @property
    def rows(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for part in self.parts:
            found[part.table] = found.get(part.table, 0) + part.rows
        return found


def write(
    target: Path, connection: Connection, selections: Sequence[Selection], head: Head, progress: Progress
) -> Head:
    """Write an archive of one snapshot and read it back; the caller's transaction sees one state of the data.

    `head` says what it is; its parts are made here. `progress` may raise `Cancelled`: no file is left.
    """
    parts: list[Part] = []
    with written_whole(target) as partial:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, selection in enumerate(selections):
                tell = _at(progress, 0.9 * number / len(selections))
                parts.append(_write_part(archive, connection, selection, number, tell))
            done = replace(head, parts=parts)
            archive.writestr(_LIST, json.dumps(_as_document(done), indent=1))
        progress(0.9, "Reading the archive back.")
        _checked(partial)
    progress(1.0, f"Wrote {target.name}.")
    return done


def read_head(file: Path) -> Head:
    """What is in an archive, after every part of it was read and compared; `UnreadableFile` where it is damaged."""
    return _checked(file)


def looks_like_one(file: Path) -> bool:
    """Whether a file is a zip with our list in it."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _LIST in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def rows_of(file: Path, part: Part) -> Iterator[list[Any]]:
    """The rows of a part, values in the order of its columns."""
    with zipfile.ZipFile(file) as archive, archive.open(part.entry) as stream:
        for line in stream:
            yield [_decoded(value) for value in json.loads(line)]


def _at(progress: Progress, share: float) -> Callable[[str], None]:
    return lambda sentence: progress(share, sentence)


def _write_part(
    archive: zipfile.ZipFile, connection: Connection, selection: Selection, number: int, tell: Callable[[str], None]
) -> Part:
    entry = f"{number:02d}-{selection.table}.jsonl"
    tell(f"Writing out {selection.table}.")
    digest, rows = hashlib.sha256(), 0
    with archive.open(entry, "w", force_zip64=True) as stream:
        for batch in _batches(connection, selection):
            lines = "".join(json.dumps([_encoded(value) for value in row]) + "\n" for row in batch).encode()
            stream.write(lines)
            digest.update(lines)
            rows += len(batch)
            tell(f"Writing out {selection.table}: {rows} rows.")
    return Part(
        selection.table,
        list(selection.columns),
        list(selection.key),
        selection.whole_rows,
        list(selection.types),
        rows,
        digest.hexdigest(),
        entry,
    )


def _batches(connection: Connection, selection: Selection) -> Iterator[Sequence[Any]]:
    as_text = "::text" if connection.dialect.name == "postgresql" else ""
    wanted = ", ".join(f'"{name}"{as_text}' for name in selection.columns)
    order = ", ".join(f'"{name}"' for name in selection.key) or "1"
    # psycopg reads a single % as the beginning of a parameter.
    condition = selection.condition.replace("%", "%%") if as_text else selection.condition
    where = f" WHERE {condition}" if condition else ""
    statement = f'SELECT {wanted} FROM "{selection.table}"{where} ORDER BY {order}'  # noqa: S608  (names of the database's own)
    found = connection.exec_driver_sql(statement, execution_options={"stream_results": True})
    yield from found.partitions(_BATCH)


def _encoded(value: Any) -> Any:
    # JSON has no bytes, and no number that is infinite.
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, float):
        return {"float": value.hex()}
    return value


def _decoded(value: Any) -> Any:
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"]) if "hex" in value else float.fromhex(value["float"])
    return value


def _checked(file: Path) -> Head:
    try:
        with zipfile.ZipFile(file) as archive:
            head = _from_document(json.loads(archive.read(_LIST)))
            for part in head.parts:
                digest = hashlib.sha256()
                with archive.open(part.entry) as stream:
                    while chunk := stream.read(1 << 20):
                        digest.update(chunk)
                if digest.hexdigest() != part.sha256:
                    raise UnreadableFile(
                        f"{file.name} is damaged: {part.table} has changed.", advice="It was not used."
                    )
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(f"{file.name} is no archive of Peakline's, or damaged ({error}).") from None
    return head


def _as_document(head: Head) -> dict[str, Any]:
    parts = [asdict(part) for part in head.parts]
    about = {"format": FORMAT, "version": VERSION, "kind": head.kind, "engine": head.engine, "location": head.location}
    about |= {"revision": head.revision, "made_at": head.made_at.isoformat()}
    return about | {"enums": {name: list(values) for name, values in head.enums.items()}, "parts": parts}


def _from_document(stored: dict[str, Any]) -> Head:
    if stored["format"] != FORMAT:
        raise ValueError("another program's list")
    if stored["version"] > VERSION:
        raise UnreadableFile("This archive was made by a newer Peakline.", advice="Update Peakline.")
    return Head(
        stored["kind"],
        stored["engine"],
        stored["location"],
        stored["revision"],
        datetime.fromisoformat(stored["made_at"]),
        [Part(**part) for part in stored["parts"]],
        stored["enums"],
    )
