"""Every number of readiness rules, stalls, deload triggers and interventions, with its grade and source.

Grades and VERSION as in app/engine/constants.py. The bands are engineering choices inside what is
known: answers follow load better than devices do (`saw2016`), HRV says little about lifting
(`thamm2019`), and strength survives low volume, so sets go before load (`spiering2021`).
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from models.values.units import Unit

# --- Readiness rules ---------------------------------------------------------------------------


class Number(NamedTuple):
    """A number of a rule: key in the JSON, words, unit, default, limits and the step of an editor."""

    key: str
    label: str
    unit: str
    value: float
    low: float
    high: float
    step: float


class RuleSpec(NamedTuple):
    """A readiness rule as it is shipped."""

    id: str
    name: str
    thresholds: Sequence[Number]
    effects: Sequence[Number]


def _freshness(label: str, value: float, low: float, high: float, key: str = "atLeast") -> Number:
    return Number(key, label, "freshness", value, low, high, 0.05)


def _rir(value: float, most: float = 3.0) -> Number:
    return Number("rir", "more repetitions in reserve", "rir", value, 0.0, most, 0.5)


def _load(value: float, low: float, high: float, label: str = "change of load") -> Number:
    return Number("loadPercent", label, "percent", value, low, high, 0.5)


GO, AS_PLANNED, RIR_UP, SETS_DOWN, RECOVERY = "go", "as_planned", "rir_up", "sets_down", "recovery_session"
BANDS: Final = (GO, AS_PLANNED, RIR_UP, SETS_DOWN, RECOVERY)
"""From fresh to exhausted."""
SIGNAL_AGE, LOW_CONFIDENCE, TWO_SIGNALS = "signal_age", "low_confidence", "two_signals"
DEVICE, SORE_MUSCLE, DELOAD = "wearable_only", "sore_muscle", "deload"

RULES: Final[Sequence[RuleSpec]] = (
    RuleSpec(SIGNAL_AGE, "Age of a check-in", (Number("hours", "valid for", "hours", 48, 12, 72, 6),), ()),
    RuleSpec(
        LOW_CONFIDENCE,
        "Low confidence",
        (Number("below", "confidence below", "confidence", 0.5, 0.0, 0.75, 0.05),),
        (Number("setsMost", "sets taken at most", "sets", 1, 0, 2, 1), _load(-2.5, -5.0, 0.0, "load taken at most")),
    ),
    RuleSpec(
        TWO_SIGNALS,
        "Two signals",
        (
            _freshness("a group counts as low below", 0.40, 0.25, 0.55, "groupBelow"),
            Number("groups", "groups that must be low", "groups", 2, 1, 3, 1),
            _freshness("answers alone suffice below", 0.25, 0.0, 0.40, "answersBelow"),
        ),
        (),
    ),
    RuleSpec(DEVICE, "The device alone", (_freshness("device below", 0.40, 0.10, 0.55, "below"),), (_rir(1.0, 2.0),)),
    RuleSpec(
        GO,
        "Go",
        (_freshness("freshness at least", 0.75, 0.60, 0.95),),
        (_load(2.5, 0.0, 5.0, "load added at most"), Number("sets", "sets added at most", "sets", 0, 0, 1, 1)),
    ),
    RuleSpec(AS_PLANNED, "As planned", (_freshness("freshness at least", 0.55, 0.40, 0.75),), ()),
    RuleSpec(
        RIR_UP,
        "More in reserve",
        (_freshness("freshness at least", 0.40, 0.25, 0.60),),
        (_rir(1.0, 2.0), _load(-3.0, -6.0, 0.0)),
    ),
    RuleSpec(
        SETS_DOWN,
        "Fewer sets",
        (_freshness("freshness at least", 0.25, 0.10, 0.45),),
        (
            _rir(1.0, 2.0),
            Number("setsPercent", "change of sets", "percent", -25, -50, 0, 5),
            _load(-3.0, -8.0, 0.0),
        ),
    ),
    RuleSpec(
        RECOVERY,
        "Recovery session",
        (),
        (
            _rir(2.0),
            Number("setsPercent", "change of sets", "percent", -50, -75, 0, 5),
            _load(-10.0, -20.0, 0.0),
        ),
    ),
    RuleSpec(
        SORE_MUSCLE,
        "Sore muscle",
        (Number("level", "soreness at least", "soreness", 3, 2, 3, 1),),
        (_rir(1.0, 2.0), Number("setsMost", "sets taken, when two signals agree", "sets", 1, 0, 2, 1)),
    ),
)
"""E, coaching-science: bands, two-signal rule and low confidence; `saw2016`, `thamm2019`, `spiering2021`."""
BAND_GAP: Final = 0.05
"""Least distance between the thresholds of neighbouring bands."""
RIR_MOST: Final = 4.0
"""No rule asks for more: beyond it a set is no hard set."""
ROUNDING_REACH: Final = 2.0
"""A lowered load may pass what was asked by as much again, where no plate comes closer."""
BAND_CLAIMS: Final[Mapping[str, str]] = {
    GO: "choice-band-go",
    AS_PLANNED: "choice-band-planned",
    RIR_UP: "choice-band-rir",
    SETS_DOWN: "choice-band-sets",
    RECOVERY: "choice-band-recovery",
}
RULE_CLAIMS: Final[Mapping[str, Sequence[str]]] = {
    **{band: (claim, "saw2016") for band, claim in BAND_CLAIMS.items()},
    TWO_SIGNALS: ("choice-two-signals", "saw2016"),
    DEVICE: ("choice-two-signals", "thamm2019"),
    LOW_CONFIDENCE: ("choice-confidence",),
    SORE_MUSCLE: ("sikorski2013",),
    SIGNAL_AGE: ("choice-confidence",),
    DELOAD: ("choice-deload",),
}
"""Claims of the knowledge base behind each rule."""
VOLUME_FIRST_CLAIMS: Final = ("choice-volume-first", "spiering2021")
LOAD_STEP: Final[Mapping[Unit, float]] = {Unit.KG: 2.5, Unit.LB: 5.0}
DUMBBELL_STEP: Final[Mapping[Unit, float]] = {Unit.KG: 2.0, Unit.LB: 5.0}
"""What can be loaded, in the unit itself, where the plan does not say which step it rounded to. E."""

# --- Deload triggers ---------------------------------------------------------------------------
# Their thresholds stand in each block (constants.DELOAD_TRIGGERS); here is what the reading needs beside them.

DRIFT_WINDOW_DAYS: Final = 14
DRIFT_SESSIONS: Final = 3
"""A drift of effort is looked for in the last comparable sessions of so many days, as check-ins do: what has passed, or
two bad days among many, is none. E."""
MATCH_DAYS: Final = 42
"""The same load and repetitions so far back can be compared. E."""
MATCH_LOAD_SHARE: Final = 0.01
"""Loads that differ by less are the same load. E."""
SORE_WINDOW_DAYS: Final = 7
SORE_GAP_DAYS: Final = 2
"""Check-ins no further apart make one run of days; the newest may be as old. E."""
PAIN_DAYS: Final = 7
"""A pain reported in so many days counts. E."""
JUDGED_LIFTS_LEAST: Final = 2
"""Fewer lifts with enough sessions say nothing of the whole athlete. E."""
LOW_RECOVERY: Final = 40.0
"""Percent below which a day counts for the specification's `lowRecoveryDays`. As the specification has it."""
LOW_RECOVERY_OF_DAYS: Final = 7
EASY_WEEKS_AHEAD: Final = 1
"""A deload, taper or rest planned for so many weeks from the coming one on makes an early one needless. E."""

