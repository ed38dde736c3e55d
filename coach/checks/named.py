"""Who is named in a text, by where the words stand: no list is needed, and "May" is a month or a person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from coach.checks.address import WORD, gender, is_finite, known
from coach.checks.facts_names import is_also_name, is_first_name, is_listed
from coach.checks.feedback_english import is_past_en
from coach.checks.feedback_text import words as feedback_words
from coach.checks.lexicon import lexicon
from coach.checks.words import lemma
from coach.domain.text import LANGS, Lang

_CAPITAL = re.compile(r"(?<![\w@.#])[^\W\d_]+(?:-[^\W\d_]+)*(?![\w@]|\.\w)")
_STARTS = re.compile(r"(?:^|[.!?:\n\"“”]|\n\s*[-–•*/])\s*$")
_SUBJECT = {"henne": "hon", "hennes": "hon", "honom": "han", "hans": "han", "hens": "hen",
            "her": "she", "hers": "she", "herself": "she",
            "him": "he", "his": "he", "himself": "he"}  # fmt: skip
_NEAR = 120
_ENOUGH = 2
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """One capitalised word where it stands."""

    word: str
    start: int
    end: int
    first: bool
    """It begins a sentence, so that its capital says nothing."""
    before: str
    """Lower-case text up to the word, in the same sentence."""
    after: str
    """Lower-case text from the word on, as far as one looks."""


def named(said: Sequence[str], lang: Lang) -> Mapping[str, str]:
    """Return the people whom only their place shows to be people, each with the pronoun for them or "".

    Names that are nothing else and stand in the list of names are left out: they are known anyway.
    """
    text = "\n".join(said)[:_MOST]
    places: dict[str, list[Place]] = {}
    for place in _first_names(capitals(text), text, lang):
        places.setdefault(_bare(place.word, lang), []).append(place)
    listed = [at[0].start for word, at in places.items() if _listed(word, lang)]
    open_ = {word: at for word, at in places.items() if not _listed(word, lang) and not _closed(word, lang)}
    open_ = {word: [p for p in at if not is_other(p, lang)] for word, at in open_.items()}
    sure = {word: _sure(at, text, listed, lang) for word, at in open_.items() if at}
    people = {word for word, weight in sure.items() if weight >= _ENOUGH}
    firsts = [*listed, *(open_[word][0].start for word in people)]
    for word, at in open_.items():
        met = _met(at, firsts, lang)
        if met and word not in people and _sure(at, text, listed, lang, met) >= _ENOUGH:
            people.add(word)
    return {word: _spoken_of(open_[word], text, listed, lang) for word in open_ if word in people}


def capitals(text: str) -> tuple[Place, ...]:
    """Return the words of a text that are written like a name."""
    found: list[Place] = []
    for match in _CAPITAL.finditer(text):
        parts = match[0].split("-")
        if not all(part[:1].isupper() and part[1:].islower() for part in parts):
            continue
        lead = text[max(0, match.start() - _NEAR) : match.start()]
        sentence = re.split(r"[.!?\n]\s", lead)[-1].lower().replace("’", "'").lstrip("\n")
        tail = text[match.end() : match.end() + _NEAR].replace("’", "'").partition("\n")[0].lower()
        found.append(Place(match[0], match.start(), match.end(), bool(_STARTS.search(lead)), sentence, tail))
    return tuple(found)


def _first_names(places: Sequence[Place], text: str, lang: Lang) -> list[Place]:
    """Return the words without family names: "Thuy Nguyen" is one person, whose verb stands after both."""
    kept: list[Place] = []
    for place in places:
        last = kept[-1] if kept else None
        if last and text[last.end : place.start] == " " and not _listed(place.word, lang):
            name = is_first_name(last.word) or is_word_name(last.word, lang)
            if name or not last.first or not _in_dictionary(last.word.lower(), lang):
                kept[-1] = replace(last, after=place.after)
                continue
        kept.append(place)
    return kept


def is_other(place: Place, lang: Lang) -> bool:
    """Return whether a word that can be a name is a date or an everyday word in this place."""
    low = place.word.lower()
    if _is_month(low):
        if re.match(r"(?: \d|\w)", place.after) or _ends(place.before, lexicon("named", lang)["dated"]):
            return True
    elif not is_word_name(place.word, lang):
        return False
    follows = WORD.match(place.after.lstrip()) if place.after[:1] == " " else None
    return bool(place.first and follows and follows[0] in lexicon("named", lang)["everyday"])


def is_word_name(word: str, lang: Lang) -> bool:
    """Return whether a capitalised word is a known first name and something else: a word, a month, a day.

    "Mohammed" looks like a past tense where the rules for verbs read it, "Mats" like what Mat owns.
    """
    low = word.lower()
    looks = is_past_en(low) if lang == "en" else low.endswith("s")
    return (looks and is_listed(low)) or is_also_name(word, lang) or low in _also(lang)


@cache
def _also(lang: Lang) -> frozenset[str]:
    return frozenset(lexicon("named", lang)["also"])


def _is_month(low: str) -> bool:
    return any(low in lexicon("facts", lang)["months"] for lang in LANGS)


def _bare(word: str, lang: Lang) -> str:
    """Return a name without a Swedish genitive s: only where what is left is a known name."""
    shorter = word[:-1]
    if lang == "sv" and word.endswith("s") and len(word) > 3 and not is_first_name(word):
        return shorter if is_word_name(shorter, lang) else word
    return word


def _listed(word: str, lang: Lang) -> bool:
    return is_first_name(word) and not is_word_name(word, lang)


def _closed(word: str, lang: Lang) -> bool:
    """Return whether a word is never a name: a weekday, a language, a pronoun."""
    if len(word) < 2:
        return True
    keys = ("ordinary", "openings", "weekdays", "peoples")
    low = word.lower()
    if is_word_name(word, lang):
        return False
    return any(
        low in (*lexicon("named", tongue)["one"], *lexicon("named", tongue)["towards"])
        or low in {w.lower() for key in keys for w in lexicon("facts", tongue)[key]}
        for tongue in LANGS
    )


def _spoken_of(places: Sequence[Place], text: str, listed: Sequence[int], lang: Lang) -> str:
    """Return the pronoun for a person: what is said before somebody else is named is surest."""
    start, word = places[0].end, places[0].word.partition("-")[0]
    near = _pronoun(text[start : _next(places, text, listed)], lang)
    return near or gender(word, lang) or _pronoun(text[start:], lang)


def _next(places: Sequence[Place], text: str, listed: Sequence[int]) -> int:
    """Return where the next person of the list of names is named."""
    return min((at for at in listed if at > places[0].start), default=len(text))


def _sure(places: Sequence[Place], text: str, listed: Sequence[int], lang: Lang, met: int = 0) -> int:
    """Return how surely a word is a person's name: 2 and more are enough."""
    word = places[0].word
    also, ordinary = is_word_name(word, lang), _in_dictionary(word.lower(), lang)
    inside = [p for p in places if not p.first]
    if ordinary and not also and not inside:
        return 0
    table = lexicon("named", lang)
    weight = max(met, *(_place(p, lang, also=also) for p in places))
    alone = not any(at < places[0].start for at in listed)
    weight += alone and bool(_pronoun(text[places[0].end : _next(places, text, listed)], lang))
    weight -= 2 * any(_last(p.before) in table["place"] for p in inside if not also)
    return weight - (ordinary and not also and not (lang == "sv" and inside))


