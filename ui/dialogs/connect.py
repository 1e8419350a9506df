"""Which server? Remembered ones in a list, a new one by its parts, and a test that says what is wrong in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.errors import Conflict, PeaklineError
from models.values.connections import DEFAULT_PORT, ServerAddress, TlsMode, Trial
from ui.dialogs.form import Form, number_box
from ui.dialogs.trial import TrialView
from ui.kit.icons import dress
from ui.kit.notices import notice_of
from ui.kit.page import Desk
from ui.kit.theme import Space
from ui.widgets.cards import label

if TYPE_CHECKING:
    from app.usecases.connecting import Connecting

_MODES: Final = (
    (TlsMode.AUTOMATIC, "Automatic: verified, except on this computer"),
    (TlsMode.VERIFIED, "Always verified"),
    (TlsMode.OFF, "Off, for a server on this computer only"),
)
_STORED: Final = "Kept in the keyring; type to replace it"
_WANTED: Final = "Goes into the keyring, and nowhere else"
_FORGOTTEN: Final = "Kept until Peakline closes: there is no keyring"
_ROW: Final = 30
_ADDRESS = Qt.ItemDataRole.UserRole


class Connect(Form):
    """`chosen` carries the address without its password, which the program takes from the keyring."""

    chosen = Signal(str)

    def __init__(
        self,
        desk: Desk,
        connecting: "Callable[[], Connecting]",
        keyring_problem: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        """Both are called in the worker; `keyring_problem` says why passwords do not last, if they do not."""
        sentence = "A PostgreSQL server that coach and athletes share. Nothing on it is changed by connecting."
        super().__init__(parent, "Connect to a server", sentence, "Connect", width=720)
        self._desk, self._connecting, self._keyring_problem = desk, connecting, keyring_problem
        self._lasts = True
        self._id = ""
        self.known = QListWidget()
        self.name, self.host, self.database, self.user = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.port = number_box(1, 65535, DEFAULT_PORT)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.tls = QComboBox()
        for mode, words in _MODES:
            self.tls.addItem(words, mode)
        self.ca_file = QLineEdit()
        self.trial = TrialView()
        self.new, self.forget, self.test = QPushButton("&New"), QPushButton("&Forget"), QPushButton("&Test")
        self._lay_out()
        self.known.currentItemChanged.connect(self._show_chosen)
        self.known.itemActivated.connect(lambda _item: self.confirm())
        self.new.clicked.connect(self._start_new)
        self.forget.clicked.connect(self._forget)
        self.test.clicked.connect(self._test)
        self._start_new()

    def begin(self) -> None:
        """Fetch the remembered servers."""
        connecting = self._connecting
        self._desk.background.run(lambda: connecting().list(), self._show_known, self._refused)
        self._desk.background.run(self._keyring_problem, self._show_keyring, self._refused)

    def address(self) -> ServerAddress:
        """What the fields say; a server without a name of its own is called by its place."""
        host, database = self.host.text().strip(), self.database.text().strip()
        return ServerAddress(
            name=self.name.text().strip() or f"{database} on {host or 'this computer'}",
            host=host,
            database=database,
            user=self.user.text().strip(),
            port=self.port.value(),
            tls=TlsMode(self.tls.currentData()),
            ca_file=self.ca_file.text().strip() or None,
            id=self._id,
        )

    def problems(self) -> Mapping[QWidget, str]:
        needed = ((self.database, "the database"), (self.user, "the user"))
        return {field: f"Please name {what}." for field, what in needed if not field.text().strip()}

    def go(self) -> None:
        """Remember the server, its password in the keyring, and open it."""
        self.working(on=True)
        connecting, address, password = self._connecting, self.address(), self.password.text() or None

        def save() -> str:
            use = connecting()
            return use.text(use.save(address, password).id)

        self._desk.background.run(save, self._go_on, self._refused)

    def working(self, *, on: bool) -> None:
        super().working(on=on)
        for button in (self.test, self.new, self.forget):
            button.setEnabled(not on and (button is not self.forget or bool(self._id)))

    # Build

    def _lay_out(self) -> None:
        self.known.setAccessibleName("Remembered servers")
        self.known.setFixedWidth(190)
        for button in (self.new, self.forget, self.test):
            button.setAutoDefault(False)
        dress(self.new, "add")
        dress(self.forget, "remove")
        below = QHBoxLayout()
        below.setSpacing(Space.S)
        below.addWidget(self.new)
        below.addWidget(self.forget)
        left = QVBoxLayout()
        left.setSpacing(Space.S)
        left.addWidget(label("Remembered", "caption"))
        left.addWidget(self.known, 1)
        left.addLayout(below)
        right = QVBoxLayout()
        right.setSpacing(Space.M)
        self.body.removeItem(self.fields)
        self.fields.setParent(None)
        self._add_fields()
        right.addLayout(self.fields)
        right.addWidget(self.trial)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(Space.XL)
        both.addLayout(left)
        both.addLayout(right, 1)
        self.body.addLayout(both, 1)
        self.buttons.insertWidget(0, self.test)
        self.finish_layout()

    def _add_fields(self) -> None:
        self.host.setPlaceholderText("Empty for this computer")
        self.name.setPlaceholderText("What you call it")
        self.ca_file.setPlaceholderText("Empty trusts the operating system's authorities")
        browse = QPushButton("Browse…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.ca_file, 1)
        row.addWidget(browse)
        holder = QWidget()
        holder.setLayout(row)
        for words, field in (
            ("&Server", self.host),
            ("&Port", self.port),
            ("&Database", self.database),
            ("&User", self.user),
            ("Pass&word", self.password),
            ("&Encryption", self.tls),
            ("&Authority file", holder),
            ("Na&me", self.name),
        ):
            self.add_field(words, field)
        self.ca_file.setAccessibleName("Authority file")

    # What is shown

    def _show_known(self, addresses: Sequence[ServerAddress], chosen: str = "") -> None:
        if not isValid(self):
            return
        self.known.blockSignals(True)
        self.known.clear()
        for address in addresses:
            item = QListWidgetItem(address.name)
            item.setToolTip(address.location)
            item.setSizeHint(QSize(0, _ROW))
            item.setData(_ADDRESS, address)
            self.known.addItem(item)
        self.known.blockSignals(False)
        wanted = next((at for at, one in enumerate(addresses) if one.id == chosen), 0)
        if addresses:
            self.known.setCurrentRow(wanted)
            self.known.setFocus()
        else:
            self._start_new()

    def _show_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        address: ServerAddress = item.data(_ADDRESS)
        self._fill(address)
        self._say_where_passwords_go()

    def _start_new(self) -> None:
        self.known.setCurrentRow(-1)
        self._fill(ServerAddress(name="", host="", database="peakline", user=""))
        self._say_where_passwords_go()
        self.host.setFocus()

    def _show_keyring(self, problem: str) -> None:
        if isValid(self):
            self._lasts = not problem
            self._say_where_passwords_go()
            self.password.setToolTip(problem)

    def _say_where_passwords_go(self) -> None:
        remembered = _STORED if self._id else _WANTED
        self.password.setPlaceholderText(remembered if self._lasts else _FORGOTTEN)

    def _fill(self, address: ServerAddress) -> None:
        self._id = address.id
        for field, text in (
            (self.name, address.name),
            (self.host, address.host),
            (self.database, address.database),
            (self.user, address.user),
            (self.password, ""),
            (self.ca_file, address.ca_file or ""),
        ):
            field.setText(text)
        self.port.setValue(address.port)
        self.tls.setCurrentIndex(self.tls.findData(address.tls))
        self.forget.setEnabled(bool(address.id))
        self.trial.clear()
        self.show_problems({})

    # What happens

    def _test(self) -> None:
        found = self.problems()
        self.show_problems(found)
        if found:
            return
        self.working(on=True)
        self.trial.show_waiting()
        connecting, address, password = self._connecting, self.address(), self.password.text() or None
        self._desk.background.run(lambda: connecting().test(address, password), self._tested, self._refused)

    def _tested(self, trial: Trial) -> None:
        if isValid(self):
            self.working(on=False)
            self.trial.show_trial(trial)

    def _forget(self) -> None:
        self.working(on=True)
        connecting, chosen = self._connecting, self._id

        def remove() -> Sequence[ServerAddress]:
            use = connecting()
            use.remove(chosen)
            return use.list()

        self._desk.background.run(remove, self._forgotten, self._refused)

    def _forgotten(self, addresses: Sequence[ServerAddress]) -> None:
        if isValid(self):
            self.working(on=False)
            self._show_known(addresses)

    def _go_on(self, text: str) -> None:
        if isValid(self):
            self.accept()
            self.chosen.emit(text)

    def _refused(self, error: BaseException) -> None:
        if not isValid(self):
            return
        self.working(on=False)
        self.trial.clear()
        if isinstance(error, Conflict):
            self.show_problems({self.name: str(error)})
        elif isinstance(error, PeaklineError):
            self.trial.show_error(error.title, str(error))
        else:
            self._desk.broke.emit(error)
            said = notice_of(error)
            self.trial.show_error(said.title, said.text)

    def _browse(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "Authority file", "", "Certificates (*.pem *.crt);;All files (*)")
        if file:
            self.ca_file.setText(file)
