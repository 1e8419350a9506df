"""What a reader has to say about single lines: left out, or imported and worth a look."""

from typing import Final

from models.values.workouts import SkippedLine

_SHOWN: Final = 40


class LineError(ValueError):
    """A line that cannot be imported; the text is the reason, for people."""


class Findings:
    """The remarks on a file, gathered while it is read."""

    def __init__(self) -> None:
        self._skipped: list[SkippedLine] = []
        self._flagged: list[SkippedLine] = []

    def skip(self, line: int, reason: str) -> None:
        """The line was not imported."""
        self._skipped.append(SkippedLine(line, reason))

    def flag(self, line: int, reason: str) -> None:
        """The line was imported but deserves a look."""
        self._flagged.append(SkippedLine(line, reason))

    @property
    def skipped(self) -> list[SkippedLine]:
        """In the order of the file."""
        return sorted(self._skipped, key=lambda remark: remark.line)

    @property
    def flagged(self) -> list[SkippedLine]:
        """In the order of the file."""
        return sorted(self._flagged, key=lambda remark: remark.line)


def quoted(text: str) -> str:
    """A piece of the file as a message shows it: on one line, in quotation marks, cut where it is long."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * _SHOWN]).split())
    return f"“{plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + '…'}”"
