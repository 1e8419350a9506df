"""What the week on the workouts page shows, fetched in one go by the worker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from models.values.adapting import Autoregulation, SessionChange
from models.values.weeks import TrainingWeek
from models.values.workouts import Workout
from ui.widgets.rationale_parts import Stored
from ui.widgets.week_sessions import first_choice

if TYPE_CHECKING:
    from app.bootstrap import Services
    from models.values.knowledge import Claim


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one fetch brought."""

    athlete: str
    week: TrainingWeek
    workout: Workout | None
    day: Autoregulation | None = None
    """What readiness makes of the session."""
    claims: "Mapping[str, Claim]" = field(default_factory=dict)


def fetch(services: "Services", athlete: str, monday: date, wanted: str, today: date) -> Loaded:
    """The week, and the session `wanted` of it or else the one to begin with, with all it is explained by."""
    week = services.weeks.week(athlete, monday, today)
    ids = [session.id for session in week.sessions]
    chosen = wanted if wanted in ids else first_choice(week.sessions, today)
    if not chosen:
        return Loaded(athlete, week, None)
    workout = services.training.workout(chosen)
    # Only what the program proposed is changed by readiness.
    day = services.adapting.today(chosen, today) if workout.selection_rationale is not None else None
    cited = sorted({*cited_in(workout), *(day.citations if day is not None else ())})
    claims = {claim.id: claim for claim in services.knowledge.claims(cited)} if cited else {}
    return Loaded(athlete, week, workout, day, claims)


def told_day(workout: Workout) -> Autoregulation | None:
    """What readiness changed of a workout that is begun or over; None where it changed nothing."""
    log = Stored(workout.autoregulation_log)
    if not workout.was_autoregulated:
        return None
    changes = [SessionChange("", "", "", 0, 0, "")] if log.parts("changes") else []
    return Autoregulation(log.text("rule"), "", changes, log.text("sentence"), "sets_down", is_applied=True)


def cited_in(workout: Workout) -> list[str]:
    """The claims that any of a workout's reasons cites."""
    documents = [workout.selection_rationale, workout.autoregulation_log]
    for entry in workout.exercises:
        documents += [entry.selection_reason, entry.prescription_rationale]
    return [claim for document in documents for claim in _citations(document)]


def _citations(document: Any) -> list[str]:
    if isinstance(document, Mapping):
        own = document.get("citations")
        found = [one for one in own if isinstance(one, str)] if isinstance(own, list) else []
        return found + [one for key, part in document.items() if key != "citations" for one in _citations(part)]
    if isinstance(document, list):
        return [one for part in document for one in _citations(part)]
    return []
