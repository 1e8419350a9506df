"""Proposals to look at, and a stand-in for the use case that finds and decides them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.changes import Changes
from app.engine.adapting import rules as readiness_rules
from app.errors import Conflict
from models.values.adapting import Autoregulation, Decision, Proposal, ProposalState, Rules
from models.values.kinds import AdaptationType

AT = datetime(2026, 3, 17, 7, 30, tzinfo=UTC)

FRESHNESS = {
    "name": "low_freshness",
    "state": True,
    "numbers": {"daysBelow": 6, "daysKnown": 7, "ofDays": 7, "daysNeeded": 5, "below": 0.4},
    "sentence": "Freshness below 40 on 6 of the last 7 days; 5 are needed.",
}
EFFORT = {
    "name": "rpe_drift",
    "state": True,
    "numbers": {"sessions": 3, "sessionsKnown": 4, "sessionsNeeded": 2, "atLeast": 1.0, "largest": 1.5},
    "sentence": "Effort at least 1 RPE above what the same load and repetitions should cost in 3 of 4 sessions; "
    "2 are needed.",
}
LIFTS = {
    "name": "declining_lifts",
    "state": None,
    "numbers": {"lifts": [], "count": 0, "judged": 1, "mainLifts": 4, "shareNeeded": 0.333, "evaluations": 3},
    "sentence": "Only 1 of 4 main lifts have sessions enough to be judged.",
}
SETS = {
    "name": "compliance",
    "state": False,
    "numbers": {"shares": [0.95, 0.88], "weeks": ["2026-03-02", "2026-03-09"], "below": 0.8, "weeksNeeded": 2},
    "sentence": "At least 80 % of the planned sets were done in one of the last 2 weeks.",
}


def lines(*pairs: tuple[str, str, str], change: dict[str, Any] | None = None) -> dict[str, Any]:
    """`before` and `after` of a proposal from (label, before, after)."""
    before = {"version": 1, "lines": [{"label": name, "text": old} for name, old, _ in pairs]}
    after = {"version": 1, "lines": [{"label": name, "text": new} for name, _, new in pairs]}
    return {"before": before, "after": {**after, "change": change or {"kind": "volume"}}}


def deload(athlete: str = "athlete-0", name: str = "Anna Vogel") -> Proposal:
    """Many weeks change."""
    weeks = [
        ("Week of 23 March", "Accumulation 3 of 4 · 72 sets · 1.5 RIR", "Deload 1 of 1 · 31 sets · 4 RIR"),
        ("Week of 30 March", "Accumulation 4 of 4 · 78 sets · 1 RIR", "Accumulation 3 of 4 · 72 sets · 1.5 RIR"),
        ("Week of 6 April", "Deload 1 of 1 · 31 sets · 4 RIR", "Accumulation 4 of 4 · 78 sets · 1 RIR"),
        ("Week of 13 April", "Intensification 1 of 4 · 58 sets · 3 RIR", "Deload 1 of 1 · 31 sets · 4 RIR"),
        ("Week of 20 April", "Intensification 2 of 4 · 60 sets · 2.5 RIR", "Intensification 1 of 3 · 58 sets · 3 RIR"),
        ("3 more weeks", "as planned", "changed likewise"),
        ("Season", "16 weeks", "16 weeks"),
    ]
    return Proposal(
        id=f"deload-{athlete}", athlete_id=athlete, athlete_name=name, kind=AdaptationType.EARLY_DELOAD,
        topic="deload:b", title="An earlier deload",
        reason="2 of 4 signals agree, 2 are enough: freshness and effort. "
        f"{FRESHNESS['sentence']} {EFFORT['sentence']}",
        evidence={
            "version": 1, "numbers": {}, "sentences": [], "triggers": [SETS, FRESHNESS, LIFTS, EFFORT],
            "signalsNeeded": 2, "citations": ["choice-deload-triggers", "choice-deload", "rogerson2024", "saw2016"],
        },
        state=ProposalState.OPEN, created=AT, **lines(*weeks, change={"kind": "deload"}),
    )  # fmt: skip


def volume(athlete: str = "athlete-1", name: str = "Ben Okafor") -> Proposal:
    """Two weeks change."""
    weeks = (
        ("Week of 23 March", "Accumulation 3 of 4 · 72 sets · 1.5 RIR", "Accumulation 3 of 4 · 58 sets · 1.5 RIR"),
        ("Week of 30 March", "Accumulation 4 of 4 · 78 sets · 1 RIR", "Accumulation 4 of 4 · 62 sets · 1 RIR"),
        ("Event", "9 May 2026", "9 May 2026"),
    )
    return Proposal(
        id=f"volume-{athlete}", athlete_id=athlete, athlete_name=name, kind=AdaptationType.VOLUME_REDUCTION,
        topic="volume:b", title="Fewer sets to the end of the block",
        reason=f"{FRESHNESS['sentence']} One signal alone asks for no deload, but for fewer sets: 20 % less.",
        evidence={
            "version": 1, "numbers": {"low_freshness": FRESHNESS["numbers"]}, "triggers": [FRESHNESS, SETS],
            "signalsNeeded": 2, "citations": ["choice-volume-first", "spiering2021"],
        },
        state=ProposalState.OPEN, created=AT + timedelta(hours=5), **lines(*weeks),
    )  # fmt: skip


def advice(athlete: str = "athlete-0", name: str = "Anna Vogel") -> Proposal:
    """Nothing of the plan changes."""
    said = "Hold the load of Barbell Back Squat until sets are done and nights are long enough."
    trend = "Barbell Back Squat was stalled or declining in 3 weekly evaluations running."
    return Proposal(
        id=f"advice-{athlete}", athlete_id=athlete, athlete_name=name, kind=AdaptationType.STALL_INTERVENTION,
        topic="stall:barbell_back_squat:1:recover", title="Recovery before load: Barbell Back Squat",
        reason=f"{trend} Only 75 % of the planned sets were done in the last two weeks.",
        evidence={
            "version": 1,
            "numbers": {
                "lift": "barbell_back_squat", "step": 1, "variant": "recover", "trend": "stalled", "sessions": 10,
                "percentPerWeek": [-0.11, -0.32, 0.02], "evaluations": 3, "falling": 0.92,
            },
            "sentences": [trend, "Step 0 passed over: nothing in the log is doubtful."],
            "triggers": [SETS, LIFTS], "signalsNeeded": 2, "citations": ["choice-stall", "ladder-1", "ladder-wait"],
        },
        state=ProposalState.OPEN, created=AT - timedelta(days=2),
        **lines(("Plan", "as it is", said), change={"kind": "none", "advice": said}),
    )  # fmt: skip


@dataclass
class FakeAdapting:
    """Keeps proposals in memory; `finds` is what a review comes upon."""

    proposals: list[Proposal] = field(default_factory=list)
    finds: list[Proposal] = field(default_factory=list)
    reviewed: list[str] = field(default_factory=list)
    own: dict[str, Rules] = field(default_factory=dict)
    session: Autoregulation | None = None

    def review(self, athlete_id: str, _today: date) -> list[Proposal]:
        self.reviewed.append(athlete_id)
        known = {one.id for one in self.proposals}
        self.proposals += [one for one in self.finds if one.athlete_id == athlete_id and one.id not in known]
        return self.inbox(athlete_id)

    def inbox(self, athlete_id: str | None = None) -> list[Proposal]:
        return self._those(athlete_id, lambda one: one.state == ProposalState.OPEN)

    def decided(self, athlete_id: str | None = None, limit: int = 50) -> list[Proposal]:
        return self._those(athlete_id, lambda one: one.state != ProposalState.OPEN)[:limit]

    def accept(self, proposal_id: str, _today: date, note: str = "") -> Decision:
        made = self._decide(proposal_id, ProposalState.ACCEPTED, note)
        return Decision(made, "adaptation", ["The plan has changed from the week of 23 March 2026 on."], 2)

    def reject(self, proposal_id: str, note: str = "") -> Proposal:
        return self._decide(proposal_id, ProposalState.REJECTED, note)

    def rules(self, athlete_id: str) -> Rules:
        return self.own.get(athlete_id, readiness_rules.default_rules())

    def preview_rules(self, rules: Rules) -> Rules:
        return readiness_rules.checked(rules)

    def save_rules(self, athlete_id: str, rules: Rules) -> Changes:
        self.own[athlete_id] = replace(readiness_rules.checked(rules), is_own=True)
        return Changes.READINESS

    def reset_rules(self, athlete_id: str) -> Changes:
        return Changes.READINESS if self.own.pop(athlete_id, None) else Changes.NOTHING

    def today(self, _workout_id: str, _today: date) -> Autoregulation | None:
        return self.session

    def _decide(self, proposal_id: str, state: ProposalState, note: str) -> Proposal:
        for at, one in enumerate(self.proposals):
            if one.id == proposal_id and one.state == ProposalState.OPEN:
                self.proposals[at] = replace(one, state=state, decided=AT + timedelta(days=1), note=note or None)
                return self.proposals[at]
        raise Conflict("This proposal was decided on 2026-03-18; nothing was changed.", advice="Reload the list.")

    def _those(self, athlete_id: str | None, wanted: Any) -> list[Proposal]:
        found: Sequence[Proposal] = [one for one in self.proposals if wanted(one)]
        return [one for one in found if athlete_id is None or one.athlete_id == athlete_id]


def three() -> list[Proposal]:
    """One that changes many weeks, one that changes two, one that only advises."""
    return [volume(), deload(), advice()]
