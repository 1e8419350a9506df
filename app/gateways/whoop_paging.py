"""Whoop's collections page by page, to their end and never in circles."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

LARGEST_PAGE: Final = 25
MOST_PAGES: Final = 200
"""More than a span of time that is asked for at once can hold."""


class NotACollection(Exception):
    """An answer without a list of records."""


@dataclass(slots=True)
class Collection:
    """The records of all pages, as they came."""

    records: list[Any] = field(default_factory=list)
    complete: bool = True
    """False where the pages led in circles: there may be records that were not seen."""


def read_collection(fetch: Callable[[str | None], Any]) -> Collection:
    """All pages of a collection; `fetch` gets the token of a page, None for the first. Raises `NotACollection`.

    The last page has no token, an empty one or null; an empty page with a token is not the last.
    """
    found = Collection()
    token: str | None = None
    seen: set[str] = set()
    for _page in range(MOST_PAGES):
        page = fetch(token)
        records = page.get("records", []) if isinstance(page, dict) else None
        if not isinstance(records, list):
            raise NotACollection
        found.records += records
        following = page.get("next_token")
        if not following:
            return found
        token = str(following)
        if token in seen:
            break
        seen.add(token)
    found.complete = False
    return found
