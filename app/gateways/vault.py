"""The door to the operating system's keyring: the only file that knows how secrets are kept there."""

import importlib
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from app.errors import VaultUnavailable
from app.gateways.vault_items import GENERATIONS, WHOLE, Head, chunk_names, head_of, joined, packed, split, unpacked
from app.gateways.vault_worker import PATIENCE_SECONDS, Silent, Worker
from models.values.integrations import PREFIX, Reference, Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Result = TypeVar("Result")

APPLICATION: Final = "Peakline"
_USER: Final = "peakline"
# Chosen by us and not by keyring's own configuration, which may name a plain file, or a backend
# that swallows what it is given. The first that answers is taken.
_REAL: Final = {
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
}
_REAL_ELSEWHERE: Final = (("keyring.backends.SecretService", "Keyring"), ("keyring.backends.kwallet", "DBusKeyring"))
# By name: the packages that define them differ from system to system and need not be there.
_LOCKED: Final = {"KeyringLocked", "InitError", "LockedException", "PromptDismissedException"}
_MISSING: Final = {"NoKeyringError", "SecretServiceNotAvailableException"}
_SENTENCES: Final = {
    "missing": (
        "There is no keyring on this computer in which secrets would be safe.",
        "Set one up (GNOME Keyring, KWallet or KeePassXC on Linux) and try again; nothing was written elsewhere.",
    ),
    "locked": ("The keyring is locked.", "Unlock it and try again; nothing was written elsewhere."),
    "silent": ("The keyring does not answer.", "It may be waiting for its password. Look for its window, try again."),
    "refused": (
        "The keyring failed: it did not keep or give back what it was asked to.",
        "Open the system's keyring program and look into it.",
    ),
}


class Vault(Protocol):
    """A place for secrets. Calls may take as long as the keyring does: never make them in the window's thread."""

    @property
    def lasting(self) -> bool:
        """Whether what is written outlives this run; where it does not, a banner says so."""

    def available(self) -> bool: ...

    def problem(self) -> VaultUnavailable | None: ...

    def read(self, reference: Reference) -> Secret | None: ...

    def write(self, reference: Reference, secret: Secret) -> None: ...

    def delete(self, reference: Reference) -> None: ...


class KeyringVault:
    """The operating system's keyring, on its own thread; `VaultUnavailable` where it cannot be used.

    The keyring is looked for at the first use: a real one, that gives back what was written to it.
    Nothing here logs, and no error holds a secret, not even in its chain of causes.
    """

    lasting = True

    def __init__(
        self,
        candidates: "Callable[[], Iterable[KeyringBackend]] | None" = None,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._candidates = candidates or real_keyrings
        self._worker = Worker(patience)
        self._keyring: KeyringBackend | None = None

    def available(self) -> bool:
        """Whether a keyring can be used; asks again each time until one can."""
        return self.problem() is None

    def problem(self) -> VaultUnavailable | None:
        """Why no keyring can be used, None where one can."""
        try:
            self._ask(self._opened)
        except VaultUnavailable as problem:
            return problem
        return None

    def read(self, reference: Reference) -> Secret | None:
        """The secret, None where there is none or only pieces of one are left."""
        text = self._ask(lambda: _read(self._opened(), _name(reference)))
        return None if text is None else unpacked(text)

    def write(self, reference: Reference, secret: Secret) -> None:
        """Keep the secret instead of the one before, and make sure that it reads back."""
        text = packed(secret)
        self._ask(lambda: _write(self._opened(), _name(reference), text))

    def delete(self, reference: Reference) -> None:
        """Forget the secret with all its pieces; one that is not there is forgotten already."""
        self._ask(lambda: _delete(self._opened(), _name(reference)))

    def _opened(self) -> "KeyringBackend":
        """The keyring, in the worker's thread; tried once by writing, reading and deleting."""
        if self._keyring is None:
            self._keyring = _first_that_works(self._candidates())
        return self._keyring

    def _ask(self, job: Callable[[], Result]) -> Result:
        try:
            return self._worker.ask(job)
        except Exception as error:  # noqa: BLE001  (Windows and D-Bus raise what they like)
            reason = _reason(error)
        # Raised out here, so that the keyring's own error is not even part of its context.
        raise unavailable(reason)


def real_keyrings() -> "Iterator[KeyringBackend]":
    """The keyrings of this system that keep secrets encrypted; nothing else is ever used."""
    for module, name in _REAL.get(sys.platform, _REAL_ELSEWHERE):
        try:
            kind = getattr(importlib.import_module(module), name)
            kind.priority  # noqa: B018  (raises where the keyring is not running)
        except Exception as error:
            if _reason(error) == "locked":
                raise
            continue
        keyring: KeyringBackend = kind()
        if sys.platform == "win32":
            # The default lets secrets roam to every computer of the company.
            keyring.persist = "local machine"  # type: ignore[attr-defined]
        yield keyring


def unavailable(reason: str) -> VaultUnavailable:
    """The error of a reason, in words."""
    sentence, advice = _SENTENCES[reason]
    return VaultUnavailable(sentence, reason=reason, advice=advice)


def _reason(error: Exception) -> str:
    if isinstance(error, VaultUnavailable):
        return error.reason
    names = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, (Silent, TimeoutError)):
        return "silent"
    if isinstance(error, OSError) and sys.platform != "win32":
        # The bus itself is gone.
        return "missing"
    if names & _LOCKED:
        return "locked"
    return "missing" if names & _MISSING else "refused"


