"""What the patterns found, weighed against what was learned from labelled texts."""

from collections.abc import Mapping, Sequence

from coach.checks.judging import LABEL as RATE
from coach.checks.judging import asked, heard
from coach.checks.safety_features import Window, features, passages
from coach.checks.safety_rules import DANGERS, URGENCY, Found, RiskName
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
    """Return the most urgent class that holds, the words that show it, and whether it is plain."""
    for name in DANGERS:
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
            if RATE in told and _yields(name, own, best, alone):
                continue
            span = own.span if own else _span(normal, alone, best[_label(name)][1], _label(name))
            return name, span, own is not None or (name in DANGERS and _plain(best[DANGER][0]))
    return None


def _yields(
    name: RiskName, own: Found | None, best: Mapping[str, tuple[float, Window]], alone: Sequence[Stretch]
) -> bool:
    """Whether a request to judge somebody, found by a pattern, is the answer rather than this class.

    It is where only the score heard the class, and where only a pattern heard an illness: it is often what
    somebody is asked to foresee.
    """
    if name == RATE:
        return False
    if name in DANGERS:
        return own is None and len(alone) == 1
    return own is None or (name == "D" and not trained("safety").blends["D"].says(best["D"][0], rule=False))


def _plain(score: float) -> bool:
    """Whether the score of danger alone is high enough to end the talk, and not only to ask."""
    return not trained("safety").blends[DANGER].doubts(score, rule=False)


def ruled(told: Mapping[RiskName, Found]) -> dict[str, bool]:
    """Return the patterns' answer for each label."""
    named = {str(name) for name in told}
    return {label: bool(named.intersection(DANGERS if label == DANGER else (label,))) for label in LABELS}


def _held(rules: Mapping[str, bool], best: Mapping[str, tuple[float, Window]]) -> frozenset[str]:
    """Return the labels that hold; ``A`` only where danger does."""
    blends = trained("safety").blends
    said = frozenset(label for label in LABELS if blends[label].says(best[label][0], rule=rules[label]))
    return said if DANGER in said else said - {"A"}


def _label(name: str) -> str:
    return DANGER if name == "B" else name


def _best(parts: Sequence[Stretch]) -> dict[str, tuple[float, Window]]:
    """Return for each label the highest score of a passage, and where in it the label shows most."""
    best: dict[str, tuple[float, Window]] = {}
    for passage in passages(parts):
        everywhere = trained("safety").scores(features(passage.whole.words))
        pieces = [(trained("safety").scores(features(piece.words)), piece) for piece in passage.pieces]
        for label, score in everywhere.items():
            own, where = max(
                ((scores[label], piece) for scores, piece in pieces),
                key=lambda one: one[0],
                default=(score, passage.whole),
            )
            # The passage and its best piece alike: a piece alone, being short, is easily taken for anything.
            if label not in best or (score + own) / 2 > best[label][0]:
                best[label] = ((score + own) / 2, where)
    return best


def _span(normal: Normal, parts: Sequence[Stretch], window: Window, label: str) -> Span:
    """Return the sentence of a window that shows a label most."""
    own = parts[window.first : window.last]
    scores = [
        trained("safety").scores(features(tuple(word.text for word in part.words)))[label] for part in own
    ]
    words = own[scores.index(max(scores))].words
    return normal.original(words[0].start, words[-1].end)
