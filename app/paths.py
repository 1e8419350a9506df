"""Every place Peakline reads or writes, from one function."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
MIGRATIONS = ROOT / "migrations"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one user; PEAKLINE_HOME gathers them all in one."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @property
    def database(self) -> Path:
        return self.data / "peakline.db"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"

    @property
    def state(self) -> Path:
        """Window geometry and the like: what the program remembers, not what the user chose."""
        return self.config / "window.ini"

    @property
    def outbox(self) -> Path:
        """Check-ins that wait for their server, and drafts."""
        return self.data / "outbox"

    @property
    def pictures(self) -> Path:
        return self.data / "pictures"


def user_paths() -> Paths:
    """The user's folders, or those under PEAKLINE_HOME where that is set. Nothing is created here."""
    if home := os.environ.get("PEAKLINE_HOME"):
        base = Path(home).expanduser().resolve()
        return Paths(base / "data", base / "config", base / "cache", base / "logs")
    dirs = PlatformDirs("peakline", appauthor=False)
    return Paths(dirs.user_data_path, dirs.user_config_path, dirs.user_cache_path, dirs.user_log_path)
