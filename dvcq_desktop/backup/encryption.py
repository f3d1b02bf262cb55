"""The optional encryption of a place (age): one key pair an office, the secret key on the PC and, behind a passphrase, on the stick.

A stick that is lost tells nobody anything: contents and manifests are encrypted to the office's public key, the names of contents
are made from their SHA-256 with a key of their own. Backups and drills need no typing, since the PC holds the secret key.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import io
import json
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from db import store
from db.files import make_folder, write_file, write_through
from db.forgetting import forget
from dvcq_desktop.backup.layout import Content, Marker, Unreadable
from dvcq_desktop.backup.memory import HERE
from dvcq_desktop.backup.vault import Kept, Meter, Vault, WrongContent
from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.texts import _

if TYPE_CHECKING:
    import pyrage

SHORTEST = 8  # letters of a passphrase
KEY_FILE = "khoa.json"  # in memory.HERE
_START = "AGE-SECRET-KEY-1"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"  # of which age writes keys: none is taken for another
_KEY_LETTERS = 58  # of the key on the recovery sheet
_LINE = 20  # letters of the key in one line of the recovery sheet, two check letters behind them


class WrongKey(RuleBroken):
    """The passphrase or key does not open this place; nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The key pair of an office."""

    secret: str
    wrapped: str = ""  # the secret behind the passphrase, for the marker of each place

    @property
    def public(self) -> str:
        return str(self.identity().to_public())

    @property
    def names(self) -> bytes:
        """The key the names of contents are made with."""
        return hmac.digest(self.secret.encode(), b"dvcq-desktop names", "sha256")

    def identity(self) -> pyrage.x25519.Identity:
        """What opens envelopes; raises WrongKey where the secret is none."""
        import pyrage

        try:
            return pyrage.x25519.Identity.from_str(self.secret)
        except pyrage.IdentityError as trouble:
            raise wrong_key() from trouble


def keys_of(data_folder: Path) -> Keys | None:
    """The key pair this PC holds; None where encryption was never set up here. Raises Unreadable where its file is damaged."""
    path = data_folder / HERE / KEY_FILE
    try:
        raw = json.loads(path.read_text(encoding="ascii"))
        keys = Keys(secret=raw["secret"], wrapped=raw["wrapped"])
        if keys.public != raw["public"]:
            raise ValueError(KEY_FILE)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, WrongKey) as trouble:
        raise Unreadable(
            _(
                "Tệp khóa {path} bị hỏng nên chưa dùng được bản sao lưu mã hóa. Hãy nhập mật khẩu sao lưu hoặc khóa trên phiếu "
                "cất trong két.",
                path=path,
            )
        ) from trouble
    return keys


def set_up(data_folder: Path, passphrase: str) -> Keys:
    """Make the office's key pair, or give the one there is another passphrase; kept on this PC. Takes some seconds.

    Raises RuleBroken where the passphrase is too short, OSError. Places learn of a new passphrase
    by places.renew_all(), those that are away at their next backup.
    """
    import pyrage

    typed = _normal(passphrase)
    if len(typed) < SHORTEST:
        raise RuleBroken(_("Mật khẩu sao lưu cần ít nhất {n} ký tự. Hãy đặt dài hơn.", n=SHORTEST))
    known = keys_of(data_folder)
    secret = known.secret if known else str(pyrage.x25519.Identity.generate())
    wrapped = base64.b64encode(pyrage.passphrase.encrypt(secret.encode(), typed)).decode()
    keys = Keys(secret=secret, wrapped=wrapped)
    keep_keys(data_folder, keys)
    return keys


def keep_keys(data_folder: Path, keys: Keys) -> None:
    """Let this PC hold the key pair (after a restore on a new PC). Raises OSError.

    Linux and macOS: readable by this user only. Windows: by whoever may read the data folder, for 0o600 says nothing there;
    what is in the user's own profile only that user and administrators read. A key beside the plain data hides nothing more
    than they do: it is for the medium, which may be lost.
    """
    path = data_folder / HERE / KEY_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = {"algorithm": "age-x25519", "public": keys.public, "secret": keys.secret, "wrapped": keys.wrapped}
    write_file(path, json.dumps(raw, indent=1).encode())
    with contextlib.suppress(OSError):
        path.chmod(0o600)


def keys_from_passphrase(marker: Marker, passphrase: str) -> Keys:
    """The key pair behind the passphrase of a place. Raises WrongKey. Takes some seconds, as it is meant to."""
    import pyrage

    try:
        secret = pyrage.passphrase.decrypt(base64.b64decode(marker.wrapped_key), _normal(passphrase)).decode()
    except (pyrage.DecryptError, ValueError) as trouble:
        raise wrong_key() from trouble
    return _fitting(Keys(secret=secret, wrapped=marker.wrapped_key), marker)


def keys_from_recovery(marker: Marker, typed: str) -> Keys:
    """The key pair typed from the recovery sheet. Raises WrongKey, naming the line whose check letters do not fit."""
    letters = "".join(char for char in typed.lower() if char in _LETTERS or char in "bio1")
    key = ""
    for number, start in enumerate(range(0, len(letters), _LINE + 2), start=1):
        line = letters[start : start + _LINE + 2]
        part, check = line[:-2], line[-2:]
        if _check(part) != check:
            raise WrongKey(_("Dòng {n} của khóa gõ chưa đúng. Hãy so lại từng nhóm với phiếu.", n=number))
        key += part
    return _fitting(Keys(secret=_START + key.upper(), wrapped=marker.wrapped_key), marker)


def keys_from_typed(marker: Marker, typed: str) -> Keys:
    """From whichever of the two was typed: nobody's passphrase is as long as the key on the recovery sheet. Raises WrongKey."""
    recovery = len(typed.replace(" ", "")) >= _KEY_LETTERS
    return keys_from_recovery(marker, typed) if recovery else keys_from_passphrase(marker, typed)


