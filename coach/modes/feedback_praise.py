"""What is praise in the notes, and whether there is anything else."""

from dataclasses import replace

from coach.checks.feedback import PROBLEMS
from coach.domain.text import Lang
from coach.modes.feedback_notes import Line, Notes
from coach.modes.phrasebook import cue

_MODE = "feedback"


def only_praise(notes: Notes, lang: Lang) -> bool:
    """Return whether only good things were noted: then nothing has to change."""
    told = [one for one in notes.lines if one.role]
    if (
        not told
        or any(one.problem or one.role == "request" for one in notes.lines)
        or set(notes.verdict.spans) & set(PROBLEMS)
    ):
        return False
    if any(cue(_MODE, lang, "bad_result").search(one.words.lower()) for one in told):
        return False
    acts = [one for one in told if "behaviour" in one.labels and one.role != "strength"]
    strong = any(one.role == "strength" for one in told)
    good = any(cue(_MODE, lang, "good_result").search(one.words.lower()) for one in told)
    return (strong and not acts) or good


def refers(one: Line, lang: Lang) -> bool:
    """Return whether a sentence hangs on the one before: "den var tydlig"."""
    return (
        one.words.lower().split(" ", 1)[0] in {"sv": ("den", "det", "de"), "en": ("it", "that", "this")}[lang]
    )


def joined(found: tuple[Line, ...], lang: Lang) -> tuple[Line, ...]:
    """Let praise take the act it speaks of along, so that neither is told without the other."""
    lines = list(found)
    for at, one in enumerate(found[1:], 1):
        good = one.role == "strength" or bool(cue(_MODE, lang, "good_result").search(one.words.lower()))
        bad = any(
            cue(_MODE, lang, "bad_result").search(line.words.lower()) for line in found[at - 1 : at + 1]
        )
        if good and not bad and refers(one, lang) and found[at - 1].role == "behaviour" and not one.problem:
            for near in (at - 1, at):
                praised = lines[near].plain | {"strength"}
                lines[near] = replace(lines[near], labels=lines[near].labels | praised, plain=praised)
    return tuple(_told(one, lang) for one in lines)


def _told(one: Line, lang: Lang) -> Line:
    """Return a sentence that praises and complains in one as what was done."""
    if one.role != "strength" or not cue(_MODE, lang, "bad_result").search(one.words.lower()):
        return one
    labels = one.labels - {"strength"} | {"behaviour"}
    return replace(one, labels=labels, plain=one.plain - {"strength"} | {"behaviour"})
