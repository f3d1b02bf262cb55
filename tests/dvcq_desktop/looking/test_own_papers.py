"""Papers this program prints itself, as PDF and as Word file, are read back: what was printed is what is proposed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.connection import Connection
from dvcq_desktop import demo
from dvcq_desktop.exporting import export_form
from dvcq_desktop.looking.looker import Looker
from dvcq_desktop.looking.proposals import Proposal, propose_from
from dvcq_desktop.plans import change_plan, plan_of_year
from dvcq_desktop.printed.blocks import FormOptions
from tests.support import operator

COMMUNE = "Ủy ban nhân dân xã Ba Thành"
CHAIRMAN = "Phạm Văn Khánh"
PAPERS = {
    "ke-hoach": ("Kế hoạch", "Khắc phục, cải thiện và nâng cao chỉ số dân vận chính quyền của xã Ba Thành năm 2025"),
    "bao-cao-ky": ("Báo cáo", "Kết quả thực hiện công tác dân vận chính quyền năm 2025"),
    "don-doc": ("Công văn", "Đôn đốc thực hiện nhiệm vụ công tác dân vận chính quyền năm 2025"),
    "thong-bao-ket-qua": ("Thông báo", "Kết quả thực hiện nhiệm vụ công tác dân vận chính quyền năm 2025"),
    "phieu-giao-viec": ("Phiếu giao việc", "Thực hiện công tác dân vận chính quyền năm 2025"),
    "bang-tu-cham": ("Bảng tự chấm điểm", "Công tác dân vận chính quyền năm 2025"),
}


@pytest.fixture(scope="module")
def office(fresh: Callable[[], Connection]) -> Iterator[Connection]:
    db = fresh()
    run = operator(db)
    run(demo.fill_demo)
    run(change_plan, plan_of_year(db, 2025).id, number="15", symbol="KH-UBND", issued_on="05/3/2025")
    yield db
    db.close()


@pytest.fixture(scope="module")
def looker() -> Iterator[Looker]:
    looker = Looker()
    yield looker
    looker.close()


def read_back(office: Connection, looker: Looker, form: str, path: Path) -> Proposal:
    export_form(office, form, FormOptions(year=2025), path)
    return propose_from(looker.text(path))


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
@pytest.mark.parametrize("form", PAPERS)
def test_read_back(office: Connection, looker: Looker, tmp_path: Path, form: str, suffix: str) -> None:
    found = read_back(office, looker, form, tmp_path / f"a{suffix}")
    assert (found.kind, found.title) == PAPERS[form]
    assert (found.issuer, found.signer) == (COMMUNE, CHAIRMAN)
    registered = form == "ke-hoach"  # the others wait for the registry: no number and no day to propose
    assert (found.reference, found.issued_on) == (("15/KH-UBND", "2025-03-05") if registered else ("", ""))
    assert (found.page_count > 0) == (suffix == ".pdf")


def test_a_page_of_ours_is_drawn(office: Connection, looker: Looker, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    export_form(office, "bao-cao-ky", FormOptions(year=2025), path)
    first, second = looker.page(path, 1, 500), looker.page(path, 2, 500)
    assert first.width == second.width == 500
    assert first.pixels != second.pixels
