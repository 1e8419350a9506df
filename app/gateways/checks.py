"""What the checks of validation share: what a check finds, and small helpers to ask with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.sql.expression import FromClause


@dataclass(frozen=True, slots=True)
class Found:
    """The ids that break a rule, of how many things, and what else is worth knowing."""

    failing: Sequence[str]
    checked: int
    notes: Sequence[str] = ()


def found(failing: Iterable[str], checked: int, notes: Sequence[str] = ()) -> Found:
    """Each id once, sorted."""
    return Found(sorted(set(failing)), checked, notes)


def ids(connection: Connection, statement: Select[tuple[str]]) -> list[str]:
    return [str(each) for each in connection.execute(statement).scalars()]


def count(connection: Connection, table: FromClause) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
