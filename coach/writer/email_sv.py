"""A follow-up email in Swedish: the sentences that ``email.compose`` puts together."""

import re
from collections.abc import Mapping

from coach.checks.dates import show_date
from coach.checks.words import lemma
from coach.domain.email import EMAIL_BLANKS, ActionItem, EmailKind, EmailPaper, NextContact
from coach.writer.email_you import is_one, to_you
from coach.writer.phrase import lower_first, trim, upper_first
from coach.writer.phrase_sv import is_infinitive, is_present, small

SUBJECT, CLOSING, MISSED = (
    "Ämne: ",
    "Vänliga hälsningar",
    "Säg till om jag har missat eller missförstått något.",
)
POINTS = "Det här pratade vi om, i korthet:"
ROWS: Mapping[EmailKind, str] = {
    "thanks": "Så här går vi vidare:",
    "recap": "Det här kom vi överens om:",
    "clarify": "Så här har jag uppfattat vem som gör vad:",
}
ASKING = "Jag vill vara säker på att jag har förstått dig rätt:"
ASKING_ALL = "Jag vill vara säker på att jag har förstått rätt:"
OPEN = "Det här är fortfarande oklart:"
_BLANK = EMAIL_BLANKS["sv"]
_LIMIT = re.compile(
    r"(?:senast|till|före|innan|inom|tills|fram till|sista|deadline|t\.?o\.?m)\b", re.IGNORECASE
)
_PAST = frozenset(
    [
        "sa",
        "gick",
        "tog",
        "blev",
        "var",
        "gav",
        "höll",
        "kom",
        "fick",
        "bad",
        "såg",
        "hade",
        "gjorde",
        "lät",
        "stod",
        "skrev",
    ]
)
_SUBJECTS = re.compile(r"(?:jag|du|vi|ni|det|de|man|hon|han|hen)\s", re.IGNORECASE)
_OPEN_LEAD = re.compile(
    r"(?:(?:det )?(?:är|var) )?(?:fortfarande |lite |ännu |nog )*"
    r"(?:oklart|osäkert)(?: för mig)?\s*[:,–-]?\s*"
    r"|(?:det som|vad som) (?:är|var) oklart (?:är|var)\s*[:,]?\s*"
    r"|jag (?:är|var) (?:fortfarande |lite )?osäker på\s*"
    r"|(?:jag|vi) (?:vet|förstod|minns) (?:inte|aldrig)(?: riktigt)?\s*"
    r"|jag undrar\s+|jag förstod aldrig\s*|fråga(?:n)?(?: är)?(?: till \w+)?\s*[:,]?\s*"
    r"|(?:jag )?(?:vill|behöver|ska) (?:fråga|förtydliga|klargöra|reda ut)(?: henne| honom| \w+(?= om))?\s*",
    re.IGNORECASE,
)
_THANKS_LEAD = re.compile(
    r"(?:och )?(?:jag (?:vill|ska|skulle vilja) )?(?:också )?tack(?:a|ar)?\b[^.?!]{0,40}?\bför\s+"
    r"|(?:jag (?:är|var) )?(?:väldigt |mycket |så )?tacksam(?:ma)? (?:för|över)\s+|för\s+(?=att\b|\w)",
    re.IGNORECASE,
)


def subject(paper: EmailPaper) -> str:
    """Return the subject line's matter."""
    what = paper.meeting.what or "samtalet"
    about = f" om {_topic(paper)}" if paper.meeting.topic else ""
    day = f" {_day(paper, paper.meeting.day)}" if paper.meeting.day else ""
    lead = {"thanks": "Tack för ", "recap": "Sammanfattning av ", "clarify": "Fråga efter "}
    return f"{lead[paper.kind or 'recap']}{what}{about}{day}"


def greeting(paper: EmailPaper) -> str:
    """Return the greeting line."""
    if not paper.receiver:
        return f"Hej {_BLANK['receiver']}!" if "receiver" in paper.given_up else "Hej!"
    if not paper.receiver[0].isupper():
        return "Hej allihop!"
    return f"Hej {paper.receiver.split()[0] if is_one(paper.receiver) else paper.receiver}!"


def thanks(paper: EmailPaper) -> list[str]:
    """Return the sentences of thanks, the meeting's own first where nothing else is thanked for."""
    found = [_thank(paper, remark.words, remark.person) for remark in paper.thanks]
    if not found and paper.kind == "thanks" and "thanks" in paper.given_up:
        return [f"Tack för {_BLANK['thanks']}."]
    return found or [_for_meeting(paper)]


