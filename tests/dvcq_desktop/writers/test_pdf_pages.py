"""The PDF keeps the decree's page: margins, head, rules, numbers, signature, and text that can be searched."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from paper import LETTERS, MM, Line, closing, document, joined, opening, prose, read, text

from dvcq_desktop.printed.blocks import (
    AppendixTitle,
    Block,
    Document,
    Head,
    Heading,
    Part,
    Run,
    SignatureCell,
    Signatures,
    Text,
    Title,
)
from dvcq_desktop.writers import write
from dvcq_desktop.writers.pdf import write_pdf, write_pdf_with_places
from dvcq_desktop.writers.profile import profile

HALF_MM = MM / 2


def _body(count: int, seed: int = 1) -> list[Block]:
    dice = random.Random(seed)
    return [text(prose(dice, 20, 70)) for _ in range(count)]


def test_pages_are_a4_and_nothing_leaves_the_margins() -> None:
    pages = read(write_pdf(document(*opening(), *_body(40), closing())))
    assert len(pages) > 3
    for page in pages:
        assert (page.width, page.height) == pytest.approx((210 * MM, 297 * MM), abs=0.1)
        assert min(line.left for line in page.body) >= 30 * MM - HALF_MM
        assert max(line.right for line in page.body) <= 195 * MM + HALF_MM
        assert min(line.top for line in page.body) >= 20 * MM - HALF_MM
        assert max(line.bottom for line in page.body) <= 277 * MM + HALF_MM


def test_full_lines_reach_both_margins_and_stand_evenly() -> None:
    page = read(write_pdf(document(text(prose(random.Random(2), 120, 120)))))[0]
    first, *middle, _last = page.body
    assert first.left == pytest.approx(40 * MM, abs=HALF_MM)  # indented by 1 cm
    for line in middle:
        assert line.left == pytest.approx(30 * MM, abs=HALF_MM)
        assert line.right == pytest.approx(195 * MM, abs=HALF_MM)
    assert first.right == pytest.approx(195 * MM, abs=HALF_MM)
    assert first.size == pytest.approx(14, abs=0.1)


def test_lines_and_paragraphs_keep_their_distance() -> None:
    dice = random.Random(3)
    data = document(*(text(prose(dice, 30, 30)) for _ in range(4)))
    _, places = write_pdf_with_places(
        replace(
            data,
            parts=(
                Part(
                    blocks=tuple(
                        replace(block, anchor=f"text:{i}")
                        for i, block in enumerate(data.parts[0].blocks)
                        if isinstance(block, Text)
                    )
                ),
            ),
        )
    )
    body = profile().body
    leading = 14 * 1.149 * body.line_spacing
    tops = [places[f"text:{i}"][1] for i in range(4)]
    lines = [round((b - a - body.gap_before) / leading, 3) for a, b in pairwise(tops)][1:]
    assert all(count == int(count) for count in lines)
    assert 1.0 <= body.line_spacing <= 1.5


def test_the_head_stands_as_the_decree_draws_it() -> None:
    page = read(write_pdf(document(*opening(), *_body(3))))[0]
    nation, motto = page.one("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), page.one("Độc lập - Tự do - Hạnh phúc")
    organ, place = page.one("XÃ BA THÀNH"), page.one("Ba Thành, ngày")
    assert nation.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"  # one object, so one line
    assert "Bold" in nation.font
    assert "Bold" in motto.font
    assert "Italic" in place.font
    centre = (30 + 65 + 50) * MM
    for line in (nation, motto, place):
        assert (line.left + line.right) / 2 == pytest.approx(centre, abs=1)
    assert (organ.left + organ.right) / 2 == pytest.approx((30 + 32.5) * MM, abs=1)
    number = page.one("Số:")
    assert number.right - number.left > 35 * MM  # room to write the number in by hand
    assert number.bottom == pytest.approx(place.bottom, abs=3.5)  # one level; "g" and "y" hang lower


def _rule_below(rules: list[tuple[float, ...]], line: Line) -> tuple[float, ...]:
    middle = (line.left + line.right) / 2
    return next(
        rule
        for rule in rules
        if line.bottom - 1 < rule[1] < line.bottom + 8 and abs((rule[0] + rule[2]) / 2 - middle) < 2
    )


def test_rules_are_drawn_lines_of_the_right_length() -> None:
    page = read(write_pdf(document(*opening(), *_body(3))))[0]
    motto, organ = page.one("Độc lập"), page.one("XÃ BA THÀNH")
    left, _, right, _, pen = _rule_below(page.rules, motto)
    assert right - left == pytest.approx(motto.right - motto.left, abs=1.5)
    assert pen == pytest.approx(0.75)
    for line in (organ, page.one("xã Ba Thành năm 2025")):
        left, _, right, _, pen = _rule_below(page.rules, line)
        assert 0.32 <= (right - left) / (line.right - line.left) <= 0.52
        assert pen == pytest.approx(0.75)


def test_an_appendix_has_its_rule_and_its_own_numbers() -> None:
    reference = "(Kèm theo Kế hoạch số     /KH-UBND ngày    tháng    năm 2025 của Ủy ban nhân dân xã Ba Thành)"
    title = AppendixTitle(label="Phụ lục I", name="Phân công nhiệm vụ", reference=reference)
    first, second = Part(blocks=(*opening(), *_body(30))), Part(blocks=(title, *_body(25)), landscape=True)
    pages = read(write_pdf(Document(title="x", parts=(first, second))))
    upright = [page for page in pages if page.height > page.width]
    across = [page for page in pages if page.width > page.height]
    assert len(upright) > 2
    assert len(across) > 2
    for part, middle in ((upright, 112.5), (across, 156)):
        assert [page.number for page in part] == ["", *(str(i) for i in range(2, len(part) + 1))]
        number = part[1].lines[-1]
        assert number.size == pytest.approx(13, abs=0.1)
        assert (number.left + number.right) / 2 == pytest.approx(middle * MM, abs=1)
        assert "Italic" not in number.font
    line = across[0].one("(Kèm theo")
    assert "Italic" in line.font
    left, _, right, _, _ = _rule_below(across[0].rules, line)
    assert 1 / 3 <= (right - left) / (line.right - line.left) <= 0.51
    assert across[0].one("PHÂN CÔNG NHIỆM VỤ")


@pytest.mark.parametrize("count", range(1, 41))
def test_the_signature_is_whole_and_never_alone(count: int) -> None:
    pages = read(write_pdf(document(*opening(), *_body(count, seed=count), closing())))
    last = pages[-1].body
    texts = [line.text for line in last]
    for part in ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH", "Nguyễn Thị Hữu Đức", "Lưu: VT, VP."):
        assert any(part in line for line in texts), part
    before = texts.index(next(line for line in texts if line.startswith("Nơi nhận")))
    assert before >= 2  # at least two lines of the text stand above
    authority, name = pages[-1].one("TM. ỦY BAN"), pages[-1].one("Nguyễn Thị Hữu Đức")
    assert name.top - pages[-1].one("PHÓ CHỦ TỊCH").bottom >= 28 * MM
    assert abs((authority.left + authority.right) - (name.left + name.right)) < 3
    recipients = pages[-1].one("Nơi nhận:")
    assert recipients.bottom == pytest.approx(authority.bottom, abs=4)


@pytest.mark.parametrize("seed", range(6))
def test_no_line_of_a_paragraph_stands_alone_and_no_heading_ends_a_page(seed: int) -> None:
    dice = random.Random(seed)
    blocks: list[Block] = []
    for i in range(60):
        blocks.append(Heading(level=2, number=f"{i}.", text=f"Tiêu đề thứ {i}"))
        blocks.append(text(f"Đoạn{i}bắt " + prose(dice, 25, 90)[:-1] + f" đoạn{i}hết."))
    pages = read(write_pdf(document(*blocks)))
    assert len(pages) > 8
    for page in pages[:-1]:
        lines = [line.text for line in page.body]
        assert "Tiêu đề" not in lines[-1]
        assert not lines[-1].startswith("Đoạn") or "hết." in lines[-1]
        following = [line.text for line in pages[pages.index(page) + 1].body]
        assert "hết." not in following[0] or following[0].startswith("Đoạn")


def test_the_text_can_be_searched_across_lines_and_is_composed() -> None:
    dice = random.Random(4)
    sentences = [prose(dice, 30, 60) for _ in range(20)]
    found = joined(read(write_pdf(document(*map(text, sentences)))))
    assert unicodedata.is_normalized("NFC", found)
    for sentence in sentences:
        assert sentence in found


def test_every_vietnamese_letter_is_drawn_in_every_face() -> None:
    assert len({letter for letter in LETTERS if not letter.isascii()}) == 134
    words = " ".join(LETTERS[i : i + 6] for i in range(0, len(LETTERS), 6))
    runs = [
        Text(runs=(Run(text=words, bold=bold, italic=italic),)) for bold in (False, True) for italic in (False, True)
    ]
    pages = read(write_pdf(document(*runs)))
    assert joined(pages).count(words) == 4
    fonts = {line.font.split("+")[-1] for page in pages for line in page.lines}
    assert fonts == {f"LiberationSerif{face}" for face in ("", "-Bold", "-Italic", "-BoldItalic")}
    assert all(line.embedded for page in pages for line in page.lines)


def test_mixed_runs_read_as_one_sentence() -> None:
    runs = (
        Run(text="Căn cứ "),
        Run(text="Kế hoạch số", bold=True),
        Run(text=" 40/KH-UBND", bold=True, italic=True),
        Run(text=" của Ủy ban nhân dân huyện; " * 6),
        Run(text="thực hiện", italic=True),
        Run(text="./."),
    )
    pages = read(write_pdf(document(Text(runs=runs))))
    assert "Căn cứ Kế hoạch số 40/KH-UBND của Ủy ban nhân dân huyện;" in joined(pages)
    assert joined(pages).endswith("thực hiện./.")
    rights = [line.right for line in pages[0].body]
    assert max(rights) <= 195 * MM + HALF_MM
    assert "Bold" in pages[0].one("Kế hoạch số").font


def test_lines_of_mixed_runs_reach_the_margin_and_keep_their_spaces() -> None:
    lead = Run(text="(1) Nội dung 1, tiêu chí 06: ", bold=True)
    page = read(write_pdf(document(Text(runs=(lead, Run(text=prose(random.Random(6), 60, 60)))))))[0]
    bold, after = page.body[:2]
    assert after.left - bold.right > 14 * 0.2
    assert after.right == pytest.approx(195 * MM, abs=HALF_MM)
    assert page.text.startswith("(1) Nội dung 1, tiêu chí 06: ")


def test_what_belongs_together_is_on_one_line() -> None:
    dice = random.Random(5)
    paragraphs = [
        text(f"{prose(dice, n, n)[:-1]} số 40/KH-UBND ngày 25/02/2025 {prose(dice, 20, 20)}") for n in range(3, 20)
    ]
    for page in read(write_pdf(document(*paragraphs))):
        lines = [line.text.strip() for line in page.body]
        assert sum(line.count("số 40/KH-UBND") for line in lines) == sum(line.count("40/KH-UBND") for line in lines)


def test_endless_words_are_cut_at_the_margin() -> None:
    blocks = (
        text("x" * 3_000),
        text("https://dichvucong.quangngai.gov.vn/" * 20),
        Title(kind="K" * 300, abstract="ă" * 300),
        Head(organ=("O" * 200,), place_and_date="Đ" * 300),
        Heading(level=1, text="W" * 500, number="I."),
    )
    for page in read(write_pdf(document(*blocks))):
        assert all(line.left >= 30 * MM - 1 and line.right <= 195 * MM + HALF_MM for line in page.body)


def test_odd_letters_never_stop_a_document() -> None:
    odd = "Chữ \U0001f600 lạ \ufffe \x07 \ud83d 漢字 <b>&amp; <img src='x'> {} %s"
    cell = SignatureCell(lines=(odd,), name=odd)
    pages = read(
        write_pdf(document(text(odd), Heading(text=odd, level=3), Signatures(right=cell, recipients=(odd,) * 3)))
    )
    assert "□" in joined(pages)
    assert "<b>&amp; <img src='x'>" in joined(pages)


def test_letters_beyond_one_subset_of_the_font_are_searchable() -> None:
    many = [
        chr(code)
        for first, last in ((0x391, 0x3A2), (0x3B1, 0x3CA), (0x410, 0x450), (0x100, 0x180))
        for code in range(first, last)
    ]
    words = ["".join(many[i : i + 5]) for i in range(0, len(many), 5)]
    sentence = f"{LETTERS[:60]} {' '.join(words)} Ủy ban nhân dân xã {' '.join(words[::-1])}"
    pages = read(write_pdf(document(text(sentence), text("Ủy ban nhân dân xã Ba Thành."))))
    assert sentence in joined(pages)
    assert "Ủy ban nhân dân xã Ba Thành." in joined(pages)
    assert all(line.right <= 195 * MM + HALF_MM for line in pages[0].body)


def test_an_empty_document_is_one_empty_page() -> None:
    assert [page.text for page in read(write_pdf(document()))] == [""]
    assert len(read(write_pdf(document(text(""), text("  \n "), Heading(text=""), Title(kind=""))))) == 1


def test_a_list_of_recipients_longer_than_a_page_flows_on() -> None:
    block = replace(closing(), recipients=tuple(f"Thôn số {i}" for i in range(1, 120)))
    pages = read(write_pdf(document(*_body(2), block)))
    assert all(line.bottom <= 277 * MM + HALF_MM for page in pages for line in page.body)
    assert all(f"Thôn số {i}" in joined(pages) for i in range(1, 120))


def test_two_who_sign_stand_side_by_side() -> None:
    left, right = (
        SignatureCell(lines=(title,), name=name) for title, name in (("THƯ KÝ", "Lê Thị Ánh"), ("CHỦ TỌA", "Võ Thạch"))
    )
    page = read(write_pdf(document(*_body(2), Signatures(left=left, right=right))))[0]
    assert page.one("THƯ KÝ").bottom == pytest.approx(page.one("CHỦ TỌA").bottom, abs=4)
    assert page.one("THƯ KÝ").right < page.one("CHỦ TỌA").left
    assert "Nơi nhận" not in page.text


def test_places_say_where_each_section_stands() -> None:
    blocks: list[Block] = []
    for i in range(1, 30):
        blocks += [Heading(level=2, number=f"{i}.", text=f"Mục thứ {i}", anchor=f"section:{i}"), *_body(2, seed=i)]
    data, places = write_pdf_with_places(document(*blocks))
    pages = read(data)
    assert len(places) == 29
    for i in range(1, 30):
        page, top = places[f"section:{i}"]
        assert pages[page].one(f"{i}. Mục thứ {i}").top == pytest.approx(top, abs=10)


def test_the_file_says_its_title_and_no_one_s_name() -> None:
    import pypdfium2 as pdfium

    file = pdfium.PdfDocument(write(document(text("Một câu.")), ".PDF"))
    told = file.get_metadata_dict()
    assert told["Title"] == "Kế hoạch thử"
    assert told["Author"] == ""
    assert b"vi-VN" in write(document(text("Một câu.")), ".pdf")
