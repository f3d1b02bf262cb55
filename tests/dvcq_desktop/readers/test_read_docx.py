"""What Word shows is what is read: numbers, fields, text boxes, tracked changes, tables."""

from __future__ import annotations

from pathlib import Path

import plan_samples
import pytest
from plan_samples import docx, paragraph, table

from dvcq_desktop.errors import InputRefused
from dvcq_desktop.readers import read_plan
from dvcq_desktop.readers.docx import read_docx
from dvcq_desktop.readers.understood import PlanText


def read(folder: Path, body: str, **parts: str) -> PlanText:
    path = folder / "a.docx"
    path.write_bytes(docx(body, **parts))
    return read_docx(path)


def counts(text: PlanText) -> dict[str, int]:
    return {artefact.kind: artefact.count for artefact in text.artefacts}


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def t(text: str) -> str:
    return run(f'<w:t xml:space="preserve">{text}</w:t>')


@pytest.mark.parametrize(("inner", "lines"), [
    (run("<w:t>một</w:t><w:tab/><w:t>hai</w:t>"), ["một hai"]),
    (run("<w:t>một</w:t><w:br/><w:t>hai</w:t><w:cr/><w:t>ba</w:t>"), ["một", "hai", "ba"]),
    (run("<w:t>QĐ</w:t><w:noBreakHyphen/><w:t>UB</w:t><w:softHyphen/><w:t>ND</w:t>"), ["QĐ-UBND"]),
    ("<w:hyperlink>" + t("một") + "</w:hyperlink><w:smartTag>" + t(" hai") + "</w:smartTag>", ["một hai"]),
    ("<w:sdt><w:sdtPr/><w:sdtContent>" + t("ô") + "</w:sdtContent></w:sdt>", ["ô"]),
    ("<w:ins>" + t("thêm") + "</w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>", ["thêm"]),
    ("<w:moveFrom>" + t("đi") + "</w:moveFrom><w:moveTo>" + t("đến") + "</w:moveTo>", ["đến"]),
    ('<w:fldSimple w:instr="PAGE">' + t("7") + "</w:fldSimple>", ["7"]),
    (run('<w:fldChar w:fldCharType="begin"/>') + run("<w:instrText>REF x</w:instrText>") + t("mã")
     + run('<w:fldChar w:fldCharType="separate"/>') + t("kết quả") + run('<w:fldChar w:fldCharType="end"/>'), ["kết quả"]),
    (run('<w:sym w:font="Wingdings" w:char="F0FC"/>') + t(" đạt"), ["• đạt"]),
    (t("   ") + run(""), []),
])
def test_runs(tmp_path: Path, inner: str, lines: list[str]) -> None:
    assert list(read(tmp_path, f"<w:p>{inner}</w:p>").lines) == lines


