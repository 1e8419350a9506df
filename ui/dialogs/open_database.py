"""Which database? A file, or a server that coach and athletes share."""

from collections.abc import Mapping
from urllib.parse import quote

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ui.dialogs.form import Form, number_box
from ui.kit.theme import Space

_FILES = "Peakline databases (*.db *.sqlite *.sqlite3);;All files (*)"


class OpenDatabase(Form):
    """`chosen` carries the SQLAlchemy address; a password in it is kept in memory only."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        sentence = "A file on this computer, or a PostgreSQL server that several people share."
        super().__init__(parent, "Open a database", sentence, "Open database", width=520)
        self.kind = QComboBox()
        self.kind.addItems(["A file on this computer", "A PostgreSQL server"])
        self.file = QLineEdit()
        self.file.setPlaceholderText("Path of the file; a new one is created")
        self.host, self.database, self.user = QLineEdit("localhost"), QLineEdit("peakline"), QLineEdit()
        self.port = number_box(1, 65535, 5432)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText("Kept in memory until Peakline closes")
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._follow_kind)
        self._follow_kind()

    @property
    def is_file(self) -> bool:
        return self.kind.currentIndex() == 0

    def url(self) -> str:
        """The address as SQLAlchemy writes it."""
        if self.is_file:
            return f"sqlite:///{self.file.text().strip()}"
        user = quote(self.user.text().strip(), safe="")
        password = f":{quote(self.password.text(), safe='')}" if self.password.text() else ""
        name = quote(self.database.text().strip(), safe="")
        return f"postgresql://{user}{password}@{self.host.text().strip()}:{self.port.value()}/{name}"

    def problems(self) -> Mapping[QWidget, str]:
        needed = [(self.file, "a file")] if self.is_file else self._server_fields()
        return {field: f"Please name {what}." for field, what in needed if not field.text().strip()}

    def go(self) -> None:
        url = self.url()
        self.accept()
        self.chosen.emit(url)

    def _server_fields(self) -> list[tuple[QLineEdit, str]]:
        return [(self.host, "the server"), (self.database, "the database"), (self.user, "the user")]

    def _lay_out(self) -> None:
        browse = QPushButton("Browse…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.file, 1)
        row.addWidget(browse)
        self.file_row = QWidget()
        self.file_row.setLayout(row)
        self.add_field("&Where", self.kind)
        self.add_field("&File", self.file_row)
        self.file.setAccessibleName("File")
        self._errors[self.file] = self._errors.pop(self.file_row)
        for name, field in (
            ("&Server", self.host),
            ("&Port", self.port),
            ("&Database", self.database),
            ("&User", self.user),
            ("Pass&word", self.password),
        ):
            self.add_field(name, field)
        self.finish_layout()

    def _follow_kind(self) -> None:
        self.show_problems({})
        self.fields.setRowVisible(self.file_row, self.is_file)
        for field in (self.host, self.port, self.database, self.user, self.password):
            self.fields.setRowVisible(field, not self.is_file)
        self.adjustSize()

    def _browse(self) -> None:
        # A name that does not exist yet is welcome here, hence the save dialog without its question.
        file, _ = QFileDialog.getSaveFileName(
            self, "Open a database", "", _FILES, options=QFileDialog.Option.DontConfirmOverwrite
        )
        if file:
            self.file.setText(file)
