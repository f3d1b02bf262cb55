"""Spells neutral blocks as the XML of Word: paragraphs in named styles, tables of fixed widths, drawn lines."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from dvcq_desktop.printed.blocks import (
    Addressees,
    AppendixTitle,
    Block,
    Chart,
    Grid,
    GridColumn,
    GridRow,
    Head,
    Heading,
    Label,
    Labels,
    LegalBase,
    Part,
    Run,
    SignatureCell,
    Signatures,
    Text,
    Title,
    kept_with_signature,
    text_of,
)
from dvcq_desktop.writers.chart_words import chart_grid
from dvcq_desktop.writers.columns import column_widths
from dvcq_desktop.writers.docx_styles import STYLE_IDS
from dvcq_desktop.writers.pdf.fonts import face  # measures of the letters: Times New Roman has the same
from dvcq_desktop.writers.pdf.layout_signatures import signer_edge
from dvcq_desktop.writers.pdf.layout_text import centred
from dvcq_desktop.writers.pdf.paragraph import set_text
from dvcq_desktop.writers.profile import POINTS_PER_MM, Profile
from dvcq_desktop.writers.wording import (
    ADDRESSED,
    ADDRESSED_FROM,
    CENTRED_HEADINGS,
    MOTTO,
    NATION,
    RECIPIENTS,
    addressee_lines,
    appendix_name,
    heading_text,
    is_counter,
    number_line,
    recipient_lines,
    row_cells,
    row_text,
)
from dvcq_desktop.writers.words import NBSP, clean, glue, shared_out

_ALIGN = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_HEADING_STYLES = {1: "Mục 1", 2: "Mục 2", 3: "Mục 3"}
_NARROW = 0.2  # of the width of a table
_CENTRE = '<w:jc w:val="center"/>'
_SLACK = 6.0  # points: no word goes over because another program rounds otherwise


def twips(points: float) -> int:
    return round(points * 20)


def _moved_in(points: float) -> str:
    return f'<w:ind w:left="{twips(points)}" w:firstLine="0"/><w:jc w:val="left"/>'


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run of safe text; a new line becomes a line break."""
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    head = f"<w:r><w:rPr>{marks}</w:rPr>" if marks else "<w:r>"
    body = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"{head}{body}</w:r>"


def paragraph(runs: str, style: str = "", extra: str = "", *, keep: bool = False) -> str:
    """A paragraph in a style of ours; extra are further properties in the order Word wants."""
    named = f'<w:pStyle w:val="{STYLE_IDS[style]}"/>' if style else ""
    properties = named + ("<w:keepNext/>" if keep else "") + extra
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>" if properties else f"<w:p>{runs}</w:p>"


def line(text: str, style: str, extra: str = "", *, keep: bool = False, glued: bool = True) -> str:
    """A cleaned and glued text as a paragraph; nothing for an empty text."""
    ready = glue(clean(text)) if glued else clean(text)
    return paragraph(run(ready), style, extra, keep=keep) if ready else ""


def rule(text_width: float, share: float, room: float, after: float = 0.0) -> str:
    """A solid line of 0,75 pt, as long as this share of the text above, in the middle of the room (annex I, II)."""
    side = max(twips((room - text_width * share) / 2), 0)
    gap = f'<w:spacing w:after="{twips(after)}"/>' if after else ""
    return paragraph("", "Đường kẻ", f'{{border}}{gap}<w:ind w:left="{side}" w:right="{side}"/>', keep=bool(after))


def spacer(*, keep: bool = False) -> str:
    """A point of room, which Word needs between two tables or after the last one."""
    return paragraph("", "Khe", keep=keep)


def table(widths: Iterable[float], rows: Iterable[str], properties: str = "") -> str:
    """A table of fixed column widths in points."""
    columns = [twips(width) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>{properties}'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(cells: Iterable[str], *, header: bool = False) -> str:
    """A row that is not torn over pages."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{''.join(cells)}</w:tr>"


def cell(width: float, content: str, extra: str = "") -> str:
    """A cell of this width in points; one must hold a paragraph."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{extra}</w:tcPr>{content or spacer()}</w:tc>'


_NO_PADDING = '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
_BARE = f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_NO_PADDING}</w:tblCellMar>'


