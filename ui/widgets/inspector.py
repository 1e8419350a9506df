"""One block in a coach's words: targets by muscle, RIR ramp, lifts, accessories, rotation and deload triggers."""

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from models.values.exercises import Glossary
from models.values.positions import shown
from ui.kit.theme import Space
from ui.widgets import block_words, wording
from ui.widgets.cards import label
from ui.widgets.muscle_bars import MuscleBars, MuscleLegend, RirRamp
from ui.widgets.timeline_look import look, paint_fill
from ui.widgets.timeline_view import SeasonView


class Swatch(QWidget):
    """A block type's fill and pattern beside its name."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = ""
        self.setFixedSize(QSize(22, 22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_fill(painter, QRectF(0.5, 0.5, 21, 21), look().fill(self.kind), 5)


class Inspector(QFrame):
    """The selected block; scrolls when it is longer than the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setAccessibleName("Selected block")
        self.setMinimumWidth(300)
        self.swatch = Swatch()
        self.title = label("", "heading")
        self.dates = label("", "muted", wrap=True)
        self.ramp = RirRamp()
        self.muscles = MuscleBars()
        self.of_week = QPushButton("Week")
        self.of_block = QPushButton("Block")
        self._shown: tuple[SeasonView, int, Glossary] | None = None
        self._week: int | None = None
        """The column of the week in hand, while it lies in the block."""
        self._wants_week = True
        self.texts: dict[str, QLabel] = {}
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._area.setAccessibleName("Block details")
        self._area.setWidget(self._body())
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._area)

    def show_block(self, view: SeasonView, index: int, glossary: Glossary, column: int | None = None) -> None:
        """Show block `index` (0-based) of a season; `column` is the week in hand, where it lies in the block."""
        block, band = view.blocks[index], view.block_bands[index]
        first = band.first - view.plan_first
        self.swatch.kind = str(block.block_type)
        self.swatch.update()
        self.title.setText(f"{wording.block_name(block.block_type)} · block {shown(index)} of {len(view.blocks)}")
        dates = wording.span(view.date_of(band.first), view.date_of(band.end))
        aim = wording.VOLUMES.get(block.volume_target, wording.plain(block.volume_target))
        bias = wording.BIASES.get(block.intensity_bias, wording.plain(block.intensity_bias))
        self.dates.setText(f"{dates} · {wording.weeks(block.duration_weeks)}\n{aim.capitalize()}, loads for {bias}")
        today = int(view.today) - band.first
        current = today if 0 <= today < band.count else None
        self.ramp.show_weeks(block.weeks, first, current, look().fill(str(block.block_type)))
        self._shown = (view, index, glossary)
        self.show_week(column)
        self._tell("lifts", _pairs(block_words.main_lifts(block, glossary)))
        self._tell("pool", _pairs(block_words.accessories(block, glossary)))
        self._tell("rotation", escape(" ".join(block_words.rotation(block))))
        sentence, signals = block_words.triggers(block)
        self._tell("deload", escape(sentence) + "".join(f"<br>•&nbsp; {escape(signal)}" for signal in signals))
        self._tell("assumed", "<br>".join(f"•&nbsp; {escape(text)}" for text in view.season.macro.assumptions))
        self._area.verticalScrollBar().setValue(0)

    def show_week(self, column: int | None) -> None:
        """Set the sets of a week of the block beside those of the whole block; None where no week is in hand."""
        if self._shown is None:
            return
        view, index, _ = self._shown
        band = view.block_bands[index]
        inside = column is not None and band.first <= column < band.end
        self._week = column if inside else None
        self.of_week.setVisible(inside)
        if inside and column is not None:
            self.of_week.setText(f"Week {shown(column - view.plan_first)}")
        (self.of_week if inside and self._wants_week else self.of_block).setChecked(True)
        self._show_sets()

    def _choose_span(self) -> None:
        self._wants_week = self.of_week.isChecked()
        self._show_sets()

    def _show_sets(self) -> None:
        """The week in hand as planned and done; the block as its mean so far, or its ramp while nothing is done."""
        if self._shown is None:
            return
        view, index, glossary = self._shown
        if self.of_week.isChecked() and self._week is not None:
            week = view.weeks[self._week]
            done = None if week.performed_hard_sets is None else week.performed_sets
            self.muscles.show_sets(week.planned_sets, done, glossary)
            return
        band, block = view.block_bands[index], view.blocks[index]
        weeks = [week for week in view.weeks[band.first : band.end] if week.performed_hard_sets is not None]
        if weeks:
            count = "1 week" if len(weeks) == 1 else f"{len(weeks)} weeks"
            means = _means([week.planned_sets for week in weeks]), _means([week.performed_sets for week in weeks])
            self.muscles.show_sets(*means, glossary, f"done of planned, mean of {count}")
        else:
            sets = block_words.week_sets
            self.muscles.show_ramp(sets(block.weeks, 0), sets(block.weeks, len(block.weeks) - 1), glossary)

    def words(self) -> str:
        """Everything the inspector says, for tests and the clipboard."""
        return "\n".join([self.title.text(), self.dates.text(), *(text.text() for text in self.texts.values())])

    def _tell(self, key: str, html: str) -> None:
        self.texts[key].setText(html or "Nothing is planned here.")
        self.texts[key].setVisible(bool(html) or key != "assumed")
        self._captions[key].setVisible(bool(html) or key != "assumed")

    def _body(self) -> QWidget:
        body = QWidget()
        body.setProperty("look", "page")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self._column.setSpacing(Space.XS)
        self._captions: dict[str, QLabel] = {}
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.swatch)
        head.addWidget(self.title, 1)
        self._column.addLayout(head)
        self._column.addWidget(self.dates)
        self._column.addLayout(self._sets_head())
        self._column.addWidget(self.muscles)
        self._column.addWidget(MuscleLegend())
        self._caption("RIR and hard sets, week by week")
        self._column.addWidget(self.ramp)
        for key, caption in (
            ("lifts", "Main lifts"),
            ("pool", "Accessory pool"),
            ("rotation", "Rotation"),
            ("deload", "Deload"),
            ("assumed", "Assumed for this season"),
        ):
            self._captions[key] = self._caption(caption)
            self.texts[key] = label("", wrap=True, selectable=True)
            self.texts[key].setTextFormat(Qt.TextFormat.RichText)
            self._column.addWidget(self.texts[key])
        self._column.addStretch(1)
        return body

    def _sets_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, Space.M, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(label("Sets by muscle", "caption"), 1)
        self._spans = QButtonGroup(self)
        for button in (self.of_week, self.of_block):
            button.setProperty("look", "segment")
            button.setCheckable(True)
            button.clicked.connect(self._choose_span)
            self._spans.addButton(button)
            row.addWidget(button)
        self.of_block.setChecked(True)
        self.of_week.hide()
        self.of_week.setToolTip("Sets of the week in hand")
        self.of_block.setToolTip("Sets of the whole block")
        return row

    def _caption(self, text: str) -> QLabel:
        made = label(text, "caption")
        made.setContentsMargins(0, Space.M, 0, 2)
        self._column.addWidget(made)
        return made


def _means(weeks: Sequence[Mapping[str, float]]) -> Mapping[str, float]:
    """The mean sets a week by muscle."""
    keys = {key for week in weeks for key in week}
    return {key: sum(week.get(key, 0.0) for week in weeks) / len(weeks) for key in keys}


def _pairs(rows: Sequence[tuple[str, str]]) -> str:
    """Name and detail in two columns."""
    cells = "".join(
        f"<tr><td style='padding:1px 14px 3px 0'>{escape(name)}</td>"
        f"<td style='padding:1px 0 3px 0'>{escape(text)}</td></tr>"
        for name, text in rows
    )
    return f"<table cellspacing='0' cellpadding='0'>{cells}</table>" if cells else ""
