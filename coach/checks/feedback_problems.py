"""Absolute, mind reading and threat."""

from coach.checks.feedback_acts import acts
from coach.checks.feedback_text import STOPS, Sentence, Word, find, words, words_of
from coach.domain.text import Lang, Span


def absolute(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return claims over all occasions about the person."""
    found = [
        span
        for span in find(sentence, "absolute", lang)
        if not _masked(sentence, span, lang)
        and not _ordered(sentence, span, lang)
        and not _once(sentence, span, lang)
        and _about_person(sentence, span, lang)
    ]
    return found


def _masked(sentence: Sentence, span: Span, lang: Lang) -> bool:
    addressed = words_of(lang, "you", "your")
    objects = words("your", lang)
    spoken = any(word.text in objects for word in _clause(sentence, span, lang)) or any(
        word.text in addressed and word.start >= span[1] for word in _clause(sentence, span, lang)
    )
    if spoken or any(
        start < span[1] and span[0] < end for start, end in find(sentence, "absolute_you", lang)
    ):
        return any(start < span[1] and span[0] < end for start, end in find(sentence, "absolute_rule", lang))
    both = find(sentence, "absolute_not", lang) + find(sentence, "absolute_rule", lang)
    return any(start < span[1] and span[0] < end for start, end in both)


def _ordered(sentence: Sentence, span: Span, lang: Lang) -> bool:
    """A rule or an invitation: "always lock …", "never hesitate", "lås alltid"."""
    items = [word for word in sentence.words if word.text[0].isalpha()]
    for at, word in enumerate(items):
        if word.start == span[0]:
            near = items[at + 1] if (lang == "en" or at == 0) and at + 1 < len(items) else items[at - 1]
            first = (
                at == 0
                or (lang == "sv" and at == 1)
                or bool(sentence.text[items[at - 1].end : word.start].strip())
            )
            return first and near.text in words_of(lang, "base", "order") and near is not word
    return False


def _once(sentence: Sentence, span: Span, lang: Lang) -> bool:
    """Tell whether "never" with a plain past tense tells of one occasion only."""
    if sentence.text[span[0] : span[1]] not in {"never", "aldrig", "aldri"}:
        return False
    near = [act for act in acts(sentence, lang) if act.start <= span[1] + 2 and span[0] <= act.end + 8]
    return bool(near) and all(act.tense == "past" or _was(act.verb) for act in near)


def _was(verb: str) -> bool:
    return verb in {"was", "were", "var", "blev"}


def _about_person(sentence: Sentence, span: Span, lang: Lang) -> bool:
    addressed = words_of(lang, "you", "your")
    clause = _clause(sentence, span, lang)
    if any(word.text in addressed or word.text.startswith(("you'", "u'")) for word in clause):
        return True
    # "Always late.", "Jämt samma sak": who is meant is left out because it is plain.
    before = [word.text for word in clause if word.end <= span[0]]
    return len(before) <= 1 and set(before) <= words_of(lang, "trait_bad", "adverbs", "seen_state")


def _clause(sentence: Sentence, span: Span, lang: Lang) -> list[Word]:
    clause: list[Word] = []
    for word in sentence.words:
        if word.text in STOPS | {"so", "but", "men", "så"}:
            if word.start >= span[1]:
                break
            clause = []
        else:
            clause.append(word)
    return clause


def mind_reading(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return motives, feelings and attitudes asserted of the person."""
    return find(sentence, "mind", lang, "mind_not")


def threat(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return consequences held over the person; a process told neutrally is none."""
    found = find(sentence, "threat", lang) or _at_stake(sentence, lang)
    if found and find(sentence, "threat_not", lang) and not find(sentence, "threat_sure", lang):
        return []
    return found


def _at_stake(sentence: Sentence, lang: Lang) -> list[Span]:
    """A livelihood in the person's hands, and its loss, in one breath; an offer or a plan is none."""
    stakes, losses = find(sentence, "stake", lang), find(sentence, "loss", lang)
    if not stakes or not losses or find(sentence, "offer", lang):
        return []
    return [(min(stakes[0][0], losses[0][0]), max(stakes[-1][1], losses[-1][1]))]
