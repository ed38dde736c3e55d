"""Who does what by when: the rows in one statement of the notes."""

import datetime
import re
from dataclasses import dataclass, replace

from coach.checks.email_parts import alternatives
from coach.domain.email import ActionItem
from coach.domain.text import Lang
from coach.modes.email_days import Day, day_of
from coach.modes.email_lines import Line, small
from coach.modes.email_verbs import deed, infinitive, is_work, passive
from coach.modes.phrasebook import cue

_ME = {"sv": "jag", "en": "I"}
_WE = {"sv": "vi", "en": "we"}
_THIRD = {"sv": ("hon", "han", "hen"), "en": ("she", "he")}
_DOERS = {"sv": "jag|vi|hon|han|hen|du|ni|de", "en": "i|we|she|he|you|they"}
_THEN = {
    "sv": r"(?:sedan|sen|då|därefter|och|men|att|så)\s+",
    "en": r"(?:then|after that|and|but|that|so)\s+",
}
_LABEL = re.compile(r"(?P<who>[^\W\d_][\w.-]*(?: [\w.-]+){0,3}):\s+(?P<what>\S.*)", re.DOTALL)
_TALK = {"sv": r"(?:jag|vi|det|hon|han|du|ni|de)\s", "en": r"(?:i|i'm|we|it|it's|she|he|you|they|there)\s"}


@dataclass(frozen=True, slots=True)
class Around:
    """What a statement is read against."""

    lang: Lang
    today: datetime.date
    people: tuple[str, ...] = ()
    own: str = ""
    last: str = ""
    """Who was named last before the statement."""
    turn: int = 0
    they: bool = False
    """Whether "they" is that person, too."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Doer and deed of one clause, the day taken out."""

    who: str
    what: str
    passive: bool = False


def rows(line: Line, around: Around) -> list[ActionItem]:
    """Return the rows of a statement, in order; none where nobody is to do anything."""
    found: list[ActionItem] = []
    last = around.last
    for start, text in _clauses(line, around):
        day = day_of(text, around.lang, around.today)
        bare = _without(text, day)
        now = replace(around, last=last)
        done = _deed(bare, now, listed=line.section == "actions", dated=day is not None, bullet=line.bullet)
        if done is None or (
            done.passive and not day and line.section != "actions" and _decided(text, around.lang)
        ):
            # "We agreed that the move will be done in two stages" is a decision, no task.
            continue
        last = done.who if done.who and done.who not in (_ME[around.lang], _WE[around.lang]) else last
        span = (start, start + len(text))
        found.append(
            ActionItem(
                done.who, done.what, day.day if day else None, day.words if day else "", span, around.turn,
                done.passive, day.doubt if day else "", None, day.exact if day else True,
            )
        )  # fmt: skip
    return found


def _decided(text: str, lang: Lang) -> bool:
    return bool(re.match(cue("email", lang, "agreed").pattern, small(text)))


def _clauses(line: Line, around: Around) -> list[tuple[int, str]]:
    """Cut a statement before each further doer with a verb."""
    doer = _doer(around)
    shape = re.compile(
        rf"(?:,\s*|\s+)(?:{_JOIN[around.lang]})?\s*(?=(?:{doer})(?:\s+\w|'))",
        re.IGNORECASE,
    )
    text, cuts = line.text, [0]
    for match in shape.finditer(text):
        joined = match[0].strip(" ")
        if joined and match.start() > cuts[-1] and _acts(text[match.end() :], around):
            cuts.append(match.end())
    ends = [*cuts[1:], len(text)]
    return [
        (line.start + a, re.sub(rf"[\s,]+(?:{_JOIN[around.lang]})?[\s,]*$", "", text[a:b]))
        for a, b in zip(cuts, ends, strict=True)
    ]


_JOIN = {"sv": "och|samt|medan|men|sedan|så", "en": "and|while|but|then|so"}


def _doer(around: Around) -> str:
    names = sorted({n for p in around.people for n in (p, p.split()[0])}, key=len, reverse=True)
    return "|".join((*map(re.escape, names), _DOERS[around.lang], alternatives("roles", around.lang)))


def _acts(text: str, around: Around) -> bool:
    return _finite(text, around) is not None


