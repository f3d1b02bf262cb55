"""What others made is never drawn in the window's process: PDFium runs there only over papers this program has just written."""

from __future__ import annotations

from tests.test_architecture import calls, imports, inside, nothing, sources

RENDERER = "ui.widgets.paper_render"
DRAWN_HERE = ("ui/printing.py", "ui/widgets/paper.py", "ui/widgets/paper_sheets.py")
OWN_PAPERS = ("ui/pages/forms.py", "ui/plan/beside.py", "ui/statistics/sheet_preview.py", "ui/widgets/form_output.py")
READS = {"read_bytes", "open", "path_of", "file_path"}


def test_a_view_without_a_looker_shows_own_papers_only() -> None:
    found = [
        f"{source}:{line} imports {module}"
        for source in sources()
        for line, module, names in imports(source)
        if (module == RENDERER or (module == "ui.widgets" and "paper_render" in names)) and source not in DRAWN_HERE
    ]
    views = [(source, node) for source, node, name in calls() if name == "PaperView"]
    assert views
    for source, node in views:
        given = len(node.args) > 1 or any(word.arg == "renderer" for word in node.keywords)
        if not given and source not in OWN_PAPERS:
            found.append(f"{source}:{node.lineno} PaperView() without a looker")
    nothing(found, "A file of others is drawn by the looking process, whose crash cannot take the window down.")


def test_who_shows_own_papers_reads_no_file() -> None:
    found = [
        f"{source}:{node.lineno} {name}()"
        for source, node, name in calls()
        if name in READS and inside(source, (*OWN_PAPERS, "ui/printing.py"))
    ]
    printing = [(source, node) for source, node, name in calls() if name in {"print_pdf", "pictures"}]
    found += [f"{source}:{node.lineno} prints" for source, node in printing if source not in (*OWN_PAPERS, *DRAWN_HERE)]
    nothing(found, "What is drawn in the window's process comes from the writers, not from a file.")
