"""`peakline athlete ...`."""

from argparse import Namespace
from typing import Final

from app.cli.output import note, opened, print_json, print_table
from app.errors import NotFound

_CANDIDATES: Final = 3


def add(arguments: Namespace) -> int:
    with opened(arguments) as services:
        athlete = services.athletes.add(arguments.email, arguments.name)
    if arguments.json:
        print_json({"id": athlete.id, "email": athlete.email, "name": athlete.name})
    else:
        note(f"Added {athlete.label}.")
    return 0


def list_all(arguments: Namespace) -> int:
    with opened(arguments) as services:
        athletes = services.athletes.list()
    if arguments.json:
        rows = [{"id": a.id, "email": a.email, "name": a.name, "unit": a.unit.value} for a in athletes]
        print_json({"athletes": rows})
    elif athletes:
        print_table(("address", "name", "unit"), [(a.email, a.name or "–", a.unit.value) for a in athletes])
    else:
        note("There are no athletes yet. Add one: peakline athlete add EMAIL --name NAME")
    return 0


def names(arguments: Namespace) -> int:
    """The athlete's own exercises, each with what it may mean."""
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        found = [
            (one, services.naming.candidates(one.name, _CANDIDATES)) for one in services.naming.unlinked(athlete.id)
        ]
    if arguments.json:
        rows = [
            {
                "id": own.id,
                "name": own.name,
                "workouts": own.workouts,
                "sets": own.sets,
                "lastUsed": None if own.last_used is None else own.last_used.isoformat(),
                "candidates": [{"catalogueId": one.id, "name": one.name} for one in candidates],
            }
            for own, candidates in found
        ]
        print_json({"exercises": rows})
    elif found:
        print_table(
            ("name", "workouts", "may be"),
            [
                (own.name, str(own.workouts), ", ".join(one.id for one in candidates) or "–")
                for own, candidates in found
            ],
        )
    else:
        note("Every exercise in this athlete's log is known to the catalogue.")
    return 0


def link(arguments: Namespace) -> int:
    """Say what one of the athlete's own exercises is."""
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        wanted = arguments.name.strip().casefold()
        own = next((one for one in services.naming.unlinked(athlete.id) if one.name.casefold() == wanted), None)
        if own is None:
            raise NotFound(
                f"{arguments.name!r} is none of the athlete's own exercises.",
                advice="peakline athlete names lists them.",
            )
        made = services.naming.link(own.id, arguments.exercise)
    if arguments.json:
        print_json({"name": made.name, "exercise": made.target_name, "entries": len(made.entries)})
    else:
        note(made.sentence)
    return 0
