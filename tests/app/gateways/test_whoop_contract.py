"""The fake Whoop answers as the real one says it does: what is tested against it means something."""

import time
from datetime import timedelta

import fastjsonschema
import httpx
import pytest

from tests.fakes.whoop_play import days_ago, now
from tests.fakes.whoop_schema import SCHEMAS
from tests.fakes.whoop_server import Family

KINDS = {"/cycle": "Cycle", "/activity/sleep": "Sleep", "/recovery": "Recovery"}


@pytest.fixture
def ask(play):
    play.server._families.append(Family("10129", play.server.granted, "good", "r", expires=time.monotonic() + 99))
    play.person.live(60, until=now())
    play.person.sleep(999_990, days_ago(9), days_ago(9) + timedelta(hours=1), "-05:00", hours=0.7, nap=True)

    def get(path, bearer="good", **asked):
        headers = {"Authorization": f"Bearer {bearer}"}
        url = f"{play.server.address}/developer/v2{path}"
        return httpx.get(url, params=asked, headers=headers, trust_env=False)

    return get


@pytest.mark.parametrize("path", KINDS)
def test_every_record_on_every_page_has_the_fields_of_the_contract(ask, path):
    valid = fastjsonschema.compile(SCHEMAS[KINDS[path]])
    found, token = [], ""
    while token is not None:
        page = ask(path, limit="25", **({"nextToken": token} if token else {})).json()
        assert set(page) <= {"records", "next_token"}
        found += page["records"]
        token = page.get("next_token")
    assert len(found) >= 60
    for record in found:
        valid(record)


def test_the_profile_has_the_fields_of_the_contract(ask):
    fastjsonschema.compile(SCHEMAS["UserBasicProfile"])(ask("/user/profile/basic").json())


@pytest.mark.parametrize("path", KINDS)
def test_pages_are_of_ten_unless_asked_and_of_twenty_five_at_most(ask, path):
    assert len(ask(path).json()["records"]) == 10
    assert ask(path, limit="26").status_code == 400
    assert ask(path, "bad").status_code == 401


def test_the_schema_refuses_what_is_not_in_the_contract(ask):
    record = ask("/cycle").json()["records"][5]
    valid = fastjsonschema.compile(SCHEMAS["Cycle"])
    for spoilt in (record | {"id": "5"}, record | {"extra": 1}, {k: v for k, v in record.items() if k != "start"}):
        with pytest.raises(fastjsonschema.JsonSchemaException):
            valid(spoilt)


def test_consent_is_refused_as_hydra_does(play):
    """An unknown redirect shows a page of Whoop's own; a short state goes back as an error."""

    def consent(**changed):
        redirect = play.syncing.redirect_uris[0]
        asked = {"client_id": play.server.client_id, "redirect_uri": redirect, "state": "12345678"} | changed
        return httpx.get(f"{play.server.address}/oauth/oauth2/auth", params=asked, trust_env=False)

    assert "code=" in consent().headers["location"]
    assert "error=invalid_state" in consent(state="1234567").headers["location"]
    assert consent(redirect_uri=play.syncing.redirect_uris[0].replace("localhost", "127.0.0.1")).status_code == 400
    assert consent(client_id="another").status_code == 400


def test_tokens_are_given_as_hydra_does(play):
    def token(**form):
        form = {"client_id": play.server.client_id, "client_secret": play.server.client_secret} | form
        return httpx.post(f"{play.server.address}/oauth/oauth2/token", data=form, trust_env=False)

    wrong_proof = {"grant_type": "authorization_code", "redirect_uri": "r", "code_verifier": "not the one"}
    play.server._codes["c"] = ("r", "a challenge", "10129", {"offline"})
    assert token(**wrong_proof, code="c").json()["error"] == "invalid_grant"
    play.server._codes["c"] = ("r", "", "10129", {"offline"})
    first = token(**wrong_proof, code="c").json()
    assert set(first) == {"access_token", "refresh_token", "expires_in", "scope", "token_type"}
    assert token(grant_type="refresh_token", client_secret="x").status_code == 401

    used = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = token(**used).json()
    assert second["refresh_token"] != first["refresh_token"]
    # Used twice: now everything is dead, also what the first use has given.
    assert token(**used).json()["error"] == "invalid_grant"
    assert token(grant_type="refresh_token", refresh_token=second["refresh_token"]).status_code == 400
