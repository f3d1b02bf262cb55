"""How one superior wants the evidence handed in: folders, names of files, which catalogues, whether only what is approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_codes import check_template
from dvcq_desktop.records import Record, column, delete, fetch, get, insert, one, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line

Folders = Literal["criterion_item", "criterion", "flat"]
FOLDERS: dict[str, str] = {
    "criterion_item": "Theo tiêu chí và nội dung",
    "criterion": "Theo tiêu chí",
    "flat": "Một thư mục chung",
}
CATALOGUES: dict[str, str] = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "html": "Trang mục lục (index.html)"}
USUAL = "Mẫu chung"


@dataclass(frozen=True, kw_only=True)
class HandInProfile(Record):
    """One way of handing in; catalogues is a list of endings, name_template "" is the office's own."""

    TABLE: ClassVar[str] = "hand_in_profile"
    name: str = column("Mẫu nộp", width=30)
    superior: str = column("Nơi nhận", width=30, default="")
    folders: Folders = "criterion_item"
    name_template: str = column("Mẫu tên tệp", width=40, default="")
    catalogues: str = "pdf docx xlsx html"
    only_approved: int = column("Chỉ minh chứng đã duyệt", kind="yes_no", width=8, default=0)
    with_labels: int = column("Kèm nhãn hộp", kind="yes_no", width=8, default=1)
    note: str = column("Ghi chú", width=30, default="")
    position: int = 0

    @property
    def kinds(self) -> tuple[str, ...]:
        """The catalogues wanted, of CATALOGUES."""
        return tuple(kind for kind in CATALOGUES if kind in self.catalogues.split())


def profiles(db: Connection) -> list[HandInProfile]:
    """The office's profiles in their order; the usual one, which is not stored, where there is none."""
    return fetch(db, HandInProfile, "ORDER BY position, id") or [HandInProfile(name=USUAL)]


def profile_named(db: Connection, name: str) -> HandInProfile:
    """The profile of a name, the first where none is named. RuleBroken where there is none, with the names there are."""
    known = profiles(db)
    if not name:
        return known[0]
    found = next((profile for profile in known if profile.name.casefold() == name.strip().casefold()), None)
    if found is None:
        names = ", ".join(f"“{profile.name}”" for profile in known)
        raise RuleBroken(_("Không có mẫu nộp “{name}”. Đang có: {names}.", name=name, names=names))
    return found


def add_profile(db: Connection, /, name: str, **values: object) -> int:
    """Store a new profile at the end. Raises RuleBroken as change_profile."""
    place = db.execute("SELECT coalesce(max(position), 0) + 1 FROM hand_in_profile").fetchone()[0]
    made = insert(db, HandInProfile(name=_free_name(db, name, 0), position=int(place)))
    change_profile(db, made, **values)
    return made


def change_profile(db: Connection, profile_id: int, /, **values: object) -> None:
    """Change fields. Raises RuleBroken for no name, one that is taken, an unknown folder, catalogue or part of a file name."""
    stored = {name: clean_line(value) if isinstance(value, str) else value for name, value in values.items()}
    if "name" in stored:
        stored["name"] = _free_name(db, str(stored["name"]), profile_id)
    if stored.get("name_template"):
        check_template(str(stored["name_template"]))
    if "folders" in stored and stored["folders"] not in FOLDERS:
        raise RuleBroken(_("Không có cách chia thư mục “{folders}”.", folders=stored["folders"]))
    if "catalogues" in stored:
        wanted = str(stored["catalogues"]).split()
        unknown = [kind for kind in wanted if kind not in CATALOGUES]
        if unknown:
            raise RuleBroken(_("Không ghi được danh mục loại “{kind}”.", kind=unknown[0]))
        stored["catalogues"] = " ".join(kind for kind in CATALOGUES if kind in wanted)
    update(db, HandInProfile, profile_id, **stored)


def remove_profile(db: Connection, profile_id: int) -> None:
    """Take a profile off the list; what was handed in by it stays where it is."""
    get(db, HandInProfile, profile_id)
    delete(db, HandInProfile, (profile_id,))


def _free_name(db: Connection, typed: str, own_id: int) -> str:
    name = clean_line(typed)
    if not name:
        raise RuleBroken(_("Chưa đặt tên cho mẫu nộp."))
    if one(db, HandInProfile, "WHERE name = ? AND id <> ?", (name, own_id)) is not None:
        raise RuleBroken(_("Đã có mẫu nộp tên “{name}”.", name=name))
    return name
