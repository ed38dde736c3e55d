"""The patterns of one language, compiled from ``lexicon/dates.<lang>.toml``."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from coach.checks.lexicon import lexicon
from coach.domain.text import Lang

# At most four characters of white space: more is another paragraph, and an open end would cost time.
_SPACES = {" ?": r"\s{0,4}", " ": r"\s{1,4}"}
_SPACE = re.compile(r"(\[(?:\\.|[^\]\\])*\])|( \??)")
_MACRO = re.compile(r"\{([a-z_]+)\}")
_LETTERS = re.compile(r"[^\W\d_]+")
_VALUED = frozenset(
    {
        "numbers",
        "ordinals",
        "months",
        "weekdays",
        "weekdays_short",
        "units",
        "seasons",
        "holidays",
        "relative_days",
    }
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the lexicon of one language says."""

    lang: Lang

    def rule(self, name: str) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of one rule; none where the language has no such list."""
        return _rule(self.lang, name)

    def any_of(self, *names: str, before: str = "", after: str = "") -> re.Pattern[str]:
        """Return one pattern for every entry of these lists, each list a group by its name."""
        return _any_of(self.lang, names, before, after)

    def triggers(self) -> frozenset[str]:
        """Return words of which every time without a digit has one, or a longer form; lower case."""
        return _triggers(self.lang)

    def value(self, name: str, form: str) -> str:
        """Return the value a word form has in a list of "value=form|form", or ""."""
        return _value(self.lang, name, form.lower())

    def first(self, name: str, value: int) -> str:
        """Return the form in which a value of a list is written out."""
        return _table(self.lang, name)[str(value)][0]


@cache
def grammar(lang: Lang) -> Grammar:
    """Return the grammar of a language."""
    return Grammar(lang)


@cache
def _rule(lang: Lang, name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_expand(lang, p), re.IGNORECASE) for p in lexicon("dates", lang).get(name, ()))


@cache
def _any_of(lang: Lang, names: tuple[str, ...], before: str, after: str) -> re.Pattern[str]:
    groups = []
    for name in names:
        entries = sorted(lexicon("dates", lang).get(name, ()), key=len, reverse=True)
        if entries:
            groups.append(f"(?P<{name}>{'|'.join(_expand(lang, e) for e in entries)})")
    # A group that never matches stands in for lists the language leaves empty.
    return re.compile(before + "(?:" + ("|".join(groups) or "(?!)") + ")" + after, re.IGNORECASE)


@cache
def _triggers(lang: Lang) -> frozenset[str]:
    lists = ("months", "weekdays", "weekdays_short", "units", "seasons", "holidays", "relative_days")
    forms = (form for name in lists for forms in _table(lang, name).values() for form in forms)
    longest = (max(_LETTERS.findall(form), key=len).lower() for form in forms)
    return frozenset((*longest, *lexicon("dates", lang)["triggers"]))


@cache
def _table(lang: Lang, name: str) -> dict[str, tuple[str, ...]]:
    pairs = (entry.split("=", 1) for entry in lexicon("dates", lang)[name])
    return {value: tuple(forms.split("|")) for value, forms in pairs}


@lru_cache(maxsize=4096)
def _value(lang: Lang, name: str, form: str) -> str:
    for value, forms in _table(lang, name).items():
        if re.fullmatch(_spaced("|".join(forms)), form, re.IGNORECASE):
            return value
    return ""


def _expand(lang: Lang, pattern: str) -> str:
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda m: _macro(lang, m[1]), pattern)
    return _spaced(pattern)


def _spaced(pattern: str) -> str:
    return _SPACE.sub(lambda m: m[1] or _SPACES[m[2]], pattern)


@cache
def _macro(lang: Lang, name: str) -> str:
    if name in _VALUED:
        forms = [form for entry in _table(lang, name).values() for form in entry]
        return "(?:" + "|".join(sorted(forms, key=len, reverse=True)) + ")"
    return dict(entry.split("=", 1) for entry in lexicon("dates", lang)["macros"])[name]
