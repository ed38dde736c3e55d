"""Texts made safe for the page, with their evidence marked by criterion."""

import datetime
import html
import itertools
from collections.abc import Mapping, Sequence

from coach.domain.goal import CRITERIA, Criterion
from coach.domain.text import Span
from ui.words import Words

LETTERS: Mapping[Criterion, str] = dict(zip(CRITERIA, "SMART", strict=True))


def safe(text: str) -> str:
    """Return a text that can be put anywhere in the page's HTML, attributes included.

    Lone surrogates become "?": they can't be sent as UTF-8.
    """
    return html.escape(text.encode("utf-8", "replace").decode("utf-8").replace("\0", ""), quote=True)


def button(text: str, style: str = "", **data: str) -> str:
    """Return a button; what it does stands in its ``data-…`` attributes.

    Args:
        text: What it says.
        style: Its classes.
        data: The attributes; "" for one that needs no value.
    """
    attributes = "".join(f' data-{name}="{safe(value)}"' for name, value in data.items())
    return f'<button type="button" class="{style}"{attributes}>{safe(text)}</button>'


def named(name: str, short: str) -> str:
    """Return a name that has a shorter form where there is little room; one of the two is shown."""
    return f'<span class="long">{safe(name)}</span><span class="short">{safe(short)}</span>'


def count(n: int) -> str:
    """Return how many there are, for the bar."""
    return f' <span class="count{"" if n else " none"}">{n}</span>'


def highlight(
    text: str, spans: Mapping[str, Sequence[Span]], words: Words, blanks: Sequence[str] = ()
) -> str:
    """Return a text with the words of each criterion marked by colour and letter, and blanks framed.

    Args:
        text: The checked text; ``spans`` count in its characters.
        spans: Evidence by label; labels that are no criterion are left out.
        words: For the names that screen readers read out.
        blanks: Pieces of ``text`` that are still to be filled in.
    """
    evidence = [(c, start, end) for c in CRITERIA for start, end in _joined(text, spans.get(c, ()))]
    holes = [(at, at + len(blank)) for blank in blanks if blank and (at := text.find(blank)) >= 0]
    cuts = {0, len(text)} | {i for _, a, b in evidence for i in (a, b)} | {i for hole in holes for i in hole}
    edges = sorted(i for i in cuts if 0 <= i <= len(text))
    return "".join(_piece(text, a, b, evidence, holes, words) for a, b in itertools.pairwise(edges))


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, with those that only white space keeps apart made one."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if 0 <= span[0] < span[1]):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _piece(
    text: str,
    start: int,
    end: int,
    evidence: Sequence[tuple[Criterion, int, int]],
    holes: Sequence[Span],
    words: Words,
) -> str:
    piece = safe(text[start:end])
    if any(a <= start and end <= b for a, b in holes):
        return f'<span class="blank">{piece}</span>'
    # The narrowest evidence gives the colour; wider ones still end in their letter.
    around = sorted((b - a, criterion) for criterion, a, b in evidence if a <= start and end <= b)
    here = [criterion for _, criterion in around]
    if not here:
        return piece
    ending = [criterion for criterion, a, b in evidence if a <= start and end == b]
    tags = "".join(
        f'<sup aria-hidden="true">{LETTERS[c]}</sup><span class="unseen"> ({safe(words.criteria[c])}) </span>'
        for c in ending
    )
    return f'<mark class="{here[0]}">{piece}{tags}</mark>'


def quoted(text: str, quote: str) -> str:
    """Return a passage with the quote marked in it; white space may differ between the two."""
    start, end = find_quote(text, quote)
    if start == end:
        return safe(text)
    return f'{safe(text[:start])}<mark class="quote">{safe(text[start:end])}</mark>{safe(text[end:])}'


def find_quote(text: str, quote: str) -> Span:
    """Return where a quote stands in a passage, ``(0, 0)`` when it does not."""
    at = text.find(quote)
    if quote and at >= 0:
        return at, at + len(quote)
    # White space folded by hand, with the way back: a quote may span a line break of the passage.
    letters = [(i, char) for i, char in enumerate(text) if not char.isspace()]
    wanted = "".join(quote.split())
    found = "".join(char for _, char in letters).find(wanted)
    if not wanted or found < 0:
        return 0, 0
    return letters[found][0], letters[found + len(wanted) - 1][0] + 1


def long_date(day: datetime.date, words: Words) -> str:
    """Return a date with its weekday, as the language writes it."""
    return words.date.format(
        weekday=words.weekdays[day.weekday()], day=day.day, month=words.months[day.month - 1], year=day.year
    )
