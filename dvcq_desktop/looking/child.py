"""The looking process: reads questions from its input, looks into files with the libraries that may fail, answers.

Started by looker.py as `main.py _look`. It imports neither Qt nor the data file's code, writes nothing and asks no network.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import itertools
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from dvcq_desktop.looking import wire
from dvcq_desktop.looking.answers import CannotLook, Line, Picture, Text
from dvcq_desktop.looking.kinds import START, content_of

MOST_LINES = 5_000
_MOST_ANSWERS = 300  # then a fresh process: what a bad file has left behind in a library goes with it
_FIRST, _LAST = 60, 40  # lines of a text without pages that stand for its first and its last page
_PASSWORD_OF_OLE = "EncryptedPackage".encode("utf-16-le")
_TEXTS = ("text", "xml", "html", "script")


def serve() -> int:
    """Answer until the other side ends; the exit code is 0."""
    with _own_pipes() as (incoming, outgoing):
        for answered in itertools.count(1):
            try:
                question, _body = wire.receive(incoming)
            except (EOFError, wire.Broken, OSError):
                break
            # Should the program die while a file holds us up, nobody is left to end this process but itself.
            faulthandler.dump_traceback_later(question.get("seconds", 30) + 5, exit=True, file=sys.__stderr__ or 2)
            head, body = answer(question)
            faulthandler.cancel_dump_traceback_later()
            if answered >= _MOST_ANSWERS and "wants" not in head and question["do"] != "load":
                head["last"] = True
            try:
                wire.send(outgoing, head, body)
            except OSError:
                break
            if head.get("last"):
                break
    return 0


@contextlib.contextmanager
def _own_pipes() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The pipes for ourselves: what a library prints must not get between the answers, a windowed program has no sys.stdout."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    with os.fdopen(incoming, "rb") as reading, os.fdopen(outgoing, "wb") as writing:
        yield reading, writing


def answer(question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The answer to one question; whatever goes wrong is an answer too."""
    try:
        return _prepare(question) if question["do"] in ("begin", "load") else _look(question)
    except CannotLook as trouble:
        return {"cannot": trouble.why}, b""
    except MemoryError:
        return {"cannot": "too-greedy", "last": True}, b""
    except OSError:
        return {"cannot": "missing"}, b""
    except (ImportError, SyntaxError):
        return {"cannot": "no-library"}, b""  # a fault of the installation is not blamed on the file
    except RecursionError:
        return {"cannot": "damaged", "last": True}, b""
    except Exception:  # noqa: BLE001 (the one boundary of the process: a file nobody foresaw is a damaged file)
        return {"cannot": "damaged", "last": True}, b""


def _prepare(question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    if question["do"] == "load":
        _load(*question["wanted"])
    else:
        from dvcq_desktop.looking.limits import limit_memory

        limit_memory(int(question["megabytes"]) << 20)
    return {}, b""


def _reader(do: str, content: str) -> str:
    """The module that looks into a content; its libraries are loaded before the clock of a file runs."""
    if do == "lines" or (do == "text" and content in ("zip", *_TEXTS)):
        return "office_lines"
    return "papers" if content == "pdf" else "pictures"


def _load(reader: str, content: str) -> None:
    """Import a reader. Raises ImportError where its library is not installed."""
    if reader == "pictures":
        from dvcq_desktop.looking import pictures

        pictures.load(content)
    elif reader in ("papers", "office_lines"):
        importlib.import_module(f"{__package__}.{reader}")


def _is_loaded(reader: str, content: str) -> bool:
    module = sys.modules.get(f"{__package__}.{reader}")
    return module is not None and (reader != "pictures" or module.is_loaded(content))


def _look(question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    path = Path(question["path"])
    if not path.is_file():  # a pipe never ends, a device has no end
        raise CannotLook("missing")
    with path.open("rb") as handle:
        content = content_of(handle.read(START))
    do = question["do"]
    if not _is_loaded(reader := _reader(do, content), content):
        return {"wants": [reader, content]}, b""
    if do == "page":
        picture = _page(path, content, question["number"], question["width"])
        return {"width": picture.width, "height": picture.height, "page_count": picture.page_count}, picture.pixels
    if do == "count_pages":
        return {"page_count": _count(path, content)}, b""
    if do == "text":
        text = _text(path, content, question["limit"], question["seconds"] * 0.6)
        head = asdict(text)
        return head, head.pop("body").encode("utf-8", "replace")
    lines: list[list[str]] = []
    for line in _lines(path, content):
        if len(lines) == MOST_LINES:
            return {"lines": lines, "cut": True}, b""
        lines.append([line.kind, *line.cells])
    return {"lines": lines, "cut": False}, b""


def _page(path: Path, content: str, number: int, width: int) -> Picture:
    if content == "pdf":
        from dvcq_desktop.looking import papers

        return papers.page(path, number, width)
    from dvcq_desktop.looking import pictures

    if content not in pictures.CONTENTS:
        raise CannotLook(_why_not(path, content))
    return pictures.page(path, content, number, width)


def _count(path: Path, content: str) -> int:
    if content == "pdf":
        from dvcq_desktop.looking import papers

        return papers.count_pages(path)
    from dvcq_desktop.looking import pictures

    if content not in pictures.CONTENTS:
        raise CannotLook(_why_not(path, content))
    return pictures.count_pages(path, content)


def _text(path: Path, content: str, limit: int, seconds: float) -> Text:
    if content == "pdf":
        from dvcq_desktop.looking import papers

        return papers.text(path, limit, seconds)
    if content not in ("zip", *_TEXTS):
        return Text(pages=_count(path, content), body="", first_page="", last_page="", state="none")
    found: list[str] = []
    letters = 0
    for line in _lines(path, content):
        found.append(line.text)
        letters += len(line.text) + 1
        if letters > limit:
            break
    body = "\n".join(found)
    return Text(
        pages=0,
        body=body[:limit],
        first_page="\n".join(found[:_FIRST]),
        last_page="\n".join(_signed_lines(found)),
        state="cut" if letters > limit else "whole" if body.strip() else "none",
    )


def _signed_lines(lines: list[str]) -> list[str]:
    """The lines about the signature of a text without pages: from "Nơi nhận" on, else the last ones."""
    at = next((at for at, line in enumerate(lines) if "nơi nhận" in line.lower()), len(lines) - _LAST)
    return lines[max(0, at - 5) : at + _LAST]


def _lines(path: Path, content: str) -> Iterator[Line]:
    from dvcq_desktop.looking import office_lines

    if content == "zip":
        return office_lines.office_lines(path)
    if content in _TEXTS:
        return office_lines.text_lines(path)
    raise CannotLook(_why_not(path, content))


def _why_not(path: Path, content: str) -> Any:
    """Why a content is not shown: Office files with a password look like the old kinds from outside."""
    if content == "ole":
        with path.open("rb") as handle:
            if _PASSWORD_OF_OLE in handle.read(8 << 20):
                return "password"
    return "not-shown" if content else "damaged"
