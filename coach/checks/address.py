"""Whom notes are about, and the same notes said to that person: "Johan kom sent" becomes "du kom sent"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from coach.checks.address_they import free, is_alone
from coach.checks.facts_names import is_also_name, is_first_name
from coach.checks.feedback_english import is_past_en
from coach.checks.feedback_swedish import is_past_sv
from coach.checks.lexicon import lexicon
from coach.domain.text import Lang

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[^\s\w]")
_QUOTED = re.compile(r"[\"“”«»][^\"“”«»\n]{1,300}[\"“”«»]")
_HEADER = {
    "sv": re.compile(
        r"(?:(?:ge|jag vill ge|jag ska ge) )?(?:feedback|återkoppling|anteckningar)"
        r"\s+(?:till|för|om)\s+([^\W\d_]+)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:(?:give|i want to give) )?(?:feedback|notes)\s+(?:for|to|about|on)\s+([^\W\d_]+)", re.IGNORECASE
    ),
}
_TALK = {
    "sv": re.compile(
        r"\b(?:prata|tala|snacka|samtal) med ([^\W\d_]+)|^till\s*:?\s+([^\W\d_]+)[.:]?$"
        r"|\b(?:ge|berömma|tacka) ([^\W\d_]+) (?:beröm )?för\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:talk|speak) (?:to|with) ([^\W\d_]+)|^to\s*:?\s+([^\W\d_]+)[.:]?$"
        r"|\b(?:praise|thank) ([^\W\d_]+) for\b",
        re.IGNORECASE,
    ),
}
_NOUN = {"sv": ("en", "et", "an", "na", "ar", "er", "or", "ing"), "en": ("s", "one", "body", "ing")}
_PRESENT = re.compile(r"(?:[aeoåäöu]r|[^s]as)$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of a sentence."""

    text: str
    low: str
    start: int
    end: int
    quoted: bool = False
    """Inside quotation marks: somebody's very words, never bent."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the notes are about."""

    name: str = ""
    """As written; "" where only a pronoun, a role or nothing names the person."""
    pronouns: frozenset[str] = frozenset()
    """Subject pronouns that stand for the person."""
    others: frozenset[str] = frozenset()
    """Other people named in the notes, in lower case."""
    addressed: bool = False
    """The notes already speak to the person."""
    alone: bool = False
    """Nobody else is spoken of, neither one nor several: what "they" can mean."""


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and signs of a text, with what is quoted marked."""
    inside = [match.span() for match in _QUOTED.finditer(text)]
    return tuple(
        Token(
            m[0],
            m[0].lower().replace("’", "'"),
            m.start(),
            m.end(),
            any(a < m.start() < b for a, b in inside),
        )
        for m in WORD.finditer(text)
    )


@cache
def known(name: str, lang: Lang) -> frozenset[str]:
    """Return a word class of ``address.<lang>.toml``.

    Raises:
        KeyError: No such class.
    """
    return frozenset(lexicon("address", lang)[name])


def is_finite(low: str, lang: Lang) -> bool:
    """Return whether a lower-case word has the form of a verb that takes a subject."""
    if lang == "sv":
        return (
            low in known("finite", "sv") or is_past_sv(low) or (len(low) > 3 and bool(_PRESENT.search(low)))
        )
    if low in (
        "is",
        "was",
        "has",
        "does",
        "will",
        "can",
        "could",
        "should",
        "would",
        "did",
        "had",
        "must",
    ) or low.endswith("n't"):
        return True
    return is_past_en(low) or (low.endswith("s") and len(low) > 3 and low not in known("no_verb", "en"))


def person(sentences: Sequence[str], lang: Lang, name: str = "") -> Person:
    """Return whom the notes are about.

    Args:
        sentences: The notes, one sentence each.
        lang: Their language.
        name: The person's name where it is known; "" finds it.
    """
    read = [tokens(sentence) for sentence in sentences]
    named = named_people(sentences, lang)
    chosen = name or next(iter(named), "")
    others = {t.text.lower() for line in read for t in line if _is_name(t, lang)} - {chosen.lower()}
    others = {o for o in others if o.removesuffix("'s").removesuffix("s") != chosen.lower()}
    others |= {n.lower() for n in named if n != chosen}
    if _spoken_to(read, chosen, lang):
        return Person(chosen if name else "", frozenset(), frozenset(others), True)
    alone = len(others) + bool(chosen) < 2 and is_alone(sentences)
    return Person(chosen, _pronouns(read, chosen, lang), frozenset(others), alone=alone)


def _spoken_to(read: Sequence[tuple[Token, ...]], name: str, lang: Lang) -> bool:
    """Return whether the notes say "du" to the person more than they speak of them."""
    you = {"sv": {"du", "dig", "din", "ditt", "dina"}, "en": {"you", "your", "you're", "you've", "you'd"}}[
        lang
    ]
    plain = [token for line in read for token in line if not token.quoted]
    about = sum(t.low == name.lower() for t in plain)
    about += sum(
        line[0].low.partition("'")[0] in lexicon("address", lang)["subject"] for line in read if line
    )
    return sum(t.low in you for t in plain) > about


def named_people(sentences: Sequence[str], lang: Lang) -> dict[str, int]:
    """Return the people who are said to do something, most often mentioned first."""
    counts: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for sentence in sentences:
        for pattern in (_HEADER[lang], _TALK[lang]):
            found = pattern.search(sentence)
            if found and (name := next(filter(None, found.groups()))) and name[0].isupper():
                counts[name] += 5
        line = tokens(sentence)
        for at, token in enumerate(line):
            if token.quoted or not _may_be_name(line, at, lang) or not _acts(line, at, lang):
                continue
            sure = token.text[0].islower() or _is_name(token, lang)
            (counts if sure else unknown)[_bare(token.text[0].upper() + token.text[1:])] += (
                2 if at == 0 else 1
            )
    return dict((counts or unknown).most_common())


def gender(name: str, lang: Lang) -> str:
    """Return the subject pronoun a first name goes with, "" where that is open."""
    he, she = lexicon("address", lang)["subject"][:2]
    low = name.lower()
    return he if low in known("he", lang) else she if low in known("she", lang) else ""


def introduced(line: tuple[Token, ...], at: int, lang: Lang) -> int:
    """Return where the words begin that introduce a name: "vår nya säljare Marcus", else ``at``."""
    for first in range(at - 1, max(-1, at - 5), -1):
        low = line[first].low
        if low in known("my", lang) and first < at - 1:
            return first
        if not line[first].text[0].islower() or is_finite(low, lang) or low in _function(lang):
            break
    return at


def extent(line: tuple[Token, ...], at: int, who: Person, lang: Lang, *, named: bool) -> tuple[int, int]:
    """Return ``[start, end)`` of a mention: with what introduces a name, and the family name after it."""
    start, end = line[at].start, line[at].end
    if not named:
        return start, end
    follows = line[at + 1] if at + 1 < len(line) else None
    family = follows and follows.text[0].isupper() and follows.text.isalpha()
    if follows and family and line[at].low == who.name.lower():
        end = follows.end
    return line[introduced(line, at, lang)].start, end


def _bare(text: str) -> str:
    return re.sub(r"['’]s$", "", text)


def _is_name(token: Token, lang: Lang) -> bool:
    bare = _bare(token.text)
    named = is_first_name(bare) or bool(gender(bare.removesuffix("s") if lang == "sv" else bare, lang))
    return token.text[0].isupper() and not token.quoted and token.low not in _function(lang) and named


def _may_be_name(line: tuple[Token, ...], at: int, lang: Lang) -> bool:
    token, low = line[at], line[at].low
    if not token.text[0].isalpha() or len(token.text) < 2 or low in _function(lang):
        return False
    if not token.text[0].isupper():
        # In haste names start small too: "johan kom sent".
        return (
            at == 0
            and is_first_name(token.text.capitalize())
            and len(line) > 1
            and is_finite(line[1].low, lang)
        )
    if _is_name(token, lang) or _does(line, at, lang):
        return True
    closed = (
        low in _closed(lang) or _in_dictionary(low, lang) or low.endswith(_NOUN[lang]) or is_finite(low, lang)
    )
    return at == 0 and not closed and len(line) > 1 and is_finite(line[1].low, lang)


def _does(line: tuple[Token, ...], at: int, lang: Lang) -> bool:
    """Return whether a name that is an everyday word, too, does something that no month does."""
    after = line[at + 1].low if at + 1 < len(line) else ""
    verb = is_finite(after, lang) and after not in known("being", lang)
    # A Swedish month or noun has no capital inside a sentence.
    inside = lang == "sv" and at > 0 and line[at - 1].text not in ".!?:"
    return is_also_name(line[at].text, lang) and (verb or inside)


def _in_dictionary(low: str, lang: Lang) -> bool:
    from simplemma import is_known

    return bool(is_known(low, lang=lang))


@cache
def _function(lang: Lang) -> frozenset[str]:
    """Return words that are never a name here, though some are one elsewhere."""
    table = lexicon("address", lang)
    keys = ("subject", "object", "owner", "my", *(("front", "opener") if lang == "sv" else ("after_object",)))
    return frozenset(word for key in keys for word in table[key]) | {
        "jag",
        "vi",
        "why",
        "will",
        "you",
        "your",
        "is",
    }


@cache
def _closed(lang: Lang) -> frozenset[str]:
    facts = lexicon("facts", lang)
    keys = ("ordinary", "openings", "weekdays", "months")
    words = {word.lower() for key in keys for word in facts[key]}
    return frozenset(words | known("adverb", lang) | set(lexicon("address", lang)["subject"]))


def _acts(line: tuple[Token, ...], at: int, lang: Lang) -> bool:
    """Return whether the name at ``at`` is a subject: a verb follows, or stands before it after an adverb."""
    after = at + 1
    while after < len(line) and line[after].low in known("adverb", lang):
        after += 1
    if after < len(line) and is_finite(line[after].low, lang):
        return True
    if lang == "sv" and at > 1 and is_finite(line[at - 1].low, lang):
        return line[0].low in known("front", "sv")
    return line[at].low.endswith("'s") and at == 0


def _pronouns(read: Sequence[tuple[Token, ...]], name: str, lang: Lang) -> frozenset[str]:
    if name and (known_as := gender(name, lang)):
        return frozenset((known_as, lexicon("address", lang)["subject"][2]) if lang == "sv" else (known_as,))
    subjects = lexicon("address", lang)["subject"]
    lines = [["" if t.quoted else t.low for t in line] for line in read]
    first = next(iter(free(lines, subjects)), "")
    if not first:
        forms = (*lexicon("address", lang)["object"], *lexicon("address", lang)["owner"])
        found = next(iter(free(lines, forms)), "")
        first = subjects[forms.index(found) % 3] if found else ""
    return frozenset((first,)) if first else frozenset()
