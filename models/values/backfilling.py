"""What a backfill did, or would do: counts, what had to be assumed, and what failed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assumed:
    """What nobody had said of an athlete, and the season therefore had to assume."""

    athlete: str
    """Address of the athlete."""
    assumed: Sequence[str]
    """A sentence each."""


@dataclass(frozen=True, slots=True)
class BackfillFailure:
    """An athlete of whom nothing was written."""

    athlete: str
    athlete_id: str
    reason: str
    """A sentence, without the values of any row."""


@dataclass(frozen=True, slots=True)
class BackfillReport:
    """Every athlete is counted once: created, skipped or failed."""

    created: int
    """Athletes who were given a season."""
    skipped: int
    """Athletes who had an active season already."""
    failed: int
    exposures: int
    """Exposure rows written, corrected or removed, for athletes of both kinds."""
    assumptions: Sequence[Assumed] = ()
    failures: Sequence[BackfillFailure] = ()
    dry_run: bool = False

    @property
    def ok(self) -> bool:
        return not self.failed

    @property
    def wrote(self) -> bool:
        """Whether anything was written (or would have been, in a dry run)."""
        return bool(self.created or self.exposures)
