"""Swedish notes about a person, said to that person; and feedback to me, told as mine."""

from coach.checks.address import Person, Token, extent, gender, introduced, is_finite, known
from coach.checks.feedback_text import words
from coach.checks.lexicon import lexicon

Change = tuple[int, int, str]
"""``[start, end)`` of the sentence and what stands there instead."""
_PLURAL = ("arna", "erna", "orna", "ar", "er", "or", "na", "anden", "enden", "ien")
_CUTS = frozenset(",;:–—")


def changes(line: tuple[Token, ...], who: Person) -> tuple[list[Change], bool]:
    """Return what to put in place of every mention of the person, and whether that is safe."""
    found: list[Change] = []
    # "höra av sig": who is to do it is the person; "ställa den på sin plats" leaves that open.
    safe, mine = True, False
    bare = line[0].low in words("base", "sv")
    for at, token in enumerate(line):
        if token.quoted:
            continue
        mine = _subject(line, at, who, mine)
        if not _mentions(line, at, who):
            if (mine or (bare and token.low == "sig")) and (new := _reflexive(token.low)):
                found.append((token.start, token.end, new))
            continue
        if _unclear(line, at, who):
            safe = False
        found.append((*_extent(line, at, who), _said_to(line, at)))
    return found, safe


def _mentions(line: tuple[Token, ...], at: int, who: Person) -> bool:
    low, name = line[at].low, who.name.lower()
    if name and low in (name, f"{name}s", f"{name}:s") and (at == 0 or line[at].text[0].isupper()):
        return True
    if _role(line, at) and not who.addressed and not name:
        return True
    forms = {
        f
        for group in ("subject", "object", "owner")
        for n, f in enumerate(lexicon("address", "sv")[group])
        if lexicon("address", "sv")["subject"][n] in who.pronouns
    }
    return low in forms and not (low == "hans" and line[at].text == "Hans" and at > 0)


def _role(line: tuple[Token, ...], at: int) -> bool:
    owned = line[at].low in known("my", "sv") and at + 1 < len(line)
    return owned and line[at + 1].low in known("role", "sv") and at in (0, 1, 2)


def _extent(line: tuple[Token, ...], at: int, who: Person) -> tuple[int, int]:
    if _role(line, at):
        return line[at].start, line[at + 1].end
    named = line[at].low == who.name.lower()
    return extent(line, at, who, "sv", named=named)


def _unclear(line: tuple[Token, ...], at: int, who: Person) -> bool:
    """Return whether a pronoun may stand for somebody else who was named before it."""
    if line[at].low.removesuffix("s") == who.name.lower():
        return False
    rivals = [t.low for t in line[:at] if t.low in who.others or t.low.removesuffix("s") in who.others]
    return any(gender(rival, "sv") in ("", *who.pronouns) for rival in rivals)


def _said_to(line: tuple[Token, ...], at: int) -> str:
    token, table = line[at], lexicon("address", "sv")
    if token.low in table["owner"] or (
        token.low.endswith("s") and token.low[:-1].isalpha() and _owns(line, at)
    ):
        new = owner(line, at + 1, ("din", "ditt", "dina"))
    elif token.low in table["object"][:2]:
        new = "dig"
    elif token.low in table["subject"] or _is_subject(line, at):
        new = "du"
    else:
        new = "dig"
    first = introduced(line, at, "sv") == 0 and line[0].text[0].isupper()
    return new.capitalize() if first else new


def _owns(line: tuple[Token, ...], at: int) -> bool:
    after = line[at + 1] if at + 1 < len(line) else None
    return bool(
        after
        and after.text[0].isalpha()
        and not is_finite(after.low, "sv")
        and after.low not in known("adverb", "sv")
    )


def owner(line: tuple[Token, ...], at: int, forms: tuple[str, str, str]) -> str:
    """Return "din", "ditt" or "dina" for the noun at or soon after ``at``."""
    for token in line[at : at + 3]:
        low = token.low
        if low.endswith(_PLURAL) and not low.endswith(("are", "ledar", "chef")) and len(low) > 4:
            return forms[2]
        if any(low.endswith(noun) for noun in known("neuter", "sv")) or low.endswith(
            ("ande", "ende", "ment", "eri")
        ):
            return forms[1]
        if not low.endswith(("a", "t", "e")):
            break
    follows = line[at].low if at < len(line) else ""
    return forms[2] if follows in ("egna", "nya", "två", "tre", "senaste") else forms[0]


