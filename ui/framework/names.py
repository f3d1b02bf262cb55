"""How a version of a framework is called wherever one is chosen: its name, its number, the years that use it, its marks."""

from __future__ import annotations

from dvcq_desktop.framework_versions import Version
from dvcq_desktop.frameworks import Framework

ILLUSTRATIVE = "▲ số liệu minh họa"


def framework_name(framework: Framework) -> str:
    name = framework.short_title or framework.title
    marked = framework.illustrative and "minh họa" not in name.lower()
    return f"{name} ({ILLUSTRATIVE})" if marked else name


def version_name(version: Version) -> str:
    """ "Quảng Ngãi – … · bản 2 · năm 2025 · năm 2024 (đã khóa)"."""
    parts = [framework_name(version.framework), f"bản {version.framework.version}"]
    parts += [f"năm {year}" for year in version.open_years]
    parts += [f"năm {year} (đã khóa)" for year in version.settled_years]
    if not version.open_years and not version.settled_years:
        parts.append("bản lưu" if version.superseded else "chưa dùng")
    return " · ".join(parts)
