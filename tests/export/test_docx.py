"""A sheet as a Word document: real styles, read back with the library, the same bytes each time."""

import io
import re
import struct
import zipfile
import zlib

import docx
import pytest
from docx.oxml.ns import qn

from coach.export.docx import document

SHEET = """# Inför samtalet

Ett stycke med **fet** och *kursiv* text.

## Dagordning

| Skede | Minuter |
| --- | --- |
| Början \\| slut | 5 |
| **Totalt** | 60 |

### Punkter

- ett
- två
  - under två

1. först
2. sedan

Nytt:

1. om igen

- [ ] inte klart
- [x] klart

> Hej Malin!
>
> 1. En fråga

![Tidslinje](tid.png) ![Saknas](http://example.com/x.png)
"""


def png(width, height):
    """Return a white picture of that size."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def made(markdown=SHEET, *, lang="sv", writer="guided", pictures=None):
    return document(markdown, title="Inför samtalet", lang=lang, writer=writer, pictures=pictures or {})


def opened(data):
    return docx.Document(io.BytesIO(data))


def test_headings_lists_quotes_and_emphasis_have_their_styles():
    found = {p.text: p for p in opened(made()).paragraphs}
    styles = {text: p.style.name for text, p in found.items()}
    assert styles["Inför samtalet"] == "Title"
    assert styles["Dagordning"] == "Heading 1"
    assert styles["Punkter"] == "Heading 2"
    assert styles["ett"] == "List Bullet"
    assert styles["under två"] == "List Bullet 2"
    assert styles["först"] == "List Number"
    assert styles["Hej Malin!"] == styles["1. En fråga"] == "Quote"
    assert "☐\tinte klart" in styles
    assert "☑\tklart" in styles
    runs = {run.text: run for run in found["Ett stycke med fet och kursiv text."].runs}
    assert runs["fet"].bold
    assert runs["kursiv"].italic


def test_a_numbered_list_begins_where_it_says():
    found = opened(document("1. ett\n\nNytt:\n\n4. fyra\n5. fem", title="x", lang="sv", writer="guided"))
    starts = found.part.numbering_part.element.iter(qn("w:startOverride"))
    assert [start.get(qn("w:val")) for start in starts] == ["1", "4"]


def test_each_numbered_list_has_its_own_numbers():
    numbers = {
        p.text: p._p.pPr.numPr.numId.val for p in opened(made()).paragraphs if p.style.name == "List Number"
    }
    assert numbers["först"] == numbers["sedan"] != numbers["om igen"]


def test_a_table_has_a_grid_and_repeats_its_header():
    (table,) = opened(made()).tables
    assert table.style.name == "Table Grid"
    assert [cell.text for cell in table.rows[1].cells] == ["Början | slut", "5"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)


@pytest.mark.parametrize(("lang", "locale"), [("sv", "sv-SE"), ("en", "en-GB")])
def test_the_language_is_the_sheets(lang, locale):
    found = opened(made(lang=lang))
    assert {e.get(qn("w:val")) for e in found.styles.element.iter(qn("w:lang"))} == {locale}
    assert found.core_properties.language == locale
    assert found.core_properties.title == "Inför samtalet"


@pytest.mark.parametrize(("writer", "said"), [("guided", "utan språkmodell"), ("qwen-4b", "qwen-4b")])
def test_the_foot_has_the_page_number_and_says_that_an_ai_helped(writer, said):
    foot = opened(made(writer=writer)).sections[0].footer
    assert "AI-assistent" in foot.paragraphs[0].text
    assert said in foot.paragraphs[0].text
    assert [e.text for e in foot._element.iter(qn("w:instrText"))] == ["PAGE"]


def test_the_same_sheet_gives_the_same_bytes():
    assert made(pictures={"tid.png": png(30, 10)}) == made(pictures={"tid.png": png(30, 10)})
    assert made() != made(SHEET + "\nmer")


def test_a_picture_is_put_in_by_name_no_wider_than_the_page_and_nothing_is_fetched():
    data = made(pictures={"tid.png": png(3000, 100)})
    (shape,) = opened(data).inline_shapes
    assert shape.width.cm <= 16.5
    assert shape._inline.docPr.get("descr") == "Tidslinje"
    assert any("Saknas" in p.text for p in opened(data).paragraphs)


def test_nothing_in_the_file_leads_out_of_it_or_runs():
    with zipfile.ZipFile(io.BytesIO(made())) as file:
        names = file.namelist()
        links = "".join(file.read(name).decode() for name in names if name.endswith(".rels"))
    assert "TargetMode" not in links
    assert not any("vba" in name.lower() or name.endswith(".bin") for name in names)
    targets = re.findall(r'Target="([^"]+)"', links)
    assert all(any(name.endswith(t.removeprefix("../").lstrip("/")) for name in names) for t in targets)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x01\x0b\x0c\x1f\x7f \ud800 \ufffe å\u0308 \u200b",
        "ord " * 10_000,
        "x" * 100_000,
        "> " * 500 + "djupt",
        "- " * 200 + "a",
        "| a | b |\n| --- | --- |\n" + "| \x07 | \ud800 |\n" * 300,
        "[ ] \n\n- [ ]\n- [x]\n1.\n",
        "<script>alert(1)</script> &#0; &lt;",
        "| a |\n| --- |\n",
    ],
)
def test_hostile_text_gives_a_document_that_opens(text):
    assert opened(document(text, title=text, lang="sv", writer=text[:50])) is not None
