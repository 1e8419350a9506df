"""Reads the stored reasons of a workout as far as they are understood.

They are JSON that this version, an older or a newer one, or another program wrote: what is missing
or of another kind is left out, what is not known by name is shown under its own, nothing raises.
"""

from typing import Any, Final

from ui.widgets.rationale_parts import (
    Adjusted,
    Candidate,
    Change,
    Excluded,
    Factor,
    LiftStanding,
    MuscleStatus,
    Prescription,
    Readiness,
    Selection,
    SessionReasons,
    Stored,
    Value,
)

VALUES: Final = ("sets", "reps", "load", "rir", "rest")
"""What is prescribed of an exercise, in the order a coach reads it."""


def read_session(raw: Any) -> SessionReasons | None:
    """The context of a workout; None where nothing was stored."""
    stored = Stored(raw)
    if not stored:
        return None
    block, session, readiness = stored.part("block"), stored.part("session"), stored.part("readiness")
    progression = stored.part("progression")
    return SessionReasons(
        summary=stored.text("summary"),
        made=stored.text("made"),
        block=block.text("sentence"),
        session=session.text("sentence"),
        facts={**block.raw, **session.raw},
        volume=[_muscle(each) for each in stored.parts("volume")],
        readiness=_readiness(readiness) if readiness else None,
        progression=progression.text("sentence"),
        lifts=[_lift(each) for each in progression.parts("lifts")],
        assumptions=stored.words("assumptions"),
        excluded=[_excluded(each) for each in stored.parts("excluded")],
        citations=stored.words("citations"),
        constants=stored.text("constants"),
        version=stored.number("version") or 0,
        others=stored.others(),
    )


def read_selection(raw: Any) -> Selection | None:
    """Why an exercise was chosen; None where nothing was stored."""
    stored = Stored(raw)
    if not stored:
        return None
    slot = stored.part("slot")
    fixed = stored.raw.get("fixed")
    for told_elsewhere in ("fixed", "fixedBy", "exercise", "planned"):
        stored.text(told_elsewhere)
    return Selection(
        name=stored.text("name"),
        kind=slot.text("kind"),
        pattern=slot.text("pattern"),
        muscle=slot.text("muscle"),
        sets=slot.whole("sets"),
        is_fixed=fixed is True,
        sentence=stored.text("sentence"),
        score=stored.number("score"),
        factors=_factors(stored),
        alternatives=[
            Candidate(each.text("name"), each.number("score") or 0.0, _factors(each), each.text("lost"))
            for each in stored.parts("alternatives")
        ],
        ruled_out=[_excluded(each) for each in stored.parts("ruledOut")],
        citations=stored.words("citations"),
        constants=stored.text("constants"),
        version=stored.number("version") or 0,
        others=stored.others(),
    )


def read_prescription(raw: Any) -> Prescription | None:
    """Why an exercise is done as prescribed; None where nothing was stored."""
    stored = Stored(raw)
    if not stored:
        return None
    values = [(key, stored.part(key)) for key in VALUES]
    return Prescription(
        sentence=stored.text("sentence"),
        values=[_prescribed(key, part) for key, part in values if part],
        steps=stored.part("find").words("steps"),
        warm_ups=[(each.number("loadKg"), each.whole("reps")) for each in stored.parts("warmUps")],
        citations=stored.words("citations"),
        constants=stored.text("constants"),
        version=stored.number("version") or 0,
        others=stored.others(),
    )


def read_adjusted(raw: Any) -> Adjusted | None:
    """What readiness changed; None where nothing was stored."""
    stored = Stored(raw)
    if not stored:
        return None
    signals = stored.part("signals")
    return Adjusted(
        at=stored.text("at"),
        rule=stored.text("rule"),
        rule_sentence=stored.text("ruleSentence"),
        sentence=stored.text("sentence"),
        freshness=signals.number("freshness"),
        confidence=signals.number("confidence"),
        groups=signals.part("groups").raw,
        changes=[
            Change(
                each.text("exercise"),
                each.text("name"),
                each.text("field"),
                each.raw.get("original"),
                each.raw.get("adjusted"),
                each.text("reason"),
            )
            for each in stored.parts("changes")
        ],
        citations=stored.words("citations"),
        version=stored.number("version") or 0,
        others=stored.others(),
    )


def _factors(stored: Stored) -> list[Factor]:
    found = []
    for each in stored.parts("factors"):
        value, weight, points = each.number("value"), each.number("weight"), each.number("points")
        value, weight = value or 0.0, weight or 0.0
        found.append(Factor(each.text("id"), value, weight, value * weight if points is None else points,
                            each.text("sentence")))  # fmt: skip
    return found


def _excluded(stored: Stored) -> Excluded:
    return Excluded(stored.text("name") or stored.text("exercise"), stored.text("rule"), stored.text("sentence"))


def _muscle(stored: Stored) -> MuscleStatus:
    given = stored.number("given")
    return MuscleStatus(
        muscle=stored.text("muscle"),
        this_session=stored.number("thisSession") or 0.0,
        planned=(stored.number("planned") or 0.0) if given is None else given,
        performed=stored.number("performed") or 0.0,
        mev=stored.number("mev"),
        mav_low=stored.number("mavLow"),
        mav_high=stored.number("mavHigh"),
        mrv=stored.number("mrv"),
        status=stored.text("status"),
        sentence=stored.text("sentence"),
    )


def _lift(stored: Stored) -> LiftStanding:
    name = stored.text("name") or stored.text("exercise")
    return LiftStanding(name, stored.text("trend"), stored.number("e1rmKg"), stored.text("sentence"))


def _readiness(stored: Stored) -> Readiness:
    return Readiness(
        freshness=stored.number("freshness"),
        confidence=stored.number("confidence"),
        age_hours=stored.number("ageHours"),
        band=stored.text("band"),
        rule=stored.text("rule"),
        sentence=stored.text("sentence"),
    )


def _prescribed(key: str, stored: Stored) -> Value:
    inputs = [(name, value) for name, value in stored.part("inputs").raw.items() if value is not None]
    return Value(key, stored, stored.text("sentence"), inputs, stored.words("citations"))
