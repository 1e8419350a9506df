"""The words of the command line; every subcommand names the function that runs it."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Final

from app.cli import athletes, databases, importing, knowledge, maintenance, plans, readiness, upgrades, whoop, workouts

SUBCOMMANDS: Final = frozenset(
    {"db", "athlete", "import", "plan", "workout", "readiness", "whoop", "export", "knowledge"}
)
"""Words that mean: no window. Those that this version does not know yet end in a usage error."""

_GOALS: Final = (
    "HYPERTROPHY",
    "STRENGTH",
    "POWER",
    "MUSCULAR_ENDURANCE",
    "FAT_LOSS",
    "ATHLETICISM",
    "GENERAL_HEALTH",
    "POSTURE",
    "CONDITIONING",
    "INJURY_PREVENTION",
)
"""The values of TrainingGoal, spelled out so that `db status` need not load them; a test holds them equal."""

Run = Callable[[argparse.Namespace], int]


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="peakline", description="Plan, explain and protect a strength season.")
    parser.set_defaults(database=None, json=False)
    _common(parser)
    words = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_db(words)
    _add_athlete(words)
    _add_import(words)
    _add_plan(words)
    _add_workout(words)
    _add_whoop(words)
    _add_readiness(words)
    _add_knowledge(words)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    # Suppressed defaults let both `peakline --json db status` and `peakline db status --json` work.
    parser.add_argument("--database", metavar="URL", default=argparse.SUPPRESS, help="SQLAlchemy URL of the database")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object")


def _leaf(
    words: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str, run: Run
) -> argparse.ArgumentParser:
    parser = words.add_parser(name, help=text, description=text)
    _common(parser)
    parser.set_defaults(run=run)
    return parser


def _branch(
    words: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    parser = words.add_parser(name, help=text, description=text)
    _common(parser)
    return parser.add_subparsers(dest=f"{name}_command", required=True, metavar="COMMAND")


def _add_db(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    db = _branch(words, "db", "look at the database and upgrade it")
    _leaf(db, "status", "where the data is and how far its schema has come", databases.status)
    _leaf(db, "history", "the revisions of the schema, oldest first", databases.history)
    _add_changes(db)
    _add_maintenance(db)


def _add_changes(db: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    upgrade = _leaf(
        db, "upgrade", "back up, bring the schema up to this version, backfill and validate", upgrades.upgrade
    )
    upgrade.add_argument("--to", default="head", metavar="REV", help="a revision to stop at (the newest)")
    upgrade.add_argument("--no-backfill", action="store_true", help="leave seasons and exposures as they are")
    adopt = _leaf(db, "adopt", "take over a database that the web application made", upgrades.adopt)
    downgrade = _leaf(db, "downgrade", "export what later revisions added, then take it out", upgrades.downgrade)
    downgrade.add_argument("--to", required=True, metavar="REV", help="the revision to go back to")
    for each in (upgrade, downgrade):
        each.add_argument("--dry-run", action="store_true", help="show the plan and its SQL, and change nothing")
    backup = _leaf(db, "backup", "make a verified backup", upgrades.backup)
    backup.add_argument("file", metavar="FILE")
    restore = _leaf(db, "restore", "put a backup, or what a downgrade took out, back", upgrades.restore)
    restore.add_argument("file", metavar="FILE")
    for each in (upgrade, adopt, downgrade, restore):
        each.add_argument("--yes", action="store_true", help="do not ask")


def _add_maintenance(db: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "give every athlete without one a season, and bring exposures in line with the logs"
    backfill = _leaf(db, "backfill", text, maintenance.backfill)
    backfill.add_argument("--dry-run", action="store_true", help="tell what would be written, and write nothing")
    _leaf(db, "validate", "check the data against every rule, and name the rows that break one", maintenance.validate)


def _add_athlete(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    athlete = _branch(words, "athlete", "add and list athletes")
    add = _leaf(athlete, "add", "add an athlete", athletes.add)
    add.add_argument("email", metavar="EMAIL")
    add.add_argument("--name", help="the name to show")
    _leaf(athlete, "list", "list the athletes", athletes.list_all)
    names = _leaf(athlete, "names", "names of the log that the catalogue does not know", athletes.names)
    link = _leaf(athlete, "link", "say which exercise of the catalogue such a name is", athletes.link)
    for each in (names, link):
        each.add_argument("--athlete", required=True, metavar="EMAIL")
    link.add_argument("name", metavar="NAME")
    link.add_argument("exercise", metavar="CATALOGUE_ID", help="as athlete names shows it")


def _add_import(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    read = _leaf(words, "import", "read a training log exported by Strong or Hevy", importing.run)
    read.add_argument("file", metavar="FILE")
    read.add_argument("--athlete", required=True, metavar="EMAIL")
    read.add_argument("--unit", choices=("kg", "lb"), help="the unit of the loads, where the file does not say")
    read.add_argument("--dry-run", action="store_true", help="tell what would be added, and add nothing")


def _add_plan(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    plan = _branch(words, "plan", "plan a season and show it")
    new = _leaf(plan, "new", "plan a season; an earlier one is archived", plans.new)
    new.add_argument("--athlete", required=True, metavar="EMAIL")
    new.add_argument("--goal", required=True, type=str.upper, choices=_GOALS, metavar="GOAL", help=", ".join(_GOALS))
    new.add_argument("--weeks", type=int, help="length of the season, 4 to 52 weeks")
    new.add_argument("--start", type=_day, metavar="DATE", help="first day, YYYY-MM-DD")
    new.add_argument("--event", type=_day, metavar="DATE", help="the competition to peak for, YYYY-MM-DD")
    show = _leaf(plan, "show", "show the active season", plans.show)
    review = _leaf(plan, "review", "look for what the season should change, and list the proposals", plans.review)
    for each in (show, review):
        each.add_argument("--athlete", required=True, metavar="EMAIL")
    accept = _leaf(plan, "accept", "change the coming weeks as proposed", plans.accept)
    reject = _leaf(plan, "reject", "leave the plan as it is, and remember that", plans.reject)
    for each in (accept, reject):
        each.add_argument("id", metavar="ID")
        each.add_argument("--note", default="", help="why, for the record")


def _add_workout(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    workout = _branch(words, "workout", "make, list and show workouts")
    making = _leaf(workout, "generate", "make the sessions of a week, with their reasons", workouts.generate)
    making.add_argument("--athlete", required=True, metavar="EMAIL")
    making.add_argument("--week", type=int, metavar="N", help="week of the season, from 1 (the one that is due)")
    making.add_argument("--keep", action="store_true", help="keep generated sessions that nobody has touched")
    making.add_argument("--dry-run", action="store_true", help="show the week, and store nothing")
    listing = _leaf(workout, "list", "list an athlete's workouts, newest first", workouts.list_all)
    listing.add_argument("--athlete", required=True, metavar="EMAIL")
    listing.add_argument("--limit", type=int, default=50, help="how many (50)")
    show = _leaf(workout, "show", "show one workout with its sets", workouts.show)
    show.add_argument("id", metavar="ID")


def _add_readiness(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    branch = _branch(words, "readiness", "log the morning's answers and list them")
    log = _leaf(branch, "log", "log a check-in; an earlier one of that day is kept and replaced", readiness.log)
    log.add_argument("--athlete", required=True, metavar="EMAIL")
    scale = "1 (worst) to 5 (best)"
    log.add_argument("--readiness", required=True, type=int, metavar="1-5", help=scale)
    log.add_argument("--motivation", required=True, type=int, metavar="1-5", help=scale)
    log.add_argument("--stress", type=int, metavar="1-5", help="1 (none) to 5 (most stressed)")
    text = "muscles that were asked for, 1 (not sore) to 3 (very sore): chest=2,quads=3"
    log.add_argument("--soreness", type=readiness.soreness, metavar="LIST", help=text)
    log.add_argument("--sleep", type=float, metavar="HOURS", help="hours slept, where no device measured them")
    log.add_argument("--note", help="anything worth remembering")
    log.add_argument("--at", type=readiness.moment, metavar="TIME", help="YYYY-MM-DD, or with THH:MM (now)")
    listing = _leaf(branch, "list", "list an athlete's check-ins, newest first", readiness.list_all)
    listing.add_argument("--athlete", required=True, metavar="EMAIL")
    listing.add_argument("--days", type=int, default=28, help="how many days back (28)")


def _add_knowledge(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    base = _branch(words, "knowledge", "what the program rests on, with grade, source and caveat")
    listing = _leaf(base, "list", "entries in which all the words occur", knowledge.list_all)
    listing.add_argument("words", nargs="*", metavar="WORD")
    listing.add_argument("--grade", type=str.upper, choices=tuple("ABCDE"))
    listing.add_argument("--topic", metavar="TOPIC", help="volume, taper, readiness ...")
    show = _leaf(base, "show", "one entry in full", knowledge.show)
    show.add_argument("id", metavar="ID")


def _add_whoop(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    branch = _branch(words, "whoop", "connect an athlete's Whoop and fetch what it measures")
    connect = _leaf(
        branch, "connect", "ask for permission in the browser; the app's id and secret are asked for", whoop.connect
    )
    connect.add_argument("--new-app", action="store_true", help="ask for the app's id and secret once more")
    connect.add_argument("--no-browser", action="store_true", help="show the page's address, and open nothing")
    sync = _leaf(branch, "sync", "fetch what is new, and the last days once more", whoop.sync)
    sync.add_argument("--full", action="store_true", help="fetch everything older as well")
    status = _leaf(branch, "status", "how the link fares", whoop.status)
    disconnect = _leaf(branch, "disconnect", "have Whoop take the link back, and forget it", whoop.disconnect)
    disconnect.add_argument("--delete-days", action="store_true", help="delete what was fetched as well")
    for each in (connect, sync, status, disconnect):
        each.add_argument("--athlete", required=True, metavar="EMAIL")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write YYYY-MM-DD") from None
