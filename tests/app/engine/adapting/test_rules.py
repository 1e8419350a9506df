"""Readiness rules as data: their sentences follow their numbers, and unusable edits are named."""

import json

import pytest

from app.engine.adapting.rules import as_json, checked, default_rules, from_json
from app.engine.constants_adapting import RULES
from app.errors import InvalidInput
from app.gateways.shapes import fault


def sentence(rules, rule_id):
    return checked(rules).rule(rule_id).sentence


def test_every_rule_has_a_finished_sentence():
    for rule in default_rules().rules:
        assert rule.sentence[0].isupper()
        assert rule.sentence.endswith(".")
        assert "  " not in rule.sentence


def test_bands_of_the_shipped_rules():
    rules = default_rules()
    found = {rule: rules.number(rule, "atLeast") for rule in ("go", "as_planned", "rir_up", "sets_down")}
    assert found == {"go": 0.75, "as_planned": 0.55, "rir_up": 0.40, "sets_down": 0.25}
    assert rules.number("go", "loadPercent") == 2.5
    assert rules.number("rir_up", "rir") == 1
    assert rules.number("sets_down", "setsPercent") == -25
    assert (rules.number("two_signals", "groupBelow"), rules.number("two_signals", "answersBelow")) == (0.40, 0.25)
    assert (rules.number("two_signals", "groups"), rules.number("signal_age", "hours")) == (2, 48)
    assert rules.number("low_confidence", "below") == 0.5


@pytest.mark.parametrize(
    ("rule", "key", "value", "words"),
    [
        ("go", "atLeast", 0.8, "Freshness 80 or more"),
        ("go", "loadPercent", 0.0, "train as planned"),
        ("go", "sets", 1, "1 more set"),
        ("sets_down", "setsPercent", -30, "30 % fewer sets"),
        ("rir_up", "rir", 0.5, "0.5 more repetitions"),
        ("rir_up", "atLeast", 0.45, "Freshness 45 to 55"),
        ("wearable_only", "below", 0.3, "below 30"),
        ("wearable_only", "rir", 0, "no more repetitions"),
        ("signal_age", "hours", 24, "24 hours"),
        ("low_confidence", "setsMost", 2, "at most 2 sets"),
        ("low_confidence", "loadPercent", 0.0, "and 0 % of load"),
        ("sore_muscle", "level", 2, "soreness 2 of 3"),
        ("two_signals", "groups", 3, "only when 3 or more"),
    ],
)
def test_sentences_say_the_edited_numbers(rule, key, value, words):
    assert words in sentence(default_rules().edited(rule, key, value), rule)


def test_a_threshold_changes_both_sentences_it_bounds():
    rules = default_rules().edited("as_planned", "atLeast", 0.6)
    assert "60 to 75" in sentence(rules, "as_planned")
    assert "40 to 60" in sentence(rules, "rir_up")


@pytest.mark.parametrize(
    ("rule", "key", "value", "words"),
    [
        ("go", "atLeast", 0.5, "Go: freshness at least must be 60 to 95, not 50."),
        ("go", "loadPercent", 5.5, "Go: load added at most must be 0 % to +5 %, not +5.5 %."),
        ("go", "sets", 0.5, "Go: sets added at most must be a whole number"),
        ("rir_up", "atLeast", 0.52, "More in reserve: freshness at least must lie 5 or more below As planned (55)"),
        ("sets_down", "setsPercent", -60, "Fewer sets: change of sets must be -50 % to 0 %"),
        ("sets_down", "rir", 0.5, "Fewer sets: more repetitions in reserve must take at least as much as More in"),
        ("recovery_session", "loadPercent", -1, "Recovery session: change of load must take at least as much as Fewer"),
        (
            "signal_age",
            "hours",
            float("nan"),
            "Age of a check-in: valid for must be 12 hours to 72 hours, not no number",
        ),
    ],
)
def test_an_unusable_number_is_refused_by_rule_field_and_limit(rule, key, value, words):
    with pytest.raises(InvalidInput) as caught:
        checked(default_rules().edited(rule, key, value))
    assert words in caught.value.message


def test_every_number_may_stand_at_either_of_its_limits_unless_a_neighbour_is_there():
    for rule in default_rules().rules:
        for number in rule.numbers:
            assert number.low <= number.value <= number.high
            for value in (number.low - number.step, number.high + number.step):
                with pytest.raises(InvalidInput):
                    checked(default_rules().edited(rule.id, number.key, value))


def test_there_and_back_through_json():
    rules = default_rules().edited("go", "atLeast", 0.8)
    document = json.loads(json.dumps(as_json(rules)))
    assert fault("readiness_rules", document) is None
    found = from_json(document)
    assert found.is_own
    assert found.rules == checked(rules).rules


def test_a_document_of_fewer_rules_keeps_the_usual_numbers():
    own = {"version": 1, "rules": [{"id": "go", "thresholds": {"atLeast": 0.9}, "effects": {}}]}
    found = from_json(own)
    assert found.number("go", "atLeast") == 0.9
    assert found.number("sets_down", "setsPercent") == -25


def test_an_unknown_field_is_named():
    own = {"version": 1, "rules": [{"id": "go", "thresholds": {"above": 0.9}, "effects": {}}]}
    with pytest.raises(InvalidInput, match="'go' with a field 'above'"):
        from_json(own)


def test_the_schema_knows_every_rule():
    shape = {"version": 1, "rules": [{"id": spec.id, "thresholds": {}, "effects": {}} for spec in RULES]}
    assert fault("readiness_rules", shape) is None
    shape["rules"][0]["id"] = "another"
    assert fault("readiness_rules", shape) is not None
