"""Every command of the window as data: name, words, menu, icon, keys, and what it needs to be possible."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from app.settings import Theme
from ui.kit.icons import dress_menu, promise

Keys = QKeySequence.StandardKey


class Need(Enum):
    """What must be there for an action to be enabled."""

    NOTHING = "nothing"
    DATABASE = "an open, current database"
    ATHLETE = "an athlete in hand"
    UPGRADE = "a database that an upgrade would change"
    ADOPTABLE = "a database of the web application"
    KNOWN = "a database with our tables, at whatever revision we know"
    OURS = "a database with a revision of ours"
    PAGE = "a page that offers it now"
    WRITABLE = "a database that is not another program's or a newer one's"


_MET: Final[Mapping[str, frozenset[Need]]] = {
    "current": frozenset((Need.DATABASE, Need.KNOWN, Need.OURS, Need.WRITABLE)),
    "behind": frozenset((Need.UPGRADE, Need.KNOWN, Need.OURS, Need.WRITABLE)),
    "adoptable": frozenset((Need.UPGRADE, Need.ADOPTABLE, Need.KNOWN, Need.WRITABLE)),
    "empty": frozenset((Need.UPGRADE, Need.WRITABLE)),
}


def needs_met(state: str) -> frozenset[Need]:
    """What a database in a state (the value of a `DatabaseState`) makes possible."""
    return _MET.get(state, frozenset())


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """One menu entry; the name is also its handler's key and what pages ask for."""

    name: str
    menu: str
    text: str
    icon: str = ""
    keys: str | Keys = ""
    need: Need = Need.NOTHING
    tip: str = ""


SEPARATOR: Final = "-"

TRAINING: Final = "&Training"

MENUS: Final = ("&File", "&Edit", "&View", "&Athlete", TRAINING, "&Database", "&Help")

ACTS: Final[Sequence[Act]] = (
    Act("new_season", "&File", "&New Season…", "plan", Keys.New, Need.ATHLETE, "Plan a season for this athlete"),
    Act("add_athlete", "&File", "&Add Athlete…", "add-person", "Ctrl+Shift+N", Need.DATABASE),
    Act("import_log", "&File", "&Import Log…", "import", "Ctrl+I", Need.DATABASE, "Read a Strong or Hevy export"),
    Act(SEPARATOR, "&File", ""),
    Act("open_database", "&File", "&Open Database…", "open", Keys.Open),
    Act("data_folder", "&File", "Show Data &Folder", "open"),
    Act(SEPARATOR, "&File", ""),
    Act("preferences", "&File", "&Preferences", "settings", "Ctrl+,"),
    Act("quit", "&File", "&Quit", "", Keys.Quit),
    Act("find", "&Edit", "&Find on This Page", "search", Keys.Find),
    Act("commands", "&Edit", "&Go to or Do…", "search", "Ctrl+K", tip="Every page, athlete and action by name"),
    Act("reload", "&View", "Re&load", "reload", Keys.Refresh, Need.DATABASE),
    Act("morning", "&View", "M&orning View", "readiness", "Ctrl+0", tip="One athlete's check-in and session"),
    Act("full_screen", "&View", "&Full Screen", "", "F11"),
    Act("check_in", "&Athlete", "&Check In…", "readiness", "Ctrl+L", Need.ATHLETE, "Answer the morning's questions"),
    Act("review", "&Athlete", "Re&view Plan", "proposals", "", Need.ATHLETE, "Look for changes worth proposing"),
    Act("readiness_rules", "&Athlete", "Readiness R&ules…", "readiness", "", Need.ATHLETE, "What check-ins change"),
    Act(SEPARATOR, "&Athlete", ""),
    Act("switch_athlete", "&Athlete", "&Switch Athlete…", "person", "Ctrl+J", Need.ATHLETE),
    Act("next_athlete", "&Athlete", "&Next Athlete", "chevron-right", "Ctrl+PgDown", Need.ATHLETE),
    Act("previous_athlete", "&Athlete", "&Previous Athlete", "chevron-left", "Ctrl+PgUp", Need.ATHLETE),
    Act(SEPARATOR, "&Athlete", ""),
    Act("link_exercises", "&Athlete", "&Link Exercises…", "edit", "", Need.ATHLETE, "Say what names of the log mean"),
    Act("remove_athlete", "&Athlete", "&Remove Athlete…", "remove", "", Need.ATHLETE),
    Act("generate_week", TRAINING, "&Generate Week", "demo", "Ctrl+G", Need.ATHLETE, "Propose the week's sessions"),
    Act(SEPARATOR, TRAINING, ""),
    Act("start_session", TRAINING, "&Start Session", "check", "Ctrl+T", Need.PAGE),
    Act("finish_session", TRAINING, "&Finish Session…", "flag", "Ctrl+D", Need.PAGE),
    Act("skip_session", TRAINING, "S&kip Session", "close", "", Need.PAGE),
    Act("reopen_session", TRAINING, "&Reopen Session", "undo", "", Need.PAGE),
    Act(SEPARATOR, TRAINING, ""),
    Act("show_reasons", TRAINING, "Show R&easons", "info", "Ctrl+E", Need.PAGE, "Why this session, set and load"),
    Act("previous_week", TRAINING, "&Previous Week", "chevron-left", "Alt+Left", Need.PAGE),
    Act("next_week", TRAINING, "&Next Week", "chevron-right", "Alt+Right", Need.PAGE),
    Act("this_week", TRAINING, "&This Week", "calendar", "Alt+Home", Need.PAGE),
    Act("upgrade", "&Database", "&Upgrade…", "upgrade", "", Need.UPGRADE, "Bring it to this version; no row is lost"),
    Act("adopt", "&Database", "&Adopt Existing Database…", "database", "", Need.ADOPTABLE, "Take over the web's"),
    Act(SEPARATOR, "&Database", ""),
    Act("back_up", "&Database", "&Back Up Now…", "save", "", Need.KNOWN, "A verified copy"),
    Act("restore", "&Database", "Re&store…", "undo", "", Need.WRITABLE, "Put a backup in the database's place"),
    Act("roll_back", "&Database", "R&oll Back…", "undo", "", Need.OURS, "Go back to an earlier revision"),
    Act(SEPARATOR, "&Database", ""),
    Act("validate", "&Database", "&Validate…", "check", "", Need.OURS, "Check the data against every rule"),
    Act("backfill", "&Database", "Back&fill…", "reload", "", Need.DATABASE, "Seasons and exposures that are missing"),
    Act(SEPARATOR, "&Database", ""),
    Act("open_file", "&Database", "Open F&ile…", "open", "", tip="A database on this computer"),
    Act("connect_server", "&Database", "&Connect to Server…", "database", "", tip="PostgreSQL, for several people"),
    Act(SEPARATOR, "&Database", ""),
    Act("load_demo", "&Database", "&Load Demo", "demo", "", Need.DATABASE, "A made-up roster to look around in"),
    Act("remove_demo", "&Database", "&Remove Demo", "remove", "", Need.DATABASE),
    Act("shortcuts", "&Help", "&Keyboard Shortcuts…", "keyboard", Keys.HelpContents),
    Act("log_folder", "&Help", "Show &Log Folder", "open"),
    Act(SEPARATOR, "&Help", ""),
    Act("about", "&Help", "&About Peakline…", "info"),
)


