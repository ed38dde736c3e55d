"""Labelled texts read as features and rules' answers, the same way each check reads them."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coach.domain.text import Lang
from evals.cases import SETS, TODAY, lines

FOLDS = 5
"""Parts of cross-validation."""
_PARTS: Mapping[str, tuple[str, ...]] = {
    "goal": (
        "guide",
        "dev",
        "fresh",
        "fresh2",
        "fresh3",
        "fresh4",
        "fresh5",
        "fresh6",
        "more",
        "more2",
        "more3",
    ),
    "feedback": ("guide", "dev", "fresh", "more", "more2", "more3", "more4", "more5"),
    "turn": ("guide", "dev", "fresh", "more", "more2", "more3", "more4"),
    "email": ("guide", "dev", "fresh", "more", "more2"),
}
_UNFITTED = "more"
"""How the sets begin that the rules were not made with."""
# Texts of another check that mean the same by a label; they teach that label only.
_BORROWED: Mapping[str, tuple[tuple[str, tuple[str, ...], str], ...]] = {
    "email": (("turn", ("dev", "fresh", "more", "more2", "more3", "more4"), "blame"),),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text, read."""

    gold: Mapping[str, bool]
    ruled: Mapping[str, bool]
    barred: frozenset[str]
    """Labels that the text speaks against, so that only the rules may find them."""
    silent: frozenset[str]
    """Labels that the text teaches nothing about: the criteria of what is no goal."""
    features: frozenset[str]
    pieces: tuple[frozenset[str], ...]
    """The features of each sentence or clause alone where there are several: one can make a label true."""
    unfitted: bool
    aside: bool
    """Takes no part in any choice, only in the weights that are shipped."""
    fold: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check makes of one text before anything learned has a say."""

    ruled: Mapping[str, bool]
    features: frozenset[str]
    pieces: tuple[frozenset[str], ...]
    barred: frozenset[str] = frozenset()


See = Callable[[str, Lang], Seen]


def rows(check: str) -> tuple[Row, ...]:
    """Return the training texts of a check; translations and texts of one scene share a fold."""
    return tuple(_rows(check))


def _rows(check: str) -> Iterator[Row]:
    see = SEES[check]
    names = frozenset(see("", "en").ruled)
    for part in _PARTS[check]:
        for case in lines(SETS / f"{check}.{part}.jsonl"):
            silent = _silent(case["labels"]) | (names - case["labels"].keys())
            case["labels"] = dict.fromkeys(names, False) | case["labels"]
            yield _row(case, see, silent, unfitted=part.startswith(_UNFITTED))
    for other, parts, label in _BORROWED.get(check, ()):
        for part in parts:
            for case in lines(SETS / f"{other}.{part}.jsonl"):
                case["labels"] = dict.fromkeys(names, False) | {label: case["labels"][label]}
                yield _row(case, see, names - {label}, unfitted=False)


def _row(case: dict[str, Any], see: See, silent: frozenset[str], *, unfitted: bool) -> Row:
    seen = see(case["text"], "sv" if case["lang"] == "sv" else "en")
    scene = str(case.get("scene") or case["id"].rsplit("-", 1)[-1])
    fold = digest(scene) % FOLDS
    aside = case.get("part") == "aside"
    labels = case["labels"]
    return Row(labels, seen.ruled, seen.barred, silent, seen.features, seen.pieces, unfitted, aside, fold)


def digest(text: str) -> int:
    """Return a number that is always the same for a text, to share texts out by."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _silent(labels: Mapping[str, bool]) -> frozenset[str]:
    return frozenset() if labels.get("is_goal", True) else frozenset(labels) - {"is_goal"}


def _feedback(text: str, lang: Lang) -> Seen:
    from coach.checks.feedback_features import features
    from coach.checks.feedback_learned import spoken_against
    from coach.checks.feedback_rules import LABELS, found
    from coach.checks.feedback_text import read

    sentences = read(text)[1]
    ruled = found(sentences, lang)
    pieces = tuple(features((one,), lang) for one in sentences) if len(sentences) > 1 else ()
    rules = {label: any(ruled[label].values()) for label in LABELS}
    return Seen(rules, features(sentences, lang), pieces, spoken_against(sentences, lang))


def _goal(text: str, lang: Lang) -> Seen:
    from coach.checks.goal.clauses import read
    from coach.checks.goal.criteria import CRITERIA, judge
    from coach.checks.goal.features import features
    from coach.checks.normal import normalise

    clauses = read(normalise(text).text, lang)
    judged = judge(clauses)
    ruled = {"is_goal": judged.is_goal} | {name: name in judged.evidence for name in CRITERIA}
    return Seen(ruled, *features(clauses))


def _turn(text: str, lang: Lang) -> Seen:
    from coach.checks.turn_acts import ACTS, acts
    from coach.checks.turn_features import features
    from coach.checks.turn_learned import spoken_against
    from coach.checks.turn_text import read

    utterance = read(text, lang)
    found, _ = acts(utterance)
    ruled = {act: bool(found.get(act)) for act in ACTS}
    return Seen(ruled, *features(utterance), spoken_against(utterance, ruled))


def _email(text: str, lang: Lang) -> Seen:
    from coach.checks.dates import find_dates
    from coach.checks.email_features import features
    from coach.checks.email_parts import split_mail
    from coach.checks.email_rules import SAID, found
    from coach.checks.normal import normalise

    read = normalise(text).text
    mail, mentions = split_mail(read, lang), find_dates(read, lang, TODAY)
    rules = found(mail, mentions)
    return Seen({label: bool(rules[label]) for label in SAID}, *features(mail, mentions))


SEES: Mapping[str, See] = {
    "feedback": _feedback,
    "goal": _goal,
    "turn": _turn,
    "email": _email,
}
"""How each check with a learned half reads a text."""
