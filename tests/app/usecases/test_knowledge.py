"""Looking things up: by words, grade and topic, and what rests on an entry."""

import pytest

from app.errors import NotFound
from app.usecases.knowledge import KnowledgeBase
from models.values.knowledge import FACTORS, KINDS, TOPICS, Grade

BASE = KnowledgeBase()


def ids(*args, **more):
    return [claim.id for claim in BASE.search(*args, **more)]


def test_nothing_asked_gives_everything_by_topic_and_grade():
    found = BASE.search()
    places = [(list(TOPICS).index(claim.of_kind("topic")[0]), claim.grade) for claim in found]

    assert len(found) >= 70
    assert places == sorted(places)


def test_all_words_must_occur_whatever_their_case_and_accents():
    assert ids("SEATED leg curl") == ["maeo2021"]
    assert ids("nobrega") == ids("Nóbrega")
    assert "scarpelli2022" in ids("nobrega")
    assert ids("seated leg curl xylophone") == []


def test_names_of_what_it_applies_to_are_searched():
    # "Load at long muscle length" stands in no claim: it is the factor's name.
    assert "factor-length-position" in ids(FACTORS["length_position"])
    assert "pedrosa2022" in ids("Leg Extension")


def test_a_doi_finds_its_entry_however_it_is_pasted():
    assert ids("10.1249/MSS.0000000000003317") == ids("https://doi.org/10.1249/mss.0000000000003317") == ["enes2024"]


def test_entries_of_the_named_author_come_first():
    found = ids("pelland")

    assert found[0].startswith("pelland2025")
    assert "robinson2024" in found, "a fellow author is found too"


def test_filters_narrow_the_search():
    assert {claim.grade for claim in BASE.search(grade=Grade.B)} == {Grade.B}
    assert all("topic:taper" in claim.applies_to for claim in BASE.search(topic="taper"))
    assert ids("powerlifters", grade=Grade.C, topic="taper") == ["pritchard2016", "grgic2017"]
    assert ids(grade=Grade.A, topic="wearables") == ["craven2022"]


def test_an_entry_is_found_by_its_id_or_missed_with_a_sentence():
    assert BASE.claim("saw2016").grade is Grade.A
    with pytest.raises(NotFound, match="no entry"):
        BASE.claim("saw1816")
    assert [claim.id for claim in BASE.claims(["saw2016", "of-another-version", "foster1998"])] == [
        "saw2016",
        "foster1998",
    ]


def test_about_is_by_reference():
    assert "choice-rest" in [claim.id for claim in BASE.about("prescription:rest")]


def test_uses_are_told_in_words():
    uses = BASE.uses(BASE.claim("maeo2021"))

    assert dict(uses.references)["Exercises"] == ("Seated Leg Curl", "Lying Leg Curl")
    assert uses.topics == ("Muscle length", "Choice of exercises")
    assert dict(uses.references)["Muscles"] == ("Hamstrings",)
    assert [word for word, _ in uses.references] == [word for word in KINDS.values() if word in dict(uses.references)]
    assert "factor-length-position" in [claim.id for claim in uses.carries]


def test_constants_show_the_value_that_is_used():
    from app.engine import constants  # noqa: PLC0415 - only here

    uses = dict(BASE.uses(BASE.claim("choice-deload")).constants)
    assert uses["Deload share"] == f"{constants.DELOAD_SHARE:g}"
    assert uses["Deload band"] == "{:g} to {:g}".format(*constants.DELOAD_BAND)
    assert "beginner 0.65" in dict(BASE.uses(BASE.claim("choice-age-volume")).constants)["Age volume"]
    assert dict(BASE.uses(BASE.claim("halperin2022")).constants)["E1RM most RIR"] == f"{constants.E1RM_MOST_RIR:g}"


def test_no_constant_is_without_a_value_and_no_entry_without_a_topic():
    for claim in BASE.search():
        uses = BASE.uses(claim)
        assert uses.topics, claim.id
        assert [name for name, value in uses.constants if not value] == [], claim.id
