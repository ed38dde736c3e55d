"""What the person did or left undone: clauses read by subject, verb and tense."""

from dataclasses import dataclass
from functools import lru_cache

from coach.checks.feedback_english import CONTRACTED, is_past_en, verb_en
from coach.checks.feedback_swedish import is_past_sv, verb_sv
from coach.checks.feedback_text import STOPS, Sentence, skip, words, words_of
from coach.domain.text import Lang


@dataclass(frozen=True, slots=True)
class Act:
    """A verb said of the person addressed, in a clause of its own."""

    verb: str
    tense: str
    """``past``, ``perfect``, ``present`` or ``being``."""
    start: int
    end: int
    """The clause from its subject, inside the sentence."""
    rest: tuple[str, ...]
    """The words after the verb, up to the end of the clause."""
    before: tuple[str, ...]
    """Up to four words in front of the subject, in the same clause."""


@lru_cache(maxsize=64)
def acts(sentence: Sentence, lang: Lang) -> tuple[Act, ...]:
    """Return every verb whose subject is the person, with asked, wished and conditional ones left out."""
    found: list[Act] = []
    known = words("you", lang) | set(CONTRACTED)
    for index, word in enumerate(sentence.words):
        if word.text in known and (act := _act_at(sentence, index, lang)):
            found.append(act)
            found.extend(_chained(sentence, act, lang))
    if not found or sentence.words[0].text not in known:
        found.extend(_headless(sentence, lang))
    return tuple(found)


def _act_at(sentence: Sentence, index: int, lang: Lang) -> Act | None:
    before = _before(sentence, index)
    verb = verb_en(sentence.words, index, before) if lang == "en" else verb_sv(sentence.words, index, before)
    if verb is None:
        return None
    position, tense = verb
    if any(text in words("condition_word", lang) for text in before[-2:]):
        return None
    if tense in {"present"} and any(text in words("frame", lang) for text in before[-2:]):
        return None
    return _act(sentence, min(index, position), position, tense, before, lang)


def _act(
    sentence: Sentence, first: int, position: int, tense: str, before: tuple[str, ...], lang: Lang
) -> Act:
    last = _clause_end(sentence, position + 1, lang)
    items = sentence.words
    rest = tuple(word.text for word in items[position + 1 : last])
    return Act(
        items[position].text, tense, items[first].start, items[max(last - 1, position)].end, rest, before
    )


def _before(sentence: Sentence, index: int) -> tuple[str, ...]:
    texts: list[str] = []
    for position in range(index - 1, max(-1, index - 5), -1):
        text = sentence.words[position].text
        if text in STOPS:
            break
        texts.insert(0, text)
    return tuple(texts)


def _clause_end(sentence: Sentence, index: int, lang: Lang) -> int:
    """Return the index of the word that ends the clause around ``index``."""
    for position in range(index, len(sentence.words)):
        text = sentence.words[position].text
        if text in STOPS or text in words("joins", lang) | {"because", "eftersom"}:
            return position
    return len(sentence.words)


def _chained(sentence: Sentence, act: Act, lang: Lang) -> list[Act]:
    """A second verb of the same subject: "you got cross and threw the wrench"."""
    items = sentence.words
    found: list[Act] = []
    for index, word in enumerate(items[:-1]):
        if word.start < act.end or word.text not in words("joins", lang):
            continue
        position = skip(items, index + 1, lang)
        if position >= len(items) or act.tense not in {"past", "perfect", "being", "progressive"}:
            continue
        text = items[position].text
        if (is_past_en(text) if lang == "en" else is_past_sv(text)) and text not in words("be_form", lang):
            found.append(_act(sentence, position, position, "past", (), lang))
    return found[:2]


def _headless(sentence: Sentence, lang: Lang) -> list[Act]:
    """A note without its subject: "Sent the report late again.", "Glömde stänga grinden."."""
    position = skip(sentence.words, 0, lang)
    items = sentence.words
    if position + 1 >= len(items) or items[position].text in words_of(lang, "be_form", "have_form") | words(
        "did", "en"
    ):
        return []
    following = items[position + 1].text
    if (
        following
        in {"by", "with", "av", "över", "du", "ni", "vi", "jag", "that", "us", "me", "oss", "mig"} | STOPS
    ):
        return []
    past = is_past_en(items[position].text) if lang == "en" else is_past_sv(items[position].text)
    stative = items[position].text in words_of(lang, "same_past", "mental") | (
        words("vague", lang) - words("light", lang)
    )
    return [] if not past or stative else [_act(sentence, position, position, "past", (), lang)]
