"""What the person can take with them from a rehearsal, told by their own turns; counts, never a mark."""

import re
from collections.abc import Callable, Mapping, Sequence

from coach.checks.turn import check_turn
from coach.checks.words import sentences
from coach.domain.rehearse import LISTENING, Debrief, Exchange, Point, Setting
from coach.domain.text import Lang
from coach.modes.phrasebook import line, lines
from coach.modes.rehearse_read import MODE, hear, names_example

FLAWS = ("accusation", "no_listening", "only_directives", "no_example", "no_agreement")
"""In the order of their weight: at most two are told."""
SMALLER = ("defence", "long_turns", "closed")
"""What a talk without those flaws may still try; one is told."""
STRENGTHS = ("reflection", "open_question", "next_step", "example", "acknowledgement")
_MOST = 2
_LONG = 60
"""Words of a turn that could have been two."""
_LONGEST_QUOTE = 40
_ONE_IN = 5
"""One turn in so many that listens is not listening yet."""
_FEWEST = 3
"""Turns from which something can be missing in a talk."""

# A fact that speaks of one of the two would be told to the wrong one.
_PERSON: Mapping[Lang, re.Pattern[str]] = {
    "sv": re.compile(
        r"\b(?:du|dig|din|ditt|dina|ni|er|ert|era|jag|mig|min|mitt|mina|vi|oss)\b", re.IGNORECASE
    ),
    "en": re.compile(r"\b(?:you|your|you're|you've|i|i'm|me|my|we|our|us)\b", re.IGNORECASE),
}

Turns = Sequence[Exchange]


def debrief(setting: Setting, exchanges: Turns, lang: Lang) -> Debrief:
    """Return the debrief of a talk.

    Args:
        setting: What was rehearsed; its facts lend words to other wordings.
        exchanges: The talk as it stands, the opening line first.
        lang: Its language.
    """
    turns = [one for one in exchanges if one.n]
    flaws = _flaws(turns)
    harmed = {turn.n for _, turn in flaws}
    tries = tuple(_point(key, turn, setting, lang) for key, turn in flaws)
    worked: dict[int, tuple[str, Exchange]] = {}
    for key in STRENGTHS:
        if turn := _strength(key, turns, harmed | worked.keys()):
            worked[turn.n] = (key, turn)
    return Debrief(
        worked=tuple(_point(key, turn, setting, lang) for key, turn in list(worked.values())[:_MOST]),
        attempt=tries,
        words=(sum(_count(one.said) for one in turns), sum(_count(one.line) for one in exchanges)),
        acts=_acts(turns),
        handover=_handover(exchanges),
    )


def _flaws(turns: Turns) -> list[tuple[str, Exchange]]:
    """Return what to try, the weightiest first, on different turns where that can be."""
    flaws: list[tuple[str, Exchange]] = []
    for key in FLAWS:
        if len(flaws) < _MOST and _FLAWS[key](turns):
            taken = {turn.n for _, turn in flaws}
            left = [one for one in turns if one.n not in taken]
            turn = _FLAWS[key](left) or _FLAWS[key](turns)
            assert turn is not None
            flaws.append((key, turn))
    if flaws:
        return flaws
    return [(key, turn) for key in SMALLER if (turn := _smaller(key, turns))][:1]


def _accusation(turns: Turns) -> Exchange | None:
    harms = [one for one in turns if one.heard.harm]
    return min(harms, key=lambda one: (not one.heard.insult, not one.heard.threat, one.n), default=None)


def _no_listening(turns: Turns) -> Exchange | None:
    deaf = [one for one in turns if not one.heard.listens]
    if len(turns) < _FEWEST or (len(turns) - len(deaf)) * _ONE_IN > len(turns):
        return None
    thanked = sum("acknowledgement" in one.heard.acts for one in turns)
    return _longest(deaf) if thanked * 3 < len(turns) else None


def _only_directives(turns: Turns) -> Exchange | None:
    told = [one for one in turns if one.heard.directive and not one.heard.listens]
    return told[0] if len(told) >= _FEWEST - 1 and 2 * len(told) >= len(turns) else None


def _no_example(turns: Turns) -> Exchange | None:
    if len(turns) < _FEWEST or any(_has_example(one) for one in turns):
        return None
    plain = [one for one in turns if not one.heard.acts & LISTENING and "next_step" not in one.heard.acts]
    return _longest(plain or turns)


def _has_example(one: Exchange) -> bool:
    """Return whether a turn gives or asks for an example; in doubt it does."""
    heard = one.heard
    if names_example(one.said):
        return True
    # What is given back or proposed names times too.
    if "reflection" in heard.acts or "next_step" in heard.acts | heard.guessed:
        return False
    sounds = "example" in heard.guessed and "open_question" not in heard.acts
    return "example" in heard.acts or sounds or heard.occasion


def _no_agreement(turns: Turns) -> Exchange | None:
    if len(turns) < _FEWEST or turns[-1].state.agreed:
        return None
    return None if any("next_step" in one.heard.acts for one in turns) else turns[-1]


