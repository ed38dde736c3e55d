"""Read PDF and Word files in a child process with limits: such files can be bombs."""

import subprocess
import sys
from pathlib import Path

from coach.domain.errors import BadText
from coach.domain.text import Lang
from coach.shelf.read import why

_SECONDS = 60
_MEMORY = 1 << 30


def extract(path: Path, lang: Lang) -> str:
    """Return the text of a .pdf or .docx file as simple Markdown.

    Args:
        path: The file.
        lang: The language to give reasons in.

    Raises:
        BadText: It holds no text, is damaged, takes too long, or the library that reads it is not installed.
    """
    kind = path.suffix.lower()
    try:
        child = subprocess.run(
            [sys.executable, "-m", "coach.shelf.office", str(path.resolve())],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BadText(why("broken", lang)) from error
    if child.returncode == _MISSING:
        raise BadText(why("library", lang, kind))
    if child.returncode:
        raise BadText(why("broken", lang))
    text = child.stdout.decode("utf-8", errors="replace")
    if not text.strip():
        raise BadText(why("scanned", lang))
    return text


_MISSING = 4


def _limit() -> None:
    """Cap memory and processor time where the platform can; the parent's time limit holds everywhere."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _pdf(path: Path) -> str:
    import unicodedata

    from pypdf import PdfReader

    pages = (page.extract_text() for page in PdfReader(path).pages)
    # PDF text keeps ligatures such as fi as one character.
    return unicodedata.normalize("NFKC", "\n\n".join(pages))


def _docx(path: Path) -> str:
    from docx import Document
    from docx.text.paragraph import Paragraph

    blocks: list[str] = []
    for item in Document(str(path)).iter_inner_content():
        if isinstance(item, Paragraph):
            style = (item.style.name or "") if item.style else ""
            level = style.removeprefix("Heading ")
            blocks.append(
                f"{'#' * int(level)} {item.text}" if level.isdigit() and level != style else item.text
            )
        else:
            blocks.append("\n".join(" | ".join(cell.text for cell in row.cells) for row in item.rows))
    return "\n\n".join(blocks)


def _main(path: Path) -> int:
    _limit()
    try:
        text = _pdf(path) if path.suffix.lower() == ".pdf" else _docx(path)
    except ImportError:
        return _MISSING
    sys.stdout.buffer.write(text.encode("utf-8", errors="replace"))
    return 0


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
