"""The knowledge page: searched, filtered, read, and led to from a citation anywhere."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from models.values.knowledge import Grade
from tests.fakes.windows import Opening, settle
from ui.pages.knowledge import KnowledgePage
from ui.window import Window


@pytest.fixture
def window(open_window: Opening, qtbot: QtBot) -> Window:
    made = open_window()
    made.show_page("knowledge")
    settle(qtbot, made)
    return made


@pytest.fixture
def page(window: Window) -> KnowledgePage:
    found = window.page_now()
    assert isinstance(found, KnowledgePage)
    return found


def ids(page: KnowledgePage) -> list[str]:
    return [claim.id for claim in page.table.rows.rows]


def shown(page: KnowledgePage) -> str:
    assert page.view.claim is not None
    return page.view.claim.id


def look_for(page: KnowledgePage, qtbot: QtBot, window: Window, text: str) -> None:
    page.field.setText(text)
    qtbot.waitUntil(lambda: page._query.text == text.strip())
    settle(qtbot, window)


def test_everything_is_listed_and_the_first_is_open(page: KnowledgePage) -> None:
    assert len(ids(page)) >= 70
    assert shown(page) == ids(page)[0]
    assert page._count.text() == f"{len(ids(page))} entries"


def test_typing_searches(page: KnowledgePage, window: Window, qtbot: QtBot) -> None:
    look_for(page, qtbot, window, "seated leg curl")
    assert ids(page) == ["maeo2021"]
    assert shown(page) == "maeo2021"
    assert page._count.text() == "1 found"
    assert "+14.1" in page.view.text()


def test_grades_and_topics_narrow_the_list(page: KnowledgePage, window: Window, qtbot: QtBot) -> None:
    page.grades[Grade.B].click()
    settle(qtbot, window)
    assert {claim.grade for claim in page.table.rows.rows} == {Grade.B}
    page.topic.setCurrentIndex(page.topic.findText("Deload"))
    page.topic.activated.emit(page.topic.currentIndex())
    settle(qtbot, window)
    assert ids(page) == ["coleman2024", "pancar2026"]
    page.grades[None].click()
    settle(qtbot, window)
    assert "rogerson2024" in ids(page)


def test_nothing_found_offers_the_way_back(page: KnowledgePage, window: Window, qtbot: QtBot) -> None:
    page.grades[Grade.A].click()
    look_for(page, qtbot, window, "xylophone")
    assert page._stack.currentWidget() is page._empty
    everything = page._empty.findChild(QPushButton)
    assert everything is not None
    everything.click()
    settle(qtbot, window)
    assert page._stack.currentWidget() is page._body
    assert page.field.text() == ""
    assert page.grades[None].isChecked()
    assert len(ids(page)) >= 70


def test_the_keyboard_is_enough(page: KnowledgePage, window: Window, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.actions_.by_name["find"].trigger()
    assert page.field.hasFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_Down)
    settle(qtbot, window)
    assert shown(page) == ids(page)[1]
    qtbot.keyClick(page.field, Qt.Key.Key_PageDown)
    settle(qtbot, window)
    assert shown(page) == ids(page)[7]
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    settle(qtbot, window)
    assert shown(page) == ids(page)[6]
    page.field.setFocus()
    qtbot.keyClicks(page.field, "taper")
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.field.text() == ""


def test_a_citation_leads_here_before_the_page_was_ever_built(open_window: Opening, qtbot: QtBot) -> None:
    window = open_window()
    window.desk.open_claim("saw2016", "today")
    settle(qtbot, window)
    page = window.page_now()
    assert isinstance(page, KnowledgePage)
    assert shown(page) == "saw2016"
    assert page.table.selected_row().id == "saw2016"


def test_a_citation_is_found_whatever_is_filtered(page: KnowledgePage, window: Window, qtbot: QtBot) -> None:
    page.grades[Grade.E].click()
    look_for(page, qtbot, window, "taper")
    window.show_page("today")
    window.desk.open_claim("halperin2022")
    settle(qtbot, window)
    assert window.page_now() is page
    assert shown(page) == "halperin2022"
    assert page.field.text() == ""


def test_there_is_a_way_back_to_where_the_citation_was(window: Window, page: KnowledgePage, qtbot: QtBot) -> None:
    assert page.header_actions() == ()
    window.desk.open_claim("saw2016", "workouts")
    settle(qtbot, window)
    [back] = page.header_actions()
    assert back.text() == "Back to Workouts"
    back.trigger()
    settle(qtbot, window)
    assert window.page_now().word == "workouts"
    assert page.header_actions() == ()


def test_what_an_entry_leans_on_is_one_press_away(window: Window, page: KnowledgePage, qtbot: QtBot) -> None:
    window.desk.open_claim("choice-deload")
    settle(qtbot, window)
    assert "0.4 to 0.6" in page.view.text()
    chip = next(chip for chip in page.view.leans_on.chips if chip.claim_id == "rogerson2024")
    chip.click()
    settle(qtbot, window)
    assert shown(page) == "rogerson2024"
    assert [chip.claim_id for chip in page.view.leans_on.chips] == []
    assert "choice-deload" in [chip.claim_id for chip in page.view.carries.chips]


def test_an_entry_of_another_version_is_missed_with_a_sentence(
    window: Window, page: KnowledgePage, qtbot: QtBot
) -> None:
    told: list[BaseException] = []
    window.desk.background.failed.connect(told.append)
    window.desk.open_claim("pelland1825")
    settle(qtbot, window)
    settle(qtbot, window)
    assert 'no entry "pelland1825"' in str(told[0])
    assert shown(page) == ids(page)[0]


def test_the_page_stands_before_a_database_is_current(open_window: Opening, qtbot: QtBot) -> None:
    from models.values.upgrading import DatabaseState  # noqa: PLC0415 - only here

    window = open_window(state=DatabaseState.BEHIND)
    window.show_page("knowledge")
    settle(qtbot, window)
    page = window.page_now()
    assert isinstance(page, KnowledgePage)
    assert len(ids(page)) >= 70


def test_it_fits_the_smallest_window(window: Window, page: KnowledgePage, qtbot: QtBot) -> None:
    window.resize(1024, 640)
    window.desk.open_claim("halperin2022")
    settle(qtbot, window)
    QApplication.processEvents()
    body = page.view._area.widget()
    assert body.width() <= page.view._area.viewport().width(), "something is cut off at the right"
