"""The front door of the importers: which format a text is, and the log it holds."""

from app.errors import UnreadableFile
from app.importers import hevy, strong
from app.importers.columns import HEVY, HEVY_NEEDS, STRONG, STRONG_NEEDS, Header, read_header
from app.importers.findings import quoted
from app.importers.table import Table, open_table
from models.values.units import Unit
from models.values.workouts import ParsedLog, SkippedLine

_ADVICE = "Expected is the CSV file that Strong or Hevy writes with “Export data”, unchanged."


def parse(text: str, unit: Unit | None) -> ParsedLog:
    """Read the text of a training log, whichever app and dialect it comes from.

    `unit` answers for files that do not name one; a file that does is believed. Raises
    `UnitNeeded` where neither says, `UnreadableFile` for a text that is no such log or in which
    no line could be read.
    """
    clean, remarks = _cleaned(text)
    table = open_table(clean)
    hevy_header, strong_header = read_header(table.header, HEVY), read_header(table.header, STRONG)
    if not hevy_header.lacks(HEVY_NEEDS):
        log = hevy.parse(table, hevy_header, unit)
    elif not strong_header.lacks(STRONG_NEEDS):
        log = strong.parse(table, strong_header, unit)
    else:
        raise _neither(table, hevy_header, strong_header)
    return ParsedLog(log.format, log.workouts, log.skipped, (*remarks, *log.flagged))


def _cleaned(text: str) -> tuple[str, list[SkippedLine]]:
    """The text without its byte order mark and without what no database keeps, and where that was."""
    text = text.removeprefix("\ufeff")
    remarks = []
    if "\0" in text:
        remarks.append(SkippedLine(_line_of(text, text.index("\0")), "zero bytes in the file were left out"))
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError as problem:
        remarks.append(SkippedLine(_line_of(text, problem.start), "characters that are no text were replaced by “�”"))
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text, remarks


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _neither(table: Table, hevy_header: Header, strong_header: Header) -> UnreadableFile:
    near, header, needs, known = max(
        ("a Hevy", hevy_header, HEVY_NEEDS, HEVY),
        ("a Strong", strong_header, STRONG_NEEDS, STRONG),
        key=lambda candidate: len(candidate[1].places),
    )
    seen = ", ".join(quoted(name) for name in table.header[:6])
    if len(header.places) < 3:
        return UnreadableFile(
            f"This is neither a Strong nor a Hevy export: line {table.header_line} begins with {seen}.", advice=_ADVICE
        )
    missing = ", ".join(quoted(known[name][0]) for name in header.lacks(needs))
    return UnreadableFile(
        f"This looks like {near} export, but line {table.header_line} has no column {missing}; it begins with {seen}.",
        advice=_ADVICE,
    )
