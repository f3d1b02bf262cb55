"""What a stick brings in is changed byte by byte and field by field: refused with a sentence or contained, and this PC stays as it was.

A field is changed with its digest made right again, as somebody would who wants to be believed. DVCQ_LONG=1 changes 20 times as much.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import store
from db.connection import connect
from db.opening import FILE
from dvcq_desktop import evidence_folder, evidence_json, troubles
from dvcq_desktop.backup import layout
from dvcq_desktop.backup.compare import compare
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.drill import check_place
from dvcq_desktop.backup.from_evidence import try_rebuild
from dvcq_desktop.backup.restore import WORD, restore_whole
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_files import store_folder
from dvcq_desktop.evidence_folder import CATALOGUE
from dvcq_desktop.framework_files import FRAMEWORK_FILES, parse_framework
from dvcq_desktop.hand_in import sums
from dvcq_desktop.office import open_office
from tests.dvcq_desktop.hand_in.conftest import HandingIn
from tests.faults.backups import make_demo_backed_up
from tests.faults.inject import LONG
from tests.faults.offices import WHO, rows_of

TIMES = 20 if LONG else 1
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 1 << 70, 1e308, "", "x", "../../ra-ngoai", "/etc/passwd", "C:\\x", "a\0b", "\ud800", "ế" * 5000,
    "0" * 64, [], {}, [[]], [None], {"sha256": "x"},
)  # fmt: skip


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo_backed_up(tmp_path_factory.mktemp("mẫu"))


@pytest.fixture
def place(start: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(start, tmp_path / "xã"))


def ends(act: Callable[[], object]) -> str:
    """How an act on foreign files ended: done, or refused with a sentence; anything else fails."""
    try:
        act()
    except Exception as trouble:
        if not troubles.sentence(trouble):
            raise
        return "refused"
    return "done"


def looked_at(place: Path, good: object) -> str:
    """Look, verify, compare, bring back into an empty folder: what comes back is what was backed up, or nothing."""

    def all_of_it() -> None:
        check_place(place / "usb", place / "pc", everything=True)
        copy = look(place / "usb").copy()
        with closing(connect(place / "pc" / FILE, read_only=True)) as db:
            compare(db, place / "pc", copy)
        restore_whole(place / "về", copy, word=WORD)

    shutil.rmtree(place / "về", ignore_errors=True)
    how = ends(all_of_it)
    if (place / "về" / FILE).exists():
        assert rows_of(place / "về" / FILE) == good, "another content was brought back"
    assert sorted(path.name for path in place.iterdir()) in (["pc", "usb"], ["pc", "usb", "về"]), "it wrote beside"
    return how


def change_somewhere(found: Any, dice: random.Random) -> Any:
    """One value of a JSON document made another, taken away or added to."""
    if isinstance(found, dict) and found and dice.random() < 0.9:
        key = dice.choice(list(found))
        if dice.random() < 0.1:
            return {name: value for name, value in found.items() if name != key}
        return {**found, key: change_somewhere(found[key], dice)}
    if isinstance(found, list) and found and dice.random() < 0.9:
        at = dice.randrange(len(found))
        return [*found[:at], change_somewhere(found[at], dice), *found[at + 1 :]]
    return dice.choice(ODD)


def change_bytes(raw: bytes, dice: random.Random) -> bytes:
    data = bytearray(raw)
    for _change in range(dice.choice((1, 1, 3, 20))):
        at, how = dice.randrange(len(data)), dice.randrange(4)
        if how == 0:
            data[at] ^= 1 << dice.randrange(8)
        elif how == 1:
            del data[at : at + dice.randint(1, 30)]
        elif how == 2:
            data[at:at] = data[dice.randrange(len(data)) :][: dice.randint(1, 60)]
        else:
            data[at:at] = dice.choice((b"[[[[", b"\0", b'"', b"{", b"1e999", b"null,"))
    return bytes(data)


def sealed_again(raw: bytes, dice: random.Random) -> bytes:
    """A marker or manifest with a field changed and its digest made right."""
    fields = json.loads(raw)
    fields.pop("digest")
    fields = change_somewhere(fields, dice)
    if isinstance(fields, dict):
        try:
            fields["digest"] = layout._digest(fields)
        except (UnicodeEncodeError, ValueError):
            fields["digest"] = "?"
    return json.dumps(fields).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("change", [change_bytes, sealed_again])
@pytest.mark.parametrize("name", ["ban/000001.json", "nhan-dien*.json"])
def test_a_changed_manifest_or_marker_is_refused_or_does_no_harm(
    place: Path, name: str, change: Callable[[bytes, random.Random], bytes]
) -> None:
    good, dice = rows_of(place / "pc" / FILE), random.Random(13)
    files = sorted(layout.root_of(place / "usb").glob(name))
    raw = [file.read_bytes() for file in files]
    how: Counter[str] = Counter()
    for _time in range(12 * TIMES):
        changed = change(raw[0], dice)
        for file in files:
            file.write_bytes(changed)
        how[looked_at(place, good)] += 1
    for file, whole in zip(files, raw, strict=True):
        file.write_bytes(whole)
    assert looked_at(place, good) == "done"
    assert rows_of(place / "pc" / FILE) == good
    print(name, change.__name__, dict(how))  # noqa: T201
    assert how["refused"] > 0


@pytest.mark.parametrize("name", ["ban/000001.json", "nhan-dien.json"])
def test_a_thousand_changed_manifests_and_markers_are_refused_or_what_they_were(place: Path, name: str) -> None:
    """Read alone, which is what everything else begins with: by bytes the very same or refused; sealed again, each value of its type."""
    path = layout.root_of(place / "usb") / name
    raw, dice = path.read_bytes(), random.Random(17)

    def read(data: bytes) -> object:
        return layout.marker_from(data, path) if "nhan" in name else layout.generation_from(data, path, 1)

    good, how = read(raw), Counter[str]()
    for number in range(500 * TIMES):
        how[ends(lambda: check_same(read(change_bytes(raw, dice)), good))] += 1
        found: list[object] = []
        how[f"sealed {ends(lambda: found.append(read(sealed_again(raw, dice))))}"] += 1  # noqa: B023
        if found and number % 10 == 0:
            assert read(layout.to_json(found[0])) == found[0]  # type: ignore[arg-type]
    print(name, dict(how))  # noqa: T201
    assert how["refused"] > 400 * TIMES
    assert how["sealed refused"] > 100 * TIMES


def check_same(found: object, good: object) -> None:
    assert found == good, "another content was believed"


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of evidence as it was handed in."""
    folder = tmp_path_factory.mktemp("mẫu")
    (folder / "nguồn").mkdir()
    made = HandingIn(folder / "pc", folder / "nguồn")
    with closing(made.office):
        made.export(target=folder / "bộ")
    return folder / "bộ"


