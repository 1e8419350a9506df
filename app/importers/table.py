"""Delimited text as records that know their physical line, whatever newlines stand inside their quotes."""

import csv
import io
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from app.errors import UnreadableFile
from app.importers.findings import Findings, quoted

_DELIMITERS: Final = (",", ";", "\t", "|")
Record = tuple[int, list[str]]
"""The physical line it begins on, counted from 1, and its fields."""


@dataclass(frozen=True, slots=True)
class Table:
    """The text cut in physical lines, its delimiter and its header."""

    lines: Sequence[str]
    delimiter: str
    header: Sequence[str]
    header_line: int
    """Counted from 1."""

    @property
    def width(self) -> int:
        return len(self.header)


def open_table(text: str) -> Table:
    """Find delimiter and header; raises `UnreadableFile` for an empty text."""
    lines = list(io.StringIO(text, newline=""))
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise UnreadableFile("The file is empty.", advice="Export the log again and choose the new file.")
    declared = lines[first].strip().strip('"').lower()
    delimiter = declared[4:] if declared.startswith("sep=") and len(declared) == 5 else ""
    if delimiter:  # spreadsheets put `sep=;` before the header
        first = next((index for index in range(first + 1, len(lines)) if lines[index].strip()), first)
    delimiter = delimiter or sniff_delimiter(lines[first])
    header = _alone(lines[first], delimiter) or [lines[first].strip()]
    while len(header) > 1 and not header[-1].strip():  # a delimiter at the end of the line
        header.pop()
    return Table(lines, delimiter, header, first + 1)


def sniff_delimiter(line: str) -> str:
    """The sign that cuts the line in most pieces, counted outside quotation marks."""
    outside = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def records(table: Table, findings: Findings, is_start: Callable[[Sequence[str]], bool]) -> Iterator[Record]:
    """The records below the header, each of the header's width; others are skipped with their line and reason.

    Where a stray quotation mark has swallowed lines, reading goes on at the first of them that
    is a whole record by itself, which `is_start` confirms.
    """
    position = table.header_line
    while position < len(table.lines):
        position = yield from _stretch(table, position, findings, is_start)


def _stretch(
    table: Table, position: int, findings: Findings, is_start: Callable[[Sequence[str]], bool]
) -> Generator[Record, None, int]:
    """The records from a line on, until reading has to start anew; returns the line to go on at."""
    reader = csv.reader(islice(table.lines, position, None), delimiter=table.delimiter)
    start, width = position, table.width
    while True:
        fields, problem = _next(reader)
        if fields is None:
            return len(table.lines)
        end = position + reader.line_num
        if len(fields) > width and not any(fields[width:]):
            del fields[width:]
        if len(fields) == width:
            yield start + 1, fields
        elif problem or "".join(fields).strip():  # a blank line says nothing
            findings.skip(start + 1, problem or _wrong_width(fields, table, end - start))
            resume = _resume(table, start, len(table.lines) if problem else end, is_start)
            if resume is not None or problem:
                return end if resume is None else resume
        start = end


def _next(reader: Iterator[list[str]]) -> tuple[list[str] | None, str]:
    try:
        return next(reader, None), ""
    except csv.Error as error:
        return [], f"the line could not be taken apart ({error})"


def _resume(table: Table, start: int, end: int, is_start: Callable[[Sequence[str]], bool]) -> int | None:
    for index in range(start + 1, end):
        fields = _alone(table.lines[index], table.delimiter)
        if fields is not None and len(fields) == table.width and is_start(fields):
            return index
    return None


def _alone(line: str, delimiter: str) -> list[str] | None:
    """The fields of one physical line taken by itself, None where its quotes do not close."""
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return None


def _wrong_width(fields: Sequence[str], table: Table, span: int) -> str:
    if len(fields) == 1 and fields[0].count(table.delimiter) >= table.width - 1:
        return "the whole line is wrapped in one pair of quotation marks"
    reason = f"it has {len(fields)} fields where the header has {table.width}: {quoted(fields[0])}"
    return reason if span == 1 else f"{reason}; it runs over {span} lines, a quotation mark may be missing"
