"""What a dialog tells of work on a database: the plan before it and the report after it, whatever the work was."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDateTime, QLocale

from app.usecases.reporting import document
from models.values.maintenance import Done, Finding, Step, WorkReport
from models.values.validating import Check

Fact = tuple[str, str]
"""What it is, and what it says."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together: what is lost, what differs, what had to be assumed."""

    title: str
    rows: Sequence[Fact]
    """Whom or what it is about, and the sentence."""
    sentence: str = ""
    grave: bool = False
    """Whether it deserves the colour of danger, and a shape beside it."""


@dataclass(frozen=True, slots=True)
class PlanTold:
    """A plan in words; nothing was touched yet."""

    headline: str
    facts: Sequence[Fact] = ()
    blockers: Sequence[Finding] = ()
    warnings: Sequence[Finding] = ()
    steps: Sequence[Step] = ()
    groups: Sequence[Group] = ()
    pointless: bool = False
    """Whether there is nothing to do."""

    @property
    def can_run(self) -> bool:
        return not self.blockers and not self.pointless


@dataclass(frozen=True, slots=True)
class ReportTold:
    """What was done, in words; `document` is the same for machines."""

    ok: bool
    headline: str
    sentence: str = ""
    facts: Sequence[Fact] = ()
    groups: Sequence[Group] = ()
    steps: Sequence[Done] = ()
    notes: Sequence[str] = ()
    checks: Sequence[Check] = ()
    file: Path | None = None
    """What was written, to be shown in its folder."""
    details: str = ""
    document: Any = None


def as_text(told: ReportTold) -> str:
    """The whole report in lines, to be kept or sent."""
    lines = [told.headline, *([told.sentence] if told.sentence else []), ""]
    lines += [f"{name}: {value}" for name, value in told.facts]
    for group in told.groups:
        lines += ["", group.title, *([group.sentence] if group.sentence else [])]
        lines += [f"  {who}: {what}" if who else f"  {what}" for who, what in group.rows]
    if told.steps:
        lines += ["", "Steps", *(f"  {step.seconds:8.2f} s  {step.sentence}" for step in told.steps)]
    if told.checks:
        lines += ["", "Checks"]
        for check in told.checks:
            lines += [f"  {'✓ holds' if check.ok else '✗ fails'}  {check.name}"]
            lines += [f"      {line}" for line in (check.advice, *check.notes, *check.failing) if line]
    if told.notes:
        lines += ["", "Worth knowing", *(f"  {note}" for note in told.notes)]
    if told.details:
        lines += ["", told.details]
    return "\n".join(lines) + "\n"


def as_json(told: ReportTold) -> str:
    """The same as one JSON object, its keys those of the values."""
    found = told.document
    if isinstance(found, WorkReport):
        stored = document(found)
    elif is_dataclass(found) and not isinstance(found, type):
        stored = asdict(found)
    else:
        stored = {"headline": told.headline, "sentence": told.sentence, "notes": list(told.notes)}
    return json.dumps({"ok": told.ok, **stored}, indent=2, default=str, ensure_ascii=False) + "\n"


def save_report(told: ReportTold, file: Path) -> Path:
    """Write a report: JSON where the name ends in .json, text otherwise; for the worker."""
    file.write_text(as_json(told) if file.suffix.lower() == ".json" else as_text(told), "utf-8")
    return file


def number(count: int) -> str:
    return QLocale().toString(count)


def counted(count: int, one: str, many: str = "") -> str:
    """`1 row`, `1,204 rows`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def size(count: int | None) -> str:
    return "" if count is None else QLocale().formattedDataSize(count)


def moment(at: datetime | None) -> str:
    """A moment in the time of this computer, empty where there is none."""
    if at is None:
        return ""
    local = QDateTime.fromSecsSinceEpoch(round(at.timestamp())).toLocalTime()
    return QLocale().toString(local, "d MMM yyyy, HH:mm")


def ago(at: datetime | None, now: datetime | None = None) -> str:
    """How long ago a moment was, in one unit."""
    if at is None:
        return ""
    seconds = max(0.0, ((now or datetime.now(UTC)) - at).total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return f"{counted(int(seconds // length), unit)} ago"
    return "just now"


def took(seconds: float) -> str:
    """`0.4 s`, `12 s`, `3 min 5 s`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def short(revision: str | None) -> str:
    """A revision's number: `0003`."""
    return revision.partition("_")[0] if revision else "no revision"


def row_facts(rows: Mapping[str, int]) -> Sequence[Fact]:
    """Tables with rows in them, the largest first."""
    filled = sorted(((table, count) for table, count in rows.items() if count), key=lambda each: (-each[1], each[0]))
    return [(table, counted(count, "row")) for table, count in filled]
