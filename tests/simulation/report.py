"""The report of a simulation: what was asked, what was found, and pictures of single lives."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from app.engine.lift_log import session_estimate
from app.engine.targets import scaled
from app.gateways.catalogue import load_catalogue
from tests.simulation.drawing import Plot
from tests.simulation.findings import ALARMS_MOST, CAUGHT_LEAST, CAUGHT_WEEKS, Findings, in_time
from tests.simulation.living import Life, Lift
from tests.simulation.people import CLEAR_DECLINE, DECLINE_WEEKS, SLOW_DECLINE, Story

TRUE, SEEN, DONE = "#0072b2", "#d55e00", "#009e73"
_STYLE = (
    "body{font:15px system-ui;max-width:1180px;margin:2em auto;padding:0 1em}table{border-collapse:collapse}"
    "td,th{padding:.3em .8em;border-bottom:1px solid #ddd;text-align:left}text{font:12px system-ui}"
    ".title{font-weight:600}.small{font-size:10px;fill:#666}svg{margin:.4em 1em .4em 0}"
)


def rows(found: Findings) -> list[tuple[str, str, str, bool | None]]:
    """What was measured, its value, its limit, and whether it is kept (None where there is no limit)."""
    noticed = found.standing_noticed / found.standing if found.standing else 0.0
    return [
        ("athletes", str(found.lives), "", None),
        ("sessions done, missed", f"{found.sessions}, {found.missed}", "", None),
        ("sessions that readiness changed", str(found.adjusted), "", None),
        ("crashes", str(len(found.crashes)), "0", not found.crashes),
        ("weeks over a landmark, sessions over their time", str(len(found.over)), "0", not found.over),
        (
            "athletes who improve, with a stall alarm on any lift in the year",
            f"{found.improvers_alarmed} of {found.improvers} ({found.alarm_share:.1%})",
            f"under {ALARMS_MOST:.0%}",
            found.alarm_share < ALARMS_MOST,
        ),
        ("their lifts with an alarm", f"{found.alarmed} of {found.improving} ({found.lift_alarm_share:.1%})", "", None),
        ("weekly judgements of their lifts: stalled or declining", f"{found.judgement_share:.2%}", "", None),
        (
            f"athletes who lose {-CLEAR_DECLINE:.1%} a week, noticed within {CAUGHT_WEEKS} weeks",
            f"{found.decliners_caught} of {found.decliners} ({found.caught_share:.1%})",
            f"at least {CAUGHT_LEAST:.0%}",
            found.caught_share >= CAUGHT_LEAST,
        ),
        (
            f"athletes who lose {-SLOW_DECLINE:.1%} a week, noticed within {CAUGHT_WEEKS} weeks",
            f"{found.slow_decliners_caught} of {found.slow_decliners}",
            "",
            None,
        ),
        ("lifts of both", f"{len(in_time(found))} of {found.declining} ({found.lift_caught_share:.1%})", "", None),
        ("lifts that stand still, with an alarm in the year", f"{noticed:.0%} of {found.standing}", "", None),
        ("mean error of a session's e1RM", f"{found.mean_error:+.1%}", "", None),
    ]


def page(found: Findings, lives: Sequence[Life]) -> str:
    """The whole report as one HTML page without anything to fetch."""
    marks = {None: "", True: "kept", False: "NOT KEPT"}
    table = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(value)}</td><td>{escape(limit)}</td><td>{marks[kept]}</td></tr>"
        for name, value, limit, kept in rows(found)
    )
    trouble = "".join(f"<li>{escape(each)}</li>" for each in [*found.crashes, *found.over][:40])
    plots = "".join(plot.text() for plot in _plots(found, lives))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Simulated seasons</title><style>{_STYLE}</style>'
        "<h1>Simulated seasons</h1><p>Athletes whose true strength is known live through a year of plans, workouts and "
        "readiness rules. They miss sessions, fall ill, and misjudge their effort.</p>"
        f"<table><tr><th>measured</th><th>found</th><th>limit</th><th></th></tr>{table}</table>"
        f"<p>Blue is the truth, orange what the program estimates, green what was done.</p>{plots}<ul>{trouble}</ul>"
        "</html>"
    )


def _plots(found: Findings, lives: Sequence[Life]) -> list[Plot]:
    plots = [_delays(found)]
    for story in Story:
        life = next((one for one in lives if one.person.story is story and one.lifts and not one.crash), None)
        if life is not None:
            lift = max(life.lifts.values(), key=lambda each: len(each.sessions))
            plots += [_strength(life, lift), _volume(life)]
    return plots


def _delays(found: Findings) -> Plot:
    counts = Counter(min(weeks, DECLINE_WEEKS + 6) for weeks in found.caught)
    heights = [counts.get(week, 0) for week in range(DECLINE_WEEKS + 7)]
    most = max([*heights, 4])
    plot = Plot("Declines: weeks until they are noticed", (0, DECLINE_WEEKS + 6), (0, most), "weeks", "lifts")
    plot.bars(heights, SEEN)
    plot.line([(CAUGHT_WEEKS + 0.5, 0), (CAUGHT_WEEKS + 0.5, most)], "#444", dashed=True)
    return plot


def _strength(life: Life, lift: Lift) -> Plot:
    truth = [(float(week), kg) for week, kg in lift.truth]
    seen = [
        (float(week), found.kg)
        for (week, _), one in zip(lift.truth, lift.sessions, strict=True)
        if not one.deload and (found := session_estimate(one.estimates)) is not None
    ]
    every = [kg for _, kg in [*truth, *seen]]
    title = f"{lift.name}, who {life.person.story.value}"
    plot = Plot(title, (0, 52), (0.95 * min(every), 1.05 * max(every)), "week", "e1RM kg")
    plot.dots(seen, SEEN)
    plot.line(truth, TRUE)
    return plot


def _volume(life: Life) -> Plot:
    muscle = "quads"
    marks = next(scaled(each, life.person.age) for each in load_catalogue().muscles if each.key == muscle)
    planned = [(float(week), sets.get(muscle, 0.0)) for week, sets in enumerate(life.planned)]
    done = [(float(week), sets.get(muscle, 0.0)) for week, sets in enumerate(life.performed)]
    top = max([marks.mrv, *(sets for _, sets in [*planned, *done])])
    plot = Plot(f"Quads: planned and done ({life.person.days} days)", (0, 52), (0, 1.05 * top), "week", "sets a week")
    plot.band(marks.mev, marks.mrv, TRUE)
    plot.line(planned, TRUE, dashed=True)
    plot.dots(done, DONE)
    return plot
