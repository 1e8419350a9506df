"""Invented seasons and rosters for tests, benchmarks and pictures: seeded, plausible, nobody's."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from models.values.athletes import Athlete, Attention, RosterBlock, RosterRow, TrainingAge
from models.values.plan import (
    Adaptation,
    AdaptationType,
    Block,
    BlockType,
    IntensityBias,
    Macrocycle,
    Mesocycle,
    Season,
    SeasonWeek,
    TrainingGoal,
    VolumeTarget,
    WeekTarget,
)

TODAY = date(2026, 3, 18)
"""A Wednesday."""
START = date(2025, 12, 29)

SHARES = {
    "chest": 0.17, "lats": 0.15, "upper_back": 0.13, "quads": 0.16, "hamstrings": 0.12, "glutes": 0.12,
    "front_delts": 0.08, "side_delts": 0.09, "triceps": 0.14, "biceps": 0.12, "abs": 0.07, "calves": 0.06,
}  # fmt: skip

MAIN_LIFTS = {
    "version": 1,
    "lifts": {
        pattern: {"exercise": exercise, "role": "main", "repRange": [4, 6], "percentRange": [75, 85]}
        for pattern, exercise in (
            ("SQUAT", "barbell_back_squat"),
            ("HORIZONTAL_PUSH", "barbell_bench_press"),
            ("HINGE", "barbell_deadlift"),
            ("VERTICAL_PUSH", "barbell_overhead_press"),
        )
    },
}
POOL = {
    "version": 1,
    "muscles": {
        muscle: [{"exercise": exercise, "weight": 0.5} for exercise in exercises]
        for muscle, exercises in (
            ("chest", ("incline_dumbbell_press", "cable_fly")),
            ("lats", ("lat_pulldown", "pull_up")),
            ("hamstrings", ("seated_leg_curl",)),
            ("triceps", ("overhead_triceps_extension", "triceps_pushdown")),
        )
    },
}
ROTATION = {
    "version": 1,
    "mainLifts": "maintain",
    "accessories": {"cadenceWeeks": 4, "noveltyShare": 0.3},
}
TRIGGERS = {
    "version": 1,
    "signalsNeeded": 2,
    "scheduledWeeks": [5, 6],
    "triggers": [
        {"name": "low_freshness", "thresholds": {"below": 0.4, "days": 5, "of_days": 7}},
        {"name": "declining_lifts", "thresholds": {"share_of_main_lifts": 1 / 3, "evaluations": 3}},
        {"name": "rpe_drift", "thresholds": {"at_least": 1.0, "sessions": 2}},
        {"name": "soreness", "thresholds": {"level": 3, "muscles": 2, "days": 3}},
        {"name": "compliance", "thresholds": {"below": 0.8, "weeks": 2}},
    ],
}

A, IN, R, D, S = (
    BlockType.ACCUMULATION,
    BlockType.INTENSIFICATION,
    BlockType.REALIZATION,
    BlockType.DELOAD,
    BlockType.RESTORATION,
)
PLAN: Sequence[tuple[TrainingGoal, Sequence[tuple[BlockType, int]]]] = (
    (TrainingGoal.HYPERTROPHY, ((A, 5), (D, 1), (A, 4), (D, 1))),
    (TrainingGoal.STRENGTH, ((A, 4), (IN, 4), (D, 1))),
    (TrainingGoal.STRENGTH, ((IN, 3), (R, 2), (S, 1))),
)
FIGURES = {
    A: (52, 1.07, 3.0, 1.0, VolumeTarget.MAV, IntensityBias.HYPERTROPHY),
    IN: (50, 1.0, 2.5, 1.0, VolumeTarget.MAV, IntensityBias.STRENGTH),
    R: (38, 0.72, 2.0, 1.0, VolumeTarget.MEV, IntensityBias.STRENGTH),
    D: (28, 1.0, 4.0, 4.0, VolumeTarget.DELOAD_VOLUME, IntensityBias.HYPERTROPHY),
    S: (24, 1.0, 4.0, 4.0, VolumeTarget.MEV, IntensityBias.HYPERTROPHY),
}


def _weeks(kind: BlockType, count: int) -> list[WeekTarget]:
    sets, growth, first, last, _, _ = FIGURES[kind]
    targets = []
    for week in range(count):
        hard = round(sets * growth**week)
        rir = first + (last - first) * week / max(1, count - 1)
        by_muscle = {muscle: round(hard * share * 2) / 2 for muscle, share in SHARES.items()}
        targets.append(WeekTarget(week, round(rir * 2) / 2, by_muscle, hard))
    return targets


def block(kind: BlockType, count: int, index: int, start: date) -> Block:
    _, growth, first, last, volume, bias = FIGURES[kind]
    return Block(
        index, kind, count, volume, bias, growth, first, last, MAIN_LIFTS, POOL,
        ROTATION, TRIGGERS,
        weeks=_weeks(kind, count), id=f"block-{start}", start=start,
    )  # fmt: skip


def macrocycle(plan: Sequence[tuple[TrainingGoal, Sequence[tuple[BlockType, int]]]] = PLAN) -> Macrocycle:
    mesos = []
    start = START
    for order, (goal, blocks) in enumerate(plan):
        made = []
        for index, (kind, count) in enumerate(blocks):
            made.append(block(kind, count, index, start))
            start += timedelta(weeks=count)
        mesos.append(Mesocycle(order, goal, made, id=f"meso-{order}"))
    return Macrocycle(
        START, "INTERMEDIATE", TrainingGoal.STRENGTH, [TrainingGoal.HYPERTROPHY], mesos,
        event_date=start - timedelta(days=8),
        assumptions=["Nobody has said how many days a week Mara trains; four, as in the last eight weeks, is assumed."],
        id="macro-1",
    )  # fmt: skip


def _performed(planned: int, factor: float) -> int:
    return round(planned * factor)


def _past(index: int, start: date, chance: random.Random) -> SeasonWeek:
    sets = chance.randint(30, 52) if chance.random() > 0.12 else 0
    by_muscle = {muscle: round(sets * share * 2) / 2 for muscle, share in SHARES.items()} if sets else {}
    rir = round(chance.uniform(1.2, 3.0), 1) if sets else None
    return SeasonWeek(index, start, None, None, None, {}, None, by_muscle, sets, rir, 4 if sets else 0)


def season_weeks(macro: Macrocycle, *, history: int = 8, today: date = TODAY, seed: int = 7) -> list[SeasonWeek]:
    chance = random.Random(seed)
    weeks = [_past(index, macro.start_date + timedelta(weeks=index), chance) for index in range(-history, 0)]
    factors = [1.0, 0.96, 1.02, 0.55, 1.0, 1.0, 1.31, 0.93, 0.98, 0.9]
    index = 0
    for number, item in enumerate(macro.blocks):
        for target in item.weeks:
            start = macro.start_date + timedelta(weeks=index)
            done = None
            if start <= today:
                done = _performed(target.hard_sets, factors[index % len(factors)])
                if today < start + timedelta(weeks=1):
                    done = target.hard_sets * 2 // 5
            share = 0.0 if done is None else done / target.hard_sets
            by_muscle = {muscle: round(sets * share * 2) / 2 for muscle, sets in target.sets.items()} if done else {}
            rir = None if not done or chance.random() < 0.1 else round(target.rir + chance.uniform(-0.7, 0.6), 1)
            sessions = 0 if not done else max(1, round(4 * min(share, 1.0)))
            weeks.append(
                SeasonWeek(
                    index,
                    start,
                    number,
                    target.week_in_block,
                    target.rir,
                    target.sets,
                    target.hard_sets,
                    by_muscle,
                    done,
                    rir,
                    sessions,
                )
            )
            index += 1
    return weeks


def season(*, history: int = 8, today: date = TODAY) -> Season:
    macro = macrocycle()
    swap = Adaptation(
        "a1", datetime(2026, 1, 22, 9, 0, tzinfo=UTC), AdaptationType.VOLUME_REDUCTION,
        "Freshness below 0.40 on five of seven days: 25 % fewer sets for one week.", macro.blocks[0].id, True,
    )  # fmt: skip
    stall = Adaptation(
        "a2", datetime(2026, 3, 4, 9, 0, tzinfo=UTC), AdaptationType.EXERCISE_SWAP,
        "Coach: low-bar squat instead of high-bar, the shoulder complains.", macro.blocks[2].id, False,
    )  # fmt: skip
    assessment = {
        "trainingAge": "INTERMEDIATE",
        "confidence": "high",
        "sentences": [
            "Three votes, intermediate in the middle: intermediate.",
            "Effective training: 19 months, intermediate.",
            "Squat at 1.62 times body weight: intermediate.",
            "Strength grows 0.09 % a week: advanced.",
        ],
    }
    return Season("mara", macro, season_weeks(macro, history=history, today=today), [swap, stall], assessment)


def long_season(weeks: int = 52) -> Season:
    """A season of `weeks` weeks for the benchmark, all performed up to its middle."""
    blocks: list[tuple[BlockType, int]] = []
    kinds = ((A, 4), (D, 1), (IN, 4), (D, 1), (R, 2), (S, 1))
    while sum(count for _, count in blocks) < weeks:
        blocks.append(kinds[len(blocks) % len(kinds)])
    over = sum(count for _, count in blocks) - weeks
    blocks[-1] = (blocks[-1][0], max(1, blocks[-1][1] - over))
    plan = [(TrainingGoal.STRENGTH, blocks[at : at + 6]) for at in range(0, len(blocks), 6)]
    macro = macrocycle(plan)
    return Season("long", macro, season_weeks(macro, history=0, today=START + timedelta(weeks=weeks // 2)))


NAMES = (
    "Mara Lindqvist", "Tomás Reyes", "Aoife Brennan", "Jonas Keller", "Priya Raman", "Luca Bianchi",
    "Noor Haddad", "Sam Whitfield", "Ines Carvalho", "Oskar Nyström", "Yuki Tanaka", "Dele Adeyemi",
)  # fmt: skip
STATES = (
    (Attention.HOLD_BACK, "Freshness 0.31, five days below 0.40", 0.31),
    (Attention.READY, "Freshness 0.82 and rising", 0.82),
    (Attention.STEADY, "As planned", 0.64),
    (Attention.UNKNOWN, "No check-in for nine days", None),
    (Attention.STEADY, "As planned", 0.58),
    (Attention.READY, "Freshness 0.77", 0.77),
)


def roster_row(index: int, today: date = TODAY) -> RosterRow:
    chance = random.Random(index)
    name = NAMES[index % len(NAMES)] + ("" if index < len(NAMES) else f" {index // len(NAMES) + 1}")
    attention, reason, freshness = STATES[index % len(STATES)]
    monday = today - timedelta(days=today.weekday())
    start = monday - timedelta(weeks=8 + index % 4)
    blocks = []
    for kind, count in ((A, 4), (D, 1), (IN, 4), (D, 1), (R, 3), (S, 2), (A, 4)):
        blocks.append(RosterBlock(kind, start, count))
        start += timedelta(weeks=count)
    sets = [(monday - timedelta(weeks=week), chance.randint(20, 60)) for week in range(8, -1, -1)]
    return RosterRow(
        Athlete(f"athlete-{index}", f"athlete{index}@example.org", name), attention, [reason], freshness,
        None if freshness is None else datetime(2026, 3, 18, 7, tzinfo=UTC),
        today - timedelta(days=index % 9), 14, index % 5,
        (TrainingGoal.STRENGTH, TrainingGoal.HYPERTROPHY, TrainingGoal.ATHLETICISM)[index % 3],
        (TrainingAge.INTERMEDIATE, TrainingAge.ADVANCED, TrainingAge.BEGINNER)[index % 3],
        today + timedelta(weeks=5 + index % 9) if index % 3 == 0 else None,
        [] if index % 6 == 3 else blocks, sets,
    )  # fmt: skip


def roster(count: int = 12, today: date = TODAY) -> list[RosterRow]:
    return [roster_row(index, today) for index in range(count)]