class Speller:
    """Turns the blocks of one part into XML, for a text width in points."""

    def __init__(self, profile: Profile, part: Part) -> None:
        self.profile = profile
        self.width = profile.text_width(part.landscape) * POINTS_PER_MM
        self.rule_share = profile.rules.share

    def part(self, part: Part) -> str:
        """All blocks; two tables never touch, else Word takes them for one."""
        out: list[str] = []
        kept = kept_with_signature(part.blocks)
        for i, block in enumerate(part.blocks):
            xml = self.block(block, keep=i in kept)
            if out and xml.startswith("<w:tbl>") and out[-1].endswith("</w:tbl>"):
                out.append(spacer(keep=isinstance(block, Signatures)))
            if xml:
                out.append(xml)
        border = round(self.profile.rules.width * 8)
        drawn = f'<w:pBdr><w:top w:val="single" w:sz="{border}" w:space="0" w:color="000000"/></w:pBdr>'
        return "".join(out).replace("{border}", drawn)

    def block(self, block: Block, *, keep: bool) -> str:
        if isinstance(block, Text):
            return self.text(block, keep=keep)
        if isinstance(block, Heading):
            return self.heading(block, keep=keep)
        if isinstance(block, (LegalBase, Addressees)):
            return line(block.text, "Căn cứ", keep=keep) if isinstance(block, LegalBase) else self.addressees(block)
        if isinstance(block, Grid):
            return self.grid(block, keep=keep)
        if isinstance(block, Head):
            return self.head(block)
        if isinstance(block, (Chart, Labels)):
            return self.chart(block) if isinstance(block, Chart) else labels(block, self.profile, self.width)
        if isinstance(block, (Title, AppendixTitle)):
            return self.title(block) if isinstance(block, Title) else self.appendix(block)
        return self.signatures(block)

    def text(self, block: Text, *, keep: bool) -> str:
        runs = spelled_runs(block.runs)
        if not runs:
            return ""
        extra = "" if block.indent and block.align in ("justify", "left") else '<w:ind w:firstLine="0"/>'
        if block.align == "center":
            extra = narrowed(text_of(block), self.profile.sizes.body, self.width, bold=any(r.bold for r in block.runs))
        if block.align != "justify":
            extra += f'<w:jc w:val="{_ALIGN[block.align]}"/>'
        return paragraph(runs, "", extra, keep=keep or block.keep_with_next)

    def addressees(self, block: Addressees) -> str:
        lines = addressee_lines(block.names)
        if len(lines) < 2:
            centre = '<w:ind w:firstLine="0"/><w:jc w:val="center"/>'
            return paragraph(run(" ".join([ADDRESSED, *lines])), "", centre, keep=True)
        left = self.width * ADDRESSED_FROM
        out = paragraph(run(ADDRESSED), "", _moved_in(left), keep=True)
        left += face().width(ADDRESSED, self.profile.sizes.body)
        return out + "".join(paragraph(run(text), "", _moved_in(left), keep=True) for text in lines)

    def heading(self, block: Heading, *, keep: bool) -> str:
        if block.level == 1 and block.number.startswith(CENTRED_HEADINGS):
            return line(block.number, "Phần", keep=True) + line(block.text.upper(), "Phần", keep=True)
        return line(heading_text(block), _HEADING_STYLES.get(block.level, "Điểm"), keep=keep)

    def head(self, block: Head) -> str:
        """Cells 1 to 4 in a table without borders and padding; cells 3 and 4 share its second row."""
        sizes, split = self.profile.sizes, self.profile.head
        bold = face(bold=True)
        left = min(
            self.width * split.left / (split.left + split.right), self.width - bold.width(NATION, sizes.nation) - 1
        )
        right = self.width - left
        organ = "".join(line(text, "Tên cơ quan", narrowed(text, sizes.organ, left)) for text in block.organ)
        last = block.organ[-1] if block.organ else ""
        widest = _widest(last, sizes.organ, left)
        parent = narrowed(block.parent, sizes.parent, left, bold=False)
        first = (
            line(block.parent, "Cơ quan chủ quản", parent)
            + organ
            + (rule(widest, self.rule_share, left) if widest else "")
        )
        motto = bold.width(MOTTO, sizes.motto)
        second = paragraph(run(NATION.replace(" ", NBSP)), "Quốc hiệu") + paragraph(
            run(MOTTO.replace(" ", NBSP)), "Tiêu ngữ"
        )
        lines = [row([cell(left, first), cell(right, second + rule(motto, 1.0, right))])]
        third = line(number_line(block), "Số, ký hiệu") + line(
            block.subject, "Trích yếu công văn", narrowed(block.subject, sizes.subject, left, bold=False)
        )
        if third or block.place_and_date:
            lines.append(row([cell(left, third), cell(right, line(block.place_and_date, "Địa danh"))]))
        return table([left, right], lines, _BARE)

    def title(self, block: Title) -> str:
        text = block.abstract if block.abstract.strip() else block.kind.upper()
        size = self.profile.sizes.abstract if block.abstract.strip() else self.profile.sizes.kind
        out = line(block.kind.upper(), "Tên loại", keep=True)
        out += line(block.abstract, "Trích yếu", narrowed(block.abstract, size, self.width), keep=True)
        return (
            out + rule(_widest(text, size, self.width), self.rule_share, self.width, self.profile.body.gap_before * 1.5)
            if out
            else ""
        )

    def appendix(self, block: AppendixTitle) -> str:
        sizes, name = self.profile.sizes, appendix_name(block)
        out = line(block.label, "Phụ lục", keep=True)
        out += line(name, "Tên phụ lục", narrowed(name, sizes.appendix_name, self.width), keep=True)
        out += line(block.reference, "Kèm theo", keep=True)
        widest = _widest(block.reference, sizes.appendix_reference, self.width, bold=False, italic=True) or _widest(
            name, sizes.appendix_name, self.width
        )
        return out + rule(widest, self.rule_share, self.width, self.profile.body.gap_before * 1.5) if out else ""

    def chart(self, block: Chart) -> str:
        """The figures of a chart as a table below its title: Word has no picture of vectors that all its versions show."""
        flat = '<w:ind w:firstLine="0"/>'
        title = paragraph(run(glue(clean(block.title)), bold=True), "", flat, keep=True)
        notes = [paragraph(run(glue(clean(note)), italic=True), "", flat) for note in block.notes]
        return title + self.grid(chart_grid(block), keep=False) + "".join(notes or [spacer()])

    def grid(self, block: Grid, *, keep: bool) -> str:
        """A table with the header repeated on each page."""
        if not block.columns:
            return ""
        look, size = self.profile.table, self.profile.sizes.table
        pad = look.padding * POINTS_PER_MM
        widths = column_widths(block, self.width, pad, lambda word, bold: face(bold).width(word, size))
        middle = '<w:vAlign w:val="center"/>'
        titles = [
            cell(w, line(c.title, "Đầu bảng", keep=True), middle) for c, w in zip(block.columns, widths, strict=True)
        ]
        rows = [row(titles, header=True)]
        if block.numbered_columns:
            numbers = [cell(w, line(f"({i})", "Số cột", keep=True)) for i, w in enumerate(widths, 1)]
            rows.append(row(numbers, header=True))
        last = len(block.rows) - 2  # the last two rows stay with the signature
        summed = {i - 1 for i, r in enumerate(block.rows) if r.kind == "total"}  # a sum stays with the row before it
        rows += [
            grid_row(r, block.columns, widths, keep=(keep and i >= last) or i in summed)
            for i, r in enumerate(block.rows)
        ]
        edge = f'w:val="single" w:sz="{round(look.border * 8)}" w:space="0" w:color="000000"'
        sides = "".join(f"<w:{side} {edge}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        top, across = twips(look.padding_top * POINTS_PER_MM), twips(pad)
        margins = "".join(
            f'<w:{side} w:w="{gap}" w:type="dxa"/>'
            for side, gap in (("top", top), ("left", across), ("bottom", top), ("right", across))
        )
        return table(
            widths,
            rows,
            f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>',
        )

    def signatures(self, block: Signatures) -> str:
        """Nơi nhận and who signs side by side in a row that is not torn."""
        split, sizes = self.profile.signatures, self.profile.sizes
        if block.left is not None:
            total = split.first + split.gap + split.second
            share = 0.5 if self.width > total * POINTS_PER_MM * 1.2 else (split.first + split.gap / 2) / total
            widths = [self.width * share, self.width * (1 - share)]
            lines = max(len(block.left.lines), len(block.right.lines))  # both names stand on one line
            left, right = self.signer(block.left, lines), self.signer(block.right, lines)
        else:
            right = self.signer(block.right)
            start = self.width * split.recipients / (split.recipients + split.signer)
            free = signer_edge(block.right, self.profile, start, self.width) - split.gap * POINTS_PER_MM
            edge = max(start, free)
            widths = [edge, start + self.width - 2 * edge]  # the middle of who signs stays where it is
            left = "".join(line(text, "Nơi nhận") for text in recipient_lines(block.recipients))
            lower = centred(sizes.authority, bold=True).baseline - centred(sizes.recipients_title).baseline
            left = line(RECIPIENTS, "Nơi nhận: đầu", before(split.before + lower)) + left if left else ""
        return table(widths, [row([cell(widths[0], left), cell(widths[1], right)])], _BARE)

    def signer(self, block: SignatureCell, level: int = 0) -> str:
        """Authority, room for the signature (space before the name, no empty paragraphs), name."""
        first, *others = block.lines or ("",)
        lines = line(first, "Quyền hạn", before(self.profile.signatures.before))
        lines += "".join(line(text, "Quyền hạn") for text in others) + line(block.note, "Ghi chú chữ ký")
        room, missing = self.profile.signatures.room * POINTS_PER_MM, max(level - len(block.lines), 0)
        extra = before(room + missing * centred(self.profile.sizes.authority).leading) if missing else ""
        return lines + (line(block.name, "Họ tên", extra) or paragraph("", "Họ tên", extra))


def labels(block: Labels, profile: Profile, width: float) -> str:
    """Labels of boxes as the cells of a table whose rows have a fixed height."""
    look = profile.labels
    each = width / look.across
    tall = f'<w:trHeight w:val="{twips(look.height * POINTS_PER_MM)}" w:hRule="exact"/>'
    rows = []
    for start in range(0, len(block.labels), look.across):
        inside = block.labels[start : start + look.across]
        cells = "".join(cell(each, _label(label, profile)) for label in inside)
        cells += cell(each, "") * (look.across - len(inside))
        rows.append(f"<w:tr><w:trPr><w:cantSplit/>{tall}</w:trPr>{cells}</w:tr>")
    edge = f'w:val="single" w:sz="{round(profile.table.border * 8)}" w:space="0" w:color="000000"'
    sides = "".join(f"<w:{side} {edge}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return table([each] * look.across, rows, f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>')


def _label(label: Label, profile: Profile) -> str:
    size = round(profile.labels.number * 2)
    number = f'<w:r><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr><w:t>{escape(clean(label.number))}</w:t></w:r>'
    head = line(label.organ.upper(), "Tên cơ quan", before(6)) + line(label.title, "Dòng tổng", before(6) + _CENTRE)
    lines = "".join(line(text, "Ô bảng", before(3)) for text in label.lines)
    return head + paragraph(number, "Dòng tổng", before(6) + _CENTRE) + lines


def before(points: float) -> str:
    """Room above a paragraph."""
    return f'<w:spacing w:before="{twips(points)}"/>'


def grid_row(block: GridRow, columns: tuple[GridColumn, ...], widths: list[float], *, keep: bool) -> str:
    """A row; a group row spans all columns and stays with the next."""
    if block.whole:
        style = "Nhóm trong bảng" if block.kind == "group" else "Nhóm nhỏ trong bảng"
        text = line(row_text(block), style, keep=True)
        return row([cell(sum(widths), text, f'<w:gridSpan w:val="{len(widths)}"/>')])
    style = "Ô bảng" if block.kind == "row" else "Dòng tổng"
    keep = keep or block.kind == "subtotal"
    cells = []
    for text, column, width in zip(row_cells(block, len(widths)), columns, widths, strict=True):
        align = "center" if is_counter(column) else _ALIGN[column.align]
        extra = f'<w:jc w:val="{align}"/>' if align != "left" else ""
        glued = width > _NARROW * sum(widths)  # in a narrow column "số 12/BC-UBND" must be free to break at its space
        content = line(text, style, extra, keep=keep, glued=glued)
        cells.append(cell(width, content or paragraph("", style, keep=keep)))
    return row(cells)


def spelled_runs(runs: tuple[Run, ...]) -> str:
    """Runs of one paragraph: glued as a whole, so that a number at the end of one stays with the word of the next."""
    texts = [part.text for part in runs]
    pieces = shared_out(glue(clean("".join(texts))), texts)
    return "".join(
        run(piece, bold=part.bold, italic=part.italic) for part, piece in zip(runs, pieces, strict=True) if piece
    )


def narrowed(text: str, size: float, room: float, *, bold: bool = True) -> str:
    """Indents at both sides that make Word break a centred text into lines of about the same length."""
    side = max(twips((room - _widest(text, size, room, bold=bold) - _SLACK) / 2), 0)
    return f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/>'


def _widest(text: str, size: float, room: float, *, bold: bool = True, italic: bool = False) -> float:
    lines = set_text(text, centred(size, bold=bold, italic=italic), room)
    return max((laid[2] for laid in lines), default=0.0)
