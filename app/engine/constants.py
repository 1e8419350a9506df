"""Every weight, band, threshold and template of the engine, with its grade and source, under one version.

Grades: A meta-analysis, B trial, C observational, D consensus or practice, E engineering choice.
Sources are ids of the knowledge base (resources/knowledge). Raise VERSION whenever a number changes: it travels
with every stored plan and assessment.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from models.values.athletes import TrainingAge
from models.values.exercises import MovementPattern
from models.values.plan import BlockType, IntensityBias, TrainingGoal, VolumeTarget

VERSION: Final = "1"

# --- Effort and load ---------------------------------------------------------------------------

RTS_PERCENT: Final[Sequence[float]] = (
    100.0, 97.8, 95.5, 93.9, 92.2, 90.7, 89.2, 87.8, 86.3, 85.0, 83.7, 82.4, 81.1, 79.9, 78.6,
    77.4, 76.2, 75.1, 73.9, 72.3, 70.7, 69.4, 68.0, 66.7, 65.3, 64.0, 62.6, 61.3, 59.9, 58.6,
)  # fmt: skip
"""Percent of 1RM at n = repetitions + RIR = 1, 1.5, 2 .. 15.5. D, RTS chart (Tuchscherer 2008)."""
E1RM_MOST_REPS: Final = 12.0
"""Largest n of an estimated maximum. A for the drift beyond 10 to 12 (`nuzzo2024`), E for the edge."""
E1RM_MOST_RIR: Final = 4.0
"""Largest RIR of an estimated maximum and of a hard set. A (`halperin2022`), E for the edge."""
ASSUMED_RIR: Final = 2.0
"""Of a working set without a logged effort; whoever uses it says so. E."""
SIGMA_TEST: Final = 2.0
SIGMA_PER_REP: Final = 2.6
SIGMA_RIR_BASE: Final = 0.5
SIGMA_RIR_PER_RIR: Final = 0.25
SIGMA_REPS: Final = 0.3
"""Percent of e1RM: test noise, one rep misjudged, RIR error (base, slope), distance from 5. E, `halperin2022`."""

DOTS_COEFFICIENTS: Final[Mapping[str, Sequence[float]]] = {
    "male": (-307.75076, 24.0900756, -0.1918759221, 0.0007391293, -0.0000010930),
    "female": (-57.96288, 13.6175032, -0.1126655495, 0.0005158568, -0.0000010706),
}
DOTS_BODYWEIGHT: Final[Mapping[str, tuple[float, float]]] = {"male": (40.0, 210.0), "female": (40.0, 150.0)}
WILKS_COEFFICIENTS: Final[Mapping[str, Sequence[float]]] = {
    "male": (-216.0475144, 16.2606339, -0.002388645, -0.00113732, 7.01863e-06, -1.291e-08),
    "female": (594.31747775582, -27.23842536447, 0.82112226871, -0.00930733913, 4.731582e-05, -9.054e-08),
}
WILKS_BODYWEIGHT: Final[Mapping[str, tuple[float, float]]] = {"male": (40.0, 201.9), "female": (26.51, 154.53)}
"""Polynomials in body weight (kg), constant term first, and the range they were fitted to."""

HARD_SET_MOST_RIR: Final = 4.0
"""D, the usual definition of a working set."""
CUSUM_SLACK: Final = 0.5
"""k in standard deviations (Page 1954)."""

# --- Training age (coaching-science: three votes, the median wins). E throughout, bounded by C sources --

MONTH_SESSIONS: Final = 6
"""Sessions that make a calendar month of training count."""
GAP_DAYS: Final = 56
GAP_KEEPS: Final = 0.5
"""A gap longer than this halves what came before."""
MONTHS_BANDS: Final = (6.0, 24.0)
STRENGTH_BANDS: Final = (0.50, 0.70)
"""Best lift as a share of the 90th percentile."""
RATE_BANDS: Final = (0.12, 0.40)
"""Percent of e1RM per week: slow below the first, fast above the second (`steele2022`, `latella2020`)."""
RATE_WEEKS: Final = 12
RATE_WINDOW_WEEKS: Final = 26
RATE_LEAST_POINTS: Final = 8
"""Shortest span, longest look back and fewest training days of a lift that may vote on rate."""
FEWEST_SESSIONS: Final = 8
"""Below this the athlete's own word counts, with low confidence."""
ADVANCED_LEAST_MONTHS: Final = 12
HYSTERESIS_WEEKS: Final = 4
P90_BODYWEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    "male": {"squat": 2.83, "bench": 1.95, "deadlift": 3.25},
    "female": {"squat": 2.26, "bench": 1.35, "deadlift": 2.66},
}
"""Times body weight, 18 to 35 years, drug-tested raw. C, `vandenhoek2024`."""
COMPETITION_LIFTS: Final[Mapping[str, str]] = {
    "barbell_back_squat": "squat",
    "low_bar_squat": "squat",
    "barbell_bench_press": "bench",
    "barbell_deadlift": "deadlift",
    "sumo_deadlift": "deadlift",
}

