"""What state a database is in: a shape, a word and a sentence, and the facts about it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from models.values.upgrading import DatabaseOverview, DatabaseState, DatabaseStatus, LastValidation
from ui.kit.icons import pixmap
from ui.kit.theme import Space, tones
from ui.widgets.cards import Card, Facts, label
from ui.widgets.work_told import ago, counted, moment, short, size

_ENGINES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_STATES: Final = {
    DatabaseState.CURRENT: ("check", "Up to date", "Its schema is the one this version works with."),
    DatabaseState.EMPTY: ("info", "Empty", "It has no tables yet. An upgrade makes it Peakline's."),
    DatabaseState.BEHIND: ("upgrade", "An upgrade is due", "It is at {here}; this version works with {head}. "),
    DatabaseState.ADOPTABLE: (
        "upgrade",
        "Can be taken over",
        "It holds the web application's tables and no record of revisions. They stay, and so does every row.",
    ),
    DatabaseState.NEWER: (
        "warning",
        "Newer than this program",
        "It is at {here}; the newest this version knows is {head}. Please update Peakline. Nothing was changed.",
    ),
    DatabaseState.FOREIGN: (
        "warning",
        "Not a Peakline database",
        "Its tables belong to another program, so nothing of it is touched. This version works with {head}.",
    ),
}
_NO_ROW_LOST: Final = "Nothing is lost by upgrading, and a verified backup is made first."
_LEFT: Final = ("Location", "Engine", "Revision", "Size")
_RIGHT: Final = ("Last backup", "Last validation", "Connected", "Free on disk")


def word_of(state: DatabaseState) -> str:
    return _STATES[state][1]


def sentence_of(status: DatabaseStatus) -> str:
    """The state in a sentence, naming both revisions where they differ."""
    sentence = _STATES[status.state][2].format(here=status.revision or "no revision", head=status.head)
    return sentence + (_NO_ROW_LOST if status.state is DatabaseState.BEHIND else "")


class StateCard(Card):
    """The head of the database page."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = "info"
        self._icon = QLabel()
        self.word = label("Opening…", "heading")
        self.sentence = label("", "muted", wrap=True, selectable=True)
        self.facts = (Facts(_LEFT), Facts(_RIGHT))
        self.verbs = QHBoxLayout()
        self.verbs.setSpacing(Space.S)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.word)
        words.addWidget(self.sentence)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        both = QHBoxLayout()
        both.setSpacing(Space.XL)
        for facts in self.facts:
            both.addWidget(facts, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(head)
        self.body.addSpacing(Space.XS)
        self.body.addLayout(both)
        self.body.addSpacing(Space.XS)
        self.body.addLayout(self.verbs)
        self.redress()

    def show_overview(self, overview: DatabaseOverview) -> None:
        """Show what is known of the open database."""
        status = overview.status
        self._picture = _STATES[status.state][0]
        self.word.setText(word_of(status.state))
        self.sentence.setText(sentence_of(status))
        for facts, names in zip(self.facts, (_LEFT, _RIGHT), strict=True):
            values = self._values(overview)
            for name in names:
                facts.show_value(name, values[name])
        self.redress()

    def show_refused(self, title: str, sentence: str) -> None:
        """There is no database: say why."""
        self._picture = "error"
        self.word.setText(title)
        self.sentence.setText(sentence)
        self.redress()

    def value(self, name: str) -> str:
        """What a fact says now."""
        return self.facts[0 if name in _LEFT else 1].value(name)

    def redress(self) -> None:
        """Take the colours in force."""
        bad = self._picture in ("warning", "error")
        colour = tones().danger if bad else tones().good if self._picture == "check" else tones().accent
        self._icon.setPixmap(pixmap(self._picture, 22, colour, self.devicePixelRatioF()))

    def _values(self, overview: DatabaseOverview) -> dict[str, str]:
        status = overview.status
        return {
            "Location": status.location,
            "Engine": f"{_ENGINES.get(status.engine, status.engine)} {status.engine_version}",
            "Revision": _revision(status),
            "Size": size(status.size_bytes),
            "Free on disk": size(status.free_bytes) or "not known from here",
            "Last backup": _when(overview),
            "Last validation": _validated(overview.last_validation),
            "Connected": _others(len(overview.sessions)),
        }


def _revision(status: DatabaseStatus) -> str:
    if status.revision == status.head:
        return f"{short(status.revision)}, the newest"
    if status.state is DatabaseState.BEHIND:
        return f"{short(status.revision)}, of {short(status.head)}"
    return f"{short(status.revision)}; this version works with {short(status.head)}"


def _when(overview: DatabaseOverview) -> str:
    at = overview.last_backup
    return f"{ago(at)}, {moment(at)}" if at is not None else "none yet"


def _validated(last: LastValidation | None) -> str:
    if last is None:
        return "not yet"
    return f"{'✓ all held' if last.ok else '✗ something failed'}, {ago(last.at)}"


def _others(count: int) -> str:
    return f"this window and {counted(count, 'other')}" if count else "this window only"
