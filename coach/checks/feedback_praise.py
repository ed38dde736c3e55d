"""Strength: praise tied to an act or a piece of work, and meant."""

from coach.checks.feedback_acts import acts
from coach.checks.feedback_text import Sentence, any_word, covered, find, words, words_of
from coach.domain.text import Lang, Span


def strength(
    sentences: tuple[Sentence, ...], lang: Lang, behaved: dict[int, list[Span]]
) -> dict[int, list[Span]]:
    """Return what the person is credited with: praise tied to an act or a piece of work, and meant."""
    found: dict[int, list[Span]] = {}
    for number, sentence in enumerate(sentences):
        if _mocks(sentences, number, lang):
            continue
        spans = find(sentence, "praise_for", lang) + find(sentence, "work_good", lang, "praise_not")
        spans += find(sentence, "good_habit", lang, "praise_not") + _manner(sentence, lang)
        spans += _good_always(sentence, number in behaved, lang)
        inner = find(sentence, "mind", lang)
        spans = [span for span in spans if not covered(*span, inner)]
        words_of_praise = find(sentence, "praise_word", lang, "praise_not")
        if (
            words_of_praise
            and find(sentence, "absolute", lang, "absolute_rule")
            and not _sour(sentence, lang)
        ):
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
    bad = words_of(lang, "bad_sign", "bad_outcome", "trait_bad", "work_bad")
    return any(word.text in bad or word.text == "?" for word in sentence.words)


def _hailed(sentences: tuple[Sentence, ...], number: int, lang: Lang) -> bool:
    """A kind label right before or after an act credits the act as well."""
    near = (sentences[n] for n in (number - 1, number + 1) if 0 <= n < len(sentences))
    return any(find(one, "hail", lang) for one in near)


def _manner(sentence: Sentence, lang: Lang) -> list[Span]:
    """An act done well: "you did it quickly and neatly"."""
    good, loose = words("good_manner", lang), words_of(lang, "light", "vague")
    return [
        (act.start, act.end)
        for act in acts(sentence, lang)
        if (count := sum(text in good for text in act.rest))
        and (count > 1 or act.verb in loose)
        and act.tense != "present"
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
    return (
        any_word(sentence, "bad_outcome", lang)
        and not find(sentence, "earnest", lang)
        and not acts(sentence, lang)
    )
