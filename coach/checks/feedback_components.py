"""The five components: situation, behaviour, impact, request, strength."""

from coach.checks.feedback_acts import Act, acts, others, perfect_of_others
from coach.checks.feedback_text import Sentence, any_word, find, words
from coach.domain.text import Lang, Span

_SEEN = {"past", "perfect", "progressive"}


def situation(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return when, where or on what occasion: not a time yet to come."""
    found = find(sentence, "time", lang) + find(sentence, "place", lang)
    if not found:
        return []
    ahead = find(sentence, "future", lang)
    told = any(act.tense in _SEEN for act in acts(sentence, lang)) or others(sentence, lang)
    ahead += find(sentence, "request", lang)
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
        and not (act.tense in {"being", "present"} and _covered(act.start, act.end, inner))
        and not _covered(act.start, act.start + 1, labels)
    ]
    return found + find(sentence, "act", lang)


def _held(sentence: Sentence, lang: Lang) -> list[Span]:
    """From a threat on, what is said of the person is what is to happen."""
    return [(start, len(sentence.text)) for start, _ in find(sentence, "threat", lang)]


def _covered(start: int, end: int, spans: list[Span]) -> bool:
    return any(start < last and first < end for first, last in spans)


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
    if act.tense == "having" or (act.verb in words("mental", lang) and not set(act.rest[:1]) & {"upp", "ut", "om"}):
        return False
    if act.verb == "got" and act.tense == "perfect" and not set(act.rest) & {"out", "in", "back", "there", "done"}:
        return False
    if act.verb in words("light", lang):
        return _has_content(act, lang)
    if act.verb in words("vague", lang):
        return False
    return act.tense != "progressive" or act.verb not in words("mind_state", lang)


def _has_content(act: Act, lang: Lang) -> bool:
    """A light verb is seen when what follows is more than a judgement, an adverb or a pronoun."""
    plain = words("empty", lang) | words("praise", lang) | words("work_bad", lang) | words("good_manner", lang)
    plain |= words("adverbs", lang) | words("mind_state", lang) | words("trait_bad", lang) | words("time_word", lang)
    return any(text not in plain and text[0].isalnum() for text in act.rest)


def _seen_state(act: Act, lang: Lang) -> bool:
    known = words("seen_state", lang)
    states = [text for text in (act.verb, *act.rest) if text not in words("adverbs", lang)][:4]
    if set(states) & {"a", "an", "the", "en", "ett", "efter", "after", "emot"} and states[0] not in known:
        return False
    if {"efter", "after"} & set(states[:3]):
        return False
    judged = words("trait_bad", lang) | words("trait_good", lang) | words("mind_state", lang) | words("person_noun", lang)
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


def strength(sentences: tuple[Sentence, ...], lang: Lang, behaved: dict[int, list[Span]]) -> dict[int, list[Span]]:
    """Return what the person is credited with: praise tied to an act or a piece of work, and meant."""
    found: dict[int, list[Span]] = {}
    for number, sentence in enumerate(sentences):
        if _mocks(sentences, number, lang):
            continue
        spans = find(sentence, "praise_for", lang) + find(sentence, "work_good", lang, "praise_not")
        spans += find(sentence, "good_habit", lang, "praise_not") + _manner(sentence, lang)
        spans += _good_always(sentence, number in behaved, lang)
        inner = find(sentence, "mind", lang)
        spans = [span for span in spans if not _covered(*span, inner)]
        words_of_praise = find(sentence, "praise_word", lang, "praise_not")
        if words_of_praise and find(sentence, "absolute", lang, "absolute_rule") and not _sour(sentence, lang):
            spans += words_of_praise
        if number - 1 in behaved and _points_back(sentence, lang):
            spans.append((0, len(sentence.text)))
        if number in behaved and _hailed(sentences, number, lang):
            spans += behaved[number]
        if words_of_praise and (number in behaved or _praised_before(sentences, number, lang, behaved)):
            spans += words_of_praise
        if spans and not _only_labels(sentence, lang, spans):
            found[number] = spans
    return found


def _good_always(sentence: Sentence, seen: bool, lang: Lang) -> list[Span]:
    """A habit told with good signs and no bad one: "you always knock and wait"."""
    if not seen or _sour(sentence, lang) or not find(sentence, "always", lang):
        return []
    return find(sentence, "always", lang) if any_word(sentence, "good_sign", lang) else []


def _points_back(sentence: Sentence, lang: Lang) -> bool:
    """A short remark on what was just told, with nothing bad in it: "patients come back for that"."""
    first = find(sentence, "points_back", lang)
    troubles = ("impact", "compare", "request", "mind", "threat", "absolute", "label", "trouble")
    if not first or len(sentence.words) > 14 or any(find(sentence, name, lang) for name in troubles):
        return False
    return not _sour(sentence, lang)


def _sour(sentence: Sentence, lang: Lang) -> bool:
    bad = words("bad_sign", lang) | words("bad_outcome", lang) | words("trait_bad", lang) | words("work_bad", lang)
    return any(word.text in bad or word.text == "?" for word in sentence.words)


def _hailed(sentences: tuple[Sentence, ...], number: int, lang: Lang) -> bool:
    """A kind label right before or after an act credits the act as well."""
    near = (sentences[n] for n in (number - 1, number + 1) if 0 <= n < len(sentences))
    return any(find(one, "hail", lang) for one in near)


def _manner(sentence: Sentence, lang: Lang) -> list[Span]:
    """An act done well: "you did it quickly and neatly"."""
    good, loose = words("good_manner", lang), words("light", lang) | words("vague", lang)
    return [
        (act.start, act.end)
        for act in acts(sentence, lang)
        if (count := sum(text in good for text in act.rest)) and (count > 1 or act.verb in loose) and act.tense != "present"
    ]


def _praised_before(
    sentences: tuple[Sentence, ...], number: int, lang: Lang, behaved: dict[int, list[Span]]
) -> bool:
    """Praise in a sentence of its own speaks of the act next to it."""
    short = len(sentences[number].words) <= 12
    near = number - 1 in behaved or number - 2 in behaved or (short and number + 1 in behaved)
    return near and not acts(sentences[number], lang)


def _only_labels(sentence: Sentence, lang: Lang, spans: list[Span]) -> bool:
    labels = find(sentence, "label", lang)
    return bool(labels) and all(any(a < end and start < b for a, b in labels) for start, end in spans)


def _mocks(sentences: tuple[Sentence, ...], number: int, lang: Lang) -> bool:
    """Praise with a bad outcome in the same breath, and no "instead of" or "although" between, is mockery."""
    sentence = sentences[number]
    if not find(sentence, "praise_word", lang):
        return False
    if find(sentence, "mock", lang):
        return True
    following = sentences[number + 1] if number + 1 < len(sentences) else None
    if following is not None and find(following, "mock_after", lang):
        return True
    return any_word(sentence, "bad_outcome", lang) and not find(sentence, "earnest", lang) and not acts(sentence, lang)