# --- Weekly volume -----------------------------------------------------------------------------

AGE_VOLUME: Final[Mapping[TrainingAge, float]] = {
    TrainingAge.BEGINNER: 0.65,
    TrainingAge.INTERMEDIATE: 1.0,
    TrainingAge.ADVANCED: 1.15,
}
"""Multiplies MEV and MAV where no own volume is known. E, `rhea2003`."""
AGE_MRV_MOST: Final = 1.1
APPROACHING_MRV: Final = 0.9
MRV_CAP: Final = 0.95
"""No planned week stands above this share of MRV. E."""
OWN_WEEKS: Final = 4
OWN_WEEKS_LEAST: Final = 3
"""The athlete's own volume: mean of the last 4 weeks, at least 3 of them logged (`scarpelli2022`)."""
NEXT_BLOCK_STEP: Final = 1.05
"""A later accumulation starts this much above the one before, up to the middle of MAV. E."""
SESSION_SETS_MOST: Final = 11
"""Fractional sets per muscle and session beyond which nothing more was detectable. D, Remmert 2025 (preprint)."""
DELOAD_SHARE: Final = 0.5
DELOAD_BAND: Final = (0.4, 0.6)
"""Of the last working week's sets. C, `rogerson2024`, `bell2022`."""
DELOAD_LOAD: Final = (0.90, 0.95)
TAPER_REDUCTION: Final = 0.5
TAPER_DAYS: Final = (8, 14)
"""A, `bosquet2007` (41 to 60 % less over two weeks); C, `pritchard2016` for strength."""
LAST_HEAVY_DAYS: Final = (2, 5)
"""C, `pritchard2016`: last session 3.7 +- 1.6 days out."""
RAMP: Final[Mapping[TrainingAge, float]] = {
    TrainingAge.BEGINNER: 1.05,
    TrainingAge.INTERMEDIATE: 1.10,
    TrainingAge.ADVANCED: 1.10,
}
"""Weekly growth of sets in an accumulation. B, `enes2024`, `enes2025` (helped 1RM; little or no extra size)."""

# --- Season ------------------------------------------------------------------------------------

WEEKS: Final = (4, 52)
EVENT_LEAST_DAYS: Final = 21
"""From the season's first day to the event: a taper needs training before it. E."""


class Span(NamedTuple):
    """A block of a template: its usual, fewest and most weeks."""

    type: BlockType
    weeks: int
    least: int
    most: int


Unit = tuple[Span, ...]
"""The blocks of one mesocycle."""


class Cycle(NamedTuple):
    """How mesocycles follow each other: work repeated `runs` times, then close; the rest is optional."""

    work: Unit
    runs: Sequence[int] = (1,)
    """Numbers of work mesocycles before each close, the preferred first; unused without a close."""
    close: Unit | None = None
    opening: Unit | None = None
    ending: Unit | None = None
    finale: Unit | None = None
    base: Unit | None = None
    """What fills the weeks before the last build-up to an event; the work where None."""
    usual: int = 16
    """Weeks of a season when nobody says: whole templates."""


