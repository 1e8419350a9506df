import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values import positions
from models.values.ids import CUID_LENGTH, IdStyle, new_id
from models.values.units import Unit, kg_from_lb, lb_from_kg, load_text

HUNDREDTHS = st.integers(0, 200_000).map(lambda n: n / 100)


@given(HUNDREDTHS)
def test_what_is_typed_reads_back_exactly_in_either_unit(number):
    assert kg_from_lb(lb_from_kg(number)) == number
    assert lb_from_kg(kg_from_lb(number)) == number


def test_a_pound_is_what_it_is():
    assert kg_from_lb(1) == 0.45359237


@pytest.mark.parametrize(
    ("kilograms", "unit", "text"),
    [
        (100.0, Unit.KG, "100 kg"),
        (102.5, Unit.KG, "102.5 kg"),
        (kg_from_lb(225), Unit.LB, "225 lb"),
        (None, Unit.KG, "–"),
    ],
)
def test_loads_read_as_people_write_them(kilograms, unit, text):
    assert load_text(kilograms, unit) == text


def test_ids_are_distinct_and_shaped():
    made = {new_id() for _ in range(5000)}
    assert len(made) == 5000
    assert all(len(i) == CUID_LENGTH and i[0].isalpha() and i.isalnum() and i == i.lower() for i in made)
    assert len(new_id(IdStyle.UUID)) == 36


def test_positions_count_from_one_on_screen():
    assert positions.shown(0) == 1
    assert positions.stored(positions.shown(7)) == 7
    with pytest.raises(ValueError, match="start at 1"):
        positions.stored(0)
