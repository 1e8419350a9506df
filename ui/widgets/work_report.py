"""A report on screen: how it went, what is left to do, and each step with its time."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.work_checks import ChecksView
from ui.widgets.work_parts import Fold, Sheet, facts_part, group_part, lines_part, notes_part, picture
from ui.widgets.work_told import ReportTold, took


class ReportView(QWidget):
    """Shows one report; a validation's checks get all the room there is."""

    def __init__(self) -> None:
        super().__init__()
        self.told: ReportTold | None = None
        self.sheet = Sheet("The report")
        self.checks = ChecksView()
        self._heading = QHBoxLayout()
        self._heading.setSpacing(Space.M)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(self._heading)
        column.addWidget(self.sheet, 3)
        column.addWidget(self.checks, 2)

    def show_report(self, told: ReportTold) -> None:
        """Put the report on screen."""
        self.told = told
        self._show_heading(told)
        self.sheet.clear()
        for group in told.groups:
            if group.grave:
                self.sheet.add(group_part(group))
        if told.facts:
            self.sheet.add(facts_part(told.facts))
        if told.notes:
            self.sheet.add(notes_part("Worth knowing", told.notes))
        for group in told.groups:
            if not group.grave:
                self.sheet.add(group_part(group))
        if told.steps:
            self.sheet.add(lines_part("What was done", [(took(step.seconds), step.sentence) for step in told.steps]))
        if told.details:
            fold = Fold("Details", "the details of the error")
            fold.show_text(told.details)
            self.sheet.add(fold)
        self.sheet.close_up()
        self.checks.setVisible(bool(told.checks))
        self.checks.show_checks(told.checks)
        alone = not (told.groups or told.facts or told.notes or told.steps or told.details)
        self.sheet.setVisible(not (alone and told.checks))

    def _show_heading(self, told: ReportTold) -> None:
        while (item := self._heading.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(told.headline, "strong", wrap=True))
        column.addWidget(label(told.sentence, "muted", wrap=True, selectable=True))
        self._heading.addWidget(picture("check" if told.ok else "warning", 22, good=told.ok))
        self._heading.addWidget(words, 1)
