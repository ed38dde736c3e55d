"""A goal in English, joined from the person's own phrases: the pieces that ``goal.compose`` puts together."""

import datetime
import re

from coach.checks.dates import show_date
from coach.writer.phrase import Phrase, lower_first, one_of, trim, upper_first
from coach.writer.phrase import words as class_of
from coach.writer.phrase_en import gerunds, read


def time(words: str, deadline: datetime.date | None) -> str:
    """Return "by Friday 30 April 2027", or the person's own words where no day follows from them."""
    if deadline:
        return f"by {show_date(deadline, 'en')}"
    words = lower_first(trim(words), {"I"})
    begun = rf"(?:{one_of('times', 'en')})\b"
    return words if re.match(begun, words) else f"by {words}"


def opening(core: Phrase, time: str) -> str:
    """Return the start of the goal: who will do what by when; ``time`` may be empty."""
    subject, my = ("we", "Our") if core.plural else ("I", "My")
    if core.form == "verb":
        return (
            f"{upper_first(time)}, {subject} will {core.text}"
            if time
            else f"{upper_first(subject)} will {core.text}"
        )
    if core.form == "clause":
        return f"{my} goal is that {core.text}" + (f", {time}" if time else "")
    return f"{my} goal is {core.text}" + (f", {time}" if time else "")


def measured(first: str, words: str) -> tuple[str, list[str]]:
    """Return the sentence with how success shows, and further sentences where it needs its own."""
    phrase = read(words)
    if phrase.form == "verb":
        return f"{first} and {phrase.text}", []
    if phrase.form == "clause":
        return first, [f"I'll know it's done when {phrase.text}"]
    if phrase.form == "linked" and re.match(r"(?:with|by|so that)\b", phrase.text):
        return f"{first} {phrase.text}", []
    return first, [f"The measure is {phrase.text}"]


def means(first: str, words: str) -> str:
    """Return the sentence with the means joined on."""
    phrase = read(words)
    if phrase.form == "verb":
        return f"{first} by {gerunds(phrase.text)}"
    if phrase.form == "linked":
        return f"{first} {phrase.text}"
    if phrase.form == "clause":
        return f"{first}; {phrase.text}"
    if re.match(r"(?:support|help|guidance|advice|coaching|mentoring|backing)\b", phrase.text):
        return f"{first} with {phrase.text}"
    return f"{first} with the help of {phrase.text}"


def why(words: str, plural: bool) -> str:
    """Return the sentence that says why."""
    doing = "We're doing this" if plural else "I'm doing this"
    flat = trim(words)
    if linked := _linked_why(flat, doing):
        return linked
    phrase = read(flat)
    subject = re.match(r"(?:i|we|it|they|people)\b", flat, re.IGNORECASE)
    if subject:
        clause = lower_first(flat, {"I"})
    elif phrase.form == "verb":
        return f"{doing} to {phrase.text}"
    elif phrase.form == "noun":
        return f"The purpose is {phrase.text}"
    else:
        clause = phrase.text
    return f"{doing} so that {clause}" if _gains(clause) else f"It matters because {clause}"


def _linked_why(flat: str, doing: str) -> str:
    """Return the sentence for a reason that brings its own "so that", "because" …, "" for others."""
    if match := re.match(r"(?:(?:it'?s|that'?s) )?(?:because|since|as)\s+(.+)", flat, re.IGNORECASE):
        return f"It matters because {lower_first(match[1], {'I'})}"
    if re.match(r"otherwise\b", flat, re.IGNORECASE):
        return upper_first(flat)
    if re.match(r"(?:so that|in order to|to|for)\s", flat, re.IGNORECASE):
        return f"{doing} {lower_first(flat)}"
    if match := re.match(r"so\s+(.+)", flat, re.IGNORECASE):
        return f"{doing} so that {lower_first(match[1], {'I'})}"
    if match := re.match(
        r"(?:i|we)(?:'d like to| would like to| want to| hope to)\s+(.+)", flat, re.IGNORECASE
    ):
        return f"{doing} to {match[1]}"
    return ""


def if_then(obstacle: str, response: str) -> str:
    """Return an if-then plan in one line; without a response its second half is a blank."""
    cue = re.sub(r"^(?:if|when|that)\s+", "", trim(obstacle), flags=re.IGNORECASE)
    phrase = read(cue)
    if re.match(r"(?:i|i'm|i've|we|it|they|there)\b", cue, re.IGNORECASE):
        first = f"If {lower_first(cue, {'I'})}"
    elif phrase.form == "clause":
        first = f"If {phrase.text}"
    elif cue.split(" ", 1)[0].lower() in class_of("verbs", "en"):
        first = f"If I {lower_first(cue)}"
    else:
        many = re.search(r"[^s]s(?= (?:and|or|with|from|in|on|at|that)\b|$)", phrase.text)
        first = f"If {phrase.text} {'get' if many else 'gets'} in the way"
    return f"{first}, {_then(response)}." if response else f"{first}, then [what will you do?]."


def _then(response: str) -> str:
    flat = re.sub(r"^(?:then|so)\s+", "", trim(response), flags=re.IGNORECASE)
    if re.match(r"(?:i|i'll|i'd)\b", flat, re.IGNORECASE):
        return f"then {upper_first(flat)}"
    phrase = read(flat)
    if phrase.form == "verb" and not re.match(r"we\b", flat, re.IGNORECASE):
        return f"then I'll {phrase.text}"
    return f"then {lower_first(flat) if re.match(r'we|they|it', flat, re.IGNORECASE) else phrase.text}"


def _gains(clause: str) -> bool:
    """Return whether a reason is something to win rather than something to mend."""
    gain, need = (re.search(rf"\b(?:{one_of(name, 'en')})\b", clause) for name in ("gain", "need"))
    return bool(gain) and not need
