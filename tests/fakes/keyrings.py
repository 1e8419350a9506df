"""Keyrings that misbehave as real ones do, and a real one where the machine has it."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

WINDOWS_LIMIT = 1280
PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")
START_SECONDS = 20


class PlainKeyring(KeyringBackend):
    """A dictionary with a real keyring's manners; `limit` characters an item, as on Windows."""

    priority = 1  # type: ignore[assignment]

    def __init__(self, limit: int | None = None) -> None:
        super().__init__()
        self.items: dict[tuple[str, str], str] = {}
        self.limit = limit
        self.writes = 0
        self.fail_after: int | None = None
        self.swallows = False

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.limit is not None and len(password.encode("utf-16-le")) > 2 * self.limit:
            raise OSError(1783, "CredWrite", "The stub received bad data")
        if self.fail_after is not None and self.writes >= self.fail_after:
            raise OSError(5, f"the keyring broke while writing {password}")
        self.writes += 1
        if self.swallows:
            return
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.items:
            raise PasswordDeleteError("No such password!")
        del self.items[service, username]


def has_gnome_keyring() -> bool:
    return all(shutil.which(program) for program in PROGRAMS)


@contextlib.contextmanager
def gnome_keyring() -> Iterator[str]:
    """GNOME's keyring, unlocked, in a home and on a bus of its own; yields the address of the bus."""
    home = Path(tempfile.mkdtemp(prefix="peakkey-"))
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:path={home / 'bus'}"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    keyring = None
    try:
        assert bus.stdout is not None
        address = bus.stdout.readline().strip()
        keyring = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            env=environment | {"DBUS_SESSION_BUS_ADDRESS": address},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert keyring.stdin is not None
        keyring.stdin.write(b"a password for tests")
        keyring.stdin.close()
        _wait_for(home / ".local/share/keyrings/login.keyring")
        yield address
    finally:
        for process in (keyring, bus):
            if process is not None:
                process.kill()
                process.wait(10)
                if process.stdout is not None:
                    process.stdout.close()
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(file: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not file.exists():
        if time.monotonic() > deadline:
            raise RuntimeError("GNOME's keyring did not start.")
        time.sleep(0.02)


class FileKeyring(KeyringBackend):
    """A file in a folder for each item, so that several processes share a keyring where there is none."""

    priority = 1  # type: ignore[assignment]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def get_password(self, service: str, username: str) -> str | None:
        try:
            return self._file(service, username).read_text()
        except FileNotFoundError:
            return None

    def set_password(self, service: str, username: str, password: str) -> None:
        half = self._folder / f"half-{os.getpid()}"
        half.write_text(password)
        half.replace(self._file(service, username))

    def delete_password(self, service: str, username: str) -> None:
        try:
            self._file(service, username).unlink()
        except FileNotFoundError:
            raise PasswordDeleteError("No such password!") from None

    def _file(self, service: str, username: str) -> Path:
        return self._folder / f"{service} {username}".encode().hex()