def _place(place: Place, lang: Lang, *, also: bool) -> int:
    """Return what one place says about the word: 2 for a person, 1 for perhaps."""
    table = lexicon("named", lang)
    if not place.first and _last(place.before) in table["article"]:
        return 0
    if _ends(place.before, table["person"]) or any(re.match(shape, place.after) for shape in table["after"]):
        return 2
    if _acts(place, lang):
        return 1 + (_human(place, lang) or (also and not _thing(place, lang)))
    if place.first or _last(place.before) not in table["towards"]:
        return 0
    return 1 + (also and not _is_month(place.word.lower()))


def _met(places: Sequence[Place], people: Sequence[int], lang: Lang) -> int:
    """Return 2 where the word is whom somebody meets: only where nobody was named before it."""
    met = [p for p in places if _ends(p.before, lexicon("named", lang)["met"])]
    if not met:
        return 0
    return 2 if is_word_name(met[0].word, lang) or not any(at < met[0].start for at in people) else 1


def _ends(before: str, shapes: Sequence[str]) -> bool:
    return any(re.search(rf"(?<!\w)(?:{shape}) $", before) for shape in shapes)


def _last(before: str) -> str:
    return before.split()[-1] if before.split() else ""


def _following(place: Place, lang: Lang) -> list[str]:
    if place.after[:1] != " ":
        return []
    return [w for w in (m[0] for m in WORD.finditer(place.after)) if w not in known("adverb", lang)]


