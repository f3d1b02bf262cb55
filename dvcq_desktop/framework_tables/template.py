"""A framework as a table to fill in with Excel or Word; what comes back unchanged changes nothing."""

from __future__ import annotations

import json

from db.connection import Connection
from dvcq_desktop.framework_sums import sum_of
from dvcq_desktop.framework_words import flag_words, params_text, rule_name
from dvcq_desktop.frameworks import Framework, Item, criteria, get_framework, items
from dvcq_desktop.points import format_points
from dvcq_desktop.printed.blocks import Document, Grid, GridColumn, GridRow, Part, Text, Title, plain
from dvcq_desktop.texts import _


def template(db: Connection, framework_id: int) -> Document:
    """Heading, a line saying how to fill it in, one table; for any writer."""
    framework = get_framework(db, framework_id)
    found = items(db, framework_id)
    rows: list[GridRow] = []
    for criterion in criteria(db, framework_id):
        own = [item for item in found if item.criterion_id == criterion.id]
        rows.append(
            GridRow(
                cells=(str(criterion.number), criterion.title, _sum(own), "", "", "", "", "", ""),
                kind="total",
            )
        )
        rows += [GridRow(cells=_cells(item, f"{criterion.number}.{item.number}")) for item in own]
    rows.append(GridRow(cells=("", _("Tổng cộng"), _total(framework, found), "", "", "", "", "", ""), kind="total"))
    how = _("Gõ điểm vào cột “Điểm tối đa” (ví dụ 2,5). Không đổi tên các cột. Ô để trống thì giữ như đang có.")
    title = framework.short_title or framework.title
    mark = _(" (số liệu minh họa)") if framework.illustrative else ""
    blocks = (
        Title(kind=_("Bộ tiêu chí"), abstract=title + mark),
        Text(runs=plain(how)),
        Grid(columns=_COLUMNS, rows=tuple(rows)),
    )
    return Document(title=title, parts=(Part(blocks=blocks, landscape=True),))


def blank_template() -> Document:
    """The same table without a framework: two criteria to show how rows are written."""
    rows = []
    for number in (1, 2):
        title = _("Tên tiêu chí {n}", n=number)
        rows.append(GridRow(cells=(str(number), title, "", "", "", "", "", "", ""), kind="total"))
        texts = ((f"{number}.{item}", _("Nội dung {n}", n=item)) for item in (1, 2))
        rows += [GridRow(cells=(*text, "", "", "", "", "", "", "")) for text in texts]
    rows.append(GridRow(cells=("", _("Tổng cộng"), "", "", "", "", "", "", ""), kind="total"))
    how = _("Thay các dòng mẫu bằng tiêu chí và nội dung của quyết định. Cột nào chưa biết thì để trống.")
    blocks = (Title(kind=_("Bộ tiêu chí")), Text(runs=plain(how)), Grid(columns=_COLUMNS, rows=tuple(rows)))
    return Document(title=_("Mẫu bộ tiêu chí"), parts=(Part(blocks=blocks, landscape=True),))


_COLUMNS = (
    GridColumn(title="Mã", share=5, align="center"),
    GridColumn(title="Tiêu chí, nội dung", share=40),
    GridColumn(title="Điểm tối đa", share=8, align="right", kind="number"),
    GridColumn(title="Bước", share=6, align="right", kind="number"),
    GridColumn(title="Quy tắc", share=14),
    GridColumn(title="Tham số", share=24),
    GridColumn(title="Minh chứng cần có", share=24),
    GridColumn(title="Căn cứ", share=18),
    GridColumn(title="Đặc điểm", share=14),
)


def _cells(item: Item, code: str) -> tuple[str, ...]:
    return (
        code,
        item.text,
        format_points(item.max_points),
        format_points(item.step),
        rule_name(item.rule),
        params_text(item.rule, json.loads(item.rule_params)),
        item.expected_evidence,
        item.legal_base,
        "; ".join(flag_words(item)),
    )


def _sum(own: list[Item]) -> str:
    whole = sum_of(own)
    return "" if whole.missing or not whole.points else format_points(whole.points)


def _total(framework: Framework, found: list[Item]) -> str:
    return format_points(framework.total) if framework.total is not None else _sum(found)
