"""The schema of every revision as a text that is reviewed: a difference is a decision, not an accident."""

import os

import pytest

from app.gateways import migrations, schema
from app.gateways.database import Database
from app.gateways.revision import REVISIONS
from app.paths import MIGRATIONS

GOLDEN = MIGRATIONS / "golden"
WRITE = "PEAKLINE_WRITE_GOLDEN"


def test_every_revision_makes_the_schema_on_file(database_url):
    database = Database(database_url)
    try:
        for revision in REVISIONS:
            migrations.upgrade(database, revision)
            with database.read() as connection:
                found = schema.snapshot(connection)
            _compare(GOLDEN / f"{revision}.{database.dialect}.txt", found)
    finally:
        database.close()


def _compare(file, found):
    if os.environ.get(WRITE):
        file.parent.mkdir(exist_ok=True)
        file.write_text(found.text, "utf-8")
    if not file.exists():
        pytest.fail(f"{file.name} is missing; set {WRITE}=1 to write it, and review what it says.")
    objects = dict(line.split(": ", 1) for line in file.read_text("utf-8").splitlines())
    assert schema.differences(schema.Schema(objects), found) == []
