"""What a text is about: content words as lemmas, ideas shared by both languages, parts of compounds."""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from coach.checks.normal import normalise
from coach.checks.words import Token, lemma, tokens
from coach.domain.text import LANGS, Lang
from coach.resources import shipped

_SIGN = re.compile(r"[\W_]+")
_ENDLESS = re.compile(r"[^\W\d_]{60,}")
"""No word is that long, and looking for its dictionary form takes time that grows with its square."""
_ANYONE = "~"
"""Stands for whichever pronoun an expression has."""
_TELLING = 5
"""Letters from which what is left of an expression may stand for it."""
_JOINTS = ("", "s", "e", "a", "o", "u")


@dataclass(frozen=True, slots=True)
class Ideas:
    """The glossary turned round: which ideas a word or phrase of one language names."""

    named: dict[str, tuple[int, ...]]
    """Lemmas joined by a space, to the numbers of the ideas."""
    words: tuple[tuple[str, ...], ...]
    """For each idea its phrases in this language, as lemmas joined by a space."""
    longest: int
    """The most words a phrase has."""


def content(text: str, lang: Lang) -> tuple[str, ...]:
    """Return the lemmas that carry meaning, in order, repeats kept; function words are left out."""
    words = tokens(_ENDLESS.sub(" ", plain(text)), lang)
    kept = _kept(words, lang)
    return (*kept, *_said(words, lang))


def _kept(words: Sequence[Token], lang: Lang) -> tuple[str, ...]:
    stop = function_words(lang)
    return tuple(
        _SIGN.sub("", t.lemma)
        for t in words
        if (t.is_word or t.text[0].isdigit()) and t.lower not in stop and t.lemma not in stop
    )


def _said(words: Sequence[Token], lang: Lang) -> Iterator[str]:
    """Yield a word of its own for each fixed expression: one that says little without its small words."""
    table = _expressions(lang)
    run = [_form(t, lang) for t in words]
    for at, form in enumerate(run):
        for expression, name in table.get(form, ()):
            if tuple(run[at : at + len(expression)]) == expression:
                yield name


def _form(word: Token, lang: Lang) -> str:
    return _ANYONE if word.lower in pronouns(lang) else word.lemma


@cache
def _expressions(lang: Lang) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the glossary's fixed expressions by their first form, each with the word that stands for it."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for term in _terms():
        for phrase in term[lang]:
            words = tokens(phrase, lang)
            if len(words) > 1 and len(_kept(words, lang)) < 2:
                run = tuple(_form(t, lang) for t in words)
                found.setdefault(run[0], {})[run] = _name(run)
    return {first: tuple(runs.items()) for first, runs in found.items()}


def _name(run: Sequence[str]) -> str:
    """Return one word without signs for a run of them."""
    return "x" + "".join(_SIGN.sub("", form) or "x" for form in run)


def plain(text: str) -> str:
    """Return the text that ``normalise`` returns, quicker: without the way back."""
    return unicodedata.normalize("NFC", "".join(map(_plain_character, text)))


@lru_cache(maxsize=10_000)
def _plain_character(char: str) -> str:
    return char if char.isascii() and char.isprintable() else normalise(char).text


def ideas_of(lemmas: tuple[str, ...], lang: Lang) -> tuple[int, ...]:
    """Return the ideas named by a run of lemmas, phrases included, each once, in order of first mention."""
    table = ideas(lang)
    found: dict[int, None] = {}
    for at, word in enumerate(lemmas):
        for size in range(1, table.longest + 1):
            for idea in table.named.get(" ".join(lemmas[at : at + size]), ()):
                found[idea] = None
        if lang == "sv" and word not in table.named:
            for part in parts(word):
                for idea in table.named.get(part, ()):
                    found[idea] = None
    return tuple(found)


def idea_name(idea: int) -> str:
    """Return what an idea is called whatever its number: the first Swedish word of its row."""
    return _terms()[idea]["sv"][0]


def idea_token(idea: int) -> str:
    """Return the word that stands for an idea in the index: no word of either language."""
    return f"xidea{idea}"


@lru_cache(maxsize=50_000)
def parts(word: str) -> tuple[str, ...]:
    """Return the words of the glossary that a Swedish compound is made of; () when it is no such compound."""
    return compound(word, ideas("sv").named) if len(word) > 6 else ()


