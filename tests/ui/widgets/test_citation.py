"""Chips that cite, the marks of the grades, and lines that wrap."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.settings import Theme
from app.usecases.knowledge import KnowledgeBase
from models.values.knowledge import Grade
from tests.fakes.looks import wear
from ui.widgets.citation import CitationChip, CitationRow
from ui.widgets.flow import FlowLayout
from ui.widgets.grades import GRADE_WORDS, GradeMark, grade_icon

BASE = KnowledgeBase()


def test_a_chip_names_grade_and_source_and_opens_its_entry(qtbot: QtBot) -> None:
    opened: list[str] = []
    claim = BASE.claim("pelland2025-fractional")
    chip = CitationChip(claim, opened.append)
    qtbot.addWidget(chip)

    assert chip.text() == "A · Pelland 2025"
    assert claim.claim in chip.toolTip()
    assert "Only the abstract" in chip.toolTip()
    assert chip.accessibleName() == "Pelland 2025, grade A, meta-analysis"
    assert chip.accessibleDescription() == claim.claim
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert opened == ["pelland2025-fractional"] * 2


def test_a_chip_takes_the_focus_and_enter_opens_it(qtbot: QtBot) -> None:
    opened: list[str] = []
    row = CitationRow([BASE.claim("saw2016"), BASE.claim("choice-deload")], opened.append)
    qtbot.addWidget(row)
    row.show()
    assert [chip.text() for chip in row.chips] == ["A · Saw 2016", "E · Shape of a deload"]
    assert all(chip.focusPolicy() & Qt.FocusPolicy.TabFocus for chip in row.chips)
    qtbot.keyClick(row.chips[1], Qt.Key.Key_Return)
    assert opened == ["choice-deload"]


def test_markup_in_a_claim_stays_text(qtbot: QtBot) -> None:
    from dataclasses import replace  # noqa: PLC0415 - only here

    chip = CitationChip(replace(BASE.claim("saw2016"), claim="a < b & <b>c</b>"), lambda _id: None)
    qtbot.addWidget(chip)
    assert "a &lt; b &amp; &lt;b&gt;" in chip.toolTip()


def test_a_row_wraps_and_empties(qtbot: QtBot) -> None:
    claims = BASE.about("factor:length_position")
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    row = CitationRow(claims, lambda _id: None)
    column.addWidget(row)
    column.addStretch(1)
    box.resize(300, 400)
    box.show()
    QApplication.processEvents()

    assert len({chip.y() for chip in row.chips}) > 1
    assert all(chip.geometry().right() <= row.width() for chip in row.chips)
    assert all(chip.geometry().bottom() <= row.height() for chip in row.chips)
    row.show_claims(())
    assert row.isHidden()
    assert row.chips == []


def picture(mark: GradeMark) -> QImage:
    return mark.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_marks_differ_without_colour_or_letter(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    wear(qapp, theme)
    seen = []
    for grade in Grade:
        mark = GradeMark(40)
        qtbot.addWidget(mark)
        mark.show_grade(grade)
        image = picture(mark)
        # The rim alone: the outer fifth, where no letter stands.
        rim = [image.pixelColor(x, y).value() for y in range(7) for x in range(8, 32)]
        seen.append(rim)
        assert mark.accessibleName() == f"Grade {grade.value}, {GRADE_WORDS[grade].word.lower()}"
    differences = [
        sum(abs(one - other) for one, other in zip(seen[i], seen[j], strict=True)) / len(seen[i])
        for i in range(len(seen))
        for j in range(i)
    ]
    assert min(differences) > 4, differences
    wear(qapp)


def test_every_grade_has_words_and_an_icon(qapp: QApplication) -> None:
    assert set(GRADE_WORDS) == set(Grade)
    assert all(not grade_icon(grade, 18, 6, 1.0).isNull() for grade in Grade)


def test_a_flow_gives_and_takes(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box, spacing=5)
    for _ in range(3):
        item = QWidget()
        item.setFixedSize(100, 20)
        flow.addWidget(item)
    assert flow.count() == 3
    assert flow.itemAt(3) is None
    assert flow.heightForWidth(310) == 20
    assert flow.heightForWidth(305) == 45
    assert flow.heightForWidth(100) == 70
    assert flow.takeAt(0) is not None
    assert flow.takeAt(7) is None
    assert flow.count() == 2