def _acc(weeks: int, least: int, most: int) -> Span:
    return Span(BlockType.ACCUMULATION, weeks, least, most)


def _int(weeks: int, least: int, most: int) -> Span:
    return Span(BlockType.INTENSIFICATION, weeks, least, most)


_DELOAD: Final = Span(BlockType.DELOAD, 1, 1, 1)
_PEAK: Final = Span(BlockType.REALIZATION, 2, 2, 2)
_TEST: Final = Span(BlockType.REALIZATION, 2, 1, 2)
_REST: Final = Span(BlockType.RESTORATION, 1, 1, 1)
_BASE: Final = (_acc(4, 3, 6), _DELOAD)

_BEGINNER: Final = Cycle(work=(_acc(7, 6, 8), _DELOAD), ending=(_acc(6, 3, 8),), usual=16)
_POWER: Final = Cycle(
    work=(_acc(3, 2, 4), _int(3, 2, 4), _PEAK, _REST), opening=(_acc(4, 3, 5), _DELOAD), base=_BASE, usual=9
)
_B, _I, _A = TrainingAge.BEGINNER, TrainingAge.INTERMEDIATE, TrainingAge.ADVANCED
CYCLES: Final[Mapping[tuple[TrainingAge, IntensityBias], Cycle]] = {
    **{(TrainingAge.BEGINNER, bias): _BEGINNER for bias in IntensityBias},
    (_I, IntensityBias.HYPERTROPHY): Cycle(
        work=(_acc(5, 3, 6), _DELOAD), runs=(2, 3), close=(_int(3, 2, 4), _DELOAD), usual=16
    ),
    (_I, IntensityBias.STRENGTH): Cycle(
        work=(_acc(4, 3, 5), _int(4, 3, 5), _DELOAD), opening=_BASE, finale=(_TEST, _REST), usual=12
    ),
    (_I, IntensityBias.POWER): _POWER,
    (_I, IntensityBias.MUSCULAR_ENDURANCE): Cycle(work=(_acc(5, 3, 6), _DELOAD), usual=12),
    (_A, IntensityBias.HYPERTROPHY): Cycle(
        work=(_acc(4, 3, 5), _DELOAD), runs=(3, 2, 1), close=(_int(3, 2, 4), _REST), usual=19
    ),
    (_A, IntensityBias.STRENGTH): Cycle(
        work=(_acc(4, 3, 5), _int(3, 3, 4), _PEAK, Span(BlockType.RESTORATION, 1, 1, 2)),
        opening=(_acc(4, 3, 5), _DELOAD), ending=(_int(3, 2, 4), _DELOAD),
        base=(_acc(4, 3, 5), _int(3, 2, 4), _DELOAD), usual=10,
    ),
    (_A, IntensityBias.POWER): _POWER,
    (_A, IntensityBias.MUSCULAR_ENDURANCE): Cycle(work=(_acc(4, 3, 6), _DELOAD), usual=15),
}  # fmt: skip
"""Block templates. Practice (D, `issurin2010`) and A for periodised over not for 1RM (`moesgaard2022`,
`williams2017`); `acsm2026` finds no model consistently better, so structure is an organising tool."""
BUILD_UP: Final[Unit] = (_acc(4, 2, 5), _int(3, 2, 4))
"""Before the taper to an event."""
EXTRA_COST: Final = 1.5
OPENING_COST: Final = 1.2
NO_FINALE_COST: Final = 0.5
OTHER_RUN_COST: Final = 0.5
"""What an ending, an opening, a missing finale and a run other than the preferred one cost against
stretching blocks, whose cost is (weeks - usual)^2 / usual. E."""
LONG_REST: Final = 2
"""Weeks of restoration after an advanced athlete's event."""


