"""English notes about a person, said to that person; and feedback to me, told as mine."""

from coach.checks.address import Person, Token, extent, gender, introduced, is_finite, known
from coach.checks.address_they import THEY, is_many, is_open
from coach.checks.feedback_english import is_past_en
from coach.checks.feedback_text import words
from coach.checks.lexicon import lexicon
from coach.checks.words import lemma

Change = tuple[int, int, str]
"""``[start, end)`` of the sentence and what stands there instead."""
FORMS = {
    "is": "are",
    "was": "were",
    "has": "have",
    "does": "do",
    "isn't": "aren't",
    "wasn't": "weren't",
    "hasn't": "haven't",
    "doesn't": "don't",
    "goes": "go",
}
_ENDS = {"'s": "'re", "'d": "'d", "'ll": "'ll", "'ve": "'ve", "'re": "'re"}
_JOINS = frozenset(("and", "or", "but", "then", ","))


def changes(line: tuple[Token, ...], who: Person) -> tuple[list[Change], bool]:
    """Return what to put in place of every mention of the person, and whether that is safe."""
    found: list[Change] = []
    safe = True
    for at, token in enumerate(line):
        if token.quoted or not _mentions(line, at, who):
            continue
        if _unclear(line, at, who) or _parenthesis(line, at):
            safe = False
        new = _said_to(line, at)
        found.append(
            (
                *_extent(line, at, who),
                new.capitalize() if introduced(line, at, "en") == 0 and line[0].text[0].isupper() else new,
            )
        )
        if new == "you" and token.low not in ("him", "them", "they"):
            found += _agree(line, at + (2 if _extent(line, at, who)[1] != token.end else 1))
            found += _before(line, at)
    return found, safe


def _mentions(line: tuple[Token, ...], at: int, who: Person) -> bool:
    low, name = line[at].low, who.name.lower()
    bare = low.partition("'")[0]
    if name and bare == name and (at == 0 or line[at].text[0].isupper()):
        return True
    if _role(line, at) and not name and not who.addressed:
        return True
    table = lexicon("address", "en")
    forms = {
        f
        for group in ("subject", "object", "owner")
        for n, f in enumerate(table[group])
        if table["subject"][n] in who.pronouns
    }
    if bare in THEY and is_many([token.low for token in line], at):
        return False
    selves = {"he": "himself", "she": "herself", "they": "themselves"}
    return (bare in forms and low != bare + "'") or low in {selves[p] for p in who.pronouns}


def _role(line: tuple[Token, ...], at: int) -> bool:
    return (
        line[at].low in known("my", "en") and at + 1 < len(line) and line[at + 1].low in known("role", "en")
    )


def _extent(line: tuple[Token, ...], at: int, who: Person) -> tuple[int, int]:
    if _role(line, at):
        return line[at].start, line[at + 1].end
    named = line[at].low.partition("'")[0] == who.name.lower()
    return extent(line, at, who, "en", named=named)


def _unclear(line: tuple[Token, ...], at: int, who: Person) -> bool:
    """Return whether a pronoun may stand for somebody else who was named before it."""
    low = line[at].low
    if low.partition("'")[0] == who.name.lower():
        return False
    if low.partition("'")[0] in THEY and is_open([token.low for token in line], at, alone=who.alone):
        return True
    rivals = [t.low.partition("'")[0] for t in line[:at]]
    return any(gender(rival, "en") in ("", *who.pronouns) for rival in rivals if rival in who.others)


def _parenthesis(line: tuple[Token, ...], at: int) -> bool:
    """Return whether a clause about the person hangs on: "Tom, who sits by the door, is late"."""
    near = {t.low for t in line[at + 1 : at + 3]}
    return "who" in near


def _said_to(line: tuple[Token, ...], at: int) -> str:
    low = line[at].low
    bare, mark, end = low.partition("'")
    after = line[at + 1].low if at + 1 < len(line) else ""
    if low in ("himself", "herself", "themselves"):
        return "yourself"
    if low in ("his", "their") or (low == "her" and _is_owner(after)):
        return "your"
    if not mark:
        return "you"
    if end == "s":
        if after in known("has_next", "en"):
            return "you've"
        pronoun = bare in lexicon("address", "en")["subject"]
        return "you're" if pronoun or after in known("is_next", "en") or after.endswith("ing") else "your"
    return f"you'{end}"


def _is_owner(after: str) -> bool:
    return (
        bool(after)
        and after[0].isalpha()
        and after not in known("after_object", "en")
        and not after.endswith("ly")
    )


