"""Words that are said of women, men or an age group more than of others."""

import re
from collections.abc import Sequence
from functools import cache

from coach.checks.address import Token, gender, tokens
from coach.checks.facts_names import is_first_name
from coach.checks.feedback_text import words_of
from coach.checks.lexicon import lexicon
from coach.domain.feedback import Hint
from coach.domain.text import Lang
from coach.modes.phrasebook import table

_MODE = "feedback"
_NEGATED = frozenset(("inte", "aldrig", "not", "never", "n't"))


def hints(said: Sequence[str], lang: Lang) -> tuple[Hint, ...]:
    """Return the coded words of the person's messages, each once, with the reason."""
    found: dict[str, Hint] = {}
    for text in said:
        low = text.lower()
        for pattern, use, about, reason in _coded(lang):
            for match in pattern.finditer(low):
                if use == "noun" or _of_person(text, match.span(), lang):
                    found.setdefault(match[0], Hint(match[0], "age" if about == "age" else "gender", reason))
    return tuple(found.values())


@cache
def _words(name: str, lang: Lang) -> frozenset[str]:
    return frozenset(str(table(_MODE, "coded", lang)[name]).split())


@cache
def _coded(lang: Lang) -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    rows = table(_MODE, "coded", lang)["coded"]
    assert isinstance(rows, list)
    end = "(?:t|a)?" if lang == "sv" else ""
    return tuple(
        (
            re.compile(rf"(?<!\w){row['word']}{end if row['use'] == 'trait' else ''}(?!\w)"),
            str(row["use"]),
            str(row["about"]),
            str(row["reason"]),
        )
        for row in rows
    )


def _of_person(text: str, span: tuple[int, int], lang: Lang) -> bool:
    """Return whether a trait is said of somebody: "hon är aggressiv", not "en aggressiv tidsplan"."""
    line = tokens(text)
    at = next((n for n, token in enumerate(line) if token.start <= span[0] < token.end), None)
    last = next((n for n, token in enumerate(line) if token.end >= span[1]), None)
    if at is None or last is None:
        return False
    after = line[last + 1].low if last + 1 < len(line) else ""
    people = words_of(lang, "person_noun") | set(lexicon("address", lang)["role"])
    if after and after[0].isalpha() and after not in _words("after", lang):
        return after in people
    before = line[max(0, at - 7) : at]
    cut = max((n for n, token in enumerate(before) if token.text in ".!?;:"), default=-1)
    return _said_of(before[cut + 1 :], lang)


def _said_of(words: Sequence[Token], lang: Lang) -> bool:
    if any(token.low in _NEGATED or token.low.endswith("n't") for token in words[-3:]):
        return False
    link = max((n for n, token in enumerate(words) if token.low in _words("link", lang)), default=-1)
    if link < 0:
        return False
    subject = words[: link + 1]
    return any(
        token.low in _words("whom", lang)
        or (token.text[0].isupper() and len(subject) < 5 and _name(token, lang))
        for token in subject
    )


def _name(token: Token, lang: Lang) -> bool:
    return is_first_name(token.text) or bool(gender(token.text, lang))
