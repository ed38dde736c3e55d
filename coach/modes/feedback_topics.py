"""Which of the person's sentences belong together: one matter at a time can be heard."""

import re
from collections.abc import Sequence
from dataclasses import replace

from coach.checks.address import tokens
from coach.checks.words import lemma
from coach.domain.text import Lang
from coach.modes.feedback_notes import Line
from coach.modes.phrasebook import answers, cue

_MODE = "feedback"
Topic = tuple[Line, ...]
_NUMBERS = {
    "sv": (
        ("1", "ett", "en", "första"),
        ("2", "två", "andra"),
        ("3", "tre", "tredje"),
        ("4", "fyra", "fjärde"),
    ),
    "en": (("1", "one", "first"), ("2", "two", "second"), ("3", "three", "third"), ("4", "four", "fourth")),
}


def topics(lines: Sequence[Line], lang: Lang) -> tuple[Topic, ...]:
    """Return the matters to raise, each with what follows from it; praise is no matter."""
    groups: list[list[Line]] = []
    for line in lines:
        if (
            not line.problem
            and line.role is None
            and groups
            and line.follows(lang)
            and not _holds(groups[-1], "impact")
        ):
            groups[-1].append(replace(line, labels=frozenset(("impact",))))
        if line.problem or line.role is None or (line.role == "strength" and "behaviour" not in line.plain):
            continue
        if line.role == "strength" and not cue(_MODE, lang, "bad_result").search(line.words.lower()):
            continue
        if not groups or (line.role in ("behaviour", "strength") and _new(line, groups[-1], lang)):
            groups.append([])
        own = _content(line.words, lang)
        earlier = [group for group in groups[:-1] if own & _content(group[0].words, lang)]
        near = own & set().union(*(_content(one.words, lang) for one in groups[-1]))
        (earlier[-1] if earlier and not near and line.role == "impact" else groups[-1]).append(line)
    acted = [tuple(group) for group in groups if any(line.role == "behaviour" for line in group)]
    return tuple(acted) or (tuple(line for group in groups for line in group),)


def _holds(group: Sequence[Line], label: str) -> bool:
    return any(label in one.labels for one in group)


def choose(answer: str, among: Sequence[Topic], lang: Lang) -> tuple[Topic, ...]:
    """Return the topics an answer names: one, all of them, or none when it can't be told."""
    if answers(_MODE, lang, "same", answer):
        return tuple(among)
    words = re.findall(r"[^\W_]+", answer.lower())
    if len(words) <= 4:
        for number, names in enumerate(_NUMBERS[lang][: len(among)]):
            if set(words) & set(names):
                return (among[number],)
    said = _content(answer, lang)
    acts = [[line for line in topic if "behaviour" in line.labels] or list(topic) for topic in among]
    shared = [len(said & set().union(*(_content(line.words, lang) for line in act))) for act in acts]
    best = max(shared)
    return (among[shared.index(best)],) if best and shared.count(best) == 1 else ()


def title(topic: Topic) -> str:
    """Return the first words of a topic, to choose it by."""
    words = next((line for line in topic if line.role == "behaviour"), topic[0]).words.rstrip(" .!")
    return words if len(words) <= 90 else words[:90].rsplit(" ", 1)[0] + " …"


def _new(line: Line, group: Sequence[Line], lang: Lang) -> bool:
    """Return whether a sentence opens another matter than the group's."""
    low = line.words.lower()
    if not any(one.role == "behaviour" for one in group):
        return False
    if cue(_MODE, lang, "another").search(low):
        return True
    if cue(_MODE, lang, "goes_on").search(low):
        return False
    if _content(line.words, lang) & set().union(*(_content(one.words, lang) for one in group)):
        return False
    return line.apart or "situation" in line.labels


def _content(text: str, lang: Lang) -> set[str]:
    return {lemma(t.low, lang) for t in tokens(text) if len(t.low) > 4 and t.text[0].isalpha()}
