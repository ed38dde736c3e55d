"""Swedish and English deeds: what can follow "ska" or "will", and how notes turn it around."""

import re
from functools import cache

from coach.checks.email_parts import pattern
from coach.checks.words import lemma
from coach.domain.text import Lang
from coach.modes.email_lines import small
from coach.modes.phrasebook import cue

_SHORT = frozenset(
    [
        "gå",
        "få",
        "se",
        "ge",
        "ta",
        "bli",
        "be",
        "le",
        "dra",
        "bo",
        "tro",
        "må",
        "nå",
        "slå",
        "stå",
        "förstå",
        "sy",
        "ha",
        "delta",
        "anta",
        "bestå",
        "klä",
        "fly",
    ]
)


def infinitive(word: str, lang: Lang) -> str:
    """Return the infinitive of a lower-case verb in the present or the imperative; "" for other words."""
    if not word.isalpha():
        return ""
    return _swedish(word) if lang == "sv" else _english(word)


@cache
def _swedish(word: str) -> str:
    if word in _SHORT:
        return word
    if pattern("not_verbs", "sv", "^", "$").match(word):
        return ""
    if word.endswith("r") and _is_infinitive(lemma(word, "sv")) and lemma(word, "sv") != word:
        return lemma(word, "sv")
    if _is_infinitive(word):
        return word
    # An imperative: "skriv", "ring", "återkom".
    whole = f"{word}ma" if word.endswith("om") else f"{word}a"
    return whole if lemma(f"{word}er", "sv") == whole or lemma(f"{whole[:-1]}er", "sv") == whole else ""


def _is_infinitive(word: str) -> bool:
    if word in _SHORT:
        return True
    if not word.endswith("a") or len(word) < 3:
        return False
    forms = (f"{word}r", f"{word[:-1]}er", f"{word[:-1]}ar", f"{word}de", f"{word[:-1]}te", word[:-1])
    return word.endswith("era") or any(lemma(form, "sv") == word for form in forms)


@cache
def _english(word: str) -> str:
    for form in (word, lemma(word, "en")):
        if pattern("work", "en", "^", "$").match(form) or form in _english_first():
            return form
    return ""


@cache
def _english_first() -> frozenset[str]:
    from coach.checks.lexicon import lexicon

    return frozenset(entry.split(" ")[0] for entry in lexicon("email", "en")["work"] if entry.isascii())


def is_work(word: str, more: str, lang: Lang) -> bool:
    """Return whether a lower-case verb in the present, between its doer and ``more``, is work to come."""
    if lang == "en":
        return word.endswith("s") and bool(_english(word))
    work = word.endswith("r") and bool(_swedish(word))
    return work and not pattern("states", "sv", "^").match(f"{word} {small(more)}")


def deed(text: str, lang: Lang) -> str:
    """Return what follows a helping verb as it can follow "ska" / "will"; "" where it is no deed."""
    first, _, rest = text.partition(" ")
    low = small(first)
    if cue("email", lang, "no_deed").match(low + (f" {rest}" if rest else "")) and _whole(low, rest, lang):
        return ""
    if lang == "en":
        return f"{low} {rest}".strip().replace(" and to ", " and ") if low.isalpha() and len(low) > 1 else ""
    verb = infinitive(low, lang)
    return f"{verb} {rest}".strip() if verb else ""


def _whole(low: str, rest: str, lang: Lang) -> bool:
    """Whether the no-deed ends with the word it begins with: "ha" is none in "handla"."""
    found = cue("email", lang, "no_deed").match(low + (f" {rest}" if rest else ""))
    return bool(found) and not re.match(r"\w", (low + f" {rest}")[found.end() : found.end() + 1])  # type: ignore[union-attr]


def passive(text: str, lang: Lang) -> str:
    """Return "lokalen ska bokas" as "lokalen bokas", "it must be booked" as "it is booked"; "" for others."""
    low = small(text)
    found = cue("email", lang, "passive").search(low)
    if not found or found.start() < 2:
        return ""
    thing, verb, rest = text[: found.start()].strip(), found[0].split()[-1], text[found.end() :].strip()
    if lang == "sv":
        return (
            f"{thing} {verb} {rest}".strip()
            if len(verb) > 4 and verb not in ("finnas", "ses", "höras", "träffas", "hoppas")
            else ""
        )
    many = re.search(r"(?<!s)s$| and ", small(thing))
    return f"{thing} {'are' if many else 'is'} {verb} {rest}".strip()