def _is_subject(line: tuple[Token, ...], at: int) -> bool:
    if introduced(line, at, "sv") == 0:
        return True
    before = line[at - 1].low if at else ""
    if not at:
        return True
    if before in known("preposition", "sv"):
        return before in ("för", "än", "om", "efter", "innan", "under") and _verb_follows(line, at)
    if is_finite(before, "sv"):
        return at == 1 or line[_clause(line, at)].low in known("front", "sv")
    return before in known("opener", "sv") | _CUTS or _verb_follows(line, at)


def _clause(line: tuple[Token, ...], at: int) -> int:
    """Return where the clause around ``at`` begins."""
    for start in range(at - 1, 0, -1):
        if line[start - 1].text in _CUTS or line[start - 1].low in ("och", "men"):
            return start
    return 0


def _verb_follows(line: tuple[Token, ...], at: int) -> bool:
    after = at + 1
    while after < len(line) and line[after].low in known("adverb", "sv"):
        after += 1
    return after < len(line) and is_finite(line[after].low, "sv")


def _subject(line: tuple[Token, ...], at: int, who: Person, mine: bool) -> bool:
    """Return whether the person is the subject from this word on."""
    low = line[at].low
    if _mentions(line, at, who):
        asked = at and line[at - 1].low in ("bad", "bett", "ber", "be", "uppmanade", "påminde")
        return (
            mine
            or bool(asked)
            or (
                _said_to(line, at).lower() in ("du", "din", "ditt", "dina")
                and low not in lexicon("address", "sv")["owner"]
            )
        )
    if low in (
        "jag",
        "vi",
        "de",
        "man",
        "ni",
        "kunden",
        "kunderna",
        "gruppen",
        "teamet",
        "kollegorna",
        "alla",
        *lexicon("address", "sv")["subject"],
    ):
        return False
    if (
        at
        and (low in who.others or line[at].text[0].isupper())
        and line[at - 1].low in known("opener", "sv") | _CUTS
    ):
        return not _verb_follows(line, at) and mine
    if low in who.others and at + 1 < len(line) and line[at + 1].low == "att":
        # "hjälpte Ulla att hitta sin väska": from here it is hers.
        return False
    ends = low.endswith(("en", "et", "na")) and at > 0 and line[at - 1].low in known("opener", "sv") | _CUTS
    return mine and not (ends and _verb_follows(line, at))


def _reflexive(low: str) -> str:
    return {"sig": "dig", "sin": "din", "sitt": "ditt", "sina": "dina"}.get(low, "")


_MINE = {"du": "jag", "dig": "mig", "din": "min", "ditt": "mitt", "dina": "mina"}
_YOURS = {
    "jag": "du",
    "mig": "dig",
    "min": "din",
    "mitt": "ditt",
    "mina": "dina",
    "oss": "er",
    "vi": "ni",
    "vår": "er",
    "vårt": "ert",
    "våra": "era",
}


def mirrored(line: tuple[Token, ...]) -> list[Change]:
    """Return what turns feedback to me into my own account of it: "du avbröt mig", "jag avbröt dig"."""
    both = {
        **_MINE,
        **{low: new for low, new in _YOURS.items() if low not in ("oss", "vi", "vår", "vårt", "våra")},
    }
    found = [(t.start, t.end, both[t.low]) for t in line if not t.quoted and t.low in both]
    return found


def headless(line: tuple[Token, ...]) -> str:
    """Return what to put before a note without its subject: "skickade rapporten sent", "sen till mötet"."""
    first, second = line[0].low, line[1].low if len(line) > 1 else ""
    if first in known("state", "sv"):
        return "du var "
    subject = second in known("subject_word", "sv") or (len(line) > 1 and line[1].text[0].isupper())
    noun = first.endswith("er") and second in ("är", "som", "från", "och", "har")
    if subject or noun or first in known("no_start", "sv"):
        return ""
    return "du " if is_finite(first, "sv") else ""
