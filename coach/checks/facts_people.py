"""Names of persons and organisations in a draft that its sources do not hold."""

import re
from functools import cache

from coach.checks.facts_names import is_first_name
from coach.checks.lexicon import lexicon
from coach.checks.words import sentences
from coach.domain.text import LANGS, Lang, Span

_CAPITAL = re.compile(r"(?<![\w@.])[A-ZÅÄÖÉÜ][^\W\d_]*(?:[-'&][^\W\d_]+)*(?![\w@])")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_BRACKET = re.compile(r"[\[<{][^\[\]<>{}\n]{1,60}[\]>}]")
# What may stand before the first word of a sentence, a list line, a heading or a quote.
_OPEN = re.compile(r"(?:^|[.!?…:\n•*#\"(\[/|–—>]|\s-|^-)[\s\"'(\[*_#•>-]*$")


def unknown_names(text: str, sources: list[str], lang: Lang, taken: list[Span]) -> list[Span]:
    """Return the names of a normalised draft that no source holds; neighbours are one name.

    Args:
        text: The normalised draft.
        sources: The normalised sources.
        lang: The draft's language.
        taken: Spans already judged: dates, addresses, unsupported quotes.
    """
    known = {form for source in sources for word in _WORD.findall(source) for form in _forms(word)}
    skipped = [*taken, *(m.span() for m in _BRACKET.finditer(text))]
    starts = {start for start, _ in sentences(text)}
    headings = _headings(text)
    found: list[Span] = []
    for match in _CAPITAL.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in skipped):
            continue
        if _ordinary(match[0], lang) or _forms(match[0]) & known:
            continue
        if _is_name(text, match, starts, headings, known):
            found.append(match.span())
    return _joined(text, found)


def _is_name(
    text: str, match: re.Match[str], starts: set[int], headings: list[Span], known: set[str]
) -> bool:
    word, start = match[0], match.start()
    first = start in starts or bool(_OPEN.search(text[max(0, start - 12) : start]))
    if any(a <= start < b for a, b in headings):
        return is_first_name(word)
    if not first:
        return not (word.isupper() and len(word) > 6)
    if is_first_name(word) or re.search(r"[a-zåäö][A-ZÅÄÖ]", word):
        return True
    # A capital that goes on: "Northwind Trading called"; or a name alone on the last line.
    after = text[match.end() : match.end() + 40]
    follows = re.match(r"\s([A-ZÅÄÖ][a-zåäö]+)", after)
    if follows and not _ordinary_word(follows[1]) and not _forms(follows[1]) & known:
        return True
    return (
        not after.strip()
        and "\n" in text
        and bool(re.search(r"\n\s*$", text[max(0, start - 12) : start]))
        and _signed(text)
    )


def _signed(text: str) -> bool:
    """Whether the text ends like a letter: a short line before the last one that closes it."""
    lines = [line.strip().lower() for line in text.splitlines() if line.strip()]
    closings = {word for lang in LANGS for word in lexicon("facts", lang)["openings"]}
    return len(lines) > 1 and any(word.strip(",!.") in closings for word in lines[-2].split())


def _headings(text: str) -> list[Span]:
    """Return the lines in title case: there a capital says nothing."""
    spans = []
    for line in re.finditer(r"[^\n]+", text):
        words = [w for w in _WORD.findall(line[0]) if len(w) > 3]
        if len(words) > 2 and sum(w[0].isupper() for w in words) >= 0.75 * len(words):
            spans.append(line.span())
    return spans


def _joined(text: str, spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and re.fullmatch(r"\s", text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _forms(word: str) -> set[str]:
    """Return the word and what is left without a genitive ending, in lower case."""
    low = word.lower()
    parts = {low, *(part for part in re.split(r"[-&]", low) if len(part) > 2)}
    stems = {part.removesuffix("'s").removesuffix("'") for part in parts}
    return stems | {stem[:-1] for stem in stems if stem.endswith("s") and len(stem) > 3}


def _ordinary(word: str, lang: Lang) -> bool:
    low = word.lower()
    return low in _closed() or _ordinary_word(word) or (lang == "en" and low.split("'")[0] == "i")


def _ordinary_word(word: str) -> bool:
    low = word.lower().removesuffix("'s")
    return low in _closed() or low.removesuffix("s") in _closed()


@cache
def _closed() -> frozenset[str]:
    keys = ("ordinary", "peoples", "openings", "weekdays", "months")
    return frozenset(word for lang in LANGS for key in keys for word in lexicon("facts", lang)[key])
