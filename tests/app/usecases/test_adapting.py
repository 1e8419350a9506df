"""Reviewing a season: what is proposed, what accepting changes and what it must not touch, on both databases."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import insert, select, update

from app.errors import Conflict, NotFound
from app.gateways.exposures import refresh_exposures
from app.gateways.shapes import fault
from app.usecases.adapting import Adapting
from app.usecases.generating import Generating
from app.usecases.planning import Planning
from app.usecases.validating import Validating
from models.tables.athletes import constraints, profile
from models.tables.plan import macro_adaptation, macro_cycle, mesocycle, proposal, training_block
from models.tables.workouts import session_check_in, set_log, workout, workout_exercise, workout_set
from models.values.adapting import ProposalState
from models.values.athletes import SplitType, TrainingAge
from models.values.ids import new_id
from models.values.kinds import AdaptationType, BlockType
from models.values.plan import PlanRequest, TrainingGoal
from models.values.workouts import WorkoutStatus
from tests.fakes.logbook import BENCH, SQUAT, Logbook, a_set

START = date(2026, 3, 2)
TODAY = date(2026, 3, 18)
"""The Wednesday of the season's third week: what may change begins with the fourth."""
FIRST = 3
LOW = {name: {"score": 0.3} for name in ("subjective", "performance", "wearable")}
ONE_ENGINE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What depends on no statement that others do not try on both."""


@pytest.fixture
def logbook(database):
    return Logbook(database)


@pytest.fixture
def adapting(database):
    return Adapting(database)


def athlete(logbook, email="ada@example.org", weeks=16, event=None, goal=TrainingGoal.HYPERTROPHY):
    """An intermediate athlete in the third week of a season; two sessions a week were done, far less than planned."""
    ada = logbook.athlete(email, time_zone="Europe/Berlin")
    with logbook.database.write() as connection:
        connection.execute(insert(profile), [{"user_id": ada, "training_age": TrainingAge.INTERMEDIATE}])
        limits = {"user_id": ada, "days_per_week": 3, "session_minutes": 60, "split_type": SplitType.FULL_BODY}
        connection.execute(insert(constraints), [limits])
    Planning(logbook.database).create(PlanRequest(ada, goal, weeks, START, event), START)
    for day in (2, 4, 6, 9, 11, 13, 16):
        train(logbook, ada, date(2026, 3, day))
    return ada


def train(logbook, ada, day, sets=4, load=100.0):
    at = datetime.combine(day, time(17), UTC)
    efforts = [8.0, 8.5, 8.0, 8.5][:sets]
    return logbook.workout(
        ada,
        at,
        {SQUAT: [a_set(5, load, rpe) for rpe in efforts], BENCH: [a_set(5, load / 2, rpe) for rpe in efforts]},
    )


def check_ins(logbook, ada, score=0.3, days=7, **more):
    for back in range(days):
        at = datetime.combine(TODAY - timedelta(days=back), time(6), UTC)
        values = {"score_parts": LOW, "score_confidence": 0.8, **more}
        logbook.signal(ada, at, score, f"{ada}{back}{score}", **values)


@pytest.fixture
def worn(logbook):
    """Two signals: freshness low for a week, and sets left out."""
    ada = athlete(logbook)
    check_ins(logbook, ada)
    return ada


def digest(database, table, condition=True):
    with database.read() as connection:
        rows = connection.execute(select(table).where(condition).order_by(table.c.id)).all()
    return sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


def past(database, ada):
    """Everything that must not change: performed workouts whole, and what the weeks gone by asked for."""
    performed = select(workout.c.id).where(workout.c.status == WorkoutStatus.COMPLETED)
    entries = select(workout_exercise.c.id).where(workout_exercise.c.workout_id.in_(performed))
    sets = select(workout_set.c.id).where(workout_set.c.workout_exercise_id.in_(entries))
    weeks = [
        (week.start, week.rir, week.planned_sets, week.planned_hard_sets, week.performed_sets, week.sessions)
        for week in Planning(database).season(ada, TODAY).weeks
        if week.index < FIRST
    ]
    return (
        digest(database, workout, workout.c.id.in_(performed)),
        digest(database, workout_exercise, workout_exercise.c.id.in_(entries)),
        digest(database, workout_set, workout_set.c.id.in_(sets)),
        digest(database, set_log),
        weeks,
    )


def types(database, ada):
    season = Planning(database).season(ada, TODAY)
    return [str(block.block_type)[:4] for block in season.blocks for _ in block.weeks]


def test_two_signals_propose_one_deload(adapting, worn):
    (found,) = adapting.review(worn, TODAY)
    assert found.kind is AdaptationType.EARLY_DELOAD
    assert found.state is ProposalState.OPEN
    assert found.topic.startswith("deload:")
    assert "2 of 5 signals agree" in found.reason
    assert found.evidence["numbers"]["low_freshness"]["daysBelow"] == 7
    assert {one["name"]: one["state"] for one in found.evidence["triggers"]} == {
        "low_freshness": True,
        "declining_lifts": None,
        "rpe_drift": False,
        "soreness": False,
        "compliance": True,
    }
    label, before, after = found.rows[0]
    assert (label, before[:12], after[:6]) == ("Week of 23 March", "Accumulation", "Deload")
    assert found.after["change"] == {"kind": "deload"}


def test_a_review_twice_stores_once(database, adapting, worn):
    first = adapting.review(worn, TODAY)
    stored = digest(database, proposal)
    assert adapting.review(worn, TODAY) == first
    assert digest(database, proposal) == stored
    assert adapting.inbox() == first
    assert adapting.inbox(worn) == first


def test_what_no_longer_holds_is_withdrawn(logbook, adapting, worn):
    adapting.review(worn, TODAY)
    check_ins(logbook, worn, 0.8)
    found = adapting.review(worn, TODAY)
    assert [one.kind for one in found] == [AdaptationType.VOLUME_REDUCTION]
    assert [(one.state, one.kind) for one in adapting.decided(worn)] == [
        (ProposalState.WITHDRAWN, AdaptationType.EARLY_DELOAD)
    ]


@ONE_ENGINE
def test_numbers_of_an_open_proposal_follow(logbook, adapting, worn):
    (before,) = adapting.review(worn, TODAY)
    logbook.signal(worn, datetime.combine(TODAY, time(9), UTC), 0.55, "later", score_parts=LOW, score_confidence=0.8)
    (after,) = adapting.review(worn, TODAY)
    assert after.id == before.id
    assert after.evidence["numbers"]["low_freshness"]["daysBelow"] == 6


def test_accepting_changes_the_future_only(database, adapting, worn):
    planned = Generating(database)
    this_week = planned.generate(worn, TODAY).workouts
    next_week = planned.generate(worn, TODAY, week=FIRST + 1).workouts
    assert this_week
    assert next_week
    before, shape = past(database, worn), types(database, worn)
    (found,) = adapting.review(worn, TODAY)

    decision = adapting.accept(found.id, TODAY, note="She slept badly.")

    assert past(database, worn) == before
    after = types(database, worn)
    assert shape[FIRST] == "ACCU"
    assert after[FIRST] == "DELO"
    assert len(after) == len(shape) == 16
    assert decision.removed_workouts == len(next_week)
    assert "generate those weeks again" in " ".join(decision.sentences)
    with database.read() as connection:
        left = set(connection.execute(select(workout.c.id).where(workout.c.status == WorkoutStatus.PLANNED)).scalars())
    assert left == set(this_week)
    again = planned.generate(worn, TODAY, week=FIRST + 1)
    assert again.workouts
    with database.read() as connection:
        blocks = connection.execute(
            select(training_block.c.block_type)
            .join(workout, workout.c.training_block_id == training_block.c.id)
            .where(workout.c.id.in_(again.workouts))
        ).scalars()
        assert set(blocks) == {BlockType.DELOAD}
    assert adapting.review(worn, TODAY) == []


def test_an_accepted_proposal_leaves_an_adaptation(database, adapting, worn):
    (found,) = adapting.review(worn, TODAY)
    decision = adapting.accept(found.id, TODAY, note="Agreed.")
    with database.read() as connection:
        (row,) = connection.execute(select(macro_adaptation)).mappings()
        row = {column.key: row[column] for column in macro_adaptation.c}
    assert row["id"] == decision.adaptation_id
    assert row["type"] is AdaptationType.EARLY_DELOAD
    assert row["block_affected"] == found.block_id
    assert row["reason"] == found.reason
    assert fault("adaptation", row["metadata"]) is None
    assert row["metadata"]["proposalId"] == found.id
    (shown,) = Planning(database).season(worn, TODAY).adaptations
    assert shown.before["lines"] == found.before["lines"]
    assert shown.after["lines"] == found.after["lines"]
    assert shown.evidence["numbers"] == found.evidence["numbers"]
    (decided,) = adapting.decided(worn)
    assert (decided.state, decided.note, decided.adaptation_id) == (
        ProposalState.ACCEPTED,
        "Agreed.",
        decision.adaptation_id,
    )


def test_the_stored_season_passes_every_check(database, adapting, worn):
    (found,) = adapting.review(worn, TODAY)
    adapting.accept(found.id, TODAY)
    with database.write() as connection:
        refresh_exposures(connection, worn)
    report = Validating(database).run()
    assert [(one.name, one.failing) for one in report.checks if not one.ok] == []


def test_a_rejected_topic_rests_for_three_weeks(database, adapting, worn):
    (found,) = adapting.review(worn, TODAY)
    before = digest(database, training_block)
    rejected = adapting.reject(found.id, note="She is fine.")
    assert (rejected.state, rejected.note) == (ProposalState.REJECTED, "She is fine.")
    assert digest(database, training_block) == before
    assert adapting.review(worn, TODAY) == []
    with database.write() as connection:
        old = datetime.combine(TODAY - timedelta(days=22), time(), UTC)
        connection.execute(update(proposal).values(decided_at=old))
    assert [one.topic for one in adapting.review(worn, TODAY)] == [found.topic]


def test_what_is_decided_is_decided(adapting, worn):
    (found,) = adapting.review(worn, TODAY)
    adapting.accept(found.id, TODAY)
    with pytest.raises(Conflict, match="was accepted"):
        adapting.accept(found.id, TODAY)
    with pytest.raises(Conflict, match="was accepted"):
        adapting.reject(found.id)
    with pytest.raises(NotFound):
        adapting.accept("nothing", TODAY)
    with pytest.raises(NotFound):
        adapting.reject("nothing")
    with pytest.raises(NotFound):
        adapting.review("nobody", TODAY)


def test_a_proposal_that_no_longer_fits_is_withdrawn_and_nothing_changes(database, adapting, worn):
    (found,) = adapting.review(worn, TODAY)
    Planning(database).create(PlanRequest(worn, TrainingGoal.STRENGTH, 12, START), TODAY)
    before = digest(database, training_block)
    with pytest.raises(Conflict, match="no longer fits the plan: the season it was made for"):
        adapting.accept(found.id, TODAY)
    assert digest(database, training_block) == before
    assert adapting.inbox(worn) == []


def test_a_failure_half_way_leaves_everything_as_it_was(database, adapting, worn, monkeypatch):
    (found,) = adapting.review(worn, TODAY)
    tables = (training_block, mesocycle, macro_cycle, proposal, workout, macro_adaptation)
    before = [digest(database, table) for table in tables]

    def broken(*_, **__):
        raise RuntimeError("the lights went out")

    monkeypatch.setattr("app.usecases.adapting_decisions.write_adaptation", broken)
    with pytest.raises(RuntimeError):
        adapting.accept(found.id, TODAY)
    assert [digest(database, table) for table in tables] == before


def test_an_event_keeps_its_day_and_its_taper(database, logbook, adapting):
    event = START + timedelta(days=14 * 7 + 5)
    ada = athlete(logbook, event=event, goal=TrainingGoal.STRENGTH)
    check_ins(logbook, ada)
    week = (event - START).days // 7
    before = types(database, ada)
    (found,) = adapting.review(ada, TODAY)
    decision = adapting.accept(found.id, TODAY)
    after = types(database, ada)
    assert after[week - 1 : week + 1] == before[week - 1 : week + 1] == ["REAL", "REAL"]
    assert Planning(database).season(ada, TODAY).macro.event_date == event
    assert event.isoformat() in " ".join(decision.sentences)


def test_planned_workouts_changed_by_hand_stay_and_move_with_the_plan(database, adapting, worn):
    made = Generating(database).generate(worn, TODAY, week=FIRST + 1).workouts
    with database.write() as connection:
        connection.execute(update(workout).where(workout.c.id == made[0]).values(notes="with Bea"))
    (found,) = adapting.review(worn, TODAY)
    decision = adapting.accept(found.id, TODAY)
    assert decision.removed_workouts == len(made) - 1
    assert "changed by hand and stayed" in " ".join(decision.sentences)
    with database.read() as connection:
        row = connection.execute(
            select(training_block.c.block_type, workout.c.week_in_block.label("week"))
            .join(workout, workout.c.training_block_id == training_block.c.id)
            .where(workout.c.id == made[0])
        ).one()
    assert tuple(row) == (BlockType.DELOAD, 0)


def test_one_signal_asks_for_less_volume_and_weekly_targets_follow(database, logbook, adapting):
    ada = athlete(logbook)
    check_ins(logbook, ada, 0.7)
    (found,) = adapting.review(ada, TODAY)
    assert found.kind is AdaptationType.VOLUME_REDUCTION
    coming = Generating(database).generate(ada, TODAY, week=FIRST + 1).workouts
    later = Generating(database).generate(ada, TODAY, week=8).workouts
    before = past(database, ada)
    old = Planning(database).season(ada, TODAY)
    decision = adapting.accept(found.id, TODAY)
    assert decision.removed_workouts == len(coming)
    with database.read() as connection:
        left = connection.execute(select(workout.c.id).where(workout.c.status == WorkoutStatus.PLANNED)).scalars()
        # The next block's weeks are as they were, and so are their workouts.
        assert set(left) == set(later)
    new = Planning(database).season(ada, TODAY)
    assert past(database, ada) == before
    sets = [[week.hard_sets for week in one.blocks[0].weeks] for one in (old, new)]
    assert sets[0][:FIRST] == sets[1][:FIRST]
    assert all(now < was for was, now in zip(sets[0][FIRST:], sets[1][FIRST:], strict=True))
    assert [block.id for block in old.blocks] == [block.id for block in new.blocks]
    assert adapting.review(ada, TODAY) == []  # once is enough, however long the signal lasts


def offered(database, season, change):
    """A proposal of any kind, as if a review had made it."""
    row = {
        "id": new_id(),
        "user_id": season.athlete_id,
        "macro_cycle_id": season.macro.id,
        "training_block_id": season.blocks[0].id,
        "kind": AdaptationType.STALL_INTERVENTION.value,
        "topic": "test",
        "title": "A change",
        "reason": "It is to be tried.",
        "evidence": {"version": 1},
        "before": {"version": 1, "lines": []},
        "after": {"version": 1, "lines": [], "change": change},
    }
    with database.write() as connection:
        connection.execute(insert(proposal), [row])
    return row["id"]


def changes_of(season):
    """One change of every kind that fits the season's fourth week."""
    block = season.blocks[0]
    week = block.weeks[FIRST]
    lift = block.main_lifts["lifts"]["SQUAT"]["exercise"]
    pools = [[one["exercise"] for one in entries] for entries in block.accessory_pool["muscles"].values()]
    old, instead = next(
        (active, idle)
        for keys in pools
        for active in keys
        for idle in keys
        if active in week.exercises and idle not in week.exercises
    )
    return {
        "deload": {"kind": "deload"},
        "volume": {"kind": "volume", "factor": 0.8, "muscles": []},
        "sets": {"kind": "volume", "factor": 1.2, "lift": lift, "most": 100.0},
        "rir": {"kind": "rir", "by": 1.0},
        "zone": {"kind": "zone", "lift": lift, "reps": [3, 5]},
        "main_lift": {"kind": "main_lift", "lift": lift, "instead": "barbell_front_squat"},
        "accessory": {"kind": "accessory", "old": old, "instead": instead},
    }


