"""What no text of a model may hold, whatever a document or a person told it to write.

A model may obey a text it was only meant to read. The harm of that is bounded here, in code: an address or
mark-up that could load something, a piece of the prompt, characters nobody sees, a request for a password, a
score of somebody, a sentence that stands on nothing in this conversation.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from coach.checks.lexicon import lexicon
from coach.checks.normal import normalise
from coach.checks.words import sentences, tokens
from coach.domain.text import LANGS, Lang

RUN = 6
"""So many words in a row from a prompt are a piece of it."""
_KNOWN = 0.3
"""The least share of a sentence's telling words that must stand in the material."""
_TELLING = 3
"""Letters from which a word tells something, where it is none that every text is full of."""
_JUDGED = 3
"""Telling words from which a sentence is judged."""
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}:\s?/{1,3}\S*|(?<![\w/:])//[\w-]+\.\S+|\bwww\.\S+|(?:javascript|vbscript|data|file|mailto):\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}/\S*",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"!\[|\]\(|\]\[|^\s*\[[^\]\n]+\]:|</?[a-z!?][^>\n]*>?|&(?:#\w+|[a-z]{2,8});|```|^\s*\{\s*\"|<\||\|>|\[/?INST\]|<<<|>>>",
    re.IGNORECASE | re.MULTILINE,
)
_JOINERS = "\u200c\u200d"
_PLAIN_CONTROLS = "\n\t"


def harm(text: str, known: str = "") -> str:
    """Return the first piece of a text that could load, run or hide something; "" when there is none.

    It can be asked of an unfinished text: what is found stays found however the text goes on.

    Args:
        text: What a model wrote.
        known: Where an address may stand, such as the guided draft with the person's own link in it.
    """
    if found := _MARKUP.search(text):
        return found[0]
    for address in _ADDRESS.finditer(text):
        if address[0] not in known:
            return address[0]
    return next((f"U+{ord(char):04X}" for char in text if _unseen(char)), "")


def _unseen(char: str) -> bool:
    kind = unicodedata.category(char)
    if kind == "Cf":
        return char not in _JOINERS
    return kind in {"Cc", "Co", "Cs"} and char not in _PLAIN_CONTROLS


def recited(text: str, prompt: str, material: Sequence[str] = ()) -> str:
    """Return the first words of a text that were taken from a prompt; "" when there are none.

    Args:
        text: What a model wrote; it may be unfinished.
        prompt: The instructions it was given.
        material: What it may say again although the prompt says it too, such as the guided draft.
    """
    told = _runs(prompt) - frozenset(run for one in material for run in _runs(one))
    words = _bare(text)
    for at in range(len(words) - RUN + 1):
        if tuple(words[at : at + RUN]) in told:
            return " ".join(words[at : at + RUN])
    return ""


def coaxed(text: str, guided: str = "") -> str:
    """Return the first words of a text that ask for a secret or score somebody; "" when there are none.

    It can be asked of an unfinished text. Both languages are looked for, whatever the text's own.

    Args:
        text: What a model wrote.
        guided: The draft by code: of what it speaks, the text may speak.
    """
    for shape in _shapes():
        found = shape.search(text)
        if found and not shape.search(guided):
            return found[0]
    return ""


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    secret, mark = (
        "|".join(re.escape(w).replace(r"\*", r"\w*") for lang in LANGS for w in lexicon("output", lang)[key])
        for key in ("secret", "mark")
    )
    figure = r"\d+(?:[.,]\d+)?\s?(?:%|procent\b|per cent\b|/\s?\d|av \d|out of \d)"
    near = r"[^.!?\n]{0,25}?"
    scores = rf"\b(?:{mark})\b{near}{figure}|{figure}{near}\b(?:{mark})\b"
    return re.compile(rf"\b(?:{secret})\b", re.IGNORECASE), re.compile(scores, re.IGNORECASE)


def baseless(text: str, material: Sequence[str], lang: Lang) -> Iterator[str]:
    """Yield the sentences whose words hardly stand in the material: they come from somewhere else.

    Args:
        text: What a model wrote.
        material: Everything it was given to write from, the guided draft among it.
        lang: The draft's language.
    """
    plain = normalise(text).text
    for start, end in sentences(plain):
        if not grounded(plain[start:end], material, lang):
            yield plain[start:end]


def grounded(sentence: str, material: Sequence[str], lang: Lang) -> bool:
    """Return whether enough of a sentence stands on the material; a short one says too little to tell."""
    words = _telling(sentence, lang)
    return len(words) < _JUDGED or len(words & _known(material, lang)) >= _KNOWN * len(words)


def familiar(text: str, material: Sequence[str], lang: Lang) -> int:
    """Return how much of an unfinished text may be shown, in characters: up to words from elsewhere.

    A word that does not stand in the material waits for one that does; of several in a row none is shown.
    """
    normal, known, common = normalise(text), _known(material, lang), _common(lang)
    held, foreign = -1, 0
    for token in tokens(normal.text, lang):
        if not token.is_word or token.lower in common or len(token.lemma) < _TELLING:
            continue
        if token.lemma in known or token.lemma in common:
            held, foreign = -1, 0
            continue
        held = normal.original(token.start, token.end)[0] if held < 0 else held
        foreign += 1
        if foreign == _JUDGED:
            break
    return held if held >= 0 else len(text)


def _known(material: Sequence[str], lang: Lang) -> frozenset[str]:
    return frozenset().union(*(_telling(one, lang) for one in material))


@cache
def _common(lang: Lang) -> frozenset[str]:
    return frozenset(lexicon("language", lang)["words"])


@lru_cache(maxsize=256)
def _telling(text: str, lang: Lang) -> frozenset[str]:
    common = _common(lang)
    words = (t for t in tokens(normalise(text).text, lang) if t.is_word and t.lower not in common)
    return frozenset(t.lemma for t in words if len(t.lemma) >= _TELLING and t.lemma not in common)


@lru_cache(maxsize=64)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _bare(text)
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", normalise(text).text.casefold())
