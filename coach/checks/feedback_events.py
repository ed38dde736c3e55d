"""What others did or underwent: clauses that can tell a result."""

from coach.checks.feedback_english import CONTRACTED, is_past_en
from coach.checks.feedback_swedish import SUPINE, is_past_sv
from coach.checks.feedback_text import STOPS, Sentence, Word, words, words_of
from coach.domain.text import Lang, Span


def others(sentence: Sentence, lang: Lang, after: int = 0) -> list[Span]:
    """Return clauses past ``after`` in which somebody or something else did or underwent something."""
    spans: list[Span] = []
    for first, last in _clauses(sentence, lang):
        if sentence.words[first].start >= after and _is_event(sentence.words[first:last], lang):
            spans.append((sentence.words[first].start, sentence.words[last - 1].end))
    return spans


def perfect_of_others(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return what a third party has done by now: "next door have rung their insurers" tells of a result."""
    texts = [word.text for word in sentence.words]
    helpers = [at for at, text in enumerate(texts) if text in {"has", "have", "har"} and 0 < at < 7]
    spoken = (
        words("you", lang)
        | set(CONTRACTED)
        | words("subject", lang) - {"customers", "people", "kunden", "kunderna"}
    )
    if not helpers or "?" in texts or spoken & set(texts[: helpers[0] + 3]):
        return []
    after = texts[helpers[0] + 1 : helpers[0] + 3]
    if (
        not after
        or not _happened(texts, helpers[0], texts[helpers[0]], lang)
        or set(after) & words("not_yet", lang)
    ):
        return []
    return [(sentence.words[0].start, sentence.words[-1].end)]


def _clauses(sentence: Sentence, lang: Lang) -> list[Span]:
    spans: list[Span] = []
    first = 0
    for index, word in enumerate(sentence.words):
        if word.text in STOPS or word.text in words("joins", lang):
            if index > first:
                spans.append((first, index))
            first = index + 1
    if first < len(sentence.words):
        spans.append((first, len(sentence.words)))
    return spans


def _is_event(items: tuple[Word, ...], lang: Lang) -> bool:
    texts = [word.text for word in items]
    counted = texts[0] in {"efter", "after"} and texts[1:2] in (["en"], ["ett"], ["några"], ["a"], ["an"])
    if texts[0] in words("opener", lang) and not counted:
        return False
    verbs = [at for at, text in enumerate(texts) if _happened(texts, at, text, lang)]
    if not verbs or "överens" in texts or (verbs[0] == 0 and not _inverted(texts, lang)):
        return False
    at = verbs[0]
    addressed = words("you", lang) | set(CONTRACTED)
    # "I had to cover for you" has the person as an object; "du" is always the subject.
    if addressed & set(texts if lang == "sv" else texts[:at]):
        return False
    if words("pointer", lang) & set(texts[max(0, at - 1) : at + (2 if lang == "sv" else 0)]) and texts[
        at
    ] in words("be_form", lang):
        return False
    if words("self", lang) & set(texts) and texts[at] in words("noted", lang):
        return False
    judged = words_of(lang, "work_bad", "praise")
    return not (texts[at] in words("be_form", lang) and any(text in judged for text in texts[at + 1 :]))


def _inverted(texts: list[str], lang: Lang) -> bool:
    return lang == "sv" and len(texts) > 1 and texts[1] in words("subject", lang)


def _happened(texts: list[str], at: int, text: str, lang: Lang) -> bool:
    if lang == "sv":
        if text in words("have_form", "sv"):
            return any(
                SUPINE.search(word) or word in words("participle", "sv") for word in texts[at + 1 : at + 4]
            )
        return is_past_sv(text) or text == "var"
    if text in {"has", "have", "'ve"} or text.endswith("'ve"):
        return any(is_past_en(word) or word in words("participle", "en") for word in texts[at + 1 : at + 4])
    if text.endswith("ed") and text not in words("past", "en"):
        # "the screen we demoed": a past form straight after its subject, not a participle before a noun.
        return at > 0 and texts[at - 1] not in words_of("en", "no_subject", "praise", "adverbs")
    return text in words("past", "en")