@ONE_ENGINE
@pytest.mark.parametrize("kind", ["deload", "volume", "sets", "rir", "zone", "main_lift", "accessory"])
def test_every_kind_of_change_is_stored_whole(database, adapting, worn, kind):
    season = Planning(database).season(worn, TODAY)
    before = past(database, worn)
    decision = adapting.accept(offered(database, season, changes_of(season)[kind]), TODAY)
    changed = Planning(database).season(worn, TODAY)
    assert past(database, worn) == before
    assert changed.macro.total_weeks == season.macro.total_weeks
    assert [week.start for week in changed.weeks] == [week.start for week in season.weeks]
    assert changed.macro.blocks != season.macro.blocks
    assert "has changed from the week of 23 March 2026" in decision.sentences[0]
    with database.write() as connection:
        refresh_exposures(connection, worn)
    assert [(one.name, one.failing) for one in Validating(database).run().checks if not one.ok] == []
    assert Generating(database).generate(worn, TODAY, week=FIRST + 1).workouts


@ONE_ENGINE
def test_a_stall_climbs_the_ladder(database, logbook, adapting):
    ada = athlete(logbook)
    check_ins(logbook, ada, 0.7)
    for week in range(1, 16):
        train(logbook, ada, START - timedelta(weeks=week), load=100.0 + 0.2 * (week % 2))
    found = next(one for one in adapting.review(ada, TODAY) if one.topic.startswith("stall:"))
    assert found.topic.split(":")[2] == "1"  # too few sets are done: recovery and attendance come first
    numbers = found.evidence["numbers"]
    assert (numbers["step"], numbers["trend"], numbers["evaluations"]) == (1, "stalled", 3)
    assert "ladder-1" in found.evidence["citations"]
    decision = adapting.accept(found.id, TODAY)
    assert decision.sentences == ["Noted in the season; the plan itself stays as it is."]
    left = adapting.review(ada, TODAY)
    assert not [one for one in left if one.topic.split(":")[1] == found.topic.split(":")[1]]


