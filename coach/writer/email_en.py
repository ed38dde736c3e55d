"""A follow-up email in English: the sentences that ``email.compose`` puts together."""

import datetime
import re
from collections.abc import Mapping

from coach.checks.dates import show_date
from coach.checks.email_they import is_one_person
from coach.checks.words import lemma
from coach.domain.email import EMAIL_BLANKS, ActionItem, EmailKind, EmailPaper, NextContact
from coach.writer.email_you import is_one, to_you
from coach.writer.phrase import lower_first, trim, upper_first
from coach.writer.phrase_en import gerund, is_verb

SUBJECT, CLOSING, MISSED = "Subject: ", "Best wishes,", "Do tell me if I've missed or misunderstood anything."
POINTS = "Here is what we talked about, in brief:"
ROWS: Mapping[EmailKind, str] = {
    "thanks": "This is what happens next:",
    "recap": "This is what we agreed:",
    "clarify": "This is how I understood who does what:",
}
ASKING = "I'd like to be sure that I understood you correctly:"
ASKING_ALL = "I'd like to be sure that I understood everything correctly:"
OPEN = "Still unclear:"
_BLANK = EMAIL_BLANKS["en"]
_SUBJECTS = re.compile(r"(?:i|i'\w+|you|you'\w+|we|we'\w+|it|it's|they|that|there|she|he)\s", re.IGNORECASE)
_OPEN_LEAD = re.compile(
    r"(?:it'?s |it is |it was |that'?s )?(?:still |a bit |rather )*unclear(?: to me)?\s*[:,–-]?\s*"
    r"|(?:what'?s|what is|what was) unclear (?:is|was)\s*[:,]?\s*"
    r"|(?:i'?m |i am |i was |we'?re |we are )?(?:still |a bit )?not "
    r"(?:quite |really )?(?:sure|clear)(?: about| on)?\s*"
    r"|(?:i|we) (?:don'?t|didn'?t|do not|did not) (?:quite |really )?(?:know|understand|follow|catch)\s*"
    r"|(?:i )?(?:still )?wonder(?:ing)?\s+|questions?(?: is| are)?(?: for \w+)?\s*[:,]\s*(?:about )?"
    r"|(?:i )?(?:want to|need to|would like to|'d like to)? ?(?:ask|clarify|clear up)\b"
    r"(?: (?!whether|if|what|how|when|who|why)\w+)?\s*(?:about )?",
    re.IGNORECASE,
)
_THANKS_LEAD = re.compile(
    r"(?:and )?(?:also )?(?:i (?:want|'d like|would like) to )?(?:say )?"
    r"thank(?:s|ing)?\b[^.?!]{0,40}?\bfor\s+"
    r"|(?:i'?m |i am |i was )?(?:very |so |really )?(?:grateful|thankful) (?:to \w+ )?for\s+|for\s+(?=\w)",
    re.IGNORECASE,
)


def subject(paper: EmailPaper) -> str:
    """Return the subject line's matter."""
    what = paper.meeting.what or "our meeting"
    about = f" about {_topic(paper)}" if paper.meeting.topic else ""
    day = f" on {_day(paper, paper.meeting.day)}" if paper.meeting.day else ""
    lead = {"thanks": "Thank you for ", "recap": "Summary of ", "clarify": "A question after "}
    return f"{lead[paper.kind or 'recap']}{what}{about}{day}"


def greeting(paper: EmailPaper) -> str:
    """Return the greeting line."""
    if not paper.receiver:
        return f"Hi {_BLANK['receiver']}," if "receiver" in paper.given_up else "Hi,"
    if not paper.receiver[0].isupper():
        return "Hi all,"
    return f"Hi {paper.receiver.split()[0] if is_one(paper.receiver) else paper.receiver},"


