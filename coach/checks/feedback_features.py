"""What the learned half of the feedback check sees: the shape of a text more than its words.

The first letter of a feature names its family: ``a`` runs of word classes, ``p`` phrase lists that
hit, ``s`` build of the text, ``w`` beginnings of words.
"""

from functools import cache, lru_cache

from coach.checks.feedback_acts import acts
from coach.checks.feedback_english import is_past_en
from coach.checks.feedback_events import others
from coach.checks.feedback_swedish import is_past_sv
from coach.checks.feedback_text import Sentence, Word, find, words, words_of
from coach.checks.lexicon import lexicon
from coach.checks.shape import runs, stems
from coach.domain.text import Lang

_LONGEST_RUN = 4
_CLASSES = (
    *("event", "document", "weekday", "month", "number", "name", "trait_bad", "trait_good", "person_noun"),
    *("mental", "praise", "work_bad", "bad_outcome", "bad_sign", "good_sign", "good_manner", "mind_state"),
    *("negation", "state", "cope_word", "subject", "modal", "have_form", "be_form", "role", "seen_state"),
    *("past", "base"),
)
# Words kept as they are in a run of classes: the small words that carry a clause.
_KEPT = (
    *("adverbs", "be_form", "have_form", "modal", "negation", "article", "joins", "subject", "place_word"),
    *("as_word", "self", "condition_word", "pointer"),
)
# Class -> its sign in a run; the first that holds a word wins.
_SIGNS = (
    (("you",), "YOU"),
    (("your",), "YOUR"),
    (("weekday", "month"), "DAY"),
    (("number",), "NUM"),
)
_LATE_SIGNS = (
    (("trait_bad", "person_noun"), "BAD"),
    (("praise", "good_manner", "trait_good"), "GOOD"),
)


def features(sentences: tuple[Sentence, ...], lang: Lang) -> frozenset[str]:
    """Return the features of a text, or of any of its sentences; those of shape also across languages."""
    shared = _build(sentences, lang)
    own: set[str] = set()
    for sentence in sentences:
        shape, begun = _of_sentence(sentence, lang)
        shared |= shape
        own |= begun
    return frozenset(shared | {f"{name}@{lang}" for name in shared | own})


@lru_cache(maxsize=128)
def _of_sentence(sentence: Sentence, lang: Lang) -> tuple[frozenset[str], frozenset[str]]:
    texts = {word.text for word in sentence.words}
    shape = _runs(sentence, lang)
    shape |= {f"s{name}" for name in _CLASSES if texts & words(name, lang)}
    shape |= {f"p{name}" for name in lexicon("feedback_patterns", lang) if find(sentence, name, lang)}
    return frozenset(shape), frozenset(stems([word.text for word in sentence.words]))


def _build(sentences: tuple[Sentence, ...], lang: Lang) -> set[str]:
    texts = [word.text for sentence in sentences for word in sentence.words]
    length = sum(text[0].isalnum() for text in texts)
    addressed = words_of(lang, "you", "your")
    found = {f"s sentences {min(len(sentences), 4)}", f"s words {min(length // 6, 6)}"}
    found |= {f"s{sign}" for sign in "?!" if sign in texts}
    if length <= _LONGEST_RUN:
        found.add("s tiny")
    if not any(text in addressed or text.startswith("you'") for text in texts):
        found.add("s nobody addressed")
    for number, sentence in enumerate(sentences):
        place = "first" if number == 0 else "later"
        done = acts(sentence, lang)
        found |= {f"s act {act.tense}" for act in done}
        if done and number:
            found.add("s act later")
        if others(sentence, lang):
            found |= {"s others", f"s others {place}"}
        if not done and not any(word.text in addressed for word in sentence.words):
            found.add(f"s others' sentence {place}")
    return found


def _runs(sentence: Sentence, lang: Lang) -> set[str]:
    return runs([_sign(sentence, at, lang) for at in range(len(sentence.words))], _LONGEST_RUN)


def _sign(sentence: Sentence, at: int, lang: Lang) -> str:
    word = sentence.words[at]
    if known := _plain_sign(word.text, lang):
        return known
    if word.text in words("name", lang) or (at > 0 and sentence.typed[word.start].isupper()):
        return "NAME"
    return _late_sign(word, lang, first=at == 0)


@cache
def _kept(lang: Lang) -> frozenset[str]:
    return words_of(lang, *_KEPT)


def _plain_sign(text: str, lang: Lang) -> str:
    if text[0].isdigit():
        return "NUM"
    for names, sign in _SIGNS:
        if text in words_of(lang, *names):
            return sign
    return text if text in _kept(lang) or not text[0].isalpha() else ""


def _late_sign(word: Word, lang: Lang, *, first: bool) -> str:
    for names, sign in _LATE_SIGNS:
        if word.text in words_of(lang, *names):
            return sign
    if first and word.text in words("base", lang):
        return "BASE"
    if is_past_sv(word.text) if lang == "sv" else is_past_en(word.text):
        return "PAST"
    return "EVENT" if word.text in words_of(lang, "event", "document") else "W"
