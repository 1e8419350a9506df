"""The command palette: every page, athlete and action, found by a few of its letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.kit.theme import Space, TextSize, font, tones

_WIDTH = 560
_ROW = 34
_ROWS = 11
_HINT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to go to or do."""

    text: str
    hint: str
    """A shortcut or a kind, shown faintly at the right."""
    run: Callable[[], None]
    icon: QIcon | None = None


def fuzzy_score(pattern: str, text: str) -> int | None:
    """How well the letters of `pattern` are found in `text`, in order; None where they are not.

    Runs of letters and starts of words count more, long texts a little less. Of the places where
    the first letter stands, the one that gives the best score counts.
    """
    wanted, where = pattern.lower().replace(" ", ""), text.lower()
    if not wanted:
        return 0
    starts = [index for index, letter in enumerate(where) if letter == wanted[0]]
    scores = [score for start in starts if (score := _score_from(wanted, where, start)) is not None]
    return max(scores) - len(where) // 12 if scores else None


def _score_from(wanted: str, where: str, start: int) -> int | None:
    score, position, run = 0, start, 0
    for letter in wanted:
        found = where.find(letter, position)
        if found < 0:
            return None
        run = run + 1 if found == position else 1
        starts_word = found == 0 or not where[found - 1].isalnum()
        score += 2 * run + (8 if starts_word else 0) - min(found - position, 3)
        position = found + 1
    return score


def ranked(pattern: str, choices: Sequence[Choice]) -> list[Choice]:
    """The choices that match, best first; all of them, in their order, for an empty pattern."""
    if not pattern.strip():
        return list(choices)
    scored = [(fuzzy_score(pattern, choice.text), index, choice) for index, choice in enumerate(choices)]
    return [choice for score, _, choice in sorted((-s, i, c) for s, i, c in scored if s is not None)]


class Palette(QDialog):
    """A field and a list; Enter does, Esc leaves everything as it was."""

    def __init__(self, parent: QWidget, choices: Sequence[Choice], prompt: str) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(prompt)
        self.setModal(True)
        self._window = parent.window()
        self._choices = choices
        self._shown: list[Choice] = []
        self._field = QLineEdit()
        self._field.setPlaceholderText(prompt)
        self._field.setAccessibleName(prompt)
        self._field.setFont(font(TextSize.HEADING))
        self._field.setMinimumHeight(30)
        self._list = QListWidget()
        self._list.setAccessibleName("Matches")
        self._list.setItemDelegate(_Row(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setStyleSheet("QListWidget { border: none; border-radius: 0; }")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(self._field)
        column.addWidget(self._list)
        self.setStyleSheet(f"Palette {{ border: 1px solid {tones().border_strong.name()}; }}")
        self._field.textChanged.connect(self._filter)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(lambda _item: self._run())
        self._place()
        self._filter("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if (step := steps.get(Qt.Key(event.key()))) is not None:
                last = self._list.count() - 1
                self._list.setCurrentRow(max(0, min(last, self._list.currentRow() + step)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _filter(self, pattern: str) -> None:
        self._shown = ranked(pattern, self._choices)
        self._list.clear()
        for choice in self._shown:
            item = QListWidgetItem(choice.text)
            item.setData(_HINT, choice.hint)
            if choice.icon is not None:
                item.setIcon(choice.icon)
            self._list.addItem(item)
        if self._shown:
            self._list.setCurrentRow(0)
        self._list.setFixedHeight(max(1, min(len(self._shown), _ROWS)) * _ROW + 2)
        self.setFixedHeight(self.sizeHint().height())

    def _run(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._shown):
            choice = self._shown[row]
            self.accept()
            choice.run()

    def _place(self) -> None:
        window = self._window
        self.setFixedWidth(min(_WIDTH, window.width() - 40))
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - self.width()) // 2, corner.y() + 84)


class _Row(QStyledItemDelegate):
    """Icon and text left, the hint faintly at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        shade = tones()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade.accent_soft)
            painter.drawRoundedRect(rect, 6, 6)
        icon: QIcon | None = index.data(Qt.ItemDataRole.DecorationRole)
        if icon is not None:
            mode = QIcon.Mode.Selected if selected else QIcon.Mode.Normal
            icon.paint(painter, QRect(rect.left() + 10, rect.center().y() - 7, 16, 16), mode=mode)
        painter.setPen(shade.text)
        words = rect.adjusted(36, 0, -12, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        painter.setPen(shade.muted)
        painter.setFont(font(TextSize.SMALL))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(words, right, str(index.data(_HINT) or ""))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)
