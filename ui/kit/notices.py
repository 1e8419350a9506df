"""What there is to tell the user, as values: notices, and errors in words."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.errors import PeaklineError
from app.redaction import without_secrets


class Kind(StrEnum):
    NOTICE = "notice"
    ALERT = "alert"


@dataclass(frozen=True, slots=True, eq=False)
class Notice:
    """A title, a sentence, and perhaps one thing to do about it."""

    title: str
    text: str
    kind: Kind = Kind.NOTICE
    action_text: str = ""
    action: Callable[[], None] | None = None
    details: str = ""


def notice_of(error: BaseException) -> Notice:
    """An exception in words a coach can use; the traceback only in the details."""
    details = without_secrets("".join(traceback.format_exception(error)))
    if isinstance(error, PeaklineError):
        return Notice(error.title, without_secrets(str(error)), Kind.ALERT, details=details)
    text = "Nothing else is affected. If it happens again, please send the details along."
    return Notice("Something unexpected happened", text, Kind.ALERT, details=details)
