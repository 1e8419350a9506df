"""Proposals as rows of a list: what is proposed, for whom, how old, and how it was decided."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from models.values.adapting import Proposal, ProposalState
from ui.kit.theme import Space, TextSize, font, tones
from ui.widgets.proposal_words import age, kind_word, state_words
from ui.widgets.tables import Column

ROW_HEIGHT: Final = 60
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def columns(now: Callable[[], datetime]) -> Sequence[Column]:
    """The columns of a list of `Proposal`; `now` is the moment ages are counted to."""

    def text(one: Proposal) -> str:
        _, state = state_words(one.state)
        return f"{one.title}, {one.athlete_name}, {kind_word(one.kind)}, {state.lower()} {_age(one, now())}"

    def paint(painter: QPainter, box: QRect, one: Proposal) -> None:
        _paint(painter, box, one, _age(one, now()))

    return (
        Column("State", lambda one: state_words(one.state)[1], width=40, paint=_paint_state),
        Column("Proposal", text, paint=paint, tip=lambda one: one.reason),
    )


def _age(one: Proposal, now: datetime) -> str:
    return age(one.decided or one.created, now)


def _paint_state(painter: QPainter, box: QRect, one: Proposal) -> None:
    shade = tones()
    colours: dict[str, QColor] = {
        ProposalState.OPEN: shade.accent,
        ProposalState.ACCEPTED: shade.good,
        ProposalState.REJECTED: shade.danger,
    }
    painter.setPen(colours.get(one.state, shade.muted))
    painter.setFont(font(TextSize.HEADING, QFont.Weight.DemiBold))
    painter.drawText(QRect(box.left(), box.top() + Space.S + 1, 20, 20), _LEFT, state_words(one.state)[0])


def _paint(painter: QPainter, box: QRect, one: Proposal, when: str) -> None:
    shade = tones()
    small, strong = font(TextSize.SMALL), font(weight=QFont.Weight.DemiBold)
    upper = QRect(box.left(), box.top() + Space.S, box.width(), 22)
    lower = QRect(box.left(), upper.bottom() + 2, box.width(), 18)
    painter.setFont(small)
    painter.setPen(shade.muted)
    painter.drawText(upper, _RIGHT, when)
    room = upper.width() - painter.fontMetrics().horizontalAdvance(when) - Space.M
    below = f"{one.athlete_name}  ·  {kind_word(one.kind)}"
    painter.drawText(lower, _LEFT, painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, lower.width()))
    painter.setFont(strong)
    painter.setPen(shade.text)
    painter.drawText(upper, _LEFT, painter.fontMetrics().elidedText(one.title, Qt.TextElideMode.ElideRight, room))
