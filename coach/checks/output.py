"""What no text of a model may hold, whatever a document or a person told it to write.

A model may obey a text it was only meant to read. The harm of that is bounded here, in code: an address or
mark-up that could load something, a piece of the prompt, characters nobody sees, a sentence that stands on
nothing in this conversation.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from coach.checks.normal import normalise
from coach.checks.words import sentences, tokens
from coach.domain.text import Lang

RUN = 6
"""So many words in a row from a prompt are a piece of it."""
_KNOWN = 0.3
"""The least share of a sentence's telling words that must stand in the material."""
_TELLING = 4
"""Letters from which a word tells something."""
_JUDGED = 5
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


def grounded(sentence: str, material: Sequence[str], lang: Lang, *, finished: bool = True) -> bool:
    """Return whether enough of a sentence's words stand in the material; short ones say too little to tell.

    Args:
        sentence: One sentence, or its beginning.
        material: As ``baseless``.
        lang: The draft's language.
        finished: Whether it ends here; a beginning that is too short to tell is not grounded yet.
    """
    words = _telling(normalise(sentence).text, lang)
    if len(words) < _JUDGED:
        return finished
    known = words & frozenset().union(*(_telling(normalise(one).text, lang) for one in material))
    return len(known) >= _KNOWN * len(words)


@lru_cache(maxsize=256)
def _telling(text: str, lang: Lang) -> frozenset[str]:
    return frozenset(t.lemma for t in tokens(text, lang) if t.is_word and len(t.lemma) >= _TELLING)


@lru_cache(maxsize=64)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _bare(text)
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", normalise(text).text.casefold())
