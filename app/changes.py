"""What a changing operation touched: the whole event system."""

from enum import Flag, auto


class Changes(Flag):
    """Returned by every use case that writes; a page reloads when it cares about one of them."""

    NOTHING = 0
    ATHLETES = auto()
    PLAN = auto()
    WORKOUTS = auto()
    READINESS = auto()
    DATABASE = auto()
    SETTINGS = auto()
    PROPOSALS = auto()
    EVERYTHING = ATHLETES | PLAN | WORKOUTS | READINESS | DATABASE | SETTINGS | PROPOSALS