def recovery_lines(keys: Keys) -> list[str]:
    """The secret key as the recovery sheet prints it: lines of groups of four letters, two check letters at the end."""
    letters = keys.secret.removeprefix(_START).lower()
    lines = []
    for start in range(0, len(letters), _LINE):
        part = letters[start : start + _LINE]
        groups = [part[at : at + 4] for at in range(0, len(part), 4)]
        lines.append(" ".join([*groups, _check(part)]).upper())
    return lines


def wrong_key() -> WrongKey:
    return WrongKey(
        _(
            "Mật khẩu hoặc khóa không mở được bản sao lưu mã hóa này. Bản sao lưu còn nguyên. Hãy thử lại, chú ý bộ gõ tiếng Việt "
            "và phím Caps Lock, hoặc dùng khóa trên phiếu cất trong két."
        )
    )


class SealedVault(Vault):
    """A place whose contents and manifests are encrypted. Without keys it can be listed, not read: WrongKey."""

    SUFFIX = ".age"

    def __init__(self, root: Path, marker: Marker, keys: Keys | None) -> None:
        super().__init__(root)
        if keys is None:
            raise WrongKey(
                _(
                    "Bản sao lưu ở {path} đã mã hóa. Hãy nhập mật khẩu sao lưu hoặc khóa trên phiếu cất trong két.",
                    path=root,
                )
            )
        self._keys = _fitting(keys, marker)

    def name_of(self, sha256: str) -> str:
        return hmac.digest(self._keys.names, bytes.fromhex(sha256), "sha256").hex()

    def size_there(self, size: int) -> int:
        return size + (size >> 12) + 4096  # a seal of 16 bytes for each 64 KiB, and the envelope

    def seems_there(self, listing: dict[str, int], sha256: str, size: int) -> bool:
        return listing.get(self.name_of(sha256), 0) > size  # the envelope's own size differs a little each time

    def put(self, sources: Sequence[tuple[Path, str]], meter: Meter) -> Iterator[Kept | Exception]:
        for source, sha256 in sources:
            try:
                yield self._seal(source, sha256, meter)
            except (OSError, WrongContent) as trouble:
                yield trouble

    def check(self, contents: Sequence[Content], meter: Meter) -> Iterator[str]:
        for content in contents:
            try:
                found = self._unseal(content.sha256, _Hashed(None, meter))
            except FileNotFoundError:
                if not self.contents.is_dir():
                    raise
                yield "missing"
            except Unreadable:
                yield "damaged"
            else:
                yield "" if found == content.sha256 else "damaged"

    def take(self, sha256: str, target: Path, meter: Meter) -> None:
        def fill(handle: BinaryIO) -> None:
            found = self._unseal(sha256, _Hashed(handle, meter))
            if found != sha256:
                raise WrongContent(self._path(sha256), found)

        write_through(target, fill)

    def give(self, folder: Path, sha256s: Sequence[str], meter: Meter) -> Iterator[Kept | Exception]:
        folder.mkdir(parents=True, exist_ok=True)
        for sha256 in sha256s:
            clear = folder / f".{os.urandom(8).hex()}.tmp"
            try:
                self.take(sha256, clear, meter)
                yield store.keep(folder, clear, expected=sha256)
            except (OSError, WrongContent, Unreadable) as trouble:
                yield trouble
            finally:
                clear.unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return store.path_of(self.contents, self.name_of(sha256))

    def _seal(self, source: Path, sha256: str, meter: Meter) -> Kept:
        import pyrage

        path = self._path(sha256)
        make_folder(path.parent, within=self.contents.parent)
        public = pyrage.x25519.Recipient.from_str(self._keys.public)

        def fill(handle: BinaryIO) -> int:
            with source.open("rb", buffering=0) as clear:
                reading = _Hashed(clear, meter)
                try:
                    pyrage.encrypt_io(reading, handle, [public])
                except Exception as trouble:  # noqa: BLE001  # age tells what stopped the reading in its own words
                    raise reading.trouble or trouble from None
            if reading.digest() != sha256:
                raise WrongContent(source, reading.digest())
            return reading.count

        size = write_through(path, fill)
        return Kept(sha256=sha256, size=size, new=True)

    def _unseal(self, sha256: str, into: _Hashed) -> str:
        """SHA-256 of what an envelope holds, written to `into`. Raises Unreadable where a byte is wrong or the end is cut off."""
        import pyrage

        path = self._path(sha256)
        forget(path)
        with path.open("rb") as sealed:
            reading = _Hashed(sealed, None)
            try:
                pyrage.decrypt_io(reading, into, [self._keys.identity()])
            except Exception as trouble:
                raise into.trouble or reading.trouble or _opened_badly(path) from trouble
        return into.digest()

    def _closed(self, raw: bytes) -> bytes:
        import pyrage

        return bytes(pyrage.encrypt(raw, [pyrage.x25519.Recipient.from_str(self._keys.public)]))

    def _opened(self, raw: bytes, path: Path) -> bytes:
        import pyrage

        try:
            return bytes(pyrage.decrypt(raw, [self._keys.identity()]))
        except pyrage.DecryptError as trouble:
            raise _opened_badly(path) from trouble


