"""Checks the JSON of training blocks against resources/schemas, on the way in and on the way out."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.errors import InvalidInput
from app.paths import RESOURCES

FOLDER: Final = RESOURCES / "schemas"
UNREAD: Final = "unread"
"""Key of a document that breaks its schema: kept, but not under names that promise the shape."""

Document = dict[str, Any]


def checked(schema: str, document: Mapping[str, Any]) -> Document:
    """The document as it may be written; `InvalidInput` names the schema and the fault."""
    wrong = fault(schema, document)
    if wrong is not None:
        raise InvalidInput(f"{schema}: {wrong}.")
    return dict(document)


def understood(schema: str, document: Any) -> Document:
    """The document as it was read, whoever wrote it.

    An object without a version is another program's, in the specification's looser shape, and comes
    as it is; anything else that breaks the schema comes as `{"version": 0, "unread": it}`.
    """
    if isinstance(document, dict) and ("version" not in document or fault(schema, document) is None):
        return document
    return {"version": 0, UNREAD: document}


def fault(schema: str, document: Any) -> str | None:
    """What is wrong with a document, None where nothing is."""
    if not isinstance(document, Mapping):
        return "data must be object"
    from fastjsonschema import JsonSchemaValueException  # noqa: PLC0415 - as below

    try:
        _validator(schema)(dict(document))
    except JsonSchemaValueException as error:
        return str(error.message)
    return None


@cache
def _validator(schema: str, folder: Path = FOLDER) -> Callable[[Document], Any]:
    # Imported when the first block is read: compiling schemas has no place before the first paint.
    import fastjsonschema  # noqa: PLC0415

    text = (folder / f"{schema}.json").read_text("utf-8")
    compiled: Callable[[Document], Any] = fastjsonschema.compile(json.loads(text))
    return compiled
