"""What the window says in place: a notice with a way back, an error with its details, the progress of long work.

Loaded when there is something to say for the first time.
"""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from ui.kit.background import Ticket
from ui.kit.icons import dress, pixmap
from ui.kit.notices import Kind, Notice
from ui.kit.theme import Space, restyle, tones

NOTICE_MILLISECONDS = 15_000
"""How long good news stays; bad news stays until it is closed."""


class MessageBar(QFrame):
    """One message at a time, under the header, never in the way of the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self._notice = Notice("", "")
        self._icon = QLabel()
        self._title = QLabel()
        self._title.setStyleSheet("font-weight: 600")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = self._button("")
        self._more = self._button("Details")
        self._copy = self._button("Copy")
        self._close = self._button("")
        self._details = QPlainTextEdit()
        self._build()
        self._action.clicked.connect(self._act)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(NOTICE_MILLISECONDS)
        self._fade.timeout.connect(self.hide)
        self._more.clicked.connect(self._toggle_details)
        self._copy.clicked.connect(self._copy_details)
        self._close.clicked.connect(self.hide)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show a message in place of the one before."""
        self._notice = notice
        self.setProperty("look", notice.kind.value)
        restyle(self)
        self.redress()
        self._title.setText(notice.title)
        self._text.setText(notice.text)
        self._action.setText(notice.action_text)
        self._action.setVisible(bool(notice.action_text))
        self._more.setVisible(bool(notice.details))
        self._copy.setVisible(bool(notice.details))
        self._details.setPlainText(notice.details)
        self._details.hide()
        self._copy.setText("Copy")
        self.show()
        if notice.kind is Kind.NOTICE:
            self._fade.start()
        else:
            self._fade.stop()
        announcement = QAccessibleAnnouncementEvent(self, f"{notice.title}. {notice.text}")
        QAccessible.updateAccessibility(announcement)

    def redress(self) -> None:
        """Take the colours in force."""
        error = self._notice.kind is Kind.ALERT
        colour = tones().danger if error else tones().accent
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap("error" if error else "info", 16, colour, ratio))

    def _build(self) -> None:
        dress(self._close, "close")
        self._close.setAccessibleName("Close the message")
        self._details.setReadOnly(True)
        self._details.setAccessibleName("Details of the error")
        self._details.setFixedHeight(150)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._text, 1)
        for button in (self._action, self._more, self._copy, self._close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        column.addLayout(row)
        column.addWidget(self._details)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("look", "quiet")
        return button

    def _act(self) -> None:
        self.hide()
        if self._notice.action is not None:
            self._notice.action()

    def _toggle_details(self) -> None:
        self._details.setVisible(not self._details.isVisible())

    def _copy_details(self) -> None:
        notice = self._notice
        QGuiApplication.clipboard().setText(f"{notice.title}\n{notice.text}\n\n{notice.details}")
        self._copy.setText("Copied")


class TaskBar(QFrame):
    """The progress of a long job, in place, with a way to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "notice")
        self._ticket: Ticket | None = None
        self._title = QLabel()
        self._title.setStyleSheet("font-weight: 600")
        self._text = QLabel()
        self._text.setProperty("look", "muted")
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setFixedWidth(220)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel")
        self._cancel.setProperty("look", "quiet")
        self._cancel.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self._title)
        row.addWidget(self._text, 1)
        row.addWidget(self._bar)
        row.addWidget(self._cancel)
        self.hide()

    def follow(self, ticket: Ticket) -> None:
        """Show this job until `end`."""
        self._ticket = ticket
        ticket.show = self._show_progress
        self._title.setText(ticket.title)
        self._text.setText("")
        self._bar.setValue(0)
        self._cancel.setEnabled(True)
        self.show()

    def end(self) -> None:
        self._ticket = None
        self.hide()

    def _show_progress(self, fraction: float, text: str) -> None:
        self._bar.setValue(round(max(0.0, min(1.0, fraction)) * 1000))
        self._text.setText(text)

    def _stop(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
            self._cancel.setEnabled(False)
            self._text.setText(f"Cancelling; {self._ticket.kept}.")
