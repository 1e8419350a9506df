"""What stays possible while a server is out of reach: an athlete's own check-in, kept here until it can be sent."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import DatabaseUnavailable
from app.paths import Paths
from app.settings import Settings, Start

if TYPE_CHECKING:
    from app.bootstrap import Services
    from models.values.athletes import Athlete


@dataclass(frozen=True, slots=True, eq=False)
class Away:
    """Services whose every read fails, and the athlete this computer belongs to."""

    services: "Services"
    athlete: "Athlete"


def may_check_in(error: BaseException, settings: Settings, url: str) -> bool:
    """Whether somebody may still check in: an athlete's own computer whose server does not answer."""
    own = settings.start is Start.MORNING and settings.last_athlete is not None
    return own and isinstance(error, DatabaseUnavailable) and url.startswith("postgres")


def go_away(paths: Paths, settings: Settings, url: str) -> Away:
    """The services of a server that is not asked anything yet; for the worker."""
    # Both load SQLAlchemy's values, which the first paint does without.
    from app.bootstrap import build  # noqa: PLC0415 - as above
    from models.values.athletes import Athlete  # noqa: PLC0415 - as above

    name = settings.athlete_name
    return Away(build(paths, url), Athlete(settings.last_athlete or "", name or "", name))
