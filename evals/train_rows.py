"""Labelled texts read as features and rules' answers, the same way each check reads them."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from coach.domain.text import Lang
from evals.cases import SETS, TODAY

FOLDS = 5
"""Parts of cross-validation."""
_PARTS: Mapping[str, tuple[str, ...]] = {
    "goal": ("dev", "fresh", "fresh2", "fresh3", "fresh4", "fresh5", "fresh6", "more"),
    "feedback": ("dev", "fresh", "more"),
    "turn": ("dev", "fresh", "more"),
    "email": ("dev", "fresh", "more"),
}
_UNFITTED = "more"
"""The set the rules were not made with."""


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


def rows(check: str) -> tuple[Row, ...]:
    """Return the training texts of a check; translations and texts of one scene share a fold."""
    return tuple(_rows(check))


def _rows(check: str) -> Iterator[Row]:
    see = SEES[check]
    for part in _PARTS[check]:
        for line in (SETS / f"{check}.{part}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            lang: Lang = "sv" if case["lang"] == "sv" else "en"
            seen = see(case["text"], lang)
            scene = str(case.get("scene") or case["id"].rsplit("-", 1)[-1])
            yield Row(
                case["labels"],
                seen.ruled,
                seen.barred,
                _silent(case["labels"]),
                seen.features,
                seen.pieces,
                part == _UNFITTED,
                case.get("part") == "aside",
                int(hashlib.sha256(scene.encode()).hexdigest(), 16) % FOLDS,
            )


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
    from coach.checks.turn_text import read

    utterance = read(text, lang)
    found, _ = acts(utterance)
    return Seen({act: bool(found.get(act)) for act in ACTS}, *features(utterance))


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


SEES: Mapping[str, Callable[[str, Lang], Seen]] = {
    "feedback": _feedback,
    "goal": _goal,
    "turn": _turn,
    "email": _email,
}
"""How each check with a learned half reads a text."""
