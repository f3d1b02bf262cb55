"""The index.html of a set: one page without scripts that opens anywhere, on a phone and on paper, and links every file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from urllib import parse

from dvcq_desktop.catalogue import ItemLines, Line
from dvcq_desktop.dates import short_date
from dvcq_desktop.hand_in.plan import Plan
from dvcq_desktop.printed.evidence_list import gap_words
from dvcq_desktop.printed.evidence_parts import by_criterion, kind_and_title, where_in_it
from dvcq_desktop.texts import _

GAPS = "noi-dung-con-thieu"  # the part of the page that lists what is missing
_STYLE = """
:root{color-scheme:light}
body{font:16px/1.5 "Times New Roman",Tinos,serif;margin:0 auto;max-width:62rem;padding:1rem;color:#111;background:#fff}
h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:2px solid #8c2f24;padding-bottom:.2rem}
h3{font-size:1rem;font-weight:normal;font-style:italic;margin:1rem 0 .3rem}
p{margin:.3rem 0}a{color:#7a2018}nav ul{columns:2 20rem;padding-left:1.2rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f3efec;overflow-wrap:normal}.m,td:nth-child(3){white-space:nowrap}td:nth-child(2){min-width:8.5rem}.w{color:#8a4b00}pre{white-space:pre-wrap;font:inherit;margin:0}
.g td{white-space:normal;min-width:12rem}
@media(max-width:40rem){thead{display:none}tr{display:block;border:1px solid #999;margin:.4rem 0;padding:.3rem}
td{display:block;border:0;padding:.1rem .2rem}td:empty{display:none}td[data-t]:before{content:attr(data-t) ": ";color:#555}}
@media print{body{max-width:none;font-size:12px;padding:0}a{color:#000;text-decoration:none}nav{display:none}tr{break-inside:avoid}thead{display:table-header-group}}
""".strip()
_COLUMNS = ("Mã", "Số, ký hiệu", "Ngày", "Tên loại và trích yếu", "Cơ quan ban hành", "Tờ, trang", "Ghi chú")


def index_page(planned: Plan, office: str, lost: Mapping[int, str]) -> bytes:
    """The page, UTF-8; lost: why a document has no file in the set, by evidence id."""
    return "\n".join(_page(planned, office, lost)).encode()


def _page(planned: Plan, office: str, lost: Mapping[int, str]) -> Iterator[str]:
    found = planned.catalogue
    title = _("Minh chứng công tác dân vận chính quyền năm {year}", year=found.year)
    yield "<!DOCTYPE html>"
    yield '<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>{escape(title)} – {escape(office)}</title><style>{_STYLE}</style></head><body>"
    yield f"<header><p>{escape(office)}</p><h1>{escape(title)}</h1>"
    counted = _(
        "{documents} văn bản, tài liệu, {files} tệp; {gaps} nội dung chưa có hoặc còn thiếu minh chứng.",
        documents=len(found.documents),
        files=len(planned.files) - len(lost),
        gaps=len(found.gaps),
    )
    yield f"<p>{escape(counted)}</p></header>"
    parts = list(by_criterion(item for item in found.items if item.lines))
    yield from _contents(parts, gaps=bool(found.gaps))
    yield "<main>"
    for heading, items in parts:
        yield f'<section id="{_anchor(items)}"><h2>{escape(heading)}</h2>'
        for item in items:
            yield from _item(item, planned.paths, lost)
        yield "</section>"
    if found.gaps:
        yield from _gaps(found.gaps)
    yield "</main></body></html>\n"


def _contents(parts: list[tuple[str, list[ItemLines]]], *, gaps: bool) -> Iterator[str]:
    yield f'<nav aria-label="{escape(_("Các tiêu chí"))}"><ul>'
    for heading, items in parts:
        yield f'<li><a href="#{_anchor(items)}">{escape(heading)}</a></li>'
    if gaps:
        yield f'<li><a href="#{GAPS}">{escape(_("Nội dung chưa có hoặc còn thiếu minh chứng"))}</a></li>'
    yield "</ul></nav>"


def _anchor(items: list[ItemLines]) -> str:
    return f"tc{items[0].proof.criterion.number}"


def _item(item: ItemLines, paths: Mapping[int, str], lost: Mapping[int, str]) -> Iterator[str]:
    yield f'<h3 id="nd{item.number}">{escape(item.number)}. {escape(item.proof.item.text)}</h3><table><thead><tr>'
    yield "".join(f"<th>{escape(_(column))}</th>" for column in _COLUMNS) + "</tr></thead><tbody>"
    for line in item.lines:
        cells = (_linked(line, paths, lost), *(escape(text) for text in _texts(line)))
        yield "<tr>" + "".join(_cell(name, cell) for name, cell in zip(_COLUMNS, cells, strict=True)) + "</tr>"
    yield "</tbody></table>"


def _cell(name: str, html: str) -> str:
    return f'<td data-t="{escape(_(name))}">{html}</td>' if html else "<td></td>"


def _linked(line: Line, paths: Mapping[int, str], lost: Mapping[int, str]) -> str:
    """The code as a link to the file; a document without one says why."""
    words = f'<span class="m">{escape(line.code or _("(chưa có mã)"))}</span>'
    if line.found.id in lost:
        return f'{words}<br><span class="w">{escape(lost[line.found.id])}</span>'
    path = paths.get(line.found.id)
    if path is None:
        return f'{words}<br><span class="w">{escape(_("chưa có tệp"))}</span>'
    return f'<a href="{parse.quote(path)}">{words}</a>'


def _texts(line: Line) -> tuple[str, ...]:
    found = line.found
    kept = _("Tệp để ở nội dung {number}", number=line.home) if line.guest else ""
    note = "; ".join(part for part in (kept, line.link.note, found.note) if part)
    return (found.reference, short_date(found.issued_on), kind_and_title(line), found.issuer, where_in_it(line), note)


def _gaps(gaps: list[ItemLines]) -> Iterator[str]:
    columns = (_("Nội dung"), _("Minh chứng còn thiếu"), _("Giải trình"))
    yield f'<section id="{GAPS}"><h2>{escape(_("Nội dung chưa có hoặc còn thiếu minh chứng"))}</h2>'
    yield '<table class="g"><thead><tr>'
    yield "".join(f"<th>{escape(column)}</th>" for column in columns) + "</tr></thead><tbody>"
    for item in gaps:
        texts = (
            f"{item.number}. {item.proof.item.text}",
            gap_words(item),
            item.proof.explanation or _("(chưa giải trình)"),
        )
        cells = zip(columns, texts, strict=True)
        yield "<tr>" + "".join(_cell(name, f"<pre>{escape(text)}</pre>") for name, text in cells) + "</tr>"
    yield "</tbody></table></section>"
