"""Take the text of a web page and leave its furniture."""

from html.parser import HTMLParser

_SKIP = {
    "script",
    "style",
    "nav",
    "footer",
    "aside",
    "noscript",
    "template",
    "svg",
    "form",
    "button",
    "select",
}
_BLOCK = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "ul",
    "ol",
    "table",
    "blockquote",
    "pre",
    "header",
    "dl",
    "figure",
}
_LINE = {"br", "li", "tr", "dt", "dd"}
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}


def strip(page: str) -> tuple[str, str]:
    """Return a page's title and its text as simple Markdown, without menus, footers, scripts and forms."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.out).split("\n"))
    return " ".join("".join(reader.title).split()), "\n".join(lines)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.title: list[str] = []
        self._skipping: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIP:
            self._skipping.append(tag)
        self._in_title = tag == "title" and not self._skipping
        if tag in _HEADINGS:
            self.out.append(f"\n\n{_HEADINGS[tag]} ")
        elif tag in _BLOCK:
            self.out.append("\n\n")
        elif tag in _LINE:
            self.out.append("\n- " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self.out.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        if tag in self._skipping:
            # An unclosed inner tag must not swallow the rest of the page.
            del self._skipping[self._skipping.index(tag) :]
        if tag in _BLOCK or tag in _HEADINGS:
            self.out.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
        elif not self._skipping:
            self.out.append(data)
