"""Say what a plain statement leans to when no formula decides."""

from coach.checks.turn_find import find
from coach.checks.turn_text import Sentence, Word, word_classes
from coach.domain.text import Lang

_ENOUGH = 3
_LONG = 9
_FRAGMENT = 4
_BE = frozenset(["is", "are", "be", "been", "being", "am"])


def lean(sentence: Sentence, found: frozenset[str], lang: Lang) -> str:
    """Return the act a statement leans to, or ""; ``found`` are the acts its formulas already gave."""
    # What is charged may still be told as an occasion, but it takes more to tell.
    enough = _ENOUGH + ("blame" in found)
    if not {"example", "next_step"} & found and tells_occasion(sentence, lang, enough):
        return "example"
    if found or find("taken_back", sentence, lang):
        return ""
    if plans(sentence, lang):
        return "next_step"
    if _verbless(sentence, lang) and find("burden", sentence, lang) and len(sentence.words) >= _FRAGMENT:
        return "reflection"
    for act in ("blame", "reflection", "defence"):
        if find(f"lean_{act}", sentence, lang) and not find(f"lean_{act}_not", sentence, lang):
            return act
    return ""


def tells_occasion(sentence: Sentence, lang: Lang, enough: int) -> bool:
    """Whether something that happened once is told, with enough to tell it from other times."""
    if not any(_happened(sentence.words, i) for i in range(len(sentence.words))):
        return False
    time = bool(find("past_time", sentence, lang))
    if find("not_told", sentence, lang) or (not time and find("you_acts", sentence, lang)):
        return False
    marks = (
        2 * time,
        bool(find("event", sentence, lang)),
        any("n" in word.tags for word in sentence.words),
        any("c" in word.tags for word in sentence.words),
        bool(find("when_clause", sentence, lang)),
        len(sentence.words) >= _LONG,
    )
    return sum(marks) >= enough


def _happened(words: tuple[Word, ...], index: int) -> bool:
    return "p" in words[index].tags and (not index or words[index - 1].form not in _BE)


def plans(sentence: Sentence, lang: Lang) -> bool:
    """Whether a time ahead is set without any verb."""
    return _verbless(sentence, lang) and bool(find("bare_plan", sentence, lang))


def _verbless(sentence: Sentence, lang: Lang) -> bool:
    classes = word_classes(lang)
    words = sentence.words
    # Swedish plurals end like verbs; after a number they are none.
    verbs = any(
        {"p", "v"} & set(w.tags) and not (i and "n" in words[i - 1].tags) for i, w in enumerate(words)
    )
    return not verbs and sentence.text.forms.isdisjoint((*classes["aux"], *classes["clausal"]))