def _first_that_works(candidates: "Iterable[KeyringBackend]") -> "KeyringBackend":
    reason = "missing"
    for keyring in candidates:
        try:
            _try_out(keyring)
        except Exception as error:  # noqa: BLE001  (its reason is kept, and the next one tried)
            reason = _reason(error)
        else:
            return keyring
    raise unavailable(reason)


def _try_out(keyring: "KeyringBackend") -> None:
    """Write, read back and delete; some keyrings take everything and keep nothing."""
    name, text = f"{APPLICATION} test {secrets.token_hex(4)}", secrets.token_urlsafe(32)
    keyring.set_password(name, _USER, text)
    try:
        if keyring.get_password(name, _USER) != text:
            raise unavailable("refused")
    finally:
        _drop(keyring, name)


def _name(reference: Reference) -> str:
    """Each item has a service name of its own: Windows copies items about when two share one."""
    return f"{APPLICATION} {str(reference).removeprefix(PREFIX)}"


def _read(keyring: "KeyringBackend", name: str) -> str | None:
    # Twice: another program may replace the chunks between two of our reads.
    for _attempt in range(2):
        text = keyring.get_password(name, _USER)
        head = head_of(text)
        if head is None:
            return text
        names = islice(chunk_names(name, head.generation), head.chunks)
        whole = joined(head, [keyring.get_password(chunk, _USER) for chunk in names])
        if whole is not None:
            return whole
    return None


def _write(keyring: "KeyringBackend", name: str, text: str) -> None:
    """Chunks first and the head last, so that at any moment the old or the new secret reads back."""
    before = head_of(keyring.get_password(name, _USER))
    head: Head | None = None
    item = text
    if len(text) > WHOLE:
        head, chunks = split(text, before)
        for chunk_name, chunk in zip(chunk_names(name, head.generation), chunks, strict=False):
            keyring.set_password(chunk_name, _USER, chunk)
        item = str(head)
    keyring.set_password(name, _USER, item)
    if _read(keyring, name) != text:
        raise unavailable("refused")
    _drop_chunks(keyring, name, before, kept=head)


def _delete(keyring: "KeyringBackend", name: str) -> None:
    _drop_chunks(keyring, name, head_of(keyring.get_password(name, _USER)), kept=None)
    _drop(keyring, name)
    if keyring.get_password(name, _USER) is not None:
        raise unavailable("refused")


def _drop_chunks(keyring: "KeyringBackend", name: str, before: Head | None, kept: Head | None) -> None:
    """Delete the chunks of both generations, also those an interrupted write left, but for those of the kept head."""
    for generation in GENERATIONS:
        held = kept.chunks if kept is not None and kept.generation == generation else 0
        known = before.chunks if before is not None and before.generation == generation else 0
        for number, chunk in enumerate(islice(chunk_names(name, generation), held, None), held):
            if number >= known and keyring.get_password(chunk, _USER) is None:
                break
            _drop(keyring, chunk)


def _drop(keyring: "KeyringBackend", name: str) -> None:
    # Backends complain of an item that is not there, each in its own words.
    with suppress(Exception):
        keyring.delete_password(name, _USER)
