"""The athletes page: the roster on one time axis, and the profile of the athlete in hand."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from app.errors import PeaklineError
from models.values.athletes import Athlete, Profile, RosterRow
from ui.kit.icons import dress, icon
from ui.kit.page import Desk, Page
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.empty import Welcome
from ui.widgets.profile_card import ProfileCard
from ui.widgets.roster import RosterTable
from ui.widgets.skeleton import Skeleton

WIDE: int = 1180
"""Page width in pixels from which roster and profile stand side by side unasked."""
CARD_WIDTH = 296


class AthletesPage(Page):
    """Who is coached: search, sort, look after, take in hand."""

    word = "athletes"
    title = "Athletes"
    cares_about = Changes.ATHLETES | Changes.PLAN | Changes.WORKOUTS | Changes.READINESS
    follows_athlete = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RosterTable()
        self.card = ProfileCard()
        self.search = QLineEdit()
        self.count = label("", "muted")
        self.profile_button = QPushButton("Profile")
        self.layers = QStackedWidget()
        self.add = self._action("&Add Athlete…", "add-person", "add_athlete")
        self.import_log = self._action("&Import Log…", "import", "import_log")
        self.link = self._action("&Link Exercises…", "edit", "link_exercises")
        self.remove = self._action("&Remove Athlete…", "remove", "remove_athlete")
        self.open_plan = QAction("Open &Plan", self)
        dress(self.open_plan, "plan")
        self._build()
        self._connect()

    def header_actions(self) -> Sequence[QAction]:
        return (self.add, self.import_log, self.remove) if self.layers.currentWidget() is self.board else ()

    def begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def reload(self) -> None:
        roster, today = self.desk.roster, self.desk.today()
        self.desk.run(lambda: roster.rows(today), self.show_roster)

    def show_roster(self, rows: Sequence[RosterRow]) -> None:
        """Show the roster; without anybody, the ways to begin."""
        if rows:
            self.table.show_roster(rows, self.desk.today())
            self.table.select_athlete(self.desk.athlete)
            self.layers.setCurrentWidget(self.board)
            self._count()
            self._fetch_profile()
        else:
            self.layers.setCurrentWidget(self.welcome)
            self.subtitle = ""
        self.header_changed.emit()
        self.loaded.emit()

    # The profile

    def _fetch_profile(self) -> None:
        athlete = self._in_hand()
        if athlete is None or not self.desk.is_open:
            self.card.show_profile(None, None, self.desk.unit)
            return
        athletes = self.desk.services.athletes
        self.desk.run(lambda: athletes.profile(athlete.id), lambda profile: self._show_profile(athlete, profile))

    def _show_profile(self, athlete: Athlete, profile: Profile) -> None:
        if athlete == self._in_hand():
            self.card.show_profile(athlete, profile, self.desk.unit)

    def _in_hand(self) -> Athlete | None:
        row = self.table.selected_row()
        return None if row is None else row.athlete

    def _save(self, profile: Profile) -> None:
        athletes = self.desk.services.athletes

        def saved(changes: Changes) -> None:
            self.desk.message.emit("The profile was saved.")
            self.desk.changed.emit(changes)

        def failed(error: BaseException) -> None:
            if isinstance(error, PeaklineError):
                self.card.tell_error(str(error))
            else:
                self.desk.failed.emit(error)

        self.desk.background.run(lambda: athletes.save_profile(profile), saved, failed)

    # In hand

    def _take(self, row: RosterRow) -> None:
        if self.card.is_changed and (edited := self.card.edited()) is not None:
            # Going to the next athlete is no reason to lose what was typed for this one.
            self._save(edited)
        self.desk.select_athlete(row.athlete.id)
        self._fetch_profile()

    def _follow(self, athlete_id: str) -> None:
        self.table.select_athlete(athlete_id)

    def _open(self, row: RosterRow | None) -> None:
        if row is not None:
            self.desk.select_athlete(row.athlete.id)
            self.desk.page_wanted.emit("plan")

    def _find(self, text: str) -> None:
        self.table.search(text)
        self._count()

    def _count(self) -> None:
        shown, total = len(self.table.rows.rows), self.table.total
        word = "athlete" if total == 1 else "athletes"
        self.count.setText(f"{total} {word}" if shown == total else f"{shown} of {total} {word}")

    def menu_at(self, point: QPoint) -> QMenu | None:
        """The menu for the athlete at a point of the table, who is thereby taken in hand; None below the last."""
        row = self.table.rowAt(point.y())
        if row < 0:
            return None
        self.table.selectRow(row)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.open_plan)
        menu.addSeparator()
        menu.addActions([self.add, self.import_log, self.link])
        menu.addSeparator()
        menu.addAction(self.remove)
        return menu

    def _show_menu(self, point: QPoint) -> None:
        menu = self.menu_at(point)
        if menu is not None:
            menu.popup(self.table.viewport().mapToGlobal(point))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before = event.oldSize().width()
        if before < 0 or (before >= WIDE) != (self.width() >= WIDE):
            self.profile_button.setChecked(self.width() >= WIDE)
            self.card.setVisible(self.profile_button.isChecked())

    def _retheme(self) -> None:
        self.table.retheme()

    # Widgets

    def _action(self, text: str, icon_name: str, wanted: str) -> QAction:
        made = QAction(text, self)
        dress(made, icon_name)
        made.triggered.connect(lambda: self.desk.action_wanted.emit(wanted))
        return made

    def _connect(self) -> None:
        self.table.row_selected.connect(self._take)
        self.table.row_activated.connect(self._open)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self.table.setFocus)
        self.open_plan.triggered.connect(lambda: self._open(self.table.selected_row()))
        self.card.rules_wanted.connect(lambda: self.desk.action_wanted.emit("readiness_rules"))
        self.card.plan_wanted.connect(lambda: self._open(self.table.selected_row()))
        self.card.saved.connect(self._save)
        self.profile_button.toggled.connect(self.card.setVisible)
        self.welcome.chosen.connect(self.desk.action_wanted)
        self.desk.athlete_selected.connect(self._follow)
        self.desk.settings_changed.connect(self._fetch_profile)
        self.desk.theme_changed.connect(self._retheme)

    def _build(self) -> None:
        self.board = QWidget()
        self.welcome = Welcome()
        column = QVBoxLayout(self.board)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addLayout(self._search_row())
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("athletes")
        splitter.setHandleWidth(Space.M)
        splitter.setChildrenCollapsible(False)
        self.card.setMinimumWidth(CARD_WIDTH)
        self.card.setMaximumWidth(CARD_WIDTH + 140)
        splitter.addWidget(self.table)
        splitter.addWidget(self.card)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 0)
        column.addWidget(splitter, 1)
        for layer in (Skeleton(), self.board, self.welcome):
            self.layers.addWidget(layer)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.layers)

    def _search_row(self) -> QHBoxLayout:
        self.search.setPlaceholderText("Search by name, address, goal or state")
        self.search.setAccessibleName("Search athletes")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(340)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.profile_button.setCheckable(True)
        self.profile_button.setProperty("look", "segment")
        self.profile_button.setToolTip("Show or hide the profile of the athlete in hand")
        dress(self.profile_button, "person")
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.search, 1)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.profile_button)
        return row