def thanks(paper: EmailPaper) -> list[str]:
    """Return the sentences of thanks, the meeting's own first where nothing else is thanked for."""
    found = [_thank(paper, remark.words, remark.person) for remark in paper.thanks]
    if not found and paper.kind == "thanks" and "thanks" in paper.given_up:
        return [f"Thank you for {_BLANK['thanks']}."]
    return found or [_for_meeting(paper)]


def _said_to(paper: EmailPaper, words: str, last: str) -> str:
    they = "the" in words.lower() and is_one_person(paper.said, paper.receiver, paper.own, paper.people)
    return to_you(words, "en", paper.receiver, paper.own, last, they=they)


def _topic(paper: EmailPaper) -> str:
    return _said_to(paper, paper.meeting.topic, paper.receiver)


def _for_meeting(paper: EmailPaper) -> str:
    about = f" about {_topic(paper)}" if paper.meeting.topic else ""
    day = f" on {_day(paper, paper.meeting.day)}" if paper.meeting.day and not about else ""
    return f"Thank you for {paper.meeting.what or 'our meeting'}{about}{day}."


def _thank(paper: EmailPaper, words: str, person: str) -> str:
    flat = trim(words)
    lead = _THANKS_LEAD.match(flat)
    core = flat[lead.end() :] if lead else flat
    said = re.sub(r"^that\s+(?=you\b)", "", _said_to(paper, core, person))
    doing = re.match(r"you\s+(?:(really|also|kindly)\s+)?([a-z]+)\s*(.*)", said, re.IGNORECASE | re.DOTALL)
    if doing and doing[2].lower() not in (
        "were",
        "are",
        "had",
        "have",
        "could",
        "can",
        "did",
        "would",
        "will",
    ):
        base = lemma(doing[2].lower(), "en")
        if is_verb(base):
            return f"Thank you for {gerund(base)} {doing[3]}".rstrip() + "."
    if doing and doing[2].lower() in ("were", "are"):
        return f"Thank you for being {doing[3]}."
    if _SUBJECTS.match(said) or re.search(r"\b(?:appreciate|grateful|was|were|helped|gave)", said):
        return f"{upper_first(said)}."
    plain = said.split()[0].lower() in _SMALL
    return f"Thank you for {lower_first(said) if plain else said}."


_SMALL = frozenset(
    [
        "your",
        "the",
        "a",
        "an",
        "being",
        "making",
        "taking",
        "telling",
        "giving",
        "showing",
        "helping",
        "listening",
        "sharing",
        "our",
        "my",
        "that",
        "all",
    ]
)


def point(paper: EmailPaper, words: str, person: str) -> str:
    """Return one point from the meeting as a sentence to the receiver."""
    said = _said_to(paper, re.sub(r"^[•*–-]\s*", "", words.strip()), person)
    said = re.sub(r"\s+", " ", said).rstrip(" .;,")
    return f"{upper_first(said)}." if said[-1:] not in "!?" else upper_first(said)


def question(paper: EmailPaper, words: str, person: str) -> str:
    """Return what is unclear as a question or a sentence that wonders."""
    said = _said_to(paper, words.strip(), person)
    core = said
    for _ in range(2):
        lead = _OPEN_LEAD.match(core)
        core = core[lead.end() :].strip() if lead and lead.end() else core
    core = core.rstrip(" .!")
    asks = re.match(r"(?:whether|if|what|how|when|who|which|why|where)\s", core, re.IGNORECASE)
    turned = re.match(r"\w+\s+(?:\w+\s+)?(?:is|are|do|does|did|will|should|can|was)\b", core, re.IGNORECASE)
    if core.endswith("?") and (not asks or (turned and core == said.rstrip(" .!"))):
        return upper_first(core)
    if asks:
        return f"I wonder {lower_first(core.rstrip('?'))}."
    if _SUBJECTS.match(core):
        return f"{upper_first(core)}."
    return f"I wasn't quite sure about {lower_first(core, {'I'})}."


