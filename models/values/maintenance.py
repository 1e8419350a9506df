"""Plans and reports of everything done to a whole database: upgrade, adoption, roll back, backup, restore."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from models.values.backfilling import BackfillReport
from models.values.integrations import TokenReport
from models.values.upgrading import DatabaseStatus, Session
from models.values.validating import ValidationReport


class Work(StrEnum):
    UPGRADE = "upgrade"
    ADOPT = "adopt"
    ROLL_BACK = "roll back"
    BACKUP = "backup"
    RESTORE = "restore"


class Method(StrEnum):
    """How a backup is made."""

    COPY = "copy"
    """A verified copy of the SQLite file."""
    PG_DUMP = "pg_dump"
    ARCHIVE = "archive"
    """A zip of every table's rows, read in one snapshot."""
    NONE = "none"
    """There is nothing to back up."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something seen before the work begins."""

    kind: str
    """newer, foreign, partial, rights, engine, space, session, lock, drift, backup, revision, rows."""
    sentence: str
    advice: str = ""
    stops: bool = True
    """Whether the work cannot begin; a warning otherwise."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan: a revision's name, or a word (lock, backup, hashes, backfill, validate)."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a database is not what the first revision would have made."""

    sentence: str
    harmless: bool
    known: bool = False
    """Whether it is one of the differences the older program is known for."""


@dataclass(frozen=True, slots=True)
class BackupPlan:
    method: Method
    target: Path | None
    sentence: str
    """What will be made and what not, plainly."""
    needed_bytes: int = 0
    free_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class UpgradePlan:
    """What an upgrade or an adoption would do; made without touching anything."""

    work: Work
    status: DatabaseStatus
    to_revision: str
    steps: Sequence[Step]
    findings: Sequence[Finding]
    backup: BackupPlan
    differences: Sequence[Difference] = ()
    sessions: Sequence[Session] = ()
    schema_revision: str | None = None
    """The revision whose schema the database has, stamped or not; None for an empty one."""

    @property
    def from_revision(self) -> str | None:
        return self.status.revision

    @property
    def blockers(self) -> Sequence[Finding]:
        return [each for each in self.findings if each.stops]

    @property
    def warnings(self) -> Sequence[Finding]:
        return [each for each in self.findings if not each.stops]

    @property
    def can_run(self) -> bool:
        return not self.blockers

    @property
    def changes_schema(self) -> bool:
        return self.status.revision != self.to_revision


@dataclass(frozen=True, slots=True)
class Loss:
    """A table or column that a roll back would remove."""

    table: str
    column: str | None
    """None for a whole table."""
    rows: int
    """Rows of the table, or rows in which the column says something else than its default."""
    seeded: bool = False
    """Only rows that the catalogue added and nobody uses; the table itself stays."""

    @property
    def sentence(self) -> str:
        rows = "1 row" if self.rows == 1 else f"{self.rows} rows"
        if self.seeded:
            return f"{rows} of {self.table} that came with the catalogue and that nothing refers to."
        if self.column is None:
            return f"Table {self.table} with {rows}."
        return f"{self.table}.{self.column}, filled in {rows}."


@dataclass(frozen=True, slots=True)
class RollbackPlan:
    """What going back to an earlier revision would do, and what would be lost by it."""

    status: DatabaseStatus
    to_revision: str
    steps: Sequence[Step]
    losses: Sequence[Loss]
    archive: Path
    """Where what is lost will be exported to first."""
    findings: Sequence[Finding]
    backup: BackupPlan
    sessions: Sequence[Session] = ()

    @property
    def blockers(self) -> Sequence[Finding]:
        return [each for each in self.findings if each.stops]

    @property
    def warnings(self) -> Sequence[Finding]:
        return [each for each in self.findings if not each.stops]

    @property
    def can_run(self) -> bool:
        return not self.blockers


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done."""

    name: str
    sentence: str
    seconds: float


@dataclass(frozen=True, slots=True)
class WorkReport:
    """What was done to a database, for people and for files."""

    work: Work
    location: str
    engine: str
    from_revision: str | None
    to_revision: str | None
    begun_at: datetime
    """Aware UTC."""
    seconds: float
    steps: Sequence[Done]
    backup: Path | None = None
    backup_method: Method = Method.NONE
    archive: Path | None = None
    """What a roll back took out."""
    kept: Path | None = None
    """What a restore kept of the database that stood there."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """Rows compared before and after, by table; none of them changed."""
    attempts: int = 1
    notes: Sequence[str] = ()
    """What should be known: kinds of backup, differences, what was left for later."""
    backfill: BackfillReport | None = None
    validation: ValidationReport | None = None
    tokens: TokenReport | None = None
    problems: Sequence[str] = ()
    """What went wrong after the schema was safely where it should be."""
    cancelled: bool = False
    """Cancelled after the schema was changed: what is listed in `steps` is done and kept."""

    @property
    def ok(self) -> bool:
        """Whether nothing is left to look at."""
        failed = self.backfill is not None and self.backfill.failed > 0
        return (
            not self.cancelled and not self.problems and not failed and (self.validation is None or self.validation.ok)
        )


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """What restoring a file would do."""

    file: Path
    status: DatabaseStatus
    method: Method | None
    """What kind of backup the file is; None where it is none."""
    made_at: datetime | None
    revision: str | None
    rows: Mapping[str, int]
    findings: Sequence[Finding]
    only_rolled_back: bool = False
    """Whether the file holds only what a roll back took out, to be put back beside the rows there are."""

    @property
    def blockers(self) -> Sequence[Finding]:
        return [each for each in self.findings if each.stops]

    @property
    def can_run(self) -> bool:
        return not self.blockers
