"""Swedish phrases: which form they have, and how they become infinitives."""

import re
from functools import cache

from coach.checks.words import lemma
from coach.writer.phrase import Phrase, lower_first, one_of, trim, words

_WE = frozenset(("vi", "vår", "vårt", "våra"))
_ADJECTIVE = re.compile(r"(?:liga|iga|ska|ande|ende|bara|samma|lösa|fulla|erade|ade)$")


@cache
def _lead() -> re.Pattern[str]:
    """Return what people say before the thing itself: "jag vill gärna", "mitt mål är att", "att"."""
    filler = rf"(?:(?:{one_of('fillers', 'sv')}|försöka|kunna|börja med att)\s+)*"
    return re.compile(
        r"(?:(?:mitt|vårt|mina) (?:mål|delmål|önskan)(?: (?:för|på|i|med) [^,.]{1,40}?)?"
        r" (?:är|blir)(?: att)?\s+"
        r"|(?:målet|min plan|planen|min önskan|min ambition) är\s+(?:att\s+)?"
        rf"|(?:och\s+|då\s+|så\s+)?(?P<who>jag|vi)\s+(?:{one_of('wanting', 'sv')})\s+{filler}(?:att\s+)?"
        r"|att\s+)",
        re.IGNORECASE,
    )


@cache
def _fronted() -> re.Pattern[str]:
    """Return "i höst vill jag …": something first, then verb and subject."""
    return re.compile(
        rf"(?P<front>[^,.]{{2,50}}?)\s+(?:vill|ska|skall|tänker|skulle|hoppas|planerar|siktar|behöver|måste|kommer)\s+"
        rf"(?P<who>jag|vi)\s+(?:vilja\s+|på\s+)?(?:(?:{one_of('fillers', 'sv')})\s+)*(?:att\s+)?",
        re.IGNORECASE,
    )


@cache
def _linked() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('links', 'sv')})\s", re.IGNORECASE)


def read(text: str) -> Phrase:
    """Return the phrase without its "jag vill …", and what form it has."""
    flat = trim(text)
    plural = bool(_WE & {w.lower() for w in flat.split()[:3]})
    if _linked().match(flat):
        return Phrase(lower_first(flat), "linked", plural)
    if fronted := _fronted().match(flat):
        rest = flat[fronted.end() :]
        if is_infinitive(_first(rest)) and _first(fronted["front"]) not in words("pronouns", "sv"):
            subject = fronted["who"].lower()
            return Phrase(f"{fronted['front']} ska {subject} {rest}", "whole", subject == "vi")
    lead = _lead().match(flat)
    core = flat[lead.end() :] if lead else flat
    plural = plural or bool(lead and (lead["who"] or "").lower() == "vi")
    return _read(core, plural)


def _read(core: str, plural: bool) -> Phrase:
    first = _first(core)
    if first == "inte" and is_infinitive(_first(core[5:])):
        return Phrase(lower_first(core), "verb", plural)
    if is_infinitive(first):
        return Phrase(_infinitives(lower_first(core)), "verb", plural)
    if first in ("jag", "vi") and (made := _first_person(core)):
        return Phrase(made, "verb", plural or first == "vi")
    if first not in words("determiners", "sv") and is_present(first) and lemma(first, "sv") != first:
        return Phrase(_infinitives(f"{lemma(first, 'sv')}{core[len(first) :]}"), "verb", plural)
    return Phrase(small(core), "clause" if _has_verb(core) else "noun", plural)


def is_infinitive(word: str) -> bool:
    """Return whether a lower-case word can follow "ska": "hålla", "bli"; some nouns in -a pass too."""
    if word in words("short_verbs", "sv"):
        return True
    if word.endswith("as") and len(word) > 4:
        return is_infinitive(word[:-1])
    if not word.endswith("a") or len(word) < 3 or word in words("no_verbs", "sv") or _ADJECTIVE.search(word):
        return False
    stem = word[:-1]
    forms = (f"{stem}ar", f"{stem}er", f"{word}r", f"{stem}ade", f"{stem}te", f"{stem}it")
    return any(lemma(form, "sv") == word for form in forms) or word.endswith("era") or _prefixed(word)


def _prefixed(word: str) -> bool:
    rests = (word.removeprefix(prefix) for prefix in words("prefixes", "sv") if word.startswith(prefix))
    return any(len(rest) > 3 and rest != word and is_infinitive(rest) for rest in rests)


def is_present(word: str) -> bool:
    """Return whether a lower-case word is a verb in the present tense: "håller", "går", "är"."""
    if word in words("present", "sv"):
        return True
    return word.endswith("r") and lemma(word, "sv") != word and is_infinitive(lemma(word, "sv"))


def _first(text: str) -> str:
    return text.split(" ", 1)[0].lower().strip(",.;:") if text else ""


def _first_person(core: str) -> str:
    """Return "jag går en kurs" as "gå en kurs", or "" where the verb is unknown."""
    said = core.split(" ")
    if len(said) < 2 or not is_present(said[1].lower()):
        return ""
    return _infinitives(" ".join((lemma(said[1].lower(), "sv"), *said[2:])))


def _infinitives(core: str) -> str:
    """Return the phrase with the verbs that "och" adds to the first one in the infinitive too."""

    def turn(match: re.Match[str]) -> str:
        word = match[2].lower()
        return f"{match[1]}{lemma(word, 'sv')}" if is_present(word) else match[0]

    return re.sub(r"(\b(?:och|eller) (?:sedan |sen |då |också )?)([^\W\d_]+)(?= )", turn, core)


def _has_verb(core: str) -> bool:
    """Return whether the phrase is a clause: a finite verb before any "som" or second subject."""
    said = [word.strip(",.;:") for word in core.lower().split()]
    if said[0] in ("minst", "högst", "max"):
        return False
    for word in said[1:6]:
        if is_present(word) or _is_past(word):
            return True
        if word == "som" or word in words("pronouns", "sv"):
            return False
    return False


def _is_past(word: str) -> bool:
    base = lemma(word, "sv")
    return base != word and not word.endswith(("a", "t")) and is_infinitive(base)


def small(text: str) -> str:
    """Return ``text`` with a small first letter, unless it begins with a name."""
    return lower_first(text, _names(text))


def _names(core: str) -> set[str]:
    first = core.split(" ", 1)[0].strip(",.;:")
    known = lemma(first.lower(), "sv") != first.lower() or first.lower() in words(
        "determiners", "sv"
    ) | words("pronouns", "sv")
    return set() if known or not first[:1].isupper() else {first}


def before_verb(clause: str) -> str:
    """Return a main clause as a subordinate one: "vi hinner inte svara" becomes "vi inte hinner svara"."""
    said = clause.split(" ")
    if len(said) > 2 and said[2].lower() in words("mid_adverbs", "sv") and is_present(said[1].lower()):
        said[1], said[2] = said[2], said[1]
    for at in range(2, len(said) - 2):
        joined = said[at].lower() in ("och", "men") and said[at + 2].lower() in words("mid_adverbs", "sv")
        if joined and is_present(said[at + 1].lower()):
            said[at + 1], said[at + 2] = said[at + 2], said[at + 1]
    return " ".join(said)
