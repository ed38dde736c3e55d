"""What one message of a rehearsal is: a word to the coach, or a turn in the talk and what it does."""

import re
from functools import lru_cache
from typing import Literal

from coach.checks.feedback_problems import threat
from coach.checks.feedback_text import read
from coach.checks.language import detect
from coach.checks.normal import normalise
from coach.checks.turn import check_turn
from coach.domain.rehearse import Heard
from coach.domain.text import LANGS, Lang
from coach.modes.phrasebook import answers, cue

MODE = "rehearse"
ENDLESS = 250
"""Words that nobody takes in at one go."""
_LEAST_FOREIGN = 4

Command = Literal[
    "hint", "pause", "go_on", "take_back", "stop", "again", "harder", "other", "list", "own", ""
]
_COMMANDS: tuple[Command, ...] = ("hint", "pause", "go_on", "take_back", "stop", "again", "harder")


def command(text: str, lang: Lang) -> Command:
    """Return what a message asks of the coach during the talk, in either language; "" for a turn."""
    for spoken in (lang, *(other for other in LANGS if other != lang)):
        for name in _COMMANDS:
            if answers(MODE, spoken, name, text):
                return name
    return ""


def asks_for(text: str, name: Command | Literal["skip"]) -> bool:
    """Return whether the whole of a message, in either language, is one of a cue's expressions."""
    return any(answers(MODE, lang, name, text) for lang in LANGS)


def what_if(text: str) -> str:
    """Return what the person wonders about having said; "" when the message is no such question."""
    low = _plain(text)
    for lang in LANGS:
        if match := cue(MODE, lang, "what_if").match(low):
            return text.strip()[match.end() :].strip(" \"”“'") if len(low) == len(text.strip()) else low
    return ""


@lru_cache(maxsize=4096)
def hear(text: str, lang: Lang) -> Heard:
    """Return what a turn does in a talk that is held in ``lang``."""
    low = _plain(text)
    words = len(low.split())
    if not any(char.isalnum() for char in low) or answers(MODE, lang, "empty", text):
        return Heard("silent", words=words)
    if words > ENDLESS:
        return Heard("endless", words=words)
    if any(cue(MODE, spoken, "leaving").search(low) for spoken in LANGS):
        return Heard("leaving", words=words)
    if words >= _LEAST_FOREIGN and detect(text, lang) != lang:
        return Heard("foreign", insult=_insults(low), words=words)
    acts = frozenset(act for act, there in check_turn(text, lang).labels.items() if there)
    return Heard(
        "turn",
        acts,
        directive=bool(cue(MODE, lang, "directive").search(low)),
        threat=_threatens(text, low, lang),
        insult=_insults(low),
        words=words,
    )


def _insults(low: str) -> bool:
    return any(cue(MODE, lang, "insult").search(low) for lang in LANGS)


def _threatens(text: str, low: str, lang: Lang) -> bool:
    _, parts = read(text)
    return bool(cue(MODE, lang, "threatening").search(low)) or any(threat(part, lang) for part in parts)


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]", " ", normalise(text.strip()).text.lower())
