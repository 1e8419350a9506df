"""The small parts of the kit: icons, texts without secrets, the worker, errors nobody caught."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Cancelled, Conflict
from app.paths import RESOURCES
from app.redaction import without_secrets
from app.settings import Theme
from ui.kit import icons, theme
from ui.kit.background import Background, Ticket
from ui.kit.crashes import Crashes
from ui.kit.notices import Kind, notice_of

NAMES = sorted(file.stem for file in (RESOURCES / "icons").glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something(themed: QApplication, name: str) -> None:
    picture = icons.pixmap(name, 24).toImage()
    inked = sum(picture.pixelColor(x, y).alpha() > 60 for x in range(24) for y in range(24))
    assert 8 <= inked <= 24 * 24


def test_icons_follow_the_theme_and_the_selection(themed: QApplication, qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    button, action = QPushButton("Go", root), QAction("Go", root)
    icons.dress(button, "plan")
    icons.dress(action, "plan")
    light = button.icon().pixmap(21, 16).toImage()
    theme.apply(themed, Theme.DARK)
    icons.redress(root)
    dark = button.icon().pixmap(21, 16).toImage()
    theme.apply(themed, Theme.LIGHT)
    assert light != dark
    normal, selected = (
        action.icon().pixmap(16, 16, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected)
    )
    assert normal != selected


@pytest.mark.parametrize(
    "text",
    [
        "could not connect to postgresql://coach:hunter2@db.example.org:5432/peakline",
        "Authorization: Bearer hunter2.abc-def",
        '{"access_token": "hunter2", "ok": true}',
        "password=hunter2 host=x",
        "refresh_token: hunter2",
    ],
)
def test_secrets_do_not_leave(text: str) -> None:
    cleaned = without_secrets(text)
    assert "hunter2" not in cleaned
    assert "***" in cleaned


def test_ordinary_texts_stay_as_they_are() -> None:
    text = "sqlite:////home/coach/peakline.db has 3 tokens of appreciation"
    assert without_secrets(text) == text


def test_results_arrive_in_order_in_the_gui_thread(themed: QApplication, qtbot: QtBot) -> None:
    background, seen = Background(), []
    for number in range(50):
        background.run(lambda number=number: number, lambda result: seen.append((result, threading.current_thread())))
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert seen == [(number, threading.main_thread()) for number in range(50)]
    background.close()


def test_an_error_goes_to_its_handler_or_to_the_signal(themed: QApplication, qtbot: QtBot) -> None:
    background, handled = Background(), []

    def work() -> None:
        raise Conflict("There already.")

    background.run(work, lambda _: None, handled.append)
    with qtbot.waitSignal(background.failed) as signal:
        background.run(work, lambda _: None)
    assert isinstance(signal.args[0], Conflict)
    assert len(handled) == 1
    background.close()


def test_progress_arrives_in_the_gui_thread_and_cancel_stops_the_worker(themed: QApplication, qtbot: QtBot) -> None:
    background, shown, errors = Background(), [], []
    ticket = background.ticket("Counting")
    ticket.show = lambda fraction, text: shown.append((fraction, text, threading.current_thread()))
    reached = threading.Event()

    def count(ticket: Ticket) -> None:
        ticket(0.25, "a quarter")
        reached.set()
        for _ in range(1000):
            threading.Event().wait(0.005)
            ticket(0.5, "more")

    background.run(lambda: count(ticket), lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[0] == (0.25, "a quarter", threading.main_thread())
    assert reached.wait(5)
    ticket.cancel()
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], Cancelled)
    background.close()


def test_a_flood_of_progress_is_thinned(themed: QApplication, qtbot: QtBot) -> None:
    background, shown = Background(), []
    ticket = background.ticket("Counting")
    ticket.show = lambda fraction, _text: shown.append(fraction)
    background.run(lambda: [ticket(step / 20_000, "") for step in range(20_001)], lambda _: None)
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] == 1.0)
    assert len(shown) < 200
    background.close()


def test_a_computing_worker_lets_the_window_have_its_turn(themed: QApplication, qtbot: QtBot) -> None:
    """Painting asks Python again and again, and each time waits for the worker to be interrupted."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    background, seen = Background(), []
    try:
        background.run(sys.getswitchinterval, seen.append)
        qtbot.waitUntil(lambda: bool(seen))
        assert seen == [pytest.approx(0.001)]
    finally:
        background.close()
        sys.setswitchinterval(before)


def test_nothing_is_delivered_after_closing(themed: QApplication) -> None:
    background, seen = Background(), []
    background.run(lambda: 1, seen.append)
    background.close()
    background.run(lambda: 2, seen.append)
    QApplication.processEvents()
    assert seen == []


def test_our_errors_speak_for_themselves_and_others_do_not_frighten() -> None:
    ours = notice_of(Conflict("This address is taken.", advice="Use another."))
    assert ours.title == "This is already there"
    assert ours.text == "This address is taken. Use another."
    assert ours.kind is Kind.ALERT
    other = notice_of(KeyError("x"))
    assert "KeyError" not in other.title + other.text
    assert "KeyError" in other.details


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_errors_nobody_caught_are_said_and_logged(
    themed: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.kit.crashes.qInstallMessageHandler", lambda _handler: None)
    crashes, raised = Crashes(tmp_path), []
    crashes.raised.connect(raised.append, Qt.ConnectionType.QueuedConnection)
    before = sys.excepthook
    crashes.install()
    try:
        error = ValueError("token=hunter2")
        sys.excepthook(ValueError, error, None)
        thread = threading.Thread(target=lambda: [].index(1))
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(raised) == 2)
    finally:
        crashes.uninstall()
    assert sys.excepthook is before
    assert isinstance(raised[1], ValueError)
    log = (tmp_path / "peakline.log").read_text("utf-8")
    assert "is not in list" in log
    assert "hunter2" not in log
    assert (tmp_path / "crash.log").exists()


def test_void_calls_keep_their_references(themed: QApplication) -> None:
    """PySide6 6.12 on Python 3.11 loses a reference to None with every void call and dies of it."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) - before > -500
