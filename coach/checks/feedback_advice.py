"""One sentence for each component a text lacks and each problem it has, in the text's language."""

from collections.abc import Mapping

from coach.checks.lexicon import lexicon
from coach.domain.text import Lang
from coach.domain.verdict import Advice

_COMPONENTS = ("situation", "behaviour", "impact", "request")
_PROBLEMS = ("person_judgement", "absolute", "mind_reading", "comparison", "threat")


def advise(labels: Mapping[str, bool], lang: Lang) -> tuple[Advice, ...]:
    """Return advice in the order of the labels; praise needs no request and criticism no strength."""
    lines = lexicon("feedback_advice", lang)
    wanted = [name for name in _COMPONENTS if not labels[name]]
    if labels["strength"] and "request" in wanted:
        wanted.remove("request")
    if not any(labels[name] for name in (*_COMPONENTS, "strength")):
        wanted.append("strength")
    wanted += [name for name in _PROBLEMS if labels[name]]
    return tuple(Advice(name, lines[name][0]) for name in wanted)
