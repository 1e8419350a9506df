"""The only file that names both the use cases and the real gateways."""

from dataclasses import dataclass

from app.gateways.database import Database
from app.paths import Paths
from app.usecases.athletes import Athletes
from app.usecases.backing_up import BackingUp
from app.usecases.demo import Demo
from app.usecases.importing import Importing
from app.usecases.planning import Planning
from app.usecases.readiness import Readiness
from app.usecases.training import Training
from app.usecases.upgrading import Upgrading


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a window or a command line may ask for."""

    paths: Paths
    database: Database
    athletes: Athletes
    planning: Planning
    training: Training
    readiness: Readiness
    importing: Importing
    upgrading: Upgrading
    backing_up: BackingUp
    demo: Demo

    def close(self) -> None:
        self.database.close()


def build(paths: Paths, url: str) -> Services:
    """Wire the use cases to a database; nothing is opened or written yet."""
    database = Database(url)
    planning = Planning(database)
    return Services(
        paths=paths,
        database=database,
        athletes=Athletes(database),
        planning=planning,
        training=Training(database),
        readiness=Readiness(database),
        importing=Importing(database),
        upgrading=Upgrading(database, paths),
        backing_up=BackingUp(database, paths),
        demo=Demo(database, planning),
    )
