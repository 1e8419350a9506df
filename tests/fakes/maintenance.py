"""Stand-ins for work on a whole database: plans and reports as the real use cases make them, in memory."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.errors import Cancelled, DatabaseBusy, NotFound
from models.values.backfilling import Assumed, BackfillFailure, BackfillReport
from models.values.connections import Outcome, ServerAddress, Trial
from models.values.integrations import Reference, TokenReport
from models.values.maintenance import (
    BackupPlan,
    Done,
    Finding,
    Loss,
    Method,
    RestorePlan,
    RollbackPlan,
    Step,
    UpgradePlan,
    Work,
    WorkReport,
)
from models.values.upgrading import Backup, DatabaseState, DatabaseStatus, Manifest, Session
from models.values.validating import Check, ValidationReport

AT = datetime(2026, 3, 18, 5, 30, tzinfo=UTC)
FOLDER = Path("/home/coach/backups")
HEAD = "0006_coaching_details"
BACKUP = BackupPlan(
    Method.COPY,
    FOLDER / "peakline-20260318-053000.db",
    "A verified copy of the whole file.",
    4_812_800,
    900_000_000_000,
)
STEPS = (
    Step("lock", "Take the lock, so that no other Peakline works on this database meanwhile."),
    Step("backup", f"A verified copy of the whole file. It goes to {BACKUP.target}."),
    Step("0004_fill_training_age", "The training age an exercise asks for, taken from its difficulty."),
    Step(HEAD, "What Peakline keeps beyond the specification; all of it may be empty or has a default."),
    Step("rows", "Compare every row by hash with what it was, before anything is kept."),
    Step("backfill", "Give every athlete without one a season, and bring exposures in line with the logs."),
    Step("validate", "Check the data against every rule."),
)
DONE = (
    Done("backup", "A verified copy of the whole file.", 0.41),
    Done("upgrade", f"Brought to {HEAD}; every row is as it was.", 1.84),
    Done("backfill", "Gave athletes their seasons and exposures.", 12.6),
    Done("validate", "Checked the data.", 0.9),
)
LOSSES = (
    Loss("MacroCycle", None, 6),
    Loss("TrainingBlock", None, 31),
    Loss("ExerciseExposure", None, 412),
    Loss("Workout", "trainingBlockId", 220),
)
BACKUPS = [
    Backup(
        FOLDER / f"peakline-{day}.db",
        Manifest(at, revision, "0" * 64, size, {"User": 6, "Workout": 1248, "SetLog": 28114}),
    )
    for day, at, revision, size in (
        ("20260317", datetime(2026, 3, 17, 19, 2, tzinfo=UTC), HEAD, 4_780_032),
        ("20260210", datetime(2026, 2, 10, 7, 45, tzinfo=UTC), "0003_extend_workout", 4_210_688),
    )
]
NAMES = ("revision", "schema", "integrity", "active season", "mesocycles", "exposures", "soreness", "tokens")
ADVICE = "Run `peakline db backfill`, or choose Backfill on the database page."


def checks(failing: int = 0) -> ValidationReport:
    """Eight checks, of which exposures fail with that many ids and the active season with one."""
    found = {"active season": ["athlete-3"], "exposures": [f"athlete-{n}/squat" for n in range(failing)]}
    made = []
    for number, name in enumerate(NAMES):
        ids = found.get(name, []) if failing else []
        made.append(Check(name, not ids, ids, ADVICE if ids else "", checked=6 * (number + 1)))
    return ValidationReport(made)


@dataclass
class FakeWork:
    """Upgrading's long half: it does what it is told and reports the steps on the way."""

    status: Any
    """Called for the status now."""
    become: Any
    """Called with the state that the work has made."""
    findings: tuple[Finding, ...] = ()
    losses: tuple[Loss, ...] = LOSSES
    sessions: tuple[Session, ...] = ()
    error: Exception | None = None
    report: WorkReport | None = None
    asked: list[str] = field(default_factory=list)

    def plan(self, work: Work) -> UpgradePlan:
        return UpgradePlan(work, self.status(), HEAD, STEPS, self.findings, BACKUP, sessions=self.sessions)

    def rollback(self, to: str) -> RollbackPlan:
        steps = (Step("export", "Write what would be lost to the archive."), Step("remove", "Remove exactly that."))
        archive = FOLDER / "peakline-rolled-back.zip"
        return RollbackPlan(self.status(), to, steps, self.losses, archive, self.findings, BACKUP)

    def run(self, work: Work, to: str, progress: Any) -> WorkReport:
        self.asked.append(work.value)
        for number, step in enumerate(DONE):
            if progress is not None:
                progress(number / len(DONE), step.sentence)
        if self.error is not None:
            raise self.error
        status: DatabaseStatus = self.status()
        self.become(DatabaseState.CURRENT if to == HEAD else DatabaseState.BEHIND)
        made = WorkReport(
            work, status.location, status.engine, status.revision, to, AT, 15.8, DONE, BACKUP.target, Method.COPY,
            rows={"User": 6, "SetLog": 28114}, validation=checks(), backfill=BackfillReport(2, 4, 0, 412),
        )  # fmt: skip
        return self.report or made


