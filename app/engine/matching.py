"""Recognises an exercise by the name a training log gives it; where a name could mean two exercises it means none."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from models.values.exercises import EquipmentType

K = TypeVar("K")

_WORD = re.compile(r"[^\W_]+")
_DIRECTION = re.compile(r"(\w+)[ -]to[ -](\w+)")  # "low to high" is not "high to low": here alone the order counts
_APOSTROPHES = str.maketrans("", "", "'’`´")

_IMPLEMENTS: Mapping[str, EquipmentType] = {
    "barbell": EquipmentType.BARBELL,
    "dumbbell": EquipmentType.DUMBBELL,
    "cable": EquipmentType.CABLE,
    "machine": EquipmentType.MACHINE,
    "plateloaded": EquipmentType.MACHINE,
    "kettlebell": EquipmentType.KETTLEBELL,
    "band": EquipmentType.BAND,
    "bodyweight": EquipmentType.BODYWEIGHT,
    "ezbar": EquipmentType.EZ_BAR,
    "trapbar": EquipmentType.TRAP_BAR,
}
"""Words that name what is lifted. A Smith machine is left out on purpose: its lifts are entries of their own."""

_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    # What people type for the same word; an empty tuple is a word that says nothing.
    "a": (), "an": (), "the": (), "with": (), "on": (), "using": (),
    "bb": ("barbell",), "barbel": ("barbell",), "langhantel": ("barbell",), "barra": ("barbell",),
    "barre": ("barbell",),
    "db": ("dumbbell",), "dumbell": ("dumbbell",), "dumbel": ("dumbbell",), "dumbbel": ("dumbbell",),
    "kurzhantel": ("dumbbell",), "kurzhanteln": ("dumbbell",), "haltere": ("dumbbell",), "mancuerna": ("dumbbell",),
    "kb": ("kettlebell",), "bw": ("bodyweight",), "smith": ("smithmachine",), "ez": ("ezbar",),
    "kabelzug": ("cable",), "kabel": ("cable",), "poulie": ("cable",), "polea": ("cable",), "cabo": ("cable",),
    "polia": ("cable",),
    "maschine": ("machine",), "maquina": ("machine",),
    "hexbar": ("trapbar",),
    "rdl": ("romanian", "deadlift"), "ohp": ("overhead", "press"), "sldl": ("straight", "leg", "deadlift"),
    "bicep": ("biceps",), "tricep": ("triceps",), "flye": ("fly",), "flie": ("fly",), "pressup": ("pushup",),
    "ups": ("up",), "inclined": ("incline",), "declined": ("decline",), "laying": ("lying",),
    "alternate": ("alternating",), "peck": ("pec",), "dec": ("deck",), "one": ("single",), "1": ("single",),
    "ext": ("extension",),
    "dl": ("deadlift",), "handed": ("arm",), "legged": ("leg",), "armed": ("arm",), "farmers": ("farmer",),
}  # fmt: skip

_JOINED: Mapping[tuple[str, str], str] = {
    ("pull", "up"): "pullup", ("chin", "up"): "chinup", ("push", "up"): "pushup", ("press", "up"): "pushup",
    ("sit", "up"): "situp", ("step", "up"): "stepup", ("pull", "down"): "pulldown", ("push", "down"): "pushdown",
    ("press", "down"): "pressdown", ("pull", "over"): "pullover", ("cross", "over"): "crossover",
    ("skull", "crusher"): "skullcrusher", ("dead", "lift"): "deadlift", ("kick", "back"): "kickback",
    ("over", "head"): "overhead",
    ("good", "morning"): "goodmorning", ("body", "weight"): "bodyweight", ("kettle", "bell"): "kettlebell",
    ("dumb", "bell"): "dumbbell", ("bar", "bell"): "barbell", ("smithmachine", "machine"): "smithmachine",
    ("ezbar", "bar"): "ezbar", ("barbell", "w"): "ezbar", ("barbell", "z"): "ezbar",
    ("trap", "bar"): "trapbar", ("hex", "bar"): "trapbar", ("cable", "machine"): "cable",
    ("resistance", "band"): "band", ("plate", "loaded"): "plateloaded", ("machine", "plate"): "plateloaded",
}  # fmt: skip
"""Two words that are also written as one."""

_UNCOUNTABLE = frozenset({"biceps", "triceps", "quadriceps", "abs"})


def normalise(name: str) -> str:
    """The name reduced to its words: no case, accents, punctuation, plurals or order, one spelling for each word.

    "Bench Press (Barbell)", "Barbell Bench-Press" and "BB bench press" all give "barbell bench press".
    """
    return " ".join(sorted(_words(name)))


def _words(name: str) -> frozenset[str]:
    # Twice: taking a letter of mathematics or of a ligature apart may give a capital.
    folded = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).casefold()).casefold()
    folded = unicodedata.normalize("NFKD", folded)
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    joined: list[str] = []
    for written in _WORD.findall(_DIRECTION.sub(r"\1to\2", plain)):
        for word in _spelled(written):
            pair = _JOINED.get((joined[-1], word)) if joined else None
            if pair is None:
                joined.append(word)
            else:
                joined[-1] = pair
    return frozenset(joined)


def _spelled(word: str) -> tuple[str, ...]:
    if (spelling := _SPELLINGS.get(word)) is not None:
        return spelling
    single = _singular(word)
    return _SPELLINGS.get(single, (single,))


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith("ss") or word in _UNCOUNTABLE:
        return word
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1]


class NameIndex:
    """Finds the exercise a written name means.

    Built from (id, names, equipment) of every exercise, the proper name first among its names. A name that two
    exercises share is nobody's: a false match would put one lift's loads into another's history.
    """

    def __init__(self, entries: Iterable[tuple[str, Iterable[str], Collection[EquipmentType]]]) -> None:
        self._exact: dict[str, str | None] = {}
        self._folded: dict[frozenset[str], str | None] = {}
        self._bare: dict[tuple[frozenset[str], EquipmentType], str | None] = {}
        for key, names, equipment in entries:
            for name in names:
                self._add(key, name, equipment)

    def _add(self, key: str, name: str, equipment: Collection[EquipmentType]) -> None:
        _claim(self._exact, name.strip(), key)
        words = _words(name)
        if not words:
            # Signs and pictures alone say nothing to compare by: such a name is found as written or not at all.
            return
        _claim(self._folded, words, key)
        if words.isdisjoint(_IMPLEMENTS):
            for implement in equipment:
                _claim(self._bare, (words, implement), key)

    def match(self, name: str) -> str | None:
        """The id of the exercise called `name`, or None when there is none, or more than one.

        Tried in this order: the name as written; its words; and, where it names an implement, its other words as
        the name of an exercise done with that implement ("Pendlay Row (Barbell)" for "Pendlay Row").
        """
        if (exact := self._exact.get(name.strip())) is not None:
            return exact
        words = _words(name)
        if not words:
            return None
        if words in self._folded:
            return self._folded[words]
        implements = [word for word in words if word in _IMPLEMENTS]
        if len(implements) != 1:
            return None
        return self._bare.get((words - set(implements), _IMPLEMENTS[implements[0]]))


def _claim(names: dict[K, str | None], name: K, key: str) -> None:
    names[name] = key if names.get(name, key) == key else None
