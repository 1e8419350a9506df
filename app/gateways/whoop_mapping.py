"""What Whoop's records say, checked and joined: one reading for each of Whoop's cycles. Pure: JSON in, values out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from app.gateways.devices import Told
from app.gateways.whoop_fields import Refused, integer_of, is_integer, moment_of, number_of, offset_of, text_of
from models.values.devices import DayState, Reading

_MILLISECONDS_AN_HOUR: Final = 3_600_000
_STATES: Final = {
    "SCORED": DayState.SCORED,
    "PENDING_SCORE": DayState.PENDING,
    "UNSCORABLE": DayState.UNSCORABLE,
}
_STAGES: Final = ("total_light_sleep_time_milli", "total_slow_wave_sleep_time_milli", "total_rem_sleep_time_milli")
_RECOVERY: Final = ("recovery", "hrv", "resting_heart_rate")
_SLEEP: Final = ("sleep_hours", "sleep_quality")
_CYCLE: Final = ("strain",)


class WrongAccount(Exception):
    """A record belongs to another account than the one that is read."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One record of one of the three collections."""

    key: str
    id: str
    state: DayState
    updated: datetime
    numbers: Mapping[str, float | None]
    """Only what is certain: a record that waits for its score has none, one that cannot be scored has Nones."""
    start: datetime | None = None
    end: datetime | None = None
    offset: str | None = None
    is_nap: bool = False
    sleep_id: str = ""
    is_calibrating: bool | None = None


@dataclass(slots=True)
class _Read:
    """A collection: its records by their ids, and what had to be left out."""

    parts: dict[str, _Part] = field(default_factory=dict)
    refused_keys: set[str] = field(default_factory=set)
    refused: int = 0
    keyless: bool = False

    def by_key(self) -> dict[str, list[_Part]]:
        found: dict[str, list[_Part]] = {}
        for _id, part in sorted(self.parts.items()):
            found.setdefault(part.key, []).append(part)
        return found


def told_by_whoop(
    cycles: Iterable[Any],
    sleeps: Iterable[Any],
    recoveries: Iterable[Any],
    *,
    account: str,
    start: datetime,
    end: datetime | None,
    complete: bool = True,
) -> Told:
    """The readings of the cycles that begin from `start` to `end` (excluded).

    Records may come in any order and more than once. Raises `WrongAccount`. What is no record is
    counted and left out, and leaves what is stored of it as it is.
    """
    read = [
        _read(cycles, _cycle, "id", account),
        _read(sleeps, _sleep, "cycle_id", account),
        _read(recoveries, _recovery, "cycle_id", account),
    ]
    by_cycle, by_sleep, by_recovery = (each.by_key() for each in read)
    readings = []
    for key in sorted({*by_cycle, *by_sleep, *by_recovery}):
        cycle = next(iter(by_cycle.get(key, ())), None)
        recovery = next(iter(by_recovery.get(key, ())), None)
        sleep = _main_sleep(by_sleep.get(key, ()), recovery)
        begins = cycle.start if cycle else sleep.start if sleep else None
        if begins is not None and (begins < start or (end is not None and begins >= end)):
            continue  # it reaches in from outside, and not all that belongs to it need be here
        unsure = [key in each.refused_keys or begins is None or not complete for each in read]
        readings.append(_reading(key, (cycle, sleep, recovery), unsure))
    seen = {*by_cycle, *by_sleep, *by_recovery}.union(*(each.refused_keys for each in read))
    certain = complete and not any(each.keyless for each in read)
    return Told(readings, seen, sum(each.refused for each in read), certain, complete)


def _read(records: Iterable[Any], make: Callable[[Mapping[str, Any]], _Part], key: str, account: str) -> _Read:
    found = _Read()
    for record in records:
        if not isinstance(record, dict):
            found.refused, found.keyless = found.refused + 1, True
            continue
        owner = record.get("user_id")
        if is_integer(owner) and str(owner) != account:
            raise WrongAccount
        try:
            integer_of(owner)
            part = make(record)
        except (Refused, ValueError, KeyError, TypeError, OverflowError):
            found.refused += 1
            if is_integer(record.get(key)):
                found.refused_keys.add(str(record[key]))
            else:
                found.keyless = True
            continue
        known = found.parts.get(part.id)
        if known is None or known.updated <= part.updated:
            found.parts[part.id] = part
    return found


def _cycle(record: Mapping[str, Any]) -> _Part:
    state, score = _score(record)
    numbers = _numbers(state, score, _CYCLE, lambda told: {"strain": number_of(told["strain"], 0, 21)})
    end = record.get("end")
    return _Part(
        str(integer_of(record["id"])),
        str(record["id"]),
        state,
        moment_of(record["updated_at"]),
        numbers,
        start=moment_of(record["start"]),
        end=None if end is None else moment_of(end),
        offset=offset_of(record["timezone_offset"]),
    )


