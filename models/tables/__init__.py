"""Every table the program knows, on one metadata; importing this package registers them all."""

from models.tables import athletes, exercises, importing, integrations, plan, readiness, workouts
from models.tables.base import metadata

__all__ = ["athletes", "exercises", "importing", "integrations", "metadata", "plan", "readiness", "workouts"]