class Rule(NamedTuple):
    """What a block asks for: volume, growth per week, effort, and the main lifts' repetitions and percent of 1RM."""

    volume: VolumeTarget
    ramp: float
    rir: tuple[float, float]
    reps: tuple[int, int]
    percent: tuple[float, float]


_MAV, _MEV, _LOW = VolumeTarget.MAV, VolumeTarget.MEV, VolumeTarget.DELOAD_VOLUME
_HYP, _STR, _POW, _END = (
    IntensityBias.HYPERTROPHY,
    IntensityBias.STRENGTH,
    IntensityBias.POWER,
    IntensityBias.MUSCULAR_ENDURANCE,
)
_ACC, _INT, _REAL = BlockType.ACCUMULATION, BlockType.INTENSIFICATION, BlockType.REALIZATION
RULES: Final[Mapping[tuple[IntensityBias, BlockType], Rule]] = {
    (_HYP, _ACC): Rule(_MAV, 1.10, (3, 1), (6, 12), (65, 80)),
    (_HYP, _INT): Rule(_MAV, 1.00, (2, 1), (5, 8), (72, 82)),
    (_HYP, _REAL): Rule(_LOW, 1.00, (2, 1), (5, 8), (72, 82)),
    (_STR, _ACC): Rule(_MAV, 1.10, (3, 2), (5, 8), (70, 78)),
    (_STR, _INT): Rule(_MEV, 0.95, (3, 1), (2, 5), (80, 90)),
    (_STR, _REAL): Rule(_LOW, 1.00, (2, 1), (1, 3), (88, 100)),
    (_POW, _ACC): Rule(_MAV, 1.05, (3, 3), (3, 5), (75, 82)),
    (_POW, _INT): Rule(_MEV, 0.95, (3, 3), (2, 4), (80, 86)),
    (_POW, _REAL): Rule(_LOW, 1.00, (3, 3), (2, 5), (30, 70)),
    (_END, _ACC): Rule(_MAV, 1.08, (3, 1), (15, 30), (40, 60)),
    (_END, _INT): Rule(_MAV, 1.00, (2, 1), (12, 20), (50, 65)),
    (_END, _REAL): Rule(_LOW, 1.00, (2, 1), (12, 20), (50, 65)),
}
"""E, bounded by `refalo2023`, `robinson2024` (effort), `schoenfeld2021`, `acsm2026` (loads)."""
AGE_RULES: Final[Mapping[tuple[TrainingAge, IntensityBias, BlockType], Rule]] = {
    **{(TrainingAge.BEGINNER, bias, _ACC): Rule(_MEV, 1.05, (4, 2), (6, 12), (60, 75)) for bias in IntensityBias},
    **{(TrainingAge.BEGINNER, bias, _INT): Rule(_MEV, 1.00, (3, 2), (4, 6), (72, 80)) for bias in IntensityBias},
    **{(TrainingAge.BEGINNER, bias, _REAL): Rule(_LOW, 1.00, (3, 2), (1, 4), (78, 90)) for bias in IntensityBias},
    (_A, _HYP, _ACC): Rule(_MAV, 1.10, (3, 0.5), (6, 12), (65, 80)),
    (_A, _STR, _ACC): Rule(_MAV, 1.08, (3, 2), (5, 8), (70, 78)),
    (_A, _STR, _INT): Rule(_MEV, 0.95, (2, 1), (2, 5), (80, 90)),
    (_A, _STR, _REAL): Rule(_LOW, 1.00, (2, 0.5), (1, 3), (88, 100)),
}
"""Where a training age departs from RULES."""
EASY_RIR: Final = 4.0
"""Least RIR of DELOAD and RESTORATION."""
RESTORATION_REPS: Final = (8, 12)
RESTORATION_ZONE: Final = (50.0, 65.0)
INTENSIFICATION_SHARE: Final[Mapping[IntensityBias, float]] = {_HYP: 0.8, _STR: 0.75, _POW: 0.8, _END: 0.8}
"""Sets of an intensification's first week against the accumulation before it, never below MEV. E."""


