"""Looking things up in the knowledge base: by words, by what they apply to, and what rests on them."""

import importlib
import pkgutil
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from numbers import Real
from typing import Any, Final

import app.engine
from app.errors import NotFound
from app.gateways.catalogue import load_catalogue
from app.gateways.knowledge import load_knowledge
from models.values.knowledge import (
    DOI_ADDRESS,
    FACTORS,
    KINDS,
    PRESCRIPTIONS,
    RULES,
    TOPICS,
    Claim,
    Grade,
    Knowledge,
    Uses,
)

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "topic": TOPICS,
    "factor": FACTORS,
    "rule": RULES,
    "prescription": PRESCRIPTIONS,
}
_LOUD: Final = frozenset({"E1RM", "RIR", "MRV", "MEV", "RTS", "RPE", "HRV", "SD", "P90"})
"""Words of constants that stay in capitals when they are read out."""
_SHORT: Final = 12
"""The most named numbers that are shown one by one."""


class KnowledgeBase:
    """The claims of resources/knowledge; nothing is read before the first question."""

    @property
    def _knowledge(self) -> Knowledge:
        return load_knowledge()

    def search(self, text: str = "", grade: Grade | None = None, topic: str | None = None) -> list[Claim]:
        """Claims in which every word of `text` occurs, by topic and then strongest first.

        Looked at are id, claim, population, source, DOI, caveat and the names of what it applies to, whatever
        their case and accents. Claims whose id or authors match come first.
        """
        words = _plain(text.replace(DOI_ADDRESS, "")).split()
        found = [
            claim
            for claim in _in_order()
            if (grade is None or claim.grade is grade)
            and (topic is None or f"topic:{topic}" in claim.applies_to)
            and all(word in _haystack(claim.id) for word in words)
        ]
        if words:
            found.sort(key=lambda claim: not all(word in _name_of(claim) for word in words))
        return found

    def claim(self, claim_id: str) -> Claim:
        """The claim of this id; NotFound where this version has none."""
        found = self._knowledge.by_id.get(claim_id)
        if found is None:
            raise NotFound(
                f'The knowledge base has no entry "{claim_id}".', advice="It may be one of another version of Peakline."
            )
        return found

    def claims(self, claim_ids: Sequence[str]) -> list[Claim]:
        """The claims of these ids in their order; ids this version does not have are left out."""
        known = self._knowledge.by_id
        return [known[claim_id] for claim_id in claim_ids if claim_id in known]

    def about(self, reference: str) -> Sequence[Claim]:
        """The claims that apply to `kind:id`, strongest first."""
        return self._knowledge.about(reference)

    def uses(self, claim: Claim) -> Uses:
        """What in the program rests on a claim, and what it is built on itself."""
        references = [
            (word, tuple(_named(kind, key) for key in claim.of_kind(kind)))
            for kind, word in KINDS.items()
            if kind != "topic" and claim.of_kind(kind)
        ]
        topics = tuple(TOPICS[topic] for topic in claim.of_kind("topic"))
        constants = [(_read_out(name), _value_text(_constants().get(name))) for name in claim.constants]
        carries = [one for one in _in_order() if claim.id in one.leans_on]
        return Uses(topics, tuple(references), tuple(constants), tuple(self.claims(claim.leans_on)), tuple(carries))


@cache
def _in_order() -> Sequence[Claim]:
    """Every claim by its first topic, then strongest first, then as in the files."""
    topics = list(TOPICS)
    return sorted(load_knowledge().claims, key=lambda claim: (topics.index(claim.of_kind("topic")[0]), claim.grade))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _name_of(claim: Claim) -> str:
    return _plain(f"{claim.id} {claim.label} {claim.source.authors if claim.source else ''}")


@cache
def _haystack(claim_id: str) -> str:
    claim = load_knowledge().by_id[claim_id]
    names = [_named(kind, key) for kind in KINDS for key in claim.of_kind(kind)]
    source = claim.source.reference if claim.source else "our own choice"
    parts = [_name_of(claim), claim.claim, claim.population, claim.caveat, source, claim.doi or "", *names]
    return _plain("\n".join(parts))


def _named(kind: str, key: str) -> str:
    """What a reference's id is called on screen."""
    if kind in _WORDS:
        return _WORDS[kind].get(key, key)
    catalogue = load_catalogue()
    if kind == "exercise" and key in catalogue.by_id:
        return catalogue.by_id[key].name
    if kind == "muscle" and key in catalogue.by_muscle:
        return catalogue.by_muscle[key].name
    return key.replace("_", " ").capitalize()


@cache
def _constants() -> Mapping[str, Any]:
    """Every number of the engine's constants by its name, whichever of their files it stands in."""
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(app.engine.__path__, "app.engine."):
        if module.name.rpartition(".")[2].startswith("constants"):
            values = vars(importlib.import_module(module.name))
            for name, value in values.items():
                # The first file, constants.py, is meant where two use one name.
                if name.isupper():
                    found.setdefault(name, value)
    return found


def _read_out(name: str) -> str:
    words = [word if word in _LOUD else word.lower() for word in name.split("_")]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def _value_text(value: Any) -> str:
    """A number, a range or a few named numbers as they stand in the constants; what is longer by its size."""
    match value:
        case Real():
            return f"{value:g}"
        case (Real() as low, Real() as high):
            return f"{low:g} to {high:g}"
        case Mapping() if len(value) <= _SHORT and all(isinstance(one, Real) for one in value.values()):
            return ", ".join(f"{str(key).replace('_', ' ').lower()} {number:g}" for key, number in value.items())
        case Mapping() | list() | tuple() | frozenset():
            return f"a table of {len(value)}"
        case _:
            return str(value) if value is not None else ""
