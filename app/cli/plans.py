"""`peakline plan ...`."""

from argparse import Namespace
from datetime import date
from typing import Any

from app.cli.output import note, opened, print_json, print_table
from models.values.plan import PlanRequest, TrainingGoal


def new(arguments: Namespace) -> int:
    today = date.today()  # noqa: DTZ011 - a plan begins on the coach's local day
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        request = PlanRequest(
            athlete_id=athlete.id,
            goal=TrainingGoal(arguments.goal),
            weeks=arguments.weeks,
            start=arguments.start,
            event=arguments.event,
        )
        services.planning.create(request, today)
        shown = services.planning.show(athlete.id, today)
    _print(shown, as_json=arguments.json)
    return 0


def show(arguments: Namespace) -> int:
    today = date.today()  # noqa: DTZ011 - as above
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        shown = services.planning.show(athlete.id, today)
    _print(shown, as_json=arguments.json)
    return 0


def _print(shown: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(shown)
        return
    macro = shown["macro"]
    note(f"{macro['primaryGoal']}, {macro['trainingAge']}, from {macro['startDate'][:10]}")
    for sentence in macro.get("assumptions") or ():
        note(f"Assumed: {sentence}")
    rows = [
        (
            week["start"],
            f"meso {mesocycle['orderIndex'] + 1}",
            block["blockType"],
            f"{week['week']} of {block['durationWeeks']}",
            f"{week['rir']:g}",
            str(week["hardSets"]),
        )
        for mesocycle in macro["mesocycles"]
        for block in mesocycle["blocks"]
        for week in block["weeks"]
    ]
    print_table(("week of", "mesocycle", "block", "week", "RIR", "hard sets"), rows)
