"""People with a Whoop, all made up: their cycles, sleeps and recoveries in the shape of version 2 of the API."""

import random
import uuid
from collections import UserDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Record = dict[str, Any]


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Person:
    """One account; the three lists may be changed at will."""

    user_id: int
    cycles: list[Record] = field(default_factory=list)
    sleeps: list[Record] = field(default_factory=list)
    recoveries: list[Record] = field(default_factory=list)
    name: tuple[str, str] = ("Alex", "Sample")

    def profile(self) -> Record:
        first, last = self.name
        return {"user_id": self.user_id, "email": "alex@example.org", "first_name": first, "last_name": last}

    def live(self, days: int, *, until: datetime, offset: str = "+01:00", seed: int = 1) -> None:
        """Sleep and wake for that many days; the last cycle is still open."""
        chance = random.Random(seed)
        bed = (until - timedelta(hours=12)).replace(microsecond=0)
        for back in range(days):
            start = bed - timedelta(days=back)
            end = None if back == 0 else start + timedelta(days=1)
            self.night(1_000_000 - back, start, start + timedelta(hours=7.5), end, offset, chance=chance)

    def night(
        self,
        key: int,
        start: datetime,
        woke: datetime,
        end: datetime | None,
        offset: str = "+01:00",
        *,
        chance: random.Random | None = None,
    ) -> tuple[Record, Record, Record]:
        """One cycle with the sleep that opens it and its recovery, all scored."""
        chance = chance or random.Random(key)
        cycle = self.cycle(key, start, end, offset, strain=round(chance.uniform(4, 18), 4))
        sleep = self.sleep(key, start, woke, offset, hours=chance.uniform(6, 8))
        recovery = self.recovery(key, sleep["id"], woke, round(chance.uniform(20, 99)), chance.uniform(30, 110))
        return cycle, sleep, recovery

    def cycle(self, key: int, start: datetime, end: datetime | None, offset: str, *, strain: float = 10.0) -> Record:
        made = self._record(start, end or start) | {"id": key, "start": written(start), "timezone_offset": offset}
        made |= {"end": written(end)} if end is not None else {}
        heart = {"average_heart_rate": 64, "max_heart_rate": 151}
        made["score"] = {"strain": strain, "kilojoule": 8000.5} | heart
        self.cycles.append(made)
        return made

    def sleep(
        self, key: int, start: datetime, end: datetime, offset: str, *, hours: float = 7.0, nap: bool = False
    ) -> Record:
        asleep = round(hours * 3_600_000)
        stages = {"light": asleep // 2, "slow_wave": asleep // 4, "rem": asleep - asleep // 2 - asleep // 4}
        summary = {f"total_{name}_sleep_time_milli": value for name, value in stages.items()}
        summary |= {"total_in_bed_time_milli": asleep + 1_500_000, "total_awake_time_milli": 1_500_000}
        summary |= {"total_no_data_time_milli": 0, "sleep_cycle_count": 4, "disturbance_count": 7}
        need = {"baseline_milli": 28_000_000, "need_from_sleep_debt_milli": 400_000}
        need |= {"need_from_recent_strain_milli": 300_000, "need_from_recent_nap_milli": 0}
        made = self._record(start, end) | {
            "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.user_id}/{key}/{start}")),
            "cycle_id": key,
            "start": written(start),
            "end": written(end),
            "timezone_offset": offset,
            "nap": nap,
            "score": {
                "stage_summary": summary,
                "sleep_needed": need,
                "respiratory_rate": 15.25,
                "sleep_performance_percentage": 91.0,
                "sleep_consistency_percentage": 80.0,
                "sleep_efficiency_percentage": 93.5,
            },
        }
        self.sleeps.append(made)
        return made

    def recovery(self, key: int, sleep_id: str, woke: datetime, score: float, hrv: float = 60.0) -> Record:
        made = self._record(woke, woke) | {"cycle_id": key, "sleep_id": sleep_id}
        made["score"] = {
            "user_calibrating": False,
            "recovery_score": float(score),
            "resting_heart_rate": 52.0,
            "hrv_rmssd_milli": hrv,
        }
        self.recoveries.append(made)
        return made

    def _record(self, created: datetime, updated: datetime) -> Record:
        times = {"created_at": written(created), "updated_at": written(updated + timedelta(hours=1))}
        return {"user_id": self.user_id, "score_state": "SCORED"} | times


class People(UserDict[str, Person]):
    """Accounts by their ids; one that is asked for is there."""

    last_token: str | None = "missing"
    """What stands in place of the token on the last page: missing, None or empty."""

    def __missing__(self, key: str) -> Person:
        self.data[key] = Person(int(key))
        return self.data[key]


def intersecting(person: Person, path: str, start: str | None, end: str | None) -> list[Record]:
    """The records of a collection that lie in a span at least in part, newest first; recoveries by their sleep."""
    low = datetime.fromisoformat(start) if start else datetime.min.replace(tzinfo=UTC)
    high = datetime.fromisoformat(end) if end else datetime.max.replace(tzinfo=UTC)
    if path == "/recovery":
        sleeps = {sleep["id"]: sleep for sleep in person.sleeps}
        spans = [(record, sleeps.get(record["sleep_id"], _unknown(record))) for record in person.recoveries]
    else:
        spans = [(record, record) for record in (person.cycles if path == "/cycle" else person.sleeps)]
    kept = [(each, span) for each, span in spans if _begin(span) < high and _end(span) >= low]
    return [each for each, span in sorted(kept, key=lambda pair: _begin(pair[1]), reverse=True)]


def _unknown(recovery: Record) -> Record:
    return {"start": recovery["created_at"], "end": recovery["created_at"]}


def _begin(record: Record) -> datetime:
    try:
        return datetime.fromisoformat(record["start"])
    except (TypeError, KeyError, ValueError):
        # What a test has spoiled is told all the same.
        return datetime.min.replace(tzinfo=UTC)


def _end(record: Record) -> datetime:
    try:
        return datetime.fromisoformat(record["end"])
    except (TypeError, KeyError, ValueError):
        return datetime.max.replace(tzinfo=UTC)
