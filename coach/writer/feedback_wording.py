"""The sentences of a piece of feedback chosen: none that judges, none too many, none to be mistaken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from coach.checks.feedback import PROBLEMS, check_feedback
from coach.checks.feedback_rules import found as ruled
from coach.checks.feedback_text import read
from coach.domain.draft import blanked
from coach.domain.text import Lang

LONGEST = 120
"""Words that can be heard."""
_WORDINGS = 30
"""How many ways of saying it are tried."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence of the feedback."""

    kind: str
    """A part of the paper, or ``lead``, ``question``, ``support``: the coach's own sentences."""
    text: str
    others: tuple[str, ...] = ()
    """Other ways of saying the same; "" where it can do without."""


def clean(pieces: Sequence[Piece], blanks: Mapping[str, str], lang: Lang) -> list[Piece]:
    """Put a blank for a sentence of the person in whose words the check finds a problem."""
    kept: list[Piece] = []
    for piece in pieces:
        if not _judges(piece.text, lang):
            kept.append(piece)
        elif piece.kind in blanks and not any(
            one.kind == piece.kind for one in (*kept, *pieces) if one is not piece
        ):
            kept.append(Piece(piece.kind, blanks[piece.kind]))
    return kept


def short(pieces: Sequence[Piece], blanks: Mapping[str, str]) -> list[Piece]:
    """Leave out what matters least until it can be said in one breath."""
    kept = list(pieces)
    for kind in ("lead", "support", "situation", "strength", "impact", "behaviour", "request"):
        least = 1 if kind in blanks else 0
        while _count(kept) > LONGEST:
            of_kind = [n for n, piece in enumerate(kept) if piece.kind == kind]
            if len(of_kind) <= least:
                break
            del kept[of_kind[-1]]
    for kind, blank in blanks.items():
        if _count(kept) > LONGEST:
            kept = [Piece(kind, blank) if piece.kind == kind else piece for piece in kept]
    return kept


def unmistakable(pieces: Sequence[Piece], lang: Lang) -> str:
    """Return the first wording that the check has nothing against; only the coach's own words differ."""
    choices = [(piece.text, *(other for other in piece.others if other != piece.text)) for piece in pieces]
    for wording in islice(_nearest(choices), _WORDINGS):
        text = " ".join(filter(None, wording))
        if len(text.split()) <= LONGEST and not _problems(text, lang):
            return text
    return " ".join(piece.text for piece in pieces)


def _nearest(choices: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return wordings in order of how much they differ from the first, at most a few hundred."""
    some = list(islice(product(*(range(len(c)) for c in reversed(choices))), 2000))
    order = sorted(some, key=lambda picks: (sum(pick > 0 for pick in picks), sum(picks)))
    return [tuple(c[pick] for c, pick in zip(choices, reversed(picks), strict=True)) for picks in order]


def _judges(sentence: str, lang: Lang) -> bool:
    parts = read(sentence)[1]
    meant = _problems(sentence, lang)
    return any(name in meant and any(spans.values()) for name, spans in ruled(parts, lang).items())


def _problems(text: str, lang: Lang) -> list[str]:
    found = check_feedback(blanked(text), lang)
    return [name for name in PROBLEMS if found.labels[name]]


def _count(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text.split()) for piece in pieces)