@ONE_ENGINE
def test_missed_repetitions_hint_at_what_cannot_be_judged_yet(database, logbook, adapting, worn):
    squat = logbook.exercise(SQUAT)
    with database.write() as connection:
        entries = select(workout_exercise.c.id).where(workout_exercise.c.exercise_id == squat)
        mine = workout_set.c.workout_exercise_id.in_(entries)
        connection.execute(update(workout_set).where(mine).values(target_reps=7, target_load=100.0))
    (found,) = adapting.review(worn, TODAY)
    [lifts] = [one for one in found.evidence["triggers"] if one["name"] == "declining_lifts"]
    assert lifts["state"] is None
    assert lifts["sentence"].endswith("fell short of the repetitions twice running.")


@ONE_ENGINE
def test_pain_is_told_and_never_treated(database, logbook, adapting):
    ada = athlete(logbook)
    check_ins(logbook, ada, 0.7)
    with database.write() as connection:
        row = {"id": new_id(), "user_id": ada, "date": datetime.combine(TODAY, time(8), UTC), "readiness": 3}
        connection.execute(insert(session_check_in), [{**row, "pain_flags": {"left_knee": 2, "elbow": 0}}])
    (found,) = adapting.review(ada, TODAY)
    # With sets left out it is the second signal.
    assert found.kind is AdaptationType.EARLY_DELOAD
    assert "left knee" in found.reason
    assert "elbow" not in found.reason
    assert "professional" in found.reason


