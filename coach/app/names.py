"""Whether a person is named in a text, however the name is inflected."""

import re
import unicodedata

_LETTER = r"[^\W\d_]"


def names(name: str) -> re.Pattern[str]:
    """Return a pattern that finds a name in a text made ready by ``plain``.

    "Anna" is found in "Annas", "Anna's", "ANNA" and "Anna-mötet", not in "Annabel" or "Anna-Karin".

    Args:
        name: A first name, a surname or several names in their order.

    Raises:
        ValueError: There is no letter in it.
    """
    words = [re.escape(word) for word in plain(name).split()]
    if not any(char.isalpha() for char in plain(name)):
        raise ValueError(name)
    before = rf"(?<!{_LETTER})(?<!(?-i:[a-zåäöéü])-)"
    after = rf"(?:['’:]?s|['’])?(?!{_LETTER})(?!-(?-i:[A-ZÅÄÖÉÜ]))"
    return re.compile(before + r"(?:['’:]?s)?\s+".join(words) + after, re.IGNORECASE)


def plain(text: str) -> str:
    """Return a text with composed letters and without characters that can't be seen."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in composed if unicodedata.category(char) != "Cf")
