"""What the learned half of the email check sees of a letter, or of one of its sentences.

Families: ``a`` runs of word classes, ``w`` beginnings of words, ``e`` their ends, ``s`` build of the text,
``p`` phrase lists that hit.
"""

import re
from collections.abc import Sequence
from functools import cache

from coach.checks.email_parts import Mail, pattern
from coach.checks.lexicon import lexicon
from coach.checks.shape import endings, runs, stems
from coach.domain.text import Lang, Span
from coach.domain.verdict import DateMention

_LONGEST_RUN = 3
_READ = 600
"""Characters of a sentence that are looked at; a longer one is no sentence."""
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*|[^\w\s]")
# Signs of a line that is a point of a list.
_LISTED = re.compile(r"[\s*•–-]*(?:\d+[.)]|[-*•–])\s")


def features(
    mail: Mail, mentions: Sequence[DateMention]
) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """Return the features of the whole letter, and those of each sentence of its body."""
    pieces = tuple(_of_sentence(mail, span, mentions) for span in mail.body)
    whole: set[str] = set().union(*pieces)
    whole |= {f"s sentences {min(len(mail.body), 12)}", f"s subject {mail.subject is not None}"}
    whole |= {f"s places {min(len(mail.names), 3)}"}
    both = frozenset(whole | {f"{name}@{mail.lang}" for name in whole})
    return both, tuple(frozenset(own | {f"{name}@{mail.lang}" for name in own}) for own in pieces)


def _of_sentence(mail: Mail, span: Span, mentions: Sequence[DateMention]) -> set[str]:
    span = (span[0], min(span[1], span[0] + _READ))
    typed, lower = mail.text[slice(*span)], mail.lower[slice(*span)]
    words = _WORD.findall(lower)
    dated = [m.span for m in mentions if span[0] <= m.span[0] < span[1]]
    signs = [_sign(hit, span[0], typed, dated, mail.lang) for hit in _WORD.finditer(lower)]
    found = runs(signs, _LONGEST_RUN) | stems(words) | endings(words)
    keys = (key for key in _lists(mail.lang) if pattern(key, mail.lang).search(lower))
    found |= {f"p{key}" for key in keys}
    found |= {"p dated"} if dated else set()
    found |= {"p figure"} if any(re.search(r"\d", mail.text[slice(*one)]) for one in dated) else set()
    found |= {"s listed"} if _LISTED.match(typed) else set()
    return found | {f"s ends {lower[-1]}", f"s long {min(len(words) // 6, 6)}"}


@cache
def _small(lang: Lang) -> frozenset[str]:
    return frozenset(lexicon("email", lang)["small"])


@cache
def _lists(lang: Lang) -> tuple[str, ...]:
    return tuple(key for key in lexicon("email", lang) if key != "small")


def _sign(hit: re.Match[str], start: int, typed: str, dated: Sequence[Span], lang: Lang) -> str:
    at, word = start + hit.start(), hit[0]
    if any(one[0] <= at < one[1] for one in dated):
        return "DATE"
    if word in _small(lang) or not word[0].isalnum():
        return word
    if word[0].isdigit():
        return "NUM"
    return "NAME" if hit.start() and typed[hit.start()].isupper() else _class_sign(word, lang)


@cache
def _class_sign(word: str, lang: Lang) -> str:
    for key in ("doers", "roles", "report", "past", "days", "open_days", "meeting", "states"):
        if pattern(key, lang).fullmatch(word):
            return key.upper()
    return "W"
