"""`peakline knowledge ...`: what the program rests on, without a window and without a database."""

import textwrap
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from app.cli.output import print_json, print_table
from app.errors import InvalidInput

if TYPE_CHECKING:
    from models.values.knowledge import Claim, Uses

WIDTH = 88


def list_all(arguments: Namespace) -> int:
    # Lazy, as everything behind a subcommand: `db status` loads none of it.
    from app.usecases.knowledge import KnowledgeBase  # noqa: PLC0415
    from models.values.knowledge import TOPICS, Grade  # noqa: PLC0415

    if arguments.topic is not None and arguments.topic not in TOPICS:
        raise InvalidInput(f'There is no topic "{arguments.topic}".', advice=f"Topics are {', '.join(TOPICS)}.")
    grade = Grade(arguments.grade) if arguments.grade else None
    found = KnowledgeBase().search(" ".join(arguments.words), grade, arguments.topic)
    if arguments.json:
        print_json({"claims": [_document(claim) for claim in found]})
        return 0
    print_table(
        ("id", "grade", "claim"),
        [(claim.id, claim.grade.value, textwrap.shorten(claim.claim, WIDTH, placeholder="…")) for claim in found],
    )
    return 0


def show(arguments: Namespace) -> int:
    from app.usecases.knowledge import KnowledgeBase  # noqa: PLC0415 - as above

    base = KnowledgeBase()
    claim = base.claim(arguments.id)
    uses = base.uses(claim)
    if arguments.json:
        print_json(_document(claim) | {"restsOnIt": [one.id for one in uses.carries], "numbers": dict(uses.constants)})
    else:
        _tell(claim, uses)
    return 0


def _document(claim: "Claim") -> dict[str, Any]:
    source = claim.source
    return {
        "id": claim.id,
        "claim": claim.claim,
        "grade": claim.grade.value,
        "population": claim.population,
        "source": source.reference if source else None,
        "doi": claim.doi,
        "seen": claim.seen.value,
        "caveat": claim.caveat,
        "appliesTo": list(claim.applies_to),
        "leansOn": list(claim.leans_on),
    }


def _tell(claim: "Claim", uses: "Uses") -> None:
    rows = [
        ("grade", claim.grade.value),
        ("claim", claim.claim),
        ("caveat", claim.caveat),
        ("population", claim.population),
        ("source", claim.source.reference if claim.source else "our own"),
        ("doi", claim.address or "–"),
        *((name.lower(), ", ".join(names)) for name, names in uses.references),
        *((name, value) for name, value in uses.constants),
        ("leans on", ", ".join(claim.leans_on) or "–"),
    ]
    print(claim.label)
    for name, text in rows:
        print(textwrap.fill(text, WIDTH + 20, initial_indent=f"  {name:<20}", subsequent_indent=" " * 22))
