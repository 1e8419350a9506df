"""What is known of a week, a block, a change or the event: the same facts for tooltip, panel and screen reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from html import escape

from models.values.plan import Adaptation, SeasonWeek
from models.values.positions import shown
from ui.widgets import wording
from ui.widgets.timeline_view import SeasonView, WeekState, ramp

SHAPES: Mapping[WeekState, str] = {
    WeekState.MISSED: "▼",
    WeekState.HIT: "✓",
    WeekState.OVERSHOT: "▲",
    WeekState.UNDER_WAY: "◐",
}


class Kind(Enum):
    """What can be pointed at or stepped to on the timeline."""

    WEEK = "week"
    BLOCK = "block"
    MESO = "mesocycle"
    MACRO = "season"
    CHANGE = "change"
    PROPOSAL = "proposal"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing on the timeline; `index` is a column, or the index of the block, mesocycle or change."""

    kind: Kind
    index: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """A title and rows of name and value, laid out as a table wherever they are shown."""

    title: str
    rows: Sequence[tuple[str, str]]

    @property
    def html(self) -> str:
        cells = "".join(
            f"<tr><td style='padding-right:12px'>{escape(name)}</td><td>{escape(value)}</td></tr>"
            for name, value in self.rows
        )
        return f"<b>{escape(self.title)}</b><table cellspacing='0' cellpadding='1'>{cells}</table>"

    @property
    def text(self) -> str:
        """One line, for a screen reader."""
        return f"{self.title}. " + ", ".join(f"{name} {value}" for name, value in self.rows)


def facts(view: SeasonView, spot: Spot) -> Facts:
    """The facts of anything on the timeline."""
    if spot.kind is Kind.CHANGE:
        return _change_facts(view.marks[spot.index].adaptation)
    of_place = {Kind.WEEK: week_facts, Kind.BLOCK: block_facts, Kind.MESO: _meso_facts}
    if spot.kind in of_place:
        return of_place[spot.kind](view, spot.index)
    return {Kind.PROPOSAL: _proposal_facts, Kind.EVENT: _event_facts}.get(spot.kind, _macro_facts)(view)


def share(week: SeasonWeek) -> str:
    """Performed of planned as a percentage, a dash where either is unknown."""
    if not week.planned_hard_sets or week.performed_hard_sets is None:
        return wording.NOTHING
    return f"{round(100 * week.performed_hard_sets / week.planned_hard_sets)} %"


def state_text(state: WeekState) -> str:
    """Shape and word."""
    return f"{SHAPES[state]} {state.value}" if state in SHAPES else state.value


def top_muscles(sets: Mapping[str, float], count: int = 3) -> str:
    """`Quads 14 · Chest 12 · Lats 12`."""
    best = sorted(sets.items(), key=lambda item: (-item[1], item[0]))[:count]
    return " · ".join(f"{wording.plain(muscle)} {wording.number(value)}" for muscle, value in best if value) or "–"


def week_title(view: SeasonView, column: int) -> str:
    week = view.weeks[column]
    dates = wording.span(week.start, week.start + timedelta(weeks=1))
    if week.index < 0:
        return f"Before the plan · {dates}"
    return f"Week {shown(week.index)} of {view.season.macro.total_weeks} · {dates}"


def week_facts(view: SeasonView, column: int) -> Facts:
    week = view.weeks[column]
    rows: list[tuple[str, str]] = []
    block = view.block_at(column)
    if block is not None and week.week_in_block is not None:
        name = wording.block_name(view.blocks[block].block_type)
        rows.append(("Phase", f"{name}, week {shown(week.week_in_block)} of {view.blocks[block].duration_weeks}"))
        rows.append(("Planned", f"{wording.number(week.planned_hard_sets)} hard sets"))
    if week.performed_hard_sets is not None:
        state = view.states[column]
        word = "" if state is WeekState.NONE else f" · {share(week)} · {state_text(state)}"
        rows.append(("Performed", f"{week.performed_hard_sets} hard sets{word}"))
        rows.append(("Sessions", str(week.sessions)))
    rows.append(("RIR", f"{wording.number(week.rir)} planned · {wording.number(week.performed_rir)} logged"))
    rows.append(("Most sets", top_muscles(week.planned_sets or week.performed_sets)))
    if view.event is not None and column <= view.event:
        rows.append(("Event", "this week" if int(view.event) == column else f"{int(view.event) - column} weeks later"))
    changes = [mark.adaptation for mark in view.marks if int(mark.column) == column]
    rows += [("Changed", f"{wording.adaptation_name(change.type)}: {change.reason}") for change in changes]
    return Facts(week_title(view, column), rows)


