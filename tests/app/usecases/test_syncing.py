"""Days fetched from Whoop: what came stays, what changed follows, and the same again changes nothing."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.errors import Cancelled, Conflict, DatabaseUnavailable, DeviceUnavailable
from app.gateways import device_days
from app.gateways.outbox import Outbox
from app.usecases.checking_in import CheckingIn
from app.usecases.readiness import Readiness
from app.usecases.sync_spans import FIRST_DAYS, OLDEST, older_span, recent_spans, settled_days, sync_start
from models.tables.integrations import user_integration
from models.tables.readiness import device_day, readiness_signal
from models.values.devices import DayState, SyncReport
from models.values.readiness import CheckIn
from tests.fakes.whoop_play import days_ago, now, playing
from tests.fakes.whoop_server import Fault


@pytest.fixture
def living(connected):
    """Anna with a year of Whoop behind her."""
    connected.person.live(365, until=now())
    return connected


def sync(play, progress=None):
    return play.syncing.sync("anna", progress)


def problem(doing):
    with pytest.raises(DeviceUnavailable) as raised:
        doing()
    return raised.value


def link_days_back(play, days):
    """As if the last sync had been so long ago."""
    with play.database.write() as connection:
        connection.execute(update(user_integration).values(last_sync_at=days_ago(days)))


# The spans


def test_a_sync_begins_a_week_before_the_last_and_the_first_ninety_days_ago():
    at = datetime(2026, 3, 1, tzinfo=UTC)
    assert at - sync_start(None, at) == timedelta(days=FIRST_DAYS)
    assert at - sync_start(at - timedelta(hours=1), at) == timedelta(days=7, hours=1)
    # A clock that ran ahead when the last sync was written down hides no days.
    assert at - sync_start(at + timedelta(days=90), at) == timedelta(days=7)
    assert sync_start(datetime(1999, 1, 1, tzinfo=UTC), at) == OLDEST


def test_spans_meet_and_the_newest_is_open():
    at = datetime(2026, 3, 1, tzinfo=UTC)
    spans = recent_spans(at - timedelta(days=50), at)
    assert [(at - first).days for first, _end in spans] == [21, 42, 50]
    assert [end for _first, end in spans] == [None, spans[0][0], spans[1][0]]
    assert older_span(OLDEST + timedelta(days=3))[0] == OLDEST
    assert settled_days((at - timedelta(days=3), at), at) is None
    assert settled_days((at - timedelta(days=7), None), at) == (date(2026, 2, 24), date(2026, 3, 3))


# Syncing


def test_the_first_sync_fetches_ninety_days_and_the_next_almost_nothing(living):
    told = []
    report = sync(living, lambda fraction, sentence: told.append((fraction, sentence)))
    assert (report.added, report.changed, report.refused, report.requests) == (90, 0, 0, 15)
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert told[-1] == (1.0, "90 days are new, 0 have changed.")
    assert SyncReport(date(2026, 1, 1), date(2026, 1, 1)).summary == "Nothing is new."
    assert SyncReport(date(2026, 1, 1), date(2026, 1, 1), 1, 1).summary == "One day is new, one has changed."
    again = sync(living)
    assert (again.added, again.changed, again.removed, again.requests) == (0, 0, 0, 3)
    status = living.syncing.status("anna")
    assert (status.days, status.history_from) == (90, days_ago(90).date())
    assert abs(status.last_sync - now()) < timedelta(minutes=1)
    newest = max(living.syncing.days("anna", days_ago(3).date(), days_ago(-2).date()).values(), key=lambda it: it.day)
    assert (newest.is_provisional, newest.state) == (True, DayState.SCORED)


def test_it_works_on_both_databases(database, tmp_path):
    with playing(database, tmp_path) as play:
        play.connect()
        play.person.live(40, until=now())
        assert sync(play).added == 40
        rows = play.rows()
        assert sync(play).changed == 0
        assert play.rows() == rows
        assert play.syncing.full_history("anna").complete
        assert play.syncing.disconnect("anna", delete_days=True).days_removed == 40
        assert play.syncing.status("anna").account_id is None


def test_the_network_is_lost_halfway_and_what_came_stays(living):
    living.server.faults.append(Fault("/activity/sleep", delay=0))
    living.server.faults.clear()
    seen = []

    def cut(_fraction, _sentence):
        seen.append(len(living.rows()))
        if seen[-1] >= 40:
            living.server.faults.extend([Fault("/developer", reset=True)] * 9)

    assert problem(lambda: sync(living, cut)).reason == "lost"
    kept = living.rows()
    assert 40 <= len(kept) < 90
    status = living.syncing.status("anna")
    assert (status.last_sync, status.problem) == (None, "The connection to Whoop broke off.")
    assert "What was fetched before is kept." in status.advice

    living.server.faults.clear()
    assert sync(living).added == 90 - len(kept)
    assert living.syncing.status("anna").problem == ""


def test_a_gap_that_a_broken_sync_has_left_is_closed_by_the_next(living):
    sync(living)
    link_days_back(living, 60)
    with living.database.write() as connection:
        connection.execute(device_day.delete().where(device_day.c.day >= days_ago(60).date()))

    def cut(fraction, _sentence):
        if fraction:
            living.server.faults.extend([Fault("/developer", reset=True)] * 9)

    problem(lambda: sync(living, cut))
    living.server.faults.clear()
    sync(living)
    days = living.syncing.days("anna", days_ago(85).date(), days_ago(1).date())
    assert len(days) == 85


def test_cancelling_keeps_what_came_and_is_no_problem(living):
    def stop(fraction, _sentence):
        if fraction:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        sync(living, stop)
    assert len(living.rows()) > 15
    assert living.syncing.status("anna").problem == ""


def test_a_limit_is_waited_for_and_that_of_the_day_stops_politely(living):
    living.server.faults.append(Fault("/recovery", 429, {"X-RateLimit-Reset": "2"}))
    told = []
    assert sync(living, lambda _fraction, sentence: told.append(sentence)).added == 90
    assert "Whoop asks to wait 2 seconds…" in told

    living.server.limit = [1, 40_000]
    error = problem(lambda: sync(living))
    assert error.reason == "limited"
    assert "goes on where this one stopped" in error.advice
    status = living.syncing.status("anna")
    assert "takes no more requests" in status.problem
    # Also later, and in another program: what is known of the time is kept with the reason.
    assert status.advice == error.advice
    assert "Try again after " in status.advice
    living.server.limit = None
    sync(living)


def test_a_refresh_in_the_middle_is_not_noticed(living):
    def expire(fraction, _sentence):
        if 0.3 < fraction < 0.5:
            living.server.expire()

    assert sync(living, expire).added == 90
    assert len(living.server.refreshes) == 1


def test_a_wrong_clock_is_told_and_noted(living):
    living.server.clock_shift = 86_400
    report = sync(living)
    assert report.added == 90
    assert "This computer's clock is 1440 minutes behind" in report.warnings[0]
    assert "clock is wrong" in living.syncing.status("anna").problem
    living.server.clock_shift = 0
    assert list(sync(living).warnings) == []
    assert living.syncing.status("anna").problem == ""


def test_a_database_that_fails_is_told_and_the_link_is_not_blamed(living, monkeypatch):
    def full(*_):
        raise DatabaseUnavailable("There is no room left.")

    with monkeypatch.context() as broken:
        broken.setattr(device_days, "store_readings", full)
        with pytest.raises(DatabaseUnavailable):
            sync(living)
    assert living.syncing.status("anna").problem == ""


# What providers change afterwards


def record(play, kind, back):
    return getattr(play.person, kind)[back]


def day_of(play, back):
    [row] = [row for row in play.rows() if row["record_key"] == str(record(play, "cycles", back)["id"])]
    return row


def test_pending_becomes_scored_and_scored_never_becomes_empty_by_pending(living):
    recovery = record(living, "recoveries", 0)
    score = recovery.pop("score")
    recovery["score_state"] = "PENDING_SCORE"
    sync(living)
    assert (day_of(living, 0)["recovery"], day_of(living, 0)["state"]) == (None, "PENDING")
    assert day_of(living, 0)["sleep_hours"] > 5

    recovery |= {"score_state": "SCORED", "score": score}
    assert sync(living).changed == 1
    assert (day_of(living, 0)["recovery"], day_of(living, 0)["state"]) == (score["recovery_score"], "SCORED")

    del recovery["score"]
    recovery |= {"score_state": "PENDING_SCORE", "updated_at": "2030-01-01T00:00:00.000Z"}
    sync(living)
    assert (day_of(living, 0)["recovery"], day_of(living, 0)["state"]) == (score["recovery_score"], "SCORED")

    recovery["score_state"] = "UNSCORABLE"
    sync(living)
    assert (day_of(living, 0)["recovery"], day_of(living, 0)["state"]) == (None, "UNSCORABLE")


def test_the_strain_of_an_open_cycle_grows_until_it_ends(living):
    sync(living)
    cycle = record(living, "cycles", 0)
    cycle["score"]["strain"] = 19.5
    assert sync(living).changed == 1
    assert (day_of(living, 0)["strain"], bool(day_of(living, 0)["is_provisional"])) == (19.5, True)
    cycle["end"] = now().isoformat().replace("+00:00", "Z")
    sync(living)
    assert not day_of(living, 0)["is_provisional"]


def test_what_was_deleted_at_whoops_goes_here_too_within_the_last_days_only(living):
    sync(living)
    gone, emptied, old = record(living, "cycles", 3), record(living, "cycles", 2), record(living, "cycles", 60)
    for key in (gone["id"], old["id"]):
        for name in ("cycles", "sleeps", "recoveries"):
            kept = [it for it in getattr(living.person, name) if it.get("cycle_id", it.get("id")) != key]
            setattr(living.person, name, kept)
    for name in ("sleeps", "recoveries"):
        kept = [it for it in getattr(living.person, name) if it["cycle_id"] != emptied["id"]]
        setattr(living.person, name, kept)
    report = sync(living)
    assert (report.removed, len(living.rows())) == (1, 89)
    keys = {row["record_key"]: row for row in living.rows()}
    assert str(gone["id"]) not in keys
    assert str(old["id"]) in keys
    without = keys[str(emptied["id"])]
    assert (without["recovery"], without["sleep_hours"], without["strain"] is None) == (None, None, False)


def test_nothing_is_deleted_where_a_record_could_not_be_read(living):
    sync(living)
    living.person.cycles[3] = {"user_id": 10129, "id": "?"}
    report = sync(living)
    assert (report.refused, report.removed, len(living.rows())) == (1, 0, 90)


def test_a_refused_record_leaves_what_is_stored(living):
    sync(living)
    before = day_of(living, 1)
    record(living, "recoveries", 1)["score"]["recovery_score"] = 101
    record(living, "sleeps", 1)["score"]["stage_summary"]["total_rem_sleep_time_milli"] = -5
    assert sync(living).refused == 2
    assert day_of(living, 1) == before


def test_another_account_in_the_records_stops_the_sync(living):
    sync(living)
    before = living.rows()
    record(living, "sleeps", 2)["user_id"] = 4711
    assert problem(lambda: sync(living)).reason == "account"
    assert living.rows() == before


def test_two_cycles_on_one_day_are_both_kept_and_one_counts(living):
    day = now() - timedelta(days=3)
    bed = day.replace(hour=13)
    living.person.night(77, bed, bed + timedelta(hours=2), bed + timedelta(hours=9), "+01:00")
    sync(living)
    assert len(living.rows()) == 91
    days = living.syncing.days("anna", days_ago(20).date(), now().date())
    assert "77" not in {found.record_key for found in days.values()}


def test_any_order_of_syncs_gives_the_same_rows(living):
    sync(living)
    expected = living.rows()
    chance = random.Random(7)
    with living.database.write() as connection:
        recent = [row["record_key"] for row in expected if row["day"] > days_ago(80).date()]
        doomed = [key for key in recent if chance.random() < 0.4]
        connection.execute(device_day.delete().where(device_day.c.record_key.in_(doomed)))
    for back in (80, 20, 50):
        link_days_back(living, back)
        for name in ("cycles", "sleeps", "recoveries"):
            chance.shuffle(getattr(living.person, name))
        sync(living)
    assert living.rows() == expected


# What athletes have said of those days


def logged(play, back):
    return CheckingIn(play.database, Outbox(play.folder, "test")).log(
        "anna", CheckIn(readiness=4, motivation=4), now(), at=days_ago(back)
    )


def measured(play):
    columns = readiness_signal.c
    with play.database.read() as connection:
        query = select(columns.whoop_recovery, columns.whoop_sleep_hours, columns.fatigue_score)
        return [tuple(row) for row in connection.execute(query.order_by(columns.timestamp))]


def test_check_ins_take_over_what_comes_after_them(living):
    for back in (30, 3):
        logged(living, back)
    before = measured(living)
    assert [row[:2] for row in before] == [(None, None)] * 2
    sync(living)
    after = measured(living)
    assert all(recovery is not None and hours is not None for recovery, hours, _score in after)
    assert [row[2] for row in after] != [row[2] for row in before]
    sync(living)
    assert measured(living) == after


def test_they_do_so_also_where_the_sync_ends_early(living):
    logged(living, 3)

    def stop(fraction, _sentence):
        if fraction:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        sync(living, stop)
    assert measured(living)[0][0] is not None


def test_two_computers_that_store_the_same_days_do_not_disturb_each_other(living, monkeypatch):
    store, refused = device_days.store_readings, []

    def beaten(*arguments):
        if not refused:
            refused.append(1)
            raise Conflict("There is already an entry like this.")
        return store(*arguments)

    monkeypatch.setattr(device_days, "store_readings", beaten)
    assert sync(living).added == 90


# The full history


def test_the_full_history_goes_back_to_the_beginning_and_over_gaps(connected):
    connected.person.live(120, until=now())
    connected.person.live(60, until=now() - timedelta(days=700), seed=5)
    for at, cycle in enumerate(connected.person.cycles[120:]):
        key = cycle["id"]
        cycle["id"] = 500 - at
        for record in (*connected.person.sleeps[120:], *connected.person.recoveries[120:]):
            if record["cycle_id"] == key:
                record["cycle_id"] = 500 - at
    connected.person.cycles[120]["end"] = connected.person.sleeps[120]["end"]
    told = []
    report = connected.syncing.full_history("anna", lambda _fraction, sentence: told.append(sentence))
    assert (report.added, report.complete) == (180, True)
    assert any("Fetched back to" in sentence for sentence in told)
    # Over the gap of more than a year in one step, not in twenty.
    assert report.requests < 15 + 3 * 9 + 4
    status = connected.syncing.status("anna")
    assert (status.days, status.history_from < days_ago(740).date()) == (180, True)
    again = connected.syncing.full_history("anna")
    assert (again.added, again.changed) == (0, 0)


def test_the_full_history_goes_on_where_it_was_stopped(living):
    sync(living)

    def stop(_fraction, _sentence):
        if len(living.rows()) > 200:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        living.syncing.full_history("anna", stop)
    reached = living.syncing.status("anna").history_from
    assert len(living.rows()) > 200
    before = living.server.asked.copy()
    assert living.syncing.full_history("anna").complete
    assert len(living.rows()) == 365
    starts = [
        asked["start"]
        for _m, path, asked in living.server.asked[len(before) :]
        if path.endswith("/cycle") and "start" in asked
    ]
    assert all(start[:10] <= reached.isoformat() for start in starts[1:])


def test_a_link_of_the_earlier_program_learns_its_account(living):
    with living.database.write() as connection:
        connection.execute(update(user_integration).values(account_id=None))
    sync(living)
    with living.database.read() as connection:
        assert connection.execute(select(user_integration.c.account_id)).scalar_one() == "10129"


def test_a_sync_brings_the_mornings_score_up_to_date(living, tmp_path):
    morning = now() - timedelta(days=2)
    checking_in = CheckingIn(living.database, Outbox(tmp_path, "here"))
    before = checking_in.log("anna", CheckIn(4, 4), now(), at=morning).entry
    assert before.whoop_recovery is None
    sync(living)
    after = Readiness(living.database).history("anna", before.day, before.day).entries[-1]
    assert (after.id, after.readiness) == (before.id, 4)
    assert after.whoop_recovery is not None
    assert after.parts["wearable"]["score"] is not None
    assert after.freshness != before.freshness
    sync(living)
    assert Readiness(living.database).history("anna", before.day, before.day).entries[-1] == after
