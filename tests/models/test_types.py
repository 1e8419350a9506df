"""Every column type means the same on both databases, and both refuse what one of them cannot hold."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Integer, MetaData, Table, func, insert, select, text

from app.errors import InvalidInput
from app.gateways.database import Database
from models.tables.encoding import to_json
from models.tables.types import (
    Choice,
    ChoiceList,
    Json,
    Kilograms,
    LocalDate,
    Real,
    TextList,
    Utc,
    Words,
)
from models.values.plan import BlockType
from models.values.stored import truncated

NAIVE = datetime(2026, 2, 14)  # noqa: DTZ001  (what the types refuse)

everything = Table(
    "Everything",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", Words),
    Column("whole", Integer),
    Column("real", Real),
    Column("load", Kilograms),
    Column("flag", Boolean),
    Column("moment", Utc),
    Column("day", LocalDate),
    Column("choice", Choice(BlockType)),
    Column("choices", ChoiceList(BlockType)),
    Column("texts", TextList),
    Column("document", Json),
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory, postgres_server):
    """The same table, with a column of every type, on both engines."""
    databases = [
        Database(f"sqlite:///{tmp_path_factory.mktemp('types') / 'types.db'}"),
        Database(postgres_server.create("types")),
    ]
    with databases[1].write() as connection:
        values = ", ".join(f"'{member}'" for member in BlockType)
        connection.exec_driver_sql(f'CREATE TYPE "BlockType" AS ENUM ({values})')
    for database in databases:
        with database.write() as connection:
            everything.create(connection)
    yield databases
    for database in databases:
        database.close()
    postgres_server.drop("types")


@pytest.fixture(params=[0, 1], ids=["sqlite", "postgresql"])
def one(request, pair):
    return pair[request.param]


def round_trip(database, row):
    """Write a row, read it back as a new reader would, and leave the table empty."""
    with database.write() as connection:
        connection.execute(everything.delete())
        connection.execute(insert(everything), [{"id": 1, **row}])
    with database.read() as connection:
        found = connection.execute(select(everything)).one()._asdict()
    return {key: found[key] for key in row}


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
zones = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=11))])
moments = st.datetimes(NAIVE.replace(year=1900), NAIVE.replace(year=2200), timezones=zones)
documents = st.recursive(
    # Beyond this a JSON number of PostgreSQL comes back whole, 1e300 as its three hundred digits.
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
rows = st.fixed_dictionaries(
    {
        "words": st.none() | words,
        "whole": st.none() | st.integers(-(2**31), 2**31 - 1),
        "real": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "load": st.none() | st.decimals(0, 1000, places=2).map(float),
        "flag": st.none() | st.booleans(),
        "moment": st.none() | moments,
        "day": st.none() | st.dates(),
        "choice": st.none() | st.sampled_from(BlockType),
        "choices": st.lists(st.sampled_from(BlockType), max_size=4),
        "texts": st.lists(words, max_size=4),
        "document": documents,
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=rows)
def test_what_is_written_reads_back_the_same_from_both(pair, row):
    expected = row | {"moment": row["moment"] and truncated(row["moment"])}
    found = [round_trip(database, row) for database in pair]
    assert found == [expected, expected]
    for each in found:
        assert type(each["flag"]) is type(row["flag"])
        assert each["moment"] is None or each["moment"].tzinfo is UTC
        assert all(isinstance(item, BlockType) for item in each["choices"])


@pytest.mark.nightly
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=rows)
def test_what_is_written_reads_back_the_same_from_both_at_length(pair, row):
    expected = row | {"moment": row["moment"] and truncated(row["moment"])}
    assert [round_trip(database, row) for database in pair] == [expected, expected]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"words": "a\x00b"}, "NUL"),
        ({"words": "\ud800"}, "surrogate"),
        ({"texts": ["fine", "a\x00b"]}, "NUL"),
        ({"texts": "not a list"}, "A list is needed"),
        ({"document": {"deep": ["a\x00b"]}}, "NUL"),
        ({"document": {"a\x00b": 1}}, "NUL"),
        ({"document": {"text": "\ud800"}}, "surrogate"),
        ({"document": {"number": float("nan")}}, "finite"),
        ({"document": [float("inf")]}, "finite"),
        ({"real": float("nan")}, "finite"),
        ({"real": float("-inf")}, "finite"),
        ({"load": float("nan")}, "finite"),
        ({"moment": NAIVE}, "needs a zone"),
        ({"day": datetime(2026, 2, 14, tzinfo=UTC)}, "A day is a date"),
    ],
    ids=str,
)
def test_what_one_database_cannot_hold_both_refuse(one, row, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        round_trip(one, row)


def test_a_backslash_before_u0000_is_not_a_nul(one):
    row = {"document": {"regex": "\\u0000"}}
    assert round_trip(one, row) == row
    with pytest.raises(ValueError, match="NUL"):
        to_json(["\\\x00"])


def test_times_are_cut_to_milliseconds_not_rounded(one):
    written = datetime(2026, 2, 14, 23, 59, 59, 999_999, tzinfo=UTC)
    expected = datetime(2026, 2, 14, 23, 59, 59, 999_000, tzinfo=UTC)
    assert round_trip(one, {"moment": written}) == {"moment": expected}
    with one.read() as connection:
        assert connection.execute(select(everything.c.id).where(everything.c.moment == written)).scalar() == 1


def test_loads_are_stored_in_pounds(one):
    assert round_trip(one, {"load": 100.0}) == {"load": 100.0}
    with one.read() as connection:
        assert connection.execute(text('SELECT load FROM "Everything"')).scalar() == pytest.approx(220.46226218)


def test_a_day_is_a_midnight_and_a_time_of_day_in_it_is_ignored(one):
    round_trip(one, {"day": date(2026, 2, 14)})
    with one.read() as connection:
        assert str(connection.execute(text('SELECT day FROM "Everything"')).scalar()).startswith("2026-02-14 00:00:00")
    with one.write() as connection:
        connection.execute(text("UPDATE \"Everything\" SET day = '2026-02-14 17:45:00'"))
    with one.read() as connection:
        assert connection.execute(select(everything.c.day)).scalar() == date(2026, 2, 14)


@pytest.mark.parametrize(
    "stored",
    ["2026-02-14 18:30:00.250", "2026-02-14T18:30:00.250Z", "2026-02-14T19:30:00.250+01:00", "1771093800250"],
)
def test_times_other_clients_write_into_a_file_are_understood(pair, stored):
    with pair[0].write() as connection:
        connection.execute(everything.delete())
        connection.execute(text('INSERT INTO "Everything" (id, moment) VALUES (1, :stored)'), {"stored": stored})
    with pair[0].read() as connection:
        expected = datetime(2026, 2, 14, 18, 30, 0, 250_000, tzinfo=UTC)
        assert connection.execute(select(everything.c.moment)).scalar() == expected


def test_a_value_another_program_added_is_shown_and_kept(pair):
    with pair[1].write() as connection:
        connection.exec_driver_sql('ALTER TYPE "BlockType" ADD VALUE IF NOT EXISTS \'PIVOT; "2"\'')
    for database in pair:
        row = {"choice": 'PIVOT; "2"', "choices": [BlockType.DELOAD, 'PIVOT; "2"']}
        assert round_trip(database, row) == row


def test_a_list_that_is_null_reads_as_empty(one):
    assert round_trip(one, {"choices": None, "texts": None}) == {"choices": [], "texts": []}


def test_null_is_null_and_not_the_word_in_json(one):
    round_trip(one, {"document": None})
    with one.read() as connection:
        assert connection.execute(text('SELECT count(*) FROM "Everything" WHERE document IS NULL')).scalar() == 1


def test_arithmetic_on_loads_stays_in_kilograms(one):
    round_trip(one, {"load": 100.0, "whole": 5})
    load, whole = everything.c.load, everything.c.whole
    asked = {
        func.sum(load * whole): 500.0,
        func.sum(whole * load): 500.0,
        func.coalesce(func.max(load), 0.0): 100.0,
        func.max(load * (1 + whole / 30.0)): pytest.approx(116.6667, abs=1e-3),
        func.max(load * 0.5): 50.0,
        func.max(load / 2): 50.0,
        func.max(load + 2.5): 102.5,
        func.max(load / load): 1.0,
        func.avg(load, type_=Kilograms): 100.0,
    }
    with one.read() as connection:
        assert list(connection.execute(select(*asked)).one()) == list(asked.values())
        assert connection.execute(select(whole).where(load > 99.9, load < 100.1)).scalar() == 5
