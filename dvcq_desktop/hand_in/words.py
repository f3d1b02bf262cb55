"""What a run of handing in did, in sentences for the window and the command line."""

from __future__ import annotations

from collections.abc import Sequence

from dvcq_desktop.hand_in.writing import Outcome
from dvcq_desktop.pace import size_words
from dvcq_desktop.texts import _

_MOST = 10  # names that are listed


def outcome_words(outcome: Outcome) -> list[str]:
    """One sentence for what was done, then one for everything a person should look at."""
    if outcome.copied or outcome.papers or outcome.removed:
        first = _(
            "Đã xuất bộ minh chứng vào {folder}: {files} tệp ({size}); lần này chép {copied} tệp ({copied_size}), {unchanged} tệp đã có sẵn.",
            folder=outcome.folder,
            files=outcome.files,
            size=size_words(outcome.size),
            copied=outcome.copied,
            copied_size=size_words(outcome.copied_size),
            unchanged=outcome.unchanged,
        )
    else:
        first = _(
            "Bộ minh chứng ở {folder} đã đủ và đúng ({files} tệp); không phải chép gì thêm.",
            folder=outcome.folder,
            files=outcome.files,
        )
    told = [first]
    if outcome.lost:
        names = _listed([f"{lost.code} {lost.title} ({lost.why})".strip() for lost in outcome.lost])
        told.append(_("▲ Thiếu {n} tệp trong bộ: {names}.", n=len(outcome.lost), names=names))
    if outcome.altered:
        told.append(
            _(
                "Đã ghi lại {n} tệp bị ai đó sửa ở nơi nộp: {names}.",
                n=len(outcome.altered),
                names=_listed(outcome.altered),
            )
        )
    if outcome.removed:
        told.append(
            _("Đã bỏ {n} tệp không còn thuộc bộ: {names}.", n=len(outcome.removed), names=_listed(outcome.removed))
        )
    if outcome.left:
        told.append(
            _(
                "Để lại {n} tệp không còn thuộc bộ vì đã bị sửa: {names}.",
                n=len(outcome.left),
                names=_listed(outcome.left),
            )
        )
    return [*told, *outcome.notes]


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names[:_MOST]) + (_(" và {n} tệp khác", n=len(names) - _MOST) if len(names) > _MOST else "")
