"""What is understood of a whole plan, from text and from Word alike."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import plan_samples
import pytest

from dvcq_desktop.readers import as_json, read_plan
from dvcq_desktop.readers.understood import PlanRead, SectionRead

SHARED = Path(__file__).resolve().parents[4] / "shared" / "samples"
NAME = "ke-hoach-ba-thanh-2025"
KINDS = ("txt", "docx")


def read(folder: Path, plan: str, kind: str = "txt") -> PlanRead:
    path = folder / f"ke-hoach.{kind}"
    path.write_bytes(plan_samples.plan_docx(plan) if kind == "docx" else plan.encode())
    return read_plan(path)


@pytest.fixture(params=KINDS)
def plan(tmp_path: Path, request: pytest.FixtureRequest) -> PlanRead:
    return read(tmp_path, plan_samples.PLAN, request.param)


def sections(plan: PlanRead) -> list[SectionRead]:
    def flat(some: list[SectionRead]) -> list[SectionRead]:
        return [one for section in some for one in (section, *flat(section.children))]
    return flat(plan.sections)


def load(plan: PlanRead) -> dict[str, tuple[int, int, int]]:
    """Groups led, contents led, groups supported, by unit."""
    led, contents, helped = Counter[str](), Counter[str](), Counter[str]()
    for task in plan.tasks:
        for actor in task.leads:
            led[actor.name] += 1
            contents[actor.name] += len(task.items)
        for actor in task.supports:
            helped[actor.name] += 1
    return {name: (led[name], contents[name], helped[name]) for name in led | helped}


def words_kept(plan: PlanRead) -> set[str]:
    """Every word that stands in a structured part; the plain lines of the file and what is said about it do not count."""
    values = as_json(plan)
    del values["text"], values["doubts"]
    return set(re.findall(r"\w+", json.dumps(values, ensure_ascii=False).replace("\\n", " ")))


def test_head(plan: PlanRead) -> None:
    head = plan.head
    assert (head.organ, head.parent) == (["ỦY BAN NHÂN DÂN", "XÃ SUỐI MƠ"], "")
    assert (head.number, head.symbol, head.place) == ("07", "KH-UBND", "Suối Mơ")
    assert (head.issued_on, head.kind, head.year) == ("2026-03-05", "KẾ HOẠCH", 2026)
    assert head.abstract == "Nâng cao chỉ số công tác dân vận chính quyền của xã Suối Mơ năm 2026"
    assert plan.text.head_lines[0] == "ỦY BAN NHÂN DÂN"
    assert len(plan.text.head_lines) == 6
    assert plan.opening == "Ủy ban nhân dân xã ban hành Kế hoạch như sau:"


def test_bases_lose_only_their_closing_mark(plan: PlanRead) -> None:
    assert [base.references for base in plan.bases] == [["72/2025/QH15"], ["88/QĐ-UBND"]]
    assert plan.bases[0].text.endswith("năm 2025")


def test_criteria_and_items(plan: PlanRead) -> None:
    assert [(c.number, len(c.items)) for c in plan.criteria] == [(1, 2), (2, 2), (3, 1)]
    assert plan.criteria[1].items[1].text == "Khảo sát ý kiến người dân và công khai kết quả khảo sát."
    assert plan.criteria[0].title == "Công tác triển khai, quán triệt các văn bản"


def test_assignments(plan: PlanRead) -> None:
    first, second, third, fourth = plan.tasks
    assert [(a.name, a.periods) for a in first.leads] == [
        ("Văn phòng – Thống kê", ["hang-thang"]), ("Tài chính – Kế toán", ["quy-1", "6-thang", "9-thang", "nam"])]
    assert [a.name for a in first.supports] == ["Khối vận Đảng ủy", "Các ban, ngành có liên quan"]
    assert (first.timing, first.due_on, first.due_inclusive) == ("Thường xuyên", "2026-10-24", False)
    assert [(a.name, a.within) for a in second.leads] == [
        ("Văn phòng – Thống kê", ""), ("Bộ phận Tiếp nhận và Trả kết quả", "Văn phòng – Thống kê")]
    assert (second.timing, second.due_on, second.due_inclusive) == ("Quý II", "2026-06-30", True)
    assert [a.name for a in third.supports] == [
        "Khối vận Đảng ủy", "Công đoàn", "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "Các ban, ngành có liên quan"]
    assert (third.expected, third.due_on, third.due_inclusive) == ("Báo cáo khảo sát.", "2026-11-15", True)
    assert [a.name for a in fourth.supports] == ["Các cơ quan, đơn vị", "Tư pháp – Hộ tịch", "Các ban, ngành có liên quan"]


def test_load_per_unit(plan: PlanRead) -> None:
    found = load(plan)
    assert found["Văn phòng – Thống kê"] == (2, 3, 0)
    assert found["Văn hóa – Xã hội"] == (1, 1, 0)
    assert found["Các ban, ngành có liên quan"] == (0, 0, 4)
    assert found["Khối vận Đảng ủy"] == (0, 0, 2)


def test_deductions_and_results(plan: PlanRead) -> None:
    assert [(d.criterion, d.item, d.points, d.hidden_in) for d in plan.deductions] == [
        (1, 2, 50, None), (2, 1, None, 0), (3, 1, 150, None)]
    first, hidden, last = plan.deductions
    assert first.reason == "Họp chưa đều các tháng."
    assert first.responsible == "Văn phòng – Thống kê."
    assert first.remedy == "Lập lịch họp cho cả năm."
    assert hidden.text == "Hồ sơ trả kết quả trễ hẹn."
    assert last.remedy == "Phân công người thay khi vắng."
    results = plan.results
    assert (results.year, results.self_total, results.appraised_total) == (2025, 9125, 8875)
    assert results.class_label == "Hoàn thành tốt nhiệm vụ"


def test_documents_are_one_each_with_contradicting_dates(plan: PlanRead) -> None:
    law, decision = plan.documents
    assert (law.kind, law.reference, law.issued_on) == ("Luật", "72/2025/QH15", "2025-06-16")
    assert law.subject == "Tổ chức chính quyền địa phương"
    assert (decision.reference, decision.issued_on, decision.other_dates) == ("88/QĐ-UBND", "2026-01-12", ["2026-01-21"])
    assert decision.issuer == "UBND tỉnh"
    assert decision.subject == "công nhận kết quả dân vận năm 2025"
    assert decision.is_base
    assert len(decision.lines) == 2


def test_section_tree(plan: PlanRead) -> None:
    assert [s.number for s in plan.sections] == ["I", "II", "III", "V"]
    kinds = {s.heading: s.kind for s in sections(plan)}
    assert kinds["Kết quả"] == "results"
    assert kinds["Các nội dung bị trừ điểm"] == "deductions"
    assert kinds["Nhiệm vụ cụ thể"] == "tasks"
    tasks = next(s for s in sections(plan) if s.kind == "tasks")
    left = [text for text, line in zip(tasks.body, tasks.body_lines, strict=True) if line not in tasks.taken]
    assert left == ["+ Ghi nhớ: Làm gọn trong một tuần.", "(có phụ lục phân công kèm theo)"]


def test_end(plan: PlanRead) -> None:
    assert [(c.actor, len(c.duties)) for c in plan.clauses] == [("Văn phòng", 2), ("Các ban, ngành có liên quan", 1)]
    assert plan.closing.startswith("Trên đây là kế hoạch")
    assert plan.recipients == ["UBND tỉnh", "Đảng ủy xã", "Lưu: VT, VHXH"]
    assert plan.signer_lines == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    assert plan.signer_name == "Trần Thị Minh Hà"


@pytest.mark.parametrize("piece", [
    "thiếu mục IV", "chênh lệch 2,50 điểm", "chỉ giải thích được 2,00", "cùng số, khác ngày: 12/01/2026", "phụ lục",
    "nằm lẫn trong khoản trừ khác", "không ghi số điểm bị trừ", "Ghi nhớ", "gạch ngang trước “UBND”"])
def test_doubts(plan: PlanRead, piece: str) -> None:
    assert any(piece in doubt.sentence for doubt in plan.doubts), [d.sentence for d in plan.doubts]


def test_same_from_word_and_from_text(tmp_path: Path) -> None:
    by_kind = [as_json(read(tmp_path, plan_samples.PLAN, kind)) for kind in KINDS]
    first, second = ({name: value for name, value in values.items() if name in ("criteria", "deductions", "tasks", "summary")}
                     for values in by_kind)
    assert re.sub(r'"lines?": [^"}]*', "", json.dumps(first)) == re.sub(r'"lines?": [^"}]*', "", json.dumps(second))


def test_every_word_is_kept(plan: PlanRead) -> None:
    missing = set(re.findall(r"\w+", plan_samples.PLAN)) - words_kept(plan)
    # The country's name and motto are the same on every paper and are printed anew.
    assert missing <= set(re.findall(r"\w+", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập Tự do Hạnh phúc Số Nơi nhận ngày tháng"))


def test_json_is_plain(plan: PlanRead) -> None:
    values = json.loads(json.dumps(as_json(plan), ensure_ascii=False))
    assert values["summary"] == {"criteria": 3, "items": 5, "groups": 4, "deductions": 3, "deductions_without_points": 1,
                                 "documents": 2, "self_total": "91,25", "appraised_total": "88,75"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the office's own plan is not beside this checkout")
@pytest.mark.parametrize("kind", KINDS)
class TestSharedPlan:
    """The real plan of 2025, where it is at hand."""

    def test_counts(self, kind: str) -> None:
        plan = read_plan(SHARED / f"{NAME}.{kind}")
        assert as_json(plan)["summary"] == {
            "criteria": 10, "items": 32, "groups": 18, "deductions": 7, "deductions_without_points": 1, "documents": 8,
            "self_total": "94,00", "appraised_total": "78,50"}
        assert all(t.leads and t.supports and t.due_on == "2025-10-24" and not t.due_inclusive for t in plan.tasks)
        assert sorted(d.points or 0 for d in plan.deductions) == [0, 100, 100, 100, 100, 100, 100]
        assert plan.results.class_label == "Hoàn thành xuất sắc nhiệm vụ"
        head = plan.head
        assert (head.organ, head.symbol, head.number) == (["ỦY BAN NHÂN DÂN", "XÃ BA THÀNH"], "KH-UBND", "")
        assert (head.place, head.issued_on, head.year) == ("Ba Thành", "2025-02", 2025)
        assert (len(plan.bases), len(plan.clauses)) == (2, 2)
        decision = next(d for d in plan.documents if d.reference == "1211/QĐ-UBND")
        assert (decision.issued_on, decision.other_dates) == ("2022-11-02", ["2023-11-21"])

    def test_load(self, kind: str) -> None:
        assert load(read_plan(SHARED / f"{NAME}.{kind}")) == {
            "Văn phòng – Thống kê": (10, 20, 5), "Bộ phận Tiếp nhận và Trả kết quả": (3, 3, 1),
            "Phòng Tiếp công dân": (1, 2, 0), "Tài chính – Kế toán": (3, 3, 1), "Tư pháp – Hộ tịch": (2, 4, 0),
            "Văn hóa – Xã hội": (2, 2, 1), "Địa chính": (0, 0, 1), "Khối vận Đảng ủy": (1, 1, 6),
            "Ủy ban Mặt trận Tổ quốc Việt Nam": (1, 3, 0), "Các tổ chức chính trị – xã hội": (0, 0, 2),
            "Công đoàn": (0, 0, 2), "Đoàn Thanh niên Cộng sản Hồ Chí Minh": (0, 0, 1),
            "Các ban, ngành có liên quan": (0, 0, 14)}

    def test_every_word_is_kept(self, kind: str) -> None:
        plan = read_plan(SHARED / f"{NAME}.{kind}")
        missing = set(re.findall(r"\w+", "\n".join(plan.text.lines))) - words_kept(plan)
        assert missing <= set(re.findall(r"\w+", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập Tự do Hạnh phúc Số ngày tháng"))
