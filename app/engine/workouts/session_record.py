"""The stored context of a session: block, time, volume per muscle, readiness, progression, what was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.engine.adapting.rules import default_rules
from app.engine.adapting.verdicts import judge
from app.engine.constants import VERSION
from app.engine.constants_workouts import SESSION_SETS_WORTH
from app.engine.workouts.filling import Filled
from app.engine.workouts.frame import MAIN, Frame, Rule, Tally
from app.engine.workouts.placing import Session
from app.engine.workouts.prescribing import Prescribed, minutes
from app.engine.workouts.records import SHAPE_VERSION
from app.engine.workouts.wording import capital, estimate, listed, num, plural, sets
from models.values.plan import BlockType

PURPOSE: Final[Mapping[BlockType, str]] = {
    BlockType.ACCUMULATION: "builds volume",
    BlockType.INTENSIFICATION: "turns volume into heavier loads",
    BlockType.REALIZATION: "lets fatigue fall while the loads stay high",
    BlockType.DELOAD: "lets fatigue fall; it is not claimed to speed growth up",
    BlockType.RESTORATION: "keeps what was gained with little work",
}
TREND_WORDS: Final[Mapping[str, str]] = {
    "improving": "is rising",
    "stalled": "has stalled, so its load is not pushed",
    "declining": "is falling, so its load is not pushed",
    "uncertain": "moves within its noise",
    "not enough data": "has too few sessions for a trend",
}


@dataclass(frozen=True, slots=True)
class Week:
    """A filled week, as its records see it."""

    frame: Frame
    filled: Filled
    sessions: int
    """Of the week, those already there counted."""
    tally: Tally


def selection_rationale(week: Week, session: Session, prescribed: Sequence[Prescribed]) -> dict[str, Any]:
    frame, place = week.frame, session.place
    spent = minutes(prescribed)
    hard = sum(one.item.sets for one in prescribed)
    volume = [_volume(week, session, muscle) for muscle in frame.marks if session.muscles.get(muscle)]
    progression = _progression(frame, prescribed)
    readiness = _readiness(frame)
    assumptions = [*frame.brief.assumptions, *_left_out(week)]
    limit = frame.brief.minutes
    return {
        "version": SHAPE_VERSION,
        "constants": VERSION,
        "made": frame.brief.today.isoformat(),
        "block": _block(frame),
        "session": {
            "index": place.index,
            "of": max(week.sessions, place.index + 1),
            "minutesLimit": limit,
            "minutes": spent,
            "hardSets": hard,
            "sentence": f"{place.name}: {plural(hard, 'hard set')} in about {spent} of {limit} minutes.",
        },
        "volume": volume,
        "readiness": readiness,
        "progression": progression,
        "assumptions": assumptions,
        "excluded": _excluded(week, prescribed),
        "summary": _summary(week, session, prescribed, spent),
        "citations": _citations(frame),
    }


def _block(frame: Frame) -> dict[str, Any]:
    block, week = frame.brief.block, frame.brief.week_in_block
    name = frame.block_type.value.capitalize()
    return {
        "type": frame.block_type.value,
        "weekInBlock": week,
        "weeks": block.duration_weeks,
        "goal": frame.brief.goal.value,
        "rir": frame.target.rir,
        "sentence": f"{name}, week {week + 1} of {block.duration_weeks}: it {PURPOSE[frame.block_type]}; "
        f"{num(frame.target.rir)} in reserve this week.",
    }


def _volume(week: Week, session: Session, muscle: str) -> dict[str, Any]:
    frame, marks = week.frame, week.frame.marks[muscle]
    planned = frame.target.sets.get(muscle, 0.0)
    given = week.tally.have.get(muscle, 0.0)
    if given < marks.mev:
        status, words = "below", f"under the least that builds ({num(marks.mev)})"
    elif given <= marks.mav_high:
        status, words = "productive", f"inside the productive range of {num(marks.mev)} to {num(marks.mav_high)}"
    elif given < marks.mrv:
        status, words = "high", f"above the usual range, below what can be recovered ({num(marks.mrv)})"
    else:
        status, words = "limit", f"at what can be recovered ({num(marks.mrv)})"
    today, performed = session.muscles[muscle], frame.brief.done.get(muscle, 0.0)
    name = capital(frame.muscle(muscle))
    return {
        "muscle": muscle,
        "thisSession": today,
        "planned": planned,
        "performed": performed,
        "given": given,
        "mev": marks.mev,
        "mavLow": marks.mav_low,
        "mavHigh": marks.mav_high,
        "mrv": marks.mrv,
        "status": status,
        "sentence": f"{name}: {sets(today)} today, {num(given)} in the week: {words}.",
    }


def _readiness(frame: Frame) -> dict[str, Any]:
    known = frame.brief.freshness
    if known is None:
        text = "Nothing recent is known of readiness; the session is as planned and can be adjusted on the day."
        nothing = dict.fromkeys(("freshness", "confidence", "ageHours"))
        return {**nothing, "band": "unknown", "rule": None, "sentence": text}
    verdict = judge(known, frame.brief.rules or default_rules())
    text = (
        f"Freshness {num(known.score, 2)} of 1, {num(known.age_hours, 0)} h old. The week is planned without it; "
        "what it changes is proposed on the day."
    )
    if not verdict.is_sure:
        text = f"Freshness {num(known.score, 2)} of 1 rests on too little to change anything."
    return {
        "freshness": known.score,
        "confidence": known.confidence,
        "ageHours": known.age_hours,
        "band": verdict.band if verdict.is_sure else "unknown",
        "rule": verdict.rules[0] if verdict.rules else None,
        "sentence": text,
    }


def _progression(frame: Frame, prescribed: Sequence[Prescribed]) -> dict[str, Any]:
    lifts: list[dict[str, Any]] = []
    for one in prescribed:
        if one.item.slot.kind != MAIN:
            continue
        known = frame.brief.strengths.get(one.item.exercise.id)
        name = one.item.exercise.name
        trend = known.trend if known is not None else None
        best = known.e1rm_kg if known is not None else None
        words = TREND_WORDS.get(trend or "", "has no trend yet")
        text = f"{name} {words}."
        if best is not None:
            text = f"{name} {words}; estimated maximum {estimate(best, frame.brief.unit)}."
        lifts.append({"exercise": one.item.exercise.id, "name": name, "trend": trend, "e1rmKg": best, "sentence": text})
    held = [lift["name"] for lift in lifts if lift["trend"] in ("stalled", "declining")]
    if frame.is_easy:
        text = "No progress is asked for this week, and none of it is judged."
    elif held:
        text = f"Loads rise where the log allows it; {listed(held)} {'is' if len(held) == 1 else 'are'} not pushed."
    elif lifts:
        text = "Main lifts follow their estimated maximum and the block; accessories add repetitions, then load."
    else:
        text = "Accessories add repetitions first, then load."
    return {"sentence": text, "lifts": lifts}


def _left_out(week: Week) -> list[str]:
    found = [
        f"{week.frame.name(key)} was never logged; nothing new begins in a taper, so it is left out."
        for key in week.frame.target.exercises
        if week.frame.is_new_in_taper(key)
    ]
    asked = sum(week.frame.target.exercises.values())
    if not week.frame.is_easy and 0 < asked < SESSION_SETS_WORTH * (week.frame.brief.days - 1):
        fewer = max(1, asked // SESSION_SETS_WORTH)
        found.append(f"The week's {sets(asked)} would fit into {plural(fewer, 'longer session')} as well.")
    for key, count in week.filled.short.items():
        name = week.frame.name(key)
        found.append(f"{sets(count).capitalize()} of {name} found no room in this week's sessions and were left out.")
    return found


def _excluded(week: Week, prescribed: Sequence[Prescribed]) -> list[dict[str, Any]]:
    """Named exercises that a hard rule took out, of this session's slots and of those that were dropped."""
    rows: dict[str, Rule] = {}
    for one in prescribed:
        rows |= dict(week.filled.choices[one.item.exercise.id].ruled_out)
    rows |= dict(week.filled.dropped)
    return [
        {"exercise": key, "name": week.frame.name(key), "rule": rule.id, "sentence": rule.sentence}
        for key, rule in rows.items()
    ]


def _summary(week: Week, session: Session, prescribed: Sequence[Prescribed], spent: int) -> str:
    frame = week.frame
    mains = [one.item.exercise.name for one in prescribed if one.item.slot.kind == MAIN]
    lead = f"built around {listed(mains)}" if mains else "accessories only"
    order = sorted(session.muscles, key=lambda muscle: -session.muscles[muscle])[:3]
    muscles = listed([frame.muscle(muscle) for muscle in order])
    text = f"{session.place.name}, {lead}; most work goes to {muscles}, about {spent} minutes."
    if frame.is_easy:
        return f"{text} An easy week: fewer sets, lighter loads, the same exercises."
    return f"{text} {num(frame.target.rir)} in reserve on the main lifts."


def _citations(frame: Frame) -> list[str]:
    if frame.block_type is BlockType.REALIZATION:
        return ["bosquet2007", "pritchard2016"]
    if frame.block_type is BlockType.DELOAD:
        return ["rogerson2024", "bell2022", "coleman2024"]
    if frame.block_type is BlockType.RESTORATION:
        return ["bickel2011", "spiering2021"]
    return ["pelland2025", "grgic2018freq"]
