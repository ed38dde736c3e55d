"""What a file says is read whole; what can't be read is refused with the reason, in both languages."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfWriter

from coach.domain.text import LANGS
from coach.shelf import Shelf
from coach.shelf.read import LARGEST
from coach.shelf.reasons import reasons

SWEDISH = "Återkoppling på jobbet är viktig. Så här gör du när någon ber om råd, och så gör du efteråt."


def _pdf(path: Path, lines: list[str], password: str = "") -> None:
    """Write a one-page PDF with Helvetica by hand; pypdf itself writes no text."""
    text = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td {text} ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places))
    out.write(b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)
    path.write_bytes(out.getvalue())
    if password:
        writer = PdfWriter(clone_from=path)
        writer.encrypt(password, algorithm="RC4-128")
        writer.write(path)


def _docx(path: Path) -> None:
    paper = Document()
    paper.add_heading("Lönesamtalet", level=1)
    paper.add_paragraph(SWEDISH)
    table = paper.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Nivå", "Baskompetens"
    paper.save(str(path))


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"\x00" * (120 * 1024 * 1024))


@pytest.fixture
def taken(tmp_path, empty):
    """Ingest one file written by ``write``; return the result and the texts of its passages."""

    def take(name, write, lang="sv"):
        path = tmp_path / name
        write(path)
        with Shelf(tmp_path / "data", source=empty) as shelf:
            [result] = shelf.ingest([path], lang=lang)
            passages = [] if result.status == "refused" else shelf.search("återkoppling lön råd", "sv")
            return result, [hit.passage for hit in passages]

    return take


def _written(text, encoding="utf-8"):
    return lambda path: path.write_bytes(text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_encoding_keeps_its_letters(taken, encoding):
    result, passages = taken("a.txt", _written(SWEDISH, encoding))
    assert result.status == "added"
    assert passages[0].text == SWEDISH
    assert passages[0].lang == "sv"


def test_a_word_file_keeps_its_headings_and_tables(taken):
    result, passages = taken("a.docx", _docx)
    assert result.status == "added"
    assert passages[0].title == "Lönesamtalet"
    assert SWEDISH in passages[0].text
    assert "Nivå | Baskompetens" in passages[0].text


def test_a_pdf_is_read(taken):
    _, passages = taken("a.pdf", lambda path: _pdf(path, SWEDISH.split(" så ")))
    assert passages[0].text == SWEDISH.replace(" så ", " ")


def test_a_web_page_loses_its_furniture(taken):
    page = f"""<html><head><title>Om råd | Sajten</title><style>p {{}}</style></head><body>
    <nav><ul><li>Hem</li><li>Priser</li></ul></nav><div class="cookie-banner">Vi använder cookies</div>
    <h1>Om råd</h1><p>{SWEDISH}</p><p>{SWEDISH.replace("jobbet", "mötet")}</p>
    <div class="related-articles"><h2>Liknande artiklar</h2><p>Tio tips</p></div>
    <p>Taggar: lön, råd</p><footer>© Sajten AB</footer></body></html>"""
    _, passages = taken("a.html", _written(page))
    assert passages[0].title == "Om råd"
    whole = " ".join(p.text for p in passages)
    assert SWEDISH in whole
    for furniture in ("Priser", "cookies", "Tio tips", "Taggar", "Sajten AB"):
        assert furniture not in whole


REFUSED = {
    "missing": ("gone.txt", lambda path: None),
    "kind": ("a.xlsx", _written("x")),
    "empty": ("a.txt", _written("")),
    "no letters": ("b.txt", _written(" 1 2 3 \n ---")),
    "binary": ("c.txt", lambda path: path.write_bytes(bytes(range(256)) * 20)),
    "large": ("d.txt", lambda path: path.write_bytes(b"a" * (LARGEST + 1))),
    "long": ("e.md", _written("ord och ord \n" * 450_000)),
    "broken pdf": ("f.pdf", lambda path: path.write_bytes(b"%PDF-1.4\nnonsense")),
    "scanned": ("g.pdf", lambda path: _pdf(path, [])),
    "locked": ("h.pdf", lambda path: _pdf(path, ["hemlig"], "lösen")),
    "bomb": ("i.docx", _bomb),
    "broken docx": ("j.docx", _written("PK not a zip")),
    "folder of that name": ("k.txt", lambda path: path.symlink_to(path.parent / "nowhere")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_the_reason(taken, case):
    name, write = REFUSED[case]
    result, _ = taken(name, write)
    assert result.status == "refused"
    assert result.passages == 0
    assert any(result.reason.startswith(r["sv"].split("{")[0]) for r in reasons().values()), result.reason


def test_the_reason_is_in_the_persons_language(taken):
    assert taken("a.xlsx", _written("x"), "en")[0].reason.startswith("can't read files of type .xlsx")
    assert taken("a.xlsx", _written("x"), "sv")[0].reason.startswith("filtypen .xlsx")


def test_every_reason_exists_in_both_languages():
    for name, sentences in reasons().items():
        assert set(sentences) == set(LANGS), name
        assert sentences["sv"] != sentences["en"]


def test_refused_files_do_not_stop_the_others(tmp_path, empty):
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"")
    (folder / "b.txt").write_text(SWEDISH, encoding="utf-8")
    with Shelf(tmp_path / "data", source=empty) as shelf:
        assert [r.status for r in shelf.ingest([folder])] == ["refused", "added"]


def test_a_page_made_to_take_for_ever_is_given_up(taken):
    result, _ = taken("a.html", _written("<!--" * 50_000))
    assert result.reason == reasons()["slow"]["sv"]


def test_a_page_nested_without_end_is_read(taken):
    result, passages = taken("a.html", _written("<div>" * 50_000 + SWEDISH))
    assert result.status == "added"
    assert passages[0].text == SWEDISH
