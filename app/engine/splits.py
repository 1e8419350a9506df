"""How the invented athletes of the demonstration train: their weeks, and what one lift says of another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from models.values.plan import BlockType
from models.values.workouts import WorkoutSessionIntent as Intent


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a session: one of `options`, another with each block, `sets` of `reps` repetitions.

    For timed or carried exercises `reps` are seconds or metres.
    """

    options: Sequence[str]
    sets: int
    reps: tuple[int, int]
    main: bool


@dataclass(frozen=True, slots=True)
class Session:
    """A session of the week; `weekday` 0 is Monday."""

    name: str
    intent: Intent
    weekday: int
    slots: Sequence[Slot]


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week of the plan, as far as training follows it."""

    start: date
    block: int
    """Number of the block within the year; accessories change with it."""
    block_type: BlockType | str
    week_in_block: int
    weeks_in_block: int
    rir: float
    hard_sets: int


RATIOS: Final[Mapping[str, tuple[str, float]]] = {
    "barbell_back_squat": ("squat", 1.0),
    "barbell_front_squat": ("squat", 0.82),
    "safety_bar_squat": ("squat", 0.90),
    "hack_squat": ("squat", 1.05),
    "leg_press": ("squat", 1.80),
    "goblet_squat": ("squat", 0.42),
    "leg_extension": ("squat", 0.55),
    "bulgarian_split_squat": ("squat", 0.22),
    "dumbbell_lunge": ("squat", 0.20),
    "dumbbell_walking_lunge": ("squat", 0.19),
    "standing_calf_raise": ("squat", 1.05),
    "seated_calf_raise": ("squat", 0.60),
    "barbell_deadlift": ("deadlift", 1.0),
    "trap_bar_deadlift": ("deadlift", 1.05),
    "romanian_deadlift": ("deadlift", 0.76),
    "hip_thrust": ("deadlift", 0.95),
    "seated_leg_curl": ("deadlift", 0.36),
    "lying_leg_curl": ("deadlift", 0.30),
    "farmers_walk": ("deadlift", 0.22),
    "barbell_bench_press": ("bench", 1.0),
    "incline_barbell_bench_press": ("bench", 0.82),
    "close_grip_bench_press": ("bench", 0.90),
    "incline_dumbbell_bench_press": ("bench", 0.35),
    "machine_chest_press": ("bench", 0.95),
    "cable_crossover": ("bench", 0.22),
    "pec_deck": ("bench", 0.75),
    "overhead_press": ("bench", 0.64),
    "push_press": ("bench", 0.82),
    "seated_dumbbell_shoulder_press": ("bench", 0.26),
    "machine_shoulder_press": ("bench", 0.70),
    "barbell_row": ("bench", 0.95),
    "pendlay_row": ("bench", 0.90),
    "one_arm_dumbbell_row": ("bench", 0.42),
    "seated_cable_row": ("bench", 0.95),
    "chest_supported_row": ("bench", 0.36),
    "machine_row": ("bench", 0.95),
    "face_pull": ("bench", 0.40),
    "lat_pulldown": ("bench", 0.92),
    "weighted_pull_up": ("bench", 1.0),
    "barbell_curl": ("bench", 0.45),
    "dumbbell_curl": ("bench", 0.18),
    "incline_dumbbell_curl": ("bench", 0.16),
    "hammer_curl": ("bench", 0.20),
    "triceps_pushdown": ("bench", 0.50),
    "triceps_rope_pushdown": ("bench", 0.42),
    "overhead_cable_triceps_extension": ("bench", 0.45),
    "skullcrusher": ("bench", 0.42),
    "dumbbell_lateral_raise": ("bench", 0.14),
    "cable_lateral_raise": ("bench", 0.12),
    "reverse_pec_deck": ("bench", 0.45),
    "back_extension": ("bodyweight", 0.85),
    "hanging_leg_raise": ("bodyweight", 0.52),
    "cable_crunch": ("bodyweight", 0.80),
    "ab_wheel_rollout": ("bodyweight", 0.70),
    "plank": ("bodyweight", 1.0),
}
"""An exercise's plausible e1RM as a share of a reference lift, body weight lifted included. Invented, not evidence."""


def _session(name: str, intent: Intent, weekday: int, *slots: str) -> Session:
    return Session(name, intent, weekday, [_slot(text) for text in slots])


