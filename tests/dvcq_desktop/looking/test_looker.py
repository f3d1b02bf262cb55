"""Looking into good files: pages, photographs upright, words and lines; and what happens to the process that looks."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import hostile
import pytest

from dvcq_desktop.errors import RuleBroken
from dvcq_desktop.looking.answers import CannotLook, Line, Picture
from dvcq_desktop.looking.looker import START_SECONDS, Looker, own_command

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def looker() -> Iterator[Looker]:
    looker = Looker()
    yield looker
    looker.close()


def kept(folder: Path, data: bytes) -> Path:
    """The file as the store keeps it: without any ending."""
    path = folder / "3f0a"
    path.write_bytes(data)
    return path


def colour(picture: Picture, x: float, y: float) -> str:
    """The colour at a place given in parts of width and height."""
    at = (int(y * picture.height) * picture.width + int(x * picture.width)) * 3
    red, green, blue = picture.pixels[at : at + 3]
    if min(red, green, blue) > 200:
        return "white"
    return "red" if red > 200 else "blue" if blue > 200 else f"{red},{green},{blue}"


def refusal(function: object, *arguments: object) -> str:
    with pytest.raises(CannotLook) as refused:
        function(*arguments)  # type: ignore[operator]
    assert isinstance(refused.value, RuleBroken)
    assert str(refused.value).endswith(".")
    return refused.value.why


def test_a_page_of_a_pdf(looker: Looker, tmp_path: Path) -> None:
    path = kept(tmp_path, hostile.a_pdf("Bao cao", pages=3))
    picture = looker.page(path, 2, 600)
    assert (picture.width, picture.page_count) == (600, 3)
    assert picture.height == pytest.approx(600 * 842 / 595, abs=2)
    assert len(set(picture.pixels)) > 20, "words and a picture are on it"
    assert looker.count_pages(path) == 3
    assert refusal(looker.page, path, 4, 600) == "no-page"
    assert refusal(looker.page, path, 0, 600) == "no-page"
    assert looker.page(path, 1, 601).width == 601, "rows that are no multiple of four bytes come without padding"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_photograph_stands_upright(looker: Looker, tmp_path: Path, kind: str) -> None:
    flat = looker.page(kept(tmp_path, hostile.a_photo(kind)), 1, 600)
    assert (flat.width, flat.height, flat.page_count) == (60, 40, 1), "never made larger than it is"
    assert [colour(flat, 0.2, 0.2), colour(flat, 0.8, 0.8), colour(flat, 0.8, 0.2)] == ["red", "blue", "white"]
    turned = looker.page(kept(tmp_path, hostile.a_photo(kind, turned=True)), 1, 20)
    assert (turned.width, turned.height) == (20, 30)
    assert [colour(turned, 0.8, 0.2), colour(turned, 0.2, 0.8), colour(turned, 0.2, 0.2)] == ["red", "blue", "white"]


def test_a_photograph_of_a_telephone(looker: Looker) -> None:
    picture = looker.page(hostile.PHOTO, 1, 600)
    assert (picture.width, picture.height) == (64, 96)
    assert [colour(picture, 0.8, 0.2), colour(picture, 0.2, 0.8)] == ["red", "blue"]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_to_keep_colours(looker: Looker, tmp_path: Path, mode: str) -> None:
    from PIL import Image

    made = io.BytesIO()
    picture = (
        Image.new("I;16", (40, 40), 65_000) if mode == "I;16" else Image.new("RGB", (40, 40), "white").convert(mode)
    )
    picture.save(made, "TIFF" if mode in ("CMYK", "I;16", "LA") else "PNG")
    assert colour(looker.page(kept(tmp_path, made.getvalue()), 1, 30), 0.5, 0.5) == "white"


def test_what_is_transparent_lies_on_white_paper(looker: Looker, tmp_path: Path) -> None:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(made, "PNG")
    assert colour(looker.page(kept(tmp_path, made.getvalue()), 1, 30), 0.5, 0.5) == "white"


def test_the_sheets_of_a_scan(looker: Looker, tmp_path: Path) -> None:
    from PIL import Image

    made = io.BytesIO()
    sheets = [Image.new("1", (80, 100), shade) for shade in (1, 0, 1)]
    sheets[0].save(made, "TIFF", save_all=True, append_images=sheets[1:])
    path = kept(tmp_path, made.getvalue())
    assert looker.count_pages(path) == 3
    assert colour(looker.page(path, 1, 80), 0.5, 0.5) == "white"
    assert colour(looker.page(path, 2, 80), 0.5, 0.5) == "0,0,0"


def test_a_large_photograph_is_unpacked_small(looker: Looker, tmp_path: Path) -> None:
    """A JPEG of 48 megapixels, as telephones make them, is above the limit but need not be unpacked whole."""
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (8_000, 6_000), "red").save(made, "JPEG")
    assert colour(looker.page(kept(tmp_path, made.getvalue()), 1, 400), 0.5, 0.5) in ("red", "254,0,0")
    made = io.BytesIO()
    Image.new("1", (8_000, 6_000)).save(made, "PNG")
    assert refusal(looker.page, kept(tmp_path, made.getvalue()), 1, 400) == "too-large"


def stamped() -> bytes:
    """A page with a signature's stamp and a stamp of the registry, as programs for digital signing put them on."""
    catalogue = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 100]/Annots[4 0 R 6 0 R]>>"

    def look(words: bytes) -> bytes:
        drawn = b"1 0 0 rg 0 0 200 100 re f 0 0 0 rg BT /F 9 Tf 9 9 Td (" + words + b") Tj ET"
        font = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        return b"<</Type/XObject/Subtype/Form/BBox[0 0 200 100]%s/Length %d>>stream\n%s\nendstream" % (
            font,
            len(drawn),
            drawn,
        )

    return hostile._pdf_of(
        catalogue, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page,
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 132/Rect[0 0 200 100]/AP<</N 5 0 R>>>>", look(b"Ngay ky: 06/03/2025"),
        b"<</Type/Annot/Subtype/Stamp/F 4/Rect[200 0 400 100]/AP<</N 7 0 R>>>>", look(b"So: 15/BC-UBND"),
    )  # fmt: skip