class Goal(NamedTuple):
    """How a goal uses a template: its bias and the small things it changes. All E."""

    bias: IntensityBias
    volume: float = 1.0
    ramp_most: float = 1.10
    rir_least: float = 0.0
    emphasis: Mapping[str, float] = {}
    """Muscle key to a factor on its weekly target."""
    unilateral: bool = False
    """Prefer exercises on one leg or arm where scores are close."""
    lift_reps: int = 0
    """Shift of the main lifts' fewest repetitions."""
    rir_end_shift: float = 0.0
    """So much further from failure a working block ends, never above its start."""


_BACKSIDE: Final = {"upper_back": 1.25, "rear_delts": 1.25, "lats": 1.1}
_JOINTS: Final = {"hamstrings": 1.1, "rear_delts": 1.1, "abs": 1.1, "adductors": 1.1}
GOALS: Final[Mapping[TrainingGoal, Goal]] = {
    TrainingGoal.HYPERTROPHY: Goal(_HYP),
    TrainingGoal.STRENGTH: Goal(_STR),
    TrainingGoal.POWER: Goal(_POW),
    TrainingGoal.MUSCULAR_ENDURANCE: Goal(_END),
    TrainingGoal.FAT_LOSS: Goal(_HYP, volume=0.9, ramp_most=1.05, rir_least=1.0),
    TrainingGoal.ATHLETICISM: Goal(_POW, unilateral=True),
    TrainingGoal.GENERAL_HEALTH: Goal(_HYP, volume=0.8, ramp_most=1.05, rir_least=2.0),
    TrainingGoal.POSTURE: Goal(_HYP, volume=0.9, ramp_most=1.05, rir_least=1.0, emphasis=_BACKSIDE),
    TrainingGoal.CONDITIONING: Goal(_END, volume=0.9, ramp_most=1.05),
    TrainingGoal.INJURY_PREVENTION: Goal(
        _HYP, volume=0.8, ramp_most=1.05, rir_least=2.0, emphasis=_JOINTS, unilateral=True
    ),
}
"""A goal's template. Loads of prevention and health stay away from failure; nothing here treats anything."""
SECONDARY: Final[Mapping[TrainingGoal, Goal]] = {
    TrainingGoal.HYPERTROPHY: Goal(_HYP, emphasis={"biceps": 1.2, "triceps": 1.2, "side_delts": 1.2}),
    TrainingGoal.STRENGTH: Goal(_STR, lift_reps=-2),
    TrainingGoal.POWER: Goal(_POW, rir_end_shift=1.0, lift_reps=-1),
    TrainingGoal.MUSCULAR_ENDURANCE: Goal(_END, lift_reps=2),
    TrainingGoal.FAT_LOSS: Goal(_HYP, volume=0.95, ramp_most=1.04),
    TrainingGoal.ATHLETICISM: Goal(_POW, unilateral=True, emphasis={"calves": 1.2, "hamstrings": 1.1}),
    TrainingGoal.GENERAL_HEALTH: Goal(_HYP, rir_end_shift=0.5, emphasis={"abs": 1.2, "upper_back": 1.1}),
    TrainingGoal.POSTURE: Goal(_HYP, emphasis=_BACKSIDE),
    TrainingGoal.CONDITIONING: Goal(_END, volume=0.95, ramp_most=1.04),
    TrainingGoal.INJURY_PREVENTION: Goal(_HYP, rir_end_shift=0.5, emphasis=_JOINTS),
}
"""What a secondary goal changes on top; its bias plays no part."""

# --- Exercises and sets ------------------------------------------------------------------------

