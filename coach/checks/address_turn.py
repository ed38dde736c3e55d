"""Notes turned so that they are said to the person, with the way back to the words as written."""

from collections.abc import Sequence
from dataclasses import dataclass

from coach.checks import address_en, address_sv
from coach.checks.address import Person, tokens
from coach.domain.text import Lang, Span

_MOST = 200
"""Words and signs of a sentence; a longer one is no sentence."""
_LANG = {"sv": address_sv, "en": address_en}


@dataclass(frozen=True, slots=True)
class Turned:
    """A sentence said to the person."""

    text: str
    safe: bool
    """False when a pronoun may mean somebody else: then the sentence is better quoted as written."""
    pieces: tuple[tuple[Span, Span], ...] = ()
    """Where a changed piece stands in ``text``, and where it stood in the sentence."""

    def original(self, start: int, end: int) -> Span:
        """Turn a span of ``text`` into one of the sentence as written."""
        return self._back(start, first=True), self._back(end, first=False)

    def _back(self, at: int, *, first: bool) -> int:
        shift = 0
        for (new_start, new_end), (old_start, old_end) in self.pieces:
            if at <= new_start and (first or at < new_end):
                break
            if at < new_end:
                return old_start if first else old_end
            shift = old_end - new_end
        return max(0, at + shift)


def to_you(sentence: str, lang: Lang, who: Person, *, headless: bool = True) -> Turned:
    """Return a sentence about the person said to them; what speaks to them already stays.

    Args:
        sentence: As written.
        lang: Its language.
        who: The person.
        headless: Whether a verb without a subject is the person's: "skickade rapporten sent".
    """
    line = tokens(sentence)
    if not line or len(line) > _MOST:
        return Turned(sentence, not line)
    part = _LANG[lang]
    changes, safe = part.changes(line, who) if not who.addressed else ([], True)
    if headless and not changes and (lead := part.headless(line)):
        first = line[0]
        lead = lead.capitalize() if first.text[0].isupper() else lead
        verb = (address_en.base(first.low) or first.low) if lang == "en" else first.low
        changes = [(first.start, first.end, f"{lead}{verb}")]
    return _put(sentence, changes, safe=safe)


def to_me(sentence: str, lang: Lang) -> str:
    """Return feedback said to me as I would tell it back: "du avbröt mig" as "jag avbröt dig"."""
    line = tokens(sentence)
    return _put(sentence, _LANG[lang].mirrored(line)).text if len(line) <= _MOST else sentence


def _put(sentence: str, changes: Sequence[tuple[int, int, str]], *, safe: bool = True) -> Turned:
    text, last = "", 0
    pieces: list[tuple[Span, Span]] = []
    for start, end, new in sorted(set(changes)):
        if start < last:
            continue
        text += sentence[last:start]
        pieces.append(((len(text), len(text) + len(new)), (start, end)))
        text += new
        last = end
    return Turned(text + sentence[last:], safe, tuple(pieces))
