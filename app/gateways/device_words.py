"""What can go wrong with a connected device, in sentences with a next step; the database keeps only the reason."""

from datetime import UTC, datetime
from typing import Final

from app.errors import DeviceUnavailable

RECONNECT: Final = frozenset({"revoked", "expired", "account", "scope"})
"""Reasons that only connecting again does away with."""
_ELSEWHERE_FINE: Final = frozenset({"busy", "client", "elsewhere", "unlinked"})
"""Reasons of this computer only: others that share the database may sync all the same."""
_KEPT: Final = "What was fetched before is kept."
_WORDS: Final = {
    "offline": (
        "{title} could not be reached; this computer may be offline.",
        f"Check the network and try again. {_KEPT}",
    ),
    "lost": ("The connection to {title} broke off.", f"Check the network and try again. {_KEPT}"),
    "down": (
        "{title} has a problem of its own just now and does not answer as it should.",
        f"Nothing is wrong here: try again in a few minutes. {_KEPT}",
    ),
    "portal": (
        "Something between this computer and {title} answered in its place, perhaps a network's own login page.",
        f"Open a web page in the browser, log in to the network, and try again. {_KEPT}",
    ),
    "strange": (
        "{title} answered with something that Peakline does not understand.",
        f"Try again later; a newer Peakline may be needed. {_KEPT}",
    ),
    "clock": (
        "This computer's clock is wrong, as far as {title} can tell.",
        f"Set date, time and time zone in the system's settings, and try again. {_KEPT}",
    ),
    "tls": (
        "The connection to {title} could not be proven safe, so nothing was sent.",
        "A virus scanner or a company's network may be reading along; try another network.",
    ),
    "limited": (
        "{title} takes no more requests for now.",
        f"Try again {{until}}; the next sync goes on where this one stopped. {_KEPT}",
    ),
    "denied": ("The permission was refused in the browser.", "Connect again and allow what is asked for."),
    "silence": (
        "The browser has not come back from {title} in time.",
        "If {title} showed an error page, enter exactly {uri} among the redirect URIs of your app; then try again.",
    ),
    "port": (
        "Other programs use all the ports {title} may answer to ({ports}).",
        "Close them, or restart the computer, and connect again.",
    ),
    "client": (
        "No {title} app of your own has been entered yet.",
        "Register one (it is free) and enter its client id and secret.",
    ),
    "client_refused": (
        "{title} does not accept the client id or the client secret.",
        "Copy both anew from the {title} developer dashboard. The link itself is kept.",
    ),
    "code": ("{title} did not accept the browser's answer.", "Connect again; nothing was kept of this attempt."),
    "revoked": (
        "{title} no longer accepts the link: it was taken back there, or was not used for too long.",
        f"Connect again. {_KEPT}",
    ),
    "expired": (
        "The link to {title} has expired, and it was made without the permission to renew it.",
        f"Connect again and allow everything. {_KEPT}",
    ),
    "elsewhere": (
        "The tokens of this link are not in this computer's keyring.",
        f"The link was made on another computer, or there was no keyring then. Connect again here. {_KEPT}",
    ),
    "unlinked": ("This athlete is not connected to {title}.", "Connect first."),
    "account": (
        "The {title} account is another one than the account this athlete was connected with.",
        "Log out of {title} in the browser, or use a private window, and connect again. The earlier link is as it was.",
    ),
    "taken": (
        "This {title} account is already connected with another athlete.",
        "Log out of {title} in the browser, or use a private window, and connect again.",
    ),
    "scope": ("{title} refused what it had not been asked to allow.", "Connect again and allow everything."),
    "busy": (
        "Another Peakline is renewing the link to {title}.",
        "Try again in a minute; nothing was changed.",
    ),
}
_UNKNOWN: Final = ("The last sync with {title} failed.", f"Try again. {_KEPT}")
_LEFT_OPEN: Final = {"until": "later", "uri": "the redirect URI shown", "ports": "those it knows"}


def device_problem(reason: str, title: str, *, until: datetime | None = None, **details: str) -> DeviceUnavailable:
    """The error of a reason, in words; `until` is when it may be tried again, where that is known."""
    noted = reason if until is None else f"{reason}@{until.astimezone(UTC).isoformat(timespec='seconds')}"
    sentence, advice = told(noted, title, **details)
    kept = "" if reason in _ELSEWHERE_FINE else noted
    return DeviceUnavailable(sentence, reason=reason, advice=advice, noted=kept)


def reason_of(noted: str | None) -> str:
    """The reason in what was noted; empty where nothing was."""
    return (noted or "").partition("@")[0]


def told(noted: str, title: str, **details: str) -> tuple[str, str]:
    """What happened and what to do; a reason that another version wrote gives a general sentence."""
    reason, _, until = noted.partition("@")
    words = _LEFT_OPEN | {"title": title} | ({"until": _after(until)} if until else {}) | details
    sentence, advice = _WORDS.get(reason, _UNKNOWN)
    return sentence.format(**words), advice.format(**words)


def _after(until: str) -> str:
    try:
        at = datetime.fromisoformat(until).astimezone()
    except ValueError:
        return _LEFT_OPEN["until"]
    today = datetime.now(UTC).astimezone()
    if at <= today:
        return "now"
    return f"after {at:%H:%M}" if at.date() == today.date() else f"after {at:%H:%M} on {at:%A}"
