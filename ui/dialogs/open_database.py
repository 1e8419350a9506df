"""Which file? Another database on this computer, or a new one; the way to a server stands beside it."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.dialogs.form import Form
from ui.kit.icons import dress
from ui.kit.opening import file_url
from ui.kit.theme import Space

_FILES = "Peakline databases (*.db *.sqlite *.sqlite3);;All files (*)"


class OpenDatabase(Form):
    """`chosen` carries the SQLAlchemy address of a file."""

    chosen = Signal(str)
    server_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        sentence = "A file on this computer; one that does not exist yet is made. The database open now is closed."
        super().__init__(parent, "Open a database", sentence, "Open database", width=520)
        self.file = QLineEdit()
        self.file.setPlaceholderText("Path of the file")
        self.server = QPushButton("Connect to a Server…")
        self.server.setProperty("look", "quiet")
        self.server.setAutoDefault(False)
        dress(self.server, "database")
        self.buttons.insertWidget(0, self.server)
        self._lay_out()
        self.server.clicked.connect(self._go_to_server)

    def url(self) -> str:
        """The address as SQLAlchemy writes it."""
        return file_url(Path(self.file.text().strip()).expanduser())

    def problems(self) -> Mapping[QWidget, str]:
        text = self.file.text().strip()
        if not text:
            return {self.file: "Please name a file."}
        if Path(text).expanduser().is_dir():
            return {self.file: "This is a folder. Please name a file in it."}
        return {}

    def go(self) -> None:
        url = self.url()
        self.accept()
        self.chosen.emit(url)

    def _go_to_server(self) -> None:
        self.reject()
        self.server_wanted.emit()

    def _lay_out(self) -> None:
        browse = QPushButton("Browse…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.file, 1)
        row.addWidget(browse)
        holder = QWidget()
        holder.setLayout(row)
        self.add_field("&File", holder)
        self.file.setAccessibleName("File")
        self._errors[self.file] = self._errors.pop(holder)
        self.finish_layout()

    def _browse(self) -> None:
        # A name that does not exist yet is welcome here, hence the save dialog without its question.
        file, _ = QFileDialog.getSaveFileName(
            self, "Open a database", "", _FILES, options=QFileDialog.Option.DontConfirmOverwrite
        )
        if file:
            self.file.setText(file)
