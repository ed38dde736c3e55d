"""The five problems: judgement of the person, absolute, mind reading, comparison, threat."""

import re

from coach.checks.feedback_acts import acts, is_past_en, is_past_sv
from coach.checks.feedback_text import Sentence, Word, find, words
from coach.domain.text import Lang, Span

_NEGATION = {
    "en": frozenset("not n't never isn't aren't wasn't weren't ain't hardly nothing no none nobody".split()),
    "sv": frozenset("inte aldrig ej ingen inget inga knappast varken".split()),
}
# Adjective endings of English and Swedish character words; states and roles are listed apart.
_TRAIT_END = {
    "en": re.compile(r"(?:less|ful|ous|ish|minded|headed|hearted|tempered|faced|handed|skinned|mouthed|witted)$"),
    "sv": re.compile(r"(?:[^n]ig|lös|sam|full|aktig|mässig|bar|isk|vett|giltig|tänkt)$"),
}
_STOP = frozenset(",;:.!?()\"–—-/")
_ARTICLE = {"en": frozenset("a an such the".split()), "sv": frozenset("en ett sån sådan".split())}
_AS = {"en": frozenset("as than".split()), "sv": frozenset("lika än".split())}


def person_judgement(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return labels put on the person, blame or praise, unless denied or passed on."""
    told = find(sentence, "reported", lang)
    found = [
        span
        for span in _predicates(sentence, lang) + find(sentence, "label", lang)
        if not any(start < span[0] and not set(sentence.text[end : span[0]]) & set(",;") for start, end in told)
    ]
    return found or (_fragment(sentence, lang) if not told else [])


def _predicates(sentence: Sentence, lang: Lang) -> list[Span]:
    found: list[Span] = []
    for start, end in find(sentence, "be", lang, "be_not"):
        items = tuple(word for word in sentence.words if word.start >= end)
        at = _label_at(items, sentence, lang, past=_is_past(sentence.text[start:end], lang))
        if at is not None and not _framed(sentence, start, lang):
            found.append((start, items[at].end))
    return found


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
        if text in _STOP and at > 0 and not _listing(items, at, lang):
            return None
        if text in _AS[lang] or text in words("place_word", lang):
            return None
        denied = denied or text in _NEGATION[lang]
        article = article or text in _ARTICLE[lang]
        if (kind := _kind(text, lang, article=article)) and not (kind == "bad" and denied):
            return None if past and kind == "good" and not article else at
        if kind:
            return None
        if text in words("state", lang) and text not in degrees and not article and text not in _NEGATION[lang]:
            return None
        if article and text in words("role", lang):
            return None
    return None


def _listing(items: tuple[Word, ...], at: int, lang: Lang) -> bool:
    return items[at].text == "," and at + 1 < len(items) and bool(_kind(items[at + 1].text, lang, article=False))


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
    skip = words("degree_word", lang) | words("adverbs", lang) | _NEGATION[lang]
    skip |= {"och", "and", "rather", "quite"} | set(words("trait_bad", lang)) | set(words("trait_good", lang))
    bad = False
    for at, word in enumerate(items[:7]):
        known_bad = word.text in words("trait_bad", lang)
        bad = bad or known_bad
        if is_person_noun(word.text, lang):
            return [(items[0].start, word.end)] if _alone(items, at, lang) else []
        if word.text not in skip and word.text not in {",", "as", "a", "an", "en", "ett", "the"}:
            break
        if known_bad and _alone(items, at, lang) and not set(w.text for w in items[:at]) & _NEGATION[lang]:
            return [(items[0].start, word.end)]
    return []


def _alone(items: tuple[Word, ...], at: int, lang: Lang) -> bool:
    following = items[at + 1].text if at + 1 < len(items) else "."
    return following in _STOP or following in {"as", "som", "och", "and", "you", "du", "that", "av"}


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
    addressed = words("you", lang) | words("your", lang)
    spoken = any(word.text in addressed and word.start >= span[1] for word in _clause(sentence, span, lang))
    if spoken or any(start < span[1] and span[0] < end for start, end in find(sentence, "absolute_you", lang)):
        return any(start < span[1] and span[0] < end for start, end in find(sentence, "absolute_rule", lang))
    both = find(sentence, "absolute_not", lang) + find(sentence, "absolute_rule", lang)
    return any(start < span[1] and span[0] < end for start, end in both)


def _ordered(sentence: Sentence, span: Span, lang: Lang) -> bool:
    """A rule or an invitation: "always lock …", "never hesitate", "lås alltid"."""
    items = [word for word in sentence.words if word.text[0].isalpha()]
    for at, word in enumerate(items):
        if word.start == span[0]:
            near = items[at + 1] if (lang == "en" or at == 0) and at + 1 < len(items) else items[at - 1]
            first = at == 0 or (lang == "sv" and at == 1) or items[at - 1].end < word.start - 1
            return first and near.text in words("base", lang) | words("order", lang) and near is not word
    return False


def _once(sentence: Sentence, span: Span, lang: Lang) -> bool:
    """"Never" with a plain past tense tells of one occasion."""
    if sentence.text[span[0] : span[1]] not in {"never", "aldrig", "aldri"}:
        return False
    near = [act for act in acts(sentence, lang) if act.start <= span[1] + 2 and span[0] <= act.end + 8]
    return bool(near) and all(act.tense == "past" or _was(act.verb) for act in near)


def _was(verb: str) -> bool:
    return verb in {"was", "were", "var", "blev"}


def _about_person(sentence: Sentence, span: Span, lang: Lang) -> bool:
    addressed = words("you", lang) | words("your", lang)
    clause = _clause(sentence, span, lang)
    if any(word.text in addressed or word.text.startswith(("you'", "u'")) for word in clause):
        return True
    # "Always late.", "Jämt samma sak": who is meant is left out because it is plain.
    before = [word.text for word in clause if word.end <= span[0]]
    return len(before) <= 1 and set(before) <= words("trait_bad", lang) | words("adverbs", lang) | words("seen_state", lang)


def _clause(sentence: Sentence, span: Span, lang: Lang) -> list[Word]:
    clause: list[Word] = []
    for word in sentence.words:
        if word.text in _STOP | {"so", "but", "men", "så"}:
            if word.start >= span[1]:
                break
            clause = []
        else:
            clause.append(word)
    return clause


def mind_reading(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return motives, feelings and attitudes asserted of the person."""
    return find(sentence, "mind", lang, "mind_not")


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


_CAPITAL = re.compile(r"(?:than|as \w+ as|unlike|like|än|(?:lika|så) \w+ som|mer som|skillnad (?:från|mot)) ([A-ZÅÄÖ][a-zåäöé]+)\b")


def _measured(sentence: Sentence, lang: Lang) -> list[Span]:
    calendar = words("month", lang) | words("weekday", lang)
    named = [
        match.span() for match in _CAPITAL.finditer(sentence.typed) if match[1].lower().removesuffix("s") not in calendar
    ]
    return named + find(sentence, "compare", lang, "compare_not") + find(sentence, "compare_sure", lang)


def _speaks_of_you(sentence: Sentence, lang: Lang) -> bool:
    return any(word.text in words("you", lang) | words("your", lang) for word in sentence.words)


def _figures(sentence: Sentence, lang: Lang) -> int:
    return sum(_is_number(word.text, lang) for word in sentence.words)


def _is_number(text: str, lang: Lang) -> bool:
    return text[0].isdigit() or text in words("number", lang)


def _counted_name(sentence: Sentence, lang: Lang, *, counted: bool) -> Span | None:
    """Return the clause in which a colleague by name reaches a figure."""
    for at, word in enumerate(sentence.words[:-2]):
        opens = at == 0 or sentence.words[at - 1].text in _STOP | {"och", "and", "while", "medan", "but", "men"}
        typed = sentence.typed[word.start : word.end]
        if not opens or not (word.text in words("name", lang) or (typed[0].isupper() and _may_name(word.text, lang))):
            continue
        following = [item.text for item in sentence.words[at + 1 : at + 12]]
        known = following[0] in words("cope_word", lang) | {"'s", "is", "är"} or word.text.endswith("'s")
        figure = any(_is_number(text, lang) for text in following) and not set(following) & words("clock", lang)
        eased = known and bool(set(following) & words("ease", lang))
        if eased or (figure and (known or (counted and _is_verb(following[0], lang)))):
            return word.start, sentence.words[min(at + 8, len(sentence.words) - 1)].end
    return None


def _is_verb(text: str, lang: Lang) -> bool:
    if lang == "sv":
        return is_past_sv(text) or (text.endswith("r") and len(text) > 3)
    return is_past_en(text) or text.removesuffix("s") in words("base", "en")


def _may_name(text: str, lang: Lang) -> bool:
    common = words("empty", lang) | words("you", lang) | words("subject", lang) | words("your", lang)
    common |= words("month", lang) | words("weekday", lang) | words("past", lang)
    if text.partition("'")[0] in common:
        return False
    # Definite forms and plurals open a sentence with a capital too: "Kunden …", "Customers …".
    noun = ("en", "et", "an", "na", "ar", "er", "or", "s") if lang == "sv" else ("s", "one", "body", "ing")
    return text.endswith("'s") or not text.endswith(noun)


def threat(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return consequences held over the person; a process told neutrally is none."""
    found = find(sentence, "threat", lang)
    if found and find(sentence, "threat_not", lang) and not find(sentence, "threat_sure", lang):
        return []
    return found
