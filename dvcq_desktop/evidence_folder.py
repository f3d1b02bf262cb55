"""Reads a folder of evidence without its data file: a store with sidecars, or a handed-in folder with its muc-luc.json.

What is written there may have come from anywhere: every value is looked at before it is used, and no name leads out of the
folder.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from db import store
from dvcq_desktop import troubles
from dvcq_desktop.errors import InputRefused, RuleBroken
from dvcq_desktop.evidence import MOST_PAGES, STATES
from dvcq_desktop.evidence_files import store_folder
from dvcq_desktop.evidence_json import LARGEST, LINK_FIELDS, RECORD, VERSION_FIELDS, unsealed
from dvcq_desktop.evidence_sidecars import read_sidecar, sidecars
from dvcq_desktop.looking.kinds import START, content_of
from dvcq_desktop.looking.names import shown_name
from dvcq_desktop.texts import _

CATALOGUE = "muc-luc.json"
_OF_DOCUMENT = frozenset({"page_count", "box", "code_number", "year"})  # whole numbers; everything else is text
_OF_VERSION = frozenset({"version", "size", "pages"})
_OF_LINK = frozenset({"criterion", "item"})
_MOST = {"size": store.LARGEST, "year": 2100}
_SHA = re.compile(r"[0-9a-f]{64}")
_UID = re.compile(r"[0-9a-z]{8,40}")
_LONGEST = 20_000  # letters of one field
_FORMS = {
    "uid": _UID,
    "sha256": _SHA,
    "issued_on": re.compile(r"(?:[12]\d{3}(?:-[01]\d(?:-[0-3]\d)?)?)?"),
    **dict.fromkeys(("reviewed_at", "entered_at", "trashed_at", "added_at"), re.compile(r"[0-9T:.+-]{0,40}")),
}
_ENDINGS = {
    "pdf": ".pdf", "jpeg": ".jpg", "png": ".png", "gif": ".gif", "tiff": ".tif", "heic": ".heic", "webp": ".webp",
    "rtf": ".rtf", "mp4": ".mp4",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Loose:
    """A content nobody tells anything about; ending: what its first bytes suggest, "" where they suggest nothing."""

    sha256: str
    size: int
    ending: str = ""


@dataclass(kw_only=True)
class Found:
    """What a folder holds. troubles: sentences about what had to be left out."""

    office: str = ""
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)  # by uid, as document_as_json
    contents: dict[str, Path] = field(default_factory=dict)  # where each content lies
    loose: list[Loose] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    store: Path | None = None  # the folder of the store; None for a handed-in folder


def look(folder: Path) -> Found:
    """What a folder of evidence holds, contents not yet read. Raises OSError, InputRefused, RuleBroken for another folder."""
    inner = store_folder(folder)
    if (folder / CATALOGUE).is_file():
        return _handed_in(folder)
    for candidate in (inner, folder):
        if any(store.listing(candidate)) or any(sidecars(candidate)):
            return _store(candidate)
    raise RuleBroken(
        _(
            "Trong {folder} không có kho minh chứng (thư mục minh-chung) và cũng không có tệp {name}. Hãy chọn thư mục dữ liệu "
            "cũ, thư mục minh-chung, hoặc thư mục minh chứng đã xuất.",
            folder=folder,
            name=CATALOGUE,
        )
    )


def verify(found: Found, told: store.Told = lambda _bytes: None) -> set[str]:
    """Read every content where it lies; answers those that are damaged, named in found.troubles."""
    names = sorted(found.contents)
    bad = set()
    for sha, answer in zip(names, store.digests([found.contents[sha] for sha in names], told), strict=True):
        if answer != sha:
            bad.add(sha)
            found.troubles.append(damaged(found, sha))
    return bad


def copy(found: Found, data_folder: Path, told: store.Told = lambda _bytes: None) -> set[str]:
    """Copy every content into the store of a data folder, each verified; answers those that could not be, named in troubles.

    Raises OSError where the disk is full or gone. What lies in that store already is only verified.
    """
    target = store_folder(data_folder)
    if found.store is not None and target.exists() and target.samefile(found.store):
        return verify(found, told)
    names = sorted(found.contents)
    bad = set()
    paths = [found.contents[sha] for sha in names]
    for sha, answer in zip(names, store.keep_many(target, paths, told, expected=names), strict=True):
        if isinstance(answer, OSError) and _can_read(found.contents[sha]):
            raise answer  # it is not the source that fails
        if isinstance(answer, Exception):
            bad.add(sha)
            found.troubles.append(damaged(found, sha))
    return bad


def damaged(found: Found, sha256: str) -> str:
    """A content that is not what its name says, with the documents it belongs to."""
    owners = [one for one in found.documents.values() if any(v["sha256"] == sha256 for v in one["versions"])]
    names = ", ".join(f"{one['code']} {shown_name(one['title'])}".strip() for one in owners) or _("không rõ hồ sơ")
    return _("Tệp hỏng hoặc không đọc được, không lấy: {path} ({names}).", path=found.contents[sha256], names=names)


def _can_read(path: Path) -> bool:
    try:
        store.digest(path)
    except OSError:
        return False
    return True


def _store(folder: Path) -> Found:
    found = Found(store=folder)
    found.contents = {sha: store.path_of(folder, sha) for sha, _size in store.listing(folder)}
    emptied = set()
    for path in sorted(sidecars(folder)):
        try:
            body = read_sidecar(path)
        except (InputRefused, OSError) as trouble:
            said = troubles.sentence(trouble)
            found.troubles.append(_("{trouble} Các hồ sơ ghi riêng ở đó không lấy lại được.", trouble=said))
            continue
        if not body["documents"]:
            emptied.add(path.name[:64])
        _take(found, body, path)
    named = set()
    for document in found.documents.values():
        for version in document["versions"]:
            named.add(version["sha256"])
            if version["sha256"] not in found.contents:
                words = {"name": shown_name(version["original_name"]), "title": shown_name(document["title"])}
                found.troubles.append(_("Không thấy tệp “{name}” của “{title}” trong kho.", **words))
    for sha in sorted(set(found.contents) - named):
        if sha in emptied:
            del found.contents[sha]  # its documents were deleted for good
        else:
            path = found.contents[sha]
            found.loose.append(Loose(sha256=sha, size=path.stat().st_size, ending=_ending(path)))
    return found


def _handed_in(folder: Path) -> Found:
    path = folder / CATALOGUE
    if path.stat().st_size > LARGEST:
        raise InputRefused(_("Tệp {path} quá lớn nên không đọc.", path=path))
    found = Found()
    body = unsealed(path.read_bytes(), path.name)
    files = {str(one.get("uid")): one.get("file") for one in body["documents"] if isinstance(one, dict)}
    _take(found, body, path)
    for document in found.documents.values():
        newest = document["versions"][-1:] and document["versions"][-1]["sha256"]
        document["versions"] = document["versions"][-1:]  # what was handed in: older versions stayed in the office
        place = _inside(folder, files[document["uid"]])
        if newest and place is not None and place.is_file():
            found.contents[newest] = place
        elif newest:
            document["versions"] = []
            found.troubles.append(_("Không thấy tệp của “{title}” trong thư mục.", title=shown_name(document["title"])))
    return found


def _inside(folder: Path, name: object) -> Path | None:
    """The path of a name with "/" below a folder; None for one that leads elsewhere."""
    if not isinstance(name, str) or not name or "\\" in name or ":" in name or "\0" in name:
        return None
    parts = PurePosixPath(name).parts
    return None if ".." in parts or PurePosixPath(name).is_absolute() else folder.joinpath(*parts)


def _take(found: Found, body: Mapping[str, Any], path: Path) -> None:
    """Add the documents of one sealed file; of one that is told twice the one with more versions."""
    found.office = found.office or str(body.get("office", ""))[:300]
    for one in body["documents"]:
        document = _checked(one)
        if document is None:
            found.troubles.append(_("Trong {name} có hồ sơ ghi sai kiểu nên không lấy.", name=path.name))
            continue
        before = found.documents.get(document["uid"])
        if before is None or len(before["versions"]) < len(document["versions"]):
            found.documents[document["uid"]] = document


def _checked(one: object) -> dict[str, Any] | None:
    """The document where every value is of its kind and in its bounds."""
    if not isinstance(one, dict) or not _fields(one, (*RECORD, "year", "code"), _OF_DOCUMENT):
        return None
    versions, links, place = one.get("versions"), one.get("links"), one.get("code_place")
    if (
        not isinstance(versions, list)
        or not isinstance(links, list)
        or one["year"] < 2000
        or one["state"] not in STATES
    ):
        return None
    if not all(isinstance(v, dict) and _fields(v, VERSION_FIELDS, _OF_VERSION) for v in versions):
        return None
    if not all(isinstance(link, dict) and _link_is_sound(link) for link in links):
        return None
    if place is not None and not (isinstance(place, list) and len(place) == 2 and all(type(n) is int for n in place)):
        return None
    if not one["title"].strip() or len({v["version"] for v in versions}) != len(versions):
        return None
    return {**one, "versions": sorted(versions, key=_version)}


def _version(version: Mapping[str, Any]) -> int:
    return int(version["version"])


def _link_is_sound(link: dict[str, Any]) -> bool:
    named = ("criterion", "item", "item_text", "framework") if "item" in link else ("task_uid", "task_text")
    return _fields(link, (*LINK_FIELDS, *named), _OF_LINK)


def _fields(one: Mapping[str, Any], names: Sequence[str], numbers: Collection[str]) -> bool:
    return all(_number(name, one.get(name)) if name in numbers else _text(name, one.get(name)) for name in names)


def _number(name: str, value: object) -> bool:
    return type(value) is int and 0 <= value <= _MOST.get(name, MOST_PAGES)


def _text(name: str, value: object) -> bool:
    if not isinstance(value, str) or len(value) > _LONGEST or any("\ud800" <= letter <= "\udfff" for letter in value):
        return False
    return name not in _FORMS or bool(_FORMS[name].fullmatch(value))


def _ending(path: Path) -> str:
    try:
        with path.open("rb") as handle:
            start = handle.read(START)
    except OSError:
        return ""  # it is told when it is copied
    kind = content_of(start)
    if kind == "zip":
        return ".docx" if b"word/" in start else ".xlsx" if b"xl/" in start else ""
    return _ENDINGS.get(kind, "")
