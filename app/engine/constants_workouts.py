"""Every weight, band and limit of the workouts of a week, with its grade and source; see docs/planning.md.

Grades as in `constants`: A meta-analysis, B trial, C observational, D consensus or practice, E engineering choice.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from models.values.athletes import TrainingAge
from models.values.plan import BlockType, IntensityBias
from models.values.units import Unit
from models.values.workouts import WorkoutSessionIntent

# --- Choosing an accessory -----------------------------------------------------------------------

FACTOR_WEIGHTS: Final[Mapping[str, float]] = {
    "block_fit": 0.28,
    "muscle_need": 0.12,
    "stimulus_to_fatigue": 0.12,
    "favourite": 0.14,
    "novelty": 0.08,
    "recency": 0.10,
    "length_position": 0.04,
    "fatigue_fit": 0.04,
    "time_fit": 0.03,
    "unilateral_preference": 0.03,
    "equipment_fit": 0.02,
}
"""Weights of the factors, adding up to 1. E throughout; what stands behind a factor: block_fit and novelty A
(`kassiano2022`) and B (`fonseca2014`), muscle_need A (`pelland2025`), length_position B (`maeo2021`, `maeo2023`)
but a tie-breaker only (`wolf2025`), fatigue_fit C (`rogerson2024`), the rest practice."""
POOL_FIT: Final = 0.8
"""Fit of the pool's first exercise where the plan names another; those behind it by their weight. E."""
OUTSIDE_FIT: Final = 0.2
"""Fit of an exercise that the block's pool does not name. E."""
FRESH_DAYS: Final = 14
KNOWN_DAYS: Final = 56
"""Done within the first, an exercise's load is known; longer ago than the second it has to be found again. E."""
STRAIN: Final[Mapping[BlockType, float]] = {
    BlockType.ACCUMULATION: 0.5,
    BlockType.INTENSIFICATION: 0.75,
    BlockType.REALIZATION: 1.0,
    BlockType.DELOAD: 1.0,
    BlockType.RESTORATION: 1.0,
}
"""How much an exercise's fatigue costs in a block. E."""
NOVELTY_RUNNING: Final = 1.0
NOVELTY_RESTED: Final = 0.7
NOVELTY_NEW: Final = 0.5
NOVELTY_OVER: Final = 0.3
"""Novelty of an exercise in rotation, known but resting, new, and in rotation beyond its cadence. E."""
NEED_FULL: Final = 1.5
BEYOND_COST: Final = 0.5
"""Missing fractional sets filled by each set of an exercise at which muscle need is 1, and what a fractional set
beyond the week's target takes off. E."""
TIME_SECONDS: Final = (60, 240)
"""Seconds of a set, rest included, at which time fit is 1 and 0. E."""
FINENESS: Final[Mapping[str, float]] = {"fine": 1.0, "help": 0.7, "coarse": 0.6, "body": 0.4}
"""Equipment fit by how finely a load can be raised: bars, dumbbells, machines; help; odd things; body weight. E."""
LEADERS: Final = 8
"""Exercises of a slot that are scored as finely as they are stored; the others only follow them."""
ALTERNATIVES: Final = 3
"""Losers that a reason names."""
FAMILY_MOST: Final = 2
"""Exercises of one session with the same first pattern and the same direct muscles: no third pulldown, and no
second isolation of a muscle while another day has room. D."""

# --- A week into sessions -------------------------------------------------------------------------

