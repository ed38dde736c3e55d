"""Feedback in English: the sentences that ``feedback.compose`` puts together."""

import re
from functools import cache

from coach.checks.address import is_finite
from coach.checks.feedback_text import words as acts
from coach.checks.feedback_text import words_of
from coach.checks.lexicon import lexicon
from coach.domain.feedback import FEEDBACK_BLANKS, Relation, Remark
from coach.writer.phrase import lower_first, trim, upper_first
from coach.writer.phrase_en import gerunds, is_verb, read

LEAD = {
    "warm": "There's one thing I'd like to raise with you.",
    "direct": "",
    "formal": "I would like to raise the following.",
}
QUESTION = {
    "warm": "How do you see it?",
    "direct": "How do you see it?",
    "formal": "What is your view of this?",
    "praise": "How did you go about it?",
}
SUPPORT = {
    "warm": "Let me know if there's anything I can do to make it easier.",
    "direct": "Tell me what you need from me.",
    "formal": "Please tell me if you need support from me.",
    "praise": "Please keep it up, and let me know if there's anything you need from me.",
}
LEADS = ("I'd like to talk about one thing.", "I want to bring something up.", "")
QUESTIONS = ("What's your view?", "What are your thoughts on that?", "How did it look from where you stood?")
SUPPORTS = ("What do you need from me?", "How can I help?", "")
"""Other ways of saying the same."""
GO_ON = "Please keep it up."
BLANK_LINE = {
    "request": f"What I'd like next time: {FEEDBACK_BLANKS['en']['request']}.",
    "impact": f"It led to {FEEDBACK_BLANKS['en']['impact']}.",
    "behaviour": f"What I saw: {FEEDBACK_BLANKS['en']['behaviour']}.",
}
"""What stands for a part that is asked for and not known, least needed first."""
_LINK = re.compile(
    r"^(?:but|and|though|also|besides|however|on the other hand|on the plus side"
    r"|then|another thing is(?: that)?|good:)[,:]? ",
    re.IGNORECASE,
)
_TAIL = re.compile(r",? (?:though|however|at least)$", re.IGNORECASE)
_HAPPENED = re.compile(r"^(?:(?:it|that|this) )?(?:was|happened|is|took place)(?: it)? ", re.IGNORECASE)
_LATER = re.compile(r"^(next time|in future|in the future|from now on|going forward),? ", re.IGNORECASE)
_OWN = re.compile(r"\bI(?:'ll| will| can| could|'m happy to|'d be happy to|'m going to)\b", re.IGNORECASE)
_MODAL = re.compile(
    r"^you (?:should|need to|must|could|can|ought to|have to|might|would)(?: please| just)? (.+)$",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:in|on|at|during|when|while|after|before|last|yesterday|this|since|two|three|four|several|earlier|from|throughout|by|over"
    r"|monday|tuesday|wednesday|thursday|friday)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:i|we|they|he|she|it|you|this|that|there|nobody|everyone|everybody|no one"
    r"|two|three|four|some|the|a|an|my|our|your|[A-Z]\w+)\b",
)
_AUX = frozenset(
    (
        "had",
        "was",
        "were",
        "is",
        "are",
        "has",
        "have",
        "can",
        "could",
        "did",
        "didn't",
        "couldn't",
        "lost",
        "got",
    )
)


def offers(text: str) -> bool:
    """Return whether the writer of the feedback already says what they can do."""
    return bool(_OWN.search(text))


