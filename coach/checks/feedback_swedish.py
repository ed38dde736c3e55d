"""The verb of a Swedish clause whose subject is the person: where it stands and in which tense."""

import re

from coach.checks.feedback_text import STOPS, Word, skip, words

_PAST = re.compile(r"(?:ade|dde|tte|lde|nde|rde|kte|ste|pte|gde|mde|vde|fte|jde|xte)s?$")
SUPINE = re.compile(r"(?:at|it|tt|rt|kt|nt|mt|lt|pt|st)s?$")
"""Endings of what follows "har"."""
_PRESENT = re.compile(r"(?:[aeoåäöu]r|[^s]as|[lnrvgmkt]s)$")


def is_past_sv(text: str) -> bool:
    """Whether a word is a Swedish past tense by its form."""
    if text in words("past", "sv"):
        return True
    participle = text.endswith(("ande", "ende")) and len(text) > 6
    return bool(_PAST.search(text)) and not participle and text not in words("not_past", "sv")


def _finite_sv(text: str) -> str:
    if text in words("have_form", "sv"):
        return "have"
    if text in words("be_form", "sv"):
        return "being"
    if text in words("modal", "sv"):
        return "modal"
    if is_past_sv(text):
        return "past"
    if _PRESENT.search(text) and len(text) > 2:
        return "present"
    return ""


def verb_sv(items: tuple[Word, ...], index: int, before: tuple[str, ...]) -> tuple[int, str] | None:
    """Return where the verb of the subject at ``index`` stands and its tense; None when nothing is stated."""
    if (
        before
        and (kind := _finite_sv(before[-1]))
        and before[-1] not in {"när", "var", "eller", "efter", "innan", "där"}
    ):
        return _inverted_sv(items, index, before, kind)
    if before[-1:] and before[-1] in words("object_of", "sv") - {"om", "än"}:
        return None
    position = skip(items, index + 1, "sv")
    if position >= len(items):
        return None
    kind = _finite_sv(items[position].text)
    if kind == "have":
        return _supine(items, position)
    return (position, kind) if kind in {"past", "present", "being"} else _bare_perfect(items, position, kind)


def _bare_perfect(items: tuple[Word, ...], position: int, kind: str) -> tuple[int, str] | None:
    # Subordinate clauses may drop "har": "att du redan skickat den".
    text = items[position].text
    if not kind and text in words("participle", "sv"):
        return position, "perfect"
    return None


def _inverted_sv(
    items: tuple[Word, ...], index: int, before: tuple[str, ...], kind: str
) -> tuple[int, str] | None:
    """Verb before subject states only when something stands in front: first in its clause it asks."""
    fronted = before[:-1]
    opens = not fronted or fronted[-1] in words("joins", "sv") - {"så", "sen", "sedan"}
    if opens and _asks(items, index):
        return None
    if any(text in words("asks", "sv") for text in fronted) or kind == "modal":
        return None
    if opens and kind == "present":
        return None
    if kind == "have":
        return _supine(items, index)
    return index - 1, kind


def _asks(items: tuple[Word, ...], index: int) -> bool:
    return index <= 2 or any(word.text == "?" for word in items[index:])


def _supine(items: tuple[Word, ...], helper_at: int) -> tuple[int, str] | None:
    known = words("participle", "sv")
    for position in range(helper_at + 1, min(helper_at + 6, len(items))):
        text = items[position].text
        if text in STOPS:
            break
        if text in known or (SUPINE.search(text) and text not in words("not_supine", "sv") and len(text) > 3):
            return position, "perfect"
    return helper_at, "having"
