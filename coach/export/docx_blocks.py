"""From the blocks of a Markdown sheet to the paragraphs and tables of a Word document."""

import io
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.table import CT_Tc
    from docx.shared import Length
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2"}
_WIDE = 16.4
"""Centimetres between the margins."""
_NARROW = 2.0
_FULL = 34
"""Characters from which a column's text counts as long; beyond, more text earns no more width."""
_BOX = re.compile(r"^\[( |x|X)\]\s+")
_SHADE = "E8EEF2"


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    return made.disable(["link", "autolink", "html_block", "html_inline", "reference"])


class Builder:
    """Writes one sheet into a document.

    Args:
        made: The document.
        pictures: PNG or JPEG bytes by name.
    """

    def __init__(self, made: "Document", pictures: Mapping[str, bytes]) -> None:
        self._made = made
        self._pictures = pictures
        self._lists: list[str] = []
        """``bullet`` or the number list's id, one a level."""
        self._quoted = 0
        self._last: Paragraph | None = None
        self._counted = 0
        """Items so far of a list inside a quote."""
        self._fresh = False
        """Whether the next paragraph begins a list item."""

    def write(self, markdown: str) -> None:
        """Add every block of the sheet, in order."""
        tokens = _markdown().parse(markdown)
        at = 0
        while at < len(tokens):
            at = self._block(tokens, at)

    def _block(self, tokens: Sequence["Token"], at: int) -> int:
        token = tokens[at]
        if token.type == "table_open":
            end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
            self._table(tokens[at:end])
            return end + 1
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._lists.append("bullet" if token.type.startswith("bullet") else self._numbers(token))
            self._counted = 0
            self._lead()
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
            self._space_after_list()
        elif token.type == "list_item_open":
            self._fresh = True
        elif token.type in ("blockquote_open", "blockquote_close"):
            self._quoted += 1 if token.type.endswith("open") else -1
        elif token.type in ("code_block", "fence"):
            self._made.add_paragraph(token.content.rstrip("\n"), style=self._style())
        elif token.type == "inline":
            self._paragraph(tokens[at - 1], token)
        return at + 1

    def _lead(self) -> None:
        """Keep the line before a list with the list."""
        if self._last and not self._lists[1:]:
            self._last.paragraph_format.keep_with_next = True

    def _space_after_list(self) -> None:
        if self._last and not self._lists and not self._quoted:
            self._last.paragraph_format.space_after = _pt(8)

    def _paragraph(self, opened: "Token", inline: "Token") -> None:
        style = _HEADINGS.get(opened.tag, "Heading 3") if opened.type == "heading_open" else self._style()
        paragraph = self._last = self._made.add_paragraph(style=style)
        children = list(inline.children or ())
        if self._fresh and self._lists:
            self._item(paragraph, inline.content)
            if box := _BOX.match(inline.content):
                children[0].content = children[0].content[box.end() :]
        elif self._lists:
            paragraph.paragraph_format.left_indent = _cm(0.63 * len(self._lists))
        self._fresh = False
        self._inline(paragraph, children)

    def _style(self) -> str:
        if self._quoted:
            return "Quote"
        if not self._lists or not self._fresh:
            return "Normal"
        name = "List Bullet" if self._lists[-1] == "bullet" else "List Number"
        return name if len(self._lists) == 1 else f"{name} 2"

    def _item(self, paragraph: "Paragraph", content: str) -> None:
        """Number the item, or put a box for its bullet."""
        box = _BOX.match(content)
        if box:
            paragraph.style = self._made.styles["Normal"]
            paragraph.paragraph_format.left_indent = _cm(0.63)
            paragraph.paragraph_format.first_line_indent = _cm(-0.63)
            paragraph.paragraph_format.tab_stops.add_tab_stop(_cm(0.63))
            paragraph.paragraph_format.space_after = _pt(2)
            paragraph.add_run("☐\t" if box[1] == " " else "☑\t").font.name = "Segoe UI Symbol"
        elif self._quoted:
            # A message to copy: its numbers are text, beside the quote's line.
            self._counted += 1
            paragraph.add_run(f"{self._counted}. " if self._lists[-1] != "bullet" else "– ")
        elif self._lists[-1] != "bullet":
            number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            number.get_or_add_numId().val = int(self._lists[-1])
            number.get_or_add_ilvl().val = 0

    def _numbers(self, opened: "Token") -> str:
        """Return the id of a new numbering that begins where the list does, made after the style's own."""
        numbering = self._made.part.numbering_part.numbering_definitions._numbering
        style = self._made.styles["List Number"].element
        own = style.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(own).abstractNumId.val
        new = numbering.add_num(abstract)
        new.add_lvlOverride(ilvl=0).add_startOverride(int(opened.attrs.get("start", 1)))
        return str(new.numId)

    def _inline(self, paragraph: "Paragraph", children: Sequence["Token"], *, bold: bool = False) -> None:
        strong, slanted = int(bold), 0
        for child in children:
            if child.type in ("strong_open", "strong_close"):
                strong += 1 if child.type == "strong_open" else -1
            elif child.type in ("em_open", "em_close"):
                slanted += 1 if child.type == "em_open" else -1
            elif child.type in ("softbreak", "hardbreak"):
                paragraph.add_run().add_break()
            elif child.type == "image":
                self._picture(paragraph, str(child.attrs.get("src", "")), child.content)
            elif child.content:
                run = paragraph.add_run(child.content)
                run.bold, run.italic = strong > 0 or None, slanted > 0 or None

    def _picture(self, paragraph: "Paragraph", name: str, words: str) -> None:
        data = self._pictures.get(name)
        if data is None:
            paragraph.add_run(words)
            return
        shape = paragraph.add_run().add_picture(io.BytesIO(data))
        wide, high = _cm(_WIDE), _cm(20)
        scale = min(1.0, wide / shape.width, high / shape.height)
        shape.width, shape.height = (_cm(side.cm * scale) for side in (shape.width, shape.height))
        shape._inline.docPr.set("descr", words)

    def _table(self, tokens: Sequence["Token"]) -> None:
        rows: list[list[Token]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(token)
        columns = max(len(row) for row in rows)
        table = self._made.add_table(len(rows), columns, style="Table Grid")
        table.autofit = False
        widths = _widths(rows, columns)
        places = list(table.rows)
        for at, row in enumerate(rows):
            for place, cell, width in zip(places[at].cells, row, widths, strict=False):
                place.width = _cm(width)
                self._cell(place, cell, head=at == 0)
        for column, width in enumerate(widths):
            table.columns[column].width = _cm(width)
        _repeat(table)
        gap = self._made.add_paragraph().paragraph_format
        gap.space_after, gap.line_spacing = _pt(0), _pt(6)

    def _cell(self, place: "_Cell", inline: "Token", *, head: bool) -> None:
        paragraph = place.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _pt(2)
        self._inline(paragraph, inline.children or (), bold=head)
        for run in paragraph.runs:
            run.font.size = _pt(10)
        if head:
            _shade(place._tc)


def _cm(centimetres: float) -> "Length":
    from docx.shared import Cm

    return Cm(centimetres)


def _pt(points: float) -> "Length":
    from docx.shared import Pt

    return Pt(points)


def _widths(rows: Sequence[Sequence["Token"]], columns: int) -> list[float]:
    """Return the columns' widths in centimetres: narrow for figures, the rest by how much they hold."""
    most = [max((len(row[at].content) for row in rows if at < len(row)), default=0) for at in range(columns)]
    narrow = [length <= 9 and columns > 1 for length in most]
    weights = [0 if small else 14 + min(_FULL, length) for small, length in zip(narrow, most, strict=True)]
    rest = _WIDE - _NARROW * sum(narrow)
    total = sum(weights)
    return [
        (_NARROW if total else _WIDE / columns) if small else rest * weight / total
        for small, weight in zip(narrow, weights, strict=True)
    ]


def _shade(cell: "CT_Tc") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{key}"), value)
    cell.get_or_add_tcPr().append(shade)


def _repeat(table: "Table") -> None:
    """Repeat the first row on every page, and break no row across two."""
    from docx.oxml import OxmlElement

    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