def _sleep(record: Mapping[str, Any]) -> _Part:
    state, score = _score(record)
    end = record.get("end")
    if not isinstance(record["nap"], bool):
        raise Refused
    return _Part(
        str(integer_of(record["cycle_id"])),
        text_of(record["id"]),
        state,
        moment_of(record["updated_at"]),
        _numbers(state, score, _SLEEP, _slept),
        start=moment_of(record["start"]),
        end=None if end is None else moment_of(end),
        offset=offset_of(record["timezone_offset"]),
        is_nap=record["nap"],
    )


def _slept(score: Mapping[str, Any]) -> Mapping[str, float | None]:
    """Asleep is the sum of the stages; the time in bed also counts lying awake."""
    stages = score["stage_summary"]
    asleep = sum(number_of(stages[name], 0, 24 * _MILLISECONDS_AN_HOUR) for name in _STAGES)
    quality = score.get("sleep_performance_percentage")
    return {
        "sleep_hours": number_of(asleep / _MILLISECONDS_AN_HOUR, 0, 24),
        "sleep_quality": None if quality is None else number_of(quality, 0, 100),
    }


def _recovery(record: Mapping[str, Any]) -> _Part:
    state, score = _score(record)
    calibrating = (score or {}).get("user_calibrating")
    key = str(integer_of(record["cycle_id"]))
    return _Part(
        key,
        key,
        state,
        moment_of(record["updated_at"]),
        _numbers(state, score, _RECOVERY, _recovered),
        sleep_id=text_of(record["sleep_id"]),
        is_calibrating=calibrating if isinstance(calibrating, bool) else None,
    )


def _recovered(score: Mapping[str, Any]) -> Mapping[str, float | None]:
    return {
        "recovery": number_of(score["recovery_score"], 0, 100),
        # Already milliseconds, whatever the name may suggest; a heart that does not vary at all is a fault.
        "hrv": number_of(score["hrv_rmssd_milli"], 0.1, 1000),
        "resting_heart_rate": number_of(score["resting_heart_rate"], 1, 300),
    }


def _score(record: Mapping[str, Any]) -> tuple[DayState, Mapping[str, Any] | None]:
    """The state and the score; a record that is scored but brings none is taken as not scored yet."""
    state = _STATES.get(record["score_state"])
    score = record.get("score")
    if state is None or not (score is None or isinstance(score, dict)):
        raise Refused
    if state is DayState.SCORED and score is None:
        return DayState.PENDING, None
    return state, score


def _numbers(
    state: DayState,
    score: Mapping[str, Any] | None,
    names: Sequence[str],
    make: Callable[[Mapping[str, Any]], Mapping[str, float | None]],
) -> Mapping[str, float | None]:
    if state is DayState.PENDING:
        return {}
    return make(score) if state is DayState.SCORED and score is not None else dict.fromkeys(names)


def _main_sleep(sleeps: Sequence[_Part], recovery: _Part | None) -> _Part | None:
    """The sleep that opened the cycle: the one the recovery names, else the longest; never a nap."""
    nights = [sleep for sleep in sleeps if not sleep.is_nap]
    named = [sleep for sleep in nights if recovery is not None and sleep.id == recovery.sleep_id]
    return max(named or nights, key=lambda sleep: (sleep.numbers.get("sleep_hours") or 0, sleep.id), default=None)


def _reading(key: str, parts: tuple[_Part | None, _Part | None, _Part | None], unsure: Sequence[bool]) -> Reading:
    cycle, sleep, recovery = parts
    numbers: dict[str, float | None] = {}
    for part, names, doubtful in zip(parts, (_CYCLE, _SLEEP, _RECOVERY), unsure, strict=True):
        # What is not there any more was deleted at the provider, unless it may have been overlooked.
        gone: Mapping[str, float | None] = {} if doubtful else dict.fromkeys(names)
        numbers |= gone if part is None else part.numbers
    leading = recovery or sleep or cycle
    woke = sleep.end if sleep else None
    where = (sleep if sleep and sleep.end else cycle or sleep) if (sleep or cycle) else None
    return Reading(
        key,
        leading.state if leading else DayState.PENDING,
        _day(cycle, sleep),
        numbers,
        day_is_certain=sleep is not None or not unsure[1],
        is_provisional=cycle.end is None if cycle else None,
        is_calibrating=recovery.is_calibrating if recovery else None if unsure[2] else False,
        woke_at=woke,
        time_zone_offset=where.offset if where else None,
        changed_at=max(part.updated for part in parts if part),
    )


def _day(cycle: _Part | None, sleep: _Part | None) -> date | None:
    """The local date of waking, by the zone of that record; else that of the cycle's end, else of its start."""
    for part, at in (
        (sleep, sleep.end if sleep else None),
        (cycle, cycle.end if cycle else None),
        (cycle, cycle.start if cycle else None),
        (sleep, sleep.start if sleep else None),
    ):
        if part is not None and at is not None:
            return at.astimezone(_zone(part.offset or "Z")).date()
    return None


def _zone(offset: str) -> timezone:
    if offset == "Z":
        return timezone(timedelta())
    return timezone((-1 if offset[0] == "-" else 1) * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6])))
