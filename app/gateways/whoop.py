"""Whoop: where it is asked, for what, and in which form. Its records are read in whoop_mapping."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from app.gateways.device_http import WHOLE_SECONDS, Answer, Line, plain_pause
from app.gateways.device_words import device_problem
from app.gateways.devices import Access, Account, Client, Grant, GrantRefused, Pause, Told, Unauthorised
from app.gateways.whoop_fields import moment_of
from app.gateways.whoop_mapping import WrongAccount, told_by_whoop
from app.gateways.whoop_paging import LARGEST_PAGE, Collection, NotACollection, read_collection

ADDRESS: Final = "https://api.prod.whoop.com"
_DATA: Final = "/developer/v2"
_CYCLES, _SLEEPS, _RECOVERIES = "/cycle", "/activity/sleep", "/recovery"
_HOUR_SECONDS: Final = 3600.0
_MARGIN: Final = timedelta(hours=36)
"""A night's records may begin after the cycle that they belong to, so they are asked for beyond its end."""


class Whoop:
    """Whoop's developer API, version 2; see `Device`."""

    word = "whoop"
    title = "Whoop"
    dashboard = "https://developer-dashboard.whoop.com"
    scopes: Sequence[str] = ("read:recovery", "read:cycles", "read:sleep", "read:profile", "offline")
    renewing_scope = "offline"

    def __init__(self, address: str = ADDRESS, pause: Pause = plain_pause, *, seconds: float = WHOLE_SECONDS) -> None:
        """The address, and how long an answer may take, are others in tests only."""
        self._address = address
        self._line = Line(self.title, address, pause, whole_seconds=seconds)

    @property
    def skew(self) -> float:
        return self._line.skew

    @property
    def requests(self) -> int:
        return self._line.requests

    def close(self) -> None:
        self._line.close()

    # Consent

    def address(self, client_id: str, redirect: str, state: str, challenge: str) -> str:
        asked = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": redirect,
            "scope": " ".join(self.scopes),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._address}/oauth/oauth2/auth?{urlencode(asked)}"

    def exchange(self, client: Client, code: str, redirect: str, verifier: str) -> Grant:
        # Once only: a code that has been used cannot be used again, even where the answer was lost.
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
        return self._grant(client, form, tries=1)

    def refresh(self, client: Client, token: str) -> Grant:
        form = {"grant_type": "refresh_token", "refresh_token": token, "scope": self.renewing_scope}
        return self._grant(client, form, tries=2)

    def _grant(self, client: Client, form: Mapping[str, str], tries: int) -> Grant:
        # In the body: Whoop's server refuses a client that shows its secret in the header.
        whole = {**form, "client_id": client.id, "client_secret": client.secret}
        try:
            answer = self._line.call("POST", f"{self._address}/oauth/oauth2/token", form=whole, tries=tries)
        except Unauthorised:
            answer = None
        if answer is None:
            raise device_problem("client_refused", self.title)
        told = self._object(answer, refusals=(400, 403))
        if answer.status != 200:
            if told.get("error") in ("invalid_client", "unauthorized_client"):
                raise device_problem("client_refused", self.title)
            raise GrantRefused
        access, refresh, seconds, scope = (
            told.get(name) for name in ("access_token", "refresh_token", "expires_in", "scope")
        )
        if not isinstance(access, str) or not access:
            raise device_problem("strange", self.title)
        lasts = float(seconds) if isinstance(seconds, (int, float)) and 0 < seconds < 1e9 else _HOUR_SECONDS
        scopes = frozenset(scope.split()) if isinstance(scope, str) else None
        return Grant(access, refresh if isinstance(refresh, str) and refresh else None, lasts, scopes)

    def account(self, access: Access) -> Account:
        profile = self._get(access, "/user/profile/basic", {})
        found = profile.get("user_id")
        if isinstance(found, bool) or not isinstance(found, int):
            raise device_problem("strange", self.title)
        names = [profile.get(name) for name in ("first_name", "last_name")]
        name = " ".join(part for part in names if isinstance(part, str) and part)
        return Account(str(found), name or f"account {found}")

    def revoke(self, access: Access) -> None:
        url = f"{self._address}{_DATA}/user/access"
        answer = access(lambda token: self._line.call("DELETE", url, token=token, tries=2))
        if answer.status not in (200, 204, 404):
            raise device_problem("down", self.title)

    # Data

    def read(self, access: Access, account: str, start: datetime, end: datetime | None) -> Told:
        wider = None if end is None else end + _MARGIN
        cycles = self._collection(access, _CYCLES, start, end)
        sleeps = self._collection(access, _SLEEPS, start, wider)
        recoveries = self._collection(access, _RECOVERIES, start, wider)
        try:
            return told_by_whoop(
                cycles.records,
                sleeps.records,
                recoveries.records,
                account=account,
                start=start,
                end=end,
                complete=cycles.complete and sleeps.complete and recoveries.complete,
            )
        except WrongAccount:
            pass
        raise device_problem("account", self.title)

    def newest_before(self, access: Access, end: datetime) -> datetime | None:
        page = self._get(access, _CYCLES, {"limit": "1", "end": _written(end)})
        records = page.get("records")
        try:
            return moment_of(records[0]["start"]) if records else None
        except (ValueError, KeyError, TypeError, IndexError):
            pass
        raise device_problem("strange", self.title)

    def _collection(self, access: Access, path: str, start: datetime, end: datetime | None) -> Collection:
        asked = {"limit": str(LARGEST_PAGE), "start": _written(start)} | ({"end": _written(end)} if end else {})
        try:
            return read_collection(
                lambda token: self._get(access, path, asked | ({"nextToken": token} if token else {}))
            )
        except NotACollection:
            pass
        raise device_problem("strange", self.title)

    def _get(self, access: Access, path: str, asked: Mapping[str, str]) -> dict[str, Any]:
        url = f"{self._address}{_DATA}{path}"
        answer = access(lambda token: self._line.call("GET", url, token=token, params=asked))
        if answer.status == 403:
            raise device_problem("scope", self.title)
        return self._object(answer)

    def _object(self, answer: Answer, refusals: tuple[int, ...] = ()) -> dict[str, Any]:
        """The JSON object of an answer; of a refusal whatever there is, as Whoop describes none."""
        refused = answer.status in refusals
        try:
            told = answer.document()
        except (ValueError, RecursionError):
            told = None
        if isinstance(told, dict) and (answer.status == 200 or refused):
            return told
        if answer.is_page:
            raise device_problem("portal", self.title)
        if refused:
            return {}
        raise device_problem("strange", self.title)


def chosen_address() -> str:
    """Whoop's own address. For tests, PEAKLINE_TEST_WHOOP may name a port of this very computer, and nothing else."""
    wanted = os.environ.get("PEAKLINE_TEST_WHOOP", "")
    parts = urlsplit(wanted)
    return wanted.rstrip("/") if (parts.scheme, parts.hostname) == ("http", "127.0.0.1") else ADDRESS


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
