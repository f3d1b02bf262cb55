"""Periods as officials write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.periods import PERIODS, join_periods, parse_periods, period_words


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("hàng tháng", "hang-thang"),
        ("hằng tháng", "hang-thang"),
        ("quý I, 6 tháng, 9 tháng và năm", "quy-1,6-thang,9-thang,nam"),
        ("06 tháng; 1 năm", "6-thang,nam"),
        ("năm, quý IV, quý iv, QUÝ 4", "quy-4,nam"),
        ("hàng quý", "quy-1,quy-2,quy-3,quy-4"),
        ("", ""),
        (" , ;", ""),
    ],
)
def test_periods_as_typed(typed: str, codes: str) -> None:
    assert parse_periods(typed) == codes


@pytest.mark.parametrize("typed", ["quý V", "tuần", "6 tháng, thứ hai"])
def test_what_is_no_period_is_named(typed: str) -> None:
    with pytest.raises(RuleBroken, match="không phải là kỳ"):
        parse_periods(typed)


@given(st.sets(st.sampled_from(sorted(PERIODS))))
def test_printed_periods_read_back(codes: set[str]) -> None:
    stored = join_periods(codes)
    assert parse_periods(period_words(stored)) == stored
