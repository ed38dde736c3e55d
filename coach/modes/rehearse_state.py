"""How a turn moves trust and tension, and what the partner does then: the resistance, in pure code.

Nothing here knows a word of the talk: only which acts a turn has, where the talk stands, and the gates of the
scenario and the level. The same turns give the same course, whoever words the lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.domain.rehearse import Heard, Intent, Setting, State

# What an act is worth: trust, tension. Harm counts alone; what is good in the same breath counts nothing.
GOOD: Mapping[str, tuple[int, int]] = {
    "reflection": (2, -1),
    "open_question": (1, -1),
    "acknowledgement": (1, -1),
    "example": (1, 0),
    "next_step": (0, 0),
    "closed_question": (0, 0),
}
HARM: Mapping[str, tuple[int, int]] = {
    "defence": (-1, 1),
    "blame": (-2, 2),
    "threat": (-3, 3),
    "insult": (-3, 3),
}
PUSH = (-1, 1)
"""A turn that tells the other side what to do and listens to nothing, or proposes before it has listened."""
DOUBTFUL = (0, 1)
"""A turn that only sounds like an accusation or a defence."""
GIVEN_BACK = (1, 0)
"""A turn that only sounds like giving back what was said."""
PLAIN = (0, 0)

# What a persona answers to better than others: one point more of trust.
LIKES: Mapping[str, frozenset[str]] = {
    "defensive": frozenset(("acknowledgement",)),
    "quiet": frozenset(("open_question",)),
    "upset": frozenset(("acknowledgement", "reflection")),
    "argumentative": frozenset(("example", "reflection")),
    "over-agreeable": frozenset(("open_question",)),
    "evasive": frozenset(("open_question", "example")),
    "matter-of-fact": frozenset(("example", "next_step")),
}
MOST_GAIN: Mapping[int, int] = {1: 3, 2: 3, 3: 2}
"""The most trust one turn can win, a level."""
CALM: Mapping[int, int] = {1: 6, 2: 5, 3: 5}
"""The highest tension at which the partner can agree, a level."""
OPENS_BELOW: Mapping[int, int] = {1: 3, 2: 2, 3: 2}
"""How far below the gate trust may be for something held back to come out, a level."""
_THANKS = 2
"""How many turns that only acknowledge are worth something: more of them is flattery."""
_LISTENED = 2
"""How many turns must have listened before the partner can agree."""
INSULTS = 2
"""The insult at which the partner breaks off."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a turn came to."""

    state: State
    intent: Intent
    opened: str = ""


def start(setting: Setting) -> State:
    """Return where a talk begins."""
    return State(setting.start.trust, setting.start.tension)


def move(state: State, heard: Heard, said: str, setting: Setting) -> Move:
    """Return where a turn takes the talk, and what the partner's line has to do.

    Args:
        state: Where the talk stood.
        heard: What the turn does.
        said: The turn itself, kept where the partner agrees to it.
        setting: Whose gates hold.
    """
    if heard.insult:
        return _insulted(state, heard)
    if heard.kind != "turn":
        return Move(replace(state, idle=state.idle + 1), "stay")
    after = _moved(state, heard, setting)
    if heard.harm or heard.defends:
        return Move(after, "stung" if heard.harm else "counter")
    if state.agreed:
        return Move(after, "close")
    if _agrees(state, after, heard, setting):
        return Move(replace(after, agreed=(*after.agreed, said)), "agree")
    if opened := _opens(after, heard, setting):
        return Move(replace(after, opened=(*after.opened, opened)), "open", opened)
    return Move(after, _plain(heard))


def _insulted(state: State, heard: Heard) -> Move:
    trust, tension = HARM["insult"]
    after = _shifted(state, trust, tension)
    after = replace(after, insults=state.insults + 1)
    return Move(after, "break" if after.insults >= INSULTS else "stung")


def _moved(state: State, heard: Heard, setting: Setting) -> State:
    if heard.harm or heard.defends:
        harms = ["threat"] if heard.threat else [name for name in ("defence", "blame") if name in heard.acts]
        return _shifted(state, min(HARM[h][0] for h in harms), max(HARM[h][1] for h in harms))
    if heard.mixed:
        return _shifted(state, *PLAIN)
    if heard.guessed & {"blame", "defence"} and not heard.acts:
        return _shifted(state, *DOUBTFUL)
    thanks_only = heard.acts & {"acknowledgement", "reflection", "open_question"} == {"acknowledgement"}
    if not heard.listens and (heard.directive or ("next_step" in heard.acts and not state.listened)):
        return _shifted(state, *(PLAIN if thanks_only and not heard.directive else PUSH))
    counted = heard.acts - ({"acknowledgement"} if thanks_only and state.thanked >= _THANKS else set())
    likes = LIKES.get(setting.persona.id, frozenset())
    trust = sum(GOOD[act][0] + (act in likes) for act in counted if act in GOOD)
    tension = min((GOOD[act][1] for act in counted if act in GOOD), default=0)
    if not trust and "reflection" in heard.guessed:
        trust, tension = GIVEN_BACK
    after = _shifted(state, min(trust, MOST_GAIN[setting.level]), tension)
    return replace(
        after,
        listened=state.listened + heard.listens,
        thanked=state.thanked + thanks_only,
    )


def _shifted(state: State, trust: int, tension: int) -> State:
    return replace(
        state,
        trust=min(10, max(0, state.trust + trust)),
        tension=min(10, max(0, state.tension + tension)),
        idle=0 if trust > 0 else state.idle + 1,
    )


def _agrees(before: State, after: State, heard: Heard, setting: Setting) -> bool:
    return (
        "next_step" in heard.acts
        and not heard.threat
        and after.trust >= setting.start.gate
        and after.tension <= CALM[setting.level]
        and before.listened >= _LISTENED
        and all(one.id in before.opened for one in setting.scenario.hidden if one.interest)
    )


def _opens(after: State, heard: Heard, setting: Setting) -> str:
    """Return the id of what comes out now: the first that is still held back and that the turn fits."""
    deaf = heard.mixed or (heard.directive and not heard.listens)
    if deaf or after.trust < setting.start.gate - OPENS_BELOW[setting.level]:
        return ""
    held = (one for one in setting.scenario.hidden if one.id not in after.opened)
    return next((one.id for one in held if one.acts & heard.acts), "")


def _plain(heard: Heard) -> Intent:
    """Return what the partner's line does where nothing comes out and nothing is agreed."""
    if "next_step" in heard.acts:
        return "consider"
    if "open_question" in heard.acts:
        return "answer"
    if "reflection" in heard.acts or ("acknowledgement" in heard.acts and not heard.directive):
        return "warm"
    if "closed_question" in heard.acts:
        return "fact"
    if "example" in heard.acts:
        return "warm" if not heard.directive else "hold"
    return "hold"
