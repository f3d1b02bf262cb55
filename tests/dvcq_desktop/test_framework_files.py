"""The frameworks on the shelf are whole, and a faulty file is refused with a sentence that names the place."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.framework_files import FRAMEWORK_FILES, parse_framework, read_framework_file
from dvcq_desktop.framework_rules import RULES

SHELF = Path(__file__).resolve().parents[2] / "resources" / "frameworks"
HEAD = 'title = "Thử"\nnumber = "1/QĐ-UBND"\ndate = "2022-11-02"\nissuer = "UBND tỉnh"\neffective_from = 2022\nstep = "0,25"\n'
ITEM = '[[criterion.item]]\nnumber = 1\ntext = "Nội dung"\n'
CRITERION = '[[criterion]]\nnumber = 1\ntitle = "Tiêu chí"\n'


def refused(text: str) -> str:
    with pytest.raises(RuleBroken) as trouble:
        parse_framework(text, name="thu")
    return str(trouble.value)


def test_the_list_is_the_shelf() -> None:
    assert sorted(FRAMEWORK_FILES) == sorted(path.stem for path in SHELF.glob("*.toml"))


@pytest.mark.parametrize("name", FRAMEWORK_FILES)
def test_each_framework_reads(name: str) -> None:
    framework = read_framework_file(name)
    shapes = {"minh-hoa-8-tieu-chi": [2, 2, 2, 2, 2, 2, 2, 1], "minh-hoa-90-70-50": [3, 4, 1]}
    shape = shapes.get(name, [3, 3, 4, 3, 3, 4, 3, 3, 2, 4])
    assert [c.number for c in framework.criteria] == list(range(1, len(shape) + 1))
    assert [len(c.items) for c in framework.criteria] == shape
    assert all(item.expected_evidence for c in framework.criteria for item in c.items)
    assert unicodedata.is_normalized("NFC", (SHELF / f"{name}.toml").read_text(encoding="utf-8"))


def test_decision_1211_ships_without_points() -> None:
    framework = read_framework_file("quang-ngai-1211-2022")
    assert (framework.number, framework.date, framework.effective_from) == ("1211/QĐ-UBND", "2022-11-02", 2022)
    assert framework.title.startswith("Ban hành Quy định tiêu chí, thang điểm và phương pháp")
    assert not framework.illustrative
    assert framework.total is None
    assert {item.max for c in framework.criteria for item in c.items} == {None}
    assert {c.lowest for c in framework.classes} == {None}
    assert len(framework.classes) == 4


def test_eight_criteria_with_ten_points_of_the_superior() -> None:
    """domain.md §2.2: a unit scores itself at most 90 of 100; from 80 on "tốt"; no dossier: not classifiable."""
    framework = read_framework_file("minh-hoa-8-tieu-chi")
    items = [item for c in framework.criteria for item in c.items]
    assert framework.illustrative
    assert sum(item.max or 0 for item in items if item.self_scored) == 90_00
    assert [item.max for item in items if item.rule == "superior_only"] == [10_00]
    assert next((c.label, c.lowest) for c in framework.classes) == ("Tốt", 80_00)
    assert [gate.class_label for gate in framework.gates] == [""]


def test_ninety_seventy_fifty_with_gates_rounding_and_bonus() -> None:
    framework = read_framework_file("minh-hoa-90-70-50")
    assert framework.illustrative
    assert [c.lowest for c in framework.classes] == [90_00, 70_00, 50_00, 0]
    assert {gate.class_label for gate in framework.gates} == {"Không hoàn thành nhiệm vụ"}
    assert (framework.decimals, framework.rounding) == (1, "half_up")
    assert (framework.bonus_cap, framework.bonus_lifts) == (5_00, False)


def test_the_shelf_shows_every_rule() -> None:
    frameworks = [read_framework_file(name) for name in FRAMEWORK_FILES]
    assert {item.rule for f in frameworks for c in f.criteria for item in c.items} == set(RULES)


def test_illustrative_points_make_exactly_one_hundred() -> None:
    framework = read_framework_file("minh-hoa-100-diem")
    assert framework.illustrative
    assert "MINH HỌA" in framework.title
    assert framework.total == 100_00
    assert sum(item.max or 0 for c in framework.criteria for item in c.items) == 100_00
    assert [c.max for c in framework.criteria] == [sum(i.max or 0 for i in c.items) for c in framework.criteria]
    assert [c.lowest for c in framework.classes] == [90_00, 80_00, 65_00, 0]
    assert len({item.rule for c in framework.criteria for item in c.items}) >= 8


def test_both_frameworks_tell_the_same_items() -> None:
    first, second = (read_framework_file(name) for name in FRAMEWORK_FILES[:2])
    assert [(c.title, [i.text for i in c.items]) for c in first.criteria] == [
        (c.title, [i.text for i in c.items]) for c in second.criteria
    ]


def test_slips_of_the_sample_are_not_carried_over() -> None:
    text = "\n".join(i.text for c in read_framework_file("quang-ngai-1211-2022").criteria for i in c.items)
    for slip in ("cảu", "Thống kê xã", "THỐNG KÊ", "396 -QĐ", "văn hoá", "người đứng cơ quan", "...", "  "):
        assert slip not in text


def test_points_of_rules_become_hundredths() -> None:
    item = read_framework_file("minh-hoa-100-diem").criteria[5].items[0]
    assert item.rule == "choice"
    assert item.params["levels"] == [
        {"label": "Đã ban hành và thực hiện nghiêm", "points": 225},
        {"label": "Đã ban hành, thực hiện chưa đều", "points": 125},
        {"label": "Chưa ban hành", "points": 0},
    ]


def test_optional_fields_have_their_usual_values() -> None:
    item = parse_framework(HEAD + CRITERION + ITEM, name="thu").criteria[0].items[0]
    assert (item.max, item.step, item.rule, item.params) == (None, None, "manual", {})
    assert (item.expected_evidence, item.legal_base) == ((), ())
    assert (item.bonus, item.self_scored, item.needs_evidence) == (False, True, True)
    assert (item.not_applicable, item.polarity) == ("no", "achievement")


def test_params_are_fit_for_json() -> None:
    for name in FRAMEWORK_FILES:
        for criterion in read_framework_file(name).criteria:
            for item in criterion.items:
                assert json.loads(json.dumps(item.params)) == item.params


def test_an_unknown_framework_is_refused() -> None:
    with pytest.raises(RuleBroken, match="không có bộ tiêu chí"):
        read_framework_file("../../pyproject")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title = ", "viết sai cú pháp"),
        (HEAD.replace('"Thử"', '""') + CRITERION + ITEM, "Mục “title” phải là một đoạn chữ"),
        (HEAD, "Mục “criterion” phải là một danh sách"),
        (HEAD + CRITERION, "Mục “item” phải là một danh sách"),
        (HEAD + "criterion = [1]\n", "phải là một bảng"),
        (HEAD.replace("2022-11-02", "2022-02-30") + CRITERION + ITEM, "Không có ngày 2022-02-30"),
        (
            HEAD.replace("2022-11-02", "2022-11") + CRITERION + ITEM,
            "Mục “date” phải là một ngày đủ ngày, tháng, năm",
        ),
        (HEAD.replace('issuer = "UBND tỉnh"\n', "") + CRITERION + ITEM, "thiếu số, ngày hoặc nơi ban hành"),
        (HEAD + "effective_to = 2021\n" + CRITERION + ITEM, "Năm hết hiệu lực 2021 đứng trước"),
        (HEAD.replace("= 2022\n", '= "2022"\n') + CRITERION + ITEM, "Mục “effective_from” phải là một số nguyên"),
        (HEAD + CRITERION + ITEM + CRITERION + ITEM, "Số 1 có hai lần trong các tiêu chí"),
        (HEAD + CRITERION + ITEM + ITEM, "Số 1 có hai lần trong các nội dung của tiêu chí 1"),
        (HEAD + 'total = "10,00"\n' + CRITERION + ITEM + 'max = "9,75"\n', "cả bộ tiêu chí là 9,75, không bằng 10,00"),
        (HEAD + CRITERION + 'max = "3"\n' + ITEM + 'max = "2,00"\n', "tiêu chí 1 là 2,00, không bằng 3,00"),
        (HEAD + CRITERION + ITEM + 'max = "hai"\n', "“hai” không phải là điểm"),
        (HEAD + CRITERION + ITEM + 'max = "1.234"\n', "hai số khác nhau"),
        (HEAD + CRITERION + ITEM + "max = 2.0\n", "điểm viết trong ngoặc kép"),
        (HEAD + CRITERION + ITEM + 'max = "0"\n', "phải lớn hơn 0"),
        (HEAD + CRITERION + ITEM + 'max = "1,10"\n', "không chia hết cho bước điểm 0,25"),
        (HEAD + CRITERION + ITEM + 'maxx = "1"\n', "mục lạ “maxx” (nội dung 1, tiêu chí 1)"),
        (HEAD + "decimals = 3\n" + CRITERION + ITEM, "Mục “decimals” phải là 0, 1, 2"),
        (HEAD + 'rounding = "bank"\n' + CRITERION + ITEM, "một trong: half_up, down, up"),
        (HEAD + CRITERION + ITEM + "bonus = 1\n", "true / false"),
        (HEAD + CRITERION + ITEM + 'not_applicable = "perhaps"\n', "một trong: no, full, rescale"),
        (HEAD + CRITERION + ITEM + 'legal_base = "Luật"\n', "danh sách các đoạn chữ"),
        (HEAD + CRITERION + ITEM + 'rule = "dice"\n', "Không có quy tắc chấm “dice” (nội dung 1, tiêu chí 1)"),
        (HEAD + CRITERION + ITEM + 'rule = "count_times"\nparams = {each = "1"}\n', "thiếu tham số “event”"),
        (HEAD + CRITERION + ITEM + 'params = {each = "1"}\n', "không có tham số “each”"),
        (
            HEAD + CRITERION + ITEM + 'rule = "count_times"\nparams = {each = "-1", event = "x"}\n',
            "phải là điểm lớn hơn 0",
        ),
        (
            HEAD + CRITERION + ITEM + 'max = "3"\nrule = "checklist"\nparams = {each = "1", boxes = ["a"]}\n',
            "cho nhiều nhất 1,00, nhưng điểm tối đa là 3,00",
        ),
        (
            HEAD + CRITERION + ITEM + 'max = "3"\nrule = "choice"\nparams = {levels = [{label = "a", points = "2"}]}\n',
            "nhiều nhất 2,00",
        ),
        (
            HEAD + CRITERION + ITEM + 'rule = "bands"\nparams = {done = "a", of = "b", bands = ['
            '{from_percent = 5, points = "1"}, {from_percent = 9, points = "2"}]}\n',
            "các mức xếp từ cao xuống thấp",
        ),
        (HEAD + CRITERION + ITEM + 'rule = "choice"\nparams = {levels = [{label = "a"}]}\n', "các dòng đều có điểm"),
        (HEAD + CRITERION + ITEM + '[[class]]\nlabel = "A"\n[[class]]\nlabel = "A"\n', "hai mức xếp loại trùng tên"),
        (
            HEAD + CRITERION + ITEM + '[[class]]\nlabel = "A"\nfrom = "90"\n[[class]]\nlabel = "B"\n',
            "có mức không ghi",
        ),
        (
            HEAD + CRITERION + ITEM + '[[class]]\nlabel = "A"\nfrom = "50"\n[[class]]\nlabel = "B"\nfrom = "90"\n',
            "từ cao xuống thấp",
        ),
        (HEAD + CRITERION + ITEM + '[[gate]]\nkey = "k"\ntext = "t"\nclass = "Z"\n', "nêu mức “Z” không có"),
    ],
)
def test_a_faulty_file_is_refused_in_words(text: str, sentence: str) -> None:
    assert sentence in refused(text)


def test_bonus_items_stand_outside_the_total() -> None:
    second = ITEM.replace("number = 1", "number = 2") + 'max = "1,00"\nbonus = true\n'
    framework = parse_framework(HEAD + 'total = "2,00"\n' + CRITERION + ITEM + 'max = "2,00"\n' + second, name="thu")
    assert framework.total == 200


def test_every_rule_with_its_parameters_reads() -> None:
    given = {
        "text": '"x"',
        "texts": '["x"]',
        "whole": "5",
        "points": '"1"',
        "levels": '[{label = "x", points = "1"}]',
        "bands": '[{from_percent = 90, points = "1"}]',
    }
    for rule, params in RULES.items():
        filled = ", ".join(f"{name.rstrip('?')} = {given[kind]}" for name, kind in params.items())
        text = f'{HEAD}{CRITERION}{ITEM}max = "1"\nrule = "{rule}"\nparams = {{{filled}}}\n'
        item = parse_framework(text, name="thu").criteria[0].items[0]
        assert set(item.params) == {name.rstrip("?") for name in params}