_FLAWS: Mapping[str, Callable[[Turns], Exchange | None]] = {
    "accusation": _accusation,
    "no_listening": _no_listening,
    "only_directives": _only_directives,
    "no_example": _no_example,
    "no_agreement": _no_agreement,
}


def _smaller(key: str, turns: Turns) -> Exchange | None:
    if key == "defence":
        return next((one for one in turns if "defence" in one.heard.acts), None)
    if key == "long_turns":
        return next((one for one in turns if one.heard.words > _LONG), None)
    closed = [one for one in turns if one.heard.acts & {"closed_question"} and not one.heard.listens]
    opened = sum("open_question" in one.heard.acts for one in turns)
    return closed[0] if len(closed) > opened else None


def _strength(key: str, turns: Turns, harmed: set[int]) -> Exchange | None:
    """Return the turn that did it best: what made something come out, or won most trust."""
    done = [
        one
        for one in turns
        if key in one.heard.acts and one.n not in harmed and not one.heard.harm and not one.heard.mixed
    ]
    if key == "next_step":
        done = [one for one in done if one.intent == "agree"] or done[-1:]
    return max(done, key=lambda one: (bool(one.opened), one.state.trust, -one.n), default=None)


def _longest(turns: Turns) -> Exchange:
    return max(turns, key=lambda one: (one.heard.words, -one.n))


def _point(key: str, turn: Exchange, setting: Setting, lang: Lang) -> Point:
    return Point(
        key=key,
        turn=turn.n,
        quote=_quote(key, turn, lang),
        wording=_wording(key, turn, setting, lang) if key in (*FLAWS, *SMALLER) else "",
        topic=line(MODE, lang, "topic", key),
        query=line(MODE, lang, "look_up", key),
    )


_ACT: Mapping[str, str] = {"accusation": "blame", "closed": "closed_question"}


def _quote(key: str, turn: Exchange, lang: Lang) -> str:
    """Return the sentence of the turn that shows it, verbatim; the first that is not empty otherwise."""
    said = turn.said
    spans = check_turn(said, lang).spans.get(_ACT.get(key, key), ()) if turn.heard.kind == "turn" else ()
    parts = sentences(said) or ((0, len(said)),)
    if spans:
        start, end = spans[0]
        part = next((p for p in parts if p[0] < end and start < p[1]), (start, end))
        parts = (part,)
    elif key == "only_directives":
        parts = tuple(p for p in parts if hear(said[slice(*p)], lang).directive) or parts
    text = said[slice(*parts[0])]
    return _cut(text) if len(text.split()) > _LONGEST_QUOTE else text


def _cut(text: str) -> str:
    """Return the first words of a text, verbatim with the white space between them."""
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    return text[: ends[_LONGEST_QUOTE - 1]]


def _wording(key: str, turn: Exchange, setting: Setting, lang: Lang) -> str:
    """Return another wording that passes the checks; "" when none of them does."""
    talk = setting.scenario.text[lang]
    facts = [f for f in talk.facts if talk.name not in f and not _PERSON[lang].search(f)]
    # Two remarks on two turns lean on two facts where there are as many.
    at = turn.n % max(1, len(facts))
    facts = [*facts[at:], *facts[:at]]
    for shape in lines(MODE, lang, "wording", key):
        for fact in facts if "{fact}" in shape else ("",):
            text = shape.format(fact=fact)
            if text != turn.said and passes(key, text, lang):
                return text
    return ""


WANTED: Mapping[str, frozenset[str]] = {
    "accusation": frozenset(("open_question",)),
    "no_listening": frozenset(("open_question", "reflection")),
    "only_directives": frozenset(("open_question",)),
    "no_example": frozenset(("example",)),
    "no_agreement": frozenset(("next_step",)),
    "defence": frozenset(("acknowledgement",)),
    "long_turns": frozenset(("open_question",)),
    "closed": frozenset(("open_question",)),
}
"""What another wording must do, any of these."""


def passes(key: str, text: str, lang: Lang) -> bool:
    """Return whether a wording does what is asked for and harms nothing."""
    heard = hear(text, lang)
    bad = heard.harm or heard.directive or "defence" in heard.acts
    return heard.kind == "turn" and not bad and bool(heard.acts & WANTED[key])


def _acts(turns: Turns) -> Mapping[str, int]:
    names = ("open_question", "closed_question", "reflection", "acknowledgement", "example", "next_step")
    counted = {name: sum(name in one.heard.acts for one in turns) for name in (*names, "defence", "blame")}
    counted["example"] = sum(_has_example(one) for one in turns)
    return {**counted, "directive": sum(one.heard.directive and not one.heard.listens for one in turns)}


def _handover(exchanges: Turns) -> str:
    """Return what the partner agreed to and what the person proposed after it, in their own words."""
    agreed = exchanges[-1].state.agreed
    if not agreed:
        return ""
    first = next(one.n for one in exchanges if one.intent == "agree")
    later = [one.said for one in exchanges if one.n > first and "next_step" in one.heard.acts]
    return " ".join(dict.fromkeys(text.strip() for text in (*agreed, *later)))


def _count(text: str) -> int:
    return len(text.split())
