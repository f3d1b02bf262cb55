"""The house rules of docs/design.md that a machine can hold: who imports whom, how big things grow, what is never called."""

from __future__ import annotations

import ast
import json
import re
import string
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = {"main": 3, "ui": 2, "dvcq_desktop": 1, "db": 0}  # imports go downwards only
FILE_LINES, FUNCTION_LINES, CLASS_LINES, TEST_FILE_LINES = 400, 50, 250, 600

# A library, and the only places that may import it (a folder or a file each).
LIBRARIES = {
    "PySide6": ("ui/",),
    "sqlite3": ("db/", "dvcq_desktop/troubles.py", "dvcq_desktop/system_words.py"),
    "sqlite_utils": ("db/",),
    "reportlab": ("dvcq_desktop/writers/pdf/", "dvcq_desktop/writers/charts.py"),
    "docx": ("dvcq_desktop/writers/docx.py", "dvcq_desktop/writers/docx_styles.py"),
    "xlsxwriter": ("dvcq_desktop/writers/xlsx.py",),
    "pypdfium2": ("ui/widgets/paper_render.py", "dvcq_desktop/looking/papers.py"),
    "PIL": ("dvcq_desktop/looking/pictures.py",),
    "pi_heif": ("dvcq_desktop/looking/pictures.py",),
    "holidays": ("dvcq_desktop/working_days.py",),
    "pyrage": ("dvcq_desktop/backup/encryption.py",),
    "msvcrt": ("db/lock.py", "main.py", "dvcq_desktop/looking/limits.py"),
    "fcntl": ("db/lock.py",),
    **dict.fromkeys(
        ("apsw", "pysqlite3", "sqlcipher3"), ()
    ),  # a second SQLite in one process drops the first one's locks
    **dict.fromkeys(("socket", "ssl", "http", "ftplib", "smtplib", "requests", "httpx", "asyncio"), ()),  # no network
    **dict.fromkeys(("pickle", "shelve", "marshal"), ()),  # reading them runs what they hold
}
NO_NETWORK = {"urllib": {"parse"}, "QtNetwork": {"QLocalServer", "QLocalSocket"}}  # what may be taken from these
SQL = re.compile(
    r"\bSELECT\b.+\bFROM\b|\bINSERT (?:OR \w+ )?INTO\b|\bUPDATE \w+ SET\b|\bDELETE FROM\b|\bPRAGMA\b|\bCREATE TABLE\b",
    re.DOTALL,
)
WRITERS_OF_FILES = (
    "db/files.py",
    "db/store.py",
    "ui/crash.py",
)  # store.py copies what is too large for memory; crash.py adds lines to its log; everything else goes through db.files
CONNECTS = ("db/connection.py", "db/opening.py", "db/snapshot.py")
ASKS = ("ui/ask.py", "ui/app.py")


@cache
def sources() -> tuple[str, ...]:
    """Every module of the program, as "ui/desk.py"."""
    found = [path for top in FLOORS if top != "main" for path in (ROOT / top).rglob("*.py")]
    return ("main.py", *sorted(path.relative_to(ROOT).as_posix() for path in found))


@cache
def own_tests() -> tuple[str, ...]:
    return tuple(sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")))


@cache
def text(source: str) -> str:
    return (ROOT / source).read_text(encoding="utf-8")


@cache
def tree(source: str) -> ast.Module:
    return ast.parse(text(source), source)


@cache
def walked(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(source)))


def nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of a kind in the program, with its module."""
    for source in sources():
        for node in walked(source):
            if isinstance(node, kind):
                yield source, node


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call with the last word of what is called: "exec" of box.exec()."""
    for source, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        yield source, node, name


