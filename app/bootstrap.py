"""The only file that names both the use cases and the real gateways.

A use case is loaded when it is first wanted, and so is SQLAlchemy: the roster of a local file is read
without it, so that the first page need not wait.
"""

from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.gateways.local_file import LocalFile, local_path
from app.gateways.revision import HEAD
from app.paths import Paths

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from app.gateways.database import Database
    from app.gateways.locks import DatabaseLock
    from app.gateways.vault_memory import FallbackVault
    from app.usecases.adapting import Adapting
    from app.usecases.athletes import Athletes
    from app.usecases.backfilling import Backfilling
    from app.usecases.backing_up import BackingUp
    from app.usecases.checking_in import CheckingIn
    from app.usecases.completing import Completing
    from app.usecases.connecting import Connecting
    from app.usecases.demo import Demo
    from app.usecases.generating import Generating
    from app.usecases.importing import Importing
    from app.usecases.integrations import Integrations
    from app.usecases.knowledge import KnowledgeBase
    from app.usecases.meaning import Meaning
    from app.usecases.naming import Naming
    from app.usecases.planning import Planning
    from app.usecases.readiness import Readiness
    from app.usecases.roster import Roster
    from app.usecases.syncing import Syncing
    from app.usecases.training import Training
    from app.usecases.upgrading import Upgrading
    from app.usecases.validating import Validating
    from app.usecases.weeks import Weeks

# ruff: noqa: PLC0415 - see the module's docstring


class Services:
    """Everything a window or a command line may ask for."""

    def __init__(self, paths: Paths, url: "str | URL") -> None:
        self.paths = paths
        self.is_loaded = False
        """Whether everything can be asked for without waiting."""
        self.path = local_path(str(url))
        """The file of a plain SQLite address, None for everything else."""
        self._url = url
        self._lock: DatabaseLock | None = None

    @cached_property
    def database(self) -> "Database":
        from app.gateways.database import Database

        return Database(self._url)

    @cached_property
    def roster(self) -> "Roster":
        from app.usecases.roster import Roster

        return Roster(self.database if self.path is None else LocalFile(self.path))

    @cached_property
    def athletes(self) -> "Athletes":
        from app.usecases.athletes import Athletes

        return Athletes(self.database)

    @cached_property
    def planning(self) -> "Planning":
        from app.usecases.planning import Planning

        return Planning(self.database)

    @cached_property
    def training(self) -> "Training":
        from app.usecases.training import Training

        return Training(self.database)

    @cached_property
    def weeks(self) -> "Weeks":
        from app.usecases.weeks import Weeks

        return Weeks(self.database)

    @cached_property
    def generating(self) -> "Generating":
        from app.usecases.generating import Generating

        return Generating(self.database)

    @cached_property
    def adapting(self) -> "Adapting":
        from app.usecases.adapting import Adapting

        return Adapting(self.database)

    @cached_property
    def meaning(self) -> "Meaning":
        from app.usecases.meaning import Meaning

        return Meaning(self.database)

    @cached_property
    def completing(self) -> "Completing":
        from app.usecases.completing import Completing

        return Completing(self.database)

    @cached_property
    def naming(self) -> "Naming":
        from app.usecases.naming import Naming

        return Naming(self.database)

    @cached_property
    def readiness(self) -> "Readiness":
        from app.usecases.readiness import Readiness

        return Readiness(self.database)

    @cached_property
    def checking_in(self) -> "CheckingIn":
        from app.gateways.outbox import Outbox
        from app.usecases.checking_in import CheckingIn

        return CheckingIn(self.database, Outbox(self.paths.outbox, self.database.location))

    @cached_property
    def importing(self) -> "Importing":
        from app.usecases.importing import Importing

        return Importing(self.database)

    @cached_property
    def upgrading(self) -> "Upgrading":
        from app.usecases.upgrading import Upgrading

        return Upgrading(self.database, self.paths, vault())

    @cached_property
    def backing_up(self) -> "BackingUp":
        from app.usecases.backing_up import BackingUp

        return BackingUp(self.database, self.paths)

    @cached_property
    def backfilling(self) -> "Backfilling":
        from app.usecases.backfilling import Backfilling

        return Backfilling(self.database)

    @cached_property
    def validating(self) -> "Validating":
        from app.usecases.validating import Validating

        return Validating(self.database, self.paths)

    @cached_property
    def integrations(self) -> "Integrations":
        from app.usecases.integrations import Integrations

        return Integrations(self.database, vault())

    @cached_property
    def knowledge(self) -> "KnowledgeBase":
        from app.usecases.knowledge import KnowledgeBase

        return KnowledgeBase()

    @cached_property
    def whoop(self) -> "Syncing":
        from app.usecases.syncing import Syncing

        return Syncing(self.database, vault(), self.paths.data)

    @cached_property
    def demo(self) -> "Demo":
        from app.usecases.demo import Demo

        return Demo(self.database)

    def load_all(self) -> None:
        """Load SQLAlchemy and every use case now, in a worker, so that nobody waits for one later."""
        for name, kind in vars(type(self)).items():
            if isinstance(kind, cached_property):
                getattr(self, name)
        self.is_loaded = True

    def keyring_problem(self) -> str:
        """See the function of the same name."""
        return keyring_problem()

    def need_keyring(self) -> None:
        """Raise `VaultUnavailable` where secrets would be forgotten as the program ends. May take seconds."""
        if (problem := vault().problem()) is not None:
            raise problem

    def hold(self) -> None:
        """Keep every other Peakline out of the database's file until `close`; a server needs no such thing.

        Raises `DatabaseBusy` naming the process that has the file open.
        """
        from app.gateways.locks import WINDOW, lock_for

        path = self.path or self.database.path
        if path is not None and str(path) != ":memory:" and self._lock is None:
            lock = lock_for(path)
            lock.acquire(WINDOW)
            self._lock = lock

    def close(self) -> None:
        if "database" in vars(self):
            self.database.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


@cache
def vault() -> "FallbackVault":
    """The keyring, with this run's memory behind it: one for the whole program, whatever database is open."""
    from app.gateways.vault import KeyringVault
    from app.gateways.vault_memory import FallbackVault

    return FallbackVault(KeyringVault())


def keyring_problem() -> str:
    """Why secrets last for this run only, in a sentence; empty while they are kept for good. May take seconds."""
    keyring = vault()
    keyring.retry()
    return keyring.banner


def connecting(paths: Paths) -> "Connecting":
    """The remembered servers, which are there before any database is open."""
    from app.usecases.connecting import Connecting

    return Connecting(paths.config / "connections.json", vault())


def demo_master(paths: Paths, today: date) -> Path:
    """The file that today's throwaway databases are copied from, of this schema; it may not exist yet."""
    return paths.cache / f"demo-{today.isoformat()}-{HEAD}.db"


def build(paths: Paths, url: str) -> Services:
    """Wire the use cases to a database; nothing is opened or written yet.

    The address of a remembered server gets its password from the keyring here, so that it is written nowhere else.
    Raises `InvalidInput` for what is no address of a database.
    """
    services = Services(paths, connecting(paths).resolved(url) if url.startswith("postgres") else url)
    if services.path is None:
        # Only an address can be wrong; a path is one whether or not there is a file.
        services.database  # noqa: B018
    return services
