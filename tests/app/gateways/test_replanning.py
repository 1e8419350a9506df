"""The last guard of the past: a changed season that reaches into it, or is longer, is not written."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.engine.adapting.pieces import put_together, taken_apart
from app.gateways.replanning import rewrite_season
from app.gateways.seasons import as_value, read_active
from app.usecases.planning import Planning
from models.tables.plan import training_block
from models.values.plan import PlanRequest, TrainingGoal
from tests.fakes.logbook import Logbook

START = date(2026, 3, 2)


@pytest.fixture
def ada(fast_database):
    ada = Logbook(fast_database).athlete()
    Planning(fast_database).create(PlanRequest(ada, TrainingGoal.HYPERTROPHY, 12, START), START)
    return ada


def harder(pieces):
    first = pieces[0]
    return [
        replace(first, weeks=(replace(first.weeks[0], rir=first.weeks[0].rir - 0.5), *first.weeks[1:])),
        *pieces[1:],
    ]


def longer(pieces):
    return [*pieces[:-1], replace(pieces[-1], weeks=(*pieces[-1].weeks, pieces[-1].weeks[-1]))]


def blocks(database):
    with database.read() as connection:
        return connection.execute(select(training_block).order_by(training_block.c.id)).all()


@pytest.mark.parametrize("change", [harder, longer])
def test_the_past_and_the_length_are_guarded(fast_database, ada, change):
    before = blocks(fast_database)
    with fast_database.write() as connection:
        stored = read_active(connection, ada)
        old = as_value(stored)
        new = put_together(old, change(taken_apart(old)))
        with pytest.raises(ValueError, match="weeks gone by"):
            rewrite_season(connection, stored, old, new, 1)
    assert blocks(fast_database) == before


def test_taken_apart_and_put_together_is_the_same_season(fast_database, ada):
    with fast_database.write() as connection:
        stored = read_active(connection, ada)
        old = as_value(stored)
        assert put_together(old, taken_apart(old)).blocks == [replace(b, weeks=tuple(b.weeks)) for b in old.blocks]
        before = connection.execute(select(training_block).order_by(training_block.c.id)).mappings().all()
        rewrite_season(connection, stored, old, old, 1)
        after = connection.execute(select(training_block).order_by(training_block.c.id)).mappings().all()
    assert [{**row, "updatedAt": None} for row in after] == [{**row, "updatedAt": None} for row in before]