class _Hashed(io.RawIOBase):
    """A file that is read or written through, hashed and counted on the way; without a handle: only hashed.

    trouble: what stopped it, which age would tell as damage.
    """

    def __init__(self, handle: BinaryIO | None, meter: Meter | None) -> None:
        super().__init__()
        self._handle = handle
        self._meter = meter
        self._hash = hashlib.sha256()
        self.count = 0
        self.trouble: BaseException | None = None

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        with self._noted():
            part = self._handle.read(size) if self._handle else b""
            self._saw(part)
        return part

    def write(self, part: bytes) -> int:  # type: ignore[override]  # age gives bytes
        with self._noted():
            if self._handle is not None:
                self._handle.write(part)
            self._saw(part)
        return len(part)

    def digest(self) -> str:
        return self._hash.hexdigest()

    def _saw(self, part: bytes) -> None:
        self._hash.update(part)
        self.count += len(part)
        if self._meter is not None:
            self._meter.add(len(part))

    @contextlib.contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            yield
        except BaseException as trouble:
            self.trouble = trouble
            raise


def _fitting(keys: Keys, marker: Marker) -> Keys:
    if marker.public_key and keys.public != marker.public_key:
        raise wrong_key()
    return replace(keys, wrapped=keys.wrapped or marker.wrapped_key)


def _normal(passphrase: str) -> str:
    """One passphrase, however the keyboard put its letters together."""
    return unicodedata.normalize("NFC", passphrase).strip()


def _check(part: str) -> str:
    found = hashlib.sha256(part.encode()).digest()
    return _LETTERS[found[0] & 31] + _LETTERS[found[1] & 31]


def _opened_badly(path: Path) -> Unreadable:
    return Unreadable(
        _(
            "Tệp mã hóa {path} bị hỏng hoặc thiếu phần cuối nên không mở. Các bản sao lưu khác không bị ảnh hưởng. Hãy dùng bản khác.",
            path=path.name,
        )
    )
