"""Who has put which level on what: kept as written, judged only when asked."""

import re
from dataclasses import dataclass

from coach.domain.competence import Rating
from coach.domain.text import Lang
from coach.modes.competence_levels import Mark, Said, Speaker
from coach.modes.competence_names import Names


@dataclass(frozen=True, slots=True)
class Doubt:
    """A level that can't be taken as it stands."""

    at: int
    """The competence's place in the list."""
    speaker: Speaker
    kind: str
    """``outside``, ``half`` or ``two``."""
    words: str


class Ratings:
    """The levels of both sides.

    Args:
        lang: The language of the words that join two levels.
    """

    def __init__(self, lang: Lang) -> None:
        self._and = {"sv": " och ", "en": " and "}[lang]
        self.names = Names(lang)
        self.examples: dict[int, str] = {}
        self._marks: dict[tuple[int, Speaker], list[Mark]] = {}

    def take(self, said: Said) -> bool:
        """Keep what a piece says; return whether it could be tied to a competence."""
        if said.everything and said.mark:
            for at in range(len(self.names.all)):
                self._marks.setdefault((at, said.speaker), [said.mark])
            return True
        at = self.names.add(said.name) if said.name else -1
        if at < 0:
            return False
        if said.mark:
            self.put(at, said.speaker, said.mark)
        if said.example and said.speaker == "me":
            self.examples.setdefault(at, said.example)
        return True

    def put(self, at: int, speaker: Speaker, mark: Mark, *, instead: bool = False) -> None:
        """Add a level beside what the same side has put before, or instead of it."""
        if instead:
            self._marks.pop((at, speaker), None)
        self._marks.setdefault((at, speaker), []).append(mark)

    def alike(self, speaker: Speaker) -> None:
        """Give a side the other one's levels where it has put none of its own."""
        other: Speaker = "me" if speaker == "them" else "them"
        for at in self.without(speaker):
            if (at, other) in self._marks and not self.doubt(at, other):
                self._marks[at, speaker] = self._marks[at, other][:1]

    def any(self, speaker: Speaker) -> bool:
        """Return whether a side has put any level."""
        return any(who == speaker for _, who in self._marks)

    def doubts(self) -> tuple[Doubt, ...]:
        """Return every level that can't be taken as it stands, in the list's order."""
        found = (self.doubt(at, speaker) for at, speaker in sorted(self._marks))
        return tuple(doubt for doubt in found if doubt)

    def doubt(self, at: int, speaker: Speaker) -> Doubt | None:
        """Return what is wrong with one side's level for a competence, None when it stands."""
        found = self._marks.get((at, speaker), [])
        if not found:
            return None
        if len({mark.level if mark.kind == "level" else mark.words for mark in found}) > 1:
            words = sorted({mark.words for mark in found})
            return Doubt(at, speaker, "two", self._and.join(words[:3]))
        first = found[0]
        half = first.kind == "two" and _apart(first.words) == 1
        return (
            None if first.kind == "level" else Doubt(at, speaker, "half" if half else first.kind, first.words)
        )

    def rating(self, at: int, speaker: Speaker) -> Rating:
        """Return one side's level for a competence; what can't be taken keeps its words."""
        if doubt := self.doubt(at, speaker):
            return Rating(words=doubt.words)
        found = self._marks.get((at, speaker), [])
        return Rating(found[0].level) if found else Rating()

    def without(self, speaker: Speaker) -> tuple[int, ...]:
        """Return the competences that a side has put nothing on."""
        return tuple(at for at in range(len(self.names.all)) if (at, speaker) not in self._marks)

    def apart(self) -> tuple[int, ...]:
        """Return the competences where both have put a level, and not the same one."""
        return tuple(at for at in range(len(self.names.all)) if self._differ(at))

    def _differ(self, at: int) -> bool:
        mine, theirs = self.rating(at, "me").level, self.rating(at, "them").level
        return None not in (mine, theirs) and mine != theirs


def _apart(words: str) -> int:
    """Return how far the two figures of a choice lie apart."""
    found = [int(figure) for figure in re.findall(r"\d+", words)]
    return found[-1] - found[0] if len(found) > 1 else 0
