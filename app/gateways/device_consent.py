"""Asks an athlete for permission in the system's browser: authorization code with PKCE and state, as RFC 8252 wants."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Sequence
from typing import Final

from app.gateways.device_words import device_problem
from app.gateways.devices import Client, Device, Grant, GrantRefused, Unauthorised
from app.gateways.loopback import Denied, Loopback, PortsTaken

PORTS: Final = (28917, 28918, 28919)
"""Registered at the provider by hand, so never to be changed; none of them is known for anything else."""
PATIENCE_SECONDS: Final = 300.0


def ask_for_consent(
    device: Device,
    client: Client,
    open_browser: Callable[[str], object],
    tick: Callable[[], None],
    *,
    ports: Sequence[int] = PORTS,
    seconds: float = PATIENCE_SECONDS,
) -> Grant:
    """What the athlete has granted. `tick` is called while the browser is away, and may raise `Cancelled`."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    try:
        with Loopback(ports, state) as listener:
            redirect = listener.redirect
            open_browser(device.address(client.id, redirect, state, challenge_of(verifier)))
            code = listener.wait(seconds, tick)
    except PortsTaken:
        raise device_problem("port", device.title, ports=", ".join(map(str, ports))) from None
    except Denied:
        raise device_problem("denied", device.title) from None
    if code is None:
        raise device_problem("silence", device.title, uri=redirect)
    try:
        return device.exchange(client, code, redirect, verifier)
    except (GrantRefused, Unauthorised):
        pass
    raise device_problem("code", device.title)


def challenge_of(verifier: str) -> str:
    """S256 of RFC 7636."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
