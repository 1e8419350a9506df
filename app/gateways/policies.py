"""An athlete's own readiness rules as a row: read, written and taken away."""

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from app.engine.adapting.rules import SCHEMA, as_json, default_rules, from_json
from app.errors import InvalidInput
from app.gateways.shapes import checked, fault
from models.tables.readiness import readiness_policy
from models.tables.types import utc_now
from models.values.adapting import Rules
from models.values.ids import new_id

_UNUSABLE: Final = "The rules stored for this athlete cannot be used, so the usual ones hold: "


def read_rules(connection: Connection, athlete_id: str) -> Rules:
    """The athlete's own rules, else the usual ones; unusable ones are kept, and `problem` says why they do not hold."""
    row = connection.execute(
        select(readiness_policy.c.rules).where(readiness_policy.c.user_id == athlete_id)
    ).one_or_none()
    if row is None:
        return default_rules()
    wrong = fault(SCHEMA, row.rules)
    if wrong is None:
        try:
            return from_json(row.rules)
        except InvalidInput as error:
            wrong = error.message
    return replace(default_rules(), problem=f"{_UNUSABLE}{wrong}")


def write_rules(connection: Connection, athlete_id: str, rules: Rules) -> None:
    """Store checked rules as the athlete's own."""
    values: dict[str, Any] = {"rules": checked(SCHEMA, as_json(rules)), "updated_at": utc_now()}
    mine = readiness_policy.c.user_id == athlete_id
    if not connection.execute(update(readiness_policy).where(mine).values(**values)).rowcount:
        connection.execute(insert(readiness_policy), [{"id": new_id(), "user_id": athlete_id, **values}])


def delete_rules(connection: Connection, athlete_id: str) -> bool:
    """Take the athlete's own rules away; False where there were none."""
    mine = readiness_policy.c.user_id == athlete_id
    return connection.execute(delete(readiness_policy).where(mine)).rowcount > 0
