"""What a paper says of itself is proposed for the record: in good order, run together, without marks, or not at all."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvcq_desktop.looking.proposals import Proposal, propose

REPORT = """ỦY BAN NHÂN DÂN
XÃ BA THÀNH
Số: 15/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Ba Thành, ngày 05 tháng 3 năm 2025
BÁO CÁO
Kết quả thực hiện công tác dân vận chính quyền
quý I năm 2025
Thực hiện Kế hoạch số 40/KH-UBND ngày 25 tháng 02 năm 2025 của UBND huyện,
Ủy ban nhân dân xã báo cáo như sau:
I. KẾT QUẢ"""
SIGNED = """đề nghị UBND huyện xem xét./.
Nơi nhận:
- UBND huyện (báo cáo);
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Phạm Văn Khánh"""
WHOLE = Proposal(
    kind="Báo cáo",
    reference="15/BC-UBND",
    issued_on="2025-03-05",
    issuer="Ủy ban nhân dân xã Ba Thành",
    title="Kết quả thực hiện công tác dân vận chính quyền quý I năm 2025",
    signer="Phạm Văn Khánh",
)


def test_in_good_order() -> None:
    assert propose(REPORT, SIGNED) == WHOLE
    assert propose(REPORT + "\n" + SIGNED) == WHOLE, "one page is the first and the last"
    assert propose(REPORT, "x\f" + SIGNED + "\fPHỤ LỤC\nBảng 1\n./.") == WHOLE, (
        "the whole text will do as the last page"
    )


def test_decomposed_and_with_double_blanks() -> None:
    assert (
        propose(unicodedata.normalize("NFD", REPORT).replace(" ", "  "), unicodedata.normalize("NFD", SIGNED)) == WHOLE
    )


def test_columns_run_together() -> None:
    """PDFs that Word has made give left and right of the head as one line."""
    together = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ BA THÀNH Độc lập - Tự do - Hạnh phúc
Số: 15/BC-UBND Ba Thành, ngày 05 tháng 3 năm 2025
BÁO CÁO
Kết quả thực hiện công tác dân vận chính quyền
quý I năm 2025
Thực hiện Kế hoạch số 40/KH-UBND ngày 25 tháng 02 năm 2025 của UBND huyện,"""
    signed = """Nơi nhận: TM. ỦY BAN NHÂN DÂN
- UBND huyện (báo cáo); CHỦ TỊCH
- Lưu: VT.
(Đã ký)
Phạm Văn Khánh"""
    assert propose(together, signed) == WHOLE


def test_cells_of_a_word_table() -> None:
    rows = """ỦY BAN NHÂN DÂN XÃ BA THÀNH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc
Số: 15 /BC - UBND\tBa Thành, ngày 05 tháng 3 năm 2025
BÁO CÁO
Kết quả thực hiện công tác dân vận chính quyền
quý I năm 2025
Căn cứ Luật Tổ chức chính quyền địa phương;"""
    assert propose(rows, "Nơi nhận:\n- Lưu: VT.\tTM. ỦY BAN NHÂN DÂN CHỦ TỊCH\nPhạm Văn Khánh") == WHOLE


def test_head_after_the_text() -> None:
    """Text boxes come last in some PDFs."""
    lines = REPORT.split("\n")
    assert propose("\n".join([*lines[6:], *lines[:6]]), SIGNED).reference == "15/BC-UBND"
    assert propose("\n".join([*lines[6:], *lines[:6]]), SIGNED).issued_on == "2025-03-05"


def test_a_scan_read_without_marks() -> None:
    found = propose(
        "UY BAN NHAN DAN\nXA BA THANH\nSo: 15/BC-UBND\nCONG HOA XA HOI CHU NGHIA VIET NAM\nDoc lap - Tu do - Hanh phuc\n"
        "Ba Thanh, ngay 05 thang 3 nam 2025\nBAO CAO\nKet qua cong tac dan van quy I\nThuc hien Ke hoach so 40/KH-UBND ngay 25/02/2025,",
        "TM. UY BAN NHAN DAN\nCHU TICH\nPham Van Khanh",
    )
    assert found == Proposal(
        kind="Báo cáo", reference="15/BC-UBND", issued_on="2025-03-05", issuer="Uy ban nhan dan xa Ba Thanh",
        title="Ket qua cong tac dan van quy I", signer="Pham Van Khanh")  # fmt: skip


