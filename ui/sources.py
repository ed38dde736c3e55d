"""The sources beside the chat: each cited passage opened at its quote, the other finds folded."""

import re
from collections.abc import Callable

from coach.domain.knowledge import Citation, Passage
from ui.board import Board
from ui.marks import quoted, safe
from ui.words import Words

_HEADING = re.compile(r"^#{2,4} (.+)$", re.MULTILINE)
Lookup = Callable[[str], Passage | None]


def panel(board: Board, words: Words, lookup: Lookup) -> str:
    """Return the sources as HTML; "" when there are none.

    Args:
        board: The conversation; its draft's citations come first, then what else the shelf found.
        words: The page's language.
        lookup: Finds a passage by id; None when it is gone.
    """
    citations = board.draft.citations if board.draft is not None else ()
    cited = {citation.id for citation in citations}
    more = [hit.passage for hit in board.hits if hit.passage.id not in cited]
    if not citations and not more:
        return ""
    opened = "".join(
        _cited(n, citation, lookup(citation.id), words) for n, citation in enumerate(citations, 1)
    )
    folded = "".join(_source(passage, safe(passage.text), words) for passage in more)
    parts = [f'<h2 id="sources-title">{safe(words.sources)}</h2>']
    if opened:
        parts.append(f'<p class="quiet">{safe(words.sources_from)}</p>{opened}')
    if folded:
        parts.append(f"<h3>{safe(words.more_in_guides)}</h3>{folded}")
    return f'<section class="sources" aria-labelledby="sources-title">{"".join(parts)}</section>'


def _cited(n: int, citation: Citation, passage: Passage | None, words: Words) -> str:
    if passage is None:
        return (
            f'<details id="source-{n}" open><summary>{n}. {safe(citation.title)}</summary>'
            f'<blockquote><mark class="quote">{safe(citation.quote)}</mark></blockquote></details>'
        )
    body = quoted(passage.text, citation.quote)
    return _source(passage, body, words, n, around=_around(body))


def _source(passage: Passage, body: str, words: Words, n: int = 0, around: str = "") -> str:
    title = _heading(passage, body)
    body = _HEADING.sub(r"<strong>\1</strong>", body)
    whole = f'<blockquote lang="{passage.lang}">{body}</blockquote>'
    if around and around != body:
        # The quote with its paragraph first; all around it stays a press away.
        whole = (
            f'<blockquote lang="{passage.lang}">{around}</blockquote>'
            f'<details class="around"><summary>{safe(words.source_whole)}</summary>{whole}</details>'
        )
    own = "" if passage.shipped else f' <span class="quiet">({safe(words.own_document)})</span>'
    heading = f" – {title}" if title and title != safe(passage.title) else ""
    number = f'<span class="number">{n}</span> ' if n else ""
    opening = f' id="source-{n}" open' if n else ""
    return (
        f"<details{opening}><summary>{number}{safe(passage.title)}{heading}{own}</summary>{whole}</details>"
    )


def _around(body: str) -> str:
    """Return the paragraphs of a passage that hold its marked quote, without headings; "" for no mark."""
    start, mark, rest = body.partition('<mark class="quote">')
    quote, closed, after = rest.partition("</mark>")
    if not mark:
        return ""
    before = start.rpartition("\n\n")[2] if "\n\n" in start else start
    before = _HEADING.sub("", before).lstrip()
    return f"{before}{mark}{quote}{closed}{after.partition(chr(10) * 2)[0]}".rstrip()


def _heading(passage: Passage, body: str) -> str:
    """Return the heading the quote stands under, safe; of a passage of one part it is the passage's own."""
    before = body.partition('<mark class="quote">')[0]
    parts = _HEADING.findall(before) or _HEADING.findall(body)
    return parts[-1 if _HEADING.search(before) else 0] if parts else safe(passage.heading)
