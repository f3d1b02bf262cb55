"""Writes a document as a Word file of real styles, tables and sections; the only file that imports python-docx."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from dvcq_desktop.printed.blocks import Document, Part
from dvcq_desktop.writers.docx_styles import STYLE_IDS, normal_properties, style_sheets
from dvcq_desktop.writers.docx_xml import Speller, paragraph, spacer
from dvcq_desktop.writers.profile import Profile, profile
from dvcq_desktop.writers.words import clean

_SPACE = nsdecls("w")
# Word 2013 and later: tables begin at the margin, not a cell's padding before it.
_TODAY = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'


def write_docx(document: Document, page: Profile | None = None) -> bytes:
    """The document as a Word file, by the decree's profile in force or the one given."""
    page = page or profile()
    file = docx.Document()
    _set_styles(file, page)
    _set_properties(file, document)
    body = file.element.body
    last = len(document.parts) - 1
    for i, part in enumerate(document.parts):
        xml = Speller(page, part).part(part)
        if i < last:
            xml += paragraph("", "Khe", "<w:sectPr/>")
        elif xml.endswith("</w:tbl>") or not xml:
            xml += spacer()
        for element in list(_parsed(f"<w:body {_SPACE}>{xml}</w:body>")):
            body.insert_element_before(element, "w:sectPr")
    for section, part in zip(file.sections, document.parts, strict=False):
        _set_section(section, part, page)
    _number_pages(file.sections[0])
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def _parsed(xml: str) -> Any:
    return parse_xml(xml)


def _set_styles(file: Any, page: Profile) -> None:
    """Normal and our own styles; the theme's fonts are taken out, so that every letter is Times New Roman."""
    styles = file.styles.element
    paragraph_xml, letters_xml = normal_properties(page)
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is not None:
        styles.replace(
            defaults,
            _parsed(
                f"<w:docDefaults {_SPACE}><w:rPrDefault><w:rPr>{letters_xml}</w:rPr></w:rPrDefault>"
                "<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
            ),
        )
    normal = file.styles["Normal"].element
    for tag in ("w:pPr", "w:rPr"):
        old = normal.find(qn(tag))
        if old is not None:
            normal.remove(old)
    normal.append(_parsed(f"<w:pPr {_SPACE}>{paragraph_xml}</w:pPr>"))
    normal.append(_parsed(f"<w:rPr {_SPACE}>{letters_xml}</w:rPr>"))
    for sheet in style_sheets(page):
        styles.append(_parsed(sheet.replace("<w:style ", f"<w:style {_SPACE} ", 1)))

    settings = file.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    place = settings.find(qn("w:rsids"))
    compat = _parsed(f"<w:compat {_SPACE}>{_TODAY}</w:compat>")
    if place is not None:
        place.addprevious(compat)
    else:
        settings.append(compat)


def _set_properties(file: Any, document: Document) -> None:
    """The title; no name of a person or a program leaks."""
    core = file.core_properties
    core.title = clean(document.title).replace("\n", " ")[:255]
    core.author = core.last_modified_by = core.comments = core.keywords = core.subject = ""
    core.language = "vi-VN" if document.language == "vi" else document.language
    core.created = core.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    core.revision = 1


def _set_section(section: Any, part: Part, page: Profile) -> None:
    """Paper, margins, and page numbers that start again and are not shown on the first page (annex I, I.7; III.1)."""
    margins = page.margins(part.landscape)
    width, height = page.paper(part.landscape)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if part.landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
    section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
    section.header_distance = section.footer_distance = Mm(page.page.number_from_top)
    section.gutter = 0
    section.different_first_page_header_footer = True
    element = section._sectPr  # noqa: SLF001 - python-docx has no page numbering of its own
    for old in element.findall(qn("w:pgNumType")):
        element.remove(old)
    numbering = _parsed(f'<w:pgNumType {_SPACE} w:start="1"/>')
    element.find(qn("w:pgMar")).addnext(numbering)


def _number_pages(section: Any) -> None:
    """The page number in the middle of the top margin; later sections take over this header."""
    header = section.header
    header.is_linked_to_previous = False
    old = header.paragraphs[0]._p  # noqa: SLF001 - the paragraph is replaced as a whole
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    named = f'<w:pPr><w:pStyle w:val="{STYLE_IDS["Số trang"]}"/></w:pPr>'
    old.getparent().replace(old, _parsed(f"<w:p {_SPACE}>{named}{field}</w:p>"))
