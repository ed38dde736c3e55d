"""Say in a sentence or two what would carry the talk further."""

from collections.abc import Mapping

from coach.checks.lexicon import lexicon
from coach.domain.text import Lang
from coach.domain.verdict import Advice

# What weighs most comes first: what closes the other side's ears, then what is missing.
_FOUND = ("blame", "defence")
_MISSING = ("open_question", "acknowledgement", "next_step")
_MOST = 2
_MOVES = frozenset({"open_question", "reflection", "acknowledgement", "example", "next_step"})


def advise(labels: Mapping[str, bool], lang: Lang) -> tuple[Advice, ...]:
    """Return at most two pieces of advice; none when the utterance moves the talk and harms nothing."""
    words = lexicon("turn_advice", lang)
    harms = [act for act in _FOUND if labels[act]]
    pieces = [Advice(act, words[act][0]) for act in harms]
    if harms or not any(labels[act] for act in _MOVES):
        missing = (act for act in _MISSING if not labels[act])
        pieces.extend(Advice(act, words[f"no_{act}"][0]) for act in missing)
    return tuple(pieces[:_MOST])
