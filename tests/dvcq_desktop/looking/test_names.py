"""Names of foreign files: shown without deceit, kept without loss, made so that every stick takes them."""

from __future__ import annotations

import os
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcq_desktop.looking.names import RESERVED, os_name, safe_name, shown_name, stored_name

ANY = st.text(st.characters(), max_size=300)  # lone surrogates, controls and direction marks included


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("bao cao\u202efdp.exe", "bao cao[RLO]fdp.exe"),
        ("hai\ndong.pdf", "hai␊dong.pdf"),
        ("a\x07.pdf", "a␇.pdf"),
        (unicodedata.normalize("NFD", "Quyết định.pdf"), "Quyết định.pdf"),
        (os.fsdecode(b"b\xe1o.pdf") if os.name != "nt" else "b\udce1o.pdf", "b[E1]o.pdf"),
        ("x.pdf ", "x.pdf␠"),
        ("an\u200bh.pdf", "an[U+200B]h.pdf"),
        ("a\u00a0b.pdf", "a b.pdf"),
        ("Báo cáo số 15.pdf", "Báo cáo số 15.pdf"),
    ],
)
def test_shown(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = shown_name("Báo cáo " * 40 + "quý 4.pdf.exe", 60)
    assert len(shown) == 60
    assert shown.startswith("Báo cáo Báo")
    assert shown.endswith("quý 4.pdf.exe")
    assert "…" in shown


@given(ANY, st.integers(20, 120))
def test_whatever_is_shown_is_harmless(name: str, most: int) -> None:
    shown = shown_name(name, most)
    assert len(shown) <= most
    assert shown.isprintable()
    shown.encode("utf-8")


@given(ANY)
def test_stored_and_back(name: str) -> None:
    stored = stored_name(name)
    stored.encode("utf-8")
    assert os_name(stored) == name


@pytest.mark.parametrize(
    ("text", "suffix", "safe"),
    [
        ("Báo cáo số 15/BC-UBND.pdf", "", "Bao cao so 15_BC-UBND.pdf"),
        ("Đề án: 50% <mới>", ".pdf", "De an_ 50_ _moi_.pdf"),
        ("CON", ".pdf", "_CON.pdf"),
        ("con.txt", "", "_con.txt"),
        ("", ".pdf", "tep.pdf"),
        ("???", "", "tep"),
        ("..", "", "tep"),
        ("مرحبا", ".pdf", "tep.pdf"),
        ("kế hoạch.PDF", ".pdf", "ke hoach.pdf"),
        ("x.pdf. ", "", "x.pdf"),
    ],
)
def test_safe(text: str, suffix: str, safe: str) -> None:
    assert safe_name(text, suffix) == safe


@given(ANY, st.sampled_from(["", ".pdf", ".docx"]), st.integers(24, 120))
def test_every_safe_name_can_be_created_anywhere(text: str, suffix: str, most: int) -> None:
    name = safe_name(text, suffix, most=most)
    assert re.fullmatch(r"[A-Za-z0-9 ._()\[\]+,=@&-]+", name)
    assert 0 < len(name) <= most
    assert name == name.strip(" .")
    assert name.endswith(suffix)
    assert name.split(".")[0].strip().lower() not in RESERVED
    assert safe_name(name, suffix, most=most) == name, "a safe name stays as it is"
