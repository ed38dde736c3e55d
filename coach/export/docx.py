"""A sheet in our own Markdown as a Word document with real styles; the same sheet gives the same bytes.

Nothing is fetched and nothing runs: links become plain text, pictures come from the bytes that are given.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from coach.domain.text import Both, Lang
from coach.export.docx_blocks import Builder
from coach.export.docx_page import dress, footer

if TYPE_CHECKING:
    from docx.document import Document

_MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""Stands for every time in the file: a real one would make each file another."""
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LOCALE: Mapping[Lang, str] = {"sv": "sv-SE", "en": "en-GB"}
# What XML 1.0 can't hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HELPED: Both = {
    "sv": "Gjort med hjälp av Coach, en AI-assistent ({}).",
    "en": "Made with the help of Coach, an AI assistant ({}).",
}
_GUIDED: Both = {"sv": "guidat, utan språkmodell", "en": "guided, without a language model"}


def document(
    markdown: str, *, title: str, lang: Lang, writer: str, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a sheet as the bytes of a ``.docx``.

    Args:
        markdown: The sheet: headings, paragraphs, lists, checkboxes, tables, quotes, bold, italics and
            pictures by name, as in ``![Timeline](timeline.png)``.
        title: The document's title in its properties; a heading of the first level stands as it is.
        lang: The language its words are checked in.
        writer: ``guided`` or the model's id; the foot of every page says so.
        pictures: PNG or JPEG bytes by the name the sheet uses; a picture that is not given is its text only.
    """
    import docx

    made = docx.Document()
    dress(made, _LOCALE[lang])
    _properties(made, legal(title), lang)
    Builder(made, dict(pictures or {})).write(legal(markdown))
    named = _GUIDED[lang] if writer == "guided" else legal(writer)
    footer(made, _HELPED[lang].format(named), lang)
    buffer = io.BytesIO()
    made.save(buffer)
    return _steady(buffer.getvalue())


def legal(text: str) -> str:
    """Return a text without the characters that a ``.docx`` can't hold."""
    return _ILLEGAL.sub("", text.replace("\x0b", "\n").replace("\x00", " "))


def _properties(made: "Document", title: str, lang: Lang) -> None:
    core = made.core_properties
    core.title, core.language, core.author = title[:255], _LOCALE[lang], "Coach"
    core.last_modified_by, core.comments, core.revision = "Coach", "", 1
    core.created = core.modified = _MADE
    links = made.part.package.rels
    for key in [key for key, link in links.items() if link.reltype.endswith("/thumbnail")]:
        # A picture of the library's empty template.
        del links[key]


def _steady(data: bytes) -> bytes:
    """Return the archive with a fixed time on every file in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in _names(old.namelist()):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return out.getvalue()


def _names(names: Iterable[str]) -> list[str]:
    """Return the names with the list of types first, as readers expect it."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