# --- Interventions -----------------------------------------------------------------------------

LADDER_WAIT_DAYS: Final = 21
LADDER_WAIT_SESSIONS: Final = 4
LADDER_LEAST_SESSIONS: Final = 2
LADDER_FORGET_DAYS: Final = 84
"""Before the next step: whichever of the first two is reached first, with the third in any case, as a change that was
not trained has not been tried; after so many days the ladder begins anew. E (coaching-science 6), `stall-precision`."""
LADDER_LOW_COMPLIANCE: Final = 0.80
LADDER_FRESH: Final = 0.55
LADDER_TIRED: Final = 0.45
"""Freshness of the last two weeks from which sets may be added, and below which a deload is asked for. E."""
LADDER_SHORT_SLEEP: Final = 6.0
"""Hours; mean of the last two weeks. A, `craven2022`: up to six hours cost strength."""
LADDER_FRESH_DAYS: Final = 14
LADDER_MORE_SETS: Final = 1.20
"""B, `scarpelli2022`: 1.2 times the athlete's own sets."""
LADDER_REPS_SHIFT: Final = 2
"""Repetitions by which another zone lies lower; percent follow the RTS chart. E."""

LEFT_ALONE_DAYS: Final = 21
"""A lift not trained for longer is not judged: what is not done can neither stall nor be helped. E."""
DOUBT_JUMP: Final = 0.15
DOUBT_JUMP_DAYS: Final = 14
DOUBT_LEVEL: Final = 2
"""Change of the estimate from one session to the next that no training explains, where they lie no further apart than
so many days, and the sessions on each side that must agree. E; `grgic2020` (11.6 % is noise)."""
DOUBT_SAME_EFFORT: Final = 12
"""Sets in a row, all there are, with the same effort. E."""
DOUBT_GAP_DAYS: Final = 21
DOUBT_GAPS: Final = 3
"""Days without the lift, and how often among its last sessions, that make a trend doubtful: one is a holiday. E."""

# --- Proposals ---------------------------------------------------------------------------------

VOLUME_CUT: Final = 0.80
"""Share of sets kept when one signal of load stands alone. E; volume first, `spiering2021`."""
NEARER_LEAST: Final = 0.7
AWAY_SHARE: Final = 0.25
"""A plan is brought nearer to what is done, but not below the first; a week with less than the second was left out,
and says nothing of how much fits into one. E."""
AWAY_DAYS: Final = 14
AWAY_WEEKS: Final = 2
AWAY_BELOW: Final = 0.5
"""Days without a session, or weeks in a row below that share of the plan, that make a time away. E."""
AWAY_EASY_WEEKS: Final = 2
"""Weeks that begin with less after time away; then the block goes on as planned. E."""
RETURN_SHARE: Final = 1.0
"""After time away lifts are not judged for as long as it lasted: strength lost to rest comes back by itself. E."""
ATTENDED_SHARE: Final = 0.5
"""Share of a week's sessions that must have been begun before sets left out of them say anything. E."""
INTENSITY_STEP: Final = 1.0
"""Repetitions in reserve added when effort alone runs above plan. E."""
REST_DAYS: Final = 21
"""So long a topic is not brought up again: a rejected one is not repeated, an accepted one needs time to work. E."""
EXTENSION_FRESH: Final = 0.55
EXTENSION_SHARE: Final = 0.5
"""Freshness of the last week and share of judged lifts improving that make a block worth another week. E."""
WORK_STRETCH_LEAST: Final = 3
"""Fewer working weeks between two deloads are not worth a block. D, `bell2022`: every 4 to 6 weeks."""
SHORT_STRETCH_COST: Final = 2.0
"""What a week short of that costs against a week beyond the scheduled deload. E."""
