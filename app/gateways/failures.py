"""Turns what SQLAlchemy and the drivers raise into our own errors, without the values of any row in them."""

from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from app.errors import Conflict, DatabaseBusy, DatabaseUnavailable, InvalidInput, PeaklineError, WrongSchema

_BUSY = "Wait a moment and try again; another program may be writing."
_UPGRADE = "Run `peakline db upgrade`, or choose Upgrade on the database page."
_SIGNS = (
    # What the drivers say or PostgreSQL's SQLSTATE; the sentence for it; the advice.
    # (lock not available, cancelled by a time limit, changed by another transaction, deadlock)
    (("is locked", "55P03", "57014", "40001", "40P01"), DatabaseBusy, "The database {0} is busy.", _BUSY),
    (("no such table", "no such column", "42P01", "42703"), WrongSchema, "{0} lacks a table or column.", _UPGRADE),
    (("not a database", "malformed"), DatabaseUnavailable, "{0} is not a database, or damaged.", "Restore a backup."),
    (("disk is full", "53100"), DatabaseUnavailable, "There is no room left for {0}.", "Free some space."),
    (("readonly database", "25006"), DatabaseUnavailable, "{0} can only be read.", "Check its permissions."),
    (("22001", "22003", "22P02", "22P05", "22021"), InvalidInput, "{0} refused a value of the wrong kind.", ""),
)


def translated(error: Exception, location: str) -> PeaklineError:
    """The error to show for a failure inside the database; the row's values are never part of it.

    PostgreSQL's own text holds them ("Failing row contains (...)"), and a row may hold a token.
    """
    if isinstance(error, DBAPIError):
        return _from_driver(error, location)
    if isinstance(error, StatementError):
        return InvalidInput(str(error.orig)) if isinstance(error.orig, ValueError) else _unknown(error)
    if isinstance(error, UnicodeError):
        return InvalidInput("Text must not contain half of a surrogate pair.")
    return _unknown(error)


def _from_driver(error: DBAPIError, location: str) -> PeaklineError:
    signs = f"{getattr(error.orig, 'sqlstate', None) or ''} {_first_line(error)}"
    if isinstance(error, IntegrityError):
        return _integrity(error, signs)
    for marks, kind, sentence, advice in _SIGNS:
        if any(mark in signs for mark in marks):
            return kind(sentence.format(location), advice=advice)
    return DatabaseUnavailable(f"The database {location} failed: {_first_line(error)}")


def _integrity(error: IntegrityError, signs: str) -> PeaklineError:
    rule = _rule(error)
    if "UNIQUE constraint" in signs or "23505" in signs:
        return Conflict(f"There is already an entry like this ({rule}).")
    if "FOREIGN KEY" in signs or "23503" in signs or "23001" in signs:
        return Conflict(f"Other entries still refer to this one, or it refers to one that is gone ({rule}).")
    return InvalidInput(f"The database refused a value outside its limits ({rule}).")


def _rule(error: IntegrityError) -> str:
    """The name of the constraint, or SQLite's words for it; both name columns, never values."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return diagnostics.constraint_name or diagnostics.column_name or "unnamed rule"
    return _first_line(error).removesuffix(".")


def _first_line(error: DBAPIError) -> str:
    """The driver's own sentence; what follows it on PostgreSQL (DETAIL, CONTEXT) may hold a row's values."""
    return str(error.orig).strip().partition("\n")[0]


def _unknown(error: Exception) -> PeaklineError:
    return PeaklineError(f"The database could not do this ({type(error).__name__}).")