def imports(source: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Line, module and names of each import, those inside functions and type checking included."""
    for node in walked(source):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ()
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "", tuple(alias.name for alias in node.names)


def inside(source: str, places: tuple[str, ...]) -> bool:
    return any(source == place or (place.endswith("/") and source.startswith(place)) for place in places)


def nothing(found: list[str], rule: str) -> None:
    """Fail with the rule as a sentence and each place that breaks it."""
    assert not found, f"{rule}\n  " + "\n  ".join(sorted(found))


def test_imports_go_downwards_only() -> None:
    found = []
    for source in sources():
        here = source.split("/")[0].removesuffix(".py")
        for line, module, _names in imports(source):
            there = module.split(".")[0]
            if there in FLOORS and FLOORS[there] > FLOORS[here]:
                found.append(f"{source}:{line} imports {module}")
            if here == "ui" and there == "db":
                found.append(f"{source}:{line} imports {module}: the window asks the office, never the data file")
            if there == "tests":
                found.append(f"{source}:{line} imports {module}: the program does not lean on its tests")
    nothing(found, "main → ui → dvcq_desktop → db, and ui never reaches down to db.")


def test_libraries_stay_where_they_belong() -> None:
    found = []
    for source in sources():
        for line, module, names in imports(source):
            top = module.split(".")[0]
            if top in LIBRARIES and not inside(source, LIBRARIES[top]):
                found.append(f"{source}:{line} imports {top}, which belongs to {LIBRARIES[top] or 'nobody'}")
            for part, allowed in NO_NETWORK.items():
                wanted = {*module.split(".")[1:2], *names} if top == part else set(names) if part in module else set()
                if wanted - allowed:
                    found.append(f"{source}:{line} imports {module} {sorted(wanted - allowed)}: no network")
            if "QtSql" in {*names, *module.split(".")} or "*" in names:
                found.append(f"{source}:{line}: no QtSql, and names are imported one by one")
    nothing(
        found,
        "Each library has its one place, so that it can be changed there and the first paint does not wait for it.",
    )


def test_files_stay_small() -> None:
    found = [f"{s}: {n} lines" for s in sources() if (n := text(s).count("\n")) > FILE_LINES]
    found += [f"{s}: {n} lines" for s in own_tests() if (n := text(s).count("\n")) > TEST_FILE_LINES]
    nothing(
        found,
        f"A file has at most {FILE_LINES} lines (a test file {TEST_FILE_LINES}); a bigger noun becomes a package.",
    )


def test_functions_and_classes_stay_small() -> None:
    found = []
    for kind, most in ((ast.FunctionDef, FUNCTION_LINES), (ast.ClassDef, CLASS_LINES)):
        for source, node in nodes(kind):
            size = node.end_lineno - node.lineno + 1  # type: ignore[attr-defined]
            if size >= most:
                found.append(f"{source}:{node.lineno} {node.name}: {size} lines")  # type: ignore[attr-defined]
    nothing(found, f"A function has fewer than {FUNCTION_LINES} lines, a class fewer than {CLASS_LINES}.")


def test_every_module_says_what_it_is_for() -> None:
    found = []
    for source in (*sources(), *own_tests()):
        first = (ast.get_docstring(tree(source)) or "").split("\n")[0]
        if not first.endswith((".", '."', ".”", ":")) or len(first) < 15:
            found.append(f"{source}: {first!r}")
    nothing(found, "The first line of a module says in one sentence what it is for.")


def test_the_window_speaks_no_sql() -> None:
    found = []
    for source, line, said in strings():
        if source.startswith("ui/") and SQL.search(said):
            found.append(f"{source}:{line} {said[:50]!r}")
    for source, node, name in calls():
        if source.startswith("ui/") and name in {"execute", "executemany", "fetchone", "fetchall", "cursor"}:
            found.append(f"{source}:{node.lineno} .{name}()")
    nothing(found, "SQL stands in dvcq_desktop and db; ui asks the nouns of the office.")


def strings() -> Iterator[tuple[str, int, str]]:
    """Every piece of text in the program."""
    for source, node in nodes(ast.Constant):
        assert isinstance(node, ast.Constant)
        if isinstance(node.value, str):
            yield source, node.lineno, node.value


def test_every_write_to_the_data_goes_one_way() -> None:
    """reliability.md, rule 3: what breaks a transaction apart or changes the schema in passing."""
    found = []
    for source, node, name in calls():
        where = f"{source}:{node.lineno}"
        if name in {"executescript", "commit", "rollback"}:
            found.append(f"{where} .{name}() commits or takes back behind db.connection.transaction()")
        if name == "connect" and owner(node) == "sqlite3" and source not in CONNECTS:
            found.append(f"{where} sqlite3.connect(): only {', '.join(CONNECTS)}")
        flags = {keyword.arg for keyword in node.keywords if getattr(keyword.value, "value", None) is True}
        found += [f"{where} {flag}=True" for flag in flags & {"replace", "alter"}]
    nothing(found, "Every change is one journal operation in one transaction.")


def owner(call: ast.Call) -> str:
    """The name before the dot: "sqlite3" of sqlite3.connect()."""
    return getattr(getattr(call.func, "value", None), "id", "")


def test_no_statement_goes_round_the_journal() -> None:
    """REPLACE deletes the row and empties its child tables without a trace; a BEGIN of one's own ends elsewhere."""
    found = []
    for source, line, said in strings():
        if re.search(r"\bINSERT OR REPLACE\b|\bREPLACE INTO\b", said):
            found.append(f"{source}:{line} {said[:40]!r}")
        if (
            re.fullmatch(r"(?:BEGIN|COMMIT|ROLLBACK|END|SAVEPOINT|RELEASE)(?: \w+)*;?", said.strip())
            and source != "db/connection.py"
        ):
            found.append(f"{source}:{line} {said[:40]!r}: transactions begin and end in db/connection.py")
        if re.match(r"\s*PRAGMA (?:journal_mode|synchronous)\b", said) and source not in CONNECTS:
            found.append(f"{source}:{line} {said[:40]!r}: set once, in db/connection.py")
    nothing(found, "No statement replaces rows, begins transactions or changes how safely they are written.")


def test_files_are_written_whole() -> None:
    """reliability.md, rule 11: a file opened for writing is a lost file when the disk is full or the power goes."""
    found = []
    for source, node, name in calls():
        if source in WRITERS_OF_FILES:
            continue
        where = f"{source}:{node.lineno}"
        words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        words += [keyword.value.value for keyword in node.keywords if isinstance(keyword.value, ast.Constant)]
        if name == "open" and any(
            isinstance(word, str) and re.fullmatch(r"[rwxabt+]*[wxa+][rwxabt+]*", word) for word in words
        ):
            found.append(f"{where} open() for writing")
        if name in {"write_text", "write_bytes", "QPdfWriter", "QSaveFile", "QFile"}:
            found.append(f"{where} {name}()")
        if name == "save" and (node.args or node.keywords) and not source.startswith("dvcq_desktop/writers/"):
            found.append(f"{where} .save() to a path")
        if (
            name in {"rename", "replace"}
            and isinstance(node.func, ast.Attribute)
            and len(node.args) == 1
            and not node.keywords
        ):
            found.append(f"{where} .{name}() of a file: db.files.replace_file() is patient and durable")
    nothing(found, "Files are made in memory and written by db.files.write_file().")


def test_only_one_place_asks_questions() -> None:
    found = [
        f"{source}:{node.lineno}"
        for source, node, name in calls()
        if name in {"exec", "exec_"} and isinstance(node.func, ast.Attribute) and source not in ASKS
    ]
    found += [
        f"{source}:{node.lineno} {name}"
        for source, node, name in calls()
        if name in {"getOpenFileName", "getSaveFileName", "getExistingDirectory", "getText", "question", "warning"}
        and source not in ASKS
        and owner(node).startswith("Q")
    ]
    nothing(found, "Questions and file choosers are functions of ui/ask.py, so that tests can answer them.")


def test_no_trouble_is_swallowed() -> None:
    found = []
    for source, node in nodes(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
        if node.type is None:
            found.append(f"{source}:{node.lineno} bare except")
        if getattr(node.type, "id", "") == "BaseException" and not raises:
            found.append(f"{source}:{node.lineno} except BaseException that does not raise again")
    nothing(found, "What is caught is named; Ctrl+C and the end of the program are never caught for good.")


def test_nothing_is_made_for_the_whole_process() -> None:
    """A database, an application or settings made while a module is imported is there before anyone asked for it."""
    makers = {
        "connect",
        "open_data",
        "open_office",
        "open_in_memory",
        "Office",
        "Desk",
        "QApplication",
        "QSettings",
        "QLocale",
    }
    found = []
    for source in sources():
        for statement in tree(source).body:
            if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr)):
                for node in ast.walk(statement):
                    name = getattr(getattr(node, "func", None), "id", "")
                    if isinstance(node, ast.Call) and name in makers:
                        found.append(f"{source}:{node.lineno} {name}()")
    for source, node in nodes(ast.Global):
        found.append(f"{source}:{node.lineno} global")  # type: ignore[attr-defined]
    nothing(found, "No process-wide database, application or settings object; who needs one is given it.")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_hold_hashes_and_no_address(lock: str) -> None:
    said = text(lock)
    assert "://" not in said, "A lock names no server, so that it holds behind any mirror and on a stick."
    pins = re.findall(r"^([A-Za-z0-9_.-]+)==\S+(.*)$", said, re.MULTILINE)
    assert len(pins) > 10
    assert said.count("--hash=sha256:") >= len(pins), "Every package is pinned with its hashes."


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_qt_is_the_version_that_is_sound(lock: str) -> None:
    assert re.search(r"^pyside6[-_]essentials==6\.11\.3\b", text(lock), re.MULTILINE | re.IGNORECASE), (
        "PySide6 6.12.0 under Python 3.11 aborts after some 5,000 calls: see tests/ui/test_qt_sound.py."
    )


