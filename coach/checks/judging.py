"""Requests to judge a person, heard by how a sentence is built: who asks, about whom, for what.

The patterns of the safety lexicons find requests in set phrases. What is learned here hears the others from
labelled texts (``python -m evals.train_judging``): a person is ``@`` whatever the name, a role is ``#``.
Families of features are those of ``coach.checks.safety_features``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from coach.checks.lexicon import lexicon
from coach.checks.safety_features import Window, concepts
from coach.checks.safety_rules import RiskName
from coach.checks.safety_text import Stretch, fold
from coach.checks.shape import STEM, endings, runs, stems
from coach.checks.trained import trained
from coach.domain.text import LANGS

LABEL: RiskName = "rate"
_NAME, _ROLE, _MARK = "@", "#", "?"
_LONGEST_RUN = 4
_SORTS = ("score", "judge", "mark", "best", "verdict", "leaves", "dismiss")
"""Word classes of the safety lexicons that tell what is asked for."""
_READ = 60
"""Sentences after which a text is read no further."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a judgement is asked for, as far as the learned score goes."""

    score: float
    window: Window


def asked(parts: Sequence[Stretch]) -> Asked | None:
    """Return the sentence that asks most for a judgement, with its score; None for a text without any."""
    found = [Asked(score(words), window) for words, window in spoken(parts)]
    return max(found, key=lambda one: one.score, default=None)


def heard(one: Asked | None) -> bool:
    """Return whether it asks for one."""
    return one is not None and trained("judging").blends[LABEL].says(one.score, rule=False)


def score(words: tuple[str, ...]) -> float:
    """Return how much a sentence asks for a judgement of a person."""
    return trained("judging").scores(features(words))[LABEL]


def spoken(parts: Sequence[Stretch]) -> list[tuple[tuple[str, ...], Window]]:
    """Return the words of each sentence, persons as signs, and each with the one before it.

    A person named in one sentence is often "she" in the next, where the question is.
    """
    alone = [part for part in parts if not part.whole][:_READ]
    lines = [_signed(part) for part in alone]
    found = [(line, Window(line, at, at + 1)) for at, line in enumerate(lines)]
    for at in range(1, len(lines)):
        both = lines[at - 1] + lines[at]
        found.append((both, Window(both, at - 1, at + 1)))
    return found


def _signed(part: Stretch) -> tuple[str, ...]:
    words: list[str] = []
    for word in part.words:
        if not (word.name and words and words[-1] == _NAME):
            words.append(_NAME if word.name else word.text)
    return tuple(words)


@lru_cache(maxsize=500)
def features(words: tuple[str, ...]) -> frozenset[str]:
    """Return the features of a sentence."""
    signs = [_sign(word) for word in words]
    sorts = sorted({*_sorts(words), *(sign for sign in signs if sign in (_NAME, _ROLE))})
    found = runs(signs, _LONGEST_RUN) | stems(words) | endings([w for w in words if w not in (_NAME, _MARK)])
    meant = sorted({name for names in concepts(words) for name in names})
    found |= {f"s{name}" for name in sorts} | {f"s:{name}" for name in meant}
    found |= {f"p{one}+{two}" for one, two in combinations(sorts, 2)}
    return frozenset(found | {f"s first {sign}" for sign in signs[:1]})


def _sign(word: str) -> str:
    """Return a word as it stands in runs: small words whole, roles as one sign, others by their beginning."""
    if word in (_NAME, _MARK):
        return word
    return _ROLE if word in _roles() else word[: STEM + 1]


def _sorts(words: Sequence[str]) -> set[str]:
    line = f" {' '.join(words)} "
    return {name for name in _SORTS if any(f" {phrase} " in line for phrase in _phrases(name))}


@cache
def _phrases(name: str) -> tuple[str, ...]:
    return tuple({fold(phrase) for lang in LANGS for phrase in lexicon("safety", lang)[name]})


@cache
def _roles() -> frozenset[str]:
    """Roles at work; pronouns, which stand in the same lists, keep their own form."""
    lists = [(lexicon("safety", lang), lexicon("language", lang)["words"]) for lang in LANGS]
    return frozenset(
        fold(word)
        for words, small in lists
        for word in (*words["role"], *words["person"], *words["staff"])
        if "*" not in word and word not in small
    )
