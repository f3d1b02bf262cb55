"""Tables of points from Word, Excel or the clipboard into a framework, and a framework out as a template to fill in."""

from __future__ import annotations

from dvcq_desktop.framework_tables.applying import Applied, Match, apply_table, make_framework, matched
from dvcq_desktop.framework_tables.columns import FIELDS, Matching, guess_columns
from dvcq_desktop.framework_tables.template import blank_template, template
from dvcq_desktop.framework_tables.understanding import Reading, TableRow, understand_table

__all__ = [
    "FIELDS",
    "Applied",
    "Match",
    "Matching",
    "Reading",
    "TableRow",
    "apply_table",
    "blank_template",
    "guess_columns",
    "make_framework",
    "matched",
    "template",
    "understand_table",
]
