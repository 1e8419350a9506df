"""The user's choices: the look, the unit, and where the files are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.settings import Start, Theme
from models.values.units import Unit
from ui.dialogs.about import program_version
from ui.dialogs.devices import DevicesCard
from ui.kit.page import Desk, Page
from ui.kit.theme import Space
from ui.widgets.cards import Card, label

_THEMES = (
    (Theme.SYSTEM, "Like the system", "Follows the desktop, where it tells."),
    (Theme.LIGHT, "Light", "Dark ink on white."),
    (Theme.DARK, "Dark", "Light ink on near black."),
)
_STARTS = (
    (Start.LAST, "Where I left off", "For coaches: every page, every athlete."),
    (Start.MORNING, "The morning check-in", "For an athlete's own computer: the check-in and today's session."),
)
_UNITS = ((Unit.KG, "Kilograms", "102.5 kg"), (Unit.LB, "Pounds", "225 lb"))


class SettingsPage(Page):
    """Every choice takes effect at once; there is nothing to confirm."""

    word = "settings"
    title = "Settings"
    follows_athlete = False
    needs_database = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._themes = QButtonGroup(self)
        self._units = QButtonGroup(self)
        self._starts = QButtonGroup(self)
        self.devices = DevicesCard(desk)
        self._build()
        self._show_choices()
        self._themes.buttonClicked.connect(self._choose_theme)
        self._units.buttonClicked.connect(self._choose_unit)
        self._starts.buttonClicked.connect(self._choose_start)
        desk.settings_changed.connect(self._show_choices)

    def reload(self) -> None:
        self._show_choices()
        self.devices.reload()
        self.loaded.emit()

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.setSpacing(Space.L)
        column.addWidget(self._choice_card("Look", self._themes, _THEMES))
        column.addWidget(self._choice_card("Unit for new athletes and your own screens", self._units, _UNITS))
        column.addWidget(self._choice_card("Begin with", self._starts, _STARTS))
        column.addWidget(self.devices)
        column.addWidget(self._folders())
        column.addWidget(self._about())
        column.addStretch(1)
        inner = QWidget()
        inner.setProperty("look", "page")
        inner.setLayout(column)
        inner.setMaximumWidth(720)
        inner.setMinimumWidth(560)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAlignment(Qt.AlignmentFlag.AlignLeft)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _choice_card(
        self, caption: str, group: QButtonGroup, choices: tuple[tuple[Theme | Unit | Start, str, str], ...]
    ) -> Card:
        card = Card(caption)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        for row, (value, word, sentence) in enumerate(choices):
            button = QRadioButton(word)
            button.setProperty("value", value.value)
            button.setAccessibleDescription(sentence)
            group.addButton(button)
            grid.addWidget(button, row, 0)
            grid.addWidget(label(sentence, "muted"), row, 1)
        card.body.addLayout(grid)
        return card

    def _folders(self) -> Card:
        card = Card("Files")
        for name, action, text in (
            ("Data, backups and pictures", "data_folder", "Show data folder"),
            ("Messages of the program", "log_folder", "Show log folder"),
        ):
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, action=action: self.desk.action_wanted.emit(action))
            row = QHBoxLayout()
            row.addWidget(label(name, "muted"))
            row.addStretch(1)
            row.addWidget(button)
            card.body.addLayout(row)
        return card

    def _about(self) -> Card:
        card = Card("About")
        button = QPushButton("About Peakline")
        button.clicked.connect(lambda: self.desk.action_wanted.emit("about"))
        row = QHBoxLayout()
        row.addWidget(label(f"Peakline {program_version()}", "muted"))
        row.addStretch(1)
        row.addWidget(button)
        card.body.addLayout(row)
        return card

    def _show_choices(self) -> None:
        settings = self.desk.settings
        for group, chosen in (
            (self._themes, settings.theme),
            (self._units, settings.unit),
            (self._starts, settings.start),
        ):
            for button in group.buttons():
                button.setChecked(button.property("value") == chosen.value)

    def _choose_theme(self, button: QRadioButton) -> None:
        self.desk.action_wanted.emit(f"theme_{button.property('value')}")

    def _choose_unit(self, button: QRadioButton) -> None:
        self.desk.settings_wanted.emit({"unit": Unit(button.property("value"))})

    def _choose_start(self, button: QRadioButton) -> None:
        self.desk.settings_wanted.emit({"start": Start(button.property("value"))})
