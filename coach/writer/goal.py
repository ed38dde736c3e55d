"""A goal in one to three sentences, and the page one keeps of it, from the person's own phrases."""

import re
from collections.abc import Mapping
from types import ModuleType

from coach.checks.words import sentences
from coach.domain.goal import BLANKS, CRITERIA, GoalPaper, Part
from coach.domain.mode import Order
from coach.domain.text import Lang
from coach.writer import goal_en, goal_sv, phrase_en, phrase_sv
from coach.writer.phrase import Phrase, one_of

_WORDS: Mapping[Lang, ModuleType] = {"sv": goal_sv, "en": goal_en}
_LONG = 60
"""Words of an opening that still is a sentence or two."""
_READ = {"sv": phrase_sv.read, "en": phrase_en.read}


def compose(order: Order) -> str:
    """Return the goal; what the person was asked and could not say is a marked blank."""
    paper, lang = order.step.paper, order.lang
    assert isinstance(paper, GoalPaper)
    words, blank = _WORDS[lang], BLANKS[lang]
    base = paper.parts.get("specific")
    core: Phrase = _READ[lang](base.words if base else _wish(paper.opening, lang))
    apart = {name: part for name, part in paper.parts.items() if not (base and _within(part, base))}
    time = _WORDS[lang].time(apart["time_bound"].words, paper.deadline) if "time_bound" in apart else ""
    first: str = words.opening(core, time)
    if "specific" in paper.given_up:
        first += f" {blank['specific']}"
    ends: list[str] = []
    if "measurable" in apart:
        first, ends = words.measured(first, apart["measurable"].words)
    if "achievable" in apart:
        first = words.means(first, apart["achievable"].words)
    if "relevant" in apart:
        ends.append(words.why(apart["relevant"].words, core.plural))
    missing = [blank[name] for name in CRITERIA[1:] if name in paper.given_up and name not in paper.parts]
    return " ".join((" ".join((first, *missing)) + ".", *(f"{end}." for end in ends)))


def _wish(opening: str, lang: Lang) -> str:
    """Return the opening, or the sentence of a long one that says what is wanted; a blank where none does."""
    if len(opening.split()) <= _LONG:
        return opening
    wants = re.compile(rf"\b(?:jag|vi|i|we) (?:{one_of('wanting', lang)})\b", re.IGNORECASE)
    said = (opening[start:end] for start, end in sentences(opening))
    return next(
        (text for text in said if wants.search(text) and len(text.split()) <= _LONG), BLANKS[lang]["specific"]
    )


def _within(part: Part, base: Part) -> bool:
    """Return whether a part's words already stand in the base sentence."""
    inside = part.turn == base.turn and base.start <= part.start < base.start + max(1, len(base.words))
    return inside or part.words in base.words
