"""How a claim names itself and its source."""

import pytest

from models.values.knowledge import Claim, Grade, Knowledge, Seen, Source


def claim(claim_id: str = "saw2016", grade: Grade = Grade.A, *applies: str, authors: str | None = "Saw, Main") -> Claim:
    source = Source(authors, 2016, "Br J Sports Med", "50(5):281–291", "Monitoring") if authors else None
    return Claim(
        claim_id,
        "So it is.",
        grade,
        "Athletes",
        source,
        "10.1136/x",
        "Not quite.",
        applies,
        Seen.PUBLISHER,
        name="Three votes",
    )


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        ("Saw, Main, Gastin", "Saw 2016"),
        ("Krieger", "Krieger 2016"),
        ("van den Hoek et al.", "van den Hoek 2016"),
        ("ACSM (Currier et al.)", "ACSM 2016"),
        ("Androulakis-Korakakis et al.", "Androulakis-Korakakis 2016"),
        (None, "Three votes"),
    ],
)
def test_a_claim_is_cited_by_its_first_author_and_year(authors, label):
    assert claim(authors=authors).label == label


def test_a_reference_leaves_out_what_is_not_known():
    assert claim().source.reference == "Saw, Main (2016). Monitoring. Br J Sports Med 50(5):281–291."
    assert Source("Krieger", 2010, "PeerJ").reference == "Krieger (2010). PeerJ."


def test_a_doi_leads_somewhere():
    assert claim().address == "https://doi.org/10.1136/x"


def test_knowledge_is_found_by_what_it_applies_to():
    weak, strong = claim("b", Grade.C, "rule:go", "topic:load"), claim("a", Grade.A, "rule:go")
    knowledge = Knowledge((weak, strong))

    assert list(knowledge.about("rule:go")) == [strong, weak]
    assert list(knowledge.about("topic:load")) == [weak]
    assert knowledge.by_id["b"] is weak
    assert weak.of_kind("rule") == ["go"]
