"""The small readers one by one: labels, units, periods, dates, headings, citations, deductions, the head."""

from __future__ import annotations

import pytest

from dvcq_desktop.readers.actors import period_codes, read_actors
from dvcq_desktop.readers.assignments import EXPECTED, LEAD, SUPPORT, TIMING, label_of, read_timing
from dvcq_desktop.readers.citations import cited_documents
from dvcq_desktop.readers.deductions import read_deductions, read_results
from dvcq_desktop.readers.head import read_head
from dvcq_desktop.readers.headings import heading
from dvcq_desktop.readers.outline import criterion_heading
from dvcq_desktop.readers.plan import understand
from dvcq_desktop.readers.understood import PlanRead, PlanText, SectionRead, TaskRead
from dvcq_desktop.readers.words import key, roman_value
from dvcq_desktop.vietnamese import fold

ALL = "Các ban, ngành có liên quan"


def plan_of(*lines: str) -> PlanRead:
    return understand("x", PlanText(lines=lines, head_lines=()))


@pytest.mark.parametrize(("label", "kind"), [
    ("Công chức  tham mưu", LEAD), ("Công chức tham mưu", LEAD), ("Bộ phận tham mưu", LEAD), ("Chủ trì tham mưu", LEAD),
    ("CHỦ TRÌ", LEAD), ("Công chức tham mưu xã", LEAD), ("Cơ quan chủ trì thực hiện", LEAD), ("Đơn vị chủ trì", LEAD),
    ("Chủ trì, tham mưu", LEAD), ("Đơn vị thực hiện", LEAD), ("Người phụ trách", LEAD), ("Trách nhiệm thực hiện", LEAD),
    ("Các ngành phối hợp", SUPPORT), ("Các ngành  phối hợp", SUPPORT), ("Công chức phối hợp thực hiện", SUPPORT),
    ("Các ngành phối hợp thực hiện", SUPPORT), ("Bộ phận  phối hợpthực hiện", SUPPORT), ("Bộ phận phối hợp thực hiện", SUPPORT),
    ("Các ban, ngành phối hợp thực hiện", SUPPORT), ("Bộ phận phối hợpthực hiện", SUPPORT), ("Cơ quan phối hợp", SUPPORT),
    ("PHỐI HỢP", SUPPORT), ("Đơn vị phối hợp thực hiện", SUPPORT), ("Cơ quan, đơn vị phối hợp", SUPPORT),
    ("Thời gian thực hiện", TIMING), ("Thời gian", TIMING), ("Thời hạn hoàn thành", TIMING), ("Tiến độ thực hiện", TIMING),
    ("Sản phẩm", EXPECTED), ("Tài liệu minh chứng", EXPECTED)])
def test_labels(label: str, kind: str) -> None:
    found = label_of(f"{label}: Văn phòng")
    assert found is not None
    assert found[0] == kind


@pytest.mark.parametrize("line", ["Phối hợp tổ chức triển khai việc đối thoại: làm tốt", "Ban hành quy định: Quy chế chi tiêu",
                                  "Hằng năm có hoạt động, như: Những việc làm", "Tham mưu cho lãnh đạo về việc: x", ":", "ab: c"])
def test_contents_are_no_labels(line: str) -> None:
    assert label_of(line) is None