def _without(text: str, day: Day | None) -> str:
    """Return the clause without its day and what is left hanging of it."""
    if day is None:
        return text.strip(" .,;:–—-!")
    before, after = text[: day.span[0]].rstrip(" ,(–—-"), text[day.span[1] :].lstrip(" )")
    joined = f"{before} {after}" if after[:1] not in (".", ",", ";", ":", "!") else f"{before}{after}"
    return re.sub(r"\s{2,}", " ", joined).strip(" .,;:–—-!()")


def _deed(text: str, around: Around, *, listed: bool, dated: bool, bullet: bool) -> Deed | None:
    bare = _unled(text, around.lang)
    if not bare:
        return None
    if (found := _finite(bare, around)) or (found := _turned(bare, around)):
        return found
    if found := _minuted(bare, around, listed=listed, dated=dated):
        return found
    if clause := passive(bare, around.lang):
        return Deed("", clause, passive=True)
    if ordered := _ordered(bare, around, listed=listed, dated=dated, bullet=bullet):
        return ordered
    return (
        Deed("", bare, passive=True)
        if listed and len(bare.split()) > 1 and _has_verb(bare, around)
        else (Deed("", bare) if listed and len(bare.split()) > 1 and dated else None)
    )


def _ordered(bare: str, around: Around, *, listed: bool, dated: bool, bullet: bool) -> Deed | None:
    """Read a deed without a doer: "boka lokal", "behöver boka lokal", "book the room"."""
    helper = re.match(rf"(?:{cue('email', around.lang, 'helpers').pattern})\s+", small(bare))
    if helper and (listed or bullet or dated):
        what = deed(bare[helper.end() :], around.lang)
        return Deed("", what) if what else None
    first, _, more = bare.partition(" ")
    if any(first in person.split() for person in around.people) or not more:
        return None
    verb = infinitive(small(first), around.lang)
    told = around.lang == "sv" and small(first).endswith("r")
    thing = around.lang == "sv" or re.match(_THING, small(more))
    sure = listed or ((dated or bullet) and not told and thing)
    return Deed("", f"{verb} {more}") if verb and sure else None


_THING = r"(?:a|an|the|my|our|her|his|their|your|some|new|up|out|all|every|with|to)\b"


def _has_verb(text: str, around: Around) -> bool:
    return around.lang == "sv" and any(w.endswith("s") and len(w) > 4 for w in small(text).split()[1:3])


def _unled(text: str, lang: Lang) -> str:
    """Return a clause without "we agreed that", "then"."""
    lead = re.compile(rf"(?:{cue('email', lang, 'agreed').pattern})|{_THEN[lang]}")
    for _ in range(3):
        found = lead.match(small(text))
        if not found or not found[0]:
            break
        text = text[found.end() :].strip()
    return text


def _finite(text: str, around: Around) -> Deed | None:
    """Read "jag ska boka", "Maria frågar", "she will ask"."""
    found = re.match(rf"({_doer(around)})(?:\s+|(?='))(?:{_ALSO[around.lang]}\s+)?", text, re.IGNORECASE)
    if not found or not _proper(found[1], around):
        return None
    rest = text[found.end() :]
    helper = re.match(
        rf"(?:{cue('email', around.lang, 'helpers').pattern})\s+(?!(?:inte|not|aldrig|never)\b)", small(rest)
    )
    if helper:
        after = re.sub(rf"^(?:{_ALSO[around.lang]})\s+", "", rest[helper.end() :])
        what = deed(after, around.lang)
        return (
            Deed(who(found[1], around), what) if what and not _mutual(found[1], what, around.lang) else None
        )
    verb, _, more = rest.partition(" ")
    low = small(verb).strip(".,")
    if not is_work(low, more, around.lang) or re.match(
        r"(?:inte|aldrig|ofta|alltid|redan|not|never)\b", small(more)
    ):
        return None
    if around.lang == "en" and (
        found[1].lower() in ("i", "we", "you", "they") or low == infinitive(low, "en")
    ):
        return None
    return Deed(who(found[1], around), f"{infinitive(low, around.lang)} {more}".strip()) if more else None


_ALSO = {"sv": "också|sedan|då|även|själv", "en": "also|then|both"}


