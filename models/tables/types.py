"""Column types that mean the same on both databases, so that nobody above them has to convert.

SQLite gives every type without a rule of its own TEXT or REAL: its affinities would otherwise
turn the text `1.0` of a JSON column into the integer 1. Values that one of the two databases
cannot hold (NUL in text, NaN, infinities, times without a zone) are refused here with a
`ValueError`, in both, before they are written anywhere.
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ARRAY, DOUBLE_PRECISION, JSON, DateTime, Text, type_coerce
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from models.tables.encoding import clean, finite, stored_items, to_json
from models.values.stored import day_of, member_or_text, moment_of, time_text, truncated
from models.values.units import kg_from_lb, lb_from_kg

_ARITHMETIC: Final = (operators.add, operators.sub, operators.mul, operators.truediv)


def _is_postgresql(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"


def utc_now() -> datetime:
    """Now, as it will read back from the database."""
    return truncated(datetime.now(UTC))


def _stored_time(naive: datetime, dialect: Dialect) -> datetime | str:
    if _is_postgresql(dialect):
        return naive
    return time_text(naive)


def _timestamp(dialect: Dialect) -> TypeEngine[Any]:
    if _is_postgresql(dialect):
        from sqlalchemy.dialects.postgresql import TIMESTAMP  # noqa: PLC0415  (not needed on SQLite)

        return TIMESTAMP(precision=3)
    return dialect.type_descriptor(Text())


class Words(TypeDecorator[str]):
    """Text without NUL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else clean(str(value))


class Real(TypeDecorator[float]):
    """A finite number in double precision."""

    impl = DOUBLE_PRECISION
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:  # noqa: ARG002
        return None if value is None else finite(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> float | None:  # noqa: ARG002
        return None if value is None else float(value)


class _LoadArithmetic(TypeDecorator.Comparator[float]):
    """A load times or plus something is a load again, so that SQL sums come out in kilograms too."""

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
        result = super().operate(op, *other, **kwargs)
        if op not in _ARITHMETIC:
            return result
        ratio = op is operators.truediv and isinstance(getattr(other[0], "type", None), Kilograms)
        return type_coerce(result, Real() if ratio else self.type)


class Kilograms(TypeDecorator[float]):
    """Kilograms in Python; the column holds pounds, as the older clients expect.

    Sums, products and comparisons in SQL stay in kilograms; `func.avg` and functions of that kind
    need `type_=Kilograms`, as nobody can know what they return.
    """

    impl = DOUBLE_PRECISION
    cache_ok = True
    comparator_factory = _LoadArithmetic

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        """What a number beside a load means: a factor in products, a load in everything else."""
        return Real() if op in (operators.mul, operators.truediv) else super().coerce_compared_value(op, value)

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:  # noqa: ARG002
        return None if value is None else lb_from_kg(finite(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> float | None:  # noqa: ARG002
        return None if value is None else kg_from_lb(float(value))


class Utc(TypeDecorator[datetime]):
    """A moment: aware UTC in Python, TIMESTAMP(3) or the text `YYYY-MM-DD HH:MM:SS.mmm` in the database."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return _timestamp(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return None if value is None else _stored_time(truncated(value).replace(tzinfo=None), dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else moment_of(value)


class LocalDate(TypeDecorator[date]):
    """A calendar day of the athlete, stored as its midnight; a time of day in the column is ignored."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return _timestamp(dialect)

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if isinstance(value, datetime):
            raise ValueError(f"A day is a date, not a time: {value.isoformat()}.")  # noqa: TRY004  (gateways expect it)
        return _stored_time(datetime.combine(value, time()), dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ARG002
        return None if value is None else day_of(value)


class _Native(UserDefinedType[Any]):
    """A type of PostgreSQL's by its name, written as text; unlike SQLAlchemy's enums it refuses no value."""

    cache_ok = True
    render_bind_cast = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: Any) -> str:
        return self.name


class Choice(TypeDecorator[Any]):
    """One member of an enum; a value another program added comes back as plain text.

    Sorting differs (declaration order on PostgreSQL, alphabet on SQLite): never ORDER BY it.
    """

    impl = Text
    cache_ok = True

    def __init__(self, members: type[StrEnum], name: str | None = None) -> None:
        super().__init__()
        self.members = members
        self.name = name or members.__name__

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_Native(f'"{self.name}"') if _is_postgresql(dialect) else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else clean(str(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | str | None:  # noqa: ARG002
        return None if value is None else member_or_text(self.members, value)


class _List(TypeDecorator[list[Any]]):
    """A list: an array on PostgreSQL, JSON text on SQLite; NULL reads as an empty list."""

    impl = Text
    cache_ok = True

    def _item_type(self) -> TypeEngine[Any]:
        return Text()

    def _item(self, text: str) -> Any:
        return text

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(self._item_type()) if _is_postgresql(dialect) else Text())

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if isinstance(value, str):
            raise ValueError(f"A list is needed, not the text {value!r}.")  # noqa: TRY004  (gateways expect it)
        items = [clean(str(item)) for item in value]
        return items if _is_postgresql(dialect) else to_json(items)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], list[Any]]:  # noqa: ARG002
        def read(stored: Any) -> list[Any]:
            return [self._item(item) for item in stored_items(stored)]

        return read


class TextList(_List):
    """A list of texts."""

    cache_ok = True


class ChoiceList(_List):
    """A list of enum members; values another program added stay plain text."""

    cache_ok = True

    def __init__(self, members: type[StrEnum], name: str | None = None) -> None:
        super().__init__()
        self.members = members
        self.name = name or members.__name__

    def _item_type(self) -> TypeEngine[Any]:
        return _Native(f'"{self.name}"')

    def _item(self, text: str) -> Any:
        return member_or_text(self.members, text)


class Json(TypeDecorator[Any]):
    """A JSON document: JSONB on PostgreSQL, checked text on SQLite; None is SQL's NULL."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_Native("JSONB") if _is_postgresql(dialect) else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else to_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        # PostgreSQL's driver has decoded it already, so a text there is a document that is a text.
        return value if value is None or _is_postgresql(dialect) else json.loads(value)
