"""Works in an office at random for as long as one likes, then proves that all of it is whole: python -m tests.faults.soak MINUTES.

The memory of the process is told each minute; it may grow by 50 MB once every kind of work was done a few times.
DIR as a second argument keeps the office in an empty folder of one's own.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from db import store
from db.check import whole_check
from db.opening import FILE
from dvcq_desktop import demo, evidence, evidence_check, scores
from dvcq_desktop.backup.backup import back_up
from dvcq_desktop.backup.copies import look
from dvcq_desktop.backup.drill import prove
from dvcq_desktop.backup.layout import root_of
from dvcq_desktop.backup.places import adopt
from dvcq_desktop.backup.restore import restore_whole
from dvcq_desktop.backup.vault import Vault
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.evidence_content import keep_file
from dvcq_desktop.evidence_files import attach, known_contents, store_folder
from dvcq_desktop.exporting import export_form
from dvcq_desktop.finding import find
from dvcq_desktop.office import open_office
from dvcq_desktop.printed import FORMS
from dvcq_desktop.printed.blocks import FormOptions
from tests.faults import at_work
from tests.faults.offices import WHO, rows_of

YEAR = 2025
MOST_GROWTH = 50.0  # MB
WORDS = ("kế hoạch", "tiep cong dan", "Đường", "quý IV", "“báo cáo”", "%", "đ")


class Soak:
    """One office at work, with a place of backups beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dice = random.Random(23)
        self.done: Counter[str] = Counter()
        self.office = open_office(folder / "dữ liệu", WHO, create=True)
        self.office.run("Nạp", demo.fill_demo, self.office.folder)
        (folder / "usb").mkdir()
        with closing(self.office.reader()) as reader:
            adopt(reader, folder / "usb", self.office.folder)
        self.acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (600, self.edit),
            (60, self.score),
            (40, self.take_in),
            (30, self.look_for),
            (10, self.print_paper),
            (6, self.throw_away),
            (2, self.save),
            (1, self.come_back_tomorrow),
        )

    def step(self) -> None:
        """One thing a person does, the frequent more often."""
        (act,) = self.dice.choices([act for _weight, act in self.acts], [weight for weight, _act in self.acts])
        try:
            act()
            self.done[act.__name__] += 1
        except RuleBroken:
            self.done["refused"] += 1

    def edit(self) -> None:
        at_work.one_edit(self.office, self.dice)

    def score(self) -> None:
        row = self.dice.choice(scores.score_rows(self.office.db, YEAR))
        self.office.run("Chấm", scores.set_self, YEAR, row.item.id, str(self.dice.randint(0, 3)))

    def take_in(self) -> None:
        path = self.folder / f"quét {self.done['take_in']}.txt"
        path.write_bytes(self.dice.randbytes(self.dice.randint(1, 200_000)))
        taken = keep_file(self.office.folder, path)
        self.office.run("Đính kèm", attach, YEAR, taken.kept, taken.name)
        self.office.sidecars.finish(self.office.db)
        path.unlink()

    def throw_away(self) -> None:
        documents = [one.id for one in evidence.evidence_of_year(self.office.db, YEAR)]
        self.office.run("Bỏ", evidence.trash, self.dice.sample(documents, min(3, len(documents))), WHO)

    def look_for(self) -> None:
        find(self.office.db, self.dice.choice(WORDS))

    def print_paper(self) -> None:
        form, suffix = self.dice.choice(FORMS), self.dice.choice((".pdf", ".docx", ".xlsx"))
        export_form(self.office.db, form.key, FormOptions(year=YEAR), self.folder / f"bản in{suffix}")

    def save(self) -> None:
        with closing(self.office.reader()) as reader:
            done = back_up(reader, self.office.folder, self.folder / "usb")
        assert done.proof.whole, done.sentence

    def come_back_tomorrow(self) -> None:
        said = self.office.close()
        assert not said, said
        self.office = open_office(self.folder / "dữ liệu", WHO)

    def prove(self) -> None:
        """Every row, every file, every generation; the newest brought back into an empty folder is the same to the row."""
        self.save()
        found = whole_check(self.office.db)
        assert found.whole, found
        assert not found.search, found.search
        left = evidence_check.check(self.office.db, self.office.folder, repair=True).findings
        assert {one.kind for one in left} <= {"unused"}, left
        contents = known_contents(self.office.db)
        self.office.close()
        vault = Vault(root_of(self.folder / "usb"))
        for serial in vault.serials():
            assert prove(vault, vault.read(serial), self.office.folder, everything=True).whole, serial
        target = self.folder / "khôi phục"
        restore_whole(target, look(self.folder / "usb").copy())
        assert rows_of(target / FILE) == rows_of(self.office.folder / FILE)
        assert all(store.digest(store.path_of(store_folder(target), sha256)) == sha256 for sha256 in contents)
        size = (self.office.folder / FILE).stat().st_size >> 20
        files, kept = len(contents), len(vault.serials())
        print(f"whole: data {size} MB, {files} files of evidence, {kept} generations, brought back")  # noqa: T201


def megabytes() -> float:
    """What this process holds in memory now; Linux only."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def soak(minutes: float, folder: Path) -> float:
    """Work for so many minutes, then prove it all; answers the growth in MB since a fifth of the time had passed."""
    work = Soak(folder)
    begin = told = time.monotonic()
    steady: float | None = None
    while (now := time.monotonic()) < begin + minutes * 60:
        work.step()
        if steady is None and now > begin + minutes * 12:
            steady = megabytes()
        if now > told + 60:
            told = now
            print(f"{(now - begin) / 60:.0f} min: {work.done.total()} acts, {megabytes():.0f} MB", flush=True)  # noqa: T201
    growth = megabytes() - (steady or megabytes())
    print(f"{dict(work.done)}; grown by {growth:.1f} MB since {minutes / 5:.1f} min")  # noqa: T201
    work.prove()
    return growth


def main() -> int:
    minutes = float(sys.argv[1])
    if len(sys.argv) > 2:
        return int(soak(minutes, Path(sys.argv[2])) > MOST_GROWTH)
    with tempfile.TemporaryDirectory(prefix="dvcq-") as folder:
        return int(soak(minutes, Path(folder)) > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
