"""Reads the knowledge base from resources/knowledge: claims with grade, source and caveat, a file per subject."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.errors import UnreadableFile
from app.gateways.shapes import fault
from app.paths import RESOURCES
from models.values.knowledge import Claim, Grade, Knowledge, Seen, Source

FOLDER = RESOURCES / "knowledge"
SCHEMA = "knowledge"


@cache
def load_knowledge(folder: Path = FOLDER) -> Knowledge:
    """Every claim of `folder`, read once; UnreadableFile names the file and its first fault."""
    claims: dict[str, Claim] = {}
    for path in sorted(folder.glob("*.json")):
        for raw in _document(path)["claims"]:
            claim = _claim(raw)
            if claim.id in claims:
                raise _wrong(path, f"{claim.id} appears twice")
            claims[claim.id] = claim
    if not claims:
        raise UnreadableFile("The knowledge base is empty.", advice="Install Peakline again.")
    return Knowledge(tuple(claims.values()))


def _document(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _wrong(path, f"the knowledge base could not be read ({error})") from error
    wrong = fault(SCHEMA, document)
    if wrong is not None:
        raise _wrong(path, wrong)
    found: Mapping[str, Any] = document
    return found


def _claim(raw: Mapping[str, Any]) -> Claim:
    source = raw["source"]
    return Claim(
        id=raw["id"],
        claim=raw["claim"],
        grade=Grade(raw["grade"]),
        population=raw["population"],
        source=Source(**source) if source is not None else None,
        doi=raw["doi"],
        caveat=raw["caveat"],
        applies_to=tuple(raw["appliesTo"]),
        seen=Seen(raw["seen"]),
        constants=tuple(raw["constants"]),
        name=raw["name"] or "",
        leans_on=tuple(raw["leansOn"]),
    )


def _wrong(path: Path, what: str) -> UnreadableFile:
    return UnreadableFile(f"{path.name}: {what}.", advice="Correct the knowledge base or install Peakline again.")
