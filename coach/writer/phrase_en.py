"""English phrases: which form they have, and how verbs take "-ing" or lose it."""

import re
from functools import cache

from coach.checks.words import lemma
from coach.writer.phrase import Phrase, lower_first, one_of, trim, words


@cache
def _lead() -> re.Pattern[str]:
    """Return what people say before the thing itself: "I'd really like to", "my goal is to", "to"."""
    filler = rf"(?:(?:{one_of('fillers', 'en')})\s+)*"
    return re.compile(
        r"(?:(?:my|our) (?:goal|aim|objective|target|ambition|wish|plan)s?"
        r""
        r""
        r"(?: (?:for|this|in|on|at|here)\b[^,.]{1,40}?)?"
        r"\s+(?:is|are|would be)\s+(?:to\s+)?"
        r"|(?:the (?:goal|aim|plan|idea) is)\s+(?:to\s+)?"
        rf"|(?:and\s+|then\s+|so\s+)?(?P<who>i|we)\b(?:'d|'ll| would| will| shall)?\s*{filler}"
        rf"(?:(?:{one_of('wanting', 'en')})\s+)?{filler}"
        r"|to\s+)",
        re.IGNORECASE,
    )


@cache
def _linked() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('links', 'en')})\s", re.IGNORECASE)


@cache
def _gerunds() -> dict[str, str]:
    pairs = (pair.split("=") for pair in words("gerunds", "en"))
    return dict(pairs)


def read(text: str) -> Phrase:
    """Return the phrase without its "I want to …", and what form it has."""
    flat = trim(text)
    low = flat.lower()
    plural = low.startswith(("we ", "we'", "our "))
    if _linked().match(flat):
        return Phrase(lower_first(flat), "linked", plural)
    lead = _lead().match(flat)
    core = flat[lead.end() :].strip() if lead else flat
    if not core:
        core = flat
    first = _first(core)
    if first in ("be", "not") or (is_verb(first) and not _has_finite(core)):
        return Phrase(lower_first(core, _acronym(core)), "verb", plural)
    if first.endswith("ing") and is_verb(lemma(first, "en")) and not _is_clause(core):
        return Phrase(f"{lemma(first, 'en')}{core[len(first) :]}", "verb", plural)
    return Phrase(lower_first(core, _names(core)), "clause" if _is_clause(core) else "noun", plural)


def is_verb(word: str) -> bool:
    """Return whether a lower-case word can follow "will"; nouns that double as verbs pass too."""
    if word in _never_verbs() or not word.isalpha() or word.endswith(("ing", "ly", "ness", "tion")):
        return False
    if word in words("verbs", "en"):
        return True
    return lemma(word, "en") == word and any(
        lemma(form, "en") == word for form in (gerund(word), _past(word), f"{word}es")
    )


def _never_verbs() -> frozenset[str]:
    return words("determiners", "en") | words("pronouns", "en") | words("no_verbs", "en")


def gerund(verb: str) -> str:
    """Return "taking" for "take", "running" for "run"."""
    if verb in _gerunds():
        return _gerunds()[verb]
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", verb):
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"


def gerunds(core: str) -> str:
    """Return a verb phrase with its verb, and those that "and" adds, in "-ing"."""
    first, _, rest = core.partition(" ")
    if first.lower() == "not":
        return f"not {gerunds(rest)}"
    done = gerund(first.lower())

    def turn(match: re.Match[str]) -> str:
        word = match[2].lower()
        following = match[3]
        noun = re.match(r"\s+(?:and|or|of|for|in|at|from)\b|$", following) is not None
        return f"{match[1]}{gerund(word)}{following}" if is_verb(word) and not noun else match[0]

    return re.sub(r"(\b(?:and|or) (?:then |also )?)([a-z]+)((?:\s+\S+)?)", turn, f"{done} {rest}".strip())


def _past(word: str) -> str:
    return f"{word}d" if word.endswith("e") else f"{word}ed"


def _first(text: str) -> str:
    return text.split(" ", 1)[0].lower().strip(",.;:") if text else ""


def _has_finite(core: str) -> bool:
    """Return whether the second word is an "is", "will" …: then the first is no verb."""
    return _first(core.partition(" ")[2]) in words("finite", "en")


def _is_clause(core: str) -> bool:
    """Return whether the phrase has a subject and a verb of its own."""
    said = [w.strip(",.;:").lower() for w in core.split()]
    if len(said) < 2 or said[0] in words("pronouns", "en"):
        return len(said) > 1
    for at, word in enumerate(said[1:6], 1):
        if word in ("that", "who", "which", "to") or word in words("pronouns", "en"):
            return False
        if word in words("finite", "en") or _agrees(said, at):
            return True
    return False


def _agrees(said: list[str], at: int) -> bool:
    """Return whether the word at ``at`` is a verb in the present that fits the noun before it."""
    subject, word = said[at - 1], said[at]
    if said[1:3] == ["out", "of"] and at == 4:
        return is_verb(word)
    if "'" in subject or subject in words("determiners", "en") | words("quantities", "en"):
        return False
    one = lemma(subject, "en") == subject or subject.endswith("ing")
    if word.endswith("s") and one and said[0] not in words("quantities", "en"):
        base = lemma(word, "en")
        return base != word and is_verb(base) and (at > 1 or not is_verb(subject))
    many = subject in words("plurals", "en") or (subject.endswith("s") and lemma(subject, "en") != subject)
    return many and is_verb(word)


def _names(core: str) -> set[str]:
    first = core.split(" ", 1)[0].strip(",.;:")
    ordinary = (
        lemma(first.lower(), "en") != first.lower()
        or first.lower() in _never_verbs()
        or is_verb(first.lower())
    )
    return {first} if first == "I" or (first[:1].isupper() and not ordinary) else set()


def _acronym(core: str) -> set[str]:
    first = core.split(" ", 1)[0]
    return {first} if first.isupper() and len(first) > 1 else set()
