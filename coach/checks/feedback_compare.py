"""Comparison: a colleague, named or implied, as the measure."""

import re

from coach.checks.feedback_english import is_past_en
from coach.checks.feedback_swedish import is_past_sv
from coach.checks.feedback_text import STOPS, Sentence, find, words, words_of
from coach.domain.text import Lang, Span

_CAPITAL = re.compile(
    r"(?:than|as \w+ as|unlike|like|än|(?:lika|så) \w+ som|mer som|skillnad (?:från|mot))"
    r" ([A-ZÅÄÖ][a-zåäöé]+)\b"
)


def comparison(sentences: tuple[Sentence, ...], lang: Lang) -> dict[int, list[Span]]:
    """Return measures against a colleague, also two figures set side by side."""
    found = {n: spans for n, one in enumerate(sentences) if (spans := _measured(one, lang))}
    spoken = {n: _figures(one, lang) for n, one in enumerate(sentences) if _speaks_of_you(one, lang)}
    for number, sentence in enumerate(sentences):
        near = [other for other in spoken if abs(number - other) <= 1]
        counted = any(spoken[other] for other in near if other != number or spoken[other] > 1)
        if number not in found and near and (span := _counted_name(sentence, lang, counted=counted)):
            found[number] = [span]
    return found


def _measured(sentence: Sentence, lang: Lang) -> list[Span]:
    calendar = words_of(lang, "month", "weekday")
    named = [
        match.span()
        for match in _CAPITAL.finditer(sentence.typed)
        if match[1].lower().removesuffix("s") not in calendar
    ]
    return named + find(sentence, "compare", lang, "compare_not") + find(sentence, "compare_sure", lang)


def _speaks_of_you(sentence: Sentence, lang: Lang) -> bool:
    return any(word.text in words_of(lang, "you", "your") for word in sentence.words)


def _figures(sentence: Sentence, lang: Lang) -> int:
    """Return how many figures count something; a level that somebody has set counts nothing."""
    before = ("", *(word.text for word in sentence.words))
    return sum(
        _is_number(word.text, lang) and last not in words("levelled", lang)
        for word, last in zip(sentence.words, before, strict=False)
    )


def _is_number(text: str, lang: Lang) -> bool:
    return text[0].isdigit() or text in words("number", lang)


def _counted_name(sentence: Sentence, lang: Lang, *, counted: bool) -> Span | None:
    """Return the clause in which a colleague by name reaches a figure."""
    for at, word in enumerate(sentence.words[:-2]):
        opens = at == 0 or sentence.words[at - 1].text in STOPS | {
            "och",
            "and",
            "while",
            "medan",
            "but",
            "men",
        }
        typed = sentence.typed[word.start : word.end]
        if not opens or not (
            word.text in words("name", lang)
            or (typed[0].isupper() and _may_name(word.text, lang, inside=at > 0))
        ):
            continue
        following = _clause_after(sentence, at)
        if not following:
            continue
        known = following[0] in words("cope_word", lang) | {"'s", "is", "är"} or word.text.endswith("'s")
        figure = any(_is_number(text, lang) for text in following) and not set(following) & words_of(
            lang, "clock", "tenure"
        )
        eased = known and bool(set(following) & words("ease", lang))
        if eased or (figure and (known or (counted and _is_verb(following[0], lang)))):
            return word.start, sentence.words[min(at + 8, len(sentence.words) - 1)].end
    return None


def _clause_after(sentence: Sentence, at: int) -> list[str]:
    """Return the words after a possible name; none where it heads a line: "Code review: I put 3"."""
    following = [item.text for item in sentence.words[at + 1 : at + 12]]
    return [] if ":" in following[:3] else following


def _is_verb(text: str, lang: Lang) -> bool:
    if lang == "sv":
        return is_past_sv(text) or (text.endswith("r") and len(text) > 3)
    return is_past_en(text) or text.removesuffix("s") in words("base", "en")


def _may_name(text: str, lang: Lang, *, inside: bool) -> bool:
    common = words_of(lang, "empty", "you", "subject", "your")
    common |= words_of(lang, "month", "weekday", "past")
    if text.partition("'")[0] in common:
        return False
    # Definite forms and plurals open a sentence with a capital too: "Kunden …", "Customers …".
    noun = ("en", "et", "an", "na", "ar", "er", "or", "s") if lang == "sv" else ("s", "one", "body", "ing")
    return inside or text.endswith("'s") or not text.endswith(noun)