_S = WorkoutSessionIntent
_FULL, _UP, _LOW = _S.FULL_BODY, _S.UPPER, _S.LOWER
SPLITS: Final[Mapping[int, tuple[WorkoutSessionIntent, ...]]] = {
    1: (_FULL,),
    2: (_FULL, _FULL),
    3: (_FULL, _FULL, _FULL),
    4: (_UP, _LOW, _UP, _LOW),
    5: (_UP, _LOW, _S.PUSH, _S.PULL, _S.LEGS),
    6: (_S.PUSH, _S.PULL, _S.LEGS, _S.PUSH, _S.PULL, _S.LEGS),
    7: (_UP, _LOW, _S.PUSH, _S.PULL, _S.LEGS, _UP, _LOW),
}
MOVABLE: Final = frozenset({"biceps", "triceps", "forearms", "side_delts", "rear_delts", "traps", "calves", "abs"})
"""Muscles whose single-joint work may go to another day of the split where its own days are full. D."""
BEGINNER_FULL_BODY_DAYS: Final = 4
"""Every muscle about twice a week: whole body to three days (beginners four), then upper and lower, then by
movement. D; A for twice a week as a default, an effect of volume (`grgic2018freq`, `pelland2025`)."""
SESSION_SETS_WORTH: Final = 10
"""Hard sets that make a session worth coming for; where a week's days hold fewer, the record says so. E."""
USUAL_WEEKDAYS: Final[Mapping[int, tuple[int, ...]]] = {
    1: (0,),
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 3, 4, 5),
    6: (0, 1, 2, 3, 4, 5),
    7: (0, 1, 2, 3, 4, 5, 6),
}
"""0 Monday; rest where a muscle would otherwise work two days running. D."""
LAST_SESSION_DAYS: Final = 3
"""Days before an event at which the last session is best; never under the first of LAST_HEAVY_DAYS.
C, `pritchard2016`: 3.7 +- 1.6 days."""
ONE_DAY_SETS: Final = 4
ONE_DAY_PRACTISED: Final = 3
ONE_DAY_HINGE: Final = 5
"""Weekly sets up to which an exercise stays on one day; of primary lifts that are practised for strength, power or
by beginners, and of hinges, which are dear in fatigue. E; A for strength gaining from frequency (`pelland2025`)."""
EXPOSURE_SETS: Final = 4
EXPOSURE_MOST: Final[Mapping[str, int]] = {"primary": 8, "secondary": 6, "accessory": 6}
"""Sets of one exercise in a session that are aimed at, and the most there are. E."""
PACKED_SHARE: Final = 0.95
"""Of the time of a split's days that whole exercises can be expected to fill. E."""
MAIN_SHARE_HEAVY: Final = 0.85
"""Of a session's time that main lifts may take for strength and power while others still wait; for other goals it is
MAIN_TIME_SHARE. E."""
EXERCISES_MOST: Final = 8
SHORT_SESSION_MINUTES: Final = 45
SHORT_EXERCISES_MOST: Final = 6
"""Exercises of a session, and of one up to that many minutes. D."""

# --- Time -----------------------------------------------------------------------------------------

GENERAL_WARM_UP_SECONDS: Final = 300
CHANGE_SECONDS: Final = 60
"""From one exercise to the next, setting up included; it replaces the rest after the last set."""
REP_SECONDS: Final = 3.5
SET_SECONDS: Final = 5.0
WARM_UP_SET_SECONDS: Final = 60
WARM_UPS_FIRST: Final = 4
WARM_UPS_LATER: Final = 2
"""Warm-up sets of the session's first loaded lift and of each later main lift, at most. E throughout."""


class Rest(NamedTuple):
    """Seconds between sets: as it should be, and as short as it may be where the session is."""

    full: int
    short: int


HEAVY_REST: Final = Rest(240, 180)
MAIN_REST: Final = Rest(180, 120)
COMPOUND_REST: Final = Rest(120, 90)
ISOLATION_REST: Final = Rest(90, 60)
ENDURANCE_REST: Final = Rest(75, 45)
ENDURANCE_MAIN_REST: Final = Rest(90, 60)
HEAVY_ABLE: Final = 3
"""A main lift whose own range begins here or lower is done for fewer where the block's zone asks for it. D."""
HEAVY_REPS: Final = 5
"""Main lifts of up to so many repetitions rest longest. A, `grgic2018rest` (trained people need more than 2 min
for strength), `singer2024` (little beyond 90 s for size); B, `schoenfeld2016rest`."""

# --- Repetitions and effort -----------------------------------------------------------------------

_HYP, _STR, _POW, _END = (
    IntensityBias.HYPERTROPHY,
    IntensityBias.STRENGTH,
    IntensityBias.POWER,
    IntensityBias.MUSCULAR_ENDURANCE,
)


class Wanted(NamedTuple):
    """Repetitions a block wants of accessories."""

    compound: tuple[int, int]
    isolation: tuple[int, int]