def _slot(text: str) -> Slot:
    """Read `exercise|other 3x8-12 main`."""
    names, scheme, *rest = text.split()
    sets, reps = scheme.split("x")
    low, high = reps.split("-")
    return Slot(names.split("|"), int(sets), (int(low), int(high)), "main" in rest)


UPPER_LOWER: Final = (
    _session(
        "Lower A",
        Intent.LOWER,
        0,
        "barbell_back_squat 4x5-8 main",
        "romanian_deadlift 3x6-10 main",
        "leg_press|hack_squat 3x8-12",
        "seated_leg_curl|lying_leg_curl 3x10-14",
        "standing_calf_raise|seated_calf_raise 3x10-15",
    ),
    _session(
        "Upper A",
        Intent.UPPER,
        1,
        "barbell_bench_press 4x5-8 main",
        "barbell_row|chest_supported_row 4x6-10",
        "overhead_press 3x6-8 main",
        "lat_pulldown 3x8-12",
        "dumbbell_lateral_raise|cable_lateral_raise 3x12-16",
        "triceps_pushdown|overhead_cable_triceps_extension 3x10-14",
    ),
    _session(
        "Lower B",
        Intent.LOWER,
        3,
        "barbell_deadlift 3x4-6 main",
        "barbell_front_squat 3x5-8 main",
        "bulgarian_split_squat|dumbbell_lunge 3x8-12",
        "lying_leg_curl|seated_leg_curl 3x10-14",
        "hanging_leg_raise|cable_crunch 3x8-12",
    ),
    _session(
        "Upper B",
        Intent.UPPER,
        4,
        "incline_barbell_bench_press 4x6-10 main",
        "seated_cable_row|machine_row 3x8-12",
        "machine_chest_press|incline_dumbbell_bench_press 3x8-12",
        "face_pull|reverse_pec_deck 3x12-18",
        "dumbbell_curl|incline_dumbbell_curl 3x10-14",
        "dumbbell_lateral_raise|cable_lateral_raise 3x12-16",
    ),
)

PUSH_PULL_LEGS: Final = (
    _session(
        "Push",
        Intent.PUSH,
        0,
        "barbell_bench_press 4x5-8 main",
        "incline_dumbbell_bench_press|incline_barbell_bench_press 3x8-12",
        "overhead_press 3x6-8 main",
        "pec_deck|cable_crossover 3x10-15",
        "dumbbell_lateral_raise|cable_lateral_raise 4x12-16",
        "overhead_cable_triceps_extension|skullcrusher 3x10-14",
    ),
    _session(
        "Pull",
        Intent.PULL,
        1,
        "weighted_pull_up 4x5-8 main",
        "barbell_row|pendlay_row 4x6-10 main",
        "chest_supported_row|seated_cable_row 3x8-12",
        "reverse_pec_deck|face_pull 3x12-18",
        "barbell_curl|incline_dumbbell_curl 4x8-12",
    ),
    _session(
        "Legs",
        Intent.LEGS,
        2,
        "barbell_back_squat 4x5-8 main",
        "romanian_deadlift 3x6-10 main",
        "leg_press|hack_squat 4x8-12",
        "seated_leg_curl|lying_leg_curl 3x10-14",
        "standing_calf_raise|seated_calf_raise 4x10-15",
    ),
    _session(
        "Upper",
        Intent.UPPER,
        4,
        "barbell_bench_press 4x6-10 main",
        "lat_pulldown 3x8-12",
        "seated_dumbbell_shoulder_press|machine_shoulder_press 3x8-12",
        "one_arm_dumbbell_row|machine_row 3x8-12",
        "triceps_rope_pushdown|triceps_pushdown 3x10-15",
        "hammer_curl|dumbbell_curl 3x10-14",
    ),
    _session(
        "Lower",
        Intent.LOWER,
        5,
        "barbell_deadlift 3x4-6 main",
        "barbell_back_squat 3x6-8 main",
        "leg_extension 3x10-15",
        "lying_leg_curl|seated_leg_curl 3x10-14",
        "cable_crunch|hanging_leg_raise 3x8-14",
    ),
)

