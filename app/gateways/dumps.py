"""PostgreSQL's own pg_dump and pg_restore, where a fitting pair is installed; the password never shows."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from app.errors import DatabaseUnavailable, PeaklineError
from app.gateways.safe_files import written_whole

Progress = Callable[[float, str], None]

CHOSEN: Final = "PEAKLINE_PG_DUMP"
"""Environment variable that names the pg_dump to use."""
_FOLDERS: Final = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/opt/homebrew/opt/libpq/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)
_VERSION: Final = re.compile(r"\(PostgreSQL\) (\d+)")
_PASSWORDS: Final = re.compile(r"(password\s*=\s*)\S+|(://[^:@/\s]+:)[^@\s]+@", re.IGNORECASE)
_POLL_SECONDS: Final = 0.1


def fitting_pg_dump(server_major: int) -> Path | None:
    """The pg_dump to use for a server: at least of its version, the nearest one; None where there is none."""
    fitting = [(major, file) for file in _candidates() if (major := _major(file)) is not None and major >= server_major]
    return min(fitting)[1] if fitting else None


def pg_restore_beside(pg_dump: Path) -> Path | None:
    """The pg_restore of the same installation."""
    found = pg_dump.with_name(pg_dump.name.replace("pg_dump", "pg_restore"))
    return found if found.exists() else None


def dump(pg_dump: Path, access: Mapping[str, str], target: Path, snapshot: str, progress: Progress) -> None:
    """Write one snapshot of the database to a file in pg_dump's own format, listed again by pg_restore to check it.

    `access` are libpq's environment variables; they reach the child process and nobody else.
    """
    with written_whole(target) as partial:
        command = [str(pg_dump), "--format=custom", "--no-password", f"--snapshot={snapshot}", f"--file={partial}"]
        _run(command, access, progress, "Backing up with pg_dump.")
        checker = pg_restore_beside(pg_dump)
        if checker is not None:
            _run([str(checker), "--list", f"--file={os.devnull}", str(partial)], access, progress, "Checking the dump.")


def restore(pg_restore: Path, access: Mapping[str, str], file: Path, progress: Progress) -> None:
    """Fill an empty database from a dump, in one transaction."""
    command = [str(pg_restore), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    command += ["--no-password", f"--dbname={access['PGDATABASE']}", str(file)]
    _run(command, access, progress, "Restoring with pg_restore.")


def _run(command: list[str], access: Mapping[str, str], progress: Progress, sentence: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(  # noqa: S603  (a program of PostgreSQL's own, no shell)
                command, env=clean | dict(access), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
            )
        except OSError as error:
            raise DatabaseUnavailable(f"{command[0]} could not be started: {error.strerror}.") from None
        try:
            while True:
                progress(0.5, sentence)
                try:
                    status = process.wait(_POLL_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    continue
        except BaseException:
            process.kill()
            process.wait()
            raise
        if status:
            said.seek(0)
            raise _failed(Path(command[0]).name, said.read().decode("utf-8", "replace"))


def _failed(program: str, said: str) -> PeaklineError:
    last = next((line for line in reversed(said.splitlines()) if line.strip()), "it gave no reason")
    last = _PASSWORDS.sub(lambda found: f"{found[1] or found[2]}...", last)
    return DatabaseUnavailable(f"{program} failed: {last.strip()}", advice="Nothing was changed.")


def _candidates() -> Iterator[Path]:
    chosen = os.environ.get(CHOSEN)
    if chosen:
        yield Path(chosen)
        return
    if found := shutil.which("pg_dump"):
        yield Path(found)
    for pattern in _FOLDERS:
        anchor = Path(pattern).anchor
        for folder in Path(anchor).glob(pattern.removeprefix(anchor)):
            for name in ("pg_dump", "pg_dump.exe"):
                if (folder / name).is_file():
                    yield folder / name


@cache
def _major(file: Path) -> int | None:
    try:
        said = subprocess.run([str(file), "--version"], capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(said.stdout)
    return int(found[1]) if found else None
