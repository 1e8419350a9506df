"""Servers to work on: remembered by name, tried out in words, their passwords only in the keyring."""

import builtins
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.changes import Changes
from app.errors import Conflict, InvalidInput, NotFound, VaultUnavailable
from app.gateways.vault import Vault
from models.values.connections import DEFAULT_PORT, ServerAddress, Trial
from models.values.ids import new_id
from models.values.integrations import Reference, Secret

if TYPE_CHECKING:
    from sqlalchemy import URL

PROVIDER: Final = "postgresql"
"""Passwords lie under `keyring:postgresql/<id of the connection>`."""


class Connecting:
    """The remembered servers in one file, and their passwords in the vault."""

    def __init__(self, file: Path, vault: Vault) -> None:
        self._file = file
        self._vault = vault

    def list(self) -> list[ServerAddress]:
        """Every remembered server, by name."""
        from app.gateways.connections import load_addresses  # noqa: PLC0415  (SQLAlchemy; nothing waits for it)

        return builtins.list(load_addresses(self._file))

    def find(self, address_id: str) -> ServerAddress:
        for address in self.list():
            if address.id == address_id:
                return address
        raise NotFound("This connection is not remembered any more.")

    def save(self, address: ServerAddress, password: str | None = None) -> ServerAddress:
        """Remember a server, or change the one with its id; the password goes to the vault, None keeps the old one.

        Raises `Conflict` for a name already taken and `InvalidInput` for an address that cannot be.
        """
        from app.gateways.connections import save_addresses  # noqa: PLC0415

        checked = _checked(address)
        others = [other for other in self.list() if other.id != checked.id]
        if any(other.name.casefold() == checked.name.casefold() for other in others):
            raise Conflict(f"There is already a connection called {checked.name}.")
        kept = checked if checked.id else replace(checked, id=new_id())
        if password is not None:
            self._vault.write(_reference(kept), Secret(password=password))
        save_addresses(self._file, [*others, kept])
        return kept

    def remove(self, address_id: str) -> Changes:
        """Forget a server and its password; the server itself is not touched."""
        from app.gateways.connections import save_addresses  # noqa: PLC0415

        address = self.find(address_id)
        # The password first: were it the other way round, a locked keyring would keep it for ever unseen.
        self._vault.delete(_reference(address))
        save_addresses(self._file, [other for other in self.list() if other.id != address_id])
        return Changes.SETTINGS

    def test(self, address: ServerAddress, password: str | None = None) -> Trial:
        """Try a server out, with the password given or the remembered one; the outcome is in words."""
        from app.gateways.server_trial import try_out  # noqa: PLC0415

        return try_out(_checked(address), password if password is not None else self._password(address))

    def url(self, address_id: str) -> "URL":
        """What the program opens: the password is inside this object only, and its text masks it."""
        from app.gateways.connections import server_url  # noqa: PLC0415

        address = self.find(address_id)
        return server_url(address, self._password(address))

    def text(self, address_id: str) -> str:
        """The same without the password, to be remembered as the database last open."""
        from app.gateways.connections import server_url  # noqa: PLC0415

        return server_url(self.find(address_id)).render_as_string(hide_password=True)

    def resolved(self, text: str) -> "URL | str":
        """The URL to open for such a text: that of the remembered server it means, with its TLS and password.

        A text that means none comes back as it is. It takes the remembered TLS and not the text's own,
        so that nobody can have a password sent in the clear by writing another text.
        """
        from sqlalchemy import make_url  # noqa: PLC0415
        from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

        from app.gateways.connections import server_url  # noqa: PLC0415

        try:
            wanted = make_url(text)
        except ArgumentError:
            # Whoever opens it will say so.
            return text
        if wanted.get_backend_name() == "postgresql" and wanted.password is None:
            for address in self.list():
                url = server_url(address)
                if _target(url) == _target(wanted):
                    return url.set(password=self._password(address))
        return wanted

    def _password(self, address: ServerAddress) -> str | None:
        if not address.id:
            return None
        try:
            secret = self._vault.read(_reference(address))
        except VaultUnavailable:
            # The server then says that a password is needed, and the person types it.
            return None
        return None if secret is None else secret.reveal().get("password")


def _target(url: "URL") -> tuple[object, ...]:
    return url.host or url.query.get("host"), url.port or DEFAULT_PORT, url.database, url.username


def _reference(address: ServerAddress) -> Reference:
    return Reference(PROVIDER, address.id)


def _checked(address: ServerAddress) -> ServerAddress:
    """The address without blanks around it, or `InvalidInput` naming the field."""
    from app.gateways.connections import server_url  # noqa: PLC0415

    cleaned = replace(
        address,
        name=address.name.strip(),
        host=address.host.strip(),
        database=address.database.strip(),
        user=address.user.strip(),
        ca_file=(address.ca_file or "").strip() or None,
    )
    for field in ("name", "database"):
        if not getattr(cleaned, field):
            raise InvalidInput(f"The connection needs a {field}.")
    if not 0 < cleaned.port < 65536:
        raise InvalidInput(f"Port {cleaned.port} is not between 1 and 65535.")
    if any(mark in cleaned.host for mark in ", \t\n?#") or "://" in cleaned.host:
        raise InvalidInput("The host must be one name or address.", advice="Write it without postgresql:// and port.")
    server_url(cleaned)
    return cleaned
