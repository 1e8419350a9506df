"""What some work on a database asks before it can be planned: a file, or how far to go back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from models.values.upgrading import Revision
from ui.kit.theme import Space
from ui.widgets.work_told import short


class Chooser(QWidget):
    """One question above the plan; `changed` asks for a new plan."""

    changed = Signal()

    def value(self) -> Any:
        """What was chosen; None leaves it to the program."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Whether there is something to make a plan of."""
        return True

    def fill(self, found: Any) -> None:
        """Take what the job has found out first, where it looks for something."""


class FileChooser(Chooser):
    """A file to read or to write."""

    def __init__(self, name: str, files: str, chosen: Path | None = None, *, writes: bool = False) -> None:
        """`files` is the dialog's filter; where the file is only written, an empty field leaves it to the program."""
        super().__init__()
        self._name, self._files, self._writes = name, files, writes
        self.file = QLineEdit(str(chosen) if chosen is not None else "")
        self.file.setAccessibleName(name)
        self.file.setPlaceholderText("In the folder of backups" if writes else "Path of the file")
        browse = QPushButton("Browse…")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.file, 1)
        row.addWidget(browse)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(Space.L)
        words = QLabel(f"&{name}")
        words.setBuddy(self.file)
        form.addRow(words, row)
        self._told = self.file.text()
        self.file.editingFinished.connect(self._edited)

    def value(self) -> Path | None:
        text = self.file.text().strip()
        return Path(text).expanduser() if text else None

    def is_ready(self) -> bool:
        return self._writes or self.value() is not None

    def _edited(self) -> None:
        if self.file.text() != self._told:
            self._told = self.file.text()
            self.changed.emit()

    def _browse(self) -> None:
        pick = QFileDialog.getSaveFileName if self._writes else QFileDialog.getOpenFileName
        file, _ = pick(self, self._name, self.file.text(), self._files)
        if file:
            self.file.setText(file)
            self._edited()


class RevisionChooser(Chooser):
    """An earlier revision, the last one first; they are filled in when they are known."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.setAccessibleName("Back to")
        self.box.setMinimumContentsLength(30)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(Space.L)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("&Back to", self.box)
        self.box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def fill(self, found: Any) -> None:
        history: Sequence[Revision] = found
        # The last applied revision is where the database stands; back is to one before it.
        earlier = [one for one in history if one.applied][:-1]
        self.box.blockSignals(True)
        for one in reversed(earlier):
            self.box.addItem(f"{short(one.revision)}  {one.title}", one.revision)
        self.box.blockSignals(False)

    def value(self) -> str:
        return str(self.box.currentData())

    def is_ready(self) -> bool:
        return self.box.count() > 0
