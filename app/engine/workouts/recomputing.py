"""Makes a stored choice and a stored load again from nothing but their record."""

from collections.abc import Mapping
from typing import Any

from app.engine.workouts.loadable import loaded


def recomputed(selection_reason: Mapping[str, Any]) -> str:
    """The catalogue id that the stored factors choose: the best score of those that no policy barred.

    Scores are added up anew from value and weight; equal scores keep the order of the record.
    """
    best, best_score = str(selection_reason["exercise"]), _score(selection_reason["factors"])
    for other in selection_reason["alternatives"]:
        score = _score(other["factors"])
        if other.get("barred") is None and score > best_score:
            best, best_score = str(other["exercise"]), score
    return best


def recomputed_load(prescription_rationale: Mapping[str, Any]) -> float | None:
    """The load in kg from the stored inputs; None where it has to be found or is body weight alone."""
    return loaded(prescription_rationale["load"]["inputs"])


def _score(factors: list[Mapping[str, Any]]) -> float:
    return round(sum(round(float(factor["value"] * factor["weight"]), 6) for factor in factors), 6)
