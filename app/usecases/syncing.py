"""Days fetched from connected devices: the last ones again and again, the full history once, and what came stays."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from app.errors import Conflict, DeviceUnavailable, PeaklineError
from app.gateways import device_days as stored_days
from app.gateways import device_links as links
from app.gateways.checkins import rescore_days
from app.gateways.device_words import device_problem
from app.gateways.devices import Device, Told
from app.usecases.linking import Access, Linking, Meter, Progress
from app.usecases.sync_spans import OLDEST, SPAN_DAYS, Span, older_span, recent_spans, settled_days, sync_start
from models.values.devices import DeviceDay, SyncReport

_SKEW_SECONDS: Final = 600.0
"""A clock that is further off makes tokens seem good or bad at the wrong time, and days late."""
_SKEWED: Final = "This computer's clock is {minutes} minutes {side}: set it right, or days may come late."
_CIRCLES: Final = "{title}'s pages led in circles, so some days may be missing; the next sync asks again."


@dataclass(slots=True)
class _Run:
    """One sync under way."""

    athlete_id: str
    account: str
    link: links.Link
    device: Device
    access: Access
    meter: Meter
    now: datetime
    report: SyncReport
    days: set[date] = field(default_factory=set)
    """Of which something is new."""


class Syncing(Linking):
    """What devices measured, brought into the database; see `Linking` for the links themselves."""

    def sync(self, athlete_id: str, progress: Progress | None = None) -> SyncReport:
        """Fetch what is new, and the last days once more, as providers score again.

        Days are stored as they come, the newest first: whatever ends the sync early, they stay, and the
        next one fetches the rest. The first sync fetches 90 days.
        """
        with self._running(athlete_id, progress) as run:
            start = sync_start(run.link.last_sync, run.now)
            run.report = SyncReport(start.date(), run.now.date())
            spans = recent_spans(start, run.now)
            for done, span in enumerate(spans):
                run.meter(done / len(spans), f"Fetching the days from {_told(span[0])} on…")
                self._fetch(run, span)
            with self._database.write() as connection:
                links.note_sync(connection, athlete_id, self.provider, run.now, start.date())
            return self._finished(run)

    def full_history(self, athlete_id: str, progress: Progress | None = None) -> SyncReport:
        """Fetch everything older than what is here, as far back as the provider goes.

        It can be stopped, and goes on from there the next time. What is new is synced first.
        """
        recent = self.sync(athlete_id, progress)
        with self._running(athlete_id, progress) as run:
            run.report = replace(recent, complete=False)
            end = datetime.combine(run.link.history_from or run.now.date(), time(), UTC)
            while end > OLDEST:
                run.meter(0.0, f"Fetched back to {_told(end)}; {run.report.added} days are new…")
                start, until = older_span(end)
                found = self._fetch(run, (start, until))
                end = start
                if not found.seen:
                    newest = run.device.newest_before(run.access, start)
                    if newest is None:
                        break
                    end = max(OLDEST, min(start, newest.astimezone(UTC) + timedelta(days=1)))
                with self._database.write() as connection:
                    links.note_history(connection, athlete_id, self.provider, end.date())
            run.report = replace(run.report, first=min(run.report.first, end.date()), complete=True)
            return self._finished(run)

    def days(self, athlete_id: str, first: date, last: date) -> dict[date, DeviceDay]:
        """What devices measured, by local day; days without data are missing."""
        with self._database.read() as connection:
            return stored_days.device_days(connection, athlete_id, first, last)

    @contextmanager
    def _running(self, athlete_id: str, progress: Progress | None) -> Iterator[_Run]:
        """A link that is ready; what goes wrong is noted in its row, for whoever looks later."""
        with self._database.read() as connection:
            link = links.read_link(connection, athlete_id, self.provider)
        if not link.is_active:
            raise device_problem("unlinked", self.title)
        meter, now = Meter(progress), datetime.now(UTC)
        try:
            with self._opened(meter) as device:
                access = Access(self._keeper, device, athlete_id)
                account = link.account_id or self._learned(athlete_id, device, access)
                report = SyncReport(now.date(), now.date())
                run = _Run(athlete_id, account, link, device, access, meter, now, report)
                try:
                    yield run
                except BaseException:
                    # What stopped the sync is what to tell.
                    with suppress(PeaklineError):
                        self._score_again(run)
                    raise
                self._score_again(run)
        except DeviceUnavailable as problem:
            self._note(athlete_id, problem.noted)
            raise

    def _learned(self, athlete_id: str, device: Device, access: Access) -> str:
        """The account of a link that an earlier program has made, which did not write it down."""
        account = device.account(access).id
        with self._database.write() as connection:
            if links.linked_with(connection, self.provider, account, besides=athlete_id):
                raise device_problem("taken", self.title)
            links.note_account(connection, athlete_id, self.provider, account)
        return account

    def _note(self, athlete_id: str, noted: str) -> None:
        if not noted:
            return
        # The error itself says more than a failure to write it down.
        with suppress(PeaklineError), self._database.write() as connection:
            links.note_problem(connection, athlete_id, self.provider, noted)

    def _fetch(self, run: _Run, span: Span) -> Told:
        """Read one span and store it, in a transaction of its own."""
        found = run.device.read(run.access, run.account, *span)
        try:
            stored, removed = self._store(run, span, found)
        except Conflict:
            # Another computer has synced the same athlete at the same moment; now its rows are there to be compared.
            stored, removed = self._store(run, span, found)
        run.days |= stored.days
        was = run.report
        warnings = was.warnings or ((_CIRCLES.format(title=self.title),) if not found.whole else ())
        run.report = replace(
            was,
            added=was.added + stored.added,
            changed=was.changed + stored.changed,
            removed=was.removed + removed,
            refused=was.refused + found.refused,
            warnings=warnings,
        )
        return found

    def _store(self, run: _Run, span: Span, found: Told) -> tuple[stored_days.Stored, int]:
        with self._database.write() as connection:
            stored = stored_days.store_readings(connection, run.athlete_id, self.provider, found.readings)
            # What the morning's score did not know yet belongs into it; answers stay as they were given.
            rescore_days(connection, run.athlete_id, [one.day for one in found.readings if one.day is not None])
            settled = settled_days(span, run.now) if found.complete else None
            if settled is None:
                return stored, 0
            return stored, stored_days.drop_missing(connection, run.athlete_id, self.provider, *settled, found.seen)

    def _score_again(self, run: _Run) -> None:
        """Bring check-ins in line with what came, however the sync has ended; the oldest first, a few weeks at a time.

        At the end and not with each span, as a normal range needs the weeks before.
        """
        days = sorted(run.days)
        run.days.clear()
        for start in range(0, len(days), SPAN_DAYS):
            with self._database.write() as connection:
                rescore_days(connection, run.athlete_id, days[start : start + SPAN_DAYS])

    def _finished(self, run: _Run) -> SyncReport:
        report = replace(run.report, requests=run.report.requests + run.device.requests)
        if abs(run.device.skew) > _SKEW_SECONDS:
            side = "behind" if run.device.skew > 0 else "ahead"
            minutes = round(abs(run.device.skew) / 60)
            report = replace(report, warnings=(*report.warnings, _SKEWED.format(minutes=minutes, side=side)))
            self._note(run.athlete_id, "clock")
        run.meter(1.0, report.summary)
        return report


def _told(day: datetime) -> str:
    return f"{day.day} {day:%B %Y}"