@pytest.mark.parametrize("line", ["B Á O   C Á O", "BÁO CÁO", "Báo cáo"])
def test_the_kind_however_it_is_spaced(line: str) -> None:
    assert propose(REPORT.replace("BÁO CÁO", line)).kind == "Báo cáo"


def test_a_letter() -> None:
    found = propose(
        """UBND HUYỆN BA TƠ
PHÒNG NỘI VỤ
Số: 45/PNV-VP
V/v đôn đốc báo cáo công tác dân vận
chính quyền năm 2025
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Ba Tơ, ngày 17 tháng 11 năm 2025
Kính gửi: Ủy ban nhân dân các xã, thị trấn.
Thực hiện Kế hoạch số 40/KH-UBND ngày 25/02/2025;""",
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG\nNguyễn Thị Hồng Vân",
    )
    assert found == Proposal(
        kind="Công văn",
        reference="45/PNV-VP",
        issued_on="2025-11-17",
        issuer="Phòng Nội vụ",
        title="Đôn đốc báo cáo công tác dân vận chính quyền năm 2025",
        signer="Nguyễn Thị Hồng Vân",
    )


def test_a_decision() -> None:
    found = propose("""ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 1211/QĐ-UBND
Quảng Ngãi, ngày 02 tháng 11 năm 2022
QUYẾT ĐỊNH
Ban hành Quy định tiêu chí, thang điểm và phương pháp đánh giá
công tác dân vận của các cơ quan hành chính nhà nước
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020;""")
    assert (found.kind, found.reference, found.issued_on) == ("Quyết định", "1211/QĐ-UBND", "2022-11-02")
    assert found.issuer == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    assert found.title == ("Ban hành Quy định tiêu chí, thang điểm và phương pháp đánh giá "
                           "công tác dân vận của các cơ quan hành chính nhà nước")  # fmt: skip


def test_a_paper_of_the_party() -> None:
    found = propose(
        """ĐẢNG BỘ HUYỆN BA TƠ
ĐẢNG ỦY XÃ BA THÀNH
*
Số 12-KH/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Ba Thành, ngày 20 tháng 01 năm 2025
KẾ HOẠCH
thực hiện Năm dân vận chính quyền
-----
Thực hiện Kết luận số 114-KL/TW ngày 14/7/2015 của Ban Bí thư,""",
        "T/M ĐẢNG ỦY\nBÍ THƯ\nĐinh Văn Ân",
    )
    assert found == Proposal(
        kind="Kế hoạch", reference="12-KH/ĐU", issued_on="2025-01-20", issuer="Đảng ủy xã Ba Thành",
        title="Thực hiện Năm dân vận chính quyền", signer="Đinh Văn Ân")  # fmt: skip


def test_minutes_have_no_number() -> None:
    found = propose("""ỦY BAN NHÂN DÂN
XÃ BA THÀNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
BIÊN BẢN
Họp đánh giá công tác dân vận chính quyền 6 tháng đầu năm 2025
Hôm nay, vào lúc 14 giờ 00 ngày 20 tháng 6 năm 2025, tại Hội trường UBND xã.
Căn cứ Kế hoạch số 40/KH-UBND ngày 25 tháng 02 năm 2025""")
    assert (found.kind, found.reference, found.issued_on) == ("Biên bản", "", "2025-06-20")
    assert found.title == "Họp đánh giá công tác dân vận chính quyền 6 tháng đầu năm 2025"


def test_a_number_not_yet_given_is_not_proposed() -> None:
    found = propose(REPORT.replace("15/BC", "      /BC").replace("ngày 05 tháng", "ngày      tháng"))
    assert (found.reference, found.issued_on, found.kind) == ("", "", "Báo cáo")


def test_the_day_of_a_digital_signature() -> None:
    found = propose(
        REPORT.replace("ngày 05 tháng", "ngày      tháng")
        + "\nKý bởi: Ủy ban nhân dân xã Ba Thành\nThời gian ký: 06/03/2025 15:33:22 +07:00"
    )
    assert found.issued_on == "2025-03-06"


