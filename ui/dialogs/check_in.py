"""The check-in of one athlete, in a dialog of its own."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.dialogs.check_in_card import CheckInCard
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.cards import label


class CheckInDialog(QDialog):
    """Asks the morning's questions; closing it keeps what has been answered as a draft."""

    def __init__(self, desk: Desk, athlete_id: str, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        athlete = next((one for one in desk.athletes if one.id == athlete_id), None)
        name = "" if athlete is None else athlete.label
        self.setWindowTitle(f"Check-in: {name}" if name else "Check-in")
        self.card = CheckInCard(desk)
        self.card.logged.connect(lambda _: self.accept())
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(label(f"How is {name} today?" if name else "How are you today?", "heading"))
        column.addWidget(self.card, 1)
        self.resize(920, 520)
        self.card.show_day(athlete_id, day)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.card.keep_draft()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape closes; the draft stays."""
        self.card.keep_draft()
        super().reject()