def add_menus(window: QMainWindow) -> dict[str, QMenu]:
    """The menu bar's words, with nothing under them yet: all that is seen of it at first."""
    return {title: window.menuBar().addMenu(title) for title in MENUS}


class Actions:
    """The window's actions by name, in the menus that `add_menus` made."""

    def __init__(
        self, window: QMainWindow, menus: Mapping[str, QMenu], handlers: Mapping[str, Callable[[], object]]
    ) -> None:
        self._window = window
        self._needs: dict[str, Need] = {}
        self.by_name: dict[str, QAction] = {}
        self.menus = menus
        for menu in self.menus.values():
            menu.aboutToShow.connect(lambda menu=menu: dress_menu(menu))
        for act in ACTS:
            if act.name == SEPARATOR:
                self.menus[act.menu].addSeparator()
            else:
                self._add(act, handlers[act.name])

    def add_pages(self, pages: Sequence[tuple[str, str]], show: Callable[[str], None]) -> None:
        """The pages at the head of the View menu, Ctrl+1 and on; `pages` are (word, title)."""
        menu = self.menus["&View"]
        first = menu.actions()[0]
        # The theme's menu, which comes later, has the m.
        taken = {"m", *(_mnemonic(action.text()) for action in menu.actions())}
        for number, (word, title) in enumerate(pages, 1):
            at = next((place for place, letter in enumerate(title.lower()) if letter not in taken), 0)
            taken.add(title[at].lower())
            action = QAction(f"{title[:at]}&{title[at:]}", self._window)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            promise(action, word)
            action.triggered.connect(lambda _=False, word=word: show(word))
            menu.insertAction(first, action)
            self.by_name[f"page_{word}"] = action
        menu.insertSeparator(first)

    def add_themes(self, chosen: Theme, choose: Callable[[Theme], None]) -> QActionGroup:
        """System, light and dark in a submenu of View."""
        menu = QMenu("The&me", self._window)
        self.menus["&View"].addMenu(menu)
        group = QActionGroup(self._window)
        for theme, text in ((Theme.SYSTEM, "Like the &System"), (Theme.LIGHT, "&Light"), (Theme.DARK, "&Dark")):
            action = QAction(text, group)
            action.setCheckable(True)
            action.setChecked(theme is chosen)
            action.setData(theme)
            action.triggered.connect(lambda _=False, theme=theme: choose(theme))
            menu.addAction(action)
            self.by_name[f"theme_{theme.value}"] = action
        return group

    def adopt(self, menu: str, action: QAction, name: str, *, first: bool = False) -> None:
        """Take an action made elsewhere (undo and redo) into a menu."""
        actions = self.menus[menu].actions()
        if first and actions:
            self.menus[menu].insertAction(actions[0], action)
        else:
            self.menus[menu].addAction(action)
        self.by_name[name] = action

    def enable(self, met: set[Need], offered: frozenset[str] = frozenset()) -> None:
        """Enable what is possible now; `offered` are the commands of the page that is shown."""
        for name, need in self._needs.items():
            possible = name in offered if need is Need.PAGE else need is Need.NOTHING or need in met
            self.by_name[name].setEnabled(possible)

    def _add(self, act: Act, handler: Callable[[], object]) -> None:
        action = QAction(act.text, self._window)
        if act.keys:
            # Some platforms name no key for quitting; ours then is the one everybody tries.
            keys = QKeySequence(act.keys)
            action.setShortcut(QKeySequence("Ctrl+Q") if keys.isEmpty() and act.name == "quit" else keys)
        if act.icon:
            promise(action, act.icon)
        if act.tip:
            action.setToolTip(act.tip)
        if act.name == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        action.triggered.connect(lambda _=False: handler())
        self.menus[act.menu].addAction(action)
        self.by_name[act.name] = action
        self._needs[act.name] = act.need


def _mnemonic(text: str) -> str:
    """The letter behind the `&`, empty where there is none."""
    return text.partition("&")[2][:1].lower()
