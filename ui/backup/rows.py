"""The rows of the two tables of the page Sao lưu: places, and the copies of the place in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dvcq_desktop.backup.copies import Copy
from dvcq_desktop.backup.memory import Remembered, ago
from dvcq_desktop.backup.places import Place
from dvcq_desktop.pace import size_words
from ui.people.row_table import Col, Row

PLACE_COLS = (
    Col(key="name", title="Nơi sao lưu", width=26, kind="read"),
    Col(key="state", title="Tình trạng", width=32, kind="read"),
    Col(key="sealed", title="Mã hóa", width=8, kind="read"),
    Col(key="last", title="Bản gần nhất", width=36, kind="read"),
    Col(key="free", title="Còn trống", width=10, kind="read", right=True),
    Col(key="path", title="Đường dẫn", width=24, kind="read"),
)
COPY_COLS = (
    Col(key="label", title="Bản sao lưu", width=62, kind="read"),
    Col(key="evidence", title="Tệp minh chứng", width=9, kind="read", right=True),
    Col(key="rows", title="Dòng dữ liệu", width=9, kind="read", right=True),
    Col(key="size", title="Dung lượng", width=9, kind="read", right=True),
    Col(key="note", title="Ghi chú", width=30, kind="read"),
)


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A line of the table of places: this PC, a stick that is there, a place remembered that is not."""

    path: Path
    place: Place | None = None  # None: remembered and not there now; this PC
    remembered: Remembered | None = None
    here: bool = False  # the copies this PC keeps of itself

    @property
    def there(self) -> bool:
        return self.here or self.place is not None

    @property
    def ours(self) -> bool:
        """Whether backups can be made there as it is."""
        return self.place is not None and self.place.marker is not None and not self.place.trouble

    @property
    def new(self) -> bool:
        """Whether it is there and may be taken in."""
        return self.place is not None and not self.ours

    @property
    def name(self) -> str:
        return "Máy này (bản tự động)" if self.here else self.path.name or str(self.path)


def spots(folder: Path, places: Sequence[Place], remembered: Sequence[Remembered]) -> list[Spot]:
    """This PC first, then what is there, then what is remembered and not there."""
    known = {one.place: one for one in remembered}
    found = [Spot(path=folder, here=True)]
    seen = set()
    for place in places:
        key = place.marker.place if place.marker else ""
        seen.add(key)
        found.append(Spot(path=place.path, place=place, remembered=known.get(key)))
    found += [Spot(path=Path(one.path), remembered=one) for one in remembered if one.place not in seen]
    return found


def place_row(number: int, spot: Spot, today: date) -> Row:
    """How a place stands."""
    last = spot.remembered
    told = ""
    if last is not None and last.serial:
        told = f"Số {last.serial}, {ago(last.at, today)}"
        told += ", đã thử khôi phục" if last.whole and last.proved_serial == last.serial else ""
    return Row(
        id=number,
        texts={
            "name": spot.name,
            "state": _state(spot),
            "sealed": _sealed(spot),
            "last": told,
            "free": size_words(spot.place.free) if spot.place else "",
            "path": str(spot.path),
        },
        sorts={"free": (spot.place.free if spot.place else -1,), "last": (last.at if last else "",), "name": (number,)},
        tip=spot.place.trouble if spot.place else "",
    )


def _state(spot: Spot) -> str:
    if spot.here:
        return "✓ mỗi lần đóng chương trình"
    place = spot.place
    if place is None:
        return "○ không thấy"
    if place.trouble:
        return "▲ không dùng được"
    if place.read_only:
        return "▲ chỉ đọc được"
    if place.marker is None:
        return "chưa nhận làm nơi sao lưu"
    return "✓ đang cắm"


def _sealed(spot: Spot) -> str:
    """Whether a finder of the stick could read it; empty where that is not yet decided."""
    marker = spot.place.marker if spot.place else None
    if marker is None and spot.remembered is None:
        return ""
    sealed = marker.encrypted if marker else spot.remembered is not None and spot.remembered.encrypted
    return "có" if sealed else "không"


def copy_row(number: int, copy: Copy) -> Row:
    """What a copy holds."""
    generation = copy.generation
    evidence = generation.counts.get("evidence_file", 0) if generation else 0
    rows = sum(generation.counts.values()) if generation else 0
    return Row(
        id=number,
        texts={
            "label": copy.label,
            "evidence": str(evidence) if generation else "",
            "rows": str(rows) if generation else "",
            "size": copy_size(copy),
            "note": copy_note(copy),
        },
        sorts={"size": (copy.size,), "label": (number,), "evidence": (evidence,), "rows": (rows,)},
    )


def copy_size(copy: Copy) -> str:
    """Bytes of all it holds, those it shares with others included."""
    return size_words(copy.size)


def copy_note(copy: Copy) -> str:
    """What is to be known before one restores it."""
    generation = copy.generation
    if generation is None:
        return "bản giữ trước khi nâng cấp" if copy.file is not None and "truoc-nang-cap" in copy.file.parts else ""
    if generation.missing:
        return f"▲ thiếu {len(generation.missing)} tệp minh chứng"
    if generation.shrunk:
        return "▲ ít dữ liệu hơn hẳn bản trước"
    return "minh chứng trong kho của máy" if generation.reason != "stick" else ""
