"""Lays out charts: pictures of vectors that are never torn, a long heat map in slices that each repeat its head."""

from __future__ import annotations

from dvcq_desktop.printed.blocks import Chart
from dvcq_desktop.writers.pdf.strips import Strip
from dvcq_desktop.writers.profile import Profile


def lay_chart(chart: Chart, profile: Profile, width: float, height: float) -> list[Strip]:
    """A strip for each slice of the picture."""
    from dvcq_desktop.writers.charts import chart_slices  # reportlab.graphics is loaded by documents with charts only

    gap = profile.body.gap_before * 2
    return [Strip(drawn.height, (), gap=gap, picture=drawn) for drawn in chart_slices(chart, width, height)]