def _topic(paper: EmailPaper) -> str:
    return to_you(paper.meeting.topic, "sv", paper.receiver, paper.own, paper.receiver)


def _for_meeting(paper: EmailPaper) -> str:
    about = f" om {_topic(paper)}" if paper.meeting.topic else ""
    day = f" {_day(paper, paper.meeting.day)}" if paper.meeting.day and not about else ""
    return f"Tack för {paper.meeting.what or 'samtalet'}{about}{day}."


def _thank(paper: EmailPaper, words: str, person: str) -> str:
    flat = trim(words)
    lead = _THANKS_LEAD.match(flat)
    core = small(flat[lead.end() :] if lead else flat)
    said = to_you(core, "sv", paper.receiver, paper.own, person)
    if re.match(r"att\s", said):
        return f"Tack för {said}."
    if re.match(r"du\s", said, re.IGNORECASE):
        return f"Tack för att {lower_first(said)}."
    if _clause(said) or re.search(r"\b(?:uppskatta|tacksam)", said):
        return f"{upper_first(said)}."
    return f"Tack för {said}."


def _clause(said: str) -> bool:
    """Return whether a remark stands by itself: a subject and then a verb."""
    words = said.lower().split()
    return (
        len(words) > 1
        and any(_finite(word.strip(",.")) and words[at] != "i" for at, word in enumerate(words[1:4]))
        and not re.match(r"(?:råd|tips)\w* (?:om|att)", said)
    )


def _finite(word: str) -> bool:
    base = lemma(word, "sv") if word[:1].isalpha() else word
    past = base != word and word.endswith(("de", "te")) and is_infinitive(base)
    return is_present(word) or past or word in _PAST


def point(paper: EmailPaper, words: str, person: str) -> str:
    """Return one point from the meeting as a sentence to the receiver."""
    said = to_you(re.sub(r"^[•*–-]\s*", "", words.strip()), "sv", paper.receiver, paper.own, person)
    said = re.sub(r"\s+", " ", said).rstrip(" .;,")
    return f"{upper_first(said)}." if said[-1:] not in "!?" else upper_first(said)


def question(paper: EmailPaper, words: str, person: str) -> str:
    """Return what is unclear as a question or a sentence that wonders."""
    said = to_you(words.strip(), "sv", paper.receiver, paper.own, person)
    core = said
    for _ in range(2):
        lead = _OPEN_LEAD.match(core)
        core = core[lead.end() :].strip() if lead and lead.end() else core
    core = core.rstrip(" .!")
    if re.match(r"(?:om|ifall|vad|hur|när|vem|vems|vilk\w+|varför|var)\s", core, re.IGNORECASE):
        asked = re.match(
            r"(?:vad|hur|när|vem|vilk\w+|varför|var)\s+(?:\w+\s)?(?:är|ska|gör|blir|har|kan|gäller|menar)\b",
            core,
            re.IGNORECASE,
        )
        return (
            f"{upper_first(core)}"
            if core.endswith("?") and (asked or core == said)
            else f"Jag undrar {lower_first(core.rstrip('?'))}."
        )
    if said.rstrip().endswith("?"):
        return upper_first(core)
    if _clause(core):
        return f"{upper_first(core)}."
    return f"Jag undrar över {small(core)}."


def row(paper: EmailPaper, item: ActionItem, number: int) -> str:
    """Return one row as a sentence: who does what by when."""
    first = paper.receiver.split()[0] if is_one(paper.receiver) else ""
    person = item.who if item.who[:1].isupper() else first
    what = re.sub(r"\s+", " ", to_you(item.what, "sv", paper.receiver, paper.own, person)).strip(" .")
    doer = _doer(item, paper)
    if item.who and first and item.who in (first, paper.receiver):
        what = re.sub(r"\bsig\b", "dig", re.sub(r"\bs(in|itt|ina)\b", r"d\1", what))
    elif item.who == "jag":
        what = re.sub(r"\bsig\b", "mig", re.sub(r"\bs(in|itt|ina)\b", r"m\1", what))
    when = _when(paper, item) or (f" {_BLANK['when']}" if f"when:{number}" in paper.given_up else "")
    if item.passive:
        return f"{doer} ser till att {small(what)}{when}."
    verb, _, rest = what.partition(" ")
    if not is_infinitive(verb.lower()) and not (verb.endswith("a") and len(verb) > 4 and rest):
        return f"{doer}: {what}{',' if when else ''}{when}."
    return f"{doer} {present(verb)} {rest}".rstrip() + f"{when}."