@cache
def ideas(lang: Lang) -> Ideas:
    """Return the shipped glossary and the everyday words beside it, by lemma."""
    named: dict[str, tuple[int, ...]] = {}
    words: list[tuple[str, ...]] = []
    for number, term in enumerate(_terms()):
        phrases = tuple(dict.fromkeys(key for phrase in term[lang] for key in _keys(phrase, lang)))
        words.append(phrases)
        for phrase in phrases:
            named[phrase] = (*named.get(phrase, ()), number)
    return Ideas(named, tuple(words), max((key.count(" ") + 1 for key in named), default=1))


def _keys(phrase: str, lang: Lang) -> tuple[str, ...]:
    """Return by what a phrase is known: content words, for a fixed expression also its own word."""
    words = tokens(phrase, lang)
    kept = _kept(words, lang)
    if len(words) == 1 or len(kept) > 1:
        return (" ".join(kept) or phrase.lower(),)
    name = _name([_form(t, lang) for t in words])
    telling = kept and len(kept[0]) >= _TELLING and kept[0] not in common_words(lang)
    return (kept[0], name) if telling else (name,)


@cache
def _terms() -> tuple[dict[Lang, tuple[str, ...]], ...]:
    glossary = shipped("knowledge").joinpath("glossary.toml").read_text(encoding="utf-8")
    everyday = files("coach.shelf").joinpath("everyday.toml").read_text(encoding="utf-8")
    rows = [(tuple(row["sv"]), tuple(row["en"])) for row in tomllib.loads(glossary)["term"]]
    lines = (line for field in tomllib.loads(everyday).values() for line in field.strip().split("\n"))
    for left, _, right in (line.partition(" = ") for line in lines):
        rows.append((tuple(left.split(", ")), tuple(right.split(", "))))
    return tuple({"sv": swedish, "en": english} for swedish, english in rows)


@cache
def fingerprint() -> str:
    """Return a hash of word lists and concepts: what was made with others has to be made anew."""
    total = hashlib.sha256(shipped("knowledge").joinpath("glossary.toml").read_bytes())
    for name in ("everyday.toml", "words.toml", "concepts.npz"):
        total.update(files("coach.shelf").joinpath(name).read_bytes())
    return total.hexdigest()


@cache
def function_words(lang: Lang) -> frozenset[str]:
    """Return the words that say nothing about the subject of a text."""
    return frozenset(_words("function", lang))


@cache
def pronouns(lang: Lang) -> frozenset[str]:
    """Return the words for whom something is done to: they stand for one another in an expression."""
    return frozenset(_words("pronouns", lang))


@cache
def common_words(lang: Lang) -> frozenset[str]:
    """Return everyday lemmas that do not name a subject of their own: a guide need not use them."""
    return frozenset(lemma(word, lang) for word in _words("common", lang))


@cache
def question_words(kind: str, lang: Lang) -> frozenset[str]:
    """Return the words by which a kind of question is known.

    Args:
        kind: A key of ``words.toml``'s ``questions``.
        lang: The language.
    """
    raw = tomllib.loads(files("coach.shelf").joinpath("words.toml").read_text(encoding="utf-8"))
    return frozenset(str(raw["questions"][kind][lang]).split())


def _words(name: str, lang: Lang) -> list[str]:
    raw = files("coach.shelf").joinpath("words.toml").read_text(encoding="utf-8")
    found: str = tomllib.loads(raw)[name][lang]
    return found.split()


def compound(word: str, known: Collection[str]) -> tuple[str, ...]:
    """Split a Swedish compound into two or three known words, longest first part first; () when none fits."""
    for at in range(len(word) - 3, 2, -1):
        head, tail = word[:at], word[at:]
        if not _joined(head, known):
            continue
        first = _joined(head, known)
        for form in (tail, lemma(tail, "sv")):
            if form in known:
                return (first, form)
        if len(tail) > 5 and (rest := compound(tail, known)):
            return (first, *rest)
    return ()


def _joined(head: str, known: Collection[str]) -> str:
    """Return the known word a first part stands for, its joint taken off or its last vowel put back."""
    for joint in _JOINTS:
        bare = head.removesuffix(joint) if joint else head
        if len(bare) > 2 and head.endswith(joint) and bare in known:
            return bare
    return head + "a" if len(head) > 2 and head + "a" in known else ""


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]+")


def language(text: str) -> Lang:
    """Return the language whose function words the text uses most; a tie is Swedish if it has å, ä or ö."""
    words = [m[0].lower() for m in _marks().finditer(text[:20_000])]
    swedish, english = (sum(map(function_words(lang).__contains__, words)) for lang in LANGS)
    if swedish == english:
        return "sv" if set(text.lower()) & set("åäö") else "en"
    return "sv" if swedish > english else "en"
