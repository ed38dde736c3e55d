"""Notes about the receiver turned into words to them: "Maria berättade" becomes "du berättade".

What is not surely about receiver or writer stays as it is: a name too many is better than a wrong "you".
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from coach.checks.address_they import THEY
from coach.checks.facts_names import is_first_name
from coach.checks.words import lemma
from coach.domain.text import Lang
from coach.writer.phrase import upper_first
from coach.writer.phrase_en import is_verb
from coach.writer.phrase_sv import is_infinitive, is_present

_TOKEN = re.compile(r"[^\W\d_]+(?:[-\u2060][^\W\d_]+)*(?:['’](?:s|ll|d|re|ve|m)\b)?|\s+|[\s\S]")


@cache
def _class(name: str) -> frozenset[str]:
    raw = files("coach.writer").joinpath("email_words.toml").read_text(encoding="utf-8")
    return frozenset(word.replace("_", " ") for word in tomllib.loads(raw)[name].split())


@dataclass(slots=True)
class _Turn:
    """One text being turned, word by word."""

    words: list[str]
    receiver: str
    own: str
    last: str
    """First name of whom a pronoun means."""
    subject: bool = False
    """Whether the clause has its subject already."""
    mine: str = ""
    """Whose "sin" it is: ``you``, ``me`` or ""."""
    gender: str = ""
    """``f``, ``m`` or ``n`` after the first pronoun for the receiver: another one means somebody else."""
    they: bool = False
    """Whether "they" is one person, the receiver."""

    def means(self, low: str) -> bool:
        """Return whether a pronoun of the third person means the receiver."""
        gender = {
            "hon": "f",
            "henne": "f",
            "hennes": "f",
            "she": "f",
            "her": "f",
            "hers": "f",
            "herself": "f",
        }.get(
            low,
            {"han": "m", "honom": "m", "hans": "m", "he": "m", "him": "m", "his": "m", "himself": "m"}.get(
                low, ""
            ),
        )
        if low in THEY:
            if not self.they:
                return False
            gender = "n"
        if not self.receiver or self.last != self.receiver or (gender and self.gender not in ("", gender)):
            return False
        self.gender = self.gender or gender
        return True

    def near(self, index: int, step: int, skip: frozenset[str] = frozenset()) -> str:
        """Return the next word in a direction, in lower case, "" past a sign or the end."""
        at = index + step
        while 0 <= at < len(self.words):
            word = self.words[at]
            if word.isspace() or word.lower() in skip:
                at += step
                continue
            return word.lower() if word[0].isalpha() else ""
        return ""


def to_you(text: str, lang: Lang, receiver: str, own: str, last: str, *, they: bool = False) -> str:
    """Return a text as it is said to the receiver.

    Args:
        text: A statement or a deed from the notes.
        lang: Its language.
        receiver: Who is written to; "" or several people leave names as they are.
        own: Who writes.
        last: Who was named before the text: whom its first "she" means.
        they: Whether "they" means that one person, too; see ``email_they.is_one_person``.
    """
    first = receiver.split()[0] if receiver and is_one(receiver) else ""
    mine = own.split()[0] if own and own.split()[0] != first else ""
    for full, short in ((receiver, first), (own, mine)):
        if short and " " in full:
            text = re.sub(rf"(?<!\w){re.escape(full)}", short, text)
    # Another person of the same first name is one word, which is nobody's.
    for short in filter(None, (first, mine)):
        text = re.sub(rf"(?<!\w)({re.escape(short)}) (?=[A-ZÅÄÖÉ][a-zåäöé]+)(?!\w+day\b)", "\\1\u2060", text)
    # "Anna Lind" before a text to Anna Berg is nobody its "she" could be turned from.
    known = "" if " " in last and " " in receiver and last != receiver else last
    turn = _Turn(_TOKEN.findall(text), first, mine, known.split()[0] if known else "", they=they)
    step = {"sv": _swedish, "en": _english}[lang]
    out: list[str] = []
    for index, word in enumerate(turn.words):
        new = step(turn, index, word) if word[0].isalpha() else word
        out.append(upper_first(new) if word[0].isupper() and index == 0 else new)
    return "".join(out).replace("\u2060", " ")


def is_one(receiver: str) -> bool:
    """Return whether the receiver is one person."""
    return receiver[:1].isupper() and not re.search(r",| och | and | & ", receiver)


def _swedish(turn: _Turn, index: int, word: str) -> str:
    low = word.lower()
    for name, subject, other, key in ((turn.receiver, "du", "dig", "you"), (turn.own, "jag", "mig", "me")):
        if name and word == name:
            turn.last = name if key == "you" else turn.last
            return _as_object(turn, index, other) or _as_subject(turn, subject, key)
        if name and word == f"{name}s" and not is_first_name_only(word):
            return _possessive(turn.near(index, 1), "din" if key == "you" else "min")
    if low in _PRONOUNS and turn.means(low):
        if low in ("henne", "honom"):
            return "dig"
        if low == "hen" and (other := _as_object(turn, index, "dig")):
            return other
        owned = low.endswith("s")
        return _possessive(turn.near(index, 1), "din") if owned else _as_subject(turn, "du", "you")
    if turn.mine and low in _OWN:
        return _OWN[low] if turn.mine == "you" else f"m{_OWN[low][1:]}"
    _follow(turn, word, low)
    return word


def is_first_name_only(word: str) -> bool:
    """Return whether a word in -s is a name itself: "Mats", "Lars"."""
    return is_first_name(word) and not is_first_name(word[:-1])


def _follow(turn: _Turn, word: str, low: str) -> None:
    """Keep track of subjects and of who was named last."""
    if low in _class("breaks_sv"):
        turn.subject = False
    elif low in ("jag", "vi", "du", "ni", "hon", "han", "de"):
        turn.subject, turn.mine = True, {"jag": "me", "du": "you"}.get(low, "")
    elif word[0].isupper() and is_first_name(word):
        turn.last, turn.mine, turn.subject = word, "", True


def _as_subject(turn: _Turn, pronoun: str, key: str) -> str:
    turn.subject, turn.mine = True, key
    return pronoun


def _as_object(turn: _Turn, index: int, pronoun: str) -> str:
    """Return the object form where the place calls for it, "" where a subject stands."""
    before, after = turn.near(index, -1), turn.near(index, 1)
    if before in _class("prepositions_sv") and not (before in ("om", "som", "än") and _finite(after)):
        return pronoun
    verb = bool(before) and (_finite(before) or is_infinitive(before))
    first = not any(w[0].isalpha() for w in turn.words[: index - 2])
    return pronoun if verb and (turn.subject or (is_infinitive(before) and first)) else ""


def _finite(word: str) -> bool:
    if not word:
        return False
    base = lemma(word, "sv")
    past = base != word and not word.endswith(("a", "t")) and is_infinitive(base)
    return is_present(word) or word in _class("past_sv") or past


def _possessive(noun: str, common: str) -> str:
    """Return "din", "ditt" or "dina" for the noun after it, or the adjective by its ending."""
    if re.search(r"(?:[ao]r|er|or|ande|erna|arna)$", noun) and not noun.endswith("iker"):
        return f"{common}a"
    if any(noun.endswith(word) for word in _class("neuter")):
        return f"{common[:-1]}tt"
    return f"{common}a" if re.search(r"(?:iga|ska|na|nya|bra|goda|fina)$", noun) else common


_PRONOUNS = frozenset(("hon", "han", "hen", "henne", "honom", "hennes", "hans", "hens"))
_PRONOUNS |= THEY | frozenset(("she", "he", "her", "him", "his", "hers", "herself", "himself"))
_AGREE = {"is": "are", "was": "were", "has": "have", "does": "do", "isn't": "aren't", "wasn't": "weren't",
          "hasn't": "haven't", "doesn't": "don't"}  # fmt: skip
_I = {"is": "am", "are": "am", "has": "have", "does": "do", "hasn't": "haven't", "doesn't": "don't"}
_OWN = {"sig": "dig", "sin": "din", "sitt": "ditt", "sina": "dina"}


def _english(turn: _Turn, index: int, word: str) -> str:
    low = word.lower().replace("’", "'")
    stem, _, tail = low.partition("'")
    names: tuple[tuple[str, Callable[[_Turn, int, str, str], str]], ...] = (
        (turn.receiver.lower(), _you), (turn.own.lower(), _me),
    )  # fmt: skip
    for name, make in names:
        if name and stem == name and word[0].isupper():
            turn.last = turn.receiver if make is _you else turn.last
            return make(turn, index, tail, stem)
    if stem in _PRONOUNS and turn.means(stem):
        return _you(turn, index, tail, stem) if stem in ("she", "he", "they") else _form(turn, index, low)
    if turn.mine:
        return _agreed(turn, index, word, low)
    if word[0].isupper() and is_first_name(word):
        turn.last = word
    return word


def _form(turn: _Turn, index: int, low: str) -> str:
    """Return "you", "your" … for a pronoun that is no subject."""
    if low in ("him", "her", "them"):
        return "your" if low == "her" and _owns(turn.near(index, 1)) else "you"
    return {"his": "your", "their": "your", "hers": "yours", "theirs": "yours"}.get(low, "yourself")


def _you(turn: _Turn, index: int, tail: str, stem: str) -> str:
    after = turn.near(index, 1)
    if tail == "s":
        if (
            stem in ("she", "he", "they")
            or after.endswith("ing")
            or after in ("not", "happy", "keen", "worried")
        ):
            turn.mine = "you"
            feels = after in _class("feelings_en")
            done = not feels and (
                re.search(r"(?:ed|en)$", after) or after in ("been", "got", "had", "made", "done")
            )
            return "you've" if done else "you're"
        return "your"
    turn.mine = "you"
    return f"you'{tail}" if tail else "you"


def _me(turn: _Turn, index: int, tail: str, stem: str) -> str:
    if tail == "s":
        return "my"
    before = turn.near(index, -1)
    if not tail and (
        before in _class("prepositions_en") - {"and"} or (before and is_verb(lemma(before, "en")))
    ):
        return "me"
    turn.mine = "me"
    return f"I'{tail}" if tail else "I"


def _agreed(turn: _Turn, index: int, word: str, low: str) -> str:
    """Return the verb right after "you" or "I" in its form; later words end the reach."""
    table = _AGREE if turn.mine == "you" else _I
    before = turn.near(index, -1, _class("adverbs_en"))
    if low in _class("adverbs_en"):
        return word
    name = {"you": turn.receiver, "me": turn.own}[turn.mine].lower()
    reach = before in (name, "she", "he", "and", "but")
    if not reach:
        return word
    if low in table:
        return table[low]
    base = lemma(low, "en")
    return base if low.endswith("s") and base != low and is_verb(base) else word


def _owns(after: str) -> bool:
    return bool(after) and after not in _class("object_after")
