"""Run in a child process: take the text out of a file that may be a bomb, and say it on standard output.

Ends with 0, or with the number of a reason in ``REASONS``; any other end means damaged.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from coach.shelf.reasons import Refusal

if TYPE_CHECKING:
    from docx.table import _Cell
    from docx.text.font import Font
    from docx.text.paragraph import Paragraph

REASONS = {4: "library", 5: "locked", 6: "pages", 7: "unpacked", 8: "scanned", 9: "nested", 10: "binary"}
SECONDS = 30
WEB_SECONDS = 5
"""The reader of web pages takes time that grows with the square of a page made to hurt it."""
MOST_PAGES = 2000
MOST_UNPACKED = 100 * 1024 * 1024
_MEMORY = 1 << 30
_MOST_PARTS = 1000
_MOST_RATIO = 100
_SMALL = 1024 * 1024
"""Bytes of a part below which how well it was packed does not matter."""


def _limit(seconds: int) -> None:
    """Cap memory and processor time where the platform can; the parent's time limit holds everywhere."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, seconds)):
        try:
            # The signal of the soft limit says that it was the time; the hard one only kills.
            resource.setrlimit(what, (most, most + 1))
        except (ValueError, OSError):
            continue


def _pdf(path: Path) -> str:
    import unicodedata

    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(path)
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal("locked")
    except DependencyError as error:
        raise Refusal("locked") from error
    if len(reader.pages) > MOST_PAGES:
        raise Refusal("pages")
    # PDF text keeps ligatures such as fi as one character.
    pages = [unicodedata.normalize("NFKC", page.extract_text()).split("\n") for page in reader.pages]
    return "\n\n".join("\n".join(lines) for lines in _without_running_lines(pages))


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Leave out page numbers and what stands at the top or the foot of most pages."""
    edges = Counter(line for page in pages for line in {_digitless(line) for line in (page[:1] + page[-1:])})
    running = {line for line, count in edges.items() if len(pages) > 2 and count > len(pages) / 2}
    return [
        [
            line
            for at, line in enumerate(page)
            if not (at in (0, len(page) - 1) and _digitless(line) in running)
        ]
        for page in pages
    ]


def _digitless(line: str) -> str:
    return "".join("0" if char.isdigit() else char for char in line.strip())


def _docx(path: Path) -> str:
    _check_package(path)
    from docx import Document
    from docx.text.paragraph import Paragraph

    blocks: list[str] = []
    for item in Document(str(path)).iter_inner_content():
        if isinstance(item, Paragraph):
            blocks.append(_paragraph(item.style.name or "" if item.style else "", _seen(item)))
        else:
            blocks.append(
                "\n".join(
                    " | ".join("\n".join(map(_seen, cell.paragraphs)) for cell in row.cells)
                    for row in item.rows
                )
            )
    return "\n\n".join(blocks)


def _cell(cell: "_Cell") -> str:
    return "\n".join(_seen(paragraph, shaded=True) for paragraph in cell.paragraphs)


def _seen(paragraph: "Paragraph", *, shaded: bool = False) -> str:
    """Return a paragraph's text without runs that are hidden, white or too small for any reader.

    Args:
        paragraph: Where to read.
        shaded: Whether white may stand on a dark ground, as in the head of a table.
    """
    from docx.text.run import Run

    parts = paragraph.iter_inner_content()
    runs = (run for part in parts for run in ([part] if isinstance(part, Run) else part.runs))
    return "".join(run.text for run in runs if not _hidden(run.font, shaded))


def _hidden(font: "Font", shaded: bool) -> bool:
    from docx.shared import Pt, RGBColor

    white = not shaded and font.color.rgb == RGBColor(255, 255, 255)
    return bool(font.hidden) or white or (font.size is not None and font.size < Pt(3))


def _paragraph(style: str, text: str) -> str:
    level = 1 if style == "Title" else style.removeprefix("Heading ")
    if str(level).isdigit() and text.strip():
        return f"{'#' * min(6, int(level))} {text}"
    return f"- {text}" if style.startswith("List") and text.strip() else text


def _check_package(path: Path) -> None:
    """Refuse a package whose parts unpack to too much, by what they declare and by what they hold."""
    import zipfile

    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refusal("unpacked")
        for part in parts:
            if part.file_size > _SMALL and part.file_size > _MOST_RATIO * max(1, part.compress_size):
                raise Refusal("unpacked")
            with package.open(part) as content:
                size = 0
                while chunk := content.read(1 << 20):
                    size += len(chunk)
                    if size > MOST_UNPACKED:
                        raise Refusal("unpacked")


def _html(path: Path) -> str:
    from coach.shelf.html import strip
    from coach.shelf.read import decode

    title, text = strip(decode(path.read_bytes()))
    return f"\x00{title}\x00{text}"


def _main(path: Path) -> int:
    readers = {".pdf": _pdf, ".docx": _docx}
    reader = readers.get(path.suffix.lower(), _html)
    _limit(WEB_SECONDS if reader is _html else SECONDS)
    try:
        text = reader(path)
    except ImportError:
        return 4
    except RecursionError:
        return 9
    except Refusal as refusal:
        return next(code for code, name in REASONS.items() if name == refusal.reason)
    if not any(char.isalpha() for char in text):
        return 8
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
