"""`peakline plan ...`."""

from argparse import Namespace
from datetime import date
from typing import Any

from app.cli.output import note, opened, print_json, print_table
from models.values.adapting import Proposal
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


def review(arguments: Namespace) -> int:
    today = date.today()  # noqa: DTZ011 - as above
    with opened(arguments) as services:
        athlete = services.athletes.find(arguments.athlete)
        found = services.adapting.review(athlete.id, today)
    if arguments.json:
        print_json({"athlete": athlete.email, "proposals": [_proposal(one) for one in found]})
        return 0
    if not found:
        note(f"Nothing to propose for {athlete.label}: the plan stands.")
    for one in found:
        print(f"{one.id}  {one.title} ({str(one.kind).lower().replace('_', ' ')})")
        print(f"  {one.reason}")
        for label, before, after in one.rows:
            print(f"  {label}: {before} -> {after}")
    return 0


def accept(arguments: Namespace) -> int:
    today = date.today()  # noqa: DTZ011 - as above
    with opened(arguments) as services:
        done = services.adapting.accept(arguments.id, today, arguments.note)
    if arguments.json:
        print_json(
            {
                "proposal": _proposal(done.proposal),
                "adaptation": done.adaptation_id,
                "removedWorkouts": done.removed_workouts,
                "sentences": list(done.sentences),
            }
        )
        return 0
    for sentence in done.sentences:
        print(sentence)
    return 0


def reject(arguments: Namespace) -> int:
    with opened(arguments) as services:
        done = services.adapting.reject(arguments.id, arguments.note)
    if arguments.json:
        print_json({"proposal": _proposal(done)})
    else:
        print(f"Rejected: {done.title}. The plan stays as it is.")
    return 0


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": str(one.kind),
        "topic": one.topic,
        "title": one.title,
        "reason": one.reason,
        "state": str(one.state),
        "created": one.created.isoformat(),
        "decided": None if one.decided is None else one.decided.isoformat(),
        "note": one.note,
        "block": one.block_id,
        "evidence": dict(one.evidence),
        "before": dict(one.before),
        "after": dict(one.after),
    }


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
