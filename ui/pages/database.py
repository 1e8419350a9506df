"""Where the data is kept, how far its schema has come, and the way to bring it up to date."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from app.changes import Changes
from models.values.upgrading import DatabaseOverview, DatabaseState, DatabaseStatus, Revision, TableCount
from ui.kit.icons import dress, pixmap
from ui.kit.page import Desk, Page
from ui.kit.theme import Space, tones
from ui.widgets.cards import Card, Facts, label
from ui.widgets.tables import RIGHT, Column, TableView

_ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_STATES = {
    DatabaseState.CURRENT: ("check", "Up to date", "The schema is the one this version works with."),
    DatabaseState.EMPTY: ("info", "Empty", "It has no tables yet. An upgrade creates them."),
    DatabaseState.BEHIND: ("upgrade", "An upgrade is due", "An earlier version made it. Nothing is lost by upgrading."),
    DatabaseState.ADOPTABLE: ("upgrade", "Can be taken over", "It holds the earlier program's tables, as they stand."),
    DatabaseState.NEWER: ("warning", "Newer than this program", "Please update Peakline. Nothing was changed."),
    DatabaseState.FOREIGN: ("warning", "Not a Peakline database", "Its tables belong to another program."),
}
_UPGRADABLE = (DatabaseState.EMPTY, DatabaseState.BEHIND, DatabaseState.ADOPTABLE)
_FACTS = ("Location", "Engine", "Revision", "Size", "Free on disk")

_REVISIONS = (
    Column("", lambda revision: "✓" if revision.applied else "", width=40),
    Column("Step", lambda revision: revision.revision.partition("_")[0], tip=lambda one: one.revision, width=64),
    Column("What it does", lambda revision: revision.title, tip=lambda revision: revision.title),
    Column("State", lambda revision: "applied" if revision.applied else "to come", width=84),
)
_COUNTS = (
    Column("Table", lambda count: count.table),
    Column("Rows", lambda count: QLocale().toString(count.rows), align=RIGHT, width=90),
)


class DatabasePage(Page):
    """Read-only but for the upgrade."""

    word = "database"
    title = "Database"
    cares_about = Changes.EVERYTHING & ~Changes.SETTINGS
    follows_athlete = False
    needs_database = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._upgrade = QAction("&Upgrade Database", self)
        dress(self._upgrade, "upgrade")
        self._open = QAction("&Open Another…", self)
        dress(self._open, "open")
        self._state = DatabaseState.CURRENT
        self._state_icon = QLabel()
        self._state_word = label("Opening…", "heading")
        self._state_text = label("", "muted", wrap=True)
        self._facts = Facts(_FACTS)
        self._revisions = TableView(_REVISIONS, "Revisions of the schema", row_height=46)
        self._revisions.setWordWrap(True)
        self._counts = TableView(_COUNTS, "Rows in each table", row_height=28)
        self._build()
        self._upgrade.triggered.connect(lambda: desk.action_wanted.emit("upgrade"))
        self._open.triggered.connect(lambda: desk.action_wanted.emit("open_database"))
        desk.theme_changed.connect(self._show_state)

    def header_actions(self) -> Sequence[QAction]:
        return (self._upgrade, self._open) if self._state in _UPGRADABLE else (self._open,)

    def reload(self) -> None:
        self.desk.run(self.desk.services.upgrading.overview, self._show)

    def _build(self) -> None:
        state = QHBoxLayout()
        state.setSpacing(Space.M)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._state_word)
        words.addWidget(self._state_text)
        state.addWidget(self._state_icon, 0, Qt.AlignmentFlag.AlignTop)
        state.addLayout(words, 1)
        where = Card()
        where.body.addLayout(state)
        where.body.addSpacing(Space.S)
        where.body.addWidget(self._facts)
        history = QVBoxLayout()
        history.setSpacing(Space.S)
        history.addWidget(label("History of the schema", "heading"))
        history.addWidget(self._revisions, 1)
        left = QVBoxLayout()
        left.setSpacing(Space.L)
        left.addWidget(where)
        left.addLayout(history, 1)
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(label("What is in it", "heading"))
        right.addWidget(self._counts, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        row.setSpacing(Space.L)
        row.addLayout(left, 3)
        row.addLayout(right, 2)

    def _show(self, overview: DatabaseOverview) -> None:
        status = overview.status
        self._state = status.state
        self._show_state()
        self._show_facts(status)
        revisions: Sequence[Revision] = overview.revisions
        counts: Sequence[TableCount] = overview.counts
        self._revisions.show_rows(revisions)
        self._counts.show_rows(counts)
        self.subtitle = _STATES[status.state][1]
        self.header_changed.emit()
        self.loaded.emit()

    def _show_state(self) -> None:
        icon, word, sentence = _STATES[self._state]
        colour = {"check": tones().good, "warning": tones().warn}.get(icon, tones().accent)
        self._state_icon.setPixmap(pixmap(icon, 22, colour, self.devicePixelRatioF()))
        self._state_word.setText(word)
        self._state_text.setText(sentence)

    def _show_facts(self, status: DatabaseStatus) -> None:
        self._facts.show_value("Location", status.location)
        self._facts.show_value("Engine", f"{_ENGINES.get(status.engine, status.engine)} {status.engine_version}")
        revision = status.revision or "none"
        here = revision if revision == status.head else f"{revision}, of {status.head}"
        self._facts.show_value("Revision", here)
        self._facts.show_value("Size", _bytes(status.size_bytes))
        self._facts.show_value("Free on disk", _bytes(status.free_bytes))


def _bytes(count: int | None) -> str:
    return "" if count is None else QLocale().formattedDataSize(count)
