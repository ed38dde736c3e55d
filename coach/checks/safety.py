"""When coaching is the wrong answer: danger, violence, wrongs, illness, dismissal, crime, judging people."""

from dataclasses import dataclass

from coach.checks.safety_answer import posts, urgent, words
from coach.checks.safety_learned import weighed
from coach.checks.safety_rules import DANGERS, URGENCY, RiskName, found
from coach.checks.safety_text import stretches
from coach.domain.text import Lang, Span

__all__ = ["URGENCY", "Risk", "RiskName", "answer", "asks", "classify", "posts", "stops", "urgent"]

# These end the coaching of a message; D and E only put their text before it.
_STOPS: frozenset[RiskName] = frozenset({"A", "B", "C", "F", "rate"})


@dataclass(frozen=True, slots=True)
class Risk:
    """The class of a message, and the words that show it."""

    name: RiskName
    span: Span | None = None
    """None when the class is ``none``."""
    sure: bool = True
    """False where only the learned score heard it, and danger only barely: the text asks."""


def classify(text: str, lang: Lang) -> Risk:
    """Return the most urgent class of ``text``, which patterns and a learned score find together.

    Danger that is no clear danger to life is ``B``: its text asks, and has the numbers, too. So does the text
    for either where the score alone is not sure.
    """
    normal, parts = stretches(text)
    decided = weighed(normal, parts, found(normal, parts, lang))
    return Risk(*decided) if decided else Risk("none")


def stops(risk: Risk) -> bool:
    """Whether coaching stops for this message; with D and E, and what only the score heard, it may go on."""
    return risk.name in _STOPS and risk.sure


def asks(risk: Risk) -> bool:
    """Whether it may be danger: coaching waits until the person says that it is not."""
    return risk.name in DANGERS and not risk.sure


def answer(risk: Risk, lang: Lang, country: str = "SE") -> str:
    """Return the fixed text for ``risk``, in ``lang``; empty for ``none``.

    ``country`` is a code of two letters; one without signposts of its own gets roles and 112.
    """
    return words("doubtful" if asks(risk) else risk.name, lang, country)