def test_a_field_left_open_loses_no_paragraph(tmp_path: Path) -> None:
    text = read(tmp_path, "<w:p>" + run('<w:fldChar w:fldCharType="begin"/>') + t("mã") + "</w:p>" + paragraph("còn nguyên"))
    assert list(text.lines) == ["còn nguyên"]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent>" + paragraph("trong khung") + "</w:txbxContent>"
    inner = (f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
             f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>")
    text = read(tmp_path, f"<w:p>{t('ngoài')}{run(inner)}</w:p>" + paragraph("sau"))
    assert list(text.lines) == ["ngoài", "trong khung", "sau"]
    assert counts(text)["text-box"] == 1


def test_artefacts_are_counted(tmp_path: Path) -> None:
    text = read(tmp_path, "<w:p><w:bookmarkStart w:name='a'/><w:bookmarkStart w:name='_GoBack'/>" + t("a\u00a0b  c") + "</w:p>"
                "<w:p><w:del/>" + t("Tie\u0302\u0301ng") + run("<w:commentReference/>") + run("<w:drawing/>") + "</w:p>")
    assert list(text.lines) == ["a b c", "Tiếng"]
    assert counts(text) == {"nbsp": 1, "nfd": 1, "blanks": 1, "bookmark": 1, "deleted": 1, "comment": 1, "picture": 1}
    assert all(artefact.sentence for artefact in text.artefacts)


def test_words_of_footnotes_are_kept_in_what_is_reported(tmp_path: Path) -> None:
    text = read(tmp_path, "<w:p>" + t("có chú thích") + run('<w:footnoteReference w:id="2"/>') + "</w:p>",
                footnotes='<w:footnote w:type="separator"><w:p/></w:footnote><w:footnote>' + paragraph("lời chú") + "</w:footnote>")
    assert "lời chú" in text.artefacts[0].sentence


NUMBERING = (
    '<w:abstractNum w:abstractNumId="3">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="4"/></w:num>'
    '<w:num w:numId="5"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>')


def numbered(text: str, number: str, level: int = 0) -> str:
    return paragraph(text, before=f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>')


def test_automatic_numbers_become_text(tmp_path: Path) -> None:
    body = (numbered("một", "1") + numbered("hai", "1", 1) + numbered("ba", "1", 1) + numbered("bốn", "1", 2)
            + numbered("năm", "1") + numbered("sáu", "1", 1) + numbered("bảy", "2") + numbered("tám", "5")
            + numbered("chín", "0") + numbered("mười", "77"))
    text = read(tmp_path, body, numbering=NUMBERING)
    assert list(text.lines) == ["I. một", "1.1. hai", "1.2. ba", "a) bốn", "II. năm", "2.1. sáu", "- bảy", "IV. tám", "chín", "mười"]
    assert counts(text)["number"] == 8


def test_number_and_bold_from_the_style(tmp_path: Path) -> None:
    styles = ('<w:style w:styleId="Muc"><w:basedOn w:val="Goc"/></w:style><w:style w:styleId="Goc"><w:pPr><w:numPr>'
              '<w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>')
    body = paragraph("mục", before='<w:pPr><w:pStyle w:val="Muc"/></w:pPr>') + paragraph("đậm", bold=True) + paragraph("thường")
    text = read(tmp_path, body, numbering=NUMBERING, styles=styles)
    assert list(text.lines) == ["I. mục", "đậm", "thường"]
    assert text.bold == {1, 2}


def test_strict_namespace(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    import io
    import zipfile
    source = zipfile.ZipFile(io.BytesIO(docx(paragraph("chặt chẽ", bold=True))))
    with zipfile.ZipFile(path, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(plan_samples.W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"))
    text = read_docx(path)
    assert (text.lines, text.bold) == (("chặt chẽ",), {1})


def test_old_fonts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(paragraph("KÕ ho¹ch c«ng t¸c cña x· vµ c¸c ngµnh, thùc hiÖn nh©n d©n")))
    with pytest.raises(InputRefused, match=r"TCVN3.*Unicode"):
        read_plan(path)


HEAD = [paragraph(line) for line in ("KẾ HOẠCH", "Công tác dân vận năm 2026", "I. PHÂN CÔNG")]


def test_assignments_in_a_table(tmp_path: Path) -> None:
    rows = [["STT", "Tiêu chí, nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện", "Tài liệu minh chứng"],
            ["I", "Tiêu chí 1: Quán triệt văn bản"],
            ["1", "Ban hành kế hoạch", "Văn phòng HĐND và UBND", "Phòng Kinh tế và các ngành có liên quan", "trước ngày 20/10/2026",
             "Kế hoạch"],
            ["2", "Họp giao ban", "Phòng Văn hóa - Xã hội", "Công an xã", "Quý II", "Biên bản"],
            ["II", "Tiêu chí 2: Tiếp dân"],
            ["1", "Có lịch tiếp dân", "Văn phòng HĐND và UBND", "", "Thường xuyên", "Lịch"]]
    path = tmp_path / "a.docx"
    path.write_bytes(docx("".join(HEAD) + table(rows) + paragraph("II. TỔ CHỨC THỰC HIỆN") + paragraph("Giao Văn phòng theo dõi chung.")))
    plan = read_plan(path)
    assert [(c.number, c.title, len(c.items)) for c in plan.criteria] == [(1, "Quán triệt văn bản", 2), (2, "Tiếp dân", 1)]
    first, second, third = plan.tasks
    assert [a.name for a in first.leads] == ["Văn phòng HĐND và UBND"]
    assert [a.name for a in first.supports] == ["Phòng Kinh tế", "Các ban, ngành có liên quan"]
    assert (first.due_on, first.due_inclusive, first.expected) == ("2026-10-20", False, "Kế hoạch")
    assert [a.name for a in second.leads] == ["Phòng Văn hóa – Xã hội"]
    assert third.timing == "Thường xuyên"
    assert plan.sections[0].kind == "tasks"
    assert plan.clauses[0].actor == "Văn phòng"


def test_a_layout_table_of_one_column_is_only_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx("".join(HEAD) + table([["Tiêu chí 1: Một"], ["- Hai"], ["+ Chủ trì: Văn phòng"]])))
    plan = read_plan(path)
    assert (len(plan.criteria), plan.tasks[0].leads[0].name) == (1, "Văn phòng")


def test_signature_table(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx("".join(HEAD) + paragraph("Chữ.") + table(
        [["Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Ân"]])))
    plan = read_plan(path)
    assert plan.recipients == ["UBND tỉnh", "Lưu: VT"]
    assert plan.signer_lines == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert plan.signer_name == "Lê Văn Ân"