def _doer(item: ActionItem, paper: EmailPaper) -> str:
    if not item.who:
        return _BLANK["who"]
    if is_one(paper.receiver) and item.who in (paper.receiver, paper.receiver.split()[0], "du"):
        return "Du"
    return upper_first(item.who)


def present(verb: str) -> str:
    """Return "skickar" for "skicka", "läser" for "läsa"; "ska" and the verb where the form is not known."""
    low = verb.lower()
    known = {
        "göra": "gör",
        "veta": "vet",
        "vara": "är",
        "ha": "har",
        "vilja": "vill",
        "säga": "säger",
        "ge": "ger",
    }
    if low in known:
        return known[low]
    if not low.endswith("a"):
        return f"{low}r"
    if low.endswith("as"):
        return f"ska {low}"
    if re.search(r"(?:ö|y|ä)ra$", low):
        return low[:-1]
    er = f"{low[:-1]}er"
    return er if lemma(er, "sv") == low else f"{low}r"


def _when(paper: EmailPaper, item: ActionItem) -> str:
    if item.when is None:
        return ""
    day = _day(paper, item.when)
    if _LIMIT.match(item.when_words) or not item.exact:
        return f" senast {day}"
    return f" på {day}" if re.match(r"(?:nu )?på\s", item.when_words, re.IGNORECASE) else f" {day}"


def _day(paper: EmailPaper, day: object) -> str:
    import datetime

    assert isinstance(day, datetime.date)
    shown = show_date(day, "sv")
    return shown.removesuffix(f" {day.year}") if day.year == paper.today.year else shown


def next_contact(paper: EmailPaper, contact: NextContact) -> str:
    """Return when or how the two speak next, in the person's words."""
    words = re.sub(r"\s+", " ", contact.words).strip(" .!")
    if contact.day:
        lead = "på " if re.match(r"(?:nu )?på\s", contact.day_words, re.IGNORECASE) else ""
        lead = "senast " if re.match(r"senast|före|innan", contact.day_words, re.IGNORECASE) else lead
        shown = f"{lead}{_day(paper, contact.day)}"
        words = words.replace(contact.day_words, shown, 1) if contact.day_words in words else shown
    words = re.sub(r"\bkl\.?\s?(?=\d)", "kl. ", words)
    first = paper.receiver.split()[0] if is_one(paper.receiver) else ""
    said = to_you(words, "sv", paper.receiver, paper.own, first)
    named = re.match(
        r"((?:(?:vår|vårt|nästa|ny|nytt|uppföljande)\s+)*[\w-]+)(?:\s*:\s*|\s*,\s*|\s+)", said, re.IGNORECASE
    )
    if lone := re.match(
        r"(uppföljning|avstämning|återträff)\w*\s*[:,]?\s+(?!är|blir|sker)(?=\S)", said, re.IGNORECASE
    ):
        verb = {"u": "följer upp", "a": "stämmer av", "å": "träffas igen"}[lone[1][0].lower()]
        return f"Vi {verb} {lower_first(said[lone.end() :])}."
    if (
        re.match(r"(?:vår|vårt|nästa|ny|nytt|uppföljning|avstämning|återträff)", said, re.IGNORECASE)
        and named
    ):
        verbs = re.search(r"\b(?:är|blir|sker|hålls|tar|ligger|har)\b", said)
        return (
            f"{upper_first(said)}."
            if verbs
            else f"{upper_first(named[1])} är {lower_first(said[named.end() :])}."
        )
    if _SUBJECTS.match(said):
        return f"{upper_first(said)}."
    if said.lower().startswith(("ses ", "hörs ", "träffas ", "möts ")):
        return f"Vi {said[0].lower()}{said[1:]}."
    if is_present(said.split()[0].lower()) and not re.match(r"(?:ring|mejla)", said.lower()):
        return f"{upper_first(said)}."
    return f"Vi hörs igen {lower_first(said)}."


def unknown_contact() -> str:
    """Return the line with a blank for when the two speak next."""
    return f"Vi hörs igen {_BLANK['next']}."
