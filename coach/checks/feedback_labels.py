"""Judgement of the person: a label, kind or unkind, that the writer puts on somebody."""

import re

from coach.checks.feedback_text import STOPS, Sentence, Word, find, words, words_of
from coach.domain.text import Lang, Span

# Adjective endings of English and Swedish character words; states and roles are listed apart.
_TRAIT_END = {
    "en": re.compile(
        r"(?:less|ful|ous|ish|minded|headed|hearted|tempered|faced|handed|skinned|mouthed|witted)$"
    ),
    "sv": re.compile(r"(?:[^n]ig|lös|sam|full|aktig|mässig|bar|isk|vett|giltig|tänkt)$"),
}


def person_judgement(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return labels put on the person, blame or praise, unless denied or passed on."""
    told = find(sentence, "reported", lang)
    found = [
        span
        for span in _predicates(sentence, lang) + find(sentence, "label", lang)
        if not any(
            start < span[0] and not set(sentence.text[end : span[0]]) & set(",;") for start, end in told
        )
    ]
    return found or (_fragment(sentence, lang) if not told else [])


def _predicates(sentence: Sentence, lang: Lang) -> list[Span]:
    found: list[Span] = []
    for start, end in find(sentence, "be", lang, "be_not"):
        items = tuple(word for word in sentence.words if word.start >= end)
        at = _label_at(items, sentence, lang, past=_is_past(sentence.text[start:end], lang))
        if at is not None and not _framed(sentence, start, lang):
            found.append((start, items[_whole(items, at, lang)].end))
    return found


def _whole(items: tuple[Word, ...], at: int, lang: Lang) -> int:
    """Return where a label ends with its noun: "you are a hopeless manager", not "you are a hopeless"."""
    named = {word.text for word in items[:at]} & words("article", lang)
    after = items[at + 1].text if at + 1 < len(items) else "."
    stops = words_of(lang, "adverbs", "place_word", "as_word", "joins", "negation", "degree_word")
    noun = after[0].isalpha() and after not in stops and not is_person_noun(items[at].text, lang)
    return at + 1 if named and noun else at


def _is_past(be: str, lang: Lang) -> bool:
    return bool(set(re.findall(r"\w+", be)) & {"were", "was", "var"})


def _framed(sentence: Sentence, start: int, lang: Lang) -> bool:
    before = [word.text for word in sentence.words if word.end <= start][-2:]
    return any(text in {"if", "when", "unless", "om", "ifall", "när", "how", "hur"} for text in before)


def _label_at(items: tuple[Word, ...], sentence: Sentence, lang: Lang, *, past: bool) -> int | None:
    """Return where the label ends among the words after "you are"."""
    degrees, denied, article = words("degree_word", lang), False, False
    for at, word in enumerate(items[:9]):
        text = word.text
        if text in STOPS and at > 0 and not _listing(items, at, lang):
            return None
        if text in words("as_word", lang) or text in words("place_word", lang):
            return None
        denied = denied or text in words("negation", lang)
        article = article or text in words("article", lang)
        if (kind := _kind(text, lang, article=article)) and not (kind == "bad" and denied):
            return None if past and kind == "good" and not article else at
        if kind:
            return None
        if (
            text in words("state", lang)
            and text not in degrees
            and not article
            and text not in words("negation", lang)
        ):
            return None
        if article and text in words("role", lang):
            return None
    return None


def _listing(items: tuple[Word, ...], at: int, lang: Lang) -> bool:
    return (
        items[at].text == "," and at + 1 < len(items) and bool(_kind(items[at + 1].text, lang, article=False))
    )


def _kind(text: str, lang: Lang, *, article: bool) -> str:
    if text in words("trait_bad", lang):
        return "bad"
    if text in words("trait_good", lang):
        return "good"
    if is_person_noun(text, lang):
        return "bad"
    if text in words("state", lang) or text in words("mind_state", lang) or text in words("seen_state", lang):
        return ""
    return "bad" if _TRAIT_END[lang].search(text) and len(text) > 5 and not article else ""


def is_person_noun(text: str, lang: Lang) -> bool:
    """Whether a noun labels a person; Swedish compounds go by their last part, as in "slarvpelle"."""
    known = words("person_noun", lang)
    if text in known or (lang == "en" and text.endswith("s") and text[:-1] in known):
        return True
    if lang == "en":
        return False
    return any(text.endswith(tail) and len(text) > len(tail) + 2 for tail in words("person_tail", lang))


def _fragment(sentence: Sentence, lang: Lang) -> list[Span]:
    """A label on its own: "Slarver.", "Careless as ever.", "Always so negative."."""
    items = sentence.words
    skip = words_of(lang, "degree_word", "adverbs", "negation")
    skip |= {"och", "and", "rather", "quite"} | set(words("trait_bad", lang)) | set(words("trait_good", lang))
    bad = False
    for at, word in enumerate(items[:7]):
        known_bad = word.text in words("trait_bad", lang)
        bad = bad or known_bad
        if is_person_noun(word.text, lang):
            return [(items[0].start, word.end)] if _alone(items, at, lang) else []
        if word.text not in skip and word.text not in {",", "as", "a", "an", "en", "ett", "the"}:
            break
        if (
            known_bad
            and _alone(items, at, lang)
            and not {one.text for one in items[:at]} & words("negation", lang)
        ):
            return [(items[0].start, word.end)]
    return []


def _alone(items: tuple[Word, ...], at: int, lang: Lang) -> bool:
    following = items[at + 1].text if at + 1 < len(items) else "."
    return following in STOPS or following in {"as", "som", "och", "and", "you", "du", "that", "av"}
