"""The eight invented athletes of the demonstration: who they are, how they train, what happens to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.engine.lifter import Physique
from app.engine.splits import COMBAT, FULL_BODY, HEALTH, POWERLIFTING, PUSH_PULL_LEGS, UPPER_LOWER, Session
from models.values.athletes import PrimaryGoal, SecondaryGoal, SplitType, TrainingAge
from models.values.plan import TrainingGoal
from models.values.units import Unit


@dataclass(frozen=True, slots=True)
class Spell:
    """What is different for a while, from `first` to `last` weeks before the current one."""

    first: int
    last: int
    sets: float = 1.0
    """Factor on the planned sets."""
    recovery: float = 1.0
    growth: float = 1.0
    load: float = 1.0
    """Factor on the loads chosen."""
    away: bool = False
    ill: bool = False
    stubborn: bool = False
    """Loads never come down, deloads are trained through."""


@dataclass(frozen=True, slots=True)
class Change:
    """An adaptation of the plan, `weeks_back` weeks ago."""

    weeks_back: int
    type: str
    reason: str
    auto: bool


@dataclass(frozen=True, slots=True)
class Persona:
    """One invented athlete; weights and strengths in kilograms, at the year's start."""

    key: str
    name: str
    age: int
    sex: str | None
    height_cm: float | None
    weight_kg: float
    training_age: TrainingAge
    goal: PrimaryGoal
    season_goal: TrainingGoal
    secondary: SecondaryGoal
    split: SplitType
    minutes: int
    physique: Physique
    strength: Mapping[str, float]
    """e1RM of `squat`, `bench` and `deadlift`; single exercises may be named as well."""
    sessions: Sequence[Session]
    spells: Sequence[Spell] = ()
    current_weeks: int = 12
    """The active season began this many weeks before the current one."""
    past: TrainingGoal | None = None
    """Goal of the season that ended when the active one began."""
    event_in_days: int | None = None
    changes: Sequence[Change] = ()
    unit: Unit = Unit.KG
    wearable: bool = False
    check_ins: float = 0.8
    """Share of mornings with a check-in."""
    checked_in_today: bool = True
    rpe_habit: float = 0.92
    miss: float = 0.05
    hour: int = 17
    """Local hour at which sessions begin."""
    injury: tuple[str, str, int] | None = None
    """Body part, description, severity."""

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"


