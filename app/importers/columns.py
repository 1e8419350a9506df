"""Which column of a file is which: names in several languages, and the unit a name may carry."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

STRONG: Final[Mapping[str, Sequence[str]]] = {
    "number": ("Workout #", "Workout Number", "Workout No"),
    "date": ("Date", "Datum", "Fecha", "Data", "Дата", "日付", "日期"),
    "workout": (
        "Workout Name", "Nom de l'entraînement", "Workout-Name", "Name des Workouts", "Trainingsname",
        "Nombre del entrenamiento", "Nome do treino", "Nome allenamento", "Nome dell'allenamento",
    ),
    "duration": ("Duration", "Workout Duration", "Durée", "Dauer", "Duración", "Duração", "Durata"),
    "exercise": (
        "Exercise Name", "Nom de l'exercice", "Name der Übung", "Übungsname", "Nombre del ejercicio",
        "Nome do exercício", "Nome esercizio", "Nome dell'esercizio",
    ),
    "order": (
        "Set Order", "Ordre de la série", "Reihenfolge der Sätze", "Satzreihenfolge", "Orden de la serie",
        "Orden de serie", "Ordem da série", "Ordine serie", "Ordine della serie",
    ),
    "weight": ("Weight", "Poids", "Gewicht", "Peso"),
    "weight_unit": ("Weight Unit", "Unité de poids", "Gewichtseinheit", "Unidad de peso", "Unidade de peso"),
    "reps": ("Reps", "Réps", "Repetitions", "Répétitions", "Wiederholungen", "Wdh", "Repeticiones", "Repetições",
             "Ripetizioni"),
    "rpe": ("RPE",),
    "distance": ("Distance", "Distanz", "Distancia", "Distância", "Distanza"),
    "distance_unit": ("Distance Unit", "Unité de distance", "Distanzeinheit", "Unidad de distancia"),
    "seconds": ("Seconds", "Secondes", "Sekunden", "Segundos", "Secondi"),
    "notes": ("Notes", "Note", "Notizen", "Notas"),
    "workout_notes": (
        "Workout Notes", "Notes d'entraînement", "Notes de l'entraînement", "Workout-Notizen", "Trainingsnotizen",
        "Notas del entrenamiento", "Notas do treino", "Note allenamento",
    ),
}  # fmt: skip
STRONG_NEEDS: Final = ("date", "exercise", "order", "reps")

HEVY: Final[Mapping[str, Sequence[str]]] = {
    "workout": ("title",),
    "start": ("start_time",),
    "end": ("end_time",),
    "workout_notes": ("description",),
    "exercise": ("exercise_title",),
    "superset": ("superset_id",),
    "notes": ("exercise_notes",),
    "order": ("set_index",),
    "type": ("set_type",),
    "weight": ("weight",),
    "reps": ("reps",),
    "distance": ("distance",),
    "seconds": ("duration_seconds",),
    "rpe": ("rpe",),
}
HEVY_NEEDS: Final = ("start", "exercise", "order", "reps")

# A unit at the end of a column's name, or as the whole of it: which dimension, and what it is called inside.
_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "kg": ("weight", "kg"), "kgs": ("weight", "kg"), "kilograms": ("weight", "kg"),
    "lb": ("weight", "lb"), "lbs": ("weight", "lb"), "pounds": ("weight", "lb"),
    "km": ("distance", "km"), "kilometers": ("distance", "km"), "kilometres": ("distance", "km"),
    "mi": ("distance", "mi"), "mile": ("distance", "mi"), "miles": ("distance", "mi"),
    "m": ("distance", "m"), "meters": ("distance", "m"), "metres": ("distance", "m"), "meter": ("distance", "m"),
    "yd": ("distance", "yd"), "yards": ("distance", "yd"), "ft": ("distance", "ft"), "feet": ("distance", "ft"),
}  # fmt: skip
_METRES: Final[Mapping[str, float]] = {"m": 1.0, "km": 1_000.0, "mi": 1_609.344, "yd": 0.9144, "ft": 0.3048}


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field stands, and the units the column names gave away."""

    places: Mapping[str, int]
    weight_unit: str | None = None
    """`kg` or `lb`, where the column's name says so."""
    distance_unit: str | None = None
    unread: Sequence[str] = field(default_factory=tuple)
    """Columns that are no field of the format, as the file spells them."""

    def lacks(self, needed: Sequence[str]) -> list[str]:
        """The needed fields that have no column."""
        return [name for name in needed if name not in self.places]


def read_header(names: Sequence[str], fields: Mapping[str, Sequence[str]]) -> Header:
    """Recognise the columns of one format; the first of two alike is taken, the other is unread."""
    known = {_key(synonym): name for name, synonyms in fields.items() for synonym in synonyms}
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    unread: list[str] = []
    for place, name in enumerate(names):
        found, unit = _recognise(name, known)
        if found is None or found in places:
            unread.append(name.strip())
            continue
        places[found] = place
        if unit:
            units[found] = unit
    return Header(places, units.get("weight"), units.get("distance"), tuple(unread))


def weight_unit(text: str) -> str | None:
    """`kg` or `lb` for any spelling of them, None for anything else."""
    return _unit_of(text, "weight")


def metres_in(unit: str) -> float | None:
    """Metres in one `km`, `mi.`, `m`, `yd` or `ft` in any spelling, None for anything else."""
    name = _unit_of(unit, "distance")
    return _METRES[name] if name else None


@lru_cache(maxsize=256)
def _unit_of(text: str, dimension: str) -> str | None:
    found = _UNITS.get(_key(text))
    return found[1] if found and found[0] == dimension else None


def _recognise(name: str, known: Mapping[str, str]) -> tuple[str | None, str | None]:
    key = _key(name)
    if key in known:
        return known[key], None
    if key in _UNITS:  # the unit is the whole name, as in `lbs`
        return _UNITS[key]
    base, _, suffix = key.rpartition(" ")
    found = known.get(base)
    dimension, unit = _UNITS.get(suffix, (None, None))
    if found and dimension == found:
        return found, unit
    if found in ("duration", "seconds") and suffix in ("s", "sec", "seconds"):
        return found, None
    return None, None


def _key(name: str) -> str:
    """Letters and digits only, without accents or case: `Weight (kg)` and `weight_kg` are one."""
    spread = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare.replace("#", " number "))) or name.strip()
