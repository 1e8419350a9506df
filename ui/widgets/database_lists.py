"""The lists below a database's state: its backups, who is connected, its history and what is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from models.values.upgrading import Backup, Revision, Session, TableCount
from ui.kit.icons import dress
from ui.kit.theme import Space
from ui.widgets.cards import label
from ui.widgets.tables import RIGHT, Column, TableView
from ui.widgets.work_told import moment, number, short, size, took

_METHODS: Final = {"copy": "copy", "pg_dump": "pg_dump", "archive": "archive"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reading a backup whole has found, and when."""

    ok: bool
    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KnownBackup:
    """A backup, and what is known of its file now."""

    backup: Backup
    size_bytes: int | None
    """Of the file as it is; None where it is gone."""
    changed_ns: int = 0
    """When it was written last: a verdict is of that file and no later one."""
    verdict: Verdict | None = None

    @property
    def stamp(self) -> tuple[Path, int | None, int]:
        """Which file it is, and in which state."""
        return self.backup.file, self.size_bytes, self.changed_ns

    @property
    def fits(self) -> bool:
        """Whether the file is as long as it was."""
        return self.size_bytes == self.backup.manifest.size_bytes


def checked(known: KnownBackup) -> str:
    """What of a backup was checked, and nothing more than that."""
    if known.size_bytes is None:
        return "✗ missing"
    if not known.fits:
        return "✗ other size"
    if known.verdict is None:
        return "size matches"
    return f"✓ verified {known.verdict.at:%H:%M}" if known.verdict.ok else "✗ not usable"


def _checked_how(known: KnownBackup) -> str:
    if known.size_bytes is None:
        return "The file is not there any more."
    if not known.fits:
        return f"It was {size(known.backup.manifest.size_bytes)} when it was made and is {size(known.size_bytes)} now."
    if known.verdict is None:
        return "It was verified when it was made. Since then only its size was compared: Verify reads it whole."
    return known.verdict.sentence


BACKUPS: Final = (
    Column("Made", lambda known: moment(known.backup.manifest.made_at), width=170),
    Column("Size", lambda known: size(known.backup.manifest.size_bytes), align=RIGHT, width=96),
    Column("Rows", lambda known: number(sum(known.backup.manifest.rows.values())), align=RIGHT, width=96),
    Column("Revision", lambda known: short(known.backup.manifest.revision), width=84),
    Column("Checked", checked, width=124, tip=_checked_how),
    Column("Kind", lambda known: _METHODS.get(known.backup.manifest.method, known.backup.manifest.method), width=84),
    Column("File", lambda known: known.backup.file.name, tip=lambda known: str(known.backup.file)),
)
SESSIONS: Final = (
    Column("Program", lambda session: session.application or "not named"),
    Column("User", lambda session: session.user or "–", width=140),
    Column("Process", lambda session: "–" if session.process is None else str(session.process), width=90),
    Column("State", lambda session: session.state or "–", width=190),
    Column("In a transaction", lambda s: "–" if s.seconds is None else took(s.seconds), align=RIGHT, width=130),
)
REVISIONS: Final = (
    Column("", lambda revision: "✓" if revision.applied else "○", width=40),
    Column("Step", lambda revision: short(revision.revision), tip=lambda one: one.revision, width=70),
    Column("What it does", lambda revision: revision.title, tip=lambda revision: revision.title),
    Column("State", lambda revision: "applied" if revision.applied else "to come", width=90),
)
COUNTS: Final = (
    Column("Table", lambda count: count.table),
    Column("Rows", lambda count: QLocale().toString(count.rows), align=RIGHT, width=120),
)


class Listing(QStackedWidget):
    """A table, or a sentence where it would be empty."""

    def __init__(self, columns: Sequence[Column], name: str, nothing: str, row_height: int = 30) -> None:
        super().__init__()
        self.table = TableView(columns, name, row_height)
        self.nothing = label(nothing, "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self.nothing)
        self.addWidget(self.table)

    def show_rows(self, rows: Sequence[Any]) -> None:
        self.table.show_rows(rows)
        self.setCurrentWidget(self.table if rows else self.nothing)


class DatabaseLists(QTabWidget):
    """Four lists, the backups first: they are what one comes for in need."""

    def __init__(self) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.setAccessibleName("Lists about the database")
        self.tabBar().setAccessibleName("Lists about the database")
        self.tabBar().setDrawBase(False)
        self.backups = Listing(BACKUPS, "Backups", "No backup yet. One is made before every upgrade, or now by hand.")
        self.sessions = Listing(SESSIONS, "Who else is connected", "Nobody else is connected to this database.")
        self.revisions = Listing(REVISIONS, "History of the schema", "There is no history to show.", 38)
        self.counts = Listing(COUNTS, "Rows in each table", "It has no tables of ours.", 28)
        self.restore, self.verify, self.folder = (
            QPushButton("Restore…"),
            QPushButton("Verify"),
            QPushButton("Show in Folder"),
        )
        self._build()

    def show_lists(
        self,
        backups: Sequence[KnownBackup],
        sessions: Sequence[Session],
        revisions: Sequence[Revision],
        counts: Sequence[TableCount],
    ) -> None:
        """Show new rows; the newest backup is the one in hand."""
        self.show_backups(backups)
        self.sessions.show_rows(sessions)
        self.revisions.show_rows(revisions)
        self.counts.show_rows(counts)
        for at, (word, rows) in enumerate((("Backups", backups), ("Also connected", sessions))):
            self.setTabText(at, f"{word} ({number(len(rows))})")
        for button in (self.restore, self.verify, self.folder):
            button.setEnabled(bool(backups))

    def show_backups(self, backups: Sequence[KnownBackup]) -> None:
        """The backups alone; the one in hand stays so, or else it is the newest."""
        before = self.chosen()
        self.backups.show_rows(backups)
        if backups:
            kept = next((known for known in backups if before and known.backup.file == before.file), backups[0])
            self.backups.table.select(lambda known: known is kept)

    def chosen(self) -> Backup | None:
        """The backup in hand."""
        known = self.backups.table.selected_row()
        return known.backup if known is not None else None

    def _build(self) -> None:
        dress(self.restore, "undo")
        dress(self.verify, "check")
        self.verify.setToolTip("Read the chosen backup whole and compare it with what was backed up")
        dress(self.folder, "open")
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.restore)
        row.addWidget(self.verify)
        row.addWidget(self.folder)
        row.addStretch(1)
        backups = QWidget()
        column = QVBoxLayout(backups)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.backups, 1)
        column.addLayout(row)
        self.addTab(backups, "Backups")
        for title, listing in (
            ("Also connected", self.sessions),
            ("History", self.revisions),
            ("Contents", self.counts),
        ):
            holder = QWidget()
            inner = QVBoxLayout(holder)
            inner.setContentsMargins(0, Space.S, 0, 0)
            inner.addWidget(listing)
            self.addTab(holder, title)