@pytest.mark.parametrize(("written", "names"), [
    ("Văn phòng – Thống kê xã.", ["Văn phòng – Thống kê"]), ("Công chức Văn phòng - Thống kê", ["Văn phòng – Thống kê"]),
    ("Khối vận Đảng ủy, Công chức Văn phòng – Thống kê.", ["Khối vận Đảng ủy", "Văn phòng – Thống kê"]),
    ("Các ban, ngành có liên quan", [ALL]), ("Các ngành có liên quan.", [ALL]), ("các ban , ngành có liên quan của xã", [ALL]),
    ("Văn phòng – Thống kê xã và các ngành có liền quan", ["Văn phòng – Thống kê", ALL]),
    ("Khối vận Đảng ủy, Công Đoàn, các tổ chức chính trị - xã hội",
     ["Khối vận Đảng ủy", "Công đoàn", "Các tổ chức chính trị – xã hội"]),
    ("Tài chính - Kế toán, các tổ chức chính trị - xã hội xã", ["Tài chính – Kế toán", "Các tổ chức chính trị – xã hội"]),
    ("Văn phòng HĐND và UBND xã; Phòng Kinh tế", ["Văn phòng HĐND và UBND", "Phòng Kinh tế"]),
    ("Hội Nông dân và Hội Phụ nữ", ["Hội Nông dân", "Hội Phụ nữ"]), ("Các cơ quan, đơn vị", ["Các cơ quan, đơn vị"]),
    ("các ban, ngành, đoàn thể và Công an xã", ["Các ban, ngành, đoàn thể", "Công an"]),
    ("Trung tâm Phục vụ hành chính công", ["Trung tâm Phục vụ hành chính công"]), ("", []), (" , ;. ", [])])
def test_units(written: str, names: list[str]) -> None:
    assert [actor.name for actor in read_actors(written)] == names


def test_brackets_hold_periods_or_units() -> None:
    actors = read_actors("Văn phòng – Thống kê xã (Bộ phận Tiếp nhận và Trả kết quả của xã), Tư pháp (hằng quý), Địa chính (quý I, II)")
    assert [(a.name, a.within, a.periods) for a in actors] == [
        ("Văn phòng – Thống kê", "", []), ("Bộ phận Tiếp nhận và Trả kết quả", "Văn phòng – Thống kê", []),
        ("Tư pháp", "", ["quy-1", "quy-2", "quy-3", "quy-4"]), ("Địa chính", "", ["quy-1", "quy-2"])]


@pytest.mark.parametrize(("written", "codes"), [
    ("hàng tháng", ["hang-thang"]), ("Hằng tháng", ["hang-thang"]), ("quý IV", ["quy-4"]), ("quý 3", ["quy-3"]),
    ("06 tháng", ["6-thang"]), ("6 tháng đầu năm", ["6-thang"]), ("9 tháng", ["9-thang"]), ("1 năm", ["nam"]), ("01 năm", ["nam"]),
    ("năm", ["nam"]), ("cả năm", ["nam"]), ("quý V", []), ("tuần", [])])
def test_periods(written: str, codes: list[str]) -> None:
    assert period_codes(written) == codes


@pytest.mark.parametrize(("value", "timing", "due", "inclusive"), [
    ("Thường xuyên, cung cấp tài liệu minh chứng trước ngày 24/10/2025.", "Thường xuyên", "2025-10-24", False),
    ("Thường xuyên; cung cấp minh chứng chậm nhất ngày 24-10-2025", "Thường xuyên", "2025-10-24", True), ("Quý I, quý II, hết ngày 1/7/2026", "Quý I, quý II", "2026-07-01", True),
    ("đến hết ngày 05 tháng 6 năm 2026", "", "2026-06-05", True), ("Trước 01.02.2026", "", "2026-02-01", False),
    ("ngày 3/4/2026", "", "2026-04-03", True), ("Quý II/2026", "Quý II/2026", "", False),
    ("trước ngày 31/02/2026", "trước ngày 31/02/2026", "", False), ("Cả năm", "Cả năm", "", False)])
def test_timing(value: str, timing: str, due: str, inclusive: bool) -> None:
    task = TaskRead(criterion=1)
    read_timing(task, value)
    assert (task.timing, task.due_on, task.due_inclusive) == (timing, due, inclusive)


