"""What the learned half of the turn check sees of an utterance, or of one of its sentences.

Families: ``a`` runs of word classes, ``w`` beginnings of words, ``e`` their ends, ``s`` build of the text,
``p`` patterns that match.
"""

from functools import cache

from coach.checks.lexicon import lexicon
from coach.checks.shape import endings, runs, stems
from coach.checks.turn_find import find
from coach.checks.turn_text import Sentence, Utterance, Word, word_classes
from coach.domain.text import Lang

_LONGEST_RUN = 4
# Words kept as they are in a run of classes: the small words that carry a clause.
_KEPT = (
    "openers",
    "joints",
    "joints_asking",
    "asking",
    "contrast",
    "subjects",
    "aux",
    "subject",
    "wh",
    "soft",
)
# Classes of content words, the first that holds a word wins.
_SIGNS = (
    *("weekday", "month", "mental", "tell", "feeling", "views", "harm", "fault_trait", "idle", "failure"),
    *("slip", "earnest", "praise", "bad_noun", "stative", "vague"),
)


def features(utterance: Utterance) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """Return the features of the whole, and those of each sentence alone where there are several."""
    lang = utterance.lang
    pieces = tuple(_of_sentence(sentence, lang) for sentence in utterance.sentences)
    whole: set[str] = set().union(*pieces)
    words = sum(len(sentence.words) for sentence in utterance.sentences)
    whole |= {f"s sentences {min(len(pieces), 5)}", f"s words {min(words // 5, 8)}"}
    whole |= {f"s ends {sentence.end}" for sentence in utterance.sentences}
    if utterance.sentences:
        whole |= {f"s last {utterance.sentences[-1].end}"}
    both = frozenset(whole | {f"{name}@{lang}" for name in whole})
    alone = tuple(frozenset(own | {f"{name}@{lang}" for name in own}) for own in pieces)
    return both, alone if len(alone) > 1 else ()


def _of_sentence(sentence: Sentence, lang: Lang) -> set[str]:
    words = [word.form for word in sentence.words if word.form[0].isalnum()]
    signs = [_sign(word, lang) for word in sentence.words]
    found = runs([*signs, sentence.end or "."], _LONGEST_RUN) | stems(words) | endings(words)
    found |= {f"p{name}" for name in lexicon("turn_acts", lang) if find(name, sentence, lang)}
    first = signs[0] if signs else ""
    return found | {f"s opens {first}{sentence.end}", f"s long {min(len(words) // 4, 6)}{sentence.end}"}


@cache
def _kept(lang: Lang) -> frozenset[str]:
    classes = word_classes(lang)
    plain = (word for name in _KEPT for word in classes.get(name, ()))
    return frozenset(word for word in plain if word.isalpha())


@cache
def _plain_class(name: str, lang: Lang) -> tuple[frozenset[str], tuple[str, ...]]:
    entries = word_classes(lang).get(name, ())
    whole = frozenset(entry for entry in entries if entry.isalpha())
    return whole, tuple(entry[:-1] for entry in entries if entry.endswith("*") and entry[:-1].isalpha())


def _sign(word: Word, lang: Lang) -> str:
    if "n" in word.tags:
        return "NUM"
    if word.form in _kept(lang) or not word.form[0].isalpha():
        return word.form
    return _class_sign(word.form, lang) or ("NAME" if "c" in word.tags else _tense(word.tags))


@cache
def _class_sign(form: str, lang: Lang) -> str:
    for name in _SIGNS:
        whole, starts = _plain_class(name, lang)
        if form in whole or (starts and form.startswith(starts)):
            return name.upper()
    return ""


def _tense(tags: str) -> str:
    return "PAST" if "p" in tags else "NOW" if "v" in tags else "W"
