"""Which generations stay: by number and by the day written in them, never by the clock of today or of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from dvcq_desktop.backup.layout import Generation
from dvcq_desktop.backup.vault import Vault

NEWEST, DAYS, WEEKS, MONTHS = 7, 7, 4, 12
LOCAL = 14


def to_keep(generations: Sequence[Generation]) -> set[int]:
    """The numbers of those that stay: the newest 7 whatever their dates, 7 daily, 4 weekly, 12 monthly, the newest that was
    whole, and for ever the first and the last to hold an issued paper.

    Days are compared with the neighbour's only: a clock that jumps begins a new day, it never makes anything old. A clock
    that stands still leaves the newest 7.
    """
    ordered = sorted(generations, key=_serial, reverse=True)
    kept = {one.serial for one in ordered[:NEWEST]}
    for most, part in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        kept |= _last_of_each(ordered, part, most)
    return kept | _newest_whole(ordered) | _with_papers(ordered)


def to_keep_here(generations: Sequence[Generation]) -> set[int]:
    """The copies on the PC that stay: 14 by count of each reason, so that no restore pushes out what was made at a close."""
    ordered = sorted(generations, key=_serial, reverse=True)
    kept: set[int] = set()
    for reason in {one.reason for one in ordered}:
        kept |= {one.serial for one in [one for one in ordered if one.reason == reason][:LOCAL]}
    return kept | _newest_whole(ordered)


def prune(
    vault: Vault, newest: Generation, rule: Callable[[Sequence[Generation]], set[int]] = to_keep
) -> tuple[int, ...]:
    """Delete what the rule lets go, contents that no manifest names last; answers the numbers of what was deleted.

    To be called only when newest has been proved. Nothing is deleted while any manifest cannot be read, or while the newest
    holds far less than the one before and nobody has said that this is right. Raises OSError.
    """
    found = vault.generations()
    readable = [one for one in found if isinstance(one, Generation)]
    there = {one.serial for one in readable}
    if len(readable) < len(found) or newest.serial not in there or newest.shrunk:
        return ()
    kept = rule(readable) | {newest.serial}
    going = [one for one in readable if one.serial not in kept]
    vault.remove(going)
    named = {vault.name_of(content.sha256) for one in readable if one.serial in kept for content in one.contents}
    if set(vault.serials()) != kept:  # asked again: what a stick failed to show once must not cost its contents
        return tuple(one.serial for one in going)
    vault.discard([name for name in vault.listing() if name not in named])
    return tuple(one.serial for one in going)


def _serial(one: Generation) -> int:
    return one.serial


def _last_of_each(ordered: Sequence[Generation], part: Callable[[Generation], object], most: int) -> set[int]:
    """The newest of each run of neighbours with the same day (week, month), at most so many."""
    kept: set[int] = set()
    before: object = None
    for one in ordered:
        now = part(one)
        if now != before:
            if len(kept) == most:
                break
            kept.add(one.serial)
            before = now
    return kept


def _day(one: Generation) -> object:
    return one.day


def _week(one: Generation) -> object:
    try:
        return date.fromisoformat(one.day).isocalendar()[:2]
    except ValueError:
        return one.day


def _month(one: Generation) -> object:
    return one.day[:7]


def _newest_whole(ordered: Sequence[Generation]) -> set[int]:
    """The last one nobody has to doubt, however many doubtful ones came after it."""
    return {one.serial for one in [one for one in ordered if _trusted(one)][:1]}


def _trusted(one: Generation) -> bool:
    return not one.doubted and not one.shrunk


def _with_papers(ordered: Sequence[Generation]) -> set[int]:
    """Of every issued paper the first generation to hold it, as it was issued, and the last, as it ended; doubted ones only
    where no other holds it.

    A plan with another number or date is another paper (facts.py).
    """
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for one in sorted(ordered, key=_trusted):  # what comes later counts: the trusted ones, of these the oldest
        first |= dict.fromkeys(one.papers, one.serial)
    for one in sorted(ordered, key=_order_of_end):
        last |= dict.fromkeys(one.papers, one.serial)
    return {*first.values(), *last.values()}


def _order_of_end(one: Generation) -> tuple[bool, int]:
    return _trusted(one), one.serial
