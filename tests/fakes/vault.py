"""The vault without a keyring: memory that pretends to last, and fails when told to."""

from app.errors import VaultUnavailable
from app.gateways import vault_memory
from app.gateways.vault import unavailable
from models.values.integrations import Reference, Secret


class MemoryVault(vault_memory.MemoryVault):
    """Everything `KeyringVault` does, in memory; set `reason` to make it unavailable."""

    lasting = True  # type: ignore[assignment]

    def __init__(self, reason: str | None = None) -> None:
        super().__init__()
        self.reason = reason
        self.writes_left: int | None = None
        """How many more writes succeed, None for all."""
        self.forgetful = False
        """Whether writes are swallowed silently."""

    def problem(self) -> VaultUnavailable | None:
        return unavailable(self.reason) if self.reason else None

    def read(self, reference: Reference) -> Secret | None:
        self._check()
        return super().read(reference)

    def write(self, reference: Reference, secret: Secret) -> None:
        self._check()
        if self.writes_left is not None:
            if self.writes_left == 0:
                raise unavailable("refused")
            self.writes_left -= 1
        if not self.forgetful:
            super().write(reference, secret)

    def delete(self, reference: Reference) -> None:
        self._check()
        super().delete(reference)

    def _check(self) -> None:
        if self.reason:
            raise unavailable(self.reason)
