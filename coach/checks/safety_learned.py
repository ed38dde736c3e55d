"""What the patterns found, weighed against what was learned from labelled texts."""

from collections.abc import Mapping, Sequence

from coach.checks.judging import LABEL as RATE
from coach.checks.judging import asked, heard
from coach.checks.safety_features import Window, features, windows
from coach.checks.safety_rules import URGENCY, Found, RiskName
from coach.checks.safety_text import Stretch
from coach.checks.trained import trained
from coach.domain.text import Normal, Span

DANGER = "danger"
"""The label of ``A`` and ``B`` together: that it is heard matters more than which of the two it is."""
LABELS = ("A", DANGER, "F", "C", "D", "rate", "E")

# Past so many stretches the patterns decide alone: nobody types that.
_READ = 200


def weighed(
    normal: Normal, parts: Sequence[Stretch], told: Mapping[RiskName, Found]
) -> tuple[RiskName, Span, bool] | None:
    """Return the most urgent class that holds, the words that show it, and whether patterns found it."""
    for name in ("A", "B"):
        if name in told and told[name].glued:
            return told[name].name, told[name].span, True
    alone = [part for part in parts if not part.whole]
    best = _best(alone[:_READ])
    if not best:
        return None
    held = _held(ruled(told), best)
    if not held and (judged := asked(alone)) and heard(judged):
        held, best[RATE] = frozenset({RATE}), (judged.score, judged.window)
    for name in URGENCY:
        if _label(name) in held:
            own = told.get(name) or (told.get("A") if name == "B" else None)
            span = own.span if own else _span(normal, alone, best[_label(name)][1])
            return name, span, own is not None
    return None


def ruled(told: Mapping[RiskName, Found]) -> dict[str, bool]:
    """Return the patterns' answer for each label."""
    named = {str(name) for name in told}
    return {label: bool(named & ({"A", "B"} if label == DANGER else {label})) for label in LABELS}


def _held(rules: Mapping[str, bool], best: Mapping[str, tuple[float, Window]]) -> frozenset[str]:
    """Return the labels that hold; ``A`` only where danger does."""
    blends = trained("safety").blends
    said = frozenset(label for label in LABELS if blends[label].says(best[label][0], rule=rules[label]))
    return said if DANGER in said else said - {"A"}


def _label(name: str) -> str:
    return DANGER if name == "B" else name


def _best(parts: Sequence[Stretch]) -> dict[str, tuple[float, Window]]:
    """Return for each label its highest score, and the window that has it."""
    best: dict[str, tuple[float, Window]] = {}
    for window in windows(parts):
        for label, score in trained("safety").scores(features(window.words)).items():
            if label not in best or score > best[label][0]:
                best[label] = (score, window)
    return best


def _span(normal: Normal, parts: Sequence[Stretch], window: Window) -> Span:
    first, last = parts[window.first].words[0], parts[window.last - 1].words[-1]
    return normal.original(first.start, last.end)
