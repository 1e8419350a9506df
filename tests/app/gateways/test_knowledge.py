"""The knowledge base keeps its promises: every reference resolves, nothing is quoted beyond how it was read."""

import json
import re
from pathlib import Path

import pytest

from app.engine.constants_adapting import RULES as READINESS_RULES
from app.engine.constants_workouts import FACTOR_WEIGHTS
from app.errors import UnreadableFile
from app.gateways.catalogue import load_catalogue
from app.gateways.knowledge import FOLDER, load_knowledge
from app.gateways.shapes import fault
from models.values.exercises import MovementPattern
from models.values.knowledge import FACTORS, KINDS, PRESCRIPTIONS, RULES, TOPICS, Grade, Seen
from models.values.plan import BlockType, TrainingGoal

ROOT = Path(__file__).resolve().parents[3]
ENGINE = ROOT / "app" / "engine"
KNOWLEDGE = load_knowledge()
SOURCE_ID = re.compile(
    r"""[`"']((?:[a-z]+(?:19|20)\d\d[a-z]*|(?:choice|factor|ladder)-[a-z0-9]+)(?:-[a-z0-9]+)*)[`"']"""
)
"""A claim named in a comment (`pelland2025`) or in code ("choice-band-go")."""
FILES = sorted(FOLDER.glob("*.json"))


def vocabulary() -> dict[str, set[str]]:
    catalogue = load_catalogue()
    return {
        "topic": set(TOPICS),
        "factor": set(FACTORS),
        "rule": set(RULES),
        "prescription": set(PRESCRIPTIONS),
        "exercise": {exercise.id for exercise in catalogue.exercises if not exercise.is_generic},
        "muscle": set(catalogue.by_muscle),
        "pattern": set(MovementPattern),
        "goal": set(TrainingGoal),
        "block": set(BlockType),
    }


def test_there_is_enough_of_it_in_every_grade():
    assert len(KNOWLEDGE.claims) >= 70
    assert {claim.grade for claim in KNOWLEDGE.claims} == set(Grade)
    assert len([claim for claim in KNOWLEDGE.claims if claim.grade <= Grade.C]) >= 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_keeps_to_the_schema(path):
    document = json.loads(path.read_text("utf-8"))

    assert fault("knowledge", document) is None
    assert all((one["doi"] is not None) == (one["doiStatus"] == "verified") for one in document["claims"])


def test_every_reference_resolves():
    known = vocabulary()
    assert set(known) == set(KINDS)

    lost = [
        f"{claim.id}: {reference}"
        for claim in KNOWLEDGE.claims
        for reference in claim.applies_to
        if reference.partition(":")[2] not in known[reference.partition(":")[0]]
    ]
    assert lost == []


def test_every_claim_begins_with_its_topic():
    assert [claim.id for claim in KNOWLEDGE.claims if not claim.applies_to[0].startswith("topic:")] == []
    assert [topic for topic in TOPICS if not KNOWLEDGE.about(f"topic:{topic}")] == []


@pytest.mark.parametrize(("kind", "words"), [("factor", FACTORS), ("rule", RULES), ("prescription", PRESCRIPTIONS)])
def test_everything_that_is_decided_is_covered(kind, words):
    assert [key for key in words if not KNOWLEDGE.about(f"{kind}:{key}")] == []


def test_the_words_are_those_of_the_engine():
    assert set(FACTORS) == set(FACTOR_WEIGHTS)
    assert {rule.id for rule in READINESS_RULES} <= set(RULES)


def test_what_is_built_upon_exists_and_is_no_circle():
    by_id = KNOWLEDGE.by_id

    def depth(claim_id: str, above: tuple[str, ...] = ()) -> int:
        assert claim_id not in above, " > ".join((*above, claim_id))
        return 1 + max((depth(one, (*above, claim_id)) for one in by_id[claim_id].leans_on), default=0)

    assert max(depth(claim.id) for claim in KNOWLEDGE.claims) > 1


def test_sources_named_in_the_engine_and_its_document_have_an_entry():
    files = [*ENGINE.rglob("*.py"), ROOT / "docs" / "planning.md"]
    named = {(path.name, name) for path in files for name in SOURCE_ID.findall(path.read_text("utf-8"))}

    assert len(named) > 20
    assert sorted(f"{file}: {name}" for file, name in named if name not in KNOWLEDGE.by_id) == []


