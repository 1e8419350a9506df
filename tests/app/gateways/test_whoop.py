"""Whoop over a real socket: pages, limits, and everything a network can do to an answer."""

import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from app.errors import Cancelled, DeviceUnavailable
from app.gateways import device_http
from app.gateways.device_http import Line
from app.gateways.devices import Client, GrantRefused, Unauthorised
from app.gateways.whoop import ADDRESS, Whoop, chosen_address
from app.gateways.whoop_paging import MOST_PAGES, NotACollection, read_collection
from tests.fakes.whoop_play import days_ago, now
from tests.fakes.whoop_server import Family, Fault

REFRESH = "refresh-for-the-first-time"
PAGE = b"<html><title>Welcome to the hotel</title></html>"


@pytest.fixture
def whoop(play):
    """Whoop with a token that is good."""
    play.server._families.append(Family("10129", play.server.granted, "good", REFRESH, expires=time.monotonic() + 99))
    device = play.device(lambda _seconds, _sentence: None)
    yield device
    device.close()


def access(use):
    return use("good")


def read(device, days=30, end=None):
    return device.read(access, "10129", days_ago(days), end)


def problem(doing):
    with pytest.raises(DeviceUnavailable) as raised:
        doing()
    error = raised.value
    assert error.advice
    assert (error.__cause__, error.__context__) == (None, None)  # httpx's own errors hold the request
    return error


# Pages


@pytest.mark.parametrize("nights", [0, 1, 25, 26, 60])
@pytest.mark.parametrize("last", ["missing", None, ""])
def test_pages_are_read_to_their_end(play, whoop, nights, last):
    play.person.live(nights, until=now())
    play.server.people.last_token = last
    found = read(whoop, 90)
    assert (len(found.readings), found.complete, found.refused) == (nights, True, 0)
    assert whoop.requests == 3 * max(1, -(-nights // 25))
    assert {asked.get("limit") for _m, path, asked in play.server.asked if path != "/x"} == {"25"}


def test_an_empty_page_with_a_token_is_not_the_last_and_circles_end():
    pages = {None: {"records": [], "next_token": "a"}, "a": {"records": [1], "next_token": "b"}, "b": {"records": [2]}}
    assert read_collection(lambda token: pages[token]).records == [1, 2]

    circle = {None: {"records": [1], "next_token": "a"}, "a": {"records": [2], "next_token": "a"}}
    found = read_collection(lambda token: circle[token])
    assert (found.records, found.complete) == ([1, 2], False)

    endless = read_collection(lambda token: {"records": [1], "next_token": f"{token}x"})
    assert (len(endless.records), endless.complete) == (MOST_PAGES, False)


@pytest.mark.parametrize("page", [[], None, "text", {"records": {}}, {"records": "no"}, {"records": None}])
def test_what_is_no_page_is_told(page):
    with pytest.raises(NotACollection):
        read_collection(lambda _token: page)


def test_a_record_that_arrives_between_two_pages_is_no_duplicate(play, whoop):
    play.person.live(30, until=now())
    newest = play.person.cycles[0]
    read_page = play.server._page

    def arriving(person, path, asked):
        found = read_page(person, path, asked)
        if path == "/cycle" and "nextToken" not in asked:
            person.cycles.insert(0, newest | {"id": 2_000_000, "start": newest["start"].replace("Z", "1Z")})
        return found

    play.server._page = arriving
    keys = [reading.record_key for reading in read(whoop, 40).readings]
    assert len(keys) == len(set(keys)) == 30


# Limits


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "7", "X-RateLimit-Reset": "30"}, 7),
        ({"X-RateLimit-Reset": "3"}, 3),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "soon"}, 5),
        ({}, 5),
    ],
)
def test_a_limit_is_waited_for_as_long_as_it_says(play, whoop, headers, seconds):
    play.server.faults.append(Fault("/cycle", 429, headers))
    assert read(whoop).readings == []
    [(waited, sentence)] = play.waits
    assert waited == seconds
    assert sentence == f"Whoop asks to wait {seconds} seconds…"


def test_a_limit_may_be_told_as_a_date(play, whoop):
    at = datetime.now(UTC) + timedelta(seconds=50)
    play.server.faults.append(Fault("/cycle", 429, {"Retry-After": format_datetime(at, usegmt=True)}))
    read(whoop)
    assert 47 <= play.waits[0][0] <= 51


@pytest.mark.parametrize("headers", [{"X-RateLimit-Reset": "40000"}, {"Retry-After": "121"}])
def test_the_limit_of_the_day_is_not_waited_for(play, whoop, headers):
    play.server.faults.append(Fault("/cycle", 429, headers))
    error = problem(lambda: read(whoop))
    assert (error.reason, play.waits) == ("limited", [])
    assert "Try again after " in error.advice


def test_waiting_ends_when_the_limit_does_not(play, whoop):
    play.server.limit = [0, 2]
    assert problem(lambda: read(whoop)).reason == "limited"
    assert [wait for wait, _ in play.waits] == [2] * device_http.LIMIT_WAITS


def test_waiting_can_be_cancelled(play):
    def stop(_seconds, _sentence):
        raise Cancelled("Stopped.")

    play.server.limit = [0, 60]
    line = Line("Whoop", play.server.address, stop)
    with pytest.raises(Cancelled):
        line.call("GET", f"{play.server.address}/developer/v2/cycle", token="good")
    line.close()


