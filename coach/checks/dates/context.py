"""What stands around a time: the preposition, the part of the period, the name it may be."""

import re
from dataclasses import dataclass
from functools import lru_cache

from coach.checks.dates.grammar import Grammar, grammar
from coach.domain.text import Lang

_OPENS = re.compile(r"(?:^|[.!?\n:•*])\s*$")
_REACH = 48
# "No later than by the end of": more cues than this in a row are no sentence.
_MOST = 6
_CUES = {
    "cue_limit": "limit",
    "cue_before": "before",
    "cue_start": "start",
    "cue_in": "in",
    "cue_aim": "aim",
    "cue_for": "for",
    "cue_to": "to",
}
_PARTS = {
    "part_end": "end",
    "part_mid": "mid",
    "part_early": "early",
    "part_half": "mid",
    "part_week": "week",
}
_AFTER = {"after_end": "end", "after_mid": "mid", "after_early": "early"}
# Of several cues before one expression ("senast på fredag") the strongest speaks.
_STRENGTH = ("start", "before", "limit", "to", "aim", "in", "for", "")


@dataclass(frozen=True, slots=True)
class Context:
    """The words around one time expression."""

    start: int
    """Where the first of them begins."""
    end: int
    """Where the last of them ends."""
    cue: str = ""
    """"limit" (by, senast), "before", "start" (from, after), "in", "aim", "for", "to" or ""."""
    part: str = ""
    """"end", "mid", "early", "week" or "" for the whole."""
    nearest: str = ""
    """The word right before the expression, lower case, when it is one of these."""
    words: tuple[str, ...] = ()
    """All of them, the nearest first."""

    @property
    def strong(self) -> bool:
        """Whether the text says in so many words that this is the limit."""
        return self.cue in {"limit", "before"}


def read_context(text: str, start: int, end: int, words: Grammar) -> Context:
    """Return what is said right before and after the expression at ``[start, end)``."""
    at, found = start, list[tuple[str, str]]()
    while len(found) < _MOST and (step := _step_back(text[max(0, at - _REACH) : at], words.lang)):
        kind, word, length = step
        if kind in _CUES and _settled(found, kind):
            break
        found.append((kind, word))
        at -= length
    cues = {_CUES[kind] for kind, _ in found if kind in _CUES}
    parts = [_PARTS[kind] for kind, _ in found if kind in _PARTS]
    cue = next(name for name in _STRENGTH if name in cues or not name)
    tail = _tail(text, end, words)
    part = parts[0] if parts else tail[0] if tail[0] in _AFTER.values() else ""
    if tail[0] in {"start", "limit"} and not (tail[0] == "limit" and cue == "before"):
        cue = tail[0]
    spoken = tuple(word for _, word in found)
    return Context(at, max(end, tail[1]), cue, part, spoken[0] if spoken else "", spoken)


def _settled(found: list[tuple[str, str]], kind: str) -> bool:
    # "From now until May": what stands nearer decides, and "från" belongs to "nu".
    return kind == "cue_start" and any(name in {"cue_limit", "cue_before", "cue_to"} for name, _ in found)


@lru_cache(maxsize=1024)
def _step_back(before: str, lang: Lang) -> tuple[str, str, int] | None:
    """Return the list and the form of the cue that ends ``before``, and its length with what follows it."""
    head = grammar(lang).any_of(
        *_CUES, *_PARTS, "cue_filler", before=r"(?<![\w-])", after=r"""(?:[\s:("'=–—-]{1,4}|(?<=-))$"""
    )
    match = head.search(before)
    if not match:
        return None
    kind = next(name for name, value in match.groupdict().items() if value)
    return kind, match[kind].lower(), len(before) - match.start()


def _tail(text: str, end: int, words: Grammar) -> tuple[str, int]:
    pattern = words.any_of(*_AFTER, "after_start", "after_limit", before=r"[\s,]{1,3}", after=r"(?!\w)")
    match = pattern.match(text, end)
    if not match:
        return "", end
    kind = next(name for name, value in match.groupdict().items() if value)
    return _AFTER.get(kind, kind.removeprefix("after_")), match.end()


def stands_bare(text: str, context: Context, end: int, words: Grammar) -> bool:
    """Return whether words without a preposition are a time, not a name ("the Friday meeting")."""
    named = words.any_of("before_name", before=r"(?<![\w-])", after=r"\s{1,3}$")
    if named.search(text[max(0, context.start - 24) : context.start]):
        return False
    # "Hösten 2027 leder jag …": in Swedish a time that opens the sentence is followed by the verb.
    opens = words.lang == "sv" and _OPENS.search(text[max(0, context.start - 4) : context.start])
    return bool(opens) or ends_here(text, end, words)


def ends_here(text: str, end: int, words: Grammar) -> bool:
    """Return whether no noun follows that would make a name of the expression."""
    return bool(
        re.compile(r"\s*(?:$|[^\w\s'-])").match(text, end)
        or words.any_of("after_bare", before=r"\s{1,3}", after=r"(?!\w)").match(text, end)
    )


def is_amount(text: str, end: int, words: Grammar) -> bool:
    """Return whether a unit follows, so that "under 2000" counts something."""
    return bool(words.any_of("amounts", before=r"\s{1,3}(?:[^\W\d_]+\s)?", after=r"(?!\w)").match(text, end))


def is_person(text: str, match: re.Match[str], context: Context, words: Grammar) -> bool:
    """Return whether a month's name is more likely a person's ("ask May to", "till Maj")."""
    form = match["m"]
    if not words.any_of("names").fullmatch(form) or match["y"] or match["firm"]:
        return False
    if form.islower():
        return words.lang == "en" and form == "may" and not context.words
    if form.isupper() or context.part or context.cue == "aim":
        return False
    if not words.any_of("month_cues").fullmatch(context.nearest):
        return True
    # "Before May leaves", "was approved by May".
    follower = re.compile(r"\s{1,3}([a-zåäö]{3,})").match(text, match.end())
    if (
        follower
        and follower[1].endswith("s")
        and words.lang == "en"
        and not ends_here(text, match.end(), words)
    ):
        return True
    agent = re.compile(r"\b(?:was|were|is|are|been|being|got)\s{1,3}(?:\w+\s{1,3})?\w+ed\s{1,3}by\s{1,3}$")
    return bool(agent.search(text[max(0, match.start() - _REACH) : match.start()]))


def comes_again(text: str, context: Context, words: Grammar) -> bool:
    """Return whether "of every month", "varje vecka" follows."""
    return bool(words.any_of("after_rhythm", before=r"[\s,]{1,3}", after=r"(?!\w)").match(text, context.end))
