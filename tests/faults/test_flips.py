"""One flipped bit in the data at rest, in evidence, in its card: noticed each time, named, and what was damaged is brought back.

Backups, their manifests and markers are flipped in test_backup_faults.py. DVCQ_LONG=1 flips 3,000 bits of each instead of 300.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import seal, store
from db.errors import ChangedOutside, DataTrouble
from db.opening import FILE
from dvcq_desktop import evidence_check, evidence_sidecars, troubles
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.healing import heal_evidence
from dvcq_desktop.backup.restore import restore_whole
from dvcq_desktop.evidence_files import known_contents, store_folder
from dvcq_desktop.office import open_office
from tests.faults.backups import make_demo_backed_up
from tests.faults.inject import LONG
from tests.faults.offices import WHO, rows_of

FLIPS = 3000 if LONG else 300


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo_backed_up(tmp_path_factory.mktemp("mẫu"))


@pytest.fixture
def place(start: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(start, tmp_path / "xã"))


def flips(path: Path, times: int) -> Iterator[bytes]:
    """The file with one bit flipped, so many times; the file itself is so meanwhile, and whole afterwards."""
    good, dice = path.read_bytes(), random.Random(9)
    path.chmod(0o644)
    for _time in range(times):
        at = dice.randrange(len(good))
        path.write_bytes(good[:at] + bytes([good[at] ^ (1 << dice.randrange(8))]) + good[at + 1 :])
        yield good
    path.write_bytes(good)


def test_a_bit_of_the_data_at_rest(place: Path) -> None:
    """By the seal before SQLite reads a byte; then the backup is brought back over the damaged file."""
    path = place / "pc" / FILE
    before = rows_of(path)
    for number, good in enumerate(flips(path, FLIPS)):
        if number % 10 == 0:
            with pytest.raises(DataTrouble) as noticed:
                open_office(place / "pc", WHO)
            said = troubles.sentence(noticed.value)
            assert said
            assert "Hãy" in said or "hãy" in said
        else:
            with pytest.raises(ChangedOutside):
                seal.holds(path)
        if number == FLIPS // 2:
            damaged = path.read_bytes()
            restored = restore_whole(place / "pc", look(place / "usb").copy())
            assert rows_of(path) == before
            assert restored.kept_as, "the damaged file is kept"
            assert damaged != path.read_bytes()
            path.write_bytes(good)
            seal.make_seal(path)


def test_a_bit_of_the_seal(place: Path) -> None:
    """Never taken for another file's data: refused, or the file itself is checked."""
    for _good in flips(seal.seal_of(place / "pc" / FILE), FLIPS // 10):
        try:
            assert not seal.holds(place / "pc" / FILE)
        except ChangedOutside:
            continue
    open_office(place / "pc", WHO).close()


def test_a_bit_of_evidence(place: Path) -> None:
    """Named with its document, and healed from the stick."""
    with closing(open_office(place / "pc", WHO)) as office:
        known = known_contents(office.db)
        assert len(known) > 5
        for sha256, size in known.items():
            path = store.path_of(store_folder(office.folder), sha256)
            for _good in flips(path, FLIPS // len(known) - 1):
                assert store.digest(path) != sha256
            for _good in flips(path, 1):
                (found,) = [one for one in evidence_check.check(office.db, office.folder).findings if one.lost]
                assert found.sha256 == sha256
                assert found.documents
                healed = heal_evidence(office.folder, {sha256: (size, "tệp")}, [place / "usb"])
                assert healed.back == {sha256}
                assert store.digest(path) == sha256
                path.chmod(0o644)


def test_a_bit_of_a_card_beside_evidence(place: Path) -> None:
    with closing(open_office(place / "pc", WHO)) as office:
        evidence_sidecars.write_all(office.db, office.folder)
        folder = store_folder(office.folder)
        keys = evidence_sidecars.all_keys(office.db, folder)
        assert list(evidence_sidecars.differences(office.db, office.folder, keys)) == []
        cards = sorted(folder.rglob("*.json"))
        for card in cards[:10]:
            for _good in flips(card, FLIPS // 50):
                assert len(list(evidence_sidecars.differences(office.db, office.folder, keys))) == 1, card
        for _good in flips(cards[0], 1):
            evidence_check.check(office.db, office.folder, repair=True)
            assert list(evidence_sidecars.differences(office.db, office.folder, keys)) == []
            cards[0].chmod(0o644)
