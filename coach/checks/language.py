"""Tell whether a text is Swedish, English or clearly in another language."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from coach.checks.lexicon import lexicon
from coach.checks.normal import normalise
from coach.domain.text import LANGS, Lang

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LATIN = re.compile(r"[a-zà-öø-ÿāčęėīłńœšśūźżž]")
_NORDIC = re.compile(r"[åäö]")
# A text says as much about its language in its first words as in all.
_HEAD = 4_000
_MOST = 400
# Fewer words than this never make another language: names, titles and slang look like any.
_LEAST_OTHER = 4
_LEAST_MODEL = 5
_SURE = 0.95


def detect(text: str, default: Lang = "sv") -> Lang | None:
    """Return the language of a text, ``default`` where it says too little.

    None means another language than Swedish and English, and only when that is clear.
    """
    words = _WORD.findall(normalise(text[:_HEAD]).text.lower())[:_MOST]
    if not words:
        return default
    if _is_foreign_script(words):
        return None
    score = {lang: _score(words, lang) for lang in LANGS}
    best: Lang = "sv" if score["sv"] > score["en"] else "en"
    other = _other(words)
    if len(words) >= _LEAST_OTHER and other >= 2 and other > score[best] + 0.5:
        return None
    lead = abs(score["sv"] - score["en"])
    # Letters and endings alone don't settle a whole sentence: Finnish has ä and ö too.
    telling = any(word in _known(best) for word in words) or len(words) < _LEAST_MODEL
    if telling and (lead >= 1 or (lead > 0 and len(words) < _LEAST_MODEL)):
        return best
    return _by_model(words, default) if len(words) >= _LEAST_MODEL else default


def _is_foreign_script(words: list[str]) -> bool:
    letters = "".join(words)
    return len(letters) >= 4 and sum(1 for c in letters if not _LATIN.match(c)) > len(letters) / 2


def _score(words: list[str], lang: Lang) -> float:
    """Count the words of a language; an ending counts half, a Swedish letter too."""
    lists = lexicon("language", lang)
    known, endings = _known(lang), lists["endings"]
    total = 0.0
    for word in words:
        if word in known:
            total += 1
        elif len(word) > 5 and word.endswith(endings):
            total += 0.5
        if lang == "sv" and _NORDIC.search(word) and word not in known:
            total += 0.5
    return total


@cache
def _known(lang: Lang) -> frozenset[str]:
    return frozenset(lexicon("language", lang)["words"])


@cache
def _others() -> tuple[frozenset[str], ...]:
    raw = files("coach.checks.lexicon").joinpath("language_other.toml").read_text(encoding="utf-8")
    return tuple(frozenset(words) for words in tomllib.loads(raw).values())


def _other(words: list[str]) -> int:
    """Return how many words speak for the likeliest other language."""
    return max(sum(word in known for word in words) for known in _others())


def _by_model(words: list[str], default: Lang) -> Lang | None:
    code, sure = _identifier().classify(" ".join(words))
    if code in LANGS:
        return "sv" if code == "sv" else "en"
    return None if sure > _SURE and len(words) > _LEAST_MODEL else default


@cache
def _identifier() -> "LanguageIdentifier":
    # Loads numpy and a model of some megabytes: only texts the word lists can't settle come here.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
