"""Positions in a plan: counted from 0 in storage, from 1 on screen. This is the one place that converts."""


def shown(stored_index: int) -> int:
    """The number a person reads for a stored, 0-based index."""
    return stored_index + 1


def stored(shown_number: int) -> int:
    """The 0-based index for the number a person reads; below 1 is a `ValueError`."""
    if shown_number < 1:
        raise ValueError(f"positions on screen start at 1, not {shown_number}")
    return shown_number - 1
