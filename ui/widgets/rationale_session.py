"""Tells why a workout looks as it does: what changed today, its place in the block, volume, readiness, progression."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from models.values.units import Unit, load_text
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.rationale_parts import Adjusted, Change, LiftStanding, Readiness, SessionReasons
from ui.widgets.rationale_story import Story
from ui.widgets.rationale_volume import VolumeBars
from ui.widgets.rationale_words import BANDS, TRENDS, changed_text, rule_name, shape_and_word, value_text
from ui.widgets.wording import NOTHING, plain


def tell_session(story: Story, reasons: SessionReasons | None, adjusted: Adjusted | None) -> None:
    """Everything stored of the workout as a whole."""
    story.begin()
    if adjusted is not None:
        tell_changes(story, adjusted, adjusted.changes)
    if reasons is None:
        if adjusted is None:
            story.say("No reasons are stored for this session", "strong")
            story.say(
                "It was imported or written by hand. Sessions that Peakline proposes carry their reasons with them.",
                "muted",
            )
        story.end()
        return
    story.newer(reasons.version)
    story.say(reasons.summary)
    if reasons.block or reasons.session:
        story.caption("Where it stands")
        story.say(reasons.block)
        story.say(reasons.session)
    _tell_volume(story, reasons)
    _tell_readiness(story, reasons.readiness)
    _tell_progression(story, reasons)
    if reasons.assumptions:
        story.caption("Assumed")
        story.bullets(reasons.assumptions)
    if reasons.excluded:
        story.caption("Left out by rule")
        story.pairs([(each.name, f"{rule_name(each.rule)}. {each.sentence}".strip()) for each in reasons.excluded])
    if reasons.citations:
        story.caption("Sources")
        story.cite(reasons.citations)
    story.rest(reasons.others, reasons.constants)
    story.end()


def tell_changes(story: Story, adjusted: Adjusted, changes: Sequence[Change]) -> None:
    """What readiness changed, before and after, with the rule that fired."""
    story.newer(adjusted.version)
    story.caption("Readiness suggests for today" if adjusted.is_suggested else "Changed on the day")
    story.say(adjusted.sentence)
    if changes:
        story.add(ChangeTable(changes, story.unit))
    if adjusted.rule_sentence or adjusted.rule:
        story.caption("The rule")
        story.say(adjusted.rule_sentence or plain(adjusted.rule))
    signals = [("Freshness", adjusted.freshness), ("Confidence", adjusted.confidence)]
    rows = [(name, _share(value)) for name, value in signals if value is not None]
    rows += [(plain(str(key)), _share(value)) for key, value in adjusted.groups.items()]
    if rows:
        story.pairs(rows)
    story.cite(adjusted.citations)


class ChangeTable(QWidget):
    """Each changed number: exercise, what, before, after, and the reason under it."""

    def __init__(self, changes: Sequence[Change], unit: Unit) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        told: list[str] = []
        # Many changes of a day have one reason; it is said once, under all of them.
        for reason, group in groupby(changes, key=lambda change: change.reason):
            told += [self._line(grid, change, unit) for change in group]
            words = label(reason, "small", wrap=True, selectable=True)
            words.setContentsMargins(0, 0, 0, Space.XS)
            grid.addWidget(words, grid.rowCount(), 0, 1, 2)
            told.append(reason)
        self.setAccessibleDescription(". ".join(told))

    def _line(self, grid: QGridLayout, change: Change, unit: Unit) -> str:
        before = changed_text(change.field, change.original, unit)
        after = changed_text(change.field, change.adjusted, unit)
        name, row = change.name or plain(change.exercise), grid.rowCount()
        value = label(f"{before} → {after}", "strong")
        value.setAccessibleName(f"{_field(change.field)} before {before}, after {after}")
        grid.addWidget(label(f"{name} · {_field(change.field)}", wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        return f"{name}, {_field(change.field)} {before} → {after}"


def _field(key: str) -> str:
    return "RIR" if key == "rir" else plain(key).lower()


def _tell_volume(story: Story, reasons: SessionReasons) -> None:
    if not reasons.volume:
        return
    story.caption("The week of the muscles it trains")
    bars = VolumeBars()
    bars.show_muscles(reasons.volume)
    story.add(bars)


def _tell_readiness(story: Story, readiness: Readiness | None) -> None:
    if readiness is None:
        return
    shape, word = shape_and_word(BANDS, readiness.band)
    story.caption("Readiness")
    known = [f"{shape} {word}"]
    if readiness.freshness is not None:
        known.append(f"freshness {round(100 * readiness.freshness)}")
    if readiness.confidence is not None:
        known.append(f"{round(100 * readiness.confidence)} % sure")
    if readiness.age_hours is not None:
        known.append(f"{value_text(round(readiness.age_hours), story.unit)} h old")
    story.say("  ·  ".join(known), "strong")
    story.say(readiness.sentence)


def _tell_progression(story: Story, reasons: SessionReasons) -> None:
    if not (reasons.progression or reasons.lifts):
        return
    story.caption("Progression")
    story.say(reasons.progression)
    for lift in reasons.lifts:
        story.say(_lift(lift, story.unit))
        story.say(lift.sentence, "small")


def _lift(lift: LiftStanding, unit: Unit) -> str:
    shape, word = shape_and_word(TRENDS, lift.trend)
    maximum = "" if lift.e1rm_kg is None else f"  ·  e1RM {load_text(round(lift.e1rm_kg, 1), unit)}"
    return f"{shape} {lift.name}  ·  {word}{maximum}"


def _share(value: object) -> str:
    return f"{round(100 * value)}" if isinstance(value, int | float) else NOTHING
