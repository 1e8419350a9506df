"""Tells why an exercise is in a workout, and why each of its numbers is what it is."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from models.values.units import load_text
from ui.kit.theme import Space, restyle
from ui.widgets.cards import label
from ui.widgets.factor_bars import BarList, candidate_bars, factor_bars
from ui.widgets.rationale_parts import Adjusted, Prescription, Selection, Value
from ui.widgets.rationale_session import tell_changes
from ui.widgets.rationale_story import Story, rich_label
from ui.widgets.rationale_words import VALUES, decimals, input_texts, prescribed_text, rule_name
from ui.widgets.wording import plain

EMPTY: Final = "No reasons are stored for this exercise"


def tell_selection(story: Story, chosen: Selection | None, adjusted: Adjusted | None) -> None:
    """Why this exercise: the sentence, the score and its factors, what lost and what was ruled out."""
    story.begin()
    if adjusted is not None and adjusted.changes:
        tell_changes(story, adjusted, adjusted.changes)
    if chosen is None:
        story.say(EMPTY, "strong")
        story.say("It was imported or written by hand.", "muted")
        story.end()
        return
    story.newer(chosen.version)
    if adjusted is not None:
        story.caption("Why it is here")
    story.say(_slot(chosen), "small")
    story.say(chosen.sentence)
    if chosen.factors:
        total = "" if chosen.score is None else f": {decimals(chosen.score)} points"
        story.caption(f"Score{total}")
        story.say("The outline is what a factor could give (its weight), the filled part what it gave.", "small")
        story.add(BarList("Factors of the score", factor_bars(chosen.factors)))
    if chosen.alternatives:
        story.caption("Considered, and why they lost")
        story.add(BarList("Alternatives that were considered", candidate_bars(chosen)))
    if chosen.ruled_out:
        story.caption("Ruled out before scoring")
        story.pairs([(each.name, f"{rule_name(each.rule)}. {each.sentence}".strip()) for each in chosen.ruled_out])
    if chosen.citations:
        story.caption("Sources")
        story.cite(chosen.citations)
    story.rest(chosen.others, chosen.constants)
    story.end()


def tell_prescription(story: Story, asked: Prescription | None) -> dict[str, QWidget]:
    """Why these numbers; returns the card of each by its key, so that one can be brought into sight."""
    story.begin()
    if asked is None:
        story.say(EMPTY, "strong")
        story.say("Its numbers were imported or written by hand.", "muted")
        story.end()
        return {}
    story.newer(asked.version)
    story.say(asked.sentence)
    cards: dict[str, QWidget] = {}
    for value in asked.values:
        cards[value.key] = ValueCard(story, value)
        story.add(cards[value.key])
    if asked.steps:
        story.caption("How to find the load")
        story.bullets(asked.steps)
    if asked.warm_ups:
        story.caption("Warming up")
        told = [f"{load_text(kg, story.unit)} × {reps or '–'}" for kg, reps in asked.warm_ups]
        story.say("  ·  ".join(told))
    if asked.citations:
        story.caption("Sources")
        story.cite(asked.citations)
    story.rest(asked.others, asked.constants)
    story.end()
    return cards


class ValueCard(QFrame):
    """One prescribed number: the number, the sentence, what it was made of, its sources."""

    def __init__(self, story: Story, value: Value) -> None:
        super().__init__()
        self.setProperty("look", "value")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(2)
        head = QHBoxLayout()
        head_text, shown_text = VALUES.get(value.key, plain(value.key)), prescribed_text(value, story.unit)
        head.addWidget(label(head_text, "caption"), 1)
        head.addWidget(label(shown_text, "strong"), 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(head)
        inputs = _listed(input_texts(value.inputs, story.unit))
        told = [story.html(value.sentence), *([story.html(inputs, "small")] if inputs else [])]
        column.addWidget(rich_label("<br>".join(told)))
        self.setAccessibleDescription(f"{head_text}. {shown_text}. {value.sentence}. {inputs}")
        made = story.citing(value.citations) if value.citations else None
        if made is not None:
            column.addWidget(made)

    def mark(self, *, on: bool) -> None:
        """Stand out as the number that was asked about."""
        self.setProperty("chosen", on)
        restyle(self)


def _listed(inputs: Sequence[tuple[str, str]]) -> str:
    return "  ·  ".join(f"{name} {value}" for name, value in inputs)


def _slot(chosen: Selection) -> str:
    parts = [
        "Main lift" if chosen.kind == "main" else "Accessory" if chosen.kind == "accessory" else plain(chosen.kind)
    ]
    if chosen.is_fixed:
        parts.append("fixed for the block")
    parts += [plain(key).lower() for key in (chosen.pattern, chosen.muscle) if key]
    if chosen.sets is not None:
        parts.append(f"{chosen.sets} sets")
    return "  ·  ".join(part for part in parts if part)
