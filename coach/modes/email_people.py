"""Who is who in meeting notes: names, the receiver, the writer, and two people with one name."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from coach.checks.facts_names import is_also_name, is_first_name
from coach.checks.lexicon import lexicon
from coach.domain.text import LANGS, Lang
from coach.modes.email_lines import small
from coach.modes.phrasebook import cue

_NAME = r"[A-ZÅÄÖÉÜ][a-zåäöéüèáøæ]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéüèáøæ]+)?"
_FULL = re.compile(rf"(?<![\w@.])({_NAME})(?:[ ]({_NAME}))?(?![\w@])")
_JOINED = rf"{_NAME}(?: {_NAME})?(?:(?:, | och | and | & ){_NAME}(?: {_NAME})?)*"
_LAST_LINES = 3


@cache
def _ordinary() -> frozenset[str]:
    keys = ("ordinary", "peoples", "weekdays", "months", "openings")
    return frozenset(word for lang in LANGS for key in keys for word in lexicon("facts", lang)[key])


def is_name(word: str) -> bool:
    """Return whether a capitalised word can be a person's name, and is no weekday, month or method.

    Swedish days and months have no capital, so "Maj" with one can be a person where a name is looked for.
    """
    also = is_also_name(word, "sv") and not is_also_name(word, "en")
    return bool(re.fullmatch(_NAME, word)) and (also or small(word) not in _ordinary())


def people(text: str, lang: Lang) -> tuple[str, ...]:
    """Return the people a comparable text names, each as it stands first: "Maria", "Anna Berg"."""
    found: dict[str, None] = {}
    after = _after(lang)
    for match in _FULL.finditer(text):
        first, second = match[1], match[2]
        if second and not is_name(second):
            second = None
        known = is_first_name(first) and small(first) not in _ordinary()
        placed = is_name(first) and after.search(small(text[max(0, match.start() - 24) : match.start()]))
        if not known and not placed:
            if second and is_first_name(second):
                found.setdefault(_bare(second))
            continue
        found.setdefault(_bare(f"{first} {second}" if second else first))
    return _merged(found)


def _bare(name: str) -> str:
    """Return a name without a genitive s where what is left is a name too."""
    return name[:-1] if name.endswith("s") and is_first_name(name[:-1]) else name


def _merged(found: Iterable[str]) -> tuple[str, ...]:
    """Leave out a first name where exactly one full name begins with it."""
    names = list(found)
    fulls = [name for name in names if " " in name]
    alone = [n for n in names if " " in n or sum(f.split()[0] == n for f in fulls) != 1]
    return tuple(dict.fromkeys(alone))


@cache
def _after(lang: Lang) -> re.Pattern[str]:
    words = "|".join(cue("email", lang, name).pattern for name in ("to", "met", "own"))
    return re.compile(rf"(?<!\w)(?:{words})\s$|/\s?$")


def doubles(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the first names that two people share, with both full names."""
    full: dict[str, list[str]] = {}
    for name in names:
        if " " in name:
            full.setdefault(name.split()[0], []).append(name)
    return {first: tuple(both) for first, both in full.items() if len(both) > 1}


def addressed(text: str, lang: Lang, lead: str) -> str:
    """Return the name or names after one of a cue's words: "till Maria", "with Anna and Bo"; "" for none."""
    shape = re.compile(rf"(?<!\w)(?:{cue('email', lang, lead).pattern})\s+(?=[A-ZÅÄÖÉÜ])", re.IGNORECASE)
    for match in shape.finditer(text):
        hit = re.match(_JOINED, text[match.end() :])
        if hit and is_name(hit[0].split()[0].strip(",")):
            return _only_names(hit[0])
    return ""


def _only_names(joined: str) -> str:
    kept: list[str] = []
    for word in joined.split(" "):
        if word not in ("och", "and", "&") and not is_name(word.strip(",")):
            break
        kept.append(word)
    return re.sub(r"(?:,| och| and| &)$", "", " ".join(kept))


def group(text: str, lang: Lang) -> str:
    """Return "alla", "the team" … after "till" / "to", "" for none."""
    shape = rf"(?<!\w)(?:{cue('email', lang, 'to').pattern})\s+({cue('email', lang, 'group').pattern})(?!\w)"
    match = re.search(shape, small(text))
    return match[1] if match else ""


def own_name(text: str, lang: Lang) -> str:
    """Return the writer's name, said ("jag heter Elin") or signed ("/Elin"); "" for none."""
    shape = re.compile(
        rf"(?:^|(?<=[\s.,(]))(?:{cue('email', lang, 'own').pattern})\s+({_NAME}(?: {_NAME})?)(?![\w-])"
        rf"|(?:^|\n|\s)/\s?({_NAME}(?: {_NAME})?)\s*$",
        re.IGNORECASE | re.MULTILINE,
    )
    for match in shape.finditer(text):
        name = match[1] or match[2]
        first = name.split()[0]
        if is_name(first) and (is_first_name(first) or not _is_word(match[0])):
            return name if is_name(name.split()[-1]) else first
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    last = lines[-1] if len(lines) > _LAST_LINES else ""
    return last if re.fullmatch(rf"{_NAME}(?: {_NAME})?", last) and is_first_name(last.split()[0]) else ""


def _is_word(said: str) -> bool:
    """Whether "jag är …", "I'm …" is followed by anything but a name written with a capital."""
    return bool(re.match(r"\s*(?:jag är|i'?m|i am)\b", small(said)))