@ONE_ENGINE
def test_another_programs_season_is_left_alone(logbook, adapting):
    ada = logbook.athlete()
    logbook.season(ada, "theirs", START)
    for day in (2, 4, 9, 11, 16):
        train(logbook, ada, date(2026, 3, day))
    check_ins(logbook, ada)
    assert adapting.review(ada, TODAY) == []
    assert adapting.review(logbook.athlete("bea@example.org"), TODAY) == []


def test_the_stored_place_follows_the_blocks(database, logbook, adapting, worn):
    """On a Monday before training this week becomes the deload, and the season stands in it."""
    day = date(2026, 3, 23)
    for back in range(5):
        at = datetime.combine(day - timedelta(days=back), time(6), UTC)
        logbook.signal(worn, at, 0.3, f"monday{back}", score_parts=LOW, score_confidence=0.8)
    for late in (18, 20):
        train(logbook, worn, date(2026, 3, late))
    Generating(database).generate(worn, day)
    (found,) = adapting.review(worn, day)
    assert found.kind is AdaptationType.EARLY_DELOAD
    adapting.accept(found.id, day)
    with database.read() as connection:
        here = connection.execute(
            select(mesocycle.c.current_block.label("block"), mesocycle.c.current_week_in_block.label("week")).where(
                mesocycle.c.order_index == 0
            )
        ).one()
        kinds = connection.execute(
            select(training_block.c.block_type)
            .join(mesocycle, mesocycle.c.id == training_block.c.mesocycle_id)
            .where(mesocycle.c.order_index == 0, training_block.c.order_index == here.block)
        ).scalars()
        assert (list(kinds), here.week) == ([BlockType.DELOAD], 0)


@ONE_ENGINE
def test_the_coming_week_is_this_one_on_a_monday_before_training(database, logbook, adapting, worn):
    (found,) = adapting.review(worn, date(2026, 3, 23))
    assert found.rows[0][0] == "Week of 23 March"
    train(logbook, worn, date(2026, 3, 23))
    (found,) = adapting.review(worn, date(2026, 3, 23))
    assert found.rows[0][0] == "Week of 30 March"
