"""A week at a glance: which week of the season it is, and a card for each of its sessions, planned beside performed."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from models.values.positions import shown
from models.values.weeks import TrainingWeek, WeekSession
from ui.kit.header import Elided
from ui.kit.icons import dress
from ui.kit.theme import RADIUS, Space, tones
from ui.widgets.cards import clear_layout, label
from ui.widgets.inspector import Swatch
from ui.widgets.session_marks import MARK, paint_state, state_colour
from ui.widgets.session_sheet import minutes_text
from ui.widgets.timeline_look import Face, elided, put_text, text_width
from ui.widgets.wording import block_name, number, span

HEIGHT: Final = 84
LEAST: Final = 118
MOST: Final = 420
"""Pixels of a card."""
_ANY: Final = 16_777_215
_FILLING: Final = 3
"""So many sessions share the whole width; fewer stay as wide as a card should be."""


class WeekNavigator(QWidget):
    """Steps through the weeks and names the one that is shown."""

    stepped = Signal(int)
    """By how many weeks; 0 is back to this one."""
    again_wanted = Signal()
    """The proposed sessions of the week are to be made anew."""

    def __init__(self) -> None:
        super().__init__()
        self.back, self.forward, self.again = QToolButton(), QToolButton(), QToolButton()
        self.this = QPushButton("This week")
        self.dates = label("", "heading")
        self.swatch = Swatch()
        self.place = Elided()
        self.place.setProperty("look", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for button, icon, by, name in (
            (self.back, "chevron-left", -1, "Previous week (Alt+Left)"),
            (self.forward, "chevron-right", 1, "Next week (Alt+Right)"),
        ):
            dress(button, icon)
            button.setToolTip(name)
            button.setAccessibleName(name.split(" (")[0])
            button.clicked.connect(lambda _=False, by=by: self.stepped.emit(by))
            row.addWidget(button)
        dress(self.again, "reload")
        self.again.setToolTip("Generate this week again (Ctrl+G)")
        self.again.setAccessibleName("Generate this week again")
        self.again.clicked.connect(self.again_wanted)
        self.this.setToolTip("The week of today (Alt+Home)")
        self.this.clicked.connect(lambda: self.stepped.emit(0))
        row.addWidget(self.this)
        row.addSpacing(Space.XS)
        row.addWidget(self.dates)
        row.addSpacing(Space.S)
        row.addWidget(self.swatch)
        row.addWidget(self.place, 1)
        row.addWidget(self.again)

    def show_week(self, week: TrainingWeek, today: date) -> None:
        self.dates.setText(span(week.monday, week.end))
        self.again.setVisible(not week.why_not and any(session.is_proposed for session in week.sessions))
        self.this.setEnabled(not week.monday <= today < week.end)
        place = week.place
        self.swatch.setVisible(place is not None)
        if place is not None:
            self.swatch.kind = str(place.block_type)
            self.swatch.update()
        self.place.show_text(place_text(week, today))


def place_text(week: TrainingWeek, today: date) -> str:
    """`Week 12 of 26 · Accumulation, week 2 of 5 · RIR 2.5 · 44 of 62 hard sets`."""
    place = week.place
    if place is None:
        return week.why_not.split(".", maxsplit=1)[0] if week.has_season else "No season"
    parts = [
        f"Week {shown(place.week)} of {place.weeks}",
        f"{block_name(str(place.block_type))}, week {shown(place.week_in_block)} of {place.block_weeks}",
    ]
    if place.rir is not None:
        parts.append(f"RIR {number(place.rir)}")
    if place.hard_sets:
        done = sum(session.hard_sets for session in week.sessions)
        begun = week.monday <= today
        parts.append(f"{done} of {place.hard_sets} hard sets" if begun else f"{place.hard_sets} hard sets planned")
    return "  ·  ".join(parts)


class SessionCards(QWidget):
    """The week's sessions side by side; one is chosen by click or arrow keys, Enter goes to its sheet."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.S)
        self._group = QButtonGroup(self)
        self.cards: list[SessionCard] = []
        self.setFixedHeight(HEIGHT)

    def show_sessions(self, sessions: Sequence[WeekSession], chosen: str) -> None:
        """Show a week's sessions; the same ones keep their cards and with them the focus."""
        if [card.session.id for card in self.cards] == [session.id for session in sessions]:
            for card, session in zip(self.cards, sessions, strict=True):
                card.show_session(session)
        else:
            clear_layout(self._row)
            for card in self.cards:
                self._group.removeButton(card)
            self.cards = [self._card(session) for session in sessions]
            for card in self.cards:
                card.setMaximumWidth(MOST if len(sessions) < _FILLING else _ANY)
            if len(sessions) < _FILLING:
                self._row.addStretch(1)
        self.choose(chosen)

    def choose(self, session_id: str) -> None:
        """Check a card without telling anybody."""
        for card in self.cards:
            wanted = card.session.id == session_id
            card.setChecked(wanted or card.isChecked())
            # Tab stops once among the cards, at the chosen one; the arrow keys go on from there.
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if wanted else Qt.FocusPolicy.ClickFocus)

    def _step(self, card: "SessionCard", by: int) -> None:
        at = self.cards.index(card) + by
        if 0 <= at < len(self.cards):
            self.cards[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(self.cards[at].session.id)

    def _card(self, session: WeekSession) -> "SessionCard":
        card = SessionCard(session)
        card.clicked.connect(lambda: self.chosen.emit(card.session.id))
        card.opened.connect(lambda: self.opened.emit(card.session.id))
        card.stepped.connect(lambda by: self._step(card, by))
        self._group.addButton(card)
        self._row.addWidget(card, 1)
        return card


class SessionCard(QAbstractButton):
    """One session: day and state, name, sets as a bar, minutes."""

    opened = Signal()
    stepped = Signal(int)
    """To the card before or after."""

    def __init__(self, session: WeekSession) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumSize(LEAST, HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.session = session
        self.show_session(session)

    def show_session(self, session: WeekSession) -> None:
        self.session = session
        told = f"{session.day:%A %d %B}, {session.name}, {session.state.value}, {sets_text(session)}"
        self.setAccessibleName(f"{told}, {minutes_text(session)}".rstrip(", "))
        self.setToolTip("\n".join([f"{session.name}: {session.state.value}", *session.exercises]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, shade = QPainter(self), tones()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = shade.accent if self.isChecked() else shade.border_strong if self.underMouse() else shade.border
        painter.setPen(QPen(edge, 2 if self.hasFocus() and self.isChecked() else 1))
        painter.setBrush(shade.accent_soft if self.isChecked() else shade.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS + 2, RADIUS + 2)
        self._paint_words(painter)
        self._paint_bar(painter, QRectF(Space.M, 52, self.width() - 2 * Space.M, 6))
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        shade, session, width = tones(), self.session, float(self.width() - 2 * Space.M)
        paint_state(painter, session.state, Space.M, 17)
        when = f"{session.day:%a} {session.day.day}"
        put_text(painter, when, Space.M + MARK + 4, 17, Face.STRONG, shade.text)
        word = session.state.value
        left = self.width() - Space.M - text_width(word, Face.SMALL)
        if left > Space.M + MARK + 10 + text_width(when, Face.STRONG):
            put_text(painter, word, left, 17, Face.SMALL, state_colour(session.state))
        put_text(painter, elided(session.name, width, Face.NAME), Space.M, 37, Face.NAME, shade.text)
        minutes = minutes_text(session)
        put_text(painter, sets_text(session), Space.M, 69, Face.SMALL, shade.muted)
        left = self.width() - Space.M - text_width(minutes, Face.SMALL)
        if left > Space.M + 8 + text_width(sets_text(session), Face.SMALL):
            put_text(painter, minutes, left, 69, Face.SMALL, shade.muted)

    def _paint_bar(self, painter: QPainter, box: QRectF) -> None:
        """What was done of what was asked; an outline is the plan, a notch what went beyond it."""
        shade, session = tones(), self.session
        asked = session.planned_sets or session.done_sets
        painter.setPen(QPen(shade.border_strong, 1))
        painter.setBrush(shade.raised)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if asked and session.done_sets:
            done = QRectF(box)
            done.setWidth(max(4.0, box.width() * min(1.0, session.done_sets / asked)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade.performed)
            painter.drawRoundedRect(done, 3, 3)


def sets_text(session: WeekSession) -> str:
    """`12 of 17 sets`, `17 sets` before it, and what was done where nobody planned it."""
    if session.planned_sets is None:
        return f"{session.done_sets} sets"
    if not session.done_sets:
        return f"{session.planned_sets} sets"
    return f"{session.done_sets} of {session.planned_sets} sets"


def first_choice(sessions: Sequence[WeekSession], today: date) -> str:
    """The session to begin with: the one under way, today's, the next that is open, else the last one."""
    for wanted in ("in progress", "today"):
        for session in sessions:
            if session.state.value == wanted:
                return session.id
    ahead = [session for session in sessions if session.day >= today and session.state.value == "planned"]
    if ahead:
        return ahead[0].id
    return sessions[-1].id if sessions else ""
