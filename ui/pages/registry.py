"""The pages by their word: what the rail shows, and which module is loaded on the first visit."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ui.kit.page import Desk, Page


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A page that is not yet loaded."""

    word: str
    title: str
    class_name: str
    hint: str
    """What one does there, for tooltips and the command palette."""

    @property
    def module(self) -> str:
        return f"ui.pages.{self.word}"


PAGES: Final[Sequence[Entry]] = (
    Entry("today", "Today", "TodayPage", "Who needs you today"),
    Entry("athletes", "Athletes", "AthletesPage", "The roster on one time axis"),
    Entry("plan", "Plan", "PlanPage", "The season of one athlete"),
    Entry("workouts", "Workouts", "WorkoutsPage", "What was planned and what was done"),
    Entry("readiness", "Readiness", "ReadinessPage", "How an athlete recovers"),
    Entry("proposals", "Proposals", "ProposalsPage", "What would change in a plan, and why"),
    Entry("knowledge", "Knowledge", "KnowledgePage", "What every decision rests on"),
    Entry("database", "Database", "DatabasePage", "Where the data is kept"),
    Entry("settings", "Settings", "SettingsPage", "Theme, units, devices and folders"),
)

MORNING: Final = Entry("morning", "Morning", "MorningPage", "The check-in and today's session, and nothing else")
"""An athlete's own page: it stands alone, without rail and header."""

WORDS: Final = (*(entry.word for entry in PAGES), MORNING.word)


def entry(word: str) -> Entry:
    """The entry of a word; an unknown one gives the first page."""
    return next((one for one in (*PAGES, MORNING) if one.word == word), PAGES[0])


def build(word: str, desk: Desk) -> Page:
    """Load a page's module and make the page."""
    wanted = entry(word)
    module = importlib.import_module(wanted.module)
    page = getattr(module, wanted.class_name)(desk)
    if not isinstance(page, Page):
        raise TypeError(f"{wanted.class_name} is not a page")
    return page
