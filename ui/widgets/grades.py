"""The five grades of evidence as letter, word and mark: told apart without colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from models.values.knowledge import Grade
from ui.kit.theme import font, tones


@dataclass(frozen=True, slots=True)
class GradeWords:
    """What a grade is called, and what it means."""

    word: str
    meaning: str


GRADE_WORDS: Final[Mapping[Grade, GradeWords]] = {
    Grade.A: GradeWords("Meta-analysis", "Many studies taken together: a meta-analysis or a systematic review."),
    Grade.B: GradeWords("Trial", "One or a few trials that compared ways of training."),
    Grade.C: GradeWords("Observation", "What was seen or measured without comparing: it shows no cause."),
    Grade.D: GradeWords("Practice", "What coaches and experts agree on, a narrative or a method."),
    Grade.E: GradeWords("Our choice", "Decided or calculated by us, inside what the evidence allows."),
}


def paint_grade(painter: QPainter, box: QRectF, grade: Grade) -> None:
    """The mark of a grade: from a full square to a dashed outline, the letter in it."""
    shade = tones()
    look: Mapping[Grade, tuple[QColor | None, QColor, float, QColor]] = {
        Grade.A: (shade.accent, shade.accent, 1.0, shade.on_accent),
        Grade.B: (shade.accent_soft, shade.accent, 2.0, shade.text),
        Grade.C: (None, shade.steady, 2.0, shade.text),
        Grade.D: (None, shade.muted, 1.0, shade.text),
        Grade.E: (None, shade.muted, 1.0, shade.text),
    }
    fill, edge, width, ink = look[grade]
    pen = QPen(edge, width)
    if grade is Grade.E:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2.5, 2.0])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(QBrush(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    inset = width / 2
    corner = box.height() * 0.25
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), corner, corner)
    letter = font(weight=QFont.Weight.DemiBold)
    letter.setPixelSize(round(box.height() * 0.56))
    painter.setFont(letter)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, grade.value)
    painter.restore()


def grade_icon(grade: Grade, size: int, gap: int, ratio: float) -> QIcon:
    """The mark as an icon of `size` and a `gap` before a button's words, in the colours in force."""
    picture = QPixmap(round((size + gap) * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_grade(painter, QRectF(0, 0, size, size), grade)
    painter.end()
    return QIcon(picture)


class GradeMark(QWidget):
    """The mark of one grade, read out as its words."""

    def __init__(self, size: int = 30) -> None:
        super().__init__()
        self._grade: Grade | None = None
        self.setFixedSize(QSize(size, size))

    def show_grade(self, grade: Grade) -> None:
        self._grade = grade
        self.setAccessibleName(f"Grade {grade.value}, {GRADE_WORDS[grade].word.lower()}")
        self.setToolTip(GRADE_WORDS[grade].meaning)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._grade is not None:
            paint_grade(QPainter(self), QRectF(self.rect()), self._grade)
