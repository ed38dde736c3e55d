"""The verb of an English clause whose subject is the person: where it stands and in which tense."""

from coach.checks.feedback_text import Word, skip, words, words_of

CONTRACTED = {
    "you've": "have",
    "youve": "have",
    "you'd": "had",
    "you're": "are",
    "youre": "are",
    "you'll": "will",
    "youll": "will",
}
"""Subject and helper in one word, as typed."""
_HELPERS = ("did", "be_form", "have_form", "modal")
_KNOWN = ("base", "mental", "vague")


def is_past_en(text: str) -> bool:
    """Whether a word is an English past tense by its form."""
    return text in words("past", "en") or (
        text.endswith("ed") and len(text) > 3 and text not in words("ed_not", "en")
    )


def verb_en(items: tuple[Word, ...], index: int, before: tuple[str, ...]) -> tuple[int, str] | None:
    """Return where the verb of the subject at ``index`` stands and its tense; None when nothing is stated."""
    position = skip(items, index + 1, "en")
    if before and before[-1] in words_of("en", *_HELPERS):
        return _asked_en(items, position, before)
    helper = CONTRACTED.get(items[index].text, "")
    if position >= len(items) or (not helper and before and before[-1] in words("object_of", "en")):
        return None
    if helper:
        return _after_helper(items, position, position, helper)
    if items[position].text in words_of("en", *_HELPERS):
        after = skip(items, position + 1, "en")
        if after >= len(items):
            return position, "being"
        return _after_helper(items, position, after, items[position].text)
    return _finite_en(items, index, position)


def _finite_en(items: tuple[Word, ...], index: int, position: int) -> tuple[int, str] | None:
    text = items[position].text
    if is_past_en(text):
        habit = text in words("same_past", "en") and "never" in {word.text for word in items[index:position]}
        return position, "present" if habit else "past"
    return (position, "present") if text in words_of("en", *_KNOWN) else None


def _asked_en(items: tuple[Word, ...], position: int, before: tuple[str, ...]) -> tuple[int, str] | None:
    """A question takes for granted what "why" asks; a fronted "not once have you" states it."""
    stated = {"why", "once", "time", "only", "never", "single", "not", "one"} & set(before)
    if not stated or position >= len(items) or before[-1] in words("modal", "en"):
        return None
    return position, (
        "past" if "did" in before else "perfect" if before[-1] in words("have_form", "en") else "present"
    )


def _after_helper(
    items: tuple[Word, ...], helper_at: int, position: int, helper: str
) -> tuple[int, str] | None:
    text = items[position].text
    if helper in words("modal", "en"):
        return None
    if helper in words("be_form", "en"):
        return (position, "progressive") if _is_doing(text) else (position, "being")
    if helper in words("did", "en") and text not in words_of("en", "base", "mental", "vague"):
        return helper_at, "past" if helper.startswith("did") else "present"
    if helper in words("did", "en"):
        return position, "past" if helper.startswith("did") else "present"
    if is_past_en(text) or text in words("participle", "en") or text in words("base", "en"):
        return position, "being" if text == "been" else "perfect"
    return helper_at, "having"


def _is_doing(text: str) -> bool:
    """Whether a word is the -ing form of a verb that can be seen: "amazing" and "annoying" are none."""
    stem = text.removesuffix("ing")
    known = words_of("en", "base", "light")
    return stem != text and bool({stem, stem + "e", stem[:-1]} & known)
