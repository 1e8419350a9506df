"""`peakline athlete ...`."""

from argparse import Namespace

from app.cli.output import note, opened, print_json, print_table


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