def test_a_changed_list_of_a_handed_in_set_is_refused_or_contained(handed_in: Path, tmp_path: Path) -> None:
    """muc-luc.json: by bytes refused or the same documents; sealed again only documents of the right types, files of the set alone."""
    folder, dice, how = Path(shutil.copytree(handed_in, tmp_path / "bộ")), random.Random(18), Counter[str]()
    path = folder / CATALOGUE
    raw, good = path.read_bytes(), evidence_folder.look(folder)
    for number in range(800 * TIMES):
        path.write_bytes(_card_again(raw, dice) if number % 2 else change_bytes(raw, dice))
        found: list[evidence_folder.Found] = []
        kind = "sealed " if number % 2 else ""
        how[kind + ends(lambda: found.append(evidence_folder.look(folder)))] += 1  # noqa: B023
        for one in found:
            assert number % 2 or one.documents == good.documents
            assert all(folder in place.parents for place in one.contents.values())
    path.write_bytes(raw)
    print(dict(how))  # noqa: T201
    assert how["refused"] > 300 * TIMES
    assert how["sealed done"] > 100 * TIMES


def test_changed_checksums_of_a_handed_in_set_never_lead_out_of_it(handed_in: Path) -> None:
    """SHA256SUMS, by which the next handing in deletes: no path of it leaves the folder, and a name it lists has a hash."""
    raw, dice = (handed_in / sums.NAME).read_bytes(), random.Random(19)
    good, kept = sums.parsed(raw.decode()), 0
    for _time in range(600 * TIMES):
        found = sums.parsed(change_bytes(raw, dice).decode("utf-8", "replace"))
        kept += sum(found.get(name) == sha256 for name, sha256 in good.items())
        for name, sha256 in found.items():
            assert handed_in in Path(os.path.normpath(handed_in / name)).parents, name
            assert len(sha256) == 64
    assert kept > len(good) * 300 * TIMES


