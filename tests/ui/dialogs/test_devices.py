"""Devices in the window: connecting through the browser, syncing beside everything else, and problems in words."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.errors import Conflict, DeviceUnavailable, VaultUnavailable
from app.gateways.device_words import device_problem
from tests.fakes.whoop_use import ADDRESS, UNKNOWN, FakeWhoop
from tests.ui.test_accessibility import nameless
from ui.dialogs.confirm import Confirm
from ui.dialogs.devices import DevicesCard
from ui.dialogs.whoop import ConnectWhoop
from ui.kit.page import Desk
from ui.widgets.devices import told_moment

LAST = datetime(2026, 3, 18, 5, 30, tzinfo=UTC)
GOOD = replace(
    UNKNOWN, is_connected=True, account_id="10129", last_sync=LAST, history_from=date(2024, 2, 13), days=1000
)


@pytest.fixture(autouse=True)
def tidy(desk: Desk) -> Iterator[None]:
    yield
    desk.errands.close()
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, (ConnectWhoop, Confirm)):
            dialog.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def whoop(desk: Desk) -> FakeWhoop:
    found = desk.services.whoop
    assert isinstance(found, FakeWhoop)
    return found


@pytest.fixture
def idle(qtbot: QtBot, desk: Desk) -> Callable[[], None]:
    def wait() -> None:
        qtbot.waitUntil(lambda: not desk.errands.is_under_way and desk.background.under_way == 0)
        QApplication.processEvents()

    return wait


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, opened: list[str], idle: Callable[[], None]) -> ConnectWhoop:
    def open_url(url: str) -> bool:
        opened.append(url)
        return True

    made = ConnectWhoop(desk, desk.athlete, "Anna Vogel", open_url=open_url)
    made.show()
    return made


@pytest.fixture
def card(qtbot: QtBot, desk: Desk, idle: Callable[[], None]) -> DevicesCard:
    made = DevicesCard(desk)
    qtbot.addWidget(made)
    made.show()
    made.reload()
    idle()
    return made


# The dialog


def test_with_an_app_it_is_one_click_and_then_the_browser(
    dialog: ConnectWhoop, whoop: FakeWhoop, opened: list[str], idle: Callable[[], None], qtbot: QtBot
) -> None:
    dialog.begin()
    assert not dialog.verb.isEnabled()
    idle()
    assert "Anna Vogel logs in there" in dialog.sentence.text()
    assert not dialog.app_part.isVisible()
    with qtbot.waitSignal(dialog.connected):
        dialog.verb.click()
    assert opened == [ADDRESS]
    assert whoop.calls == [("connect", "athlete-0")]
    assert dialog.outcome.text() == "Connected as Alex Sample."
    assert "Is this Anna Vogel?" in dialog.advice.text()
    with qtbot.waitSignal(dialog.accepted):
        dialog.verb.click()


def test_without_one_it_says_how_to_get_it_and_keeps_what_is_entered(
    dialog: ConnectWhoop, whoop: FakeWhoop, idle: Callable[[], None], qtbot: QtBot
) -> None:
    whoop.has_app = False
    dialog.begin()
    idle()
    uris = [field.text() for field in dialog.app_part.findChildren(QLineEdit) if field.isReadOnly()]
    assert uris == list(whoop.redirect_uris)
    copies = [button for button in dialog.app_part.findChildren(QPushButton) if button.text() == "Copy"]
    copies[1].click()
    assert QApplication.clipboard().text() == uris[1]
    assert nameless(dialog) == []

    dialog.verb.click()
    assert whoop.calls == []
    assert dialog.client_id.property("wrong")
    dialog.client_id.setText("my id")
    dialog.client_secret.setText("my secret")
    assert dialog.client_secret.echoMode() is QLineEdit.EchoMode.Password
    with qtbot.waitSignal(dialog.connected):
        dialog.verb.click()
    assert whoop.calls[0] == ("save_client", "my id", "my secret")
    assert dialog.client_secret.text() == ""


def test_waiting_shows_the_address_and_can_be_cancelled(
    dialog: ConnectWhoop, whoop: FakeWhoop, desk: Desk, opened: list[str], idle: Callable[[], None], qtbot: QtBot
) -> None:
    dialog.begin()
    idle()
    whoop.waits = True
    dialog.verb.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert dialog.waiting_part.isVisible()
    assert "this window goes on by itself" in dialog.outcome.text()
    dialog.copy.click()
    assert QApplication.clipboard().text() == ADDRESS
    dialog.again.click()
    assert opened == [ADDRESS, ADDRESS]
    # Meanwhile pages go on being fetched.
    assert desk.background.under_way == 0
    with qtbot.waitSignal(dialog.rejected):
        dialog.cancel.click()
    idle()
    assert not whoop.status("athlete-0").is_connected


def test_a_browser_that_does_not_open_is_told(
    dialog: ConnectWhoop, whoop: FakeWhoop, idle: Callable[[], None], qtbot: QtBot
) -> None:
    dialog._open_url = lambda _url: False
    dialog.begin()
    idle()
    whoop.waits = True
    dialog.verb.click()
    qtbot.waitUntil(lambda: "No browser could be opened" in dialog.outcome.text())
    assert dialog.copy.isEnabled()
    dialog.reject()
    idle()


@pytest.mark.parametrize("reason", ["silence", "denied", "account", "taken", "offline", "port"])
def test_what_goes_wrong_is_told_with_the_next_step_and_can_be_tried_again(
    dialog: ConnectWhoop, whoop: FakeWhoop, idle: Callable[[], None], reason: str, qtbot: QtBot
) -> None:
    dialog.begin()
    idle()
    whoop.error = error = device_problem(reason, "Whoop")
    dialog.verb.click()
    idle()
    assert (dialog.outcome.text(), dialog.advice.text()) == (error.message, error.advice)
    assert dialog.verb.text() == "Try Again"
    with qtbot.waitSignal(dialog.connected):
        dialog.verb.click()


def test_a_refused_app_is_asked_for_again(dialog: ConnectWhoop, whoop: FakeWhoop, idle: Callable[[], None]) -> None:
    dialog.begin()
    idle()
    whoop.error = device_problem("client_refused", "Whoop")
    dialog.verb.click()
    idle()
    assert dialog.app_part.isVisible()
    assert "does not accept the client id" in dialog.outcome.text()
    dialog.reject()


def test_another_app_can_be_entered(dialog: ConnectWhoop, idle: Callable[[], None]) -> None:
    dialog.begin()
    idle()
    dialog.other.click()
    assert dialog.app_part.isVisible()
    dialog.reject()


def test_a_keyring_that_is_locked_is_told(dialog: ConnectWhoop, whoop: FakeWhoop, idle: Callable[[], None]) -> None:
    whoop.error = VaultUnavailable("The keyring is locked.", reason="locked", advice="Unlock it and try again.")
    dialog.begin()
    idle()
    assert (dialog.outcome.text(), dialog.advice.text()) == ("The keyring is locked.", "Unlock it and try again.")


def test_without_a_keyring_it_says_how_long_the_link_lasts(
    dialog: ConnectWhoop, desk: Desk, idle: Callable[[], None]
) -> None:
    desk.services.keyring_problem = lambda: "There is no keyring. Device links last until Peakline is closed."
    dialog.begin()
    idle()
    assert "until Peakline is closed" in dialog.advice.text()
    dialog.reject()


def test_a_fault_is_told_and_goes_to_the_log(
    dialog: ConnectWhoop, whoop: FakeWhoop, desk: Desk, idle: Callable[[], None], qtbot: QtBot
) -> None:
    dialog.begin()
    idle()
    whoop.error = ZeroDivisionError()
    with qtbot.waitSignal(desk.broke):
        dialog.verb.click()
    idle()
    assert dialog.outcome.text() == "Something unexpected happened"
    dialog.reject()


def test_warnings_are_shown(dialog: ConnectWhoop, whoop: FakeWhoop, idle: Callable[[], None]) -> None:
    whoop.warnings = ("Not allowed, and so not fetched: read:sleep.",)
    dialog.begin()
    idle()
    dialog.verb.click()
    idle()
    assert "read:sleep" in dialog.advice.text()
    dialog.accept()


# The card


def test_the_card_follows_the_athlete_in_hand(
    card: DevicesCard, whoop: FakeWhoop, desk: Desk, idle: Callable[[], None]
) -> None:
    whoop.links["athlete-1"] = GOOD
    assert card.caption.text() == "Devices of Anna Vogel"
    assert (card.view.link.isVisible(), card.view.sync.isVisible(), card.view.more.isVisible()) == (True, False, False)
    assert nameless(card) == []
    desk.select_athlete("athlete-1")
    idle()
    assert (card.view.link.isVisible(), card.view.sync.isVisible()) == (False, True)
    assert "1,000 days are stored, complete since 13 February 2024." in card.view.state.text()
    assert nameless(card) == []
    desk.show_athletes([])
    idle()
    assert card.view.state.text() == "Choose an athlete first."
    assert not card.view.sync.isVisible()


def test_a_moment_is_told_as_one_says_it() -> None:
    noon = datetime(2026, 3, 18, 12).astimezone()
    assert told_moment(noon, date(2026, 3, 18)) == "today at 12:00"
    assert told_moment(noon, date(2026, 3, 19)) == "yesterday at 12:00"
    assert told_moment(noon, date(2026, 3, 25)) == "on 18 March 2026"
    assert told_moment(noon + timedelta(days=1), date(2026, 3, 18)) == "on 19 March 2026"


@pytest.fixture
def linked(card: DevicesCard, whoop: FakeWhoop, desk: Desk, idle: Callable[[], None]) -> DevicesCard:
    whoop.links[desk.athlete] = GOOD
    card.reload()
    idle()
    return card


@pytest.mark.parametrize(("full", "word"), [(False, "sync"), (True, "full_history")])
def test_syncing_tells_pages_that_something_came(
    linked: DevicesCard, whoop: FakeWhoop, desk: Desk, qtbot: QtBot, full: bool, word: str
) -> None:
    said: list[object] = []
    desk.message.connect(said.append)
    with qtbot.waitSignal(desk.changed) as told:
        linked.fetch_history() if full else linked.view.sync.click()
    assert said == ["12 days are new, 3 have changed."]
    assert told.args == [Changes.READINESS]
    assert whoop.calls == [(word, "athlete-0")]


def test_a_sync_never_keeps_the_window_or_its_pages_waiting(
    linked: DevicesCard, whoop: FakeWhoop, desk: Desk, idle: Callable[[], None], qtbot: QtBot
) -> None:
    whoop.waits = True
    began = time.monotonic()
    linked.view.sync.click()
    assert time.monotonic() - began < 0.2
    qtbot.waitUntil(lambda: "Syncing Anna Vogel" in linked.view.progress.sentence.text())
    assert linked.view.progress.isVisible()
    assert not linked.view.sync.isEnabled()
    with qtbot.waitCallback(timeout=1000) as answered:
        desk.run(lambda: 7, answered)
    answered.assert_called_with(7)
    # A second card, and a second click, join in and begin nothing new.
    other = DevicesCard(desk)
    qtbot.addWidget(other)
    assert other.view.progress.isVisibleTo(other)
    other.sync()
    with qtbot.waitSignal(desk.message) as told:
        linked.view.progress.cancel.click()
    assert told.args == ["Syncing Anna Vogel was cancelled; what was fetched is kept."]
    idle()
    assert not linked.view.progress.isVisible()
    assert linked.view.sync.isEnabled()
    assert whoop.calls == [("sync", "athlete-0")]


def test_a_problem_is_shown_where_the_link_is(
    linked: DevicesCard, whoop: FakeWhoop, desk: Desk, idle: Callable[[], None]
) -> None:
    error = device_problem("revoked", "Whoop")
    whoop.error = error
    whoop.links[desk.athlete] = replace(GOOD, problem=error.message, advice=error.advice, needs_connecting=True)
    linked.sync()
    idle()
    assert linked.view.problem.isVisible()
    assert linked.view.problem.sentence.text().startswith("Whoop no longer accepts the link")
    assert (linked.view.link.text(), linked.view.sync.isVisible()) == ("Connect Again…", False)


@pytest.mark.parametrize(
    "error",
    [
        device_problem("busy", "Whoop"),
        device_problem("elsewhere", "Whoop"),
        VaultUnavailable("The keyring is locked.", reason="locked"),
        Conflict("There is already one."),
    ],
)
def test_what_the_card_does_not_show_goes_to_the_message_bar(
    linked: DevicesCard, whoop: FakeWhoop, desk: Desk, error: DeviceUnavailable, qtbot: QtBot
) -> None:
    whoop.error = error
    with qtbot.waitSignal(desk.failed) as told:
        linked.sync()
    assert told.args == [error]


def test_a_problem_of_somebody_else_goes_to_the_message_bar(
    linked: DevicesCard, whoop: FakeWhoop, desk: Desk, idle: Callable[[], None], qtbot: QtBot
) -> None:
    """The athlete in hand may be another one by the time the sync fails."""
    whoop.waits = True
    linked.sync()
    desk.select_athlete("athlete-1")
    whoop.error = device_problem("offline", "Whoop")
    with qtbot.waitSignal(desk.failed):
        whoop.waits = False
    idle()


def test_without_a_keyring_a_banner_says_how_long_the_link_lasts(
    linked: DevicesCard, desk: Desk, idle: Callable[[], None]
) -> None:
    desk.services.keyring_problem = lambda: "There is no keyring. Device links last until Peakline is closed."
    linked.sync()
    idle()
    assert linked.banner.isVisible()
    desk.services.keyring_problem = lambda: ""
    linked.sync()
    idle()
    assert not linked.banner.isVisible()


def test_warnings_of_a_sync_stay_on_screen(linked: DevicesCard, whoop: FakeWhoop, desk: Desk, qtbot: QtBot) -> None:
    whoop.warnings = ("This computer's clock is 90 minutes ahead.",)
    with qtbot.waitSignal(desk.noticed) as told:
        linked.sync()
    assert "90 minutes ahead" in told.args[0].text


@pytest.mark.parametrize("delete", [False, True])
def test_disconnecting_asks_first_and_may_delete_the_days(
    linked: DevicesCard, whoop: FakeWhoop, delete: bool, idle: Callable[[], None]
) -> None:
    linked.view.disconnect_wanted.emit()
    [dialog] = [found for found in QApplication.topLevelWidgets() if isinstance(found, Confirm) and found.isVisible()]
    assert whoop.calls == []
    [box] = dialog.findChildren(QCheckBox)
    assert "1,000 days" in box.text()
    box.setChecked(delete)
    dialog.verb.click()
    idle()
    assert whoop.calls == [("disconnect", "athlete-0", delete)]
    assert linked.view.link.text() == "Connect…"
    assert ("No longer connected." in linked.view.state.text()) != delete


def test_a_link_that_whoop_could_not_be_told_of_is_said_to_be_so(
    linked: DevicesCard, whoop: FakeWhoop, desk: Desk, qtbot: QtBot
) -> None:
    whoop.revokes = False
    with qtbot.waitSignal(desk.noticed) as told:
        linked._cut("athlete-0", "Anna Vogel", delete_days=False)
    assert told.args[0].title == "Disconnected here only"


def test_connecting_from_the_card_syncs_at_once(
    card: DevicesCard, whoop: FakeWhoop, desk: Desk, idle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.dialogs.whoop.QDesktopServices.openUrl", lambda _url: True)
    card.view.link.click()
    [dialog] = [it for it in QApplication.topLevelWidgets() if isinstance(it, ConnectWhoop) and it.isVisible()]
    idle()
    dialog.verb.click()
    idle()
    assert whoop.calls == [("connect", "athlete-0"), ("sync", "athlete-0")]
    assert card.view.sync.isVisible()
    dialog.accept()


def test_leaving_the_program_stops_what_is_under_way(linked: DevicesCard, whoop: FakeWhoop, desk: Desk) -> None:
    whoop.waits = True
    linked.sync()
    began = time.monotonic()
    desk.errands.close()
    assert time.monotonic() - began < 2


def test_another_database_stops_what_is_under_way(
    linked: DevicesCard, whoop: FakeWhoop, desk: Desk, idle: Callable[[], None]
) -> None:
    whoop.waits = True
    linked.sync()
    desk.shut()
    idle()
    assert not desk.errands.is_under_way
