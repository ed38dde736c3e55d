"""An email cut into its subject line, greeting, sentences and signature."""

import re
from dataclasses import dataclass
from functools import cache

from coach.checks.lexicon import lexicon
from coach.checks.words import sentences
from coach.domain.text import Lang, Span

_MARKS = r"[\s*_#>]*"
# A name alone on the first line of the letter is its greeting.
_ADDRESSED = re.compile(r"\s*[A-ZÅÄÖÉ][\w.-]*(?:\s[A-ZÅÄÖÉ][\w.-]*){0,2}\s*[,!:]?\s*")
# After the closing words on their line: names, or where the greeting comes from.
_SIGNED = re.compile(r"(?:[\s,.!–-]|(?:from|från)\s(?:the\s)?\w+|[A-ZÅÄÖÉ/&x][\w.&-]*+)*+")
# A first line this long or ended like a sentence is the letter itself, not its heading.
_HEADING_WORDS = 12


@dataclass(frozen=True, slots=True)
class Mail:
    """The parts of one email, spans in the normalised text."""

    text: str
    lower: str
    lang: Lang
    subject: Span | None
    """The first line where it names a matter."""
    body: tuple[Span, ...]
    """The sentences and list lines between greeting and signature."""
    names: frozenset[str]
    """First words of greeting and signature lines in lower case: the people of this email."""


@cache
def pattern(key: str, lang: Lang, before: str = r"(?<!\w)", after: str = r"(?!\w)") -> re.Pattern[str]:
    """Return the alternatives of one list of the email lexicon as a pattern for lower-case text."""
    return re.compile(f"{before}(?:{alternatives(key, lang)}){after}")


@cache
def alternatives(key: str, lang: Lang) -> str:
    """Return one list of the email lexicon as alternatives of a regular expression, longest first."""
    parts = sorted(lexicon("email", lang)[key], key=len, reverse=True)
    return "|".join(part.replace(" ", r"\s") for part in parts)


def split_mail(text: str, lang: Lang) -> Mail:
    """Cut a normalised text into the parts of an email."""
    lower = text.lower() if len(text.lower()) == len(text) else "".join(c.lower()[:1] or c for c in text)
    lines = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    subject, start = _subject(text, lower, lang, lines)
    names: set[str] = set()
    rest = [line for line in lines if line[0] >= start]
    greeting = pattern("greetings", lang, rf"^{_MARKS}")
    if rest and (hit := greeting.match(lower[slice(*rest[0])])):
        names |= _names(text[slice(*rest[0])][hit.end() :])
        start = _after_greeting(text, *rest[0])
    elif rest and _ADDRESSED.fullmatch(text[slice(*rest[0])]):
        names |= _names(text[slice(*rest[0])])
        start = rest[0][1]
    end = _signature(text, lower, lang, [line for line in rest if line[0] >= start])
    names |= _names(text[end : end + 200])
    body = tuple((start + a, start + b) for a, b in sentences(text[start:end]))
    return Mail(text, lower, lang, subject, body, frozenset(names))


def _subject(text: str, lower: str, lang: Lang, lines: list[Span]) -> tuple[Span | None, int]:
    """Return the subject line, None where it names nothing, and where the letter goes on."""
    if not lines:
        return None, 0
    first = lower[slice(*lines[0])]
    head = re.match(rf"{_MARKS}(?:(?:{alternatives('subject_heads', lang)}){_MARKS}:{_MARKS})+", first)
    if head:
        matter = re.sub(r"[\[<{].*?[\]>}]|x{2,}|_{2,}", "", first[head.end() :])
        greeting = pattern("greetings", lang, "^", r"\W*$").match(matter)
        named = re.search(r"[^\W\d_]{2}", matter) and not greeting
        return (lines[0] if named else None), lines[0][1]
    return _heading(text, lower, lang, lines)


def _heading(text: str, lower: str, lang: Lang, lines: list[Span]) -> tuple[Span | None, int]:
    """Take a short first line without a name for a subject when a greeting follows it."""
    first = text[slice(*lines[0])].strip()
    greeting = pattern("greetings", lang, rf"^{_MARKS}")
    if len(lines) < 2 or greeting.match(lower[slice(*lines[0])]) or first[-1] in ".!?,:;":
        return None, 0
    if len(first.split()) > _HEADING_WORDS or not greeting.match(lower[slice(*lines[1])]):
        return None, 0
    return lines[0], lines[0][1]


def _after_greeting(text: str, start: int, end: int) -> int:
    """Return where the letter goes on after its greeting, which may share its line."""
    cut = re.compile(r"[,!.:]\s|[,!.:]?$").search(text, start, min(end, start + 60))
    words = len(text[start : cut.start()].split()) if cut else 0
    return cut.end() if cut and words <= 6 else (end if end - start < 40 else start)


def _signature(text: str, lower: str, lang: Lang, lines: list[Span]) -> int:
    """Return where the closing begins: its greeting line, or the short lines at the end."""
    end = lines[-1][1] if lines else len(lower)
    closing = re.compile(
        rf"{_MARKS}(?:(?:{alternatives('closings', lang)})(?:\W|$)|[/–—-]\s?[^\W\d][^:\n]{{0,30}}$)"
    )
    for start, stop in lines[-5:]:
        found = closing.match(lower[start:stop])
        if found and _SIGNED.fullmatch(text, start + found.end(), stop):
            return start
    # A last line that is only a name or two.
    last = lower[slice(*lines[-1])].strip() if len(lines) > 1 else ""
    return lines[-1][0] if re.fullmatch(r"[^\n.!?:\d]{1,40}", last) and len(last.split()) <= 3 else end


def _names(line: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-ZÅÄÖÉ][^\W\d_]+", line)}
