"""One week of one athlete's block as workouts, with the reason for everything in them."""

from app.engine.workouts.brief import WeekBrief
from app.engine.workouts.division import divide
from app.engine.workouts.filling import filled_week
from app.engine.workouts.frame import ACCESSORY, Frame
from app.engine.workouts.placing import Session
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
    filled, planner = filled_week(frame, places)
    week = Week(frame, filled, len(brief.done_days) + len(filled.sessions), planner.tally)
    return [_workout(week, session) for session in filled.sessions]


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
    choice = week.filled.choices[item.exercise.id]
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
