"""Names of persons and organisations in a draft that its sources do not hold."""

import re
from functools import cache

from coach.checks.facts_names import is_first_name
from coach.checks.lexicon import lexicon
from coach.checks.words import sentences
from coach.domain.text import LANGS, Lang, Span

_CAPITAL = re.compile(r"(?<![\w@.])[A-ZÅÄÖÉÜ][^\W\d_]*(?:[-'&][^\W\d_]+)*(?![\w@])")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_NAME = re.compile(r"[^\W\d_]+(?:[-'&][^\W\d_]+)*")
_RUN = re.compile(r"[^\W\d_]+")
_BRACKET = re.compile(r"[\[<{][^\[\]<>{}\n]{1,60}[\]>}]")
# What may stand before the first word of a sentence, a list line, a heading or a quote.
_OPEN = re.compile(r"(?:^|[.!?…:\n•*#\"(\[/|–—>]|\s-|^-)[\s\"'(\[*_#•>-]*$")


def unknown_names(text: str, sources: list[str], lang: Lang, taken: bytearray) -> list[Span]:
    """Return the names of a normalised draft that no source holds; neighbours are one name.

    Args:
        text: The normalised draft.
        sources: The normalised sources.
        lang: The draft's language.
        taken: Marks the characters already judged: dates, addresses, unsupported quotes.
    """
    shapes = (_CAPITAL, _NAME, _WORD, _RUN)
    words = {word for source in sources for shape in shapes for word in shape.findall(source)}
    known = {form for word in words for form in _forms(word)}
    skipped = bytearray(taken)
    for blank in _BRACKET.finditer(text):
        skipped[slice(*blank.span())] = b"\x01" * (blank.end() - blank.start())
    starts = {start for start, _ in sentences(text)}
    headings = _headings(text)
    found: list[Span] = []
    for match in _CAPITAL.finditer(text):
        if any(skipped[slice(*match.span())]):
            continue
        if _ordinary(match[0], lang) or _known(match[0], known):
            continue
        if _is_name(text, match, starts, headings, known):
            found.append(match.span())
    return _joined(text, found)


def _is_name(text: str, match: re.Match[str], starts: set[int], headings: bytearray, known: set[str]) -> bool:
    word, start = match[0], match.start()
    first = start in starts or bool(_OPEN.search(text[max(0, start - 12) : start]))
    if headings[start]:
        return is_first_name(word)
    if not first:
        return not (word.isupper() and len(word) > 6)
    if is_first_name(word) or re.search(r"[a-zåäö][A-ZÅÄÖ]", word):
        return True
    # A capital that goes on: "Northwind Trading called"; or a name alone on the last line.
    after = text[match.end() : match.end() + 40]
    follows = re.match(r"\s([A-ZÅÄÖ][a-zåäö]+)", after)
    if follows and not _ordinary_word(follows[1]) and not _known(follows[1], known):
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


def _headings(text: str) -> bytearray:
    """Mark the lines in title case: there a capital says nothing."""
    marks = bytearray(len(text))
    for line in re.finditer(r"[^\n]+", text):
        words = [w for w in _WORD.findall(line[0]) if len(w) > 3]
        if len(words) > 2 and sum(w[0].isupper() for w in words) >= 0.75 * len(words):
            marks[slice(*line.span())] = b"\x01" * (line.end() - line.start())
    return marks


def _joined(text: str, spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and re.fullmatch(r"\s", text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _known(word: str, known: set[str]) -> bool:
    """Return whether a source holds the word, or every part of a hyphenated one."""
    parts = re.split(r"[-&]", word)
    return bool(_forms(word) & known) or (len(parts) > 1 and all(_forms(part) & known for part in parts))


def _forms(word: str) -> set[str]:
    """Return the word in lower case, also without a genitive ending."""
    low = word.lower()
    stem = low.removesuffix("'s").removesuffix("'")
    return {low, stem, stem.removesuffix("s") if len(stem) > 3 else stem}


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
