"""What is the season for? Goal, length, start and, perhaps, an event to be ready for."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QHBoxLayout, QWidget

from app.changes import Changes
from app.engine.constants import WEEKS
from app.errors import InvalidInput
from models.values.athletes import Athlete
from models.values.plan import Macrocycle, PlanRequest, TrainingGoal
from ui.dialogs.form import Form, number_box
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.wording import goal_name


class NewSeason(Form):
    """Plans a season for one athlete; the earlier one is archived, not lost."""

    def __init__(self, desk: Desk, athlete: Athlete, parent: QWidget | None = None) -> None:
        sentence = f"For {athlete.label}. A season that is under way is archived and can be looked up later."
        super().__init__(parent, "Plan a new season", sentence, "Plan season")
        self._desk, self._athlete = desk, athlete
        today = desk.today()
        self.goal = QComboBox()
        for goal in TrainingGoal:
            self.goal.addItem(goal_name(goal), goal)
        self.goal.setCurrentIndex(list(TrainingGoal).index(TrainingGoal.STRENGTH))
        self.start = _date_edit(today + timedelta(days=-today.weekday() % 7))
        self.has_event = QCheckBox("There is an event")
        self.event_day = _date_edit(today + timedelta(weeks=16))
        self.event_day.setEnabled(False)
        self.weeks = number_box(*WEEKS, 16, " weeks")
        self._lay_out()
        self.has_event.toggled.connect(self._follow_event)

    def problems(self) -> Mapping[QWidget, str]:
        start, event = _day(self.start), _day(self.event_day)
        if self.has_event.isChecked() and event <= start:
            return {self.event_day: "The event must come after the start."}
        return {}

    def go(self) -> None:
        event = _day(self.event_day) if self.has_event.isChecked() else None
        request = PlanRequest(
            athlete_id=self._athlete.id,
            goal=TrainingGoal(self.goal.currentData()),
            # With an event the season ends on it: its length follows.
            weeks=None if event else self.weeks.value(),
            start=_day(self.start),
            event=event,
        )
        planning, today = self._desk.services.planning, self._desk.today()
        self.working(on=True)
        self._desk.background.run(lambda: planning.create(request, today), self._planned, self._refused)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self.has_event)
        row.addStretch(1)
        holder = QWidget()
        holder.setLayout(row)
        self.add_field("&Goal", self.goal)
        self.add_field("&Start", self.start)
        self.add_field("&Length", self.weeks)
        self.fields.addRow("", holder)
        self.add_field("&Event day", self.event_day)
        self.finish_layout()

    def _follow_event(self, there_is_one: bool) -> None:
        self.event_day.setEnabled(there_is_one)
        self.weeks.setEnabled(not there_is_one)

    def _planned(self, macro: Macrocycle) -> None:
        desk = self._desk
        desk.message.emit(f"A season of {macro.total_weeks} weeks was planned for {self._athlete.label}.")
        self.accept()
        desk.changed.emit(Changes.PLAN)
        desk.page_wanted.emit("plan")

    def _refused(self, error: BaseException) -> None:
        self.working(on=False)
        if isinstance(error, InvalidInput):
            self.show_problems({self.goal: str(error)})
        else:
            self.reject()
            self._desk.failed.emit(error)


def _date_edit(day: date) -> QDateEdit:
    edit = QDateEdit(QDate(day.year, day.month, day.day))
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("ddd d MMM yyyy")
    return edit


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