def test_constants_that_are_said_to_rest_on_a_claim_exist():
    text = "\n".join(path.read_text("utf-8") for path in ENGINE.glob("constants*.py"))
    names = set(re.findall(r"^([A-Z][A-Z0-9_]*)(?:, [A-Z0-9_, ]*)?(?::| =)", text, re.MULTILINE))

    lost = [(claim.id, name) for claim in KNOWLEDGE.claims for name in claim.constants if name not in names]
    assert lost == []


def test_a_grade_claims_no_more_than_was_read():
    for claim in KNOWLEDGE.claims:
        own = claim.seen in (Seen.CHOICE, Seen.COMPUTED)
        assert own == (claim.grade is Grade.E) == (claim.source is None), claim.id
        assert own == bool(claim.name), claim.id
        assert not (own and claim.doi), claim.id
        if claim.seen is Seen.SECOND_HAND:
            assert claim.grade is Grade.D, claim.id
            assert "second-hand" in claim.caveat.lower(), claim.id


def test_one_source_is_written_one_way():
    by_doi: dict[str, set[str]] = {}
    for claim in KNOWLEDGE.claims:
        if claim.doi and claim.source:
            by_doi.setdefault(claim.doi.lower(), set()).add(claim.source.reference)
    assert {doi: found for doi, found in by_doi.items() if len(found) > 1} == {}
    years = [
        claim.id for claim in KNOWLEDGE.claims if claim.source and claim.doi and str(claim.source.year) not in claim.id
    ]
    assert years == []


def test_every_claim_says_what_it_does_not_say():
    assert [claim.id for claim in KNOWLEDGE.claims if len(claim.caveat) < 20] == []
    assert len({claim.claim for claim in KNOWLEDGE.claims}) == len(KNOWLEDGE.claims)


def test_what_was_once_cited_wrongly_is_bound_to_its_own_exercise():
    assert KNOWLEDGE.by_id["pedrosa2023"].of_kind("exercise") == ["dumbbell_preacher_curl"]
    assert "6.7 %" in KNOWLEDGE.by_id["kassiano2023"].claim
    assert "3.4 %" in KNOWLEDGE.by_id["kassiano2023"].claim


def test_the_warnings_are_there():
    assert "organise training" in KNOWLEDGE.by_id["acsm2026"].claim
    assert KNOWLEDGE.by_id["rp-landmarks"].grade is Grade.D
    assert "no trial has validated" in KNOWLEDGE.by_id["rp-landmarks"].caveat
    assert "99 to 100 %" in KNOWLEDGE.by_id["stall-naive"].claim


def test_about_gives_the_strongest_first():
    grades = [claim.grade for claim in KNOWLEDGE.about("factor:length_position")]

    assert grades == sorted(grades)
    assert grades[0] is Grade.A
    assert KNOWLEDGE.about("factor:nothing") == ()


def test_it_is_read_once():
    assert load_knowledge() is load_knowledge()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"grade": "F"}, "grade"),
        ({"doi": "doi:10.1/x"}, "doi"),
        ({"doi": "10.1249/MSS. 1"}, "doi"),
        ({"caveat": ""}, "caveat"),
        ({"id": "Pelland 2025"}, "id"),
        ({"appliesTo": []}, "appliesTo"),
        ({"appliesTo": ["mood:good"]}, "appliesTo"),
        ({"constants": ["ramp"]}, "constants"),
        ({"seen": "guessed"}, "seen"),
        ({"more": 1}, "properties"),
    ],
)
def test_a_faulty_file_is_refused_by_name(tmp_path, change, named):
    document = json.loads(FILES[0].read_text("utf-8"))
    document["claims"][0] |= change
    (tmp_path / "broken.json").write_text(json.dumps(document), "utf-8")

    with pytest.raises(UnreadableFile, match=rf"broken\.json.*{named}"):
        load_knowledge(tmp_path)


def test_an_id_cannot_stand_twice(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(FILES[0].read_text("utf-8"), "utf-8")

    with pytest.raises(UnreadableFile, match=r"b\.json.*twice"):
        load_knowledge(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 2, "claims": []}'])
def test_what_is_no_knowledge_is_refused(tmp_path, text):
    (tmp_path / "broken.json").write_text(text, "utf-8")

    with pytest.raises(UnreadableFile, match=r"broken\.json"):
        load_knowledge(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="empty"):
        load_knowledge(tmp_path)
