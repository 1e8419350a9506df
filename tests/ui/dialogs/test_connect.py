"""Connecting to a server: remembered ones, the test in words, and a password that goes nowhere but the keyring."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import Conflict, VaultUnavailable
from models.values.connections import ServerAddress, TlsMode
from tests.fakes.maintenance import FakeConnecting
from tests.ui.test_accessibility import nameless
from ui.dialogs.connect import Connect
from ui.kit.page import Desk

GYM = ServerAddress("Gym", "gym.example.org", "peakline", "coach", 5433, TlsMode.VERIFIED, "/etc/ca.pem", "a")
BENCH = ServerAddress("Bench", "", "bench", "coach", id="b")


@pytest.fixture
def idle(qtbot: QtBot, desk: Desk) -> Callable[[], None]:
    def wait() -> None:
        qtbot.waitUntil(lambda: desk.background.under_way == 0)
        QApplication.processEvents()

    return wait


@pytest.fixture
def known() -> FakeConnecting:
    return FakeConnecting([GYM, BENCH], {"a": "right"})


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, known: FakeConnecting, idle: Callable[[], None]) -> Connect:
    made = Connect(desk, lambda: known, lambda: "")
    made.show()
    made.begin()
    idle()
    return made


def test_remembered_servers_fill_the_fields(dialog: Connect, qtbot: QtBot) -> None:
    assert [dialog.known.item(row).text() for row in range(2)] == ["Gym", "Bench"]
    assert dialog.address() == GYM
    assert dialog.password.text() == ""
    qtbot.keyClick(dialog.known, Qt.Key.Key_Down)
    assert dialog.address() == BENCH
    dialog.close()


def test_a_new_one_is_remembered_and_opened_without_its_password(
    dialog: Connect, known: FakeConnecting, qtbot: QtBot
) -> None:
    dialog.new.click()
    for field, text in ((dialog.host, "box"), (dialog.database, "pl"), (dialog.user, "anna"), (dialog.password, "s3")):
        field.setText(text)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.verb.click()
    assert chosen.args == ["postgresql://anna@box:5432/pl"]
    assert known.servers[-1].name == "pl on box"
    assert known.passwords[known.servers[-1].id] == "s3"


def test_an_untouched_password_stays_as_it_is(dialog: Connect, known: FakeConnecting, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.chosen):
        dialog.verb.click()
    assert known.passwords == {"a": "right"}
    assert len(known.servers) == 2


def test_the_test_explains_a_failure_and_then_a_success(dialog: Connect, idle: Callable[[], None]) -> None:
    dialog.password.setText("wrong")
    dialog.test.click()
    assert dialog.trial.message.text() == "Trying…"
    assert not dialog.verb.isEnabled()
    idle()
    assert "does not accept this password" in dialog.trial.message.text()
    assert dialog.trial.advice.text()
    assert dialog.trial.property("look") == "alert"
    dialog.password.clear()
    dialog.test.click()
    idle()
    assert dialog.trial.message.text() == "It works: PostgreSQL 17.4."
    assert dialog.trial.property("look") == "notice"
    assert dialog.verb.isEnabled()
    dialog.close()


def test_what_is_missing_is_said_in_place(dialog: Connect) -> None:
    dialog.new.click()
    dialog.database.clear()
    dialog.test.click()
    assert "database" in dialog.database.accessibleDescription()
    assert "user" in dialog.user.accessibleDescription()
    assert dialog.focusWidget() is dialog.database
    dialog.close()


def test_a_name_that_is_taken_is_said_in_place(
    dialog: Connect, known: FakeConnecting, idle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(*_: object) -> None:
        raise Conflict("There is already a connection called Gym.")

    monkeypatch.setattr(known, "save", save)
    dialog.verb.click()
    idle()
    assert dialog.isVisible()
    assert "already" in dialog.name.accessibleDescription()
    assert dialog.verb.isEnabled()
    dialog.close()


def test_a_keyring_that_refuses_is_said(
    dialog: Connect, known: FakeConnecting, idle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def remove(*_: object) -> None:
        raise VaultUnavailable("The keyring is locked.", reason="locked", advice="Unlock it.")

    monkeypatch.setattr(known, "remove", remove)
    dialog.forget.click()
    idle()
    assert dialog.trial.message.text() == "The keyring cannot be used"
    assert "locked" in dialog.trial.advice.text()
    dialog.close()


def test_says_where_the_password_goes(desk: Desk, known: FakeConnecting, idle: Callable[[], None]) -> None:
    made = Connect(desk, lambda: known, lambda: "There is no keyring on this computer.")
    made.show()
    made.begin()
    idle()
    assert "until Peakline closes" in made.password.placeholderText()
    assert "no keyring" in made.password.toolTip()
    made.close()


def test_one_can_be_forgotten(dialog: Connect, known: FakeConnecting, idle: Callable[[], None]) -> None:
    dialog.forget.click()
    idle()
    assert [one.name for one in known.servers] == ["Bench"]
    assert dialog.known.count() == 1
    assert dialog.address() == BENCH
    dialog.close()


def test_everything_has_a_name_and_passwords_are_hidden(dialog: Connect) -> None:
    assert nameless(dialog) == []
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password
    dialog.close()


def test_closing_while_it_tries_leaves_no_error(dialog: Connect, idle: Callable[[], None], desk: Desk) -> None:
    heard: list[BaseException] = []
    desk.background.failed.connect(heard.append)
    dialog.test.click()
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    idle()
    assert heard == []


def test_tab_follows_the_eye(dialog: Connect, qtbot: QtBot) -> None:
    dialog.host.setFocus()
    seen = []
    for _ in range(8):
        seen.append(dialog.focusWidget())
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    order = [dialog.host, dialog.port, dialog.database, dialog.user, dialog.password, dialog.tls, dialog.ca_file]
    assert seen[:7] == order
    dialog.close()