def sentences() -> dict[str, str]:
    """Every sentence given to _() in the program, with the module of its first use."""
    found: dict[str, str] = {}
    for source, node, name in calls():
        if name == "_" and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            found.setdefault(node.args[0].value, source)
    return found


def gaps(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _how in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "resources" / "translations").glob("*.json")), ids=lambda path: path.name
)
def test_translations_match_the_sentences(path: Path) -> None:
    translated = json.loads(path.read_text(encoding="utf-8"))
    known = sentences()
    gone = [sentence for sentence in translated if sentence not in known]
    nothing(gone, f"{path.name} translates sentences that nobody says any more.")
    nothing([s for s, t in translated.items() if gaps(s) != gaps(t)], f"{path.name}: the {{names}} differ.")


def test_sentences_fill_their_gaps() -> None:
    """A {name} without a value would stand on the screen as it is, or raise when the trouble is told."""
    found = []
    for source, node, name in calls():
        if (
            name != "_"
            or not node.args
            or not isinstance(node.args[0], ast.Constant)
            or not isinstance(node.args[0].value, str)
        ):
            continue
        given = {keyword.arg for keyword in node.keywords}
        if given and None not in given and (wanted := gaps(node.args[0].value)) != given:
            found.append(f"{source}:{node.lineno} wants {sorted(wanted)}, is given {sorted(map(str, given))}")
    nothing(found, "The {names} of a sentence and the values given to it are the same.")


def test_sentences_are_constants() -> None:
    found = [
        f"{source}:{node.lineno}"
        for source, node, name in calls()
        if name == "_" and node.args and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp))
    ]
    nothing(
        found,
        'A sentence given to _() is one constant with {names}: _("Đã ghi {path}.", path=path); f"" cannot be translated.',
    )


def test_names_of_test_files_are_different() -> None:
    """pytest imports test modules by their bare name: two of one name would hide each other."""
    names = Counter(Path(source).name for source in own_tests())
    twice = [source for source in own_tests() if names[Path(source).name] > 1 and Path(source).name != "conftest.py"]
    nothing(twice, "No two test modules have one name (conftest.py aside).")


def test_steps_of_the_schema_are_all_on_the_list() -> None:
    from db.migrations import STEPS

    files = sorted(path.stem for path in (ROOT / "db" / "migrations").glob("m[0-9]*.py"))
    assert [step.__name__.rsplit(".", 1)[-1] for step in STEPS] == files, "A step that is not listed never runs."
