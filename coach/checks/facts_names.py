"""First names in use in Sweden and the English-speaking world."""

from functools import cache

from coach.checks.lexicon import lexicon
from coach.domain.text import LANGS, Lang


def is_first_name(word: str) -> bool:
    """Return whether a capitalised word is a common first name, also with a genitive s or hyphenated."""
    low = word.lower().removesuffix("'s")
    return low in _names() or low.removesuffix("s") in _names() or low.split("-")[0] in _names()


def is_listed(word: str) -> bool:
    """Return whether a word stands in the list of first names just as it is: "Lars", but not "Annas"."""
    return word.lower() in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(name for lang in LANGS for name in lexicon("facts_names", lang)["first_names"])


def is_also_name(word: str, lang: Lang) -> bool:
    """Return whether a capitalised word is a first name as well as an everyday word: "Maj", "Dag", "May"."""
    return word[:1].isupper() and word.lower() in _also(lang)


@cache
def _also(lang: Lang) -> frozenset[str]:
    return frozenset(lexicon("facts_names", lang)["also_words"])