def test_stamps_are_seen_and_read(looker: Looker, tmp_path: Path) -> None:
    """Without them a signed paper would look unsigned."""
    path = kept(tmp_path, stamped())
    picture = looker.page(path, 1, 400)
    assert [colour(picture, 0.25, 0.3), colour(picture, 0.75, 0.3)] == ["red", "red"]
    body = looker.text(path).body
    assert "Ngay ky: 06/03/2025" in body
    assert "So: 15/BC-UBND" in body


def test_the_page_that_is_signed(looker: Looker, tmp_path: Path) -> None:
    path = kept(tmp_path, "Báo cáo\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\n".encode() + b"Phu luc\n" * 90)
    assert looker.text(path).last_page.split("\n")[1:4] == ["Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH"]


def test_a_library_that_is_not_there_is_not_blamed_on_the_file() -> None:
    program = (
        "import sys\n"
        "sys.modules['pi_heif'] = None\n"
        "from dvcq_desktop.looking import child\n"
        f"wants = child.answer({{'do': 'page', 'path': {str(hostile.PHOTO)!r}, 'number': 1, 'width': 100}})[0]['wants']\n"
        "print(child.answer({'do': 'load', 'wanted': wants})[0]['cannot'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "no-library"


def test_words_of_a_pdf_page_by_page(looker: Looker, tmp_path: Path) -> None:
    path = kept(tmp_path, hostile.a_pdf("Bao cao so", pages=3))
    text = looker.text(path)
    assert text.body.split("\f") == ["Bao cao so 1", "Bao cao so 2", "Bao cao so 3"]
    assert (text.pages, text.first_page, text.last_page, text.state) == (3, "Bao cao so 1", "Bao cao so 3", "whole")
    short = looker.text(path, 15)
    assert (short.body, short.last_page, short.state) == ("Bao cao so 1\fBa", "Bao cao so 3", "cut")


def test_a_scan_has_no_words(looker: Looker, tmp_path: Path) -> None:
    text = looker.text(kept(tmp_path, hostile.a_pdf("", pages=1).replace(b"( 1)", b"(   )")))
    assert text.pages == 1
    photo = looker.text(kept(tmp_path, hostile.a_photo("JPEG")))
    assert (photo.body, photo.pages, photo.state) == ("", 1, "none")


def test_lines_of_a_word_text(looker: Looker, tmp_path: Path) -> None:
    import docx

    paper = docx.Document()
    paper.add_paragraph().add_run("KẾ HOẠCH").bold = True
    paper.add_paragraph("Căn cứ Luật Tổ chức chính quyền địa phương;")
    table = paper.add_table(2, 3)
    for number, cell in enumerate(table.rows[1].cells):
        cell.text = f"Ô {number}"
    made = io.BytesIO()
    paper.save(made)
    path = kept(tmp_path, made.getvalue())
    assert looker.lines(path).lines == (
        Line(kind="heading", cells=("KẾ HOẠCH",)),
        Line(kind="text", cells=("Căn cứ Luật Tổ chức chính quyền địa phương;",)),
        Line(kind="row", cells=("Ô 0", "Ô 1", "Ô 2")),
    )
    assert looker.text(path).body == "KẾ HOẠCH\nCăn cứ Luật Tổ chức chính quyền địa phương;\nÔ 0\tÔ 1\tÔ 2"
    assert refusal(looker.page, path, 1, 600) == "not-shown"


def test_rows_of_a_workbook(looker: Looker, tmp_path: Path) -> None:
    lines = looker.lines(kept(tmp_path, hostile.a_sheet())).lines
    assert lines[0] == Line(kind="part", cells=("Tiêu chí",))
    assert lines[2] == Line(kind="row", cells=("1", "Tiêu chí 1", "0.333333", "06/03/2025"))


def test_slides(looker: Looker, tmp_path: Path) -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("ppt/presentation.xml", "<p/>")
        for number in (10, 2):
            archive.writestr(
                f"ppt/slides/slide{number}.xml",
                f'<p xmlns:a="{drawing}"><a:p><a:r><a:t>Tờ </a:t></a:r><a:r><a:t>{number}</a:t></a:r></a:p></p>',
            )
    lines = looker.lines(kept(tmp_path, made.getvalue())).lines
    assert [line.text for line in lines] == ["Trang chiếu 2", "Tờ 2", "Trang chiếu 10", "Tờ 10"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_files_in_every_unicode(looker: Looker, tmp_path: Path, encoding: str) -> None:
    lines = looker.lines(kept(tmp_path, "Báo cáo\r\nđợt 1\x07, lần 2".encode(encoding)))
    assert [line.cells for line in lines.lines] == [("Báo cáo",), ("đợt 1, lần 2",)]


def test_tables_kept_as_text_are_rows(looker: Looker, tmp_path: Path) -> None:
    lines = looker.lines(kept(tmp_path, 'Họ tên;Số\n"Lê; Hoa";2\n'.encode())).lines
    assert [line.cells for line in lines if line.kind == "row"] == [("Họ tên", "Số"), ("Lê; Hoa", "2")]


def test_a_long_text_is_cut(looker: Looker, tmp_path: Path) -> None:
    lines = looker.lines(kept(tmp_path, b"mot dong\n" * 9_000))
    assert (len(lines.lines), lines.cut) == (5_000, True)


def test_a_file_that_is_not_there(looker: Looker, tmp_path: Path) -> None:
    assert refusal(looker.lines, tmp_path / "khong co") == "missing"
    assert refusal(looker.text, tmp_path) == "missing"


@pytest.mark.parametrize("kind", ["pdf", "jpeg", "webp", "heic", "xlsx", "text"])
def test_no_library_is_loaded_in_the_time_of_a_file(tmp_path: Path, kind: str) -> None:
    """An antivirus on a cold PC takes longer over a library than one file may: it is loaded before the file's clock runs."""
    made = {
        "pdf": hostile.a_pdf("x"),
        "jpeg": hostile.a_photo("JPEG"),
        "webp": hostile.a_photo("WEBP"),
        "heic": hostile.PHOTO.read_bytes(),
        "xlsx": hostile.a_sheet(),
        "text": "Báo cáo".encode(),
    }
    ask = {"do": "lines" if kind in ("xlsx", "text") else "page", "path": str(kept(tmp_path, made[kind]))}
    program = (
        "import sys\n"
        "from dvcq_desktop.looking import child\n"
        f"question = {{**{ask!r}, 'number': 1, 'width': 100, 'seconds': 9}}\n"
        "wants = child.answer(question)[0]['wants']\n"
        "assert child.answer({'do': 'load', 'wanted': wants}) == ({}, b'')\n"
        "loaded = set(sys.modules)\n"
        "head, _body = child.answer(question)\n"
        "assert not {'cannot', 'wants'} & set(head), head\n"
        "print(sorted(name for name in set(sys.modules) - loaded if not name.startswith('encodings.')))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_library_has_the_time_of_a_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child tells, as the number of pages, how many seconds it was given to load what it wanted."""
    monkeypatch.chdir(ROOT)
    child = (
        "import sys\n"
        "from dvcq_desktop.looking import wire\n"
        "def receive(): return wire.receive(sys.stdin.buffer)[0]\n"
        "def say(head): wire.send(sys.stdout.buffer, head)\n"
        "receive(); say({})\n"
        "receive(); say({'wants': ['papers', 'pdf']})\n"
        "loading = receive(); say({})\n"
        "assert (loading['do'], loading['wanted']) == ('load', ['papers', 'pdf'])\n"
        "receive(); say({'page_count': loading['seconds']})\n"
    )
    looker = Looker(seconds=9, command=[sys.executable, "-c", child])
    try:
        assert looker.count_pages(ROOT) == START_SECONDS
    finally:
        looker.close()


def test_a_file_that_hangs_costs_its_time_and_no_more(tmp_path: Path) -> None:
    hang = tmp_path / "hang.pdf"
    hang.write_bytes(dict(hostile.hostile_pdfs())["tu goi.pdf"])
    good = kept(tmp_path, hostile.a_pdf("Bao cao"))
    looker = Looker(seconds=0.4, megabytes=4_000)
    try:
        looker.start()
        assert refusal(looker.page, hang, 1, 300) == "too-slow"
        assert looker.page(good, 1, 100).page_count == 2, "a fresh process answers the next question"
    finally:
        looker.close()


def test_a_greedy_file_is_stopped(tmp_path: Path) -> None:
    from PIL import Image

    made = io.BytesIO()
    Image.new("L", (6_000, 6_000)).save(made, "PNG")
    looker = Looker(megabytes=90)
    try:
        assert refusal(looker.page, kept(tmp_path, made.getvalue()), 1, 300) == "too-greedy"
        assert looker.page(kept(tmp_path, hostile.a_photo("PNG")), 1, 300).width == 60
    finally:
        looker.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_process_killed_while_idle_is_started_again(tmp_path: Path) -> None:
    path = kept(tmp_path, hostile.a_pdf("Bao cao"))
    looker = Looker()
    try:
        assert looker.count_pages(path) == 2
        assert looker._process is not None
        os.kill(looker._process.pid, signal.SIGKILL)
        looker._process.wait()
        assert looker.count_pages(path) == 2
    finally:
        looker.close()


def test_stopped_from_another_thread(tmp_path: Path) -> None:
    hang = kept(tmp_path, dict(hostile.hostile_pdfs())["tu goi.pdf"])
    looker = Looker(seconds=60, megabytes=4_000)
    why = []
    thread = threading.Thread(target=lambda: why.append(refusal(looker.page, hang, 1, 300)))
    try:
        looker.start()
        thread.start()
        while thread.is_alive():
            looker.stop()
            thread.join(timeout=0.05)
        assert why == ["stopped"]
    finally:
        looker.close()


def test_closed_for_good(tmp_path: Path) -> None:
    looker = Looker()
    looker.start()
    process = looker._process
    looker.close()
    assert process is not None
    assert process.poll() is not None
    assert refusal(looker.count_pages, kept(tmp_path, hostile.a_pdf("x"))) == "stopped"


def test_an_answer_from_a_broken_process_is_not_believed(tmp_path: Path) -> None:
    """What a file made the process say in our name: no picture of a million pixels from three bytes."""
    lie = (
        "import sys, struct\n"
        "out = sys.stdout.buffer\n"
        "def say(head, body=b''):\n"
        "    out.write(struct.pack('>I', len(head)) + head + body); out.flush()\n"
        "say(b'{\"bytes\": 0}')\n"
        'say(b\'{"bytes": 3, "width": 1000, "height": 1000, "page_count": 1}\', b\'abc\')\n'
        "sys.stdin.buffer.read()\n"
    )
    looker = Looker(command=[sys.executable, "-c", lie])
    try:
        assert refusal(looker.page, kept(tmp_path, b"x"), 1, 300) == "crashed"
    finally:
        looker.close()


def test_a_program_that_cannot_be_started_is_a_sentence(tmp_path: Path) -> None:
    assert refusal(Looker(command=[str(tmp_path / "khong co")]).count_pages, tmp_path) == "stopped"


def test_the_process_knows_neither_window_nor_data(tmp_path: Path) -> None:
    pdf, photo, sheet = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    pdf.write_bytes(hostile.a_pdf("x"))
    photo.write_bytes(hostile.a_photo("JPEG"))
    sheet.write_bytes(hostile.a_sheet())
    program = (
        "import sys, main\n"
        "from dvcq_desktop.looking import child\n"
        f"for do, path in (('page', {str(pdf)!r}), ('page', {str(photo)!r}), ('page', {str(hostile.PHOTO)!r}), ('lines', {str(sheet)!r})):\n"
        "    question = {'do': do, 'path': path, 'number': 1, 'width': 100, 'seconds': 9}\n"
        "    if wants := child.answer(question)[0].get('wants'):\n"
        "        child.answer({'do': 'load', 'wanted': wants})\n"
        "    head, _body = child.answer(question)\n"
        "    assert not {'cannot', 'wants'} & set(head), (path, head)\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('PySide6', 'db', 'sqlite3', 'ui', 'socket', 'shiboken6')])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    named = "['socket']" if sys.platform == "win32" else "[]"  # there platform.uname() asks it for the name of the PC
    assert done.stdout.strip() == named


def test_the_hidden_command_ends_with_its_input() -> None:
    done = subprocess.run(own_command(), input=b"", capture_output=True, timeout=30)
    assert (done.returncode, done.stdout) == (0, b"")