POWERLIFTING: Final = (
    _session(
        "Squat",
        Intent.LEGS,
        0,
        "barbell_back_squat 5x3-6 main",
        "barbell_bench_press 3x4-6 main",
        "leg_press|hack_squat 3x8-10",
        "seated_leg_curl|lying_leg_curl 3x8-12",
        "cable_crunch|ab_wheel_rollout 3x8-12",
    ),
    _session(
        "Bench",
        Intent.PUSH,
        2,
        "barbell_bench_press 5x3-6 main",
        "close_grip_bench_press|incline_barbell_bench_press 3x6-8",
        "seated_cable_row|chest_supported_row 4x8-10",
        "dumbbell_lateral_raise|cable_lateral_raise 3x12-16",
        "triceps_pushdown|skullcrusher 3x10-14",
    ),
    _session(
        "Deadlift",
        Intent.PULL,
        4,
        "barbell_deadlift 4x3-5 main",
        "barbell_front_squat|safety_bar_squat 3x4-6",
        "lat_pulldown 4x8-10",
        "back_extension 3x10-14",
    ),
    _session(
        "Bench and squat",
        Intent.FULL_BODY,
        5,
        "barbell_back_squat 3x4-6 main",
        "barbell_bench_press 4x4-6 main",
        "barbell_row|machine_row 3x8-10",
        "face_pull|reverse_pec_deck 3x12-16",
    ),
)

FULL_BODY: Final = (
    _session(
        "Full body A",
        Intent.FULL_BODY,
        0,
        "barbell_back_squat 4x5-8 main",
        "barbell_bench_press 4x5-8 main",
        "seated_cable_row|chest_supported_row 3x8-12",
        "seated_leg_curl|lying_leg_curl 3x10-14",
        "dumbbell_curl|hammer_curl 2x10-14",
    ),
    _session(
        "Full body B",
        Intent.FULL_BODY,
        2,
        "barbell_deadlift 4x4-6 main",
        "overhead_press 4x6-8 main",
        "lat_pulldown 3x8-12",
        "leg_press|hack_squat 3x8-12",
        "triceps_pushdown|overhead_cable_triceps_extension 2x10-14",
    ),
    _session(
        "Full body C",
        Intent.FULL_BODY,
        4,
        "barbell_back_squat 4x6-8 main",
        "barbell_bench_press 4x6-8 main",
        "barbell_row|one_arm_dumbbell_row 3x8-12",
        "romanian_deadlift 3x8-10",
        "hanging_leg_raise|cable_crunch 3x8-12",
    ),
)

HEALTH: Final = (
    _session(
        "Monday",
        Intent.FULL_BODY,
        0,
        "goblet_squat 3x8-12 main",
        "machine_chest_press 3x8-12 main",
        "seated_cable_row 3x8-12 main",
        "seated_leg_curl|lying_leg_curl 2x10-14",
        "plank 2x30-45",
    ),
    _session(
        "Wednesday",
        Intent.FULL_BODY,
        2,
        "leg_press 3x8-12 main",
        "seated_dumbbell_shoulder_press|machine_shoulder_press 3x8-12",
        "lat_pulldown 3x8-12 main",
        "back_extension 2x10-14",
        "farmers_walk 3x20-30",
    ),
    _session(
        "Friday",
        Intent.FULL_BODY,
        4,
        "goblet_squat 3x8-12 main",
        "machine_chest_press 3x8-12 main",
        "machine_row 3x8-12",
        "standing_calf_raise|seated_calf_raise 2x12-15",
        "dumbbell_curl 2x10-14",
    ),
)

COMBAT: Final = (
    _session(
        "Power and squat",
        Intent.FULL_BODY,
        0,
        "push_press 4x3-5 main",
        "barbell_front_squat 4x4-6 main",
        "weighted_pull_up 3x4-6 main",
        "bulgarian_split_squat|dumbbell_walking_lunge 3x8-10",
        "ab_wheel_rollout|hanging_leg_raise 3x8-12",
    ),
    _session(
        "Pull and grip",
        Intent.FULL_BODY,
        2,
        "trap_bar_deadlift 4x3-5 main",
        "barbell_bench_press 4x4-6 main",
        "one_arm_dumbbell_row|chest_supported_row 3x8-10",
        "farmers_walk 3x20-40",
        "face_pull 3x12-16",
    ),
    _session(
        "Full body",
        Intent.FULL_BODY,
        4,
        "barbell_front_squat 3x4-6 main",
        "barbell_bench_press 3x5-8 main",
        "pendlay_row|barbell_row 3x6-8",
        "hip_thrust|romanian_deadlift 3x6-10",
        "plank 3x40-60",
    ),
)
