"""Where the data is kept and how it fares: state, backups, who is connected, and everything to be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout
from shiboken6 import isValid

from app.changes import Changes
from app.errors import PeaklineError, UnreadableFile
from models.values.upgrading import DatabaseOverview, DatabaseState
from ui.kit.actions import ACTS, needs_met
from ui.kit.icons import dress
from ui.kit.notices import Notice, notice_of
from ui.kit.page import Desk, Page
from ui.kit.theme import Space
from ui.widgets.database_lists import DatabaseLists, KnownBackup, Verdict
from ui.widgets.database_state import StateCard, word_of
from ui.widgets.keyring_banner import KeyringBanner

if TYPE_CHECKING:
    from app.bootstrap import Services
    from models.values.integrations import TokenReport
    from models.values.upgrading import Backup

_WORK: Final = ("back_up", "restore", "validate", "backfill", "roll_back")
"""What can be done with the open database, in the order of need; names of the window's actions."""
_ELSEWHERE: Final = ("open_file", "connect_server")
_FIRST: Final = {
    DatabaseState.CURRENT: "back_up",
    DatabaseState.BEHIND: "upgrade",
    DatabaseState.EMPTY: "upgrade",
    DatabaseState.ADOPTABLE: "adopt",
}
"""What one would do first with a database in each state; nothing with one that is not to be touched."""
_WITH_LINKS: Final = (DatabaseState.CURRENT, DatabaseState.BEHIND)
_ACTS: Final = {act.name: act for act in ACTS}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at the database has shown."""

    overview: DatabaseOverview
    backups: Sequence[KnownBackup]
    unsafe: int
    """Device links whose tokens lie in the database."""


class DatabasePage(Page):
    """Shows, and asks the window for its actions; only moving tokens is done from here."""

    word = "database"
    title = "Database"
    cares_about = Changes.EVERYTHING & ~Changes.SETTINGS
    follows_athlete = False
    needs_database = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._state: DatabaseState | None = None
        self._keyring = ""
        self._asked_keyring = False
        self._unsafe = 0
        self._backups: Sequence[KnownBackup] = ()
        self._verdicts: dict[tuple[Path, int | None, int], Verdict] = {}
        """What was verified while the page is open, by the file as it was then."""
        self._actions = {name: self._action(name) for name in ("upgrade", "adopt", "back_up", *_ELSEWHERE)}
        self.card = StateCard()
        self.buttons = {name: self._button(name) for name in _WORK}
        self.banner = KeyringBanner()
        self.lists = DatabaseLists()
        self._build()
        self.banner.move_wanted.connect(self._move_tokens)
        self.lists.restore.clicked.connect(self._restore)
        self.lists.verify.clicked.connect(self._verify)
        self.lists.folder.clicked.connect(self._show_folder)
        self.lists.backups.table.row_activated.connect(lambda _known: self._restore())
        desk.theme_changed.connect(self._redress)
        desk.refused.connect(self._show_refused)

    def header_actions(self) -> Sequence[QAction]:
        first = _FIRST.get(self._state) if self._state is not None else None
        return [self._actions[name] for name in ((first,) if first else ()) + _ELSEWHERE]

    def reload(self) -> None:
        services = self.desk.services
        self.desk.run(lambda: _look(services), self._show)
        if not self._asked_keyring:
            # Once, and behind the look: a keyring may be slow to answer.
            self._asked_keyring = True
            self.desk.background.run(services.keyring_problem, self._show_keyring, lambda _error: None)

    def _build(self) -> None:
        for button in self.buttons.values():
            self.card.verbs.addWidget(button)
        self.card.verbs.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.banner)
        column.addWidget(self.card)
        column.addWidget(self.lists, 1)

    def _action(self, name: str) -> QAction:
        act = _ACTS[name]
        action = QAction(act.text, self)
        action.setToolTip(act.tip)
        dress(action, act.icon)
        action.triggered.connect(lambda _=False: self.desk.action_wanted.emit(name))
        return action

    def _button(self, name: str) -> QPushButton:
        act = _ACTS[name]
        button = QPushButton(act.text.replace("&", ""))
        button.setToolTip(act.tip)
        button.setEnabled(False)
        dress(button, act.icon)
        button.clicked.connect(lambda _=False: self.desk.action_wanted.emit(name))
        return button

    # What is shown

    def _show(self, seen: Seen) -> None:
        overview = seen.overview
        self._state = overview.status.state
        self._unsafe = seen.unsafe
        self.card.show_overview(overview)
        self._backups = seen.backups
        self.lists.show_lists(self._with_verdicts(), overview.sessions, overview.revisions, overview.counts)
        met = needs_met(self._state.value)
        for name, button in self.buttons.items():
            button.setEnabled(_ACTS[name].need in met)
            # What the header offers first is not said twice; where nothing can be done, nothing is offered.
            button.setVisible(bool(met) and _FIRST.get(self._state) != name)
        self.lists.restore.setEnabled(bool(seen.backups) and self.buttons["restore"].isEnabled())
        self._show_banner()
        self.subtitle = word_of(self._state)
        self.header_changed.emit()
        self.loaded.emit()

    def _show_keyring(self, problem: str) -> None:
        self._keyring = problem
        self._show_banner()

    def _show_banner(self) -> None:
        self.banner.show_state(self._keyring, self._unsafe)

    def _show_refused(self, error: BaseException) -> None:
        said = notice_of(error)
        self.card.show_refused("No database is open", f"{said.title}. {said.text}")
        self.subtitle = "None is open"
        self.header_changed.emit()

    def _redress(self) -> None:
        self.card.redress()
        self.banner.redress()

    # What is asked for

    def _restore(self) -> None:
        backup = self.lists.chosen()
        if backup is not None and self.buttons["restore"].isEnabled():
            self.desk.restore_wanted.emit(backup.file)

    def _verify(self) -> None:
        chosen = self.lists.chosen()
        known = next((each for each in self._backups if chosen is not None and each.backup.file == chosen.file), None)
        if known is None:
            return
        backup, backing_up = known.backup, self.desk.services.backing_up

        def found(sentence: str) -> None:
            self._keep_verdict(known, Verdict(True, sentence, datetime.now().astimezone()))
            self.desk.noticed.emit(Notice(f"{backup.file.name} is verified", sentence))

        def failed(error: BaseException) -> None:
            bad = isinstance(error, UnreadableFile)
            self._keep_verdict(known, Verdict(False, str(error), datetime.now().astimezone()) if bad else None)
            self.desk.failed.emit(error)

        self.lists.verify.setEnabled(False)
        title = f"Verify {backup.file.name}"
        self.desk.run_long(title, lambda ticket: backing_up.verify(backup, ticket), found, failed)

    def _keep_verdict(self, known: KnownBackup, verdict: Verdict | None) -> None:
        # Another database may have been opened meanwhile, and this page with it.
        if not isValid(self):
            return
        self.lists.verify.setEnabled(True)
        if verdict is not None:
            self._verdicts[known.stamp] = verdict
            self.lists.show_backups(self._with_verdicts())

    def _with_verdicts(self) -> Sequence[KnownBackup]:
        return [replace(known, verdict=self._verdicts.get(known.stamp)) for known in self._backups]

    def _show_folder(self) -> None:
        backup = self.lists.chosen()
        if backup is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(backup.file.parent))):
            self.desk.noticed.emit(Notice("The folder could not be shown.", str(backup.file.parent)))

    def _move_tokens(self) -> None:
        services = self.desk.services

        def moved(report: "TokenReport") -> None:
            links = f"{report.moved} moved, {report.left} left." if report.left else "All of them lie there now."
            self.desk.noticed.emit(Notice("Tokens moved into the keyring", f"{links} {report.message}"))
            self.desk.changed.emit(Changes.DATABASE)

        self.desk.run(services.integrations.move_tokens, moved)


def _look(services: "Services") -> Seen:
    overview = services.upgrading.overview()
    backups = [_known(each) for each in services.backing_up.list()]
    unsafe = 0
    if overview.status.state in _WITH_LINKS:
        try:
            unsafe = len(services.integrations.unsafe())
        except PeaklineError:
            # A database that is behind may not have the table yet.
            unsafe = 0
    return Seen(overview, backups, unsafe)


def _known(backup: "Backup") -> KnownBackup:
    try:
        now = backup.file.stat()
    except OSError:
        return KnownBackup(backup, None)
    return KnownBackup(backup, now.st_size, now.st_mtime_ns)
