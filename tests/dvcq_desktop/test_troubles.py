"""Every trouble is said in one Vietnamese sentence: what happened, what is safe, what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from db import errors as data
from dvcq_desktop.errors import InputRefused, MediumTrouble, RuleBroken
from dvcq_desktop.system_words import cause
from dvcq_desktop.troubles import exit_code, sentence

PATH = Path("du-lieu") / "dvcq.sqlite3"
DATA_TROUBLES = sorted(
    {*data.DataTrouble.__subclasses__(), *data.Damaged.__subclasses__()}, key=lambda kind: kind.__name__
)
SAFE = (
    "còn nguyên",
    "Chưa có gì thay đổi",
    "không tự tạo tệp mới",
    "đã được rút lại",
    "không ghi gì vào đó",
    "không ghi thêm gì",
)


def on_disk(number: int, name: str | None = "kế hoạch.pdf") -> OSError:
    return OSError(number, os.strerror(number), name)


SQLITE = (
    "database or disk is full",
    "database is locked",
    "database table is locked",
    "attempt to write a readonly database",
    "unable to open database file",
    "disk I/O error",
)
TROUBLES = [
    *(kind(PATH, "chi tiết") for kind in DATA_TROUBLES),
    *(sqlite3.OperationalError(said) for said in SQLITE),
    sqlite3.DatabaseError("database disk image is malformed"),
    *(
        on_disk(n)
        for n in (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.ENODEV, errno.ENOENT, errno.EISDIR)
    ),
    on_disk(errno.ENOSPC, None),
    OSError("lạ"),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=repr)
def test_each_trouble_says_what_happened_what_is_safe_and_what_to_do(trouble: Exception) -> None:
    said = sentence(trouble)
    assert said is not None
    assert any(words in said for words in SAFE), said
    assert "Hãy" in said
    assert "  " not in said
    assert "None" not in said
    assert not any(word in said for word in ("Traceback", "Error", "Exception")) or "OSError" in said


def test_each_kind_of_data_trouble_has_its_own_sentence() -> None:
    assert len({sentence(kind(PATH, "x")) for kind in DATA_TROUBLES}) == len(DATA_TROUBLES)
    assert "chi tiết" in str(sentence(data.OpenElsewhere(PATH, "chi tiết")))


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (data.OpenElsewhere(PATH, "Hoa"), 4),
        (data.NoDataFile(PATH), 3),
        (data.NewerThanProgram(PATH, "9"), 3),
        (data.NotOurs(PATH), 3),
        (data.NotWritable(PATH), 3),
        (data.Damaged(PATH, "x"), 3),
        (data.ChangedOutside(PATH, "x"), 3),
        (data.MovedAway(PATH), 3),
        (data.NoRoom(PATH, "9"), 5),
        (data.DiskFull(PATH, "20"), 5),
        (data.UpgradeFailed(PATH, "x"), 3),
        (sqlite3.DatabaseError("database disk image is malformed"), 3),
        (InputRefused("Tệp hỏng."), 3),
        (sqlite3.OperationalError("database is locked"), 4),
        (sqlite3.OperationalError("database or disk is full"), 5),
        (sqlite3.OperationalError("disk I/O error"), 5),
        (MediumTrouble("Hết chỗ."), 5),
        (on_disk(errno.ENOSPC), 5),
        (on_disk(errno.EIO), 5),
        (on_disk(errno.ENODEV), 5),
        (on_disk(errno.ENOENT), 2),
        (RuleBroken("Sai."), 2),
    ],
    ids=repr,
)
def test_exit_codes(trouble: Exception, code: int) -> None:
    assert exit_code(trouble) == code


@pytest.mark.parametrize("trouble", [RuleBroken("Chưa có tên."), InputRefused("Tệp hỏng."), MediumTrouble("Hết chỗ.")])
def test_our_own_sentences_are_passed_on(trouble: Exception) -> None:
    assert sentence(trouble) == str(trouble)


@pytest.mark.parametrize(
    "fault",
    [
        KeyError("x"),
        ValueError("x"),
        sqlite3.IntegrityError("x"),
        sqlite3.ProgrammingError("x"),
        sqlite3.OperationalError("no such column: x"),
    ],
    ids=repr,
)
def test_faults_of_the_program_are_not_dressed_up(fault: Exception) -> None:
    assert sentence(fault) is None


def test_a_renaming_that_fails_names_the_file_the_person_knows(tmp_path: Path) -> None:
    target = tmp_path / "Kế hoạch.pdf"
    refused = OSError(errno.EACCES, "Access is denied", str(tmp_path / ".Ke.a1b2.tmp"), None, str(target))
    assert str(target) in (sentence(refused) or "")
    assert ".tmp" not in (sentence(refused) or "")


@pytest.mark.parametrize("number", sorted(errno.errorcode), ids=lambda number: errno.errorcode[number])
def test_no_word_of_the_system_stands_in_a_sentence(number: int) -> None:
    said = cause(on_disk(number))
    assert said
    assert os.strerror(number) not in (sentence(on_disk(number)) or "")
    assert os.strerror(number) not in said


def test_the_usual_codes_have_words_and_the_others_their_number() -> None:
    usual = "ENOSPC EIO EACCES EPERM EROFS ENOENT ENOTCONN ENODEV ENAMETOOLONG EINVAL EBUSY ETIMEDOUT ESTALE"
    for name in usual.split():
        if hasattr(errno, name):
            assert "mã lỗi" not in cause(on_disk(getattr(errno, name))), name
    assert cause(on_disk(9999)) == "mã lỗi 9999"
    assert cause(OSError("the text of somebody")) == "không rõ vì sao"
    assert cause(TimeoutError()) == cause(on_disk(errno.ETIMEDOUT))


def test_a_damaged_data_file_is_told_without_the_words_of_sqlite(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_bytes(b"no database at all, " * 400)
    db = sqlite3.connect(tmp_path / "x.sqlite3")
    with pytest.raises(sqlite3.DatabaseError) as found:
        db.execute("SELECT * FROM sqlite_master")
    db.close()
    assert cause(found.value) == "nội dung tệp không phải là dữ liệu của chương trình"
    assert "database" not in (sentence(found.value) or "")