@dataclass
class FakeBackingUp:
    status: Any
    backups: list[Backup] = field(default_factory=lambda: list(BACKUPS))
    findings: tuple[Finding, ...] = ()
    error: Exception | None = None
    targets: list[Path | None] = field(default_factory=list)
    restored: list[Path] = field(default_factory=list)
    verified: list[Path] = field(default_factory=list)

    def plan(self, target: Path | None = None) -> BackupPlan:
        return replace(BACKUP, target=target or BACKUP.target)

    def backup_now(self, target: Path | None = None, progress: Any = None) -> WorkReport:
        self.targets.append(target)
        return self._report(Work.BACKUP, progress, backup=target or BACKUP.target, backup_method=Method.COPY)

    def plan_restore(self, file: Path) -> RestorePlan:
        rows = {"User": 6, "Workout": 1201, "SetLog": 27002}
        return RestorePlan(file, self.status(), Method.COPY, AT, HEAD, rows, self.findings)

    def restore(self, plan: RestorePlan, progress: Any = None) -> WorkReport:
        self.restored.append(plan.file)
        return self._report(Work.RESTORE, progress, kept=Path("/home/coach/peakline.before-restore.db"))

    def list(self) -> list[Backup]:
        return self.backups

    def verify(self, backup: Backup, progress: Any = None) -> str:
        self.verified.append(backup.file)
        if progress is not None:
            progress(0.5, "Reading.")
        if self.error is not None:
            raise self.error
        return "Every byte is what was backed up."

    def _report(self, work: Work, progress: Any, **more: Any) -> WorkReport:
        if progress is not None:
            progress(0.5, "Copied 120 of 240 pages.")
        if self.error is not None:
            raise self.error
        status = self.status()
        steps = (Done(work.value, "A verified copy of the whole file.", 0.4),)
        rows = {"User": 6, "Workout": 1248}
        return WorkReport(
            work, status.location, status.engine, status.revision, status.revision, AT, 0.4, steps, rows=rows, **more
        )


@dataclass
class FakeBackfilling:
    """Two athletes lack a season; the third cannot be read."""

    failing: bool = False
    runs: list[bool] = field(default_factory=list)

    def run(self, dry_run: bool = False, progress: Any = None) -> BackfillReport:
        self.runs.append(dry_run)
        if progress is not None:
            progress(1.0, "6 of 6 athletes.")
        failures = [BackfillFailure("eva@example.org", "athlete-4", "The log holds a date nobody can read.")]
        return BackfillReport(
            2, 3, len(failures) if self.failing else 0, 412,
            [Assumed("farid@example.org", ["No goal was given, so general health is assumed."])],
            failures if self.failing else [], dry_run,
        )  # fmt: skip


@dataclass
class FakeValidating:
    failing: int = 0

    def run(self, progress: Any = None) -> ValidationReport:
        for number, name in enumerate(NAMES):
            if progress is not None:
                progress(number / len(NAMES), f"Checking {name}.")
        return checks(self.failing)


@dataclass
class FakeIntegrations:
    left: int = 0

    def unsafe(self) -> list[Reference]:
        return [Reference("whoop", f"athlete-{number}") for number in range(self.left)]

    def move_tokens(self) -> TokenReport:
        moved, self.left = self.left, 0
        return TokenReport(moved, message="Backups made before still hold the tokens.")


@dataclass
class FakeConnecting:
    """Servers in memory; a password other than the right one is refused as a server would."""

    servers: list[ServerAddress] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)
    right: str = "right"

    def list(self) -> "list[ServerAddress]":
        return self.servers

    def save(self, address: ServerAddress, password: str | None = None) -> ServerAddress:
        kept = address if address.id else replace(address, id=f"server-{len(self.servers)}")
        self.servers = [one for one in self.servers if one.id != kept.id] + [kept]
        if password is not None:
            self.passwords[kept.id] = password
        return kept

    def remove(self, address_id: str) -> None:
        if not any(one.id == address_id for one in self.servers):
            raise NotFound("This connection is not remembered any more.")
        self.servers = [one for one in self.servers if one.id != address_id]

    def test(self, address: ServerAddress, password: str | None = None) -> Trial:
        if (password or self.passwords.get(address.id)) == self.right:
            return Trial(Outcome.WORKS, "It works: PostgreSQL 17.4.", server_version="17.4")
        said = f"The server does not accept this password for {address.user}."
        return Trial(Outcome.PASSWORD, said, "Type it again, or ask whoever looks after the server.")

    def text(self, address_id: str) -> str:
        one = next(each for each in self.servers if each.id == address_id)
        return f"postgresql://{one.user}@{one.host}:{one.port}/{one.database}"


def cancelled() -> Cancelled:
    return Cancelled("Upgrade the database was cancelled; nothing was changed.")


def busy() -> DatabaseBusy:
    return DatabaseBusy(
        "Another Peakline (process 4711) has this database open.", advice="Close it there and try again."
    )