@pytest.mark.parametrize(("line", "number", "title"), [
    ("2.1. Tiêu chí 1: Triển khai", 1, "Triển khai"), ("Tiêu chí 1.", 1, ""), ("2.1 Tiêu chí số 1: Họp", 1, "Họp"),
    ("TIÊU CHÍ 05: HỌP", 5, "HỌP"), ("Tiêu chí IV. Họp", 4, "Họp"), ("- Tiêu chí 3 – Họp", 3, "Họp"), ("a) Tiêu chí 2 Họp dân", 2, "Họp dân"),
    ("Tiêu chí 7 (10 điểm): Họp", 7, "Họp"), ("1) Tiêu chí thứ 10: Họp", 10, "Họp")])
def test_criterion_headings(line: str, number: int, title: str) -> None:
    found = criterion_heading(line, 15)
    assert found is not None
    assert (found.number, found.title) == (number, title)


@pytest.mark.parametrize("line", ["Tiêu chí 1, nội dung 2: Họp", "Tiêu chí 1 và tiêu chí 2 đạt", "Các tiêu chí 1", "Tiêu chí đánh giá: năm"])
def test_no_criterion_headings(line: str) -> None:
    assert criterion_heading(line, 15) is None


@pytest.mark.parametrize(("line", "number", "rank"), [
    ("I. MỤC TIÊU", "I", 10), ("iv. MỤC TIÊU", "iv", 10), ("II/ x", None, 0), ("1. Mục tiêu", "1", 20), ("1.2 Kết quả", "1.2", 30),
    ("2.1.3. Việc", "2.1.3", 40), ("Phần II. Chung", "Phần II", 0), ("Phần thứ nhất: CHUNG", "Phần thứ nhất", 0),
    ("Điều 3. Phạm vi", "Điều 3", 20), ("A. CHUNG", "A", 5), ("TỔ CHỨC THỰC HIỆN", "", 10), ("PHỤ LỤC I", "PHỤ LỤC I", 0),
    ("1. Làm xong trong năm.", None, 0), ("78.50 điểm đạt", None, 0), ("24.10.2025 là hạn", None, 0), ("2025. Năm", None, 0),
    ("- Họp", None, 0), ("IIII. Sai", None, 0), ("a) điểm", None, 0), ("(1) Một", None, 0), ("Mục tiêu chung", None, 0)])
def test_headings(line: str, number: str | None, rank: int) -> None:
    found = heading(line)
    assert (found.number if found else None) == number
    assert (found.rank if found else 0) == rank


