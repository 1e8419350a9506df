"""Entries of the knowledge base as rows of a list: the grade's mark, what to cite it by, and its first words."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout

from models.values.knowledge import TOPICS, Claim
from ui.kit.theme import Space, TextSize, font, tones
from ui.widgets.grades import GRADE_WORDS, paint_grade
from ui.widgets.tables import Column

ROW_HEIGHT: Final = 72
_MARK: Final = 24
_LINES: Final = 2


def columns() -> Sequence[Column]:
    """The columns of a list of `Claim`."""
    return (
        Column("Grade", _grade_text, width=46, paint=_paint_mark, tip=lambda one: GRADE_WORDS[one.grade].meaning),
        Column("Entry", lambda one: f"{one.label}: {one.claim}", paint=_paint_words),
    )


def _grade_text(claim: Claim) -> str:
    return f"{claim.grade.value}, {GRADE_WORDS[claim.grade].word.lower()}"


def _paint_mark(painter: QPainter, box: QRect, claim: Claim) -> None:
    paint_grade(painter, QRectF(box.left(), box.top() + Space.M, _MARK, _MARK), claim.grade)


def _paint_words(painter: QPainter, box: QRect, claim: Claim) -> None:
    shade = tones()
    head, small, body = font(weight=QFont.Weight.DemiBold), font(TextSize.SMALL), font()
    top = box.top() + Space.S + 2
    line = QRect(box.left(), top, box.width(), QFontMetrics(head).height())
    topic = TOPICS[claim.of_kind("topic")[0]]
    topic_width = QFontMetrics(small).horizontalAdvance(topic)
    painter.setFont(small)
    painter.setPen(shade.muted)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, topic)
    painter.setFont(head)
    painter.setPen(shade.text)
    room = line.width() - topic_width - Space.M
    name = QFontMetrics(head).elidedText(claim.label, Qt.TextElideMode.ElideRight, room)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
    painter.setFont(body)
    painter.setPen(shade.muted)
    height = QFontMetrics(body).lineSpacing()
    for number, words in enumerate(_broken(claim.claim, body, box.width())):
        place = QPointF(box.left(), line.bottom() + 2 + number * height + QFontMetrics(body).ascent())
        painter.drawText(place, words)


def _broken(text: str, face: QFont, width: int) -> Sequence[str]:
    """The text in at most two lines; what does not fit ends in dots."""
    layout = QTextLayout(text, face)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= _LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    ends = [*starts[1:_LINES], len(text)]
    lines = [text[start:end].rstrip() for start, end in zip(starts, ends, strict=False)]
    return [QFontMetrics(face).elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]
