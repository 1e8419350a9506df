"""Stand-ins for the use cases, with a small roster, for tests of windows and pages."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from app.changes import Changes
from app.errors import Conflict, WrongSchema
from app.gateways.revision import history
from app.usecases.knowledge import KnowledgeBase
from models.values.athletes import Athlete, Attention, RosterBlock, RosterRow
from models.values.maintenance import RollbackPlan, UpgradePlan, Work, WorkReport
from models.values.plan import BlockType, TrainingGoal
from models.values.upgrading import (
    DatabaseOverview,
    DatabaseState,
    DatabaseStatus,
    LastValidation,
    Session,
    TableCount,
)
from models.values.workouts import ImportReport, SkippedLine, WorkoutPage
from tests.fakes.maintenance import (
    AT,
    BACKUPS,
    HEAD,
    FakeBackfilling,
    FakeBackingUp,
    FakeIntegrations,
    FakeValidating,
    FakeWork,
)
from tests.fakes.proposals import FakeAdapting
from tests.fakes.training import FakeTraining
from tests.fakes.whoop_use import FakeWhoop

TODAY = date(2026, 3, 18)

_PEOPLE = (
    (
        "Anna Vogel",
        Attention.HOLD_BACK,
        ("Freshness 31 for three days.", "Squat has stalled for four weeks."),
        0.31,
        1,
        9,
        2,
    ),
    ("Ben Okafor", Attention.READY, (), 0.82, 2, 12, 0),
    ("Chiara Longhi", Attention.STEADY, ("Two sessions missed in a row.",), 0.58, 6, 6, 4),
    ("Daniel Reyes", Attention.UNKNOWN, ("No check-in for 9 days.",), None, 9, 5, 1),
    ("Eva-Maria Lindqvist-Papadopoulos", Attention.READY, ("Meet in 12 days: taper.",), 0.91, 0, 14, 0),
    ("Farid Haddad", Attention.UNKNOWN, ("New: nothing logged yet.",), None, None, 0, 0),
)


def roster(today: date = TODAY) -> list[RosterRow]:
    monday = today - timedelta(days=today.weekday())
    kinds = list(BlockType)
    rows = []
    for index, (name, attention, reasons, freshness, last, done, missed) in enumerate(_PEOPLE):
        blocks = [RosterBlock(kinds[index % 5], monday - timedelta(weeks=index % 3), 4)] if last is not None else []
        rows.append(
            RosterRow(
                athlete=Athlete(f"athlete-{index}", f"{name.split()[0].lower()}@example.org", name, is_demo=True),
                attention=attention,
                reasons=reasons,
                freshness=freshness,
                freshness_at=None if freshness is None else datetime(2026, 3, 18, 6, tzinfo=UTC),
                last_workout=None if last is None else today - timedelta(days=last),
                sessions_28_days=done,
                missed_28_days=missed,
                goal=TrainingGoal.STRENGTH,
                training_age="INTERMEDIATE",
                event_date=today + timedelta(days=12) if index == 4 else None,
                blocks=blocks,
                weekly_sets=[(monday, 30 + index)] if last is not None else [],
            )
        )
    return rows


_REVISIONS = {
    DatabaseState.CURRENT: HEAD,
    DatabaseState.BEHIND: "0003_extend_workout",
    DatabaseState.NEWER: "0009_something_new",
}
_FILE = "/home/coach/peakline.db"


def status(state: DatabaseState = DatabaseState.CURRENT) -> DatabaseStatus:
    if state is DatabaseState.EMPTY:
        return DatabaseStatus("gym.example.org:5432/peakline", "postgresql", "17.4", None, HEAD, state, 7_300_000, None)
    return DatabaseStatus(_FILE, "sqlite", "3.40.1", _REVISIONS.get(state), HEAD, state, 4_812_800, 9**11)


@dataclass
class FakeAthletes:
    rows: list[RosterRow] = field(default_factory=list)
    added: list[Athlete] = field(default_factory=list)

    def list(self) -> list[Athlete]:
        return [row.athlete for row in self.rows] + self.added

    def add(self, email: str, name: str | None = None, *, unit: Any = None, profile: Any = None) -> Athlete:  # noqa: ARG002 - the real signature
        if any(one.email == email for one in self.list()):
            raise Conflict(f"There is already an athlete with the address {email}.")
        made = Athlete(f"new-{email}", email, name, unit)
        self.added.append(made)
        return made

    def remove(self, athlete_id: str) -> Changes:
        self.rows = [row for row in self.rows if row.athlete.id != athlete_id]
        return Changes.EVERYTHING


@dataclass
class FakeRoster:
    athletes: FakeAthletes

    def list(self) -> list[Athlete]:
        return self.athletes.list()

    def today(self, _today: date) -> "list[RosterRow]":
        return self.athletes.rows

    def rows(self, _today: date, **_spans: int) -> "list[RosterRow]":
        return self.athletes.rows


@dataclass
class FakeUpgrading:
    state: DatabaseState = DatabaseState.CURRENT
    sessions: tuple[Session, ...] = ()

    def __post_init__(self) -> None:
        self.work = FakeWork(self.status, self._become)

    def _become(self, state: DatabaseState) -> None:
        self.state = state

    def history(self) -> Any:
        return list(self.overview().revisions)

    def plan(self, _to: str = "head") -> UpgradePlan:
        return self.work.plan(Work.UPGRADE)

    def plan_adoption(self) -> UpgradePlan:
        return self.work.plan(Work.ADOPT)

    def plan_rollback(self, to: str) -> RollbackPlan:
        return self.work.rollback(to)

    def sql(self, plan: UpgradePlan | RollbackPlan) -> str:
        return f'ALTER TABLE "Workout" ADD COLUMN name TEXT; -- to {plan.to_revision}'

    def run(self, plan: UpgradePlan, *, progress: Any = None, backfill: bool = True) -> WorkReport:
        assert backfill
        return self.work.run(plan.work, plan.to_revision, progress)

    adopt = run

    def roll_back(self, plan: RollbackPlan, *, progress: Any = None) -> WorkReport:
        return self.work.run(Work.ROLL_BACK, plan.to_revision, progress)

    def status(self) -> DatabaseStatus:
        return status(self.state)

    def overview(self) -> DatabaseOverview:
        revisions = history(self.status().revision)
        counts = [TableCount("User", 6), TableCount("Workout", 1248), TableCount("SetLog", 28114)]
        last = LastValidation(AT, ok=True)
        return DatabaseOverview(self.status(), revisions, counts, BACKUPS[0].manifest.made_at, last, self.sessions)

    def prepare(self) -> DatabaseStatus:
        if self.state is not DatabaseState.CURRENT:
            raise WrongSchema(f"The database is {self.state.value}.", advice="Upgrade it.")
        return self.status()

    def upgrade(self, progress: Any = None) -> DatabaseStatus:
        if progress is not None:
            progress(1.0, "done")
        self.state = DatabaseState.CURRENT
        return self.status()


@dataclass
class FakeDemo:
    athletes: FakeAthletes

    def load(self, today: date, progress: Any = None) -> Changes:
        if progress is not None:
            progress(0.5, "Half of it")
            progress(1.0, "All of it")
        self.athletes.rows = roster(today)
        return Changes.EVERYTHING

    def remove(self) -> Changes:
        self.athletes.rows = []
        return Changes.EVERYTHING


@dataclass
class FakeImporting:
    """Answers every log with the report it holds, or raises what it is given."""

    error: Exception | None = None
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def preview(self, text: str, athlete_id: str, *, unit: Any, file_name: str) -> ImportReport:  # noqa: ARG002 - the real signature
        return self._answer(text, athlete_id, unit, dry_run=True)

    def run(self, text: str, athlete_id: str, *, unit: Any, file_name: str, progress: Any = None) -> ImportReport:  # noqa: ARG002 - the real signature
        if progress is not None:
            progress(1.0, "")
        return self._answer(text, athlete_id, unit, dry_run=False)

    def _answer(self, text: str, athlete_id: str, unit: Any, *, dry_run: bool) -> ImportReport:
        self.asked.append((text, athlete_id, unit))
        if self.error is not None and unit is None:
            raise self.error
        first, last = datetime(2024, 1, 3, tzinfo=UTC), datetime(2026, 2, 27, tzinfo=UTC)
        skipped = (SkippedLine(17, "no repetitions and no duration"), SkippedLine(204, "the date cannot be read"))
        flagged = (SkippedLine(88, "1,250 kg is more than anybody lifts"),)
        return ImportReport("strong", 214, 4812, 3, skipped, flagged, ("Zercher Good Morning",), dry_run, first, last)


def services(*, people: bool = True, state: DatabaseState = DatabaseState.CURRENT) -> Any:
    """What `app.bootstrap.Services` offers, in memory."""
    athletes = FakeAthletes(roster() if people else [])
    upgrading = FakeUpgrading(state)
    nothing = SimpleNamespace(
        season=lambda *_: None,
        show=lambda *_: {},
        create=lambda request, _today: SimpleNamespace(total_weeks=request.weeks or 16),
    )
    return SimpleNamespace(
        is_loaded=True,
        roster=FakeRoster(athletes),
        athletes=athletes,
        planning=nothing,
        training=SimpleNamespace(page=lambda *_args, **_more: WorkoutPage((), 0, 0)),
        weeks=FakeTraining(has_season=False),
        readiness=SimpleNamespace(history=lambda *_: None, latest=lambda *_: None),
        importing=FakeImporting(),
        upgrading=upgrading,
        backing_up=FakeBackingUp(upgrading.status),
        backfilling=FakeBackfilling(),
        validating=FakeValidating(),
        integrations=FakeIntegrations(),
        adapting=FakeAdapting(),
        meaning=SimpleNamespace(of_today=lambda *_: ""),
        naming=SimpleNamespace(unlinked=lambda _athlete: []),
        knowledge=KnowledgeBase(),
        whoop=FakeWhoop(),
        keyring_problem=lambda: "",
        demo=FakeDemo(athletes),
        close=lambda: None,
    )
