"""The checks of a validation: a shape and a word each, the failing ids below, and what to do about them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from models.values.validating import Check
from ui.kit.theme import TextSize, font, tones
from ui.widgets.work_told import counted, number

MOST: Final = 500
"""Ids that are listed below a check; the copy and the saved report hold them all."""
_ID = Qt.ItemDataRole.UserRole


class ChecksView(QTreeWidget):
    """Failed checks first and open; Ctrl+C copies the ids of what is selected."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Checks")
        self.setHeaderLabels(["Check", "State", "Looked at", "Failing"])
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(False)
        self.setWordWrap(True)
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section, width in ((1, 90), (2, 90), (3, 80)):
            header.resizeSection(section, width)
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
        for section in (2, 3):
            self.headerItem().setTextAlignment(section, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show them, those that fail first, in the order they were made."""
        self.clear()
        for check in sorted(checks, key=lambda check: check.ok):
            self._add(check)
        if (first := self.topLevelItem(0)) is not None:
            self.setCurrentItem(first)

    def selected_ids(self) -> list[str]:
        """The failing ids that are selected; of a check that is selected, all of them."""
        found: list[str] = []
        for item in self.selectedItems():
            check = item.data(0, _ID)
            found += list(check.failing) if isinstance(check, Check) else [check] if check else []
        return list(dict.fromkeys(found))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText("\n".join(self.selected_ids()))
            return
        super().keyPressEvent(event)

    def _add(self, check: Check) -> None:
        state = "✓ holds" if check.ok else "✗ fails"
        failing = "–" if check.ok else number(len(check.failing))
        item = QTreeWidgetItem([check.name.capitalize(), state, number(check.checked), failing])
        for section in (2, 3):
            item.setTextAlignment(section, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, QBrush(tones().good if check.ok else tones().danger))
        item.setData(0, _ID, check)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{check.name}: {state}")
        self.addTopLevelItem(item)
        for sentence in (check.advice, *check.notes):
            if sentence:
                self._below(item, sentence)
        for found in check.failing[:MOST]:
            line = self._below(item, found)
            line.setData(0, _ID, found)
            line.setForeground(0, QBrush(tones().muted))
        if len(check.failing) > MOST:
            rest = counted(len(check.failing) - MOST, "more id")
            self._below(item, f"{rest}; copying and the saved report have them all.")
        item.setExpanded(not check.ok)

    def _below(self, item: QTreeWidgetItem, text: str) -> QTreeWidgetItem:
        line = QTreeWidgetItem([text])
        line.setToolTip(0, text)
        line.setFont(0, font(TextSize.BODY))
        item.addChild(line)
        line.setFirstColumnSpanned(True)
        return line