@pytest.mark.parametrize(("line", "kind", "reference", "date", "issuer"), [
    ("Quyết định số 114/QĐ- UBND ngày 23/01/2025 của - UBND huyện về việc x", "Quyết định", "114/QĐ-UBND", "2025-01-23", "UBND huyện"),
    ("theo 396 -QĐ/TU ngày 19 tháng 10 năm 2021 của Ban Thường vụ Tỉnh ủy", "Quyết định", "396-QĐ/TU", "2021-10-19", "Ban Thường vụ Tỉnh ủy"),
    ("QUYẾT ĐỊNH số 1211/QĐ - UBND, ngày 02-11-2022", "Quyết định", "1211/QĐ-UBND", "2022-11-02", ""),
    ("tại báo cáo số 269/BC- UBND ngày 23.10.2024 của UBND xã", "Báo cáo", "269/BC-UBND", "2024-10-23", "UBND xã"),
    ("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư", "Nghị định", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ"),
    ("Chương trình phối hợp số 31-CTr/BDVTU-BCSĐUBND", "Chương trình", "31-CTr/BDVTU-BCSĐUBND", "", ""),
    ("Công văn số 12/UBND-VHXH ngày 99/99/2025", "Công văn", "12/UBND-VHXH", "", ""),
    ("theo Luật Đầu tư và Thông tư số 02/2024/TT-BNV", "Thông tư", "02/2024/TT-BNV", "", "")])
def test_citations(line: str, kind: str, reference: str, date: str, issuer: str) -> None:
    (found,) = cited_documents([line], 1, [])
    assert (found.kind, found.reference, found.issued_on, found.issuer) == (kind, reference, date, issuer)


@pytest.mark.parametrize("line", ["đạt 90/100 điểm", "ngày 24/10/2025 – UBND họp", "khoảng 2-3 A", "tỷ lệ 1/X"])
def test_no_citations(line: str) -> None:
    assert cited_documents([line], 1, []) == []


def test_deduction_in_one_paragraph_and_without_content_number() -> None:
    section = SectionRead(heading="Bị trừ điểm", kind="deductions", body_lines=[1, 2, 3], body=[
        "- Nội dung 1 của tiêu chí số 2: Họp dân, bị trừ 0,5 điểm; lý do: họp ít", "- Tiêu chí 4: Làm chậm (trừ 2 điểm)",
        "Trách nhiệm: Văn phòng"])
    first, second = read_deductions([section])
    assert (first.criterion, first.item, first.points, first.text, first.reason) == (2, 1, 50, "Họp dân", "họp ít")
    assert (second.criterion, second.item, second.points, second.responsible) == (4, None, 200, "Văn phòng")
    assert section.taken == [1, 2, 3]


@pytest.mark.parametrize(("line", "own", "other"), [
    ("điểm xã tự chấm 94,00 điểm, huyện chấm đạt 78,50 điểm", 9400, 7850), ("Tự chấm đạt 95.5/100 điểm; thẩm định: 90 điểm", 9550, 9000),
    ("Tổng số điểm tự đánh giá: 92 điểm. Hội đồng thẩm định chấm 88,25 điểm", 9200, 8825), ("đạt tổng số 80 điểm, xã tự chấm 85 điểm", 8500, 8000)])
def test_totals(line: str, own: int, other: int) -> None:
    results = read_results([SectionRead(heading="", body=[line], body_lines=[1])], 2026)
    assert (results.self_total, results.appraised_total, results.year) == (own, other, 2025)


@pytest.mark.parametrize(("lines", "organ", "parent", "symbol", "issued"), [
    (["UBND XÃ BA ĐỘNG", "PHÒNG VĂN HÓA - XÃ HỘI", "Số: 03/KH-PVHXH", "Ba Động, ngày … tháng … năm 2026"],
     ["PHÒNG VĂN HÓA - XÃ HỘI"], "UBND XÃ BA ĐỘNG", "KH-PVHXH", "2026"),
    (["ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "XÃ A Độc lập - Tự do - Hạnh phúc", "Số:…../KH-UBND A, ngày 7 tháng 8 năm 2026"],
     ["ỦY BAN NHÂN DÂN", "XÃ A"], "", "KH-UBND", "2026-08-07")])
def test_heads(lines: list[str], organ: list[str], parent: str, symbol: str, issued: str) -> None:
    head, following = read_head(PlanText(lines=(*lines, "KẾ HOẠCH DÂN VẬN NĂM 2026", "I. MỤC TIÊU"), head_lines=()))
    assert (head.organ, head.parent, head.symbol, head.issued_on) == (organ, parent, symbol, issued)
    assert (head.abstract, head.year, following) == ("DÂN VẬN NĂM 2026", 2026, len(lines) + 2)


def test_a_plan_without_criteria_is_only_sections() -> None:
    plan = plan_of("KẾ HOẠCH", "Phòng chống dịch năm 2026", "Căn cứ tình hình thực tế;", "I. MỤC TIÊU", "Giữ sạch chuồng trại.",
                   "1. Yêu cầu", "Làm ngay.", "II. THỰC HIỆN", "Các thôn làm.")
    assert (plan.criteria, plan.tasks, plan.deductions) == ([], [], [])
    assert [(s.number, len(s.body), len(s.children)) for s in plan.sections] == [("I", 1, 1), ("II", 1, 0)]
    assert any("tiêu chí" in doubt.sentence for doubt in plan.doubts)


def test_numbered_contents_and_bare_criteria() -> None:
    plan = plan_of("KẾ HOẠCH", "Dân vận", "I. NHIỆM VỤ", "Tiêu chí 1.", "Quán triệt văn bản", "1.1. Họp quán triệt", "1.2. Phát tài liệu",
                   "- Chủ trì: Văn phòng", "1.3. Kiểm tra", "- Chủ trì: Công an", "Tiêu chí số 2: Tiếp dân", "Nội dung 1: Có lịch tiếp",
                   "Phối hợp: Các ngành có liên quan", "II. TỔ CHỨC THỰC HIỆN", "1. Văn phòng theo dõi việc thực hiện.", "Báo cáo hằng quý.")
    assert [(c.number, c.title, [i.text for i in c.items]) for c in plan.criteria] == [
        (1, "Quán triệt văn bản", ["Họp quán triệt", "Phát tài liệu", "Kiểm tra"]), (2, "Tiếp dân", ["Có lịch tiếp"])]
    assert [(t.criterion, t.items, [a.name for a in t.leads]) for t in plan.tasks] == [
        (1, [1, 2], ["Văn phòng"]), (1, [3], ["Công an"]), (2, [1], [])]
    assert [(c.actor, c.duties) for c in plan.clauses] == [("Văn phòng", ["theo dõi việc thực hiện.", "Báo cáo hằng quý."])]
    assert any("không thấy đơn vị chủ trì" in doubt.sentence for doubt in plan.doubts)


def test_criteria_in_a_list_of_results_are_not_criteria_to_work_on() -> None:
    plan = plan_of("KẾ HOẠCH", "Dân vận", "I. KẾT QUẢ CHẤM ĐIỂM", "Tiêu chí 1: đạt 9/10 điểm", "Tiêu chí 2: đạt 8/10 điểm",
                   "II. NHIỆM VỤ", "Tiêu chí 1: Họp", "- Họp dân")
    assert [c.number for c in plan.criteria] == [1]


def test_totals_and_deductions_in_one_section() -> None:
    plan = plan_of("KẾ HOẠCH", "Dân vận năm 2026", "I. KẾT QUẢ", "Năm 2025 tự chấm 95 điểm, tỉnh chấm 93 điểm; xếp loại Tốt.",
                   "- Tiêu chí 2, nội dung 1: Trễ hẹn (trừ 2 điểm).")
    assert (plan.results.self_total, plan.results.appraised_total, plan.results.class_label) == (9500, 9300, "Tốt")
    assert [(d.criterion, d.points) for d in plan.deductions] == [(2, 200)]
    assert (plan.sections[0].kind, sorted(plan.sections[0].taken)) == ("deductions", [4, 5])
    assert not any("chênh lệch" in doubt.sentence for doubt in plan.doubts)


def test_an_attached_appendix_is_no_doubt() -> None:
    lines = ["KẾ HOẠCH", "Dân vận", "I. CHUNG", "Có phụ lục kèm theo.", "Nơi nhận:", "- VT.", "TM. ỦY BAN NHÂN DÂN", "PHỤ LỤC", "Bảng phân công"]
    plan = plan_of(*lines)
    assert not any("phụ lục" in doubt.sentence for doubt in plan.doubts)
    assert (plan.sections[-1].number, plan.sections[-1].body) == ("PHỤ LỤC", ["Bảng phân công"])


def test_quick_fold_is_the_fold() -> None:
    letters = "".join(map(chr, (*range(0x20, 0x7F), *range(0xC0, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA))))
    assert [key(letter, 9) for letter in letters if letter.isalnum()] == [fold(letter) for letter in letters if letter.isalnum()]


@pytest.mark.parametrize(("text", "value"), [("IV", 4), ("xii", 12), ("IIII", 0), ("", 0), ("VX", 0), ("XLIX", 49)])
def test_roman(text: str, value: int) -> None:
    assert roman_value(text) == value