# What can go wrong on the way


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(status=500), "down"),
        (Fault(status=502, body=PAGE, headers={"Content-Type": "text/html"}), "down"),
        (Fault(status=503, body=b""), "down"),
        (Fault(reset=True), "lost"),
        (Fault(half=True, body=b'{"records": ['), "lost"),
        (Fault(headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8bis not gzip"), "strange"),
    ],
)
def test_what_may_pass_is_tried_again_and_then_told(play, whoop, fault, reason):
    fault.path = "/cycle"
    play.server.faults.extend([fault, fault])
    assert read(whoop).complete
    assert len(play.waits) == 2
    assert play.waits[1][0] > play.waits[0][0] / 2

    play.waits.clear()
    play.server.faults.extend([fault] * device_http.TRIES)
    assert problem(lambda: read(whoop)).reason == reason
    assert len(play.waits) == device_http.TRIES - 1


def test_bytes_that_trickle_in_are_not_waited_for_for_ever(play):
    device = play.device(lambda *_: None, seconds=0.2)
    play.server.faults.extend([Fault("/cycle", body=b" " * 4000, trickle=0.02)] * device_http.TRIES)
    began = time.monotonic()
    assert problem(lambda: read(device)).reason == "lost"
    assert time.monotonic() - began < 5
    device.close()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (PAGE, "portal"),
        (b"", "strange"),
        (b"{", "strange"),
        (b"[1]", "strange"),
        (b"\xff\xfe", "strange"),
        (b'{"records": 5}', "strange"),
        (b"[" * 100_000, "strange"),
    ],
)
def test_an_answer_that_makes_no_sense_is_told(play, whoop, body, reason):
    play.server.faults.append(Fault("/cycle", body=body))
    assert problem(lambda: read(whoop)).reason == reason


def test_an_answer_without_end_is_cut(play, whoop, monkeypatch):
    monkeypatch.setattr(device_http, "LARGEST_ANSWER", 1000)
    play.server.faults.extend([Fault("/cycle", body=b" " * 5000)] * device_http.TRIES)
    assert problem(lambda: read(whoop)).reason == "strange"


def test_nobody_there_and_no_such_name(play):
    for address in (f"http://127.0.0.1:{play.ports[0]}", "http://whoop.invalid"):
        device = Whoop(address, lambda *_: None)
        error = problem(lambda device=device: read(device))
        assert error.reason == "offline"
        assert str(error).startswith("Whoop could not be reached; this computer may be offline. Check the network")
        device.close()


def test_a_redirect_is_not_followed(play, whoop):
    play.server.faults.append(Fault("/cycle", 302, {"Location": f"{play.server.address}/elsewhere"}))
    assert problem(lambda: read(whoop)).reason == "strange"
    assert not any("elsewhere" in path for path in play.server.paths())


def test_no_permission_is_told_and_no_token_is_left_to_the_keeper(play, whoop):
    play.server._families[0].scopes = {"read:cycles"}
    assert problem(lambda: read(whoop)).reason == "scope"
    with pytest.raises(Unauthorised):
        whoop.account(lambda use: use("bad"))


def test_a_wrong_clock_is_measured(play, whoop):
    play.server.clock_shift = -86_400
    read(whoop)
    assert whoop.skew == pytest.approx(-86_400, abs=5)


# Tokens


def client(play):
    return Client(play.server.client_id, play.server.client_secret)


def test_a_wrong_secret_and_a_spent_token_are_told_apart(play, whoop):
    wrong = Client(play.server.client_id, "wrong")
    assert problem(lambda: whoop.refresh(wrong, REFRESH)).reason == "client_refused"
    assert whoop.refresh(client(play), REFRESH).seconds == 3600
    with pytest.raises(GrantRefused):
        whoop.refresh(client(play), REFRESH)
    assert len(play.server.refreshes) == 1


@pytest.mark.parametrize("body", [b"{}", b'{"access_token": 5}', b'{"access_token": ""}'])
def test_an_answer_without_a_token_is_no_grant(play, whoop, body):
    play.server.faults.append(Fault("/token", body=body))
    assert problem(lambda: whoop.refresh(client(play), REFRESH)).reason == "strange"


@pytest.mark.parametrize("seconds", [None, "soon", -1, 1e12, float("nan")])
def test_a_life_that_is_not_told_is_taken_for_an_hour(play, whoop, seconds):
    body = json.dumps({"access_token": "a", "expires_in": seconds}).encode()
    play.server.faults.append(Fault("/token", body=body))
    grant = whoop.refresh(client(play), REFRESH)
    assert (grant.seconds, grant.refresh, grant.scopes) == (3600, None, None)


def test_nothing_secret_shows_in_what_is_printed(play, whoop):
    grant = whoop.refresh(client(play), REFRESH)
    shown = f"{grant} {client(play)} {grant!r}"
    assert not any(secret in shown for secret in play.server.secrets())


def test_we_say_who_we_are(play, whoop):
    read(whoop)
    [agent] = play.server.agents
    assert agent.startswith("Peakline")


def test_only_a_port_of_this_computer_may_stand_in_for_whoop(monkeypatch):
    assert chosen_address() == ADDRESS
    for text, address in (
        ("http://127.0.0.1:8099/", "http://127.0.0.1:8099"),
        ("http://localhost:8099", ADDRESS),
        ("http://127.0.0.1.example.org", ADDRESS),
        ("https://evil.example.org", ADDRESS),
        ("http://user@127.0.0.1:1@evil.example.org", ADDRESS),
        ("nonsense", ADDRESS),
    ):
        monkeypatch.setenv("PEAKLINE_TEST_WHOOP", text)
        assert chosen_address() == address
