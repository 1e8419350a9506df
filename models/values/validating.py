"""What validation found: each check with the ids that fail it, and what to do about them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the data, and whether it holds."""

    name: str
    """Key of the check, for scripts: `one active season`."""
    ok: bool
    failing: Sequence[str]
    """Ids of the rows that break the rule, all of them, sorted; `athlete/exercise` for exposures."""
    advice: str
    """What to do; empty where the rule holds."""
    checked: int = 0
    """How many things were looked at: a rule over nothing holds, and says so."""
    notes: Sequence[str] = ()
    """What is worth knowing and no fault."""


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """Every check, in a fixed order."""

    checks: Sequence[Check]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks)

    @property
    def failed(self) -> Sequence[Check]:
        return [check for check in self.checks if not check.ok]
