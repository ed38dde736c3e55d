"""A rehearsal: the scenario and the partner as data, what was said, and where trust and tension stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from coach.domain.text import Lang

Side = Literal["employee", "manager"]
"""Whom the partner plays."""

Intent = Literal[
    "begin",
    "hold",
    "stung",
    "counter",
    "warm",
    "answer",
    "fact",
    "open",
    "consider",
    "agree",
    "close",
    "stay",
    "break",
]
"""What a partner's line does; only ``agree`` and ``close`` concede, only ``open`` tells what was hidden."""

LEVELS = (1, 2, 3)
SCENARIO_LINES: Mapping[str, int] = {
    "positions": 12,
    "answers": 10,
    "facts_said": 6,
    "softer": 8,
    "agrees": 6,
    "closes": 3,
}
"""The lists of partner lines in a scenario, and the fewest lines of each."""
PERSONA_LINES: Mapping[str, int] = {
    "holds": 9,
    "stung": 8,
    "warmer": 9,
    "asked": 8,
    "closed": 7,
    "countered": 6,
    "considers": 6,
    "opens": 5,
    "agrees": 5,
    "stays": 5,
}
"""The lists of reactions of a persona, and the fewest lines of each."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something the partner holds back until a fitting turn."""

    id: str
    acts: frozenset[str]
    """Names of section 3 of the annotation guide; any of them opens it."""
    interest: bool
    """Whether it must be out before the partner can agree."""


@dataclass(frozen=True, slots=True)
class ScenarioText:
    """A scenario in one language."""

    title: str
    you: str
    name: str
    role: str
    opening: str
    facts: tuple[str, ...]
    interests: tuple[str, ...]
    ending: str
    hints: tuple[str, ...]
    lines: Mapping[str, tuple[str, ...]]
    """By the names of ``SCENARIO_LINES``."""
    hidden: Mapping[str, tuple[str, ...]]
    """Wordings of each hidden thing by its id."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One talk that can be rehearsed."""

    id: str
    side: Side
    topics: tuple[str, ...]
    """Guides the debrief may quote, by the file name without language."""
    partner: str
    """The persona that suits best."""
    hidden: tuple[Hidden, ...]
    text: Mapping[Lang, ScenarioText]
    """In both languages; a private one in the person's own only."""


@dataclass(frozen=True, slots=True)
class Level:
    """Where a talk starts and what it takes, 0–10 each."""

    trust: int
    tension: int
    gate: int
    """The trust from which the partner can agree."""


@dataclass(frozen=True, slots=True)
class PersonaText:
    """A persona in one language."""

    name: str
    about: str
    lines: Mapping[str, tuple[str, ...]]
    """By the names of ``PERSONA_LINES``."""


@dataclass(frozen=True, slots=True)
class Persona:
    """How a partner reacts, whatever the talk is about."""

    id: str
    levels: Mapping[int, Level]
    text: Mapping[Lang, PersonaText]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is rehearsed, with whom, and how hard."""

    scenario: Scenario
    persona: Persona
    level: int

    @property
    def start(self) -> Level:
        """Return where the talk starts."""
        return self.persona.levels[self.level]


@dataclass(frozen=True, slots=True)
class State:
    """Where the talk stands; moved by the acts of the person's turns only."""

    trust: int
    """0–10."""
    tension: int
    """0–10."""
    opened: tuple[str, ...] = ()
    """Ids of the hidden things that are out, in order."""
    agreed: tuple[str, ...] = ()
    """The turns of the person that the partner agreed to, verbatim."""
    listened: int = 0
    """Turns so far that asked openly or gave back what was said, and harmed nothing."""
    thanked: int = 0
    """Turns so far whose only listening was an acknowledgement."""
    idle: int = 0
    """Turns in a row without any gain in trust."""
    insults: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message of the person does in the talk."""

    kind: Literal["turn", "silent", "leaving", "foreign", "endless"]
    """``endless`` is a turn nobody could take in, ``leaving`` one that asks the partner to leave the role."""
    acts: frozenset[str] = frozenset()
    """Names of section 3 of the annotation guide that a formula shows."""
    guessed: frozenset[str] = frozenset()
    """Those that only the build of a sentence leans to: too little to open anything, or to accuse."""
    directive: bool = False
    """Whether it tells the other side what to do."""
    threat: bool = False
    insult: bool = False
    charged: bool = False
    """Whether it judges the person, claims to know their mind, or says always or never."""
    occasion: bool = False
    """Whether it names a time that has been, as an example does."""
    words: int = 0

    @property
    def harm(self) -> bool:
        """Return whether it accuses, threatens or insults."""
        return self.threat or self.insult or ("blame" in self.acts and (self.charged or not self.mixed))

    @property
    def defends(self) -> bool:
        """Return whether it defends, and does nothing for the talk in the same breath."""
        return "defence" in self.acts and not self.mixed

    @property
    def mixed(self) -> bool:
        """Return whether what carries the talk stands beside a defence or an accusation: worth nothing."""
        return bool(self.acts & _CARRY and self.acts & {"defence", "blame"})

    @property
    def listens(self) -> bool:
        """Return whether it asks openly or gives back, and harms nothing."""
        return not self.harm and not self.mixed and bool(self.acts & LISTENING)


LISTENING = frozenset(("open_question", "reflection"))
"""The acts that make something come out."""
_CARRY = LISTENING | {"acknowledgement", "next_step"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn of the person and the partner's answer."""

    n: int
    """From 1; the partner's opening line is 0."""
    said: str
    """The person's words, verbatim; "" before the opening line."""
    heard: Heard
    intent: Intent
    line: str
    """The partner's words."""
    opened: str
    """The id of what came out in it; "" for nothing."""
    state: State
    """After it."""
    at: int
    """The message it answers, an index into everything the person said."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A way the talk went that was taken back, or that was only tried."""

    kind: Literal["taken_back", "what_if"]
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Point:
    """One remark of a debrief, on one turn of the person."""

    key: str
    """What it is about: a flaw (``accusation`` …) or a strength (``open_question`` …)."""
    turn: int
    quote: str
    """A substring of that turn, verbatim."""
    wording: str = ""
    """Another way to say it that passes the same checks; "" for what worked."""
    topic: str = ""
    """The guide that says why."""
    query: str = ""
    """What was looked up for it."""


@dataclass(frozen=True, slots=True)
class Debrief:
    """What the person can take with them."""

    worked: tuple[Point, ...]
    attempt: tuple[Point, ...]
    """What to try next time: at most two, the weightiest first."""
    words: tuple[int, int]
    """The person's words, and the partner's."""
    acts: Mapping[str, int]
    """How many turns did what, and ``directive``."""
    handover: str
    """What was agreed, as the opening of a goal, an email or a plan; "" for nothing."""


Stage = Literal["choose", "own", "partner", "play", "over"]


@dataclass(frozen=True, slots=True)
class RehearsePaper:
    """A rehearsal as far as it has come."""

    said: tuple[str, ...]
    lang: Lang
    stage: Stage
    voice: Literal["partner", "coach"]
    """Who speaks now."""
    text: str
    """What is said now: the partner's line, or the coach's words."""
    setting: Setting | None = None
    exchanges: tuple[Exchange, ...] = ()
    """The talk as it stands, the opening line first."""
    branches: tuple[Branch, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)
    """The person's answers about a situation of their own."""
    debrief: Debrief | None = None
    round: int = 1

    @property
    def state(self) -> State | None:
        """Return where the talk stands; None before it began."""
        return self.exchanges[-1].state if self.exchanges else None
