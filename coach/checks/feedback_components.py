"""Four of the components: situation, behaviour, impact, request."""

from coach.checks.feedback_acts import Act, acts
from coach.checks.feedback_events import others, perfect_of_others
from coach.checks.feedback_text import Sentence, covered, find, words, words_of
from coach.domain.text import Lang, Span

_SEEN = {"past", "perfect", "progressive"}


def situation(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return when, where or on what occasion: not a time yet to come."""
    found = find(sentence, "time", lang) + find(sentence, "place", lang)
    if not found:
        return []
    ahead = find(sentence, "future", lang)
    told = any(act.tense in _SEEN for act in acts(sentence, lang)) or others(sentence, lang)
    ahead += request(sentence, lang)
    if ahead and not told:
        past = find(sentence, "time_past", lang)
        found = [span for span in found if any(span[0] < end and start < span[1] for start, end in past)]
    return found


def behaviour(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return what a camera or a log could have recorded of the person."""
    asked, inner = find(sentence, "request", lang), find(sentence, "mind", lang) + _held(sentence, lang)
    labels = find(sentence, "label", lang)
    found = [
        (act.start, act.end)
        for act in acts(sentence, lang)
        if _seen(act, lang)
        and not _within(act, asked, sentence)
        and not (act.tense in {"being", "present"} and covered(act.start, act.end, inner))
        and not covered(act.start, act.start + 1, labels)
    ]
    return found + find(sentence, "act", lang)


def _held(sentence: Sentence, lang: Lang) -> list[Span]:
    """From a threat on, what is said of the person is what is to happen."""
    return [(start, len(sentence.text)) for start, _ in find(sentence, "threat", lang)]


def _within(act: Act, asked: list[Span], sentence: Sentence) -> bool:
    if act.tense != "present":
        return False
    return any(
        start < act.start and not set(sentence.text[start : act.start]) & set(".;!?") and start < act.end
        for start, _ in asked
    )


def _seen(act: Act, lang: Lang) -> bool:
    if act.tense == "being":
        return _seen_state(act, lang)
    if act.tense == "having" or (
        act.verb in words("mental", lang) and not set(act.rest[:1]) & {"upp", "ut", "om"}
    ):
        return False
    if (
        act.verb == "got"
        and act.tense == "perfect"
        and not set(act.rest) & {"out", "in", "back", "there", "done"}
    ):
        return False
    if act.verb in words("light", lang):
        return _has_content(act, lang)
    if act.verb in words("vague", lang):
        return False
    return act.tense != "progressive" or act.verb not in words("mind_state", lang)


def _has_content(act: Act, lang: Lang) -> bool:
    """A light verb is seen when what follows is more than a judgement, an adverb or a pronoun."""
    plain = words_of(lang, "empty", "praise", "work_bad", "good_manner")
    plain |= words_of(lang, "adverbs", "mind_state", "trait_bad", "time_word")
    return any(text not in plain and text[0].isalnum() for text in act.rest)


def _seen_state(act: Act, lang: Lang) -> bool:
    known = words("seen_state", lang)
    states = [text for text in (act.verb, *act.rest) if text not in words("adverbs", lang)][:4]
    if set(states) & {"a", "an", "the", "en", "ett", "efter", "after", "emot"} and states[0] not in known:
        return False
    if {"efter", "after"} & set(states[:3]):
        return False
    judged = words_of(lang, "trait_bad", "trait_good", "mind_state", "person_noun")
    for text in states:
        if text in judged:
            return False
        if text in known:
            return True
    return False


def impact(
    sentences: tuple[Sentence, ...],
    lang: Lang,
    behaved: dict[int, list[Span]],
    measured: dict[int, list[Span]],
    asked: dict[int, list[Span]],
) -> dict[int, list[Span]]:
    """Return what followed: said in so many words, or told right after what the person did."""
    found: dict[int, list[Span]] = {}
    done = False
    for number, sentence in enumerate(sentences):
        spans = find(sentence, "impact", lang, "impact_not") + find(sentence, "impact_when", lang)
        empty = find(sentence, "impact_not", lang)
        if number not in behaved and number not in measured and not find(sentence, "praise_word", lang):
            spans += perfect_of_others(sentence, lang)
        if (done or number in behaved) and number not in measured and not sentence.text.endswith("?"):
            after = 0 if done else min(end for _, end in behaved[number])
            spans += [
                span
                for span in others(sentence, lang, after)
                if not any(a < span[1] and span[0] < b for a, b in empty)
            ]
        done = done or number in behaved
        apart = asked.get(number, []) + measured.get(number, [])
        spans = [span for span in spans if not any(a <= span[0] < b for a, b in apart)]
        if spans:
            found[number] = spans
    return found


def request(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return what is asked for or proposed."""
    found = find(sentence, "request", lang, "request_not")
    return found + _imperative(sentence, lang)


def _imperative(sentence: Sentence, lang: Lang) -> list[Span]:
    """A clause that begins with the bare verb asks, unless a consequence hangs on it."""
    if find(sentence, "request_not", lang) or find(sentence, "condition", lang):
        return []
    return [span for span in find(sentence, "imperative", lang) if not find(sentence, "imperative_not", lang)]
