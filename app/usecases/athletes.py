"""Who is coached: athletes, and what planning needs to know of them."""

import builtins
import re
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from app.changes import Changes
from app.errors import Conflict, InvalidInput, NotFound
from app.gateways.database import Database
from app.gateways.profiles import read_profile, write_profile
from app.gateways.removal import remove_athletes
from app.gateways.roster import read_athletes
from models.tables.athletes import user
from models.values.athletes import Athlete, Profile
from models.values.ids import IdStyle, new_id
from models.values.units import Unit

EMAIL_LENGTH: Final = 254
"""RFC 5321's longest address."""
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")
_LIMITS: Final = {
    "age": ("Age", 5, 120, "years"),
    "height_cm": ("Height", 90, 260, "cm"),
    "weight_kg": ("Body weight", 20, 400, "kg"),
    "days_per_week": ("Sessions a week", 1, 14, "sessions"),
    "session_minutes": ("Minutes a session", 10, 300, "minutes"),
}
_COLUMNS: Final = (user.c.id, user.c.email, user.c.name, user.c.unit, user.c.is_demo)


class Athletes:
    """Athletes and their profiles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, email: str, name: str | None = None, *, unit: Unit | None = None, profile: Profile | None = None
    ) -> Athlete:
        """Add an athlete; `InvalidInput` for a bad address or profile, `Conflict` where the address is taken."""
        address = _address(email)
        if profile is not None:
            _check(profile)
        athlete_id = new_id(IdStyle.UUID)
        with self._database.write() as connection:
            if _by_email(connection, address) is not None:
                raise Conflict(f"There is already an athlete with the address {address}.")
            row = {"id": athlete_id, "email": address, "name": (name or "").strip() or None, "unit": unit}
            connection.execute(insert(user), [row])
            if profile is not None:
                write_profile(connection, replace(profile, athlete_id=athlete_id))
        return Athlete(athlete_id, address, row["name"], unit or Unit.KG)

    def list(self) -> builtins.list[Athlete]:
        """Every athlete, by name."""
        with self._database.selecting() as select:
            return read_athletes(select)

    def find(self, email: str) -> Athlete:
        """The athlete of an address, whatever its capitals; `NotFound` otherwise."""
        with self._database.read() as connection:
            row = _by_email(connection, email.strip())
        if row is None:
            raise NotFound(f"No athlete has the address {email.strip()}.", advice="See `peakline athlete list`.")
        return _athlete(row)

    def get(self, athlete_id: str) -> Athlete:
        """The athlete of an id; `NotFound` otherwise."""
        with self._database.read() as connection:
            return _athlete(_one(connection, athlete_id))

    def profile(self, athlete_id: str) -> Profile:
        """What is known for planning; None where nobody has said. `NotFound` for an unknown athlete."""
        with self._database.read() as connection:
            _one(connection, athlete_id)
            return read_profile(connection, athlete_id)

    def save_profile(self, profile: Profile) -> Changes:
        """Store what is known for planning; `InvalidInput` names the field and its limits."""
        _check(profile)
        with self._database.write() as connection:
            _one(connection, profile.athlete_id)
            write_profile(connection, profile)
        return Changes.ATHLETES

    def remove(self, athlete_id: str) -> Changes:
        """Delete the athlete and everything of theirs, in one transaction."""
        with self._database.write() as connection:
            _one(connection, athlete_id)
            remove_athletes(connection, [athlete_id])
        return Changes.ATHLETES | Changes.PLAN | Changes.WORKOUTS | Changes.READINESS


def _athlete(row: Any) -> Athlete:
    return Athlete(row.id, row.email, row.name, Unit(row.unit or Unit.KG), row.is_demo)


def _one(connection: Connection, athlete_id: str) -> Any:
    row = connection.execute(select(*_COLUMNS).where(user.c.id == athlete_id)).one_or_none()
    if row is None:
        raise NotFound("This athlete is no longer there.", advice="Choose another one.")
    return row


def _by_email(connection: Connection, email: str) -> Any | None:
    # An exact match wins where an older database holds the same address in two spellings.
    found = connection.execute(
        select(*_COLUMNS)
        .where(func.lower(user.c.email) == email.lower())
        .order_by((user.c.email == email).desc(), user.c.id)
    )
    return found.first()


def _address(email: str) -> str:
    address = email.strip()
    if not _EMAIL.fullmatch(address) or len(address) > EMAIL_LENGTH or not address.isprintable():
        raise InvalidInput(f"{address!r} is not an e-mail address.", advice="Write it as name@example.org.")
    return address


def _check(profile: Profile) -> None:
    for field, (label, low, high, unit) in _LIMITS.items():
        value = getattr(profile, field)
        if value is not None and not low <= value <= high:
            raise InvalidInput(f"{label} must be between {low} and {high} {unit}, not {value:g}.")
    if (profile.days_per_week is None) != (profile.session_minutes is None):
        raise InvalidInput("Sessions a week and minutes a session belong together.", advice="Give both or neither.")
    if profile.secondary_goal is not None and profile.primary_goal is None:
        raise InvalidInput("A secondary goal needs a primary one.")
