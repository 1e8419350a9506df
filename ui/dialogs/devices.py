"""The devices of the athlete in hand, for any page: connect, sync, see what is wrong, disconnect."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox
from shiboken6 import isValid

from app.changes import Changes
from app.errors import Cancelled, DeviceUnavailable, VaultUnavailable
from models.values.devices import Disconnected, LinkStatus, SyncReport
from ui.dialogs.confirm import Confirm
from ui.dialogs.whoop import ConnectWhoop
from ui.kit.background import Ticket
from ui.kit.notices import Kind, Notice
from ui.kit.page import Desk
from ui.widgets.cards import Card
from ui.widgets.devices import DeviceView
from ui.widgets.keyring_banner import KeyringBanner

if TYPE_CHECKING:
    from app.usecases.syncing import Syncing

_NOBODY = "Choose an athlete first."


class DevicesCard(Card):
    """A card that follows the athlete in hand; `reload` fetches anew how the link fares."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Devices")
        self._desk = desk
        self._status: LinkStatus | None = None
        self.banner = KeyringBanner()
        self.view = DeviceView("Whoop")
        self.body.addWidget(self.banner)
        self.body.addWidget(self.view)
        self.view.show_nothing(_NOBODY)
        self.view.connect_wanted.connect(self.connect_athlete)
        self.view.sync_wanted.connect(self.sync)
        self.view.history_wanted.connect(self.fetch_history)
        self.view.disconnect_wanted.connect(self.disconnect_athlete)
        self.view.cancel_wanted.connect(desk.errands.cancel)
        desk.errands.changed.connect(self._follow_errand)
        desk.errands.told.connect(self._show_progress)
        desk.athlete_selected.connect(lambda _id: self.reload())
        desk.theme_changed.connect(self.view.redress)
        desk.theme_changed.connect(self.banner.redress)
        if desk.errands.is_under_way:
            self.view.begin(f"{desk.errands.title}…")

    def reload(self) -> None:
        """Show the athlete in hand."""
        athlete = self._desk.athlete_in_hand
        if athlete is None or not self._desk.is_open:
            self._status = None
            self.caption.setText("Devices")
            self.view.show_nothing(_NOBODY)
            return
        self.caption.setText(f"Devices of {athlete.label}")
        services = self._desk.services
        # A database that is behind has no such columns yet; the window says so elsewhere.
        self._desk.background.run(lambda: services.whoop.status(athlete.id), self._show, lambda _error: None)

    def connect_athlete(self) -> None:
        """Open the dialog; what was missed is fetched as soon as the link is made."""
        athlete = self._desk.athlete_in_hand
        if athlete is None:
            return
        dialog = ConnectWhoop(self._desk, athlete.id, athlete.label, self.window())
        dialog.connected.connect(self.reload)
        dialog.connected.connect(self.sync)
        dialog.open()
        dialog.begin()

    def sync(self) -> None:
        self._fetch(full=False)

    def fetch_history(self) -> None:
        self._fetch(full=True)

    def disconnect_athlete(self) -> None:
        """Ask, and say what stays."""
        athlete, status = self._desk.athlete_in_hand, self._status
        if athlete is None or status is None:
            return
        text = f"{status.title} takes the link back, and its tokens are removed from the keyring."
        dialog = Confirm(
            self.window(), title=f"Disconnect {athlete.label} from {status.title}?", text=text, verb="Disconnect"
        )
        delete = QCheckBox(f"Also delete the {status.days:,} days that were fetched")
        delete.setVisible(bool(status.days))
        dialog.body.insertWidget(dialog.body.count() - 2, delete)
        dialog.accepted.connect(lambda: self._cut(athlete.id, athlete.label, delete_days=delete.isChecked()))
        dialog.open()

    # What is shown

    def _show(self, status: LinkStatus) -> None:
        if isValid(self):
            self._status = status
            self.view.show_status(status, self._desk.today())

    def _follow_errand(self) -> None:
        errands = self._desk.errands
        if errands.is_under_way:
            self.view.begin(f"{errands.title}…")
        else:
            self.view.end()
            self.reload()

    def _show_progress(self, fraction: float, sentence: str) -> None:
        self.view.show_progress(fraction, f"{self._desk.errands.title}: {sentence}")

    # What happens

    def _fetch(self, *, full: bool) -> None:
        athlete = self._desk.athlete_in_hand
        if athlete is None:
            return
        services = self._desk.services

        def work(ticket: Ticket) -> tuple[SyncReport, str]:
            whoop: Syncing = services.whoop
            return (whoop.full_history if full else whoop.sync)(athlete.id, ticket), services.keyring_problem()

        self._desk.errands.run(f"Syncing {athlete.label}", work, self._fetched, self._failed, subject=athlete.id)

    def _fetched(self, outcome: tuple[SyncReport, str]) -> None:
        report, problem = outcome
        self.banner.show_state(problem, 0)
        self._desk.message.emit(report.summary)
        if report.warnings:
            self._desk.noticed.emit(Notice("Synced, but look at this", " ".join(report.warnings)))
        self._changed()

    def _cut(self, athlete_id: str, name: str, *, delete_days: bool) -> None:
        whoop: Syncing = self._desk.services.whoop

        def cut(_ticket: Ticket) -> Disconnected:
            return whoop.disconnect(athlete_id, delete_days=delete_days)

        self._desk.errands.run(f"Disconnecting {name}", cut, self._was_cut, self._failed, subject=athlete_id)

    def _was_cut(self, done: Disconnected) -> None:
        if done.was_revoked:
            self._desk.message.emit(done.sentence)
        else:
            self._desk.noticed.emit(Notice("Disconnected here only", done.sentence, Kind.NOTICE))
        self._changed()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            self._desk.message.emit(str(error))
        elif not isinstance(error, (DeviceUnavailable, VaultUnavailable)):
            self._desk.failed.emit(error)
        elif not self._is_told(error):
            # What is no matter of the link is written down nowhere, so the card would not tell it.
            self._desk.failed.emit(error)
        self._changed()

    def _is_told(self, error: DeviceUnavailable | VaultUnavailable) -> bool:
        """Whether the card itself will show it as the link's problem."""
        shown = self.isVisible() and self._desk.errands.subject == self._desk.athlete
        return shown and isinstance(error, DeviceUnavailable) and bool(error.noted)

    def _changed(self) -> None:
        """Whatever it was, some days may have come: pages look again."""
        if self._desk.is_open:
            self._desk.changed.emit(Changes.READINESS)
