"""References to secrets, the secrets themselves, and what became of tokens that lay in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn, Self
from urllib.parse import quote, unquote

PREFIX: Final = "keyring:"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a secret lies in the keyring: written `keyring:<provider>/<owner>`, both parts percent-quoted.

    The owner is an athlete's id, or the id of a remembered connection.
    """

    provider: str
    owner: str

    def __str__(self) -> str:
        return f"{PREFIX}{quote(self.provider, safe='')}/{quote(self.owner, safe='')}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The reference that `str` wrote; a `ValueError` for other text, which may be a secret and is not repeated."""
        provider, slash, owner = text.removeprefix(PREFIX).partition("/")
        if not text.startswith(PREFIX) or not slash or not provider or not owner:
            raise ValueError("This is not a reference into the keyring.")
        return cls(unquote(provider), unquote(owner))


class Secret:
    """Named texts that only `reveal` gives away; printing, formatting or pickling one shows nothing."""

    __slots__ = ("_parts",)

    def __init__(self, **parts: str) -> None:
        self._parts = dict(parts)

    def reveal(self) -> Mapping[str, str]:
        """The texts by name. Keep them out of messages, logs and dataclasses."""
        return dict(self._parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._parts.items())))

    def __repr__(self) -> str:
        return "Secret(...)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not pickled or copied.")


@dataclass(frozen=True, slots=True)
class TokenReport:
    """What became of the tokens found in the database; it holds none of them."""

    moved: int = 0
    """Rows whose tokens now lie in the keyring."""
    left: int = 0
    """Rows that still hold a plain token."""
    marked: Sequence[Reference] = ()
    """Whose tokens those are, for a banner."""
    swept: bool = True
    """Whether the file was cleared of the old text; False where another program kept it busy."""
    message: str = ""
    """What to tell people: why tokens were left, and that older backups still hold them."""