def is_clause(text: str) -> bool:
    """Return whether a phrase has a subject and a verb."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text)
    if len(words) < 2 or words[0].lower() in ("when", "in", "on", "at", "during", "after", "while"):
        return False
    if words[0].lower() in (
        "i",
        "we",
        "you",
        "they",
        "he",
        "she",
        "it",
        "this",
        "that",
        "there",
        "i'm",
        "you're",
        "you've",
    ):
        return True
    after = [word.lower() for word in words[1:7]]
    from coach.checks.feedback_english import is_past_en

    return any(word in _AUX or is_past_en(word) for word in after) or (
        bool(_SUBJECT.match(lower_first(text))) and any(is_finite(w, "en") for w in after[1:3])
    )


def strength(one: Remark, tone: Relation) -> str:
    """Return what works, as one sentence."""
    text = _plain(one.text)
    if one.quoted:
        return f"This is what I noted: “{trim(one.words)}”."
    if not one.asked and is_clause(text):
        return f"{upper_first(text)}."
    lead = {"warm": "I really appreciate", "direct": "It's good", "formal": "I appreciate"}[tone]
    if re.match(r"you\b", text, re.IGNORECASE):
        return f"{lead} that {lower_first(text)}."
    if text.split(" ", 1)[0].lower() in words_of("en", "trait_good", "praise"):
        return f"{'You' if tone == 'direct' else lead + ' that you'}'re {lower_first(text)}."
    phrase = read(text)
    if phrase.form == "verb" and not is_clause(text):
        return f"You're good at {gerunds(phrase.text)}."
    if is_clause(text) or re.match(
        r"(?:the|our|my|people|everyone|customers|clients)\b.* you\b", text, re.IGNORECASE
    ):
        return f"Here's something I've noticed and appreciate: {lower_first(text, {'I'})}."
    lead = (
        "There's something I appreciate:"
        if re.match(r"(?:your|the|our)\b", text, re.IGNORECASE)
        else "I appreciate"
    )
    return f"{lead} {lower_first(text, {'I'})}."


def behaviour(one: Remark, where: str) -> str:
    """Return what was done, with when and where before it where that was said apart."""
    if one.quoted:
        return f"{about(where) + ' ' if where else ''}This is what I noted: “{trim(one.words)}”."
    text = _plain(one.text)
    if text.startswith("["):
        return f"{about(where) + ' ' if where else ''}What I saw: {text}."
    if not where:
        return (
            f"{upper_first(text)}."
            if is_clause(text) or not one.asked
            else f"What I saw: {lower_first(text, {'I'})}."
        )
    spot = place(where)
    verb = re.match(r"you (?:\w+ly |never |often |just )?(\w+(?:'\w+)?)", text, re.IGNORECASE)
    present = verb and not is_finite(verb[1].lower(), "en") and is_verb(verb[1].lower())
    if present and not spot.startswith("["):
        return f"{upper_first(text)}. It happened {spot}."
    if _PLACE.match(spot) and is_clause(text):
        return f"{upper_first(spot)}, {lower_first(text, {'I'})}."
    if _PLACE.match(spot):
        return f"{about(where)} {upper_first(text)}."
    return f"This is about {spot}: {lower_first(text, {'I'})}."


def about(where: str) -> str:
    """Return when and where as a sentence of its own."""
    spot = place(where)
    return f"{'It was' if _PLACE.match(spot) else 'This is about'} {spot}."


def impact(one: Remark) -> str:
    """Return what it led to."""
    text = _plain(one.text)
    if one.quoted:
        return f"This is what I noted about the result: “{trim(one.words)}”."
    text = re.sub(
        r"^(?:so that|so|that) (?=(?:i|we|they|he|she|you|it|the|my|our|nobody|everyone|a)\b)",
        "",
        text,
        flags=re.IGNORECASE,
    )
    first = text.split(" ", 1)[0].lower()
    if not one.asked or is_clause(text):
        return f"{upper_first(text)}."
    if first in (
        "made",
        "meant",
        "led",
        "caused",
        "left",
        "cost",
        "delayed",
        "gave",
        "forced",
        "held",
        "put",
    ):
        return f"That {lower_first(text)}."
    if read(text).form == "verb":
        return f"The result: {lower_first(text, {'I'})}."
    return f"It led to {lower_first(text, {'I'})}."


def request(one: Remark, tone: Relation) -> str:
    """Return what is asked for, as a question where that can be."""
    text = _plain(one.text)
    if one.quoted:
        return f"This is what I'd like: “{trim(one.words)}”."
    ends = one.text.rstrip().endswith("?")
    if not one.asked or ends or offers(text):
        return f"{upper_first(text)}{'?' if ends else '.'}"
    later = _LATER.match(text)
    when = f" {later[1].lower()}" if later else ""
    core = re.sub(r"^(?:please|to) ", "", text[later.end() :] if later else text, flags=re.IGNORECASE)
    if match := re.match(r"(?:i(?:'d| would)? (?:like|want|prefer|need) )?you to (.+)$", core, re.IGNORECASE):
        return f"I'd like you to {match[1]}{when}."
    if match := _MODAL.match(core):
        return _ask(match[1], when, tone)
    if match := re.match(r"(?:(?:i'd like|i want) (?:it )?(?:that|if) )?you (\w.+)$", core, re.IGNORECASE):
        return f"I'd like you to {match[1]}{when}."
    word = core.split(" ", 1)[0].lower()
    if is_verb(word) or word in acts("base", "en"):
        return _ask(lower_first(core), when, tone)
    return f"What I'd like{when or ' next time'}: {lower_first(core, {'I'})}."


def also(one: Remark, tone: Relation) -> str:
    """Return a further sentence of the request as it stands, whatever the tone."""
    return f"{upper_first(_plain(one.text))}{'?' if one.text.rstrip().endswith('?') else '.'}"


def _ask(base: str, when: str, tone: Relation) -> str:
    if tone == "formal":
        return f"I would ask you to {base}{when}."
    return f"Could you {base}{when}?" if tone == "warm" else f"Please {base}{when}."


def _plain(text: str) -> str:
    return _TAIL.sub("", _LINK.sub("", trim(text)))


def place(where: str) -> str:
    """Return when and where without "it was"."""
    return where if where.startswith("[") else lower_first(_HAPPENED.sub("", trim(where)), _keep())


@cache
def _keep() -> frozenset[str]:
    """Return what is written with a capital wherever it stands: days, months, "I"."""
    days = [day.capitalize() for day in lexicon("facts", "en")["weekdays"]]
    months = [month.capitalize() for month in lexicon("facts", "en")["months"]]
    return frozenset(("I", *days, *(f"{day}'s" for day in days), *months))
