"""The listener the browser comes back to: deaf to everything but the one right answer."""

import errno
import socket
import threading

import httpx
import pytest

from app.gateways.loopback import Denied, Loopback, PortsTaken
from tests.fakes.whoop_play import free_ports

STATE = "a state that nobody can guess"


@pytest.fixture
def listener():
    with Loopback(free_ports(1), STATE) as opened:
        yield opened


def ask(listener, query, path="/callback", host="", address="localhost"):
    headers = {"Host": host} if host else {}
    with httpx.Client(trust_env=False) as client:
        return client.get(f"http://{address}:{listener.port}{path}{query}", headers=headers)


def patient(listener, seconds=0.3):
    return listener.wait(seconds, lambda: None)


def test_the_right_answer_ends_the_waiting(listener):
    answer = ask(listener, f"?code=c0de&state={STATE}")
    assert (answer.status_code, patient(listener)) == (200, "c0de")
    assert "Connected" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-security-policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    ("path", "query", "host", "status"),
    [
        ("/callback", "?code=c0de&state=wrong", "", 400),
        ("/callback", "?code=c0de&state=a", "", 400),
        ("/callback", "?code=c0de", "", 400),
        ("/callback", f"?state={STATE}", "", 400),
        ("/callback", f"?code=&state={STATE}", "", 400),
        ("/callback", f"?error=access_denied&code=c&state={STATE}x", "", 400),
        ("/callback", f"?code=c0de&state={STATE}", "evil.example.org", 400),
        ("/callback", "?code=c0de&state=%C3%A9%FF", "", 400),
        ("/favicon.ico", "", "", 404),
        ("/", f"?code=c0de&state={STATE}", "", 404),
    ],
)
def test_anything_else_is_turned_away_and_the_waiting_goes_on(listener, path, query, host, status):
    answer = ask(listener, query, path, host)
    assert answer.status_code == status
    assert "c0de" not in answer.text
    assert patient(listener) is None
    assert ask(listener, f"?code=right&state={STATE}").status_code == 200
    assert patient(listener) == "right"


def test_only_the_first_right_answer_counts(listener):
    ask(listener, f"?code=first&state={STATE}")
    assert ask(listener, f"?code=second&state={STATE}").status_code == 400
    assert patient(listener) == "first"


def test_a_refusal_is_told_as_one(listener):
    answer = ask(listener, f"?error=access_denied&error_description=%3Cb%3Eno&state={STATE}")
    assert (answer.status_code, "Not connected" in answer.text, "<b>no" in answer.text) == (200, True, False)
    with pytest.raises(Denied):
        patient(listener)


def test_only_gets_are_answered_and_rubbish_harms_nothing(listener):
    with httpx.Client(trust_env=False) as client:
        assert client.post(f"http://localhost:{listener.port}/callback").status_code == 501
    with socket.create_connection(("127.0.0.1", listener.port)) as raw:
        raw.sendall(b"\0\xff nonsense\r\n\r\n")
        raw.recv(100)
    assert ask(listener, f"?code=c&state={STATE}").status_code == 200


def test_both_loopback_addresses_answer_and_no_other(listener):
    # A browser may take localhost for either.
    host = f"localhost:{listener.port}"
    assert ask(listener, "", "/x", host, "127.0.0.1").status_code == 404
    if has_ipv6():
        assert ask(listener, "", "/x", host, "[::1]").status_code == 404
    assert {server.server_address[0] for server in listener._servers} <= {"127.0.0.1", "::1"}


def test_the_next_port_is_taken_where_one_is_busy_and_none_is_an_error():
    ports = free_ports(2)
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", ports[0]))
        busy.listen()
        with Loopback(ports, STATE) as listener:
            assert listener.redirect == f"http://localhost:{ports[1]}/callback"
        with pytest.raises(PortsTaken), Loopback(ports[:1], STATE):
            pass


@pytest.mark.skipif("not has_ipv6()", reason="this computer has no ::1")
def test_a_port_whose_other_half_is_busy_is_not_taken():
    """Otherwise the browser might be answered by a stranger."""
    ports = free_ports(2)
    with socket.socket(socket.AF_INET6) as busy:
        busy.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        busy.bind(("::1", ports[0]))
        busy.listen()
        with Loopback(ports, STATE) as listener:
            assert listener.port == ports[1]


def test_the_ports_are_free_again_afterwards(listener):
    with Loopback(free_ports(1), STATE) as other:
        port = other.port
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED
    with Loopback((port,), STATE) as again:
        assert again.port == port


def test_many_at_once_give_one_code(listener):
    statuses = []
    threads = [
        threading.Thread(target=lambda n=n: statuses.append(ask(listener, f"?code={n}&state={STATE}").status_code))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [400] * 7


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
