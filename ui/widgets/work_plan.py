"""A plan on screen: what stands in the way, what will be different, and the SQL for those who ask."""

from PySide6.QtCore import QTimer, Signal

from ui.widgets.cards import label
from ui.widgets.work_parts import Fold, Sheet, facts_part, findings_part, group_part, lines_part
from ui.widgets.work_told import PlanTold


class PlanView(Sheet):
    """Shows one plan at a time."""

    sql_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("The plan")
        self.sql: Fold | None = None

    def show_plan(self, told: PlanTold, *, has_sql: bool) -> None:
        """Put the plan on screen, the gravest first."""
        self.clear()
        self.add(label(told.headline, "strong", wrap=True))
        if told.blockers:
            self.add(findings_part("This stands in the way", told.blockers, grave=True))
        for group in told.groups:
            if group.grave:
                self.add(group_part(group))
        if told.warnings:
            self.add(findings_part("Worth knowing first", told.warnings, grave=False))
        if told.facts:
            self.add(facts_part(told.facts))
        if told.steps:
            numbered = [(str(at), step.sentence) for at, step in enumerate(told.steps, 1)]
            self.add(lines_part("What will happen", numbered))
        for group in told.groups:
            if not group.grave:
                self.add(group_part(group))
        self.sql = None
        if has_sql:
            self.sql = Fold("The SQL", "the SQL")
            self.sql.wanted.connect(self.sql_wanted)
            self.sql.toggle.toggled.connect(self._follow_fold)
            self.add(self.sql)
        self.close_up()

    def show_sql(self, text: str) -> None:
        if self.sql is not None:
            self.sql.show_text(text)

    def _follow_fold(self, opened: bool) -> None:
        if opened and self.sql is not None:
            # When the layout has given it its place.
            QTimer.singleShot(0, self._show_end)

    def _show_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
