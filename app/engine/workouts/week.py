"""One week of one athlete's block as workouts, with the reason for everything in them."""

from app.engine.workouts.brief import WeekBrief
from app.engine.workouts.choosing import Choice, Chooser
from app.engine.workouts.division import divide
from app.engine.workouts.frame import ACCESSORY, Frame, slots_of
from app.engine.workouts.placing import Planner, Session
from app.engine.workouts.prescribing import Prescribed, minutes, prescribe
from app.engine.workouts.records import prescription_rationale, selection_reason
from app.engine.workouts.session_record import Week, selection_rationale
from models.values.planned import PlannedExercise, PlannedSet, PlannedWorkout
from models.values.workouts import SetType

WARM_UP_REST_SECONDS = 45


def make_week(brief: WeekBrief) -> list[PlannedWorkout]:
    """The sessions that the week still needs, by day; empty where no day is left or nothing is left to do.

    Pure: the same brief makes the same week. Hard rules come first (avoided, injured, equipment,
    training age, time, ceilings), then the documented factors; main lifts stay for the block.
    """
    frame = Frame(brief)
    places = divide(brief)
    if not places:
        return []
    slots = slots_of(frame)
    planner = Planner(frame, places)
    chooser = Chooser(frame, planner, slots)
    choices: dict[str, Choice] = {}
    short: dict[str, int] = {}
    for slot in slots:
        choice = chooser.choose(slot)
        if choice is None:
            short[slot.planned] = slot.sets
            continue
        exercise = choice.exercise
        sets = slot.sets
        if exercise.id != slot.planned:
            sets -= brief.done_exercises.get(exercise.id, 0)
        if sets <= 0:
            continue
        left = planner.place(slot, exercise, choice.style, sets)
        choices[exercise.id] = choice
        if left:
            short[exercise.id] = left
    sessions = [session for session in planner.sessions if session.items]
    week = Week(frame, choices, short, tuple(chooser.dropped), len(brief.done_days) + len(sessions), planner.tally)
    return [_workout(week, session) for session in sessions]


def _workout(week: Week, session: Session) -> PlannedWorkout:
    prescribed = prescribe(week.frame, session)
    exercises = [_exercise(week, index, one) for index, one in enumerate(prescribed)]
    return PlannedWorkout(
        day=session.place.day,
        name=session.place.name,
        intent=session.place.intent,
        week_in_block=week.frame.brief.week_in_block,
        minutes=minutes(prescribed),
        exercises=exercises,
        selection_rationale=selection_rationale(week, session, prescribed),
    )


def _exercise(week: Week, index: int, one: Prescribed) -> PlannedExercise:
    item = one.item
    choice = week.choices[item.exercise.id]
    rest = one.rest_seconds
    warm_ups = [
        PlannedSet(SetType.WARMUP, warm_up.reps, None, None, warm_up.load_kg, WARM_UP_REST_SECONDS)
        for warm_up in one.warm_ups
    ]
    reps = one.load.reps
    low, high = item.style.reps
    shown = (min(low, reps), max(high, reps))
    working = PlannedSet(SetType.NORMAL, reps, shown, one.rir, one.load.value_kg, rest)
    return PlannedExercise(
        exercise_id=item.exercise.id,
        order_index=index,
        is_main_lift=item.slot.kind != ACCESSORY,
        sets=[*warm_ups, *[working] * item.sets],
        selection_reason=selection_reason(week.frame, choice, item),
        prescription_rationale=prescription_rationale(week.frame, one),
    )