ACCESSORY_REPS: Final[Mapping[IntensityBias, Wanted]] = {
    _HYP: Wanted((8, 12), (10, 15)),
    _STR: Wanted((6, 10), (8, 12)),
    _POW: Wanted((5, 8), (8, 12)),
    _END: Wanted((15, 20), (15, 25)),
}
"""A, `schoenfeld2021`: size from about 5 to 30 repetitions; the narrower ranges are practice (D)."""
HEAVIER_BLOCKS: Final = frozenset({BlockType.INTENSIFICATION, BlockType.REALIZATION})
HEAVIER_SHIFT: Final = -2
"""Repetitions that an intensification or realization takes off these."""
RANGE_WIDTH: Final = 5
RANGE_LEAST: Final = 2
"""At most and at least from the fewest to the most repetitions: double progression needs a step, no staircase."""
MAIN_RIR_LEAST: Final = 0.5
"""Free barbell lifts are never taken to failure. A, `refalo2023`: failure adds little; D for safety."""
ACCESSORY_CLOSER: Final = 1.0
ACCESSORY_RIR_LEAST: Final = 1.0
"""Repetitions closer to failure than the week asks that a safe isolation exercise may go for size or endurance, and
where that ends. A, `robinson2024`, `refalo2023`."""
ZONE_TOLERANCE: Final = 2.5
"""Percent of 1RM that RTS repetitions and RIR may lie above the block's zone before the zone decides. E."""

# --- Loads ----------------------------------------------------------------------------------------


class Steps(NamedTuple):
    """What can be loaded, in the athlete's unit: the step, a finer step up to a load, and the least there is."""

    step: float
    fine: float
    fine_to: float
    least: float


BARBELL, EZ_BAR, TRAP_BAR, DUMBBELL, KETTLEBELL, MACHINE, ADDED = (
    "barbell", "ez_bar", "trap_bar", "dumbbell", "kettlebell", "machine", "added",
)  # fmt: skip
STEPS: Final[Mapping[Unit, Mapping[str, Steps]]] = {
    Unit.KG: {
        BARBELL: Steps(2.5, 2.5, 0.0, 20.0),
        EZ_BAR: Steps(2.5, 2.5, 0.0, 10.0),
        TRAP_BAR: Steps(2.5, 2.5, 0.0, 20.0),
        DUMBBELL: Steps(2.0, 1.0, 10.0, 1.0),
        KETTLEBELL: Steps(4.0, 4.0, 0.0, 4.0),
        MACHINE: Steps(2.5, 2.5, 0.0, 2.5),
        ADDED: Steps(2.5, 2.5, 0.0, 0.0),
    },
    Unit.LB: {
        BARBELL: Steps(5.0, 5.0, 0.0, 45.0),
        EZ_BAR: Steps(5.0, 5.0, 0.0, 25.0),
        TRAP_BAR: Steps(5.0, 5.0, 0.0, 45.0),
        DUMBBELL: Steps(5.0, 2.5, 20.0, 2.5),
        KETTLEBELL: Steps(5.0, 5.0, 0.0, 10.0),
        MACHINE: Steps(5.0, 5.0, 0.0, 5.0),
        ADDED: Steps(5.0, 5.0, 0.0, 0.0),
    },
}
"""E: what most gyms have."""
LOW_FRESHNESS: Final = 0.55
FRESHNESS_DAYS: Final = 2
"""Below it loads of sessions within so many days are rounded down, never up. E."""
WIDE_SIGMA: Final = 5.0
"""Percent from which an estimate is called uncertain and rounded down. E, from `halperin2022`."""
STALE_DAYS: Final = 56
STALE_SHARE: Final = 0.95
LOST_DAYS: Final = 182
LOST_SHARE: Final = 0.85
"""Share of a load last used longer ago than that. E; strength keeps for about a month (`spiering2021` for less)."""
DELOAD_LOAD_SHARE: Final = 0.90
"""Of the load last used, DELOAD_LOAD's lower end; never above what leaves the week's RIR. C, `rogerson2024`."""
WARM_UP_RAMP: Final[tuple[tuple[float, int], ...]] = ((0.40, 8), (0.55, 5), (0.70, 3), (0.85, 2))
WARM_UP_LATER: Final[tuple[tuple[float, int], ...]] = ((0.60, 5), (0.80, 2))
WARM_UP_GAP: Final = 0.1
WARM_UP_HEAVY_KG: Final = 60.0
"""Share of the working load and repetitions, for the session's first bar or load from so many kilograms, and for
others; sets closer together than the gap are left out. D."""

CAUTIOUS_SESSIONS: Final = 8
"""Sessions logged below which estimates are taken as uncertain. C, `zourdos2016`."""

AGE_SAFE_TO_PUSH: Final = frozenset({TrainingAge.INTERMEDIATE, TrainingAge.ADVANCED})
"""Who may go closer to failure on accessories: beginners misjudge it most. A, `halperin2022`; C, `zourdos2016`."""
