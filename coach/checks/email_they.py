"""Whether the "they" of English meeting notes is one person."""

import re
from collections.abc import Sequence

from coach.checks.address_they import is_alone
from coach.checks.lexicon import lexicon
from coach.checks.named import capitals
from coach.checks.words import sentences

_THEY = re.compile(r"\b(?:they|them|their)", re.IGNORECASE)


def is_one_person(said: Sequence[str], receiver: str, own: str, people: Sequence[str]) -> bool:
    """Return whether "they" can mean nobody but the receiver: no one else, and no several, are spoken of.

    Args:
        said: The notes and what was added to them.
        receiver: Who is written to, as the notes name them; several people are joined by "and".
        own: Who writes; "" where that is not known.
        people: Everybody the notes name.
    """
    if not receiver[:1].isupper() or re.search(r",| and | & ", receiver):
        return False
    text = "\n".join(said)
    if not _THEY.search(text):
        return False
    table = lexicon("facts", "en")
    no_names = {word for key in ("months", "weekdays", "ordinary", "peoples") for word in table[key]}
    capital = {
        place.word for place in capitals(text) if not place.first and place.word.lower() not in no_names
    }
    named = capital | {word for name in people for word in name.split()}
    lines = [text[start:end] for start, end in sentences(text)]
    return named <= {*receiver.split(), *own.split()} and is_alone(lines)
