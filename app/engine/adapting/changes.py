"""Changes of a plan as data: what accepting a proposal does to the season, and how it reads before and after."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from app.engine.adapting.alterations import (
    more_in_reserve,
    other_accessory,
    other_main_lift,
    other_volume,
    other_zone,
)
from app.engine.adapting.deloads import early_deload, extended
from app.engine.adapting.pieces import put_together, taken_apart
from app.errors import InvalidInput
from models.values.athletes import TrainingAge
from models.values.days import monday
from models.values.exercises import Exercise
from models.values.kinds import BlockType
from models.values.plan import Block, Macrocycle, WeekTarget

Change = Mapping[str, Any]
WEEKS_SHOWN: Final = 6
NOTHING: Final[Change] = {"kind": "none"}


def changed(
    macro: Macrocycle, change: Change, week: int, exercises: Mapping[str, Exercise], age: TrainingAge
) -> Macrocycle:
    """The season with a change made from that week (0-based) on; the weeks before it are as they were.

    Raises `InvalidInput` with the reason where the change does not fit the season (any more).
    """
    pieces = taken_apart(macro)
    if not 0 < week < macro.total_weeks:
        raise InvalidInput("The season has no week left that could be changed.")
    match change["kind"]:
        case "none":
            return macro
        case "deload":
            pieces = early_deload(pieces, week, age, exercises)
        case "extension":
            pieces = extended(pieces, week)
        case "volume":
            pieces = other_volume(
                pieces,
                week,
                change["factor"],
                exercises,
                muscles=change.get("muscles", ()),
                lift=change.get("lift"),
                most=change.get("most"),
                weeks=change.get("weeks"),
            )
        case "rir":
            pieces = more_in_reserve(pieces, week, change["by"])
        case "zone":
            pieces = other_zone(pieces, week, change["lift"], (change["reps"][0], change["reps"][1]))
        case "main_lift":
            pieces = other_main_lift(pieces, week, change["lift"], change["instead"], exercises)
        case "accessory":
            pieces = other_accessory(pieces, week, change["old"], change["instead"], exercises)
        case kind:
            raise InvalidInput(f"This version knows no change of the kind {kind!r}.")
    return put_together(macro, pieces)


def lines(
    old: Macrocycle, new: Macrocycle, change: Change, week: int, names: Mapping[str, str]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """How a change reads: the same labels before and after, each with a text."""
    pairs = _subject(old, change, week, names)
    was, now = _told(old, old), _told(new, old)
    differing = [at for at in range(week, old.total_weeks) if was[at] != now[at]]
    pairs += [(_label(old, at), was[at], now[at]) for at in differing[:WEEKS_SHOWN]]
    if len(differing) > WEEKS_SHOWN:
        more = len(differing) - WEEKS_SHOWN
        pairs.append((f"{more} more week{'' if more == 1 else 's'}", "as planned", "changed likewise"))
    if old.event_date is not None and differing:
        said = f"{old.event_date.day} {old.event_date:%B %Y}"
        pairs.append(("Event", said, f"{said}, unchanged"))
    before = [{"label": label, "text": text} for label, text, _ in pairs]
    return before, [{"label": label, "text": text} for label, _, text in pairs]


def _subject(macro: Macrocycle, change: Change, week: int, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What the change is about, beyond weeks: an exercise, a zone, or advice without a change."""
    match change["kind"]:
        case "zone":
            lift = _lift(macro, week, change["lift"])
            low, high = change["reps"]
            before = "{}–{} repetitions".format(*lift["repRange"]) if lift else "as planned"
            return [(_name(names, change["lift"]), before, f"{low}–{high} repetitions")]
        case "main_lift":
            return [("Main lift", _name(names, change["lift"]), _name(names, change["instead"]))]
        case "accessory":
            return [("Accessory", _name(names, change["old"]), _name(names, change["instead"]))]
        case "none":
            return [("Plan", "as it is", str(change.get("advice", "as it is")))]
    return []


def _lift(macro: Macrocycle, week: int, exercise: str) -> Mapping[str, Any] | None:
    block, _ = _at(macro, week)
    lifts = block.main_lifts.get("lifts", {})
    return next((lift for lift in lifts.values() if lift.get("exercise") == exercise), None)


def _name(names: Mapping[str, str], key: str) -> str:
    return names.get(key) or key.replace("_", " ").capitalize()


def _at(macro: Macrocycle, week: int) -> tuple[Block, WeekTarget]:
    for block in macro.blocks:
        if week < block.duration_weeks:
            return block, block.weeks[week]
        week -= block.duration_weeks
    raise IndexError("the season has no such week")


def _told(macro: Macrocycle, old: Macrocycle) -> list[str]:
    """Each week of a season in words; a block that a change has parted reads on where it stopped.

    Parts of a block are blocks without an id among blocks that have one: nothing is stored of them yet.
    """
    known = {block.id for block in old.blocks if block.id is not None}
    runs: list[list[Block]] = []
    for block in macro.blocks:
        last = next((run for run in reversed(runs) if run[0].block_type == block.block_type), None)
        if known and block.id is None and last is not None and block.block_type != BlockType.DELOAD:
            last.append(block)
        else:
            runs.append([block])
    by_block = {id(block): run for run in runs for block in run}
    found: list[str] = []
    before: Block | None = None
    for block in macro.blocks:
        run = by_block[id(block)]
        place = next(i for i, part in enumerate(run) if part is block)
        done = sum(part.duration_weeks for part in run[:place])
        weeks = sum(part.duration_weeks for part in run)
        said = [_said(block, target, done, weeks) for target in block.weeks]
        if place and said and before is not None and before.block_type == BlockType.DELOAD:
            said[0] = f"after the deload: {said[0]}"
        found += said
        before = block
    return found


def _said(block: Block, target: WeekTarget, done: int, weeks: int) -> str:
    kind = str(block.block_type).replace("_", " ").capitalize()
    return f"{kind} {done + target.week_in_block + 1} of {weeks} · {target.hard_sets} sets · {target.rir:g} RIR"


def _label(macro: Macrocycle, week: int) -> str:
    day = monday_of(macro, week)
    return f"Week of {day.day} {day:%B}"


def monday_of(macro: Macrocycle, week: int) -> date:
    """The Monday of a season's week by the plan's calendar."""
    return monday(macro.start_date) + timedelta(weeks=week)


def weeks_of(macro: Macrocycle) -> Sequence[tuple[Block, WeekTarget]]:
    """Every week of the season with its block."""
    return [(block, target) for block in macro.blocks for target in block.weeks]