def _acts(place: Place, lang: Lang) -> bool:
    """Return whether the word is the subject of a verb."""
    follows = _following(place, lang)
    table = lexicon("named", lang)
    if not place.first and _last(place.before) in (*table["towards"], *table["place"]):
        # "Till maj ska jag": the verb has another subject.
        return False
    if follows and is_finite(follows[0], lang) and not _is_noun(follows, lang):
        return True
    if follows[:1] == ["to"] and place.first:
        return follows[1:2] != [] and follows[1] in feedback_words("base", lang)
    return lang == "sv" and _inverted(place)


def _is_noun(follows: Sequence[str], lang: Lang) -> bool:
    """Return whether an English word in -s is no verb here: "May sales fell", "April figures for Leeds"."""
    verb = follows[0]
    if lang != "en" or not verb.endswith("s") or verb in lexicon("named", lang)["helper"]:
        return False
    after = follows[1] if len(follows) > 1 else ""
    does = lemma(verb, lang) in (*feedback_words("base", lang), *lexicon("named", lang)["human"])
    return is_finite(after, lang) if does else after not in lexicon("named", lang)["object"]


def _inverted(place: Place) -> bool:
    """Return whether a Swedish verb stands before its subject: "i går visade Maj …"."""
    lead = place.before.split()
    return len(lead) > 1 and lead[0] in known("front", "sv") and is_finite(lead[-1], "sv")


def _verb(place: Place, lang: Lang) -> str:
    """Return the dictionary form of what the word does, "" for nothing."""
    follows = _following(place, lang)
    if lang == "sv" and not (follows and is_finite(follows[0], lang)) and _inverted(place):
        follows = [_last(place.before), *follows]
    if follows and follows[0] in ("to", *lexicon("named", lang)["helper"]) and len(follows) > 1:
        follows = [w for w in follows[1:] if w not in ("not", "inte")]
    return lemma(follows[0], lang) if follows else ""


def _human(place: Place, lang: Lang) -> bool:
    verb = _verb(place, lang)
    does = verb in feedback_words("base", lang) or verb in lexicon("named", lang)["human"]
    return does and not _thing(place, lang)


def _thing(place: Place, lang: Lang) -> bool:
    return _verb(place, lang) in ("", *lexicon("named", lang)["thing"])


def _in_dictionary(low: str, lang: Lang) -> bool:
    from simplemma import is_known

    return bool(is_known(low, lang=lang))


def _pronoun(text: str, lang: Lang) -> str:
    """Return the first pronoun for one person in a text, as a subject; "" for none."""
    forms = lexicon("named", lang)["one"]
    found = next((m[0].lower() for m in WORD.finditer(text) if m[0].lower() in forms), "")
    return _SUBJECT.get(found, found)
