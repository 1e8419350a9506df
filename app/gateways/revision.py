"""The schema's history, and a first look at a database file with nothing but the standard library.

Looking must stay cheap and must not change the file, so neither SQLAlchemy nor Alembic is
imported here and the file is opened read-only.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from app.errors import DatabaseUnavailable
from models.values.standing import DatabaseState, DatabaseStatus, Revision

REVISIONS: Final = {
    "0001_existing_tables": "The existing tables, made where there are none and taken as they are where they stand",
    "0002_add_periodization": "The season and its parts, exposures, readiness signals and integrations",
    "0003_extend_workout": (
        "Block context, rationale and adaptation of a workout, and the training age an exercise asks for"
    ),
    "0004_fill_training_age": "The training age an exercise asks for, taken from its difficulty where nobody has said",
    "0005_peakline_details": "What Peakline keeps beyond the specification; all of it may be empty or has a default",
    "0006_coaching_details": (
        "What coaching needs beyond a plan: device days, proposals, an athlete's own readiness rules, session effort"
    ),
}
"""Every revision and its title, oldest first."""

HEAD: Final = list(REVISIONS)[-1]

EXISTING_TABLES: Final = frozenset(
    (
        *("User", "UserPreference", "Profile", "Constraints", "Goals", "Injury", "Equipment", "Muscle", "Exercise"),
        *("ExerciseVariation", "ExerciseAlias", "ExerciseMuscle", "ExerciseEquipment", "SubstitutionRule", "Program"),
        *("ProgramBlock", "Workout", "WorkoutExercise", "WorkoutSet", "SetLog", "SessionCheckIn", "Baseline"),
        *("WorkoutTemplate", "WorkoutTemplateExercise"),
    )
)
"""The tables that stood before the first revision of ours."""

VERSION_TABLE: Final = "alembic_version"


def classify(tables: Sequence[str], revision: str | None) -> DatabaseState:
    """Where a database with these tables and this stamped revision stands."""
    complete = EXISTING_TABLES.issubset(tables)
    if revision is not None and complete:
        if revision == HEAD:
            return DatabaseState.CURRENT
        return DatabaseState.BEHIND if revision in REVISIONS else DatabaseState.NEWER
    if revision is None and complete:
        return DatabaseState.ADOPTABLE
    # An empty version table is what a downgrade to the very beginning leaves behind.
    return DatabaseState.FOREIGN if revision or set(tables) - {VERSION_TABLE} else DatabaseState.EMPTY


def history(revision: str | None) -> list[Revision]:
    """Every revision, oldest first, marked as applied up to the given one."""
    order = list(REVISIONS)
    applied = order.index(revision) if revision in REVISIONS else len(order) if revision else -1
    return [Revision(each, REVISIONS[each], applied=at <= applied) for at, each in enumerate(order)]


def quick_status(url: str) -> DatabaseStatus:
    """The status of a SQLite file by its path or `sqlite:///` URL; a missing file is an empty database.

    A file that is no database is `DatabaseUnavailable`. Nothing is written and nothing created.
    """
    file = _file(url)
    tables, revision = _look(file)
    return DatabaseStatus(
        location=str(file),
        engine="sqlite",
        engine_version=sqlite3.sqlite_version,
        revision=revision,
        head=HEAD,
        state=classify(tables, revision),
        size_bytes=_size(file),
        free_bytes=_free(file),
    )


def _file(url: str) -> Path:
    scheme, separator, rest = url.partition(":///")
    if separator and scheme.startswith("sqlite"):
        return Path(unquote(rest.partition("?")[0]))
    return Path(url)


def _look(file: Path) -> tuple[list[str], str | None]:
    if not file.exists() or file.stat().st_size == 0:
        return [], None
    try:
        connection = sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro", uri=True, timeout=10)
        try:
            return _read(connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise DatabaseUnavailable(
            f"{file} cannot be read as a database ({error}).", advice="Choose another file or restore a backup."
        ) from None


def _read(connection: sqlite3.Connection) -> tuple[list[str], str | None]:
    rows = connection.execute(
        r"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'"
    )
    tables = [name for (name,) in rows]
    if VERSION_TABLE not in tables:
        return tables, None
    stamped = connection.execute(f"SELECT max(version_num) FROM {VERSION_TABLE}").fetchone()  # noqa: S608  (a constant)
    return tables, stamped[0]


def _size(file: Path) -> int | None:
    """Bytes of the file and of the log of writes beside it; None where there is no file."""
    parts = [part for part in (file, Path(f"{file}-wal")) if part.exists()]
    return sum(part.stat().st_size for part in parts) if file in parts else None


def _free(file: Path) -> int | None:
    import shutil  # noqa: PLC0415  (costs as much as the rest of this module)

    folder = next((parent for parent in file.absolute().parents if parent.exists()), None)
    return None if folder is None else shutil.disk_usage(folder).free
