"""Connected devices: their tokens moved out of the database into the keyring, and forgotten when asked."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from app.changes import Changes
from app.errors import Conflict, InvalidInput, VaultUnavailable
from app.gateways.database import Database
from app.gateways.tokens import TokenRow, forget_tokens, leave_reference, read_row, rows_with_tokens, swept
from app.gateways.vault import Vault, unavailable
from models.values.integrations import Reference, Secret, TokenReport

_TRIES: Final = 3
_LEFT: Final = "{count} device links keep their tokens in the database, readable by whoever reads it."
_LEFT_ONE: Final = "One device link keeps its tokens in the database, readable by whoever reads it."
_BACKUPS: Final = (
    "Backups made before still hold the tokens: delete them when you can,"
    " or disconnect and connect each device again, which makes the old tokens worthless."
)
_NOT_SWEPT: Final = "The old text may stay in the database's own files for a while."


class Integrations:
    """The links between athletes and their devices."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def move_tokens(self) -> TokenReport:
        """See the function of the same name."""
        return move_tokens(self._database, self._vault)

    def unsafe(self) -> Sequence[Reference]:
        """Whose tokens still lie in the database, for a banner; read from the rows themselves."""
        with self._database.read() as connection:
            return [row.reference for row in rows_with_tokens(connection)]

    def forget(self, athlete_id: str, provider: str) -> Changes:
        """Forget the tokens of a device, in the database even where the keyring cannot be asked.

        In that case `VaultUnavailable` is raised afterwards: the keyring may still hold them.
        """
        reference = Reference(provider, athlete_id)
        with self._database.write() as connection:
            found = forget_tokens(connection, reference)
        self._vault.delete(reference)
        return Changes.READINESS if found else Changes.NOTHING


def move_tokens(database: Database, vault: Vault) -> TokenReport:
    """Move every plain token into the keyring and leave a reference in its row, one transaction a row.

    A row is changed only after its tokens have been read back from the keyring, so an interruption
    costs nothing: the next run moves again what is left. Rows whose tokens could not be kept for good
    stay as they are; the report names them and says why. Nothing secret is in it, nor in any error.
    """
    with database.read() as connection:
        rows = rows_with_tokens(connection)
    if not rows:
        return TokenReport()
    problems: list[str] = []
    marked: list[Reference] = []
    moved = 0
    for row in rows:
        try:
            moved += _move(database, vault, row)
        except (VaultUnavailable, InvalidInput, Conflict) as problem:
            marked.append(row.reference)
            problems.append(str(problem))
    clean = swept(database) if moved else True
    return TokenReport(moved, len(marked), marked, clean, _message(moved, problems, clean=clean))


def _move(database: Database, vault: Vault, row: TokenRow) -> bool:
    """Whether the row was moved; False where another program has emptied or removed it meanwhile."""
    for _attempt in range(_TRIES):
        _keep(vault, row)
        with database.write() as connection:
            if leave_reference(connection, row):
                return True
            current = read_row(connection, row.id)
        if current is None or not (current.access or current.refresh):
            vault.delete(row.reference)
            return False
        row = current
        if not (row.plain_access or row.plain_refresh):
            return False
    raise Conflict("Another program keeps changing the tokens of a device.", advice="Close it and try again.")


def _keep(vault: Vault, row: TokenRow) -> None:
    """Write the row's tokens and make sure they are there for good."""
    if (problem := vault.problem()) is not None:
        raise unavailable(problem.reason)
    parts: dict[str, str] = {}
    if row.plain_access is None and (known := vault.read(row.reference)) is not None:
        # Another program has renewed the one token that we had not left a reference for.
        parts |= known.reveal()
    parts |= {"access": row.plain_access} if row.plain_access else {}
    parts |= {"refresh": row.plain_refresh} if row.plain_refresh else {}
    parts |= {"expires": row.expires_at.isoformat()} if row.expires_at else {}
    secret = Secret(**parts)
    vault.write(row.reference, secret)
    if not vault.lasting:
        problem = vault.problem()
        with suppress(VaultUnavailable):
            vault.delete(row.reference)
        raise unavailable(problem.reason if problem else "missing")
    if vault.read(row.reference) != secret:
        raise unavailable("refused")


def _message(moved: int, problems: Sequence[str], *, clean: bool) -> str:
    sentences = []
    if problems:
        count = len(problems)
        sentences += [_LEFT_ONE if count == 1 else _LEFT.format(count=count), *dict.fromkeys(problems)]
    if moved:
        sentences += [_BACKUPS] if clean else [_NOT_SWEPT, _BACKUPS]
    return " ".join(sentences)