def row(paper: EmailPaper, item: ActionItem, number: int) -> str:
    """Return one row as a sentence: who does what by when."""
    first = paper.receiver.split()[0] if is_one(paper.receiver) else ""
    person = item.who if item.who[:1].isupper() and item.who != "I" else first
    what = re.sub(r"\s+", " ", _said_to(paper, item.what, person)).strip(" .")
    when = _when(paper, item) or (f" {_BLANK['when']}" if f"when:{number}" in paper.given_up else "")
    doer = _doer(item, paper)
    if item.passive:
        return f"{doer} will make sure that {lower_first(what)}{when}.".replace("I will", "I'll").replace(
            "You will", "You'll"
        )
    verb = what.split(" ", 1)[0].lower()
    if not is_verb(verb) and verb != "be" and lemma(verb, "en") != verb:
        return f"{doer}: {what}{',' if when else ''}{when}."
    return f"{_will(doer)} {what}{when}."


def _doer(item: ActionItem, paper: EmailPaper) -> str:
    if not item.who:
        return _BLANK["who"]
    if is_one(paper.receiver) and item.who in (paper.receiver, paper.receiver.split()[0], "you"):
        return "You"
    return upper_first(item.who)


def _will(doer: str) -> str:
    return f"{doer}'ll" if doer in ("I", "You", "We") else f"{doer} will"


def _when(paper: EmailPaper, item: ActionItem) -> str:
    if item.when is None:
        return ""
    by = re.match(
        r"(?:by|before|until|till|within|no later|not later|due|deadline|ready)\b",
        item.when_words,
        re.IGNORECASE,
    )
    return f" {'by' if by or not item.exact else 'on'} {_day(paper, item.when)}"


def _day(paper: EmailPaper, day: datetime.date) -> str:
    shown = show_date(day, "en")
    return shown.removesuffix(f" {day.year}") if day.year == paper.today.year else shown


def next_contact(paper: EmailPaper, contact: NextContact) -> str:
    """Return when or how the two speak next, in the person's words."""
    words = re.sub(r"\s+", " ", contact.words).strip(" .!")
    if contact.day:
        lead = "by" if re.match(r"(?:by|before|until|no later)\b", contact.day_words, re.IGNORECASE) else "on"
        shown = f"{lead} {_day(paper, contact.day)}"
        words = words.replace(contact.day_words, shown, 1) if contact.day_words in words else shown
    first = paper.receiver.split()[0] if is_one(paper.receiver) else ""
    said = _said_to(paper, words, first)
    if re.match(r"(?:our|the|a)?\s*(?:next|new|follow-?up|check-in|catch-?up)\b", said, re.IGNORECASE):
        return _named(said)
    if _SUBJECTS.match(said) or said.lower().startswith("let"):
        return f"{upper_first(said)}."
    if re.match(r"(?:speak|meet|talk|catch up)\b", said, re.IGNORECASE):
        return f"We'll {lower_first(said)}."
    return f"We'll speak again {lower_first(said)}."


def _named(said: str) -> str:
    """Return "next check-in on Friday" as "Our next check-in is on Friday"."""
    verbs = re.search(r"\b(?:is|will|'s|takes place|are)\b", said)
    own = "" if re.match(r"(?:our|the|a)\s", said, re.IGNORECASE) else "our "
    if verbs:
        return f"{upper_first(own + lower_first(said))}."
    named = re.match(
        r"((?:(?:our|the|a|next|new)\s+)*(?:follow-?up (?=meeting|call|chat|talk|session|visit))?"
        r"[\w:-]+)\s*[:,]?\s+",
        said,
        re.IGNORECASE,
    )
    if not named:
        return f"We'll speak again {lower_first(said)}."
    return f"{upper_first(own + lower_first(named[1]))} is {said[named.end() :]}."


def unknown_contact() -> str:
    """Return the line with a blank for when the two speak next."""
    return f"We'll speak again {_BLANK['next']}."
