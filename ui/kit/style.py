"""The few rules a palette cannot say: corners, hairlines, hover and focus."""

from typing import Final

from app.paths import RESOURCES
from ui.kit.tones import LIGHT, Tones

_RULES: Final = """
QMainWindow, QDialog { background: @window; }
QToolTip { background: @tip; color: @tip_text; border: 1px solid @tip; padding: 4px 6px; }
QLabel { background: transparent; }
QLabel[look="muted"] { color: @muted; }
QLabel[look="small"] { color: @muted; font-size: 11px; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="heading"] { font-size: 15px; font-weight: 600; }
QLabel[look="title"] { font-size: 20px; font-weight: 600; }
QLabel[look="caption"] { color: @muted; font-size: 11px; font-weight: 600; }
QLabel[look="error"] { color: @danger; font-size: 11px; }

QFrame[look="card"] { background: @surface; border: 1px solid @border; border-radius: 10px; }
QFrame[look="notice"] { background: @notice_soft; border: 1px solid @border; border-radius: 8px; }
QFrame[look="alert"] { background: @danger_soft; border: 1px solid @danger; border-radius: 8px; }
QFrame[look="card"][chosen="true"] { border: 1px solid @accent; }
QFrame[look="value"] { background: @window; border: 1px solid @border; border-radius: 8px; }
QFrame[look="value"][chosen="true"] { border: 1px solid @accent; background: @accent_soft; }
QFrame[look="line"] { background: @border; border: none; max-height: 1px; }
QWidget#rail { background: @rail; border-right: 1px solid @border; }
QWidget#header { background: @window; border-bottom: 1px solid @border; }

QPushButton { background: @surface; border: 1px solid @border_strong; border-radius: 6px;
              padding: 5px 12px; min-height: 18px; font-weight: 500; }
QPushButton:hover { background: @raised; }
QPushButton:pressed { background: @border; }
QPushButton:focus { border: 1px solid @accent; }
QPushButton:disabled { color: @disabled; border-color: @border; background: @window; }
QPushButton[look="primary"] { background: @accent; color: @on_accent; border: 1px solid @accent; }
QPushButton[look="primary"]:hover, QPushButton[look="primary"]:pressed { background: @accent_hover; }
QPushButton[look="primary"]:focus { border: 1px solid @text; }
QPushButton[look="primary"]:disabled { background: @border; border-color: @border; color: @disabled; }
QPushButton[look="danger"] { color: @danger; }
QPushButton[look="quiet"] { background: transparent; border: 1px solid transparent; }
QPushButton[look="quiet"]:hover { background: @raised; }
QPushButton[look="quiet"]:focus { border: 1px solid @accent; }
QPushButton[look="segment"] { padding: 4px 10px; color: @muted; }
QPushButton[look="segment"]:checked { background: @accent_soft; color: @text; border-color: @accent; }
QPushButton[look="citation"] { background: @raised; border: 1px solid @border; border-radius: 10px; color: @text;
                             padding: 1px 8px; min-height: 16px; font-size: 11px; }
QPushButton[look="citation"]:hover { border: 1px solid @accent; background: @accent_soft; }
QPushButton[look="citation"]:focus { border: 1px solid @accent; }
QPushButton[look="title"] { background: transparent; border: 1px solid transparent; padding: 1px 2px; font-size: 14px;
                          font-weight: 600; text-align: left; }
QPushButton[look="title"]:hover { background: @raised; }
QPushButton[look="title"]:focus { border: 1px solid @accent; }
QPushButton[look="target"] { background: @raised; border: 1px solid @border; border-radius: 5px; padding: 1px 7px;
                           min-height: 17px; font-size: 12px; }
QPushButton[look="target"]:hover { border: 1px solid @accent; background: @accent_soft; }
QPushButton[look="target"]:focus { border: 1px solid @accent; }
QPushButton[look="way"] { background: @surface; border: 1px solid @border; border-radius: 10px;
                        min-height: 80px; }
QPushButton[look="way"]:hover { border: 1px solid @border_strong; background: @raised; }
QPushButton[look="way"]:focus { border: 1px solid @accent; }
QPushButton[look="way"]:disabled { background: @window; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 4px; background: transparent; }
QToolButton:hover { background: @raised; }
QToolButton:pressed, QToolButton:checked { background: @accent_soft; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton[look="rail"] { text-align: left; padding: 6px 10px; color: @muted; font-weight: 500; }
QToolButton[look="rail"]:hover { background: @raised; color: @text; }
QToolButton[look="rail"]:checked { background: @accent_soft; color: @text; font-weight: 600; }
QToolButton[look="rail"]:focus { border: 1px solid @accent; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
  background: @surface; border: 1px solid @border_strong; border-radius: 6px; padding: 4px 8px;
  min-height: 20px; selection-background-color: @accent; selection-color: @on_accent; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 1px solid @accent; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"] { border: 1px solid @danger; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: @disabled; background: @window;
  border-color: @border; }
QLineEdit[look="cell"] { padding: 1px 6px; min-height: 22px; background: @surface; border: 1px solid @border; }
QLineEdit[look="cell"]:hover { border: 1px solid @border_strong; }
QLineEdit[look="cell"]:focus { border: 1px solid @accent; }
QLineEdit[look="cell"]:disabled { background: @surface; border: 1px solid transparent; }
QLineEdit[look="cell"][wrong="true"] { border: 1px solid @danger; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(@icons/arrow-down.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @border_strong; outline: none; padding: 4px;
  selection-background-color: @accent_soft; selection-color: @text; }
QAbstractSpinBox { padding: 2px 20px 2px 8px; }
QAbstractSpinBox QLineEdit { border: none; padding: 0; background: transparent; min-height: 0; }
QDateEdit::drop-down { border: none; width: 22px; }
QDateEdit::down-arrow { image: url(@icons/arrow-down.svg); width: 10px; height: 10px; }
QAbstractSpinBox::up-button { subcontrol-position: top right; border: none; width: 18px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; border: none; width: 18px; }
QAbstractSpinBox::up-arrow { image: url(@icons/arrow-up.svg); width: 8px; height: 8px; }
QAbstractSpinBox::down-arrow { image: url(@icons/arrow-down.svg); width: 8px; height: 8px; }

QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @faint;
  background: @surface; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: @accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid @accent; width: 12px; height: 12px; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@icons/tick-@shade.svg); }
QRadioButton::indicator:checked { border: 5px solid @accent; width: 6px; height: 6px; background: @surface; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @border; background: @window; }

QAbstractItemView { background: @surface; border: 1px solid @border; border-radius: 10px; outline: none;
  selection-background-color: @accent_soft; selection-color: @text; }
QTableView { gridline-color: @grid; }
QTableView::item, QListView::item { padding: 0 8px; }
QTreeView::item { padding: 4px 2px; }
QTreeView::item:hover { background: @raised; }
QTreeView::item:selected { background: @accent_soft; color: @text; }
QTableView::item:hover, QListView::item:hover { background: @raised; }
QTableView::item:selected, QListView::item:selected { background: @accent_soft; color: @text; }
QHeaderView { background: @surface; border: none; border-top-left-radius: 10px; border-top-right-radius: 10px; }
QHeaderView::section { background: @surface; color: @muted; border: none; border-bottom: 1px solid @border;
  padding: 7px 11px; font-size: 11px; font-weight: 600; }
QHeaderView::section:first { border-top-left-radius: 10px; }
QHeaderView::section:last { border-top-right-radius: 10px; }
QHeaderView::up-arrow { image: url(@icons/arrow-up.svg); width: 8px; height: 8px; }
QHeaderView::down-arrow { image: url(@icons/arrow-down.svg); width: 8px; height: 8px; }
QTableCornerButton::section { background: @surface; border: none; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[look="page"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: @border_strong; border-radius: 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: @rail; border-bottom: 1px solid @border; padding: 1px 4px; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: @raised; }
QMenu { background: @surface; border: 1px solid @border_strong; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 10px; border-radius: 5px; }
QMenu::item:selected { background: @accent_soft; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: @border; margin: 5px 4px; }
QStatusBar { background: @rail; border-top: 1px solid @border; color: @muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @muted; font-size: 11px; padding: 0 12px 0 4px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @accent_soft; }
QProgressBar { background: @border; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
  text-align: center; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QTabWidget::pane { border: none; }
QTabBar::tab { padding: 6px 12px; color: @muted; border: none; border-bottom: 2px solid transparent; font-weight: 500; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:hover { color: @text; }
QGroupBox { border: 1px solid @border; border-radius: 10px; margin-top: 10px; padding-top: 10px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; color: @muted; }
"""


def stylesheet(shade: Tones) -> str:
    """The rules with a palette's colours filled in."""
    text = _RULES.replace("@icons", (RESOURCES / "icons").as_posix())
    text = text.replace("@shade", "light" if shade is LIGHT else "dark")
    # Longest names first: `@accent_soft` must not be read as `@accent`.
    for name in sorted(shade.__slots__, key=len, reverse=True):
        text = text.replace(f"@{name}", getattr(shade, name).name())
    return text
