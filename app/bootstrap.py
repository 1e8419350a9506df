"""The only file that names both the use cases and the real gateways.

A use case is loaded when it is first wanted: all of them together cost half as much as SQLAlchemy
itself, and the first page needs one.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from app.gateways.database import Database
from app.paths import Paths

if TYPE_CHECKING:
    from app.usecases.athletes import Athletes
    from app.usecases.backfilling import Backfilling
    from app.usecases.backing_up import BackingUp
    from app.usecases.demo import Demo
    from app.usecases.importing import Importing
    from app.usecases.planning import Planning
    from app.usecases.readiness import Readiness
    from app.usecases.training import Training
    from app.usecases.upgrading import Upgrading
    from app.usecases.validating import Validating

# ruff: noqa: PLC0415 - see the module's docstring


class Services:
    """Everything a window or a command line may ask for."""

    def __init__(self, paths: Paths, database: Database) -> None:
        self.paths = paths
        self.database = database

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
    def readiness(self) -> "Readiness":
        from app.usecases.readiness import Readiness

        return Readiness(self.database)

    @cached_property
    def importing(self) -> "Importing":
        from app.usecases.importing import Importing

        return Importing(self.database)

    @cached_property
    def upgrading(self) -> "Upgrading":
        from app.usecases.upgrading import Upgrading

        return Upgrading(self.database, self.paths)

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

        return Validating(self.database)

    @cached_property
    def demo(self) -> "Demo":
        from app.usecases.demo import Demo

        return Demo(self.database, self.planning)

    def load_all(self) -> None:
        """Load every use case now; for a worker with nothing to do, so that nobody waits for one later."""
        for name, kind in vars(type(self)).items():
            if isinstance(kind, cached_property):
                getattr(self, name)

    def close(self) -> None:
        self.database.close()


def build(paths: Paths, url: str) -> Services:
    """Wire the use cases to a database; nothing is opened or written yet."""
    return Services(paths, Database(url))
