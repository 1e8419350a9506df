"""Connecting an athlete's Whoop: the coach's own app once, then consent in the browser, and whose account it became."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.errors import Cancelled
from models.values.devices import Connected
from ui.dialogs.form import Form
from ui.kit.icons import dress
from ui.kit.notices import notice_of
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.cards import label

if TYPE_CHECKING:
    from app.usecases.syncing import Syncing

_WIDTH: Final = 620
_ASKING: Final = "Asking the keyring…"
_REGISTER: Final = (
    "{title} lets programs read an athlete's data only through an app of your own. Registering one is free for"
    " {title} members, and up to ten athletes can be connected through it. Enter exactly these redirect URIs there,"
    " all three, and copy its client id and client secret here."
)
_CONSENT: Final = (
    "{title} opens in your browser. {name} logs in there and allows Peakline to read recovery, cycles, sleep and"
    " profile; nothing is changed at {title}. If somebody else is logged in to {title} in this browser, log out first"
    " or paste the address into a private window."
)
_WAITING: Final = "The browser has the address. Allow the access there; this window goes on by itself."
_NO_BROWSER: Final = "No browser could be opened. Copy the address and open it by hand; this window goes on by itself."


class ConnectWhoop(Form):
    """`connected` comes when the link is made. What it asks runs as an errand, so the window stays free."""

    connected = Signal()
    _address = Signal(str)

    def __init__(
        self,
        desk: Desk,
        athlete_id: str,
        name: str,
        parent: QWidget | None = None,
        open_url: Callable[[str], bool] | None = None,
    ) -> None:
        whoop: Syncing = desk.services.whoop
        super().__init__(parent, f"Connect {name} with {whoop.title}", _ASKING, "Connect", width=_WIDTH)
        self._desk, self._whoop, self._athlete, self._name = desk, whoop, athlete_id, name
        self._open_url = open_url or (lambda url: QDesktopServices.openUrl(QUrl(url)))
        self._url = ""
        self._needs_app = False
        self._waits = False
        self._is_done = False
        self.client_id, self.client_secret = QLineEdit(), QLineEdit()
        self.client_secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.client_id.setPlaceholderText("As the developer dashboard shows it")
        self.client_secret.setPlaceholderText("Goes into the keyring, and nowhere else")
        self.outcome = label("", "strong", wrap=True, selectable=True)
        self.advice = label("", wrap=True, selectable=True)
        self.bar = QProgressBar()
        self.copy, self.again, self.other = (
            QPushButton(words) for words in ("Copy Address", "Open Again", "Use Another App…")
        )
        self._lay_out()
        self._address.connect(self._show_address)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._url))
        self.again.clicked.connect(lambda: self._show_address(self._url))
        self.other.clicked.connect(lambda: self._show_app(needed=True))

    def begin(self) -> None:
        """Find out, off this thread, whether an app has been entered and how long it will be remembered."""
        services, whoop = self._desk.services, self._whoop
        self.working(on=True)
        self._run(lambda _ticket: (services.keyring_problem(), whoop.client_known()), self._ready)

    def problems(self) -> Mapping[QWidget, str]:
        if not self._needs_app:
            return {}
        needed = ((self.client_id, "the client id"), (self.client_secret, "the client secret"))
        return {field: f"Please enter {what}." for field, what in needed if not field.text().strip()}

    def go(self) -> None:
        """Keep the app if one was entered, and send the athlete to the browser."""
        if self._is_done:
            self.accept()
            return
        whoop, athlete = self._whoop, self._athlete
        app = (self.client_id.text(), self.client_secret.text()) if self._needs_app else None
        emit = self._address.emit

        def connect(ticket: Callable[[float, str], None]) -> Connected:
            if app is not None:
                whoop.save_client(*app)
            return whoop.connect(athlete, emit, ticket)

        self._url = ""
        self._show_part(waiting=True)
        self.sentence.setText("")
        self._tell("Opening the browser…")
        self._run(connect, self._succeeded)

    def reject(self) -> None:
        """Cancel and Esc: the attempt first, then the dialog."""
        if self._waits:
            self._desk.errands.cancel()
            self._waits = False
        super().reject()

    def working(self, *, on: bool) -> None:
        super().working(on=on)
        self.other.setEnabled(not on)

    # Build

    def _lay_out(self) -> None:
        self.body.removeItem(self.fields)
        self.fields.setParent(None)
        self.app_part, self.waiting_part = QWidget(), QWidget()
        column = QVBoxLayout(self.app_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(self._uris())
        dashboard = QPushButton("Open the Developer Dashboard")
        dashboard.setAutoDefault(False)
        dashboard.clicked.connect(lambda: self._open_url(self._whoop.dashboard))
        row = QHBoxLayout()
        row.addWidget(dashboard)
        row.addStretch(1)
        column.addLayout(row)
        column.addLayout(self.fields)
        self.add_field("Client &id", self.client_id)
        self.add_field("Client &secret", self.client_secret)
        self._lay_out_waiting()
        for part in (self.app_part, self.outcome, self.advice, self.waiting_part):
            self.body.addWidget(part)
            part.hide()
        # What height is left over belongs below, not between heading and words.
        self.body.addStretch(1)
        self.other.setAutoDefault(False)
        self.other.hide()
        self.buttons.insertWidget(0, self.other)
        self.finish_layout()

    def _uris(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(0, 1)
        for row, uri in enumerate(self._whoop.redirect_uris):
            shown = QLineEdit(uri)
            shown.setReadOnly(True)
            shown.setAccessibleName(f"Redirect URI {row + 1}")
            copy = QPushButton("Copy")
            copy.setAutoDefault(False)
            copy.setAccessibleName(f"Copy redirect URI {row + 1}")
            dress(copy, "copy")
            copy.clicked.connect(lambda _=False, uri=uri: QGuiApplication.clipboard().setText(uri))
            grid.addWidget(shown, row, 0)
            grid.addWidget(copy, row, 1)
        return grid

    def _lay_out_waiting(self) -> None:
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Waiting for the browser")
        dress(self.copy, "copy")
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for button in (self.again, self.copy):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self.waiting_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.bar)
        column.addLayout(row)

    # What is shown

    def _ready(self, found: tuple[str, bool]) -> None:
        problem, known = found
        self.working(on=False)
        self._tell("", problem)
        self._show_app(needed=not known)

    def _show_app(self, *, needed: bool) -> None:
        self._needs_app = needed
        words = _REGISTER if needed else _CONSENT
        self.sentence.setText(words.format(title=self._whoop.title, name=self._name))
        self._show_part(app=needed)
        self.other.setVisible(not needed)
        self.verb.setText("Connect")
        (self.client_id if needed else self.verb).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_part(self, *, app: bool = False, waiting: bool = False) -> None:
        self.app_part.setVisible(app)
        self.waiting_part.setVisible(waiting)
        self.verb.setVisible(not waiting)
        self.other.setVisible(False)
        for button in (self.copy, self.again):
            button.setEnabled(bool(self._url))
        self.sentence.setVisible(not waiting)
        self._fit()

    def _tell(self, outcome: str, advice: str = "") -> None:
        for shown, text in ((self.outcome, outcome), (self.advice, advice)):
            shown.setText(text)
            shown.setVisible(bool(text))
        self._fit()

    def _fit(self) -> None:
        """As high as its words are at this width; `adjustSize` reckons with a narrower dialog."""
        self.body.activate()
        self.resize(self.width(), self.body.totalHeightForWidth(self.width()))

    def _show_address(self, url: str) -> None:
        """In the window's thread: hand the address to the system's browser."""
        if not self._waits:
            return
        self._url = url
        opened = self._open_url(url)
        self._tell(_WAITING if opened else _NO_BROWSER)
        self._show_part(waiting=True)

    # What happens

    def _run(self, work: Callable[[Callable[[float, str], None]], object], then: Callable[..., None]) -> None:
        self._waits = True

        def done(result: object) -> None:
            if isValid(self):
                self._waits = False
                then(result)

        def failed(error: BaseException) -> None:
            if isValid(self):
                self._waits = False
                self._failed(error)

        title = f"Connecting {self._name}"
        self._desk.errands.run(title, work, done, failed, subject=self._athlete, kept="nothing was changed")

    def _succeeded(self, connected: Connected) -> None:
        self._is_done = True
        self.client_secret.clear()
        self._show_part()
        self.sentence.hide()
        warnings = " ".join(connected.warnings)
        self._tell(f"Connected as {connected.name}.", warnings or f"Is this {self._name}? If not, disconnect again.")
        self.verb.setText("Done")
        self.cancel.hide()
        self.verb.setFocus(Qt.FocusReason.OtherFocusReason)
        self.connected.emit()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        self.working(on=False)
        reason = getattr(error, "reason", "")
        said, advice = getattr(error, "message", ""), getattr(error, "advice", "")
        if not said:
            self._desk.broke.emit(error)
            said, advice = notice_of(error).title, notice_of(error).text
        if reason in ("client", "client_refused"):
            self._show_app(needed=True)
        else:
            self._show_part(app=self._needs_app)
            self.sentence.hide()
            self.other.setVisible(not self._needs_app)
            self.verb.setText("Try Again")
        self._tell(said, advice)