def _mutual(doer: str, what: str, lang: Lang) -> bool:
    """Whether the two only meet or talk: the next contact, no row."""
    first = small(what).split(" ", 1)[0]
    both = small(doer) in ("vi", "we")
    return both and first in ("ses", "höras", "träffas", "mötas", "meet", "talk", "speak", "catch", "see")


def _proper(doer: str, around: Around) -> bool:
    """Whether a name is written as one: "per" is none."""
    return (
        doer[0].isupper()
        or small(doer) in _DOERS[around.lang].split("|")
        or bool(re.fullmatch(alternatives("roles", around.lang), small(doer)))
    )


def _turned(text: str, around: Around) -> Deed | None:
    """Read Swedish with the verb first: "(på fredag) skickar jag listan", "ska Maria boka"."""
    if around.lang != "sv":
        return None
    found = re.match(rf"(\w+)\s+({_doer(around)})\s+(.+)", text, re.IGNORECASE | re.DOTALL)
    if not found or not _proper(found[2], around):
        return None
    verb = small(found[1])
    if verb in ("ska", "skall", "skulle"):
        what = deed(found[3], "sv")
        return Deed(who(found[2], around), what) if what and not _mutual(found[2], what, "sv") else None
    return (
        Deed(who(found[2], around), f"{infinitive(verb, 'sv')} {found[3]}")
        if is_work(verb, found[3], "sv")
        else None
    )


def _minuted(text: str, around: Around, *, listed: bool, dated: bool) -> Deed | None:
    """Read "Maria: boka lokal", "boka lokal – Maria", "boka lokal (Maria)", "Maria to book"."""
    names = _doer(around)
    head = re.match(rf"({names})\s*(?::|\s[–—-])\s*(.+)", text, re.IGNORECASE | re.DOTALL)
    if head and _proper(head[1], around):
        return _after_name(head[1], head[2], around, firm=listed or dated)
    if listed and (label := _LABEL.fullmatch(text)):
        # "The controller: send the figures", under a heading that says these are tasks.
        first, _, rest = label["what"].partition(" ")
        verb = infinitive(small(first), around.lang)
        if verb or dated:
            return Deed(who(label["who"], around), f"{verb or first} {rest}".strip())
    tail = re.fullmatch(
        rf"(.+?)(?:\s*[–—-]\s*|\s*\((?:ansv\w*\.?:?\s*|owner:?\s*)?|,\s*(?:ansvarig\w*:?\s*)?|\s+(?:ansvarig\w*|owner)\s*:\s*)({names})\)?",
        text,
        re.IGNORECASE | re.DOTALL,
    )
    if not tail or not _proper(tail[2], around):
        return None
    first, _, rest = tail[1].strip().partition(" ")
    verb = infinitive(small(first), around.lang)
    if verb:
        return Deed(who(tail[2], around), f"{verb} {rest}".strip())
    return Deed(who(tail[2], around), tail[1].strip()) if listed else None


def _after_name(name: str, text: str, around: Around, *, firm: bool) -> Deed | None:
    if re.match(_TALK[around.lang], small(text)):
        # A transcript: what she says of herself is hers.
        said = _finite(text, around)
        return Deed(who(name, around), said.what) if said and said.who == _ME[around.lang] else said
    helper = re.match(rf"(?:{cue('email', around.lang, 'helpers').pattern})\s+", small(text))
    rest = text[helper.end() :] if helper else text
    first, _, more = rest.partition(" ")
    verb = infinitive(small(first).strip(",."), around.lang)
    if verb:
        return Deed(who(name, around), f"{verb} {more}".strip())
    return Deed(who(name, around), text) if firm and len(text.split()) > 0 else None


def who(doer: str, around: Around) -> str:
    """Return a doer as the rows name it."""
    low = small(doer.strip())
    me, we = cue("email", around.lang, "me"), cue("email", around.lang, "both")
    if me.fullmatch(low) or (around.own and low in (small(around.own), small(around.own.split()[0]))):
        return _ME[around.lang]
    if we.fullmatch(low):
        return _WE[around.lang]
    if low in _THIRD[around.lang] or (low == "they" and around.they):
        return around.last
    return doer.strip() if doer[0].isupper() else low