def _agree(line: tuple[Token, ...], at: int) -> list[Change]:
    """Return the verbs after the subject in the form that goes with "you"."""
    found: list[Change] = []
    while at < len(line) and (line[at].low in known("adverb", "en") or line[at].low.endswith("ly")):
        at += 1
    if at >= len(line) or line[at].quoted:
        return found
    new = base(line[at].low)
    if not new:
        return found
    found.append((line[at].start, line[at].end, new))
    if line[at].low in FORMS and line[at].low not in ("goes", "does", "has"):
        return found
    for index in range(at + 1, len(line) - 1):
        if line[index].text in ".;:" or line[index].low in ("i", "we", "they"):
            break
        if line[index].low in _JOINS and (more := base(line[index + 1].low)):
            found.append((line[index + 1].start, line[index + 1].end, more))
    return found


def _before(line: tuple[Token, ...], at: int) -> list[Change]:
    """Return the helping verb of a question in the form that goes with "you": "why does she"."""
    if not at or line[at - 1].low not in FORMS or not any(t.text == "?" for t in line):
        return []
    helper = line[at - 1]
    new = FORMS[helper.low]
    return [(helper.start, helper.end, new.capitalize() if helper.text[0].isupper() else new)]


def base(low: str) -> str:
    """Return a verb of the third person as it goes with "you", "" for every other word."""
    if low in FORMS:
        return FORMS[low]
    if (
        not low.endswith("s")
        or low.endswith(("ss", "us", "'s"))
        or len(low) < 4
        or low in known("no_verb", "en")
    ):
        return ""
    stem = lemma(low, "en")
    if stem != low and low.startswith(stem[:-1]):
        return stem
    return (
        low[:-3] + "y"
        if low.endswith("ies")
        else low[:-2]
        if low.endswith(("shes", "ches", "xes", "sses"))
        else low[:-1]
    )


_MINE = {
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
    "you're": "I'm",
    "you've": "I've",
    "you'd": "I'd",
    "you'll": "I'll",
}
_YOURS = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "i'm": "you're",
    "i've": "you've",
    "i'd": "you'd",
    "i'll": "you'll",
}
_WITH_I = {"are": "am", "were": "was", "aren't": "am not", "weren't": "wasn't"}
_WITH_YOU = {"am": "are", "was": "were", "wasn't": "weren't"}


def mirrored(line: tuple[Token, ...]) -> list[Change]:
    """Return what turns feedback to me into my own account: "you interrupted me", "I interrupted you"."""
    found: list[Change] = []
    for at, token in enumerate(line):
        if token.quoted:
            continue
        if token.low == "you":
            subject = (
                at == 0 or (at + 1 < len(line) and is_finite(_form_i(line, at + 1), "en")) or _opens(line, at)
            )
            found.append((token.start, token.end, "I" if subject else "me"))
            found += _helper(line, at + 1, _WITH_I) if subject else []
        elif token.low in _MINE:
            found.append((token.start, token.end, _MINE[token.low]))
        elif token.low in _YOURS:
            found.append((token.start, token.end, _YOURS[token.low]))
            found += _helper(line, at + 1, _WITH_YOU) if token.low == "i" else []
    return found


def _form_i(line: tuple[Token, ...], at: int) -> str:
    while at < len(line) - 1 and line[at].low in known("adverb", "en"):
        at += 1
    return "was" if line[at].low in ("are", "were", "have", "do", "don't", "aren't") else line[at].low


def _opens(line: tuple[Token, ...], at: int) -> bool:
    return line[at - 1].low in (
        ",",
        "and",
        "but",
        "that",
        "when",
        "because",
        "if",
        "so",
        "while",
        "how",
        "what",
        "as",
        ":",
        "before",
        "after",
        "until",
    )


def _helper(line: tuple[Token, ...], at: int, forms: dict[str, str]) -> list[Change]:
    while at < len(line) - 1 and line[at].low in known("adverb", "en"):
        at += 1
    if at < len(line) and line[at].low in forms:
        return [(line[at].start, line[at].end, forms[line[at].low])]
    return []


def headless(line: tuple[Token, ...]) -> str:
    """Return what to put before a note with no subject: "sent the report late", "late for the meeting"."""
    first, second = line[0].low, line[1].low if len(line) > 1 else ""
    if first in known("state", "en"):
        return "you were "
    asked = second in known("subject_word", "en") or (
        first in FORMS and second in ("the", "there", "this", "that")
    )
    if asked or second in ("by", "") or first in known("past_or_order", "en"):
        return ""
    if base(first) in words("base", "en") and second not in known("no_object", "en"):
        return "you "
    return "you " if first in FORMS or is_past_en(first) else ""