def test_a_changed_data_file_of_a_changed_manifest_is_refused_or_opens(place: Path) -> None:
    """Its hash fits; then what SQLite and the checks say decides, and nothing but a sentence comes of it."""
    dice = random.Random(14)
    root = layout.root_of(place / "usb")
    manifest = root / "ban" / "000001.json"
    fields = json.loads(manifest.read_bytes())
    fields.pop("digest")
    data = next(one for one in fields["contents"] if one["kind"] == "data")
    whole = store.path_of(root / "kho", data["sha256"]).read_bytes()
    how: Counter[str] = Counter()
    for _time in range(20 * TIMES):
        changed = change_bytes(whole, dice)
        kept = store.keep_bytes(root / "kho", changed)
        data.update(sha256=kept.sha256, size=len(changed))
        manifest.write_bytes(json.dumps({**fields, "digest": layout._digest(fields)}).encode())
        shutil.rmtree(place / "về", ignore_errors=True)
        copy = look(place / "usb").copy()
        how[ends(lambda: check_place(place / "usb", place / "pc"))] += 1
        how[f"restore {ends(lambda: restore_whole(place / 'về', copy))}"] += 1  # noqa: B023
        if (place / "về" / FILE).exists():
            how[f"open {ends(lambda: open_office(place / 'về', WHO).close())}"] += 1
    print(dict(how))  # noqa: T201
    assert how["restore refused"] > 0


def test_a_changed_catalogue_or_card_of_evidence_is_refused_or_contained(place: Path) -> None:
    """Cards beside the contents, from which an office is made anew: changed with their seal, and by bytes."""
    dice, how = random.Random(15), Counter[str]()
    folder = store_folder(place / "pc")
    cards = sorted(folder.rglob("*.json"))
    assert cards
    shutil.copytree(folder, place / "thẻ")
    for number in range(20 * TIMES):
        card = place / "thẻ" / dice.choice(cards).relative_to(folder)
        raw = card.read_bytes()
        card.chmod(0o644)
        card.write_bytes(_card_again(raw, dice) if number % 2 else change_bytes(raw, dice))
        how[ends(lambda: try_rebuild(None, place / "thẻ"))] += 1
        card.write_bytes(raw)
    print(dict(how))  # noqa: T201
    assert how["done"] > 0
    assert sorted(path.name for path in place.iterdir()) == ["pc", "thẻ", "usb"]


def _card_again(raw: bytes, dice: random.Random) -> bytes:
    try:
        return evidence_json.sealed(change_somewhere(evidence_json.unsealed(raw), dice))
    except (UnicodeEncodeError, ValueError, TypeError, AttributeError):
        return change_bytes(raw, dice)


def test_a_changed_framework_file_is_read_or_refused() -> None:
    dice, how = random.Random(16), Counter[str]()
    folder = Path(__file__).resolve().parents[2] / "resources" / "frameworks"
    texts = [(folder / f"{name}.toml").read_bytes() for name in FRAMEWORK_FILES]
    for _time in range(300 * TIMES):
        text = change_bytes(dice.choice(texts), dice).decode("utf-8", "replace")
        try:
            parse_framework(text, name="thử")
            how["read"] += 1
        except RuleBroken:
            how["refused"] += 1
    print(dict(how))  # noqa: T201
    assert min(how["read"], how["refused"]) > 10


def test_a_foreign_database_under_our_name_is_no_backup(place: Path, tmp_path: Path) -> None:
    """Another program's file, one with our mark and triggers of its own, no database at all."""
    for number, script in enumerate(
        (
            "CREATE TABLE x (y)",
            f"PRAGMA application_id={0x44564351}; PRAGMA user_version=1; CREATE TABLE setting (id, uid, name, value)",
            f"PRAGMA application_id={0x44564351}; PRAGMA user_version=99",
        )
    ):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        with closing(sqlite3.connect(folder / FILE)) as raw:
            raw.executescript(script)
        assert ends(lambda: restore_whole(place / "về", look(folder).copy())) == "refused"  # noqa: B023
        assert not (place / "về" / FILE).exists()
