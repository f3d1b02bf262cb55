"""Users of one PC: a short list with a PIN each, so that every operation is signed with a name.

The PIN keeps colleagues from working under the wrong name. It is a lock on the door, not encryption: who can read the
data file can read the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from db.connection import Connection
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.records import Record, column, delete, fetch, get, insert, one, update
from dvcq_desktop.texts import _
from dvcq_desktop.vietnamese import clean_line, fold, name_key

_COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}  # scrypt: about 50 ms and 16 MiB a try


@dataclass(frozen=True, kw_only=True)
class User(Record):
    """Somebody who works at this PC; pin_hash empty: no PIN asked."""

    TABLE: ClassVar[str] = "user"
    name: str = column("Họ và tên", width=24)
    pin_hash: str = ""
    official_id: int | None = None
    active: int = column("Đang dùng", kind="yes_no", width=8, default=1)

    @property
    def has_pin(self) -> bool:
        return bool(self.pin_hash)


def pin_note() -> str:
    """What a PIN is and is not, for beside the field."""
    return _(
        "Mã PIN gồm 4 đến 6 chữ số, để mỗi việc được ghi đúng tên người làm. Mã PIN không mã hóa dữ liệu: "
        "ai mở được tệp dữ liệu thì vẫn đọc được."
    )


def users(db: Connection, *, active_only: bool = False) -> list[User]:
    """Everybody on the list, by given name."""
    found = sorted(fetch(db, User), key=lambda user: name_key(user.name))
    return [user for user in found if user.active or not active_only]


def with_pin(db: Connection) -> list[User]:
    """Those who can unlock the program."""
    return [user for user in users(db, active_only=True) if user.has_pin]


def find_user(db: Connection, name: str) -> User | None:
    """The user of a name, with or without its marks."""
    wanted = fold(clean_line(name))
    return next((user for user in fetch(db, User) if fold(user.name) == wanted), None)


def add_user(db: Connection, name: str, *, pin: str = "", official_id: int | None = None) -> int:
    """A new user. RuleBroken without a name, for a name already there, or a PIN that is none."""
    name = clean_line(name)
    if not name:
        raise RuleBroken(_("Chưa có họ và tên người dùng."))
    if find_user(db, name) is not None:
        raise RuleBroken(_("Đã có người dùng “{name}”.", name=name))
    return insert(db, User(name=name, pin_hash=_hash(pin) if pin else "", official_id=official_id))


def change_user(db: Connection, user_id: int, *, name: str | None = None, official_id: int | None = None) -> None:
    """Correct a user's name or say which official it is; what was signed keeps the name it was signed with."""
    values: dict[str, object] = {}
    if name is not None:
        line = clean_line(name)
        known = find_user(db, line)
        if not line:
            raise RuleBroken(_("Chưa có họ và tên người dùng."))
        if known is not None and known.id != user_id:
            raise RuleBroken(_("Đã có người dùng “{name}”.", name=line))
        values["name"] = line
    if official_id is not None:
        values["official_id"] = official_id
    update(db, User, user_id, **values)


def set_pin(db: Connection, user_id: int, pin: str) -> None:
    """Give a user a PIN; empty takes it away."""
    update(db, User, user_id, pin_hash=_hash(pin) if pin else "")


def set_active(db: Connection, user_id: int, active: bool) -> None:
    """Take somebody off the list to choose from, or put them back. RuleBroken for the last one."""
    if not active and not [user for user in users(db, active_only=True) if user.id != user_id]:
        raise RuleBroken(_("Phải còn ít nhất một người dùng."))
    update(db, User, user_id, active=int(active))


def delete_user(db: Connection, user_id: int) -> None:
    """Take a user off the list for good; what they signed keeps their name."""
    delete(db, User, [user_id])


def check_pin(db: Connection, user_id: int, pin: str) -> bool:
    """Whether this is the user's PIN; a user without one needs none."""
    return pin_fits(get(db, User, user_id).pin_hash, pin)


def pin_fits(stored: str, pin: str) -> bool:
    """Whether a PIN gives the stored hash."""
    if not stored:
        return True
    import hmac

    salt, _colon, wanted = stored.partition(":")
    found = _scrypt(pin, bytes.fromhex(salt))
    return hmac.compare_digest(found.hex(), wanted)


def signed_in(db: Connection, user_id: int, pin: str) -> str:
    """The name to sign operations with. RuleBroken for a wrong PIN or somebody no longer on the list."""
    user = one(db, User, "WHERE id = ?", (user_id,))
    if user is None or not user.active:
        raise RuleBroken(_("Người dùng này không còn trong danh sách."))
    if not pin_fits(user.pin_hash, pin):
        raise RuleBroken(_("Mã PIN của {name} không đúng. Hãy gõ lại.", name=user.name))
    return user.name


def _hash(pin: str) -> str:
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 6):
        raise RuleBroken(_("Mã PIN phải gồm 4 đến 6 chữ số."))
    import secrets

    salt = secrets.token_bytes(16)
    return f"{salt.hex()}:{_scrypt(pin, salt).hex()}"


def _scrypt(pin: str, salt: bytes) -> bytes:
    """Imported here as its neighbours above: an office whose users have no PIN never waits for it."""
    import hashlib

    return hashlib.scrypt(pin.encode("utf-8", "replace"), salt=salt, **_COST)
