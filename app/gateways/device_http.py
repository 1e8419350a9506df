"""Speaks HTTP with the providers of devices: time-outs, repetitions, limits; and errors in words, without the request.

The only file that knows httpx, so that changing to another library is a change of one file.
"""

import json
import random
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from app.errors import DeviceUnavailable
from app.gateways.device_words import device_problem
from app.gateways.devices import Pause, Unauthorised

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 20.0
WHOLE_SECONDS: Final = 60.0
"""For an answer that trickles in byte by byte, which the read time-out never notices."""
LARGEST_ANSWER: Final = 8 * 1024 * 1024
TRIES: Final = 4
BACK_OFF_SECONDS: Final = 0.5
LIMIT_WAITS: Final = 5
"""How often in a row a refused request is repeated before the sync stops."""
LIMIT_BACK_OFF_SECONDS: Final = 5.0
LONGEST_WAIT_SECONDS: Final = 120.0
"""A limit that lasts longer is the one of the day: nobody wants to watch that."""
SHORTEST_WAIT_SECONDS: Final = 1.0
_FINAL: Final = {"clock", "tls"}
_TOO_EARLY, _TOO_LATE = 9, 10  # OpenSSL's verify codes: not valid yet, has expired


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; its content is never told, as it may hold tokens or somebody's health."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def document(self) -> Any:
        """The JSON of the body; a `ValueError` where it is something else."""
        return json.loads(self.body)

    @property
    def is_page(self) -> bool:
        return "html" in self.headers.get("content-type", "") or self.body.lstrip()[:1] == b"<"


class Line:
    """A connection to one provider. Closed when nobody needs it any more; any thread may use it."""

    def __init__(self, title: str, address: str, pause: Pause, *, whole_seconds: float = WHOLE_SECONDS) -> None:
        """`address` only tells whether the provider is this computer, as in tests; proxies are not asked then."""
        self._title, self._pause, self._whole = title, pause, whole_seconds
        self._trusts_environment = urlsplit(address).hostname not in {"127.0.0.1", "localhost"}
        self._client: httpx.Client | None = None
        self._opening = threading.Lock()
        self.skew = 0.0
        self.requests = 0

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def call(
        self,
        method: str,
        url: str,
        *,
        token: str = "",
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        tries: int = TRIES,
    ) -> Answer:
        """The answer, whatever its status below 500 but 401 and 429; `Unauthorised` for 401.

        What fails on the way is repeated up to `tries` times. 429 is waited for as long as the
        provider says, unless that is too long to wait.
        """
        failures = waits = 0
        while True:
            problem = device_problem("down", self._title)
            try:
                answer = self._once(method, url, token, params, form)
            except DeviceUnavailable as raised:
                problem = raised
            else:
                if answer.status == 401:
                    raise Unauthorised
                if answer.status < 500 and answer.status != 429:
                    return answer
                if answer.status == 429:
                    waits += 1
                    self._wait_for_limit(answer, waits)
                    continue
            failures += 1
            if failures >= tries or problem.reason in _FINAL:
                raise problem
            seconds = BACK_OFF_SECONDS * 2**failures * random.uniform(0.5, 1)  # noqa: S311 - only to spread out
            self._pause(seconds, f"{self._title} does not answer; trying again…")

    def _once(
        self, method: str, url: str, token: str, params: Mapping[str, str] | None, form: Mapping[str, str] | None
    ) -> Answer:
        import httpx  # noqa: PLC0415 - 60 ms; most runs never speak to a provider

        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.requests += 1
        try:
            with self._open().stream(method, url, params=params, data=form, headers=headers) as response:
                body = self._body(response)
                told = {name.lower(): value for name, value in response.headers.items()}
                self._compare_clocks(told)
                return Answer(response.status_code, told, body)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            reason = _reason(error)
        # Raised out here: an error of httpx holds the request, and that holds the token.
        raise device_problem(reason, self._title)

    def _open(self) -> "httpx.Client":
        import httpx  # noqa: PLC0415

        with self._opening:
            if self._client is None:
                self._client = httpx.Client(
                    timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
                    headers={"User-Agent": _user_agent(), "Accept": "application/json"},
                    trust_env=self._trusts_environment,
                    follow_redirects=False,
                )
            return self._client

    def _body(self, response: "httpx.Response") -> bytes:
        import httpx  # noqa: PLC0415

        parts, size, until = [], 0, time.monotonic() + self._whole
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if time.monotonic() > until:
                raise httpx.ReadTimeout("")
            if size > LARGEST_ANSWER:
                raise httpx.DecodingError("")
        return b"".join(parts)

    def _wait_for_limit(self, answer: Answer, waits: int) -> None:
        seconds = _limit_seconds(answer.headers)
        if seconds is None:
            seconds = LIMIT_BACK_OFF_SECONDS * 2 ** (waits - 1)
        if seconds > LONGEST_WAIT_SECONDS or waits > LIMIT_WAITS:
            raise device_problem("limited", self._title, until=datetime.now(UTC) + timedelta(seconds=seconds))
        seconds = max(SHORTEST_WAIT_SECONDS, seconds)
        self._pause(seconds, f"{self._title} asks to wait {round(seconds)} seconds…")

    def _compare_clocks(self, headers: Mapping[str, str]) -> None:
        with suppress(ValueError, KeyError, TypeError):
            self.skew = (parsedate_to_datetime(headers["date"]) - datetime.now(UTC)).total_seconds()


def plain_pause(seconds: float, _sentence: str = "") -> None:
    """Wait without telling anybody."""
    time.sleep(seconds)


def _limit_seconds(headers: Mapping[str, str]) -> float | None:
    """How long a 429 asks to wait: Retry-After in either form, else the reset of the limit, else None."""
    for name in ("retry-after", "x-ratelimit-reset"):
        text = headers.get(name, "").strip()
        if text.replace(".", "", 1).isdigit():
            return float(text)
        with suppress(ValueError, TypeError):
            return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    return None


def _reason(error: Exception) -> str:
    import httpx  # noqa: PLC0415

    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "clock" if cause.verify_code in (_TOO_EARLY, _TOO_LATE) else "tls"
        if isinstance(cause, socket.gaierror):
            return "offline"
    if isinstance(error, (httpx.DecodingError, httpx.TooManyRedirects, httpx.InvalidURL)):
        return "strange"
    return "offline" if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)) else "lost"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _user_agent() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - it loads a mail parser

    try:
        return f"Peakline/{version('peakline')} (desktop)"
    except PackageNotFoundError:
        return "Peakline (desktop)"
