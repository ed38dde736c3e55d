"""Which of its lines the partner says: one that fits, none twice, the same every time."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.domain.rehearse import Intent, Setting, State
from coach.domain.text import Lang

# For each thing a line may do: the persona's lists and the scenario's, the fitting ones first. The later
# ones serve when the first have run out; none of them concedes more than the first does.
PERSONA: Mapping[Intent, tuple[str, ...]] = {
    "hold": ("holds", "countered", "closed"),
    "stung": ("stung", "holds"),
    "counter": ("countered", "holds"),
    "warm": ("warmer", "asked"),
    "answer": ("asked", "warmer", "closed"),
    "fact": ("closed", "asked"),
    "open": ("opens", "warmer"),
    "consider": ("considers", "holds"),
    "agree": ("agrees",),
    "close": (),
    "stay": ("stays", "holds"),
    "break": (),
}
SCENARIO: Mapping[Intent, tuple[str, ...]] = {
    "hold": ("positions", "answers"),
    "stung": ("positions",),
    "counter": ("positions", "answers"),
    "warm": ("softer", "answers"),
    "answer": ("answers", "softer"),
    "fact": ("facts_said", "answers"),
    "open": (),
    "consider": ("positions", "softer"),
    "agree": ("agrees",),
    "close": ("closes", "softer"),
    "stay": (),
    "break": (),
}
_SHORT = 4
"""Words of a reaction that can hardly stand without a line of the scenario after it."""
WARM_ENOUGH = 2
"""How far below the gate trust may be for the partner to see a part of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """The partner's line and the stored lines it is made of."""

    text: str
    parts: tuple[str, ...]


def speak(
    setting: Setting, lang: Lang, state: State, intent: Intent, opened: str, used: Sequence[str], n: int
) -> Said:
    """Return what the partner says.

    Args:
        setting: Whose lines.
        lang: The language of the talk.
        state: Where the talk stands after the turn.
        intent: What the line has to do.
        opened: The id of what comes out now; "" for nothing.
        used: The stored lines that were said before, in every branch.
        n: The number of the turn: the same turn gets the same line.
    """
    persona, talk = setting.persona.text[lang].lines, setting.scenario.text[lang]
    key = f"{setting.scenario.id}/{setting.persona.id}/{n}"
    taken = frozenset(used)
    reaction = _pick((persona[name] for name in PERSONA[intent]), f"{key}/persona", taken)
    first = reaction.split(maxsplit=1)[0].strip(",.!?…") if reaction else ""
    if opened:
        matter = _pick((talk.hidden[opened],), f"{key}/hidden", taken)
    else:
        names = _scenario_lists(setting, state, intent)
        matter = _pick((talk.lines[name] for name in names), f"{key}/scenario", taken, first)
    # Every other time a full reaction stands alone: nobody answers in two sentences each time.
    if intent in {"hold", "stung", "counter", "consider"} and reaction and matter and not opened:
        alone = len(reaction.split()) > _SHORT and n % 3 == 0
        matter = "" if alone else matter
    parts = tuple(part for part in (reaction, matter) if part)
    return Said(" ".join(parts), parts)


def _scenario_lists(setting: Setting, state: State, intent: Intent) -> tuple[str, ...]:
    near = state.trust >= setting.start.gate - WARM_ENOUGH
    if intent == "warm" and not near:
        return ("answers", "positions")
    if intent == "consider" and near:
        return ("softer", "positions")
    return SCENARIO[intent]


def _pick(lists: Iterable[tuple[str, ...]], key: str, taken: frozenset[str], first: str = "") -> str:
    """Return a line of the first list that has one left; "" when all are used up.

    One that begins as the reaction before it does ("Ja, … Ja, …") is taken only where there is no other.
    """
    for lines in lists:
        left = [line for line in lines if line not in taken]
        if left:
            left = [line for line in left if not first or not line.startswith(first)] or left
            return left[zlib.crc32(key.encode()) % len(left)]
    return ""
