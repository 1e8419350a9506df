"""The inbox of proposals: what is shown, what is decided, by mouse and by key, and what is told afterwards."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.changes import Changes
from models.values.adapting import ProposalState
from tests.fakes.proposals import AT, FakeAdapting, advice, deload, three, volume
from ui.dialogs.confirm import Confirm
from ui.kit.page import Desk
from ui.pages.proposals import ProposalsPage
from ui.widgets.before_after import BeforeAfter, emphasised
from ui.widgets.proposal_strip import DECIDED, OPEN


@pytest.fixture
def adapting(desk: Desk) -> FakeAdapting:
    made = FakeAdapting(three())
    desk.services.adapting = made
    return made


@pytest.fixture
def page(desk: Desk, adapting: FakeAdapting, qtbot: QtBot) -> ProposalsPage:
    made = ProposalsPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    desk.changed.connect(lambda changes: made.reload() if made.cares_about & changes else None)
    fetch(made, qtbot)
    return made


@pytest.fixture
def told(desk: Desk) -> dict[str, list[Any]]:
    """What reaches the window."""
    heard: dict[str, list[Any]] = {"notices": [], "failed": [], "changes": [], "pages": [], "reviews": []}
    desk.noticed.connect(heard["notices"].append)
    desk.failed.connect(heard["failed"].append)
    desk.changed.connect(heard["changes"].append)
    desk.page_wanted.connect(heard["pages"].append)
    desk.review_wanted.connect(heard["reviews"].append)
    return heard


def fetch(page: ProposalsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page.reload()


def choose(page: ProposalsPage, proposal_id: str) -> None:
    row = next(n for n, one in enumerate(page.table.rows.rows) if one.id == proposal_id)
    page.table.selectRow(row)


def test_the_chosen_one_says_what_why_and_what_it_rests_on(page: ProposalsPage) -> None:
    choose(page, "deload-athlete-0")

    assert page.view.title.text() == "An earlier deload"
    assert "Anna Vogel  ·  Early deload" in page.view.about.text()
    assert "2 of 4 signals agree" in page.view.reason.text()
    assert "Freshness: yes" in page.view.evidence.words
    assert "Declining lifts: not known" in page.view.evidence.words
    assert "Signals of the block: 2 of 4 met, 2 together ask for a deload" in page.view.evidence.words
    assert [chip.claim_id for chip in page.view.citations.chips] == [
        "choice-deload-triggers",
        "choice-deload",
        "rogerson2024",
        "saw2016",
    ]


def test_changed_lines_are_marked_without_colour(page: ProposalsPage) -> None:
    choose(page, "volume-athlete-1")

    lines = page.view.lines
    assert lines.changed == 2
    arrows = [one.text() for one in lines.findChildren(QLabel) if one.text() in {"→", "="} and not one.isHidden()]
    assert arrows == ["→", "→", "="]
    assert "becomes Accumulation 3 of 4 · 58 sets" in lines.accessibleDescription()
    assert "Event: 9 May 2026, unchanged" in lines.accessibleDescription()


def test_only_the_parts_that_differ_are_bold() -> None:
    html = emphasised("Deload 1 of 1 · 31 sets · 4 RIR", "Deload 1 of 1 · 28 sets · 4 RIR")

    assert html.replace("&nbsp;", " ") == ("Deload 1 of 1 · <b style='font-weight:600'>28 sets</b> · 4 RIR")
    assert "&lt;x&gt;</b>" in emphasised("a", "<x>")


def test_a_line_that_only_one_side_has_is_shown(qtbot: QtBot) -> None:
    lines = BeforeAfter()
    qtbot.addWidget(lines)
    lines.show_rows([("Week of 1 May", "", "10 sets")])

    assert lines.accessibleDescription() == "Week of 1 May: nothing becomes 10 sets"


def test_numbers_of_a_stall_are_told(page: ProposalsPage) -> None:
    choose(page, "advice-athlete-0")

    assert "Change a week -0.11 %, likely -0.32 to +0.02" in page.view.evidence.words
    assert "Step 0 passed over" in page.view.evidence.words
    assert "barbell_back_squat" not in page.view.evidence.words


def test_few_weeks_are_accepted_at_once_with_the_note(
    page: ProposalsPage, adapting: FakeAdapting, told: dict[str, list[Any]], qtbot: QtBot
) -> None:
    choose(page, "volume-athlete-1")
    page.view.note.setText(" Talked to Ben ")
    with qtbot.waitSignal(page.loaded):
        page.view.accept.click()

    assert adapting.proposals[0].state is ProposalState.ACCEPTED
    assert adapting.proposals[0].note == "Talked to Ben"
    assert told["changes"] == [Changes.PROPOSALS | Changes.PLAN | Changes.WORKOUTS]
    [notice] = told["notices"]
    assert notice.title == "Accepted for Ben Okafor"
    assert "The plan has changed from the week of 23 March 2026 on." in notice.text
    assert notice.action_text == "Generate again"
    with qtbot.waitSignal(page.desk.action_wanted) as wanted:
        notice.action()
    assert wanted.args == ["generate_week"]
    assert page.desk.athlete == "athlete-1"
    assert page.view.note.text() == ""


def test_many_weeks_are_asked_about_first(page: ProposalsPage, adapting: FakeAdapting, qtbot: QtBot) -> None:
    choose(page, "deload-athlete-0")
    page.view.accept.click()
    dialog = page.window().findChild(Confirm)
    assert dialog is not None
    assert "Anna Vogel's plan" in dialog.sentence.text()
    dialog.reject()
    assert adapting.inbox("athlete-0")[0].state is ProposalState.OPEN

    page.view.accept.click()
    with qtbot.waitSignal(page.loaded):
        [each for each in page.window().findChildren(Confirm) if each.isVisible()][-1].verb.click()
    assert [one.id for one in adapting.decided()] == ["deload-athlete-0"]


@pytest.mark.parametrize(("key", "state"), [("A", "ACCEPTED"), ("Return", "ACCEPTED"), ("R", "REJECTED")])
def test_keys_decide(page: ProposalsPage, adapting: FakeAdapting, qtbot: QtBot, key: str, state: str) -> None:
    choose(page, "advice-athlete-0")
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(page.table, getattr(Qt.Key, f"Key_{key}"))

    assert adapting.proposals[2].state == state


def test_arrows_choose_and_what_is_decided_makes_room_for_the_next(page: ProposalsPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.proposal is not None
    assert page.proposal.id == "deload-athlete-0"
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(page.table, Qt.Key.Key_R)

    assert page.proposal.id == "advice-athlete-0"
    assert page.table.selected_row().id == "advice-athlete-0"


def test_whoever_comes_can_use_the_keys_at_once_and_keeps_the_note_they_write(
    page: ProposalsPage, qtbot: QtBot
) -> None:
    page.activateWindow()
    assert page.focusWidget() is page.table
    page.view.note.setFocus()
    fetch(page, qtbot)
    assert page.focusWidget() is page.view.note


def test_n_goes_to_the_note(page: ProposalsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.keyClick(page.table, Qt.Key.Key_N)

    assert page.focusWidget() is page.view.note


def test_advice_is_noted_and_says_that_no_set_changes(page: ProposalsPage) -> None:
    choose(page, "advice-athlete-0")

    assert page.view.accept.text() == "Take note"


def test_the_plan_of_the_one_in_hand_can_be_looked_at(page: ProposalsPage, told: dict[str, list[Any]]) -> None:
    choose(page, "volume-athlete-1")
    page.view.plan.click()

    assert told["pages"] == ["plan"]
    assert page.desk.athlete == "athlete-1"


def test_what_was_decided_meanwhile_is_said_and_fetched(
    page: ProposalsPage, adapting: FakeAdapting, told: dict[str, list[Any]], qtbot: QtBot
) -> None:
    choose(page, "volume-athlete-1")
    adapting.proposals[0] = replace(adapting.proposals[0], state=ProposalState.WITHDRAWN)
    with qtbot.waitSignal(page.loaded):
        page.view.accept.click()

    assert "was decided" in str(told["failed"][0])
    assert told["changes"] == []
    assert len(page.table.rows.rows) == 2
    assert page.view.accept.isEnabled()


def test_decided_ones_keep_state_day_and_note_and_offer_no_verbs(
    page: ProposalsPage, adapting: FakeAdapting, qtbot: QtBot
) -> None:
    done = replace(volume(), state=ProposalState.REJECTED, decided=AT, note="Meet in two weeks")
    adapting.proposals = [done, deload()]
    with qtbot.waitSignal(page.loaded):
        page.show_view(DECIDED)

    assert page.view.state.text().startswith("✕ Rejected on 17 Mar 2026.")
    assert "Meet in two weeks" in page.view.state.text()
    assert page.view.accept.isHidden()
    assert page.strip.views[OPEN].text() == "Open (1)"
    qtbot.keyClick(page.table, Qt.Key.Key_A)
    assert adapting.proposals[0].state is ProposalState.REJECTED


def test_the_athlete_in_hand_can_be_looked_at_alone(page: ProposalsPage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page.show_whose(of_one=True)

    assert desk.athlete == "athlete-0"
    assert {one.athlete_id for one in page.table.rows.rows} == {"athlete-0"}
    assert page.subtitle == "2 open, for 1 athlete"


def test_nothing_open_teaches_and_reviews(
    page: ProposalsPage, adapting: FakeAdapting, told: dict[str, list[Any]], qtbot: QtBot
) -> None:
    adapting.proposals = []
    fetch(page, qtbot)

    assert page.layers.currentWidget() is page._no_open
    page._no_open.chosen.emit("review")
    assert told["reviews"] == [[f"athlete-{number}" for number in range(6)]]
    page.accept()
    page.reject()


def test_review_of_the_athlete_in_hand(page: ProposalsPage, told: dict[str, list[Any]], qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.loaded):
        page.show_whose(of_one=True)
    page.header_actions()[0].trigger()

    assert told["reviews"] == [["athlete-0"]]


def test_a_kind_and_a_state_of_another_program_are_shown(
    page: ProposalsPage, adapting: FakeAdapting, qtbot: QtBot
) -> None:
    adapting.proposals = [
        replace(advice(), kind="MOON_PHASE", evidence={"triggers": "none", "numbers": [1]}, before={}, after={})
    ]
    fetch(page, qtbot)

    assert "Moon phase" in page.view.about.text()
    assert page.view.evidence.isHidden()
    assert page.view.lines.isHidden()


def test_citations_open_their_entry(page: ProposalsPage, desk: Desk) -> None:
    choose(page, "volume-athlete-1")
    page.view.citations.chips[0].click()

    assert (desk.claim, desk.claim_from) == ("choice-volume-first", "proposals")
