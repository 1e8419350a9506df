"""Said while secrets are not where they belong: no keyring, or plain tokens left in the database."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from ui.kit.icons import pixmap
from ui.kit.theme import Space, tones
from ui.widgets.cards import label
from ui.widgets.work_told import counted


class KeyringBanner(QFrame):
    """Hidden while everything is well."""

    move_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "notice")
        self._icon = QLabel()
        self.text = label("", wrap=True, selectable=True)
        self.move_tokens = QPushButton("Move to Keyring")
        self.move_tokens.clicked.connect(self.move_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.move_tokens)
        self.redress()
        self.hide()

    def show_state(self, problem: str, unsafe: int) -> None:
        """`problem` is why secrets do not last, empty where they do; `unsafe` counts links with plain tokens."""
        told = []
        if unsafe:
            keep = "keeps its" if unsafe == 1 else "keep their"
            links = counted(unsafe, "device link")
            told.append(f"{links} {keep} tokens in the database itself, readable by whoever reads it.")
        if problem:
            told.append(problem)
        self.text.setText(" ".join(told))
        self.move_tokens.setVisible(bool(unsafe) and not problem)
        self.setVisible(bool(told))

    def redress(self) -> None:
        """Take the colours in force."""
        self._icon.setPixmap(pixmap("warning", 16, tones().warn, self.devicePixelRatioF()))
