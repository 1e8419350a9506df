"""The JSON of blocks is checked on the way in and read without fear on the way out."""

import json

import pytest

from app.errors import InvalidInput
from app.gateways.shapes import FOLDER, checked, understood

GOOD = {
    "main_lifts": {
        "version": 1,
        "lifts": {"SQUAT": {"exercise": "x", "role": "primary", "repRange": [3, 5], "percentRange": [80, 90]}},
    },
    "accessory_pool": {"version": 1, "muscles": {"chest": [{"exercise": "x", "weight": 1}]}},
    "rotation_policy": {
        "version": 1,
        "mainLifts": "maintain",
        "accessories": {"cadenceWeeks": 4, "noveltyShare": 0.4},
    },
    "deload_triggers": {
        "version": 1,
        "signalsNeeded": 2,
        "scheduledWeeks": [5, 6],
        "triggers": [{"name": "low_freshness", "thresholds": {"below": 0.4}}],
    },
    "weekly_targets": {"version": 1, "weeks": [{"rir": 3, "hardSets": 60, "sets": {"chest": 12.5}}]},
}


def test_every_schema_of_a_block_has_an_example_and_every_schema_says_what_it_is():
    schemas = {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}
    assert {name for name, schema in schemas.items() if schema["title"].startswith("TrainingBlock.")} == set(GOOD)
    for schema in schemas.values():
        assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
        assert schema["title"]


@pytest.mark.parametrize("schema", GOOD)
def test_good_documents_pass_both_ways(schema):
    assert checked(schema, GOOD[schema]) == GOOD[schema]
    assert understood(schema, GOOD[schema]) == GOOD[schema]


@pytest.mark.parametrize("schema", GOOD)
def test_the_shapes_are_distinct(schema):
    for other, document in GOOD.items():
        if other != schema:
            with pytest.raises(InvalidInput, match=schema):
                checked(schema, document)


@pytest.mark.parametrize("schema", GOOD)
@pytest.mark.parametrize("document", [None, [], "x", 3, {"version": 2}, {"version": 1, "lifts": [], "muscles": 1}])
def test_what_breaks_its_schema_is_kept_apart(schema, document):
    assert understood(schema, document) == {"version": 0, "unread": document}


@pytest.mark.parametrize("schema", GOOD)
@pytest.mark.parametrize("document", [{}, {"squat": "barbell_back_squat"}, {"performanceStall": 3}])
def test_the_specifications_own_shapes_come_as_they_are(schema, document):
    assert understood(schema, document) == document


@pytest.mark.parametrize(
    ("schema", "path", "value"),
    [
        ("main_lifts", ("lifts", "SQUAT", "role"), "third"),
        ("main_lifts", ("lifts", "SQUAT", "repRange"), [3]),
        ("main_lifts", ("lifts", "SQUAT", "percentRange"), [80, 130]),
        ("accessory_pool", ("muscles", "Chest"), []),
        ("accessory_pool", ("muscles", "chest"), [{"exercise": "", "weight": 1}]),
        ("rotation_policy", ("mainLifts",), "rotate"),
        ("rotation_policy", ("accessories", "noveltyShare"), 1.5),
        ("deload_triggers", ("signalsNeeded",), 0),
        ("deload_triggers", ("triggers",), [{"name": "mood", "thresholds": {"below": 1}}]),
        ("weekly_targets", ("weeks",), [{"rir": -1, "hardSets": 1, "sets": {}}]),
    ],
)
def test_faults_are_found(schema, path, value):
    broken = json.loads(json.dumps(GOOD[schema]))
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(InvalidInput, match=schema):
        checked(schema, broken)
