"""The elements of WordprocessingML the reader knows, as small numbers, for both the usual and the strict namespace."""

from __future__ import annotations

import xml.etree.ElementTree as ET

NAMESPACES = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
              "http://purl.oclc.org/ooxml/wordprocessingml/main")
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

(RUN, TEXT, RUN_FORMAT, PARAGRAPH_FORMAT, PARAGRAPH, TABLE, TAB, BREAK, HYPHEN, SYMBOL, FIELD, FIELD_SIMPLE, BOOKMARK,
 DELETED, INSERTED, FOOTNOTE, COMMENT, DRAWING, ALTERNATE, CONTAINER, CONTENT, MATH_TEXT) = range(1, 23)

_NAMES = {
    "r": RUN, "t": TEXT, "rPr": RUN_FORMAT, "pPr": PARAGRAPH_FORMAT, "p": PARAGRAPH, "tbl": TABLE, "tab": TAB,
    "ptab": TAB, "br": BREAK, "cr": BREAK, "noBreakHyphen": HYPHEN, "sym": SYMBOL, "fldChar": FIELD,
    "fldSimple": FIELD_SIMPLE, "bookmarkStart": BOOKMARK, "del": DELETED, "moveFrom": DELETED, "ins": INSERTED,
    "moveTo": CONTAINER, "footnoteReference": FOOTNOTE, "endnoteReference": FOOTNOTE, "commentReference": COMMENT,
    "drawing": DRAWING, "pict": DRAWING, "object": DRAWING, "hyperlink": CONTAINER, "smartTag": CONTAINER,
    "customXml": CONTAINER, "sdt": CONTAINER, "sdtContent": CONTENT, "bdo": CONTAINER, "dir": CONTAINER,
    "ruby": CONTAINER, "rubyBase": CONTENT,
}
KINDS: dict[str, int] = {f"{{{space}}}{name}": kind for space in NAMESPACES for name, kind in _NAMES.items()}
KINDS |= {f"{{{_COMPATIBILITY}}}AlternateContent": ALTERNATE, f"{{{_MATH}}}t": MATH_TEXT}
KINDS |= {f"{{{_MATH}}}{name}": CONTAINER for name in ("oMath", "oMathPara", "r", "f", "num", "den", "e", "sSup", "sup")}

DESCEND = frozenset({FIELD_SIMPLE, INSERTED, CONTAINER, CONTENT})
BLOCKS = frozenset({CONTAINER, CONTENT, INSERTED})  # what may stand between the body and its paragraphs
OFF = frozenset({"0", "false", "none", "off"})  # values of a switched-off property such as w:b


def child(element: ET.Element, name: str) -> ET.Element | None:
    """The first child of that name in Word's namespace (the usual one first, it is nearly always that)."""
    found = element.find(_USUAL + name)
    return element.find(_STRICT + name) if found is None else found


def value(element: ET.Element, name: str = "val") -> str:
    """An attribute in Word's namespace; empty where it is missing."""
    return element.get(_USUAL + name) or element.get(_STRICT + name) or ""


_USUAL, _STRICT = (f"{{{space}}}" for space in NAMESPACES)
