"""Cut a goal into clauses and tell what each does: the goal itself, a reason, a means, a measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from coach.checks.goal.phrases import phrases
from coach.checks.words import Token, sentences, tokens
from coach.domain.text import Lang

_STRONG = frozenset(";:–—()•*!?\n…")
_WEAK = frozenset(",")


class Role(Enum):
    """What a clause is to the goal."""

    HEAD = "head"
    GOAL = "goal"
    WHY = "why"
    MEANS = "means"
    MEASURE = "measure"
    SETTING = "setting"
    INTRO = "intro"


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of tokens between two marks or before a conjunction."""

    start: int
    end: int
    sentence: int
    strong: bool
    """Whether a mark heavier than a comma, or a new sentence, stands before it."""
    why: bool = False
    """Whether a word that gives a reason opens it."""


@dataclass(frozen=True, eq=False)
class Text:
    """A normalised goal text with its tokens and clauses; equal only to itself, so that it is read once."""

    text: str
    lang: Lang
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]

    def has(self, name: str, key: str, clause: Clause) -> bool:
        """Whether a phrase of the list occurs in the clause."""
        return phrases(name, key, self.lang).first(self.tokens, clause.start, clause.end) is not None

    def opens(self, name: str, key: str, clause: Clause) -> bool:
        """Whether a phrase of the list opens the clause."""
        return bool(phrases(name, key, self.lang).at(self.tokens, clause.start, clause.end))


def read(text: str, lang: Lang) -> Text:
    """Cut a normalised text into tokens and clauses."""
    toks = tokens(text, lang)
    found: list[Clause] = []
    at = 0
    for number, (_, stop) in enumerate(sentences(text)):
        first = at
        while at < len(toks) and toks[at].start < stop:
            at += 1
        found += _split(text, toks, first, at, number, lang)
    return Text(text, lang, toks, tuple(found))


def _split(text: str, toks: Sequence[Token], start: int, end: int, number: int, lang: Lang) -> list[Clause]:
    out: list[Clause] = []
    strong, why, begin = True, False, start
    for at in range(start, end + 1):
        mark = at == end or _mark(text, toks, at)
        reason = not mark and _opens_reason(toks, at, end, lang, at == begin)
        if not mark and not reason:
            continue
        if at > begin:
            out.append(Clause(begin, at, number, strong, why))
            strong = False
        if at < end:
            strong = strong or toks[at].text in _STRONG or toks[at].text == "-"
            begin, why = (at + 1, False) if mark else (at, True)
    return out


def _mark(text: str, toks: Sequence[Token], at: int) -> bool:
    sign = toks[at].text
    if sign == "-":
        return (
            toks[at].start > 0
            and text[toks[at].start - 1] == " "
            and text[toks[at].end : toks[at].end + 1] == " "
        )
    return sign in _STRONG or sign in _WEAK or sign in '."'


def _opens_reason(toks: Sequence[Token], at: int, end: int, lang: Lang, first: bool) -> bool:
    if not phrases("goal_role", "why", lang).at(toks, at, end) and not (
        first and phrases("goal_role", "why_open", lang).at(toks, at, end)
    ):
        return False
    back = max(0, at - 3)
    return not any(
        start <= at < stop
        for start, stop in phrases("goal_role", "not_why", lang).find(toks, back, min(end, at + 6))
    )