PRIMARY, SECONDARY_ROLE = "primary", "secondary"
_P = MovementPattern
_SIX: Final = (_P.SQUAT, _P.HINGE, _P.HORIZONTAL_PUSH, _P.HORIZONTAL_PULL, _P.VERTICAL_PUSH, _P.VERTICAL_PULL)
MAIN_SLOTS: Final[Mapping[IntensityBias, Sequence[MovementPattern]]] = dict.fromkeys(IntensityBias, _SIX)
"""Movement patterns that have a main lift, the most important first."""
PRIMARY_PATTERNS: Final[Mapping[IntensityBias, frozenset[MovementPattern]]] = {
    _HYP: frozenset({_P.SQUAT, _P.HINGE, _P.HORIZONTAL_PUSH, _P.HORIZONTAL_PULL}),
    _STR: frozenset({_P.SQUAT, _P.HINGE, _P.HORIZONTAL_PUSH}),
    _POW: frozenset({_P.SQUAT, _P.HINGE, _P.HORIZONTAL_PUSH}),
    _END: frozenset({_P.SQUAT, _P.HINGE, _P.HORIZONTAL_PUSH, _P.HORIZONTAL_PULL}),
}
PATTERN_MUSCLES: Final[Mapping[MovementPattern, Mapping[str, float]]] = {
    _P.SQUAT: {"quads": 1.0},
    _P.HINGE: {"hamstrings": 0.5, "lower_back": 0.5},
    _P.HORIZONTAL_PUSH: {"chest": 1.0},
    _P.HORIZONTAL_PULL: {"upper_back": 1.0},
    _P.VERTICAL_PUSH: {"front_delts": 1.0},
    _P.VERTICAL_PULL: {"lats": 1.0},
}
"""Least shares of a set that a pattern's main lift must give these muscles."""
MAIN_SHARE: Final[Mapping[IntensityBias, float]] = {_HYP: 0.5, _STR: 0.7, _POW: 0.7, _END: 0.5}
BEGINNER_MAIN_SHARE: Final = 0.7
SECONDARY_SHARE: Final = 0.5
MAIN_TIME_SHARE: Final = 0.75
"""Share of its direct muscles' largest target that a primary and a secondary main lift cover themselves
(a beginner learns by the main lifts, whatever the goal),
and the share of the week's time that all main lifts together may take beyond their fewest sets."""
FOCUS: Final[Mapping[IntensityBias, frozenset[str]]] = {
    _HYP: frozenset(
        {"chest", "lats", "upper_back", "quads", "hamstrings", "glutes", "side_delts", "biceps", "triceps"}
    ),
    _STR: frozenset({"chest", "lats", "upper_back", "quads", "hamstrings", "glutes", "triceps"}),
    _POW: frozenset({"chest", "lats", "upper_back", "quads", "hamstrings", "glutes"}),
    _END: frozenset({"chest", "lats", "upper_back", "quads", "hamstrings", "glutes"}),
}
"""Muscles that get the block's volume target."""
SUPPORT: Final[Mapping[IntensityBias, frozenset[str]]] = {
    _HYP: frozenset({"front_delts", "rear_delts", "calves", "abs"}),
    _STR: frozenset({"front_delts", "side_delts", "rear_delts", "biceps", "abs"}),
    _POW: frozenset({"front_delts", "calves", "triceps", "biceps", "rear_delts", "abs"}),
    _END: frozenset({"side_delts", "rear_delts", "biceps", "triceps", "calves", "abs"}),
}
"""Muscles that start at MEV whatever the block's target; the rest get what the other lifts give them."""
SUPPORT_PRIORITY: Final = 0.6
SUPPORT_SHARE: Final[Mapping[TrainingAge, float]] = {_B: 0.6, _I: 1.0, _A: 1.0}
"""Share of MEV that a supporting muscle starts at."""
SETS_LEAST: Final = 2
ACCESSORY_SETS_MOST: Final = 8
"""Sets per week of one exercise: fewer are not worth its warm-up, more belong on a second exercise."""
MAIN_SETS: Final = (3, 15)
ACTIVE_ACCESSORIES: Final[Mapping[TrainingAge, int]] = {_B: 1, _I: 2, _A: 2}
"""Exercises per muscle that a block uses at once."""
POOL_SIZE: Final = 4
POOL_WEIGHTS: Final = (0.4, 0.3, 0.2, 0.1)
SESSION_OVERHEAD_MINUTES: Final = 15
"""Of every session: warming up and changing places."""
SESSION_HARD_SETS_MOST: Final = 24
"""Hard sets of a session, all muscles together. E."""
HEADROOM: Final = 0.9
"""Of the week's room, while a later accumulation is to approach MRV."""
SESSION_LEAST_MINUTES: Final = 10
SQUEEZED_SHARE: Final = 0.85
"""A muscle that gets less than this of its target is named in the plan's assumptions."""
ASSUMED_DAYS: Final = 3
ASSUMED_MINUTES: Final = 60
USUAL_WEEKS: Final = 8
USUAL_DAYS_MOST: Final = 6
SESSION_MINUTES_BAND: Final = (30, 150)
"""What a log may say of days and minutes: its last 8 logged weeks, inside these limits."""
OWN_SECONDS_PER_SET: Final = 165.0
"""Weekly time an athlete without stated limits has shown to have, per own hard set, with a tenth to spare."""
OWN_SHARE_WEIGHT: Final = 6.0
RECENT_WEEKS: Final = 26
"""An athlete's own lifts of the last half year count this much against one point of a catalogue score."""
OWN_LIFT_SHARE: Final = 0.5
"""A compound lift that fills this share of a pattern's own sets may be its main lift, eligible or not;
not where the main lifts work up to heavy singles and triples."""
HEAVY: Final = frozenset({_STR, _POW})
INJURY_LEAST_SEVERITY: Final = 3
"""Active injuries from here on (1 to 5) exclude exercises that stress the joint."""
ROTATION_WEEKS: Final[Mapping[TrainingAge, int]] = {_B: 6, _I: 4, _A: 4}
NOVELTY_SHARE: Final[Mapping[TrainingAge, float]] = {_B: 0.3, _I: 0.4, _A: 0.5}
"""Main lifts stay for the whole block, accessories change at its end. A, `kassiano2022`; B, `fonseca2014`."""
SCHEDULED_DELOAD_WEEKS: Final[Mapping[TrainingAge, tuple[int, int]]] = {_B: (8, 10), _I: (5, 6), _A: (4, 5)}
SIGNALS_NEEDED: Final = 2
DELOAD_TRIGGERS: Final[Mapping[str, Mapping[str, float]]] = {
    "low_freshness": {"below": 0.40, "days": 5, "of_days": 7},
    "declining_lifts": {"share_of_main_lifts": 1 / 3, "evaluations": 3},
    "rpe_drift": {"at_least": 1.0, "sessions": 2},
    "soreness": {"level": 3, "muscles": 2, "days": 3},
    "compliance": {"below": 0.80, "weeks": 2},
}
"""Early deload when two of them agree. E; what coaches name: `rogerson2024`, `bell2022`."""
BARBELL_BONUS: Final[Mapping[IntensityBias, float]] = {_HYP: 2.5, _STR: 4.0, _POW: 4.0, _END: 1.0}
COMPETITION_BONUS: Final[Mapping[IntensityBias, float]] = {_HYP: 0.0, _STR: 3.0, _POW: 3.0, _END: 0.0}
ELIGIBLE_BONUS: Final = 1.5
DIFFICULTY_COST: Final = 0.5
LENGTH_WEIGHT: Final = 0.5
FATIGUE_WEIGHT: Final = 0.5
UNILATERAL_BONUS: Final = 1.5
UNILATERAL_MAIN_COST: Final = 1.5
KNOWN_NAMES: Final = 10
KNOWN_WEIGHT: Final = 2.0
"""Scores are points of the catalogue's stimulus-to-fatigue scale (1 to 5). E throughout."""
POOL_SPREAD: Final[Mapping[TrainingAge, int]] = {_B: 4, _I: 2, _A: 2}
"""Each mesocycle one muscle in so many moves on to its next accessory, inside NOVELTY_SHARE."""
