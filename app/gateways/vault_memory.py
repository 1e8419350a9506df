"""Secrets where no keyring can be used: in this run's memory, and with a banner that says so."""

import threading

from app.errors import VaultUnavailable
from app.gateways.vault import Vault
from app.gateways.vault_items import packed, unpacked
from models.values.integrations import Reference, Secret


class MemoryVault:
    """This run's memory: gone when the program ends, and never written anywhere."""

    lasting = False

    def __init__(self) -> None:
        self._kept: dict[Reference, str] = {}
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self._kept)} secrets)"

    def available(self) -> bool:
        return self.problem() is None

    def problem(self) -> VaultUnavailable | None:
        return None

    def read(self, reference: Reference) -> Secret | None:
        with self._lock:
            text = self._kept.get(reference)
        return None if text is None else unpacked(text)

    def write(self, reference: Reference, secret: Secret) -> None:
        text = packed(secret)
        with self._lock:
            self._kept[reference] = text

    def delete(self, reference: Reference) -> None:
        with self._lock:
            self._kept.pop(reference, None)

    def references(self) -> list[Reference]:
        with self._lock:
            return list(self._kept)


class FallbackVault:
    """The keyring while it can be used, else this run's memory; `lasting` and `banner` tell which.

    Nothing here raises `VaultUnavailable` but `delete`: where the keyring may still hold something,
    people must know.
    """

    def __init__(self, keyring: Vault) -> None:
        self._keyring = keyring
        self._memory = MemoryVault()
        self._problem: VaultUnavailable | None = None

    @property
    def lasting(self) -> bool:
        """False once the keyring could not be asked; before its first use nobody knows better than True."""
        return self._problem is None

    @property
    def banner(self) -> str:
        """Why secrets last for this run only; empty while they are kept for good."""
        if self._problem is None:
            return ""
        return f"{self._problem} Until then passwords and device links are remembered until Peakline is closed."

    def available(self) -> bool:
        return True

    def problem(self) -> VaultUnavailable | None:
        """Why the keyring is not used; asks it again, as `retry` does."""
        self.retry()
        return self._problem

    def retry(self) -> bool:
        """Ask the keyring again and move into it what memory holds; whether everything lasts now."""
        self._problem = self._keyring.problem()
        if self._problem is None:
            for reference in self._memory.references():
                secret = self._memory.read(reference)
                if secret is not None:
                    self.write(reference, secret)
        return self.lasting

    def read(self, reference: Reference) -> Secret | None:
        """The secret; what memory holds is the newer one, as it is there only when the keyring did not take it."""
        kept = self._memory.read(reference)
        if kept is not None:
            return kept
        try:
            found = self._keyring.read(reference)
        except VaultUnavailable as problem:
            self._problem = problem
            return None
        self._answered()
        return found

    def write(self, reference: Reference, secret: Secret) -> None:
        """Keep the secret in memory first, so that a keyring that fails halfway loses nothing."""
        self._memory.write(reference, secret)
        try:
            self._keyring.write(reference, secret)
        except VaultUnavailable as problem:
            self._problem = problem
        else:
            self._memory.delete(reference)
            self._answered()

    def delete(self, reference: Reference) -> None:
        """Forget the secret in both places."""
        self._memory.delete(reference)
        self._keyring.delete(reference)

    def _answered(self) -> None:
        """The keyring works again; what memory still holds waits for `retry`."""
        if not self._memory.references():
            self._problem = None