def _totals(view: SeasonView, first: int, end: int) -> list[tuple[str, str]]:
    weeks = view.weeks[first:end]
    planned = sum(week.planned_hard_sets or 0 for week in weeks)
    rows = [("Planned", f"{planned} hard sets")]
    past = [week for week in weeks if week.performed_hard_sets is not None and week.start <= view.today_date]
    if past:
        due = sum(week.planned_hard_sets or 0 for week in past)
        done = sum(week.performed_hard_sets or 0 for week in past)
        percent = f" · {round(100 * done / due)} %" if due else ""
        rows.append(("Performed", f"{done} of {due} due{percent}"))
    return rows


def block_facts(view: SeasonView, index: int) -> Facts:
    block, band = view.blocks[index], view.block_bands[index]
    dates = wording.span(view.date_of(band.first), view.date_of(band.end))
    weeks = f"{shown(band.first - view.plan_first)} to {band.end - view.plan_first}"
    rows = [
        ("Dates", dates),
        ("Weeks", f"{weeks} ({wording.weeks(block.duration_weeks)})"),
        ("Aim", f"{wording.VOLUMES.get(block.volume_target, wording.plain(block.volume_target))}"),
        ("Loads for", wording.BIASES.get(block.intensity_bias, wording.plain(block.intensity_bias))),
        ("RIR", ramp(block)),
        *_totals(view, band.first, band.end),
    ]
    return Facts(f"{wording.block_name(block.block_type)} · block {shown(index)} of {len(view.blocks)}", rows)


def _meso_facts(view: SeasonView, index: int) -> Facts:
    meso, band = view.season.macro.mesocycles[index], view.meso_bands[index]
    dates = wording.span(view.date_of(band.first), view.date_of(band.end))
    blocks = ", ".join(wording.block_name(block.block_type).lower() for block in meso.blocks)
    rows = [("Dates", dates), ("Length", wording.weeks(meso.total_weeks)), ("Blocks", blocks)]
    title = f"Mesocycle {shown(index)} · {wording.goal_name(meso.primary_goal)}"
    return Facts(title, [*rows, *_totals(view, band.first, band.end)])


def _macro_facts(view: SeasonView) -> Facts:
    macro, band = view.season.macro, view.macro_bands[0]
    rows = [
        ("Dates", wording.span(view.date_of(band.first), view.date_of(band.end))),
        ("Length", f"{wording.weeks(macro.total_weeks)} in {len(view.blocks)} blocks"),
        ("Training age", wording.plain(macro.training_age)),
    ]
    if macro.secondary_goals:
        rows.append(("Also", ", ".join(wording.goal_name(goal).lower() for goal in macro.secondary_goals)))
    return Facts(f"{wording.goal_name(macro.primary_goal)} season", [*rows, *_totals(view, band.first, band.end)])


def _change_facts(change: Adaptation) -> Facts:
    rows = [("When", wording.day(change.at.date())), ("By", change_maker(change)), ("Why", change.reason)]
    rows += [(name, f"{old} → {new}") for name, old, new in change.rows if old != new]
    return Facts(wording.adaptation_name(change.type), rows)


def change_maker(change: Adaptation) -> str:
    """Who changed the plan; what was found by the program is accepted by a coach before it changes anything."""
    if not change.auto_triggered:
        return "the coach"
    return "the program, accepted by the coach" if change.rows else "the program"


def _proposal_facts(view: SeasonView) -> Facts:
    count = len(view.proposals)
    title = "1 open proposal" if count == 1 else f"{count} open proposals"
    return Facts(title, [(one.title, one.reason) for one in view.proposals])


def _event_facts(view: SeasonView) -> Facts:
    event = view.season.macro.event_date
    if event is None:
        return Facts("No event", [])
    return Facts("Event", [("Date", wording.day(event)), ("Distance", wording.countdown(event, view.today_date))])


def summary(view: SeasonView) -> str:
    """The whole season in a few sentences, for people who cannot see it."""
    macro = view.season.macro
    week = view.weeks[view.current_column].index if view.columns else 0
    parts = [f"{wording.goal_name(macro.primary_goal)} season of {wording.weeks(macro.total_weeks)}"]
    parts.append(f"from {wording.day(macro.start_date)}")
    text = ", ".join(parts) + "."
    if 0 <= week < macro.total_weeks:
        text += f" Now in week {shown(week)}."
    if macro.event_date is not None:
        text += f" Event {wording.countdown(macro.event_date, view.today_date)}, {wording.day(macro.event_date)}."
    blocks = [f"{wording.block_name(block.block_type)} {wording.weeks(block.duration_weeks)}" for block in view.blocks]
    return f"{text} Blocks: {', '.join(blocks)}."
