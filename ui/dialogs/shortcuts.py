"""Every keyboard shortcut of the window, read from its actions, so the list cannot be wrong."""

from collections.abc import Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.dialogs.form import Form
from ui.kit.theme import Space
from ui.widgets.tables import RIGHT, Column, TableView

_COLUMNS = (
    Column("Action", lambda row: str(row[0])),
    Column("Keys", lambda row: str(row[1]), align=RIGHT, width=150),
)


class Shortcuts(Form):
    """A table to look at."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent, "Keyboard shortcuts", "Ctrl+K finds everything else by its name.")
        native = QKeySequence.SequenceFormat.NativeText
        rows = [
            (action.text().replace("&", "").removesuffix("…"), action.shortcut().toString(native))
            for action in actions.values()
            if not action.shortcut().isEmpty()
        ]
        table = TableView(_COLUMNS, "Keyboard shortcuts", row_height=28)
        table.show_rows(rows)
        table.setMinimumHeight(380)
        self.body.addWidget(table, 1)
        self.body.setSpacing(Space.M)
        self.finish_layout()
