"""One table model for every list of the program: the rows are values, the columns are data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.kit.theme import tones

Index = QModelIndex | QPersistentModelIndex

LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_PAD: Final = 11
"""Where the style puts a cell's text, so that painted cells stand in line with the others."""

Painted = Callable[[QPainter, QRect, Any], None]
"""Paints a cell's row value into its rectangle."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what it says of a row, and where it stands.

    `text` is also what a screen reader reads, so it is given for painted cells too.
    """

    title: str
    text: Callable[[Any], str]
    align: Qt.AlignmentFlag = LEFT
    width: int = 0
    """Pixels; 0 shares the space that is left."""
    paint: Painted | None = None
    tip: Callable[[Any], str] | None = None
    key: str = ""
    """What the database sorts by when the header is clicked; empty where it cannot be sorted."""


class RowsTable(QAbstractTableModel):
    """Rows of any value under columns given as data."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = columns
        self.rows: Sequence[Any] = ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Put new rows in place of the old ones."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip is not None else None
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[section].align
        return None


class TableView(QTableView):
    """A quiet table: whole rows, no grid, one row selected; Enter or a double click activates it."""

    row_selected = Signal(object)
    row_activated = Signal(object)
    sort_wanted = Signal(str, bool)
    """The key of the column, and whether descending."""

    def __init__(self, columns: Sequence[Column], name: str, row_height: int = 34) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows = RowsTable(columns)
        self.setModel(self.rows)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._shape_header(columns)
        self.activated.connect(self._activate)

    def show_rows(self, rows: Sequence[Any], select: Callable[[Any], bool] | None = None) -> None:
        """Show new rows; the first one `select` says yes to is selected, without a signal."""
        blocked = self.blockSignals(True)
        self.rows.show_rows(rows)
        self.blockSignals(blocked)
        if select is not None:
            self.select(select)

    def select(self, wanted: Callable[[Any], bool]) -> None:
        """Select the first row `wanted` says yes to, without a signal; nothing happens where it is selected."""
        found = next((index for index, row in enumerate(self.rows.rows) if wanted(row)), None)
        if found is not None and found != self.currentIndex().row():
            blocked = self.blockSignals(True)
            self.selectRow(found)
            self.blockSignals(blocked)

    def selected_row(self) -> Any | None:
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.row_selected.emit(self.rows.rows[current.row()])

    def _shape_header(self, columns: Sequence[Column]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(any(column.key for column in columns))
        header.setMinimumSectionSize(40)
        for section, column in enumerate(columns):
            if column.width:
                header.resizeSection(section, column.width)
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            else:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        header.sectionClicked.connect(self._sort)

    def _sort(self, section: int) -> None:
        header, key = self.horizontalHeader(), self.rows.columns[section].key
        if not key:
            return
        header.setSortIndicatorShown(True)
        descending = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        self.sort_wanted.emit(key, descending)

    def _activate(self, index: QModelIndex) -> None:
        self.row_activated.emit(self.rows.rows[index.row()])


class _Cells(QStyledItemDelegate):
    """Lets a column paint its own cells; selection and hover stay the style's."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if _painter_of(index) is not None:
            option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        painted = _painter_of(index)
        if painted is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tones().text)
        painted(painter, option.rect.adjusted(_PAD, 0, -_PAD, 0), index.data(Qt.ItemDataRole.UserRole))
        painter.restore()


def _painter_of(index: Index) -> Painted | None:
    table = index.model()
    return table.columns[index.column()].paint if isinstance(table, RowsTable) else None
