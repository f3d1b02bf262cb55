"""Points are exact hundredths, typed with comma or point, never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.points import format_points, format_short, parse_points


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        ("78,5", 7850),
        ("78.5", 7850),
        ("78,50", 7850),
        (" 94 ", 9400),
        ("0,25", 25),
        ("+1", 100),
        ("-0,5", -50),
        ("−0,5", -50),
        ("–1", -100),
        ("1.234,50", 123450),
    ],
)
def test_points_as_typed(typed: str, hundredths: int) -> None:
    assert parse_points(typed) == hundredths


@pytest.mark.parametrize("typed", ["1.234", "1,234", "-1.234", "0.125"])
def test_what_could_be_two_numbers_is_asked_again(typed: str) -> None:
    with pytest.raises(RuleBroken, match="hai số khác nhau"):
        parse_points(typed)


@pytest.mark.parametrize("typed", ["", "điểm", "1,2,3", "1e3", "nan", "--1", "1,", ",5", "1 2", "12.34,5", "1234567"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="không phải là điểm"):
        parse_points(typed)


@given(st.integers(-99999999, 99999999))
def test_printed_points_read_back(hundredths: int) -> None:
    assert parse_points(format_points(hundredths)) == hundredths


@pytest.mark.parametrize(
    ("hundredths", "long", "short"),
    [
        (7850, "78,50", "78,5"),
        (10000, "100,00", "100"),
        (0, "0,00", "0"),
        (5, "0,05", "0,05"),
        (-50, "−0,50", "−0,5"),
        (123450, "1.234,50", "1.234,5"),
    ],
)
def test_points_as_printed(hundredths: int, long: str, short: str) -> None:
    assert (format_points(hundredths), format_short(hundredths)) == (long, short)


def test_unknown_points_print_as_asked() -> None:
    assert (format_points(None), format_points(None, unknown="…")) == ("", "…")
    assert format_short(None, unknown="chưa rõ, 0") == "chưa rõ, 0"


def test_differences_are_exact() -> None:
    assert format_points(parse_points("94,00") - parse_points("78,50")) == "15,50"
