"""One athlete's link with one provider of devices: how it fares, what is wrong with it, and what to do."""

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from models.values.devices import LinkStatus
from ui.kit.icons import dress, pixmap
from ui.kit.theme import Space, tones
from ui.widgets.cards import label

_NOT_CONNECTED: Final = "Recovery, heart rate variability, sleep and strain come by themselves once it is connected."


def told_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def told_moment(moment: datetime, today: date) -> str:
    """A moment as one says it on the day itself, the day after, and later."""
    local = moment.astimezone()
    days = (today - local.date()).days
    if days in (0, 1):
        return f"{'today' if days == 0 else 'yesterday'} at {local:%H:%M}"
    return f"on {told_day(local.date())}"


class DeviceView(QWidget):
    """Shows a `LinkStatus`, and progress in its place while something is under way; it does nothing by itself."""

    connect_wanted = Signal()
    sync_wanted = Signal()
    history_wanted = Signal()
    disconnect_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.name = label(title, "strong")
        self.state = label("", "muted", wrap=True)
        self.link = QPushButton("Connect…")
        self.link.setProperty("look", "primary")
        self.sync = QPushButton("Sync Now")
        dress(self.sync, "reload")
        self.more = QPushButton()
        self.more.setProperty("look", "quiet")
        self.more.setAccessibleName(f"More for {title}")
        self.more.setToolTip("Full history, connect again, disconnect")
        dress(self.more, "more")
        self.problem = _Problem()
        self.progress = _Progress()
        self._lay_out()
        self._fill_menu()
        self.link.clicked.connect(self.connect_wanted)
        self.sync.clicked.connect(self.sync_wanted)
        self.progress.cancel.clicked.connect(self._stop)

    def show_status(self, status: LinkStatus, today: date) -> None:
        """How the link fares."""
        self.link.setVisible(not status.is_connected or status.needs_connecting)
        self.link.setText("Connect Again…" if status.is_connected else "Connect…")
        self.sync.setVisible(status.is_connected and not status.needs_connecting)
        self.more.setVisible(status.is_connected or bool(status.days))
        self._history.setEnabled(self.sync.isVisibleTo(self))
        self.state.setText(_told(status, today))
        self.problem.show_problem(status.problem, status.advice)

    def show_nothing(self, sentence: str) -> None:
        """There is nobody to be connected."""
        for button in (self.link, self.sync, self.more):
            button.hide()
        self.problem.show_problem("", "")
        self.state.setText(sentence)

    def begin(self, sentence: str) -> None:
        """Something is under way: nothing else can be begun."""
        self.progress.begin(sentence)
        self._enable(on=False)

    def show_progress(self, fraction: float, sentence: str) -> None:
        self.progress.show_progress(fraction, sentence)

    def end(self) -> None:
        self.progress.hide()
        self._enable(on=True)

    def redress(self) -> None:
        """Take the colours in force."""
        self.problem.redress()

    def _enable(self, *, on: bool) -> None:
        for button in (self.link, self.sync, self.more):
            button.setEnabled(on)

    def _stop(self) -> None:
        self.progress.stop()
        self.cancel_wanted.emit()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self.name)
        words.addWidget(self.state)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addLayout(words, 1)
        for button in (self.link, self.sync, self.more):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addWidget(self.progress)
        self.problem.hide()
        self.progress.hide()

    def _fill_menu(self) -> None:
        menu = QMenu(self)
        self._history = menu.addAction("Fetch &Full History")
        self._history.triggered.connect(lambda _=False: self.history_wanted.emit())
        self._again = menu.addAction("&Connect Again…")
        self._again.triggered.connect(lambda _=False: self.connect_wanted.emit())
        menu.addSeparator()
        self._cut = menu.addAction("&Disconnect…")
        self._cut.triggered.connect(lambda _=False: self.disconnect_wanted.emit())
        self.more.setMenu(menu)


class _Problem(QFrame):
    """What went wrong last, and the next step."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "notice")
        self._icon = QLabel()
        self.sentence = label("", "strong", wrap=True, selectable=True)
        self.advice = label("", wrap=True, selectable=True)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self.sentence)
        words.addWidget(self.advice)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.M)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.redress()

    def show_problem(self, sentence: str, advice: str) -> None:
        self.sentence.setText(sentence)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self.setVisible(bool(sentence))

    def redress(self) -> None:
        self._icon.setPixmap(pixmap("warning", 16, tones().warn, self.devicePixelRatioF()))


class _Progress(QWidget):
    """How far it is, and a way to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = label("", "muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the sync")
        self.cancel = QPushButton("Cancel")
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self.sentence)
        words.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addLayout(words, 1)
        row.addWidget(self.cancel)

    def begin(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.show()

    def show_progress(self, fraction: float, sentence: str) -> None:
        if not self.cancel.isEnabled():
            return
        # Of the full history nobody knows how long it is.
        self.bar.setRange(0, 1000 if fraction > 0 else 0)
        self.bar.setValue(round(min(fraction, 1.0) * 1000))
        self.sentence.setText(sentence)

    def stop(self) -> None:
        self.cancel.setEnabled(False)
        self.sentence.setText("Stopping; what was fetched is kept…")


def _told(status: LinkStatus, today: date) -> str:
    told = []
    if not status.is_connected:
        told.append("Not connected." if not status.days else "No longer connected.")
        if not status.days:
            told.append(_NOT_CONNECTED)
    elif status.last_sync is None:
        told.append("Connected. Nothing has been synced to its end yet.")
    else:
        told.append(f"Connected. Last synced {told_moment(status.last_sync, today)}.")
    if status.days:
        days = "One day is" if status.days == 1 else f"{status.days:,} days are"
        since = f", complete since {told_day(status.history_from)}" if status.history_from else ""
        told.append(f"{days} stored{since}.")
    return " ".join(told)
