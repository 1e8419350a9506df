"""One entry in full: every part is said, and the paper is one press away."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from app.usecases.knowledge import KnowledgeBase
from ui.widgets.claim import ClaimView
from ui.widgets.claim_rows import _broken, columns
from ui.widgets.grades import GRADE_WORDS

BASE = KnowledgeBase()


@pytest.fixture
def view(qtbot: QtBot) -> ClaimView:
    made = ClaimView()
    qtbot.addWidget(made)
    made.resize(420, 800)
    made.show()
    return made


def show(view: ClaimView, claim_id: str) -> None:
    claim = BASE.claim(claim_id)
    view.show_claim(claim, BASE.uses(claim))


def test_every_part_of_an_entry_is_said(view: ClaimView) -> None:
    show(view, "maeo2021")
    claim, text = BASE.claim("maeo2021"), view.text()
    for part in (claim.claim, claim.caveat, claim.population, claim.id, claim.doi, claim.source.reference):
        assert part in text
    assert GRADE_WORDS[claim.grade].meaning in text
    assert "Seated Leg Curl, Lying Leg Curl" in text
    assert "Length weight: 0.5" in text
    assert "independent texts" in text


def test_the_paper_is_opened_in_the_browser(view: ClaimView, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    told: list[str] = []
    view.told.connect(told.append)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: not opened.append(url))
    show(view, "saw2016")
    view.open_doi.click()
    assert opened == [QUrl("https://doi.org/10.1136/bjsports-2015-094758")]
    assert "browser" in told[0]


def test_where_no_browser_answers_the_address_is_copied(view: ClaimView, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    view.told.connect(told.append)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    show(view, "saw2016")
    view.open_doi.click()
    assert QGuiApplication.clipboard().text() == "https://doi.org/10.1136/bjsports-2015-094758"
    assert "copied instead" in told[0]


def test_the_doi_can_be_copied(view: ClaimView) -> None:
    show(view, "saw2016")
    view.copy_doi.click()
    assert QGuiApplication.clipboard().text() == "10.1136/bjsports-2015-094758"


@pytest.mark.parametrize("claim_id", ["choice-deload", "pritchard2019"])
def test_without_a_verified_doi_nothing_is_offered(view: ClaimView, claim_id: str) -> None:
    show(view, "saw2016")
    assert view.open_doi.isVisible()
    show(view, claim_id)
    assert not view.open_doi.isVisible()
    assert not view.copy_doi.isVisible()


def test_what_leads_nowhere_has_no_caption(view: ClaimView) -> None:
    show(view, "choice-deload")
    assert view._leans_caption.isVisible()
    show(view, "foster1998")
    assert not view._leans_caption.isVisible()
    assert not view._rests_caption.isVisible()


def test_every_entry_can_be_shown(view: ClaimView) -> None:
    for claim in BASE.search():
        view.show_claim(claim, BASE.uses(claim))
        assert claim.claim in view.text()


def test_a_row_reads_out_grade_and_claim() -> None:
    claim = BASE.claim("saw2016")
    grade, entry = columns()
    assert grade.text(claim) == "A, meta-analysis"
    assert entry.text(claim) == f"Saw 2016: {claim.claim}"
    assert grade.tip is not None
    assert grade.tip(claim) == GRADE_WORDS[claim.grade].meaning


def test_long_words_end_in_dots_after_two_lines(view: ClaimView) -> None:
    lines = _broken("word " * 60, view.font(), 200)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert _broken("word", view.font(), 200) == ["word"]
