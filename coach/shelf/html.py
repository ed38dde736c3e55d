"""Take the text of a web page and leave its furniture."""

import re
from html.parser import HTMLParser

from coach.shelf.plain import cleaned

_SKIP = frozenset(
    (
        "aside",
        "button",
        "footer",
        "form",
        "iframe",
        "nav",
        "noscript",
        "script",
        "select",
        "style",
        "svg",
        "template",
    )
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_BLOCK = frozenset(
    (
        "article",
        "blockquote",
        "div",
        "dl",
        "figure",
        "header",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    )
)
_LINE = frozenset(("br", "dd", "dt", "li", "tr"))
_TEXT = frozenset(("article", "main"))
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
# Words in a class, an id or a role that say that a part is no part of the text.
_FURNITURE = re.compile(
    r"(?<![a-z])(?:nav(?:bar|igation)?|menu|footer|sidebar|breadcrumbs?|cookies?|consent|banner|share|sharing|"
    r"social|related|comments?|newsletter|popup|modal|advert(?:isement)?|pagination|tags?|tag-?links|complementary|"
    r"contentinfo|search|skip-?link|login)(?![a-z])"
)
# Styles by which a page says something to programs that no reader sees.
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*[01](?:px|pt|em|rem)?\s*(?:;|!|$)"
    r"|(?<!-)color\s*:\s*(?:white|transparent|#fff(?:fff)?)\b|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_ENOUGH = 400
"""Characters inside ``main`` or ``article`` from which the rest of the page is left out."""


def strip(page: str) -> tuple[str, str]:
    """Return a page's title and its text as simple Markdown, without menus, footers, scripts and forms."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    inside = "".join(piece for piece, is_text in reader.out if is_text)
    text = inside if len(inside) >= _ENOUGH else "".join(piece for piece, _ in reader.out)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return " ".join("".join(reader.title).split()), cleaned("\n".join(lines))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[tuple[str, bool]] = []
        """Pieces of text, and whether they stand inside ``main`` or ``article``."""
        self.title: list[str] = []
        self._open: list[str] = []
        self._skip_from = 0
        """How many elements were open when the part to skip began, itself counted; 0 when none is skipped."""
        self._text = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append(tag)
            self._text += tag in _TEXT
            if not self._skip_from and tag not in ("html", "body") and _is_furniture(tag, attrs):
                self._skip_from = len(self._open)
        if tag in _HEADINGS:
            self._put(f"\n\n{_HEADINGS[tag]} ")
        elif tag in _BLOCK:
            self._put("\n\n")
        elif tag in _LINE:
            self._put("\n- " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self._put(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            # An unclosed inner tag must not swallow the rest of the page.
            while (closed := self._open.pop()) != tag:
                self._text -= closed in _TEXT
            self._text -= closed in _TEXT
        if len(self._open) < self._skip_from:
            self._skip_from = 0
        if tag in _BLOCK or tag in _HEADINGS:
            self._put("\n\n")

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title.append(data)
        else:
            # A line break in the source is a space on the page.
            self._put(re.sub(r"\s+", " ", data))

    def _put(self, piece: str) -> None:
        if not self._skip_from:
            self.out.append((piece, self._text > 0))


def _is_furniture(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    if tag in _SKIP:
        return True
    if tag in _TEXT or tag in _HEADINGS:
        return False
    said = dict(attrs)
    if said.get("aria-hidden") == "true" or "hidden" in said or _UNSEEN.search(said.get("style") or ""):
        return True
    return any(_FURNITURE.search((said.get(name) or "").lower()) for name in ("class", "id", "role"))
