"""What the clause around a time does: reports the past, keeps a rhythm, promises a service level."""

import re
from functools import cache, lru_cache

from coach.checks.dates.context import Context
from coach.checks.dates.grammar import Grammar, grammar
from coach.checks.facts_names import is_first_name
from coach.domain.text import Lang, Span

_REACH = 120
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SHORT = frozenset({"hour", "day", "workday"})
# What a rhythm of each length makes of expressions that could only recur with it.
_RECURS = {
    "weekday": ("rhythm_week", "rhythm_month"),
    "day-of-month": ("rhythm_month", "rhythm_week"),
    "last-day": ("rhythm_month", "rhythm_year"),
    "day-month": ("rhythm_year",),
    "month": ("rhythm_year",),
    "quarter": ("rhythm_year",),
    "holiday": ("rhythm_year",),
}
_ENDS = frozenset(
    {"until", "till", "up until", "through", "fram till", "fram tills", "till och med", "t.o.m."}
)


def looks_back(text: str, sentence: Span, rule: str, context: Context, words: Grammar) -> bool:
    """Return whether the clause reports what has happened ("in March I left", "vi sågs på torsdagen")."""
    left, right = _clause(text, sentence, context, words)
    around = text[left : context.start] + " ¤ " + text[context.end : right]
    return _reports(around, words.lang, rule == "within" or context.strong, context.strong)


def _clause(text: str, sentence: Span, context: Context, words: Grammar) -> Span:
    low, high = max(sentence[0], context.start - _REACH), min(sentence[1], context.end + _REACH)
    bounds = _bounds(words.lang)
    cuts = [m.end() for m in bounds.finditer(text, low, context.start)]
    left = cuts[-1] if cuts else low
    cut = bounds.search(text, context.end, high)
    right = cut.start() if cut else high
    # "In March, I left": a bare time leads the next clause, or ends the one before.
    if len(_WORD.findall(text, left, context.start)) + len(_WORD.findall(text, context.end, right)) < 2:
        if cut:
            more = bounds.search(text, cut.end(), high)
            right = more.start() if more else high
        elif cuts:
            left = cuts[-2] if len(cuts) > 1 else low
    return left, right


@lru_cache(maxsize=1024)
def _reports(around: str, lang: Lang, future_perfect: bool, strong: bool) -> bool:
    if _phrase(lang, "future").search(around) or _phrase(lang, "forward").search(around):
        return False
    words = grammar(lang)
    # "Inom sex veckor har jag gått …", "före jul har vi …" look ahead, "har gått … på fredag" does not.
    done = () if future_perfect else _phrase(lang, "supine").finditer(around)
    if any(not _is_noun_like(m[0], words) for m in done):
        return True
    ignored = words.any_of("not_supine")
    found = (m for m in _phrase(lang, "past").finditer(around) if not ignored.fullmatch(m[0]))
    # Ahmed, Mohammed and Fred end as a past form does.
    verbs = (m for m in found if not is_first_name(m[0]))
    return any(_is_finite(around, verb.span(), words, strong) for verb in verbs)


def _is_finite(around: str, verb: Span, words: Grammar, strong: bool) -> bool:
    """Return whether a past form is the clause's verb and no participle ("the *updated* plan")."""
    ahead = _WORD.findall(around[max(0, verb[0] - 40) : verb[0]])[-2:]
    behind = _WORD.findall(around[verb[1] : verb[1] + 20])[:1] if words.lang == "sv" else []
    subjects = words.any_of("subjects")
    if any(subjects.fullmatch(word) for word in ahead + behind):
        return True
    return not strong and not (ahead and words.any_of("passive").fullmatch(ahead[-1]))


def _is_noun_like(phrase: str, words: Grammar) -> bool:
    return bool(words.any_of("not_supine").fullmatch(phrase.split()[-1]))


@cache
def _phrase(lang: Lang, name: str) -> re.Pattern[str]:
    return grammar(lang).any_of(name, before=r"(?<![\w'-])", after=r"(?![\w'])")


@cache
def _bounds(lang: Lang) -> re.Pattern[str]:
    return re.compile(rf"[,;:()\n–—]|{_phrase(lang, 'clause').pattern}", re.IGNORECASE)


def keeps_rhythm(text: str, sentence: Span, rule: str, context: Context, words: Grammar) -> bool:
    """Return whether the sentence repeats, so that this day is one of many ("each month by the 5th")."""
    if context.words and context.words[-1] in _ENDS:
        return False
    low, high = max(sentence[0], context.start - _REACH), min(sentence[1], context.end + _REACH)
    return any(_phrase(words.lang, name).search(text, low, high) for name in _RECURS.get(rule, ()))


def is_service_level(text: str, sentence: Span, span: Span, unit: str, words: Grammar) -> bool:
    """Return whether "within two days" limits a standing task, not the undertaking."""
    if unit not in _SHORT:
        return False
    low, high = max(sentence[0], span[0] - _REACH), min(sentence[1], span[1] + _REACH)
    around = text[low : span[0]] + " ¤ " + text[span[1] : high]
    if _phrase(words.lang, "service_once").search(around):
        return False
    if words.any_of("service_after", before=r"\s{1,3}").match(text, span[1]):
        return True
    has = {name for name in ("service", "service_many", "many") if _phrase(words.lang, name).search(around)}
    return "service" in has or {"service_many", "many"} <= has
