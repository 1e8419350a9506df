"""The morning's questions: by pointer and by keyboard, nothing answered that nobody answered."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.gateways.catalogue import load_catalogue
from models.values.readiness import CheckIn
from ui.widgets.body_map import BodyMap
from ui.widgets.body_shapes import VIEWS, muscles, outline
from ui.widgets.check_in_form import MUSCLES, CheckInForm


@pytest.fixture
def form(qtbot: QtBot) -> CheckInForm:
    made = CheckInForm()
    qtbot.addWidget(made)
    made.resize(900, 420)
    made.show()
    return made


@pytest.fixture
def body(form: CheckInForm) -> BodyMap:
    return form.map


def test_the_map_draws_every_muscle_of_the_catalogue_inside_the_body() -> None:
    assert set(MUSCLES) == {muscle.key for muscle in load_catalogue().muscles}
    for view in VIEWS:
        for key, shape in muscles(view).items():
            inside = shape.intersected(outline()).boundingRect()
            assert inside.width() > 0.9 * shape.boundingRect().width(), key


def test_nothing_is_answered_before_somebody_does(form: CheckInForm) -> None:
    assert form.answers() is None
    assert form.draft() == {}


def test_it_can_be_answered_with_the_keyboard_alone(form: CheckInForm, qtbot: QtBot) -> None:
    form.begin()
    for digit in (Qt.Key.Key_4, Qt.Key.Key_3, Qt.Key.Key_2):
        focused = form.window().focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, digit)
    assert form.window().focusWidget() is form.map
    while form.map.hand != "quads":
        qtbot.keyClick(form.map, Qt.Key.Key_Right)
    qtbot.keyClick(form.map, Qt.Key.Key_3)
    assert form.sore_words.text() == "Quads: very sore"
    answers = form.answers()
    assert answers is not None
    assert (answers.readiness, answers.motivation, answers.stress) == (4, 3, 2)
    assert answers.soreness == {key: 3 if key == "quads" else 1 for key in MUSCLES}
    assert (answers.sleep_hours, answers.note) == (None, None)


def test_a_click_on_the_body_goes_from_not_sore_to_very_sore_and_back(body: BodyMap, qtbot: QtBot) -> None:
    spot = body.at("chest", "front").toPoint()
    seen = []
    for _ in range(3):
        qtbot.mouseClick(body, Qt.MouseButton.LeftButton, pos=spot)
        seen.append(body.level("chest"))
    assert seen == [2, 3, 1]
    qtbot.mouseClick(body, Qt.MouseButton.LeftButton, pos=body.at("lats", "back").toPoint())
    assert body.levels() == {"lats": 2}
    assert "Lats: sore" in body.accessibleDescription()


def test_saying_that_nothing_is_sore_is_an_answer(form: CheckInForm, qtbot: QtBot) -> None:
    for scale in form.scales.values():
        qtbot.mouseClick(scale.button(3), Qt.MouseButton.LeftButton)
    assert form.answers() == CheckIn(3, 3, 3)
    qtbot.mouseClick(form.nothing, Qt.MouseButton.LeftButton)
    answers = form.answers()
    assert answers is not None
    assert answers.soreness == dict.fromkeys(MUSCLES, 1)
    form.map.set_level("abs", 2)
    assert not form.nothing.isChecked()


def test_a_draft_comes_back_as_it_was(form: CheckInForm) -> None:
    kept = {"readiness": 2, "soreness": {"calves": 3}, "sleep_hours": 6.5, "note": "late train"}
    form.show_answers(kept)
    assert form.draft() == kept
    form.show_answers({"readiness": 9, "motivation": "much", "soreness": "all", "sleep_hours": "long"})
    assert form.draft() == {}


def test_a_measured_night_is_not_asked_for(form: CheckInForm) -> None:
    form.show_answers({"readiness": 2, "motivation": 2, "sleep_hours": 6.5})
    form.show_measured(7.25)
    answers = form.answers()
    assert answers is not None
    assert answers.sleep_hours is None
    assert form.sleep.isHidden()
    form.show_measured(None)
    answers = form.answers()
    assert answers is not None
    assert answers.sleep_hours == 6.5


def test_every_scale_says_which_end_is_which(form: CheckInForm) -> None:
    ends = {name: (scale.button(1).text(), scale.button(5).text()) for name, scale in form.scales.items()}
    assert ends["readiness"] == ("1  exhausted", "5  ready")
    assert ends["stress"] == ("1  calm", "5  extreme")
