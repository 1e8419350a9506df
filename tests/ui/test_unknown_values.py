"""Enum values another program added: every page shows the rows, nothing crashes, and what was stored stays."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.bootstrap import build
from app.gateways.database import Database
from app.paths import Paths
from models.tables import metadata
from models.tables.types import Choice, ChoiceList
from models.values.units import Unit
from tests.fakes import services as fakes
from tests.fakes.windows import Opening, settle
from tests.postgres import Server
from ui.kit.opening import open_database
from ui.pages.registry import WORDS

NEW = "ADDED_BY_ANOTHER"
LOG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    '2026-03-16 18:00:00,"Legs",1h,"Squat (Barbell)",1,100.0,5,0,0,"","",8\n'
)
COLUMNS = [
    (table.name, column.name, column.type)
    for table in metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Choice | ChoiceList)
]
ENUMS = sorted({kind.name for _, _, kind in COLUMNS})


@pytest.fixture(scope="module")
def strange(postgres_server: Server, postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with an athlete, a season, a workout and a check-in, in which every enum has one value more."""
    url = postgres_server.create("strange", postgres_template)
    folder = tmp_path_factory.mktemp("strange")
    services = build(Paths(folder, folder, folder, folder), url)
    services.demo.load(fakes.TODAY)
    athlete = services.athletes.list()[0]
    services.importing.run(LOG, athlete.id, unit=Unit.KG, file_name="strong.csv")
    services.close()
    with closing(Database(url)) as database, database.write() as connection:
        for name in ENUMS:
            connection.execute(text(f"ALTER TYPE \"{name}\" ADD VALUE '{NEW}'"))
    yield url
    postgres_server.drop("strange")


def written(enum: str) -> list[str]:
    """The statements that put the new value into every row of every column of an enum."""
    return [
        f'UPDATE "{table}" SET "{column}" = '
        + (f"ARRAY['{NEW}']::\"{enum}\"[]" if isinstance(kind, ChoiceList) else f"'{NEW}'")
        for table, column, kind in COLUMNS
        # A season's goal must not be among its secondary ones, so the two do not change together.
        if kind.name == enum and column != "secondaryGoals"
    ]


def stored(database: Database, enum: str) -> list[int]:
    with database.read() as connection:
        return [
            connection.execute(
                text(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE \'%{NEW}%\'')
            ).scalar_one()
            for table, column, kind in COLUMNS
            if kind.name == enum
        ]


EVERY_RUN = ("BlockType", "WorkoutStatus")


@pytest.mark.parametrize(
    "enum", [pytest.param(name, marks=() if name in EVERY_RUN else pytest.mark.nightly) for name in ENUMS]
)
def test_every_page_shows_rows_with_a_value_it_does_not_know(
    strange: str, enum: str, postgres_server: Server, open_window: Opening, folders: Paths, qtbot: QtBot
) -> None:
    url = postgres_server.create(f"strange_{enum.lower()}", "strange")
    with closing(Database(url)) as database:
        with database.write() as connection:
            for statement in written(enum):
                connection.execute(text(statement))
        before = stored(database, enum)
        opened = open_database(folders, url)
        window = open_window(opened=opened)
        told: list[object] = []
        window.desk.failed.connect(told.append)
        window.desk.background.failed.connect(told.append)
        for athlete in opened.athletes[:1]:
            window.desk.select_athlete(athlete.id)
            for word in WORDS:
                window.show_fresh(word)
                settle(qtbot, window)
                window.page(word).grab()
        assert told == []
        services = opened.services
        profile = services.athletes.profile(opened.athletes[0].id)
        services.athletes.save_profile(profile)
        assert stored(database, enum) == before
        window.close()
        settle(qtbot, window)
        services.close()
    postgres_server.drop(f"strange_{enum.lower()}")
