"""Keeps the minutes of work on a database: each step with its time, and in the end the report."""

import contextlib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from app.gateways.database import Database
from app.gateways.standing import status_of
from models.values.maintenance import Done, Work, WorkReport

Progress = Callable[[float, str], None]


def silent(_share: float, _sentence: str) -> None:
    """For callers who want to hear nothing."""


class Minutes:
    """The steps of one piece of work, as they are done."""

    def __init__(self, work: Work, database: Database, progress: Progress | None) -> None:
        self.notes: list[str] = []
        self.began_at = datetime.now(UTC)
        self._work = work
        self._database = database
        self._progress = progress or silent
        self._started = time.perf_counter()
        self._from: str | None = status_of(database).revision
        self._steps: list[Done] = []

    @contextlib.contextmanager
    def step(self, name: str, doing: str, done: str, part: tuple[float, float]) -> Iterator[Progress]:
        """Time a step, which has this part of the whole; the block gets the progress of its own.

        `doing` is said when it begins, `done` stands in the report.
        """
        begin, end = part

        def scaled(share: float, what: str) -> None:
            self._progress(begin + max(0.0, min(1.0, share)) * (end - begin), what)

        scaled(0.0, doing)
        started = time.perf_counter()
        yield scaled
        self._steps.append(Done(name, done, round(time.perf_counter() - started, 3)))

    def waiting(self, sentence: str) -> None:
        """Progress of somebody who waits for a lock."""
        self._progress(0.0, sentence)

    def finished(self, sentence: str) -> None:
        """The last word; too late to cancel, so whoever tries is not heard."""
        with contextlib.suppress(Exception):
            self._progress(1.0, sentence)

    def report(self, **more: Any) -> WorkReport:
        """The report of what was done so far."""
        return WorkReport(
            work=self._work,
            location=self._database.location,
            engine=self._database.dialect,
            from_revision=self._from,
            to_revision=status_of(self._database).revision,
            begun_at=self.began_at,
            seconds=round(time.perf_counter() - self._started, 3),
            steps=tuple(self._steps),
            notes=tuple(self.notes),
            **more,
        )
