"""The look of a Word document: page, fonts, styles, language and foot."""

from typing import TYPE_CHECKING

from coach.domain.text import Both, Lang

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

_INK = "1F3A4D"
_GREY = "5A6670"
_FONT = "Calibri"
_PAGE: Both = {"sv": "Sida", "en": "Page"}
_SIZES = (("Title", 22, 0, 10), ("Heading 1", 15, 16, 5), ("Heading 2", 12, 12, 3), ("Heading 3", 11, 10, 2))
"""Style, points, space before and after in points."""


def dress(made: "Document", locale: str) -> None:
    """Set page, fonts and language: A4, readable, quiet; dark on white so that it survives a copier."""
    from docx.shared import Cm, Pt

    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    normal = _style(made, "Normal")
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.12
    for name, size, before, after in _SIZES:
        _heading(_style(made, name), size, before, after)
    for name in ("List Bullet", "List Number", "List Bullet 2", "List Number 2"):
        _style(made, name).paragraph_format.space_after = Pt(2)
    quote = _style(made, "Quote")
    quote.font.italic = False
    _bar(quote)
    _speak(made, locale)


def _style(made: "Document", name: str) -> "ParagraphStyle":
    from docx.styles.style import ParagraphStyle

    style = made.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _heading(style: "ParagraphStyle", size: int, before: int, after: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), True
    style.font.color.rgb = RGBColor.from_string(_INK)
    # The template's headings follow the theme's font, which would win over the name.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    fonts.set(qn("w:hAnsi"), _FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.keep_with_next = True
    if style.name == "Title":
        for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
            style.element.get_or_add_pPr().remove(border)


def _bar(style: "ParagraphStyle") -> None:
    """Give quotes an indent and a line to their left."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.left_indent, style.paragraph_format.space_after = Cm(0.5), Pt(4)
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", "9AA7B0")):
        left.set(qn(f"w:{key}"), value)
    borders.append(left)
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _speak(made: "Document", locale: str) -> None:
    """Set the language of every word, for spelling and for screen readers."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for properties in made.styles.element.iter(qn("w:rPrDefault")):
        inner = properties.find(qn("w:rPr"))
        for old in inner.findall(qn("w:lang")):
            inner.remove(old)
        speaks = OxmlElement("w:lang")
        speaks.set(qn("w:val"), locale)
        inner.append(speaks)
    for old in made.settings.element.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), locale)


def footer(made: "Document", line: str, lang: Lang) -> None:
    """Put the line and the page number at the foot of every page."""
    from docx.shared import Cm, Pt, RGBColor

    paragraph = made.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.clear_all()
    from docx.enum.text import WD_TAB_ALIGNMENT

    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16.4), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{line}\t{_PAGE[lang]} ")
    _field(paragraph, "PAGE")
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(_GREY)


def _field(paragraph: "Paragraph", code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = "1"
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            told = OxmlElement("w:instrText")
            told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            told.text = code
            run._r.append(told)
