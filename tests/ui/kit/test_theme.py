"""The palettes: contrast, and that colour never speaks alone."""

import itertools

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from app.settings import Theme
from models.values.athletes import Attention
from models.values.plan import BlockType
from ui.kit import theme
from ui.kit.style import stylesheet
from ui.kit.tones import DARK, LIGHT, Tones

PALETTES = pytest.mark.parametrize("shade", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@PALETTES
def test_words_can_be_read(shade: Tones) -> None:
    grounds = [shade.window, shade.rail, shade.surface, shade.accent_soft, shade.danger_soft, shade.notice_soft]
    for ground, ink in itertools.product(grounds, [shade.text, shade.muted]):
        assert contrast(ink, ground) >= 4.5, (ink.name(), ground.name())
    assert contrast(shade.on_accent, shade.accent) >= 4.5
    assert contrast(shade.on_accent, shade.accent_hover) >= 4.5
    assert contrast(shade.tip_text, shade.tip) >= 4.5


@PALETTES
def test_states_can_be_told_from_the_ground(shade: Tones) -> None:
    for colour in (shade.good, shade.steady, shade.warn, shade.danger, shade.accent, shade.today, shade.rir):
        assert contrast(colour, shade.surface) >= 3.0, colour.name()
        assert contrast(colour, shade.window) >= 3.0, colour.name()


@PALETTES
def test_block_labels_can_be_read_on_their_fill(shade: Tones) -> None:
    for block in BlockType:
        look = theme.block_look(block)
        assert contrast(look.ink, look.fill) >= 4.5, block
        edge = max(contrast(look.fill, shade.surface), contrast(look.outline, shade.surface))
        assert edge >= 1.4, block


def test_block_types_differ_by_word_and_fill() -> None:
    looks = [theme.block_look(block) for block in BlockType]
    assert len({look.word for look in looks}) == len(looks)
    assert len({look.short for look in looks}) == len(looks)
    assert len({look.fill.name() for look in looks}) == len(looks)


def test_an_unknown_block_type_is_shown_by_its_name() -> None:
    assert theme.block_look("PEAKING").word == "Peaking"


def test_states_differ_by_shape_and_word() -> None:
    looks = [theme.attention_look(attention) for attention in Attention]
    assert len({look.shape for look in looks}) == len(looks)
    assert len({look.word for look in looks}) == len(looks)


@pytest.mark.parametrize(("choice", "shade"), [(Theme.LIGHT, LIGHT), (Theme.DARK, DARK)])
def test_a_choice_puts_its_palette_on(themed: QApplication, choice: Theme, shade: Tones) -> None:
    theme.apply(themed, choice)
    try:
        assert theme.tones() is shade
        assert themed.palette().color(QPalette.ColorRole.Window) == shade.window
        assert theme.is_dark() is (shade is DARK)
    finally:
        theme.apply(themed, Theme.LIGHT)


def test_an_untold_system_theme_is_light(themed: QApplication) -> None:
    theme.apply(themed, Theme.SYSTEM)
    assert theme.tones() is LIGHT


@PALETTES
def test_the_style_sheet_has_every_colour_filled_in(shade: Tones) -> None:
    assert "@" not in stylesheet(shade)


def test_the_font_is_ours(themed: QApplication) -> None:
    assert themed.font().family() == "Inter"
    assert themed.font().pixelSize() == 13
    bold = theme.font(theme.TextSize.TITLE, QFont.Weight.DemiBold)
    assert (bold.pixelSize(), bold.weight()) == (20, QFont.Weight.DemiBold)
