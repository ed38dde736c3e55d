"""What one message of a rehearsal is: a word to the coach, or a turn in the talk and what it does."""

import re
from functools import lru_cache
from typing import Literal

from coach.checks.feedback_labels import person_judgement
from coach.checks.feedback_problems import absolute, mind_reading
from coach.checks.feedback_text import read
from coach.checks.language import detect
from coach.checks.lexicon import lexicon
from coach.checks.normal import normalise
from coach.checks.turn import check_turn
from coach.domain.rehearse import Heard
from coach.domain.text import LANGS, Lang
from coach.modes.phrasebook import answers, cue

MODE = "rehearse"
ENDLESS = 250
"""Words that nobody takes in at one go."""
_LEAST_FOREIGN = 4
_KNOWN = 7
"""One common word of a language in so many makes a sentence that language."""

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


def names_example(text: str) -> bool:
    """Return whether a turn says in so many words that it gives or asks for an example."""
    return any(cue(MODE, lang, "named_example").search(_plain(text)) for lang in LANGS)


def foreign(text: str, lang: Lang) -> bool:
    """Return whether a text is in another language than ``lang``, and clearly so."""
    words = re.findall(r"[^\W\d_]+", _plain(text))
    if len(words) < _LEAST_FOREIGN:
        return False
    found = detect(text, lang)
    known = frozenset(lexicon("language", lang)["words"])
    # A rare word or two can make a plain sentence look like no language at all.
    return found != lang and (found is not None or sum(w in known for w in words) * _KNOWN <= len(words))


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
    if foreign(text, lang):
        return Heard("foreign", insult=_insults(low), words=words)
    acts, guessed = _acts(text, lang)
    asks = "open_question" in acts
    accuses = not asks and not _gives_back(low, lang) and _accuses(low, lang)
    acts |= {"blame"} if accuses else set()
    acts |= {"next_step"} if cue(MODE, lang, "proposes").search(low) else set()
    charged = accuses or (not asks and _charged(text, low, lang))
    order = cue(MODE, lang, "imperative").search(low)
    directive = bool(order or cue(MODE, lang, "directive").search(low))
    acts = _settled(acts, guessed, low, lang, charged=charged, directive=directive)
    if order and not order.start():
        # Who begins with an order takes nothing in.
        acts -= {"reflection", "acknowledgement"}
    return Heard(
        "turn",
        acts,
        guessed,
        directive=directive,
        threat=bool(cue(MODE, lang, "threatening").search(low)),
        insult=_insults(low),
        charged=charged,
        occasion=bool(cue(MODE, lang, "occasion").search(low)),
        words=words,
    )


def _settled(
    acts: frozenset[str], guessed: frozenset[str], low: str, lang: Lang, *, charged: bool, directive: bool
) -> frozenset[str]:
    """Return the acts after accusing, ordering and giving back are told apart."""
    if charged and "blame" in guessed:
        acts |= {"blame"}
    elif directive and not charged:
        acts -= {"blame"}
    # A sentence about the other side that accuses or orders gives back only where it says that it does.
    if (charged or directive or "blame" in acts) and not _gives_back(low, lang):
        acts -= {"reflection"}
    return acts


def _accuses(low: str, lang: Lang) -> bool:
    return any(cue(MODE, lang, name).search(low) for name in ("accuses", "jeer"))


def _gives_back(low: str, lang: Lang) -> bool:
    return bool(cue(MODE, lang, "gives_back").search(low))


def _charged(text: str, low: str, lang: Lang) -> bool:
    if _gives_back(low, lang):
        return False
    _, parts = read(text)
    return any(check(part, lang) for part in parts for check in (person_judgement, absolute, mind_reading))


def _insults(low: str) -> bool:
    return any(cue(MODE, lang, "insult").search(low) for lang in LANGS)


def _acts(text: str, lang: Lang) -> tuple[frozenset[str], frozenset[str]]:
    """Return the acts a formula shows and those only guessed at.

    Who asks openly in the same breath tells what happened rather than defends or accuses.
    """
    found = check_turn(text, lang)
    there = frozenset(act for act, true in found.labels.items() if true)
    guessed = there & frozenset(found.unsure)
    acts = there - guessed
    return (acts - {"defence", "blame"} if "open_question" in acts else acts), guessed


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]", " ", normalise(text.strip()).text.lower())