ROSTER: Final[Sequence[Persona]] = (
    Persona(
        key="mara.lindqvist",
        name="Mara Lindqvist",
        age=29,
        sex="female",
        height_cm=169,
        weight_kg=64,
        training_age=TrainingAge.INTERMEDIATE,
        goal=PrimaryGoal.HYPERTROPHY,
        season_goal=TrainingGoal.HYPERTROPHY,
        secondary=SecondaryGoal.POSTURE,
        split=SplitType.UPPER_LOWER,
        minutes=75,
        physique=Physique(0.0042, recovery_days=6.0, noise=0.016, sleep_hours=7.9, stress=1.8, mood=4.6, rmssd=74),
        strength={"squat": 88, "bench": 52, "deadlift": 104},
        sessions=UPPER_LOWER,
        spells=(Spell(33, 33, ill=True, sets=0.6), Spell(19, 19, away=True), Spell(1, 0, recovery=1.35)),
        current_weeks=11,
        past=TrainingGoal.HYPERTROPHY,
        changes=(
            Change(18, "BLOCK_EXTENSION", "A week of holiday: the block was made one week longer.", auto=False),
            Change(
                5, "EXERCISE_SWAP", "Hack squats replaced by leg presses: more range without discomfort.", auto=False
            ),
        ),
        wearable=True,
        check_ins=0.92,
        miss=0.03,
        hour=7,
    ),
    Persona(
        key="jonas.weidner",
        name="Jonas Weidner",
        age=31,
        sex="male",
        height_cm=183,
        weight_kg=88,
        training_age=TrainingAge.ADVANCED,
        goal=PrimaryGoal.HYPERTROPHY,
        season_goal=TrainingGoal.HYPERTROPHY,
        secondary=SecondaryGoal.NONE,
        split=SplitType.PPL,
        minutes=90,
        physique=Physique(0.0016, recovery_days=7.0, noise=0.016, sleep_hours=7.0, stress=2.8, mood=3.8, rmssd=58),
        strength={"squat": 168, "bench": 128, "deadlift": 205},
        sessions=PUSH_PULL_LEGS,
        spells=(
            Spell(26, 26, ill=True, sets=0.5),
            Spell(6, 4, sets=1.2, recovery=0.75, stubborn=True),
            Spell(3, 0, sets=1.15, recovery=0.64, stubborn=True),
        ),
        current_weeks=13,
        past=TrainingGoal.STRENGTH,
        changes=(
            Change(6, "BLOCK_EXTENSION", "The athlete asked to train on instead of deloading.", auto=False),
            Change(
                1, "VOLUME_REDUCTION", "Freshness below 0.40 on five of seven days; sets cut by a quarter.", auto=True
            ),
        ),
        wearable=True,
        check_ins=0.9,
        miss=0.02,
        hour=18,
    ),
    Persona(
        key="priya.raman",
        name="Priya Raman",
        age=36,
        sex="female",
        height_cm=162,
        weight_kg=70,
        training_age=TrainingAge.INTERMEDIATE,
        goal=PrimaryGoal.FAT_LOSS,
        season_goal=TrainingGoal.FAT_LOSS,
        secondary=SecondaryGoal.CONDITIONING,
        split=SplitType.UPPER_LOWER,
        minutes=60,
        physique=Physique(
            0.0040,
            recovery_days=6.5,
            noise=0.005,
            fragility=0.2,
            misjudgement=0.1,
            sleep_hours=6.7,
            stress=3.4,
            mood=3.0,
        ),
        strength={"squat": 82, "bench": 46, "deadlift": 98},
        sessions=UPPER_LOWER,
        spells=(Spell(40, 39, away=True), Spell(17, 0, growth=-0.15)),
        current_weeks=14,
        past=TrainingGoal.HYPERTROPHY,
        changes=(
            Change(14, "GOAL_SHIFT", "From building muscle to losing fat, on the athlete's wish.", auto=False),
            Change(
                3, "STALL_INTERVENTION", "Bench press without progress for ten sessions: five more sets.", auto=True
            ),
        ),
        check_ins=0.7,
        miss=0.06,
        hour=6,
    ),
    Persona(
        key="daniel.moreau",
        name="Daniel Moreau",
        age=42,
        sex="male",
        height_cm=178,
        weight_kg=82,
        training_age=TrainingAge.INTERMEDIATE,
        goal=PrimaryGoal.STRENGTH,
        season_goal=TrainingGoal.STRENGTH,
        secondary=SecondaryGoal.INJURY_PREVENTION,
        split=SplitType.FULL_BODY,
        minutes=70,
        physique=Physique(0.0030, recovery_days=7.5, noise=0.018, sleep_hours=6.6, stress=3.2, mood=3.0),
        strength={"squat": 122, "bench": 92, "deadlift": 150},
        sessions=FULL_BODY,
        spells=(Spell(7, 2, away=True), Spell(1, 0, sets=0.7, load=0.94)),
        current_weeks=16,
        past=TrainingGoal.GENERAL_HEALTH,
        changes=(
            Change(7, "BLOCK_EXTENSION", "Away for six weeks: the season waits and goes on after it.", auto=False),
            Change(1, "INTENSITY_REDUCTION", "Six weeks without training: loads begin 6 % lower.", auto=True),
        ),
        check_ins=0.65,
        miss=0.08,
        hour=19,
    ),
    Persona(
        key="alina.novotna",
        name="Alina Novotna",
        age=27,
        sex="female",
        height_cm=165,
        weight_kg=62.5,
        training_age=TrainingAge.ADVANCED,
        goal=PrimaryGoal.STRENGTH,
        season_goal=TrainingGoal.STRENGTH,
        secondary=SecondaryGoal.NONE,
        split=SplitType.CUSTOM,
        minutes=100,
        physique=Physique(0.0022, recovery_days=6.0, noise=0.015, sleep_hours=7.6, stress=2.4, mood=4.0, rmssd=81),
        strength={"squat": 134, "bench": 76, "deadlift": 158},
        sessions=POWERLIFTING,
        spells=(Spell(30, 30, away=True), Spell(22, 22, ill=True, sets=0.5)),
        current_weeks=14,
        past=TrainingGoal.STRENGTH,
        event_in_days=13,
        changes=(
            Change(8, "EXERCISE_SWAP", "Safety bar squats in place of front squats: sore wrists.", auto=False),
            Change(3, "EARLY_DELOAD", "Two declining lifts and sore hips: the deload came a week early.", auto=True),
        ),
        wearable=True,
        check_ins=0.95,
        miss=0.01,
        hour=16,
    ),
    Persona(
        key="sam.whitfield",
        name="Sam Whitfield",
        age=24,
        sex=None,
        height_cm=None,
        weight_kg=76,
        training_age=TrainingAge.BEGINNER,
        goal=PrimaryGoal.GENERAL_HEALTH,
        season_goal=TrainingGoal.GENERAL_HEALTH,
        secondary=SecondaryGoal.POSTURE,
        split=SplitType.FULL_BODY,
        minutes=45,
        physique=Physique(0.006),
        strength={"squat": 60, "bench": 45, "deadlift": 75},
        sessions=(),
        check_ins=0.0,
        checked_in_today=False,
        unit=Unit.LB,
    ),
    Persona(
        key="ingrid.solberg",
        name="Ingrid Solberg",
        age=63,
        sex="female",
        height_cm=166,
        weight_kg=68,
        training_age=TrainingAge.INTERMEDIATE,
        goal=PrimaryGoal.GENERAL_HEALTH,
        season_goal=TrainingGoal.GENERAL_HEALTH,
        secondary=SecondaryGoal.POSTURE,
        split=SplitType.FULL_BODY,
        minutes=50,
        physique=Physique(0.0030, recovery_days=7.5, noise=0.02, sleep_hours=6.9, stress=2.0, mood=4.0),
        strength={"squat": 58, "bench": 36, "deadlift": 70},
        sessions=HEALTH,
        spells=(Spell(36, 35, away=True), Spell(20, 20, ill=True, sets=0.5)),
        current_weeks=15,
        past=TrainingGoal.GENERAL_HEALTH,
        changes=(Change(9, "VOLUME_REDUCTION", "A busy month: two sessions a week instead of three.", auto=False),),
        check_ins=0.4,
        checked_in_today=False,
        rpe_habit=0.7,
        miss=0.1,
        hour=10,
        injury=("knee", "Stiff in the morning; deep lunges are left out.", 2),
    ),
    Persona(
        key="rafael.duarte",
        name="Rafael Duarte",
        age=25,
        sex="male",
        height_cm=176,
        weight_kg=77,
        training_age=TrainingAge.INTERMEDIATE,
        goal=PrimaryGoal.ATHLETICISM,
        season_goal=TrainingGoal.ATHLETICISM,
        secondary=SecondaryGoal.CONDITIONING,
        split=SplitType.FULL_BODY,
        minutes=60,
        physique=Physique(0.0034, recovery_days=6.0, noise=0.02, sleep_hours=7.2, stress=2.8, mood=3.5, rmssd=88),
        strength={"squat": 130, "bench": 96, "deadlift": 165, "weighted_pull_up": 112},
        sessions=COMBAT,
        spells=(Spell(28, 28, ill=True, sets=0.5), Spell(12, 12, away=True)),
        current_weeks=10,
        past=TrainingGoal.POWER,
        changes=(Change(4, "VOLUME_REDUCTION", "A week of hard sparring: lifting cut to two sessions.", auto=False),),
        unit=Unit.LB,
        wearable=True,
        check_ins=0.75,
        miss=0.09,
        hour=12,
        injury=("shoulder", "Left shoulder sore when reaching overhead.", 2),
    ),
)
