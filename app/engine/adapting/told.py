"""The changes of a session in a few words: "1 set fewer in 3 exercises, RIR +1 in 5"."""

from collections.abc import Sequence

from models.values.adapting import SessionChange

FIELDS = ("sets", "load", "rir")
"""The order changes are made and told in: volume before load before effort."""


def changes_said(changes: Sequence[SessionChange]) -> str:
    """What changes, by how much, and in how many exercises; less before more, empty where nothing changes."""
    parts = []
    for field in FIELDS:
        for is_more in (False, True):
            mine = [one for one in changes if one.field == field and (one.adjusted > one.original) is is_more]
            if mine:
                parts.append(f"{_amount(field, mine, is_more=is_more)} in {_exercises(mine)}")
    return ", ".join(parts)


def _exercises(changes: Sequence[SessionChange]) -> str:
    count = len({one.exercise for one in changes})
    return f"{count} exercise{'' if count == 1 else 's'}"


def _amount(field: str, changes: Sequence[SessionChange], *, is_more: bool) -> str:
    if field == "load":
        # A load is never zero here: what has to be found first is not changed.
        span = _span([abs(100 * (one.adjusted / one.original - 1)) for one in changes], 1)
        return f"{span} % {'more' if is_more else 'less'} load"
    span = _span([abs(one.adjusted - one.original) for one in changes], 1)
    if field == "rir":
        return f"RIR {'+' if is_more else '−'}{span}"
    return f"{span} set{'' if span == '1' else 's'} {'more' if is_more else 'fewer'}"


def _span(values: Sequence[float], places: int) -> str:
    low, high = (f"{round(value, places):g}" for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"