def test_a_day_that_is_no_day_is_not_proposed() -> None:
    assert propose(REPORT.replace("ngày 05 tháng 3", "ngày 31 tháng 2")).issued_on == ""


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("Số: 01/2025/QĐ-UBND", "01/2025/QĐ-UBND"), ("Số:15 / BC – UBND", "15/BC-UBND"), ("Só: 15/BC-UBND", "15/BC-UBND"),
        ("Số: 07/NQ-HĐND", "07/NQ-HĐND"), ("Số 15a/TB-VP", "15a/TB-VP"), ("Số: 123/UBND-VHXH", "123/UBND-VHXH"),
    ],
)  # fmt: skip
def test_numbers_as_they_are_written(line: str, reference: str) -> None:
    assert propose(REPORT.replace("Số: 15/BC-UBND", line)).reference == reference


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("HỘI ĐỒNG NHÂN DÂN\nXÃ BA THÀNH", "Hội đồng nhân dân xã Ba Thành"),
        ("UBND XÃ BA THÀNH\nTRẠM Y TẾ", "Trạm Y tế"),
        ("ỦY BAN MTTQ VIỆT NAM\nXÃ BA THÀNH", "Ủy ban MTTQ Việt Nam xã Ba Thành"),
        ("UBND HUYỆN BA TƠ\nTRƯỜNG TIỂU HỌC BA THÀNH", "Trường Tiểu học Ba Thành"),
        ("CÔNG AN HUYỆN BA TƠ\nCÔNG AN XÃ BA THÀNH", "Công an xã Ba Thành"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
    ],
)
def test_who_issued_it(head: str, issuer: str) -> None:
    assert propose(REPORT.replace("ỦY BAN NHÂN DÂN\nXÃ BA THÀNH", head)).issuer == issuer


def test_a_paper_of_no_known_kind_has_its_heading() -> None:
    found = propose("ỦY BAN NHÂN DÂN\nXÃ BA THÀNH\nSỔ THEO DÕI CÔNG VIỆC NĂM 2025\nSTT Nội dung")
    assert (found.kind, found.title, found.issuer) == (
        "",
        "Sổ theo dõi công việc năm 2025",
        "Ủy ban nhân dân xã Ba Thành",
    )


@pytest.mark.parametrize("text", ["", "  \n\n", "Ảnh chụp", "1 2 3\n4 5 6", "a\tb\tc\n" * 50])
def test_nothing_is_made_up(text: str) -> None:
    assert propose(text) == Proposal()


@given(st.text(max_size=600), st.text(max_size=200))
def test_any_text_gives_some_proposal(text: str, last: str) -> None:
    assert isinstance(propose(text, last), Proposal)


def test_long_text_is_quick() -> None:
    began = time.thread_time()
    propose(
        REPORT + "\n" + "Số : " * 20_000 + "\n" + "A Bc " * 20_000, "\n".join(["CHỦ TỊCH " * 8, "a " * 3_000] * 300)
    )
    assert time.thread_time() - began < 3


@pytest.mark.parametrize(
    "text", ["Nội dung khác.", "Nhân dân thôn Nước Lui đã hiến 1.250 m2 đất, quỹ do già làng\nPhạm Văn Đé giữ."]
)
def test_the_text_below_a_title_is_no_part_of_it(text: str) -> None:
    head = "ỦY BAN NHÂN DÂN\nXÃ BA THÀNH\nSố: 88/BC-UBND\nBa Thành, ngày 12 tháng 8 năm 2025\nBÁO CÁO\n"
    signed = "\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nPhạm Văn Khánh"
    assert propose(f"{head}Kết quả vận động hiến đất\nlàm đường thôn\n{text}{signed}").title == (
        "Kết quả vận động hiến đất làm đường thôn"
    )
    assert propose(f"{head}Kết quả công tác dân vận của\nUBND xã năm 2025\n{text}{signed}").title == (
        "Kết quả công tác dân vận của UBND xã năm 2025"
    )
