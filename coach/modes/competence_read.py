"""A message with levels taken apart: which side puts which level on which competence, and why."""

import datetime
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coach.checks.dates import find_dates
from coach.checks.words import sentences
from coach.domain.text import Lang, Span
from coach.modes.competence_levels import Mark, Said, Speaker, marks
from coach.modes.competence_names import Names, tidy
from coach.modes.phrasebook import cue

_LONGEST = 7
"""Words of a competence's name; what is longer is no name."""
_EDGE = " \t:–—-=|(),;.!\"'*•"
_BULLET = re.compile(r"^\s*(?:[-–—•*·]|\(?\d{1,2}[.)])\s+")
_AND = re.compile(r"\s+(?:och|samt|men|medan|respektive|and|but|while|&)\s+|\s*[,;|\t]\s*|\s*\.\s+(?=\S)")


@dataclass(slots=True)
class _Line:
    """What is carried along a line while its pieces are read."""

    speaker: Speaker
    last: str = ""
    table: bool = False
    cells: int = 0
    """Figures without a name so far in a row of a table: mine, then the other one's."""
    ordered: bool = False
    """Whether figures without a name follow the order of the names before them."""
    told: bool = False
    """Whether an example has begun, so that a piece without a level goes on with it."""
    out: list[Said] = field(default_factory=list)


class Reader:
    """Reads messages of one conversation.

    Args:
        lang: Its language.
        them: How the other one is spoken of, as an expression for lower-cased text.
        names: The competences known so far; new ones are added as they are read.
        today: The day to read dates against: their figures are no levels.
    """

    def __init__(self, lang: Lang, them: str, names: Names, today: datetime.date) -> None:
        self._lang: Lang = lang
        self._today = today
        self._names = names
        puts, me = (cue("competence", lang, name).pattern for name in ("puts", "me"))
        noun, mine = (cue("competence", lang, name).pattern for name in ("assessment", "mine"))
        self._noun = noun
        them = rf"(?:{them})(?:'?s(?!\w))?(?:\s+(?:{noun})(?!\w))?"
        me = rf"(?:{mine})(?:\s+(?:{noun})(?!\w)|(?=\s*:))|(?:{me})"
        self._who = re.compile(
            rf"(?:(?P<them>{them})|(?P<me>{me}))(?![\w'-])(?:\s+(?:{puts})(?!\w))*\s*[:,]?\s*(?:att |that )?"
        )
        self._inner = re.compile(
            rf"[\s:,(–-]+(?:(?P<them>{them})|(?P<me>{me}))(?:\s+(?:{puts})(?!\w))*\s*:?\s*$"
        )
        self._bracket = re.compile(rf"\s*\(\s*(?=(?:{them}|{me})(?!\w))")
        self._order = cue("competence", lang, "respectively")
        word = cue("competence", lang, "level_word").pattern
        self._level_word = re.compile(rf"(?:^|(?<=\s))(?:{word})\s*:?\s*$")
        self._prep = re.compile(rf"(?:{cue('competence', lang, 'prep').pattern})\s+")
        self._because = re.compile(rf"(?:{cue('competence', lang, 'because').pattern})(?!\w)")

    def read(self, text: str, speaker: Speaker, *, bare: bool) -> list[Said]:
        """Return what a message says, in order.

        Args:
            text: The message, cleaned.
            speaker: Whose levels they are where nobody is named.
            bare: Whether sentences without any level are lists of competences too.
        """
        found: list[Said] = []
        for start, end in sentences(text):
            piece = _BULLET.sub("", text[start:end])
            lists = cue("competence", self._lang, "lists").search(piece.lower())
            piece = piece[lists.end() :] if lists else piece
            dates = [date.span for date in find_dates(piece, self._lang, self._today)]
            levels = marks(piece, self._lang, dates)
            proof = cue("competence", self._lang, "evidence").match(piece.lower())
            if proof and found:
                found[-1] = replace(found[-1], example=found[-1].example or tidy(piece[proof.end() :]))
                continue
            head = None if levels else self._who.fullmatch(piece.lower().strip())
            if head and re.search(rf":\s*$|(?:{self._noun})\s*$", piece.lower()):
                speaker = "them" if head["them"] else "me"
            elif levels or bare or lists:
                found += self._sentence(piece, levels, speaker)
        return found

    def _sentence(self, text: str, levels: Sequence[Mark], speaker: Speaker) -> list[Said]:
        line = _Line(speaker, table="|" in text or "\t" in text)
        line.ordered = self._order.search(text.lower()) is not None
        starts = [mark.span[0] for mark in levels]
        for start, end in self._pieces(text, levels):
            inside = levels[bisect_left(starts, start) : bisect_left(starts, end)]
            moved = [replace(m, span=(m.span[0] - start, m.span[1] - start)) for m in inside]
            self._piece(text[start:end], moved, line, speaker)
        return line.out

    def _piece(self, text: str, inside: list[Mark], line: _Line, usual: Speaker) -> None:
        whole = text.strip(_EDGE)
        if not inside and line.out and self._because.match(whole.lower()):
            self._more(whole, line)
            return
        text, inside, named = self._led(text, inside, line)
        used = next((mark for mark in inside if self._is_level(text, mark)), None)
        if used is None:
            if inside:
                line.out.append(Said("", line.speaker, inside[0], words=whole))
            else:
                self._unrated(text, line)
            return
        before, after = text[: used.span[0]], text[used.span[1] :]
        speaker, before = self._inner_who(before, line.speaker)
        name = self._before(before)
        everything = self._all(name) if name else False
        name = "" if everything else name
        if not name and not everything:
            name, after, everything = self._after(after)
        alone = not name and not everything
        if alone and line.table and not named:
            speaker, line.cells = (usual, "me" if usual == "them" else "them")[line.cells % 2], line.cells + 1
        if alone:
            name = self._next(line, speaker) if line.ordered else line.last
        said = Said(name, speaker, used, self._example(after), words=whole, everything=everything)
        self._add(said, line)
        if named and alone and not line.ordered:
            # "Excel 3, chefen 2, kundmöten 2": the other one had the word for one figure only.
            line.speaker = usual

    @staticmethod
    def _next(line: _Line, speaker: Speaker) -> str:
        """Return the first competence of the line that a side has put nothing on; "" when it has on all."""
        names = dict.fromkeys(said.name for said in line.out if said.name)
        done = {said.name for said in line.out if said.speaker == speaker}
        return next((name for name in names if name not in done), "")

    def _led(self, text: str, inside: list[Mark], line: _Line) -> tuple[str, list[Mark], bool]:
        """Return a piece without who puts the level at its start, who is noted, and whether anyone was."""
        cut, named = len(text) - len(text.lstrip(_EDGE + " ")), False
        limit = inside[0].span[0] if inside else len(text)
        filler = cue("competence", self._lang, "filler")
        while cut < limit:
            low = text[cut:].lower()
            if who := self._who.match(low):
                # "The manager thinks I am": the first one named puts the level.
                line.speaker = line.speaker if named else "them" if who["them"] else "me"
                named = True
                line.told = False
                step = who.end()
            elif lead := re.match(rf"(?:{filler.pattern})(?!\w)[\s,:]*", low):
                step = lead.end()
            else:
                break
            cut = min(cut + max(step, 1), limit)
        moved = [replace(m, span=(m.span[0] - cut, m.span[1] - cut)) for m in inside]
        return text[cut:], moved, named

    def _is_level(self, text: str, mark: Mark) -> bool:
        """Return whether a figure stands like a level, and counts nothing."""
        before, after = text[: mark.span[0]], text[mark.span[1] :]
        low = after.lower().lstrip()
        if not low or low[0] in ",;:.!)(|–—-=/" or self._because.match(low) or self._prep.match(low):
            return True
        said = self._level_word.search(before.lower()) is not None
        return said or (not before.strip(_EDGE) and len(low.split()) <= 4)

    def _inner_who(self, before: str, speaker: Speaker) -> tuple[Speaker, str]:
        """Return who "Excel: jag" means at its end, and what is left of it."""
        if who := self._inner.search(before.lower()):
            return ("them" if who["them"] else "me"), before[: who.start()]
        return speaker, before

    def _before(self, before: str) -> str:
        text = before.strip(_EDGE)
        for _ in range(3):
            low = text.lower()
            end = self._level_word.search(low) or cue("competence", self._lang, "before_level").search(low)
            if not end or not end[0].strip():
                break
            text = text[: end.start()].strip(_EDGE)
        return self._name(text)

    def _after(self, after: str) -> tuple[str, str, bool]:
        """Return the competence after a level, what follows it, and whether it is all of them."""
        text = after.strip(_EDGE)
        prep = self._prep.match(text.lower())
        if not prep and after.lstrip()[:1] in ("", "–", "-", ":", "(", ",") and text:
            return "", after, False
        rest = text[prep.end() :] if prep else text
        if self._all(rest):
            return "", "", True
        if not prep and self._because.match(rest.lower()):
            return "", after, False
        known, tail = self._names.begins(rest)
        if known:
            return known, tail, False
        cut = re.search(rf"\s+(?:{self._because.pattern})", rest.lower())
        name = self._name(rest[: cut.start()] if cut else rest)
        return name, rest[cut.start() :] if cut and name else "", False

    def _all(self, text: str) -> bool:
        return cue("competence", self._lang, "rest").fullmatch(text.lower().strip(_EDGE)) is not None

    def _name(self, text: str) -> str:
        name = tidy(text)
        if cue("competence", self._lang, "pointer").fullmatch(name.lower()):
            return ""
        return name if name and len(name.split()) <= _LONGEST and re.search(r"[^\W\d_]", name) else ""

    def _example(self, after: str) -> str:
        text = after.strip(_EDGE)
        if self._prep.fullmatch(text.lower() + " "):
            return ""
        lead = re.match(r"(?:för att|eftersom|därför att|because|since)\s+", text.lower())
        return tidy(text[lead.end() :] if lead else text) if re.search(r"\w{2}", text) else ""

    def _unrated(self, text: str, line: _Line) -> None:
        bare = text.strip(_EDGE)
        low = bare.lower()
        unknown = re.search(
            rf"(?:^|[\s:–-])(?:{cue('competence', self._lang, 'unknown').pattern})$",
            text.strip(" .!").lower(),
        )
        if unknown:
            name = self._name(text.strip(" .!")[: unknown.start()].strip(_EDGE)) or line.last
            name = "" if self._all(name) else name
            self._add(Said(name, line.speaker, words=bare, unsure=True), line)
        elif line.out and (line.told or self._because.match(low)):
            self._more(bare, line)
        elif (name := self._name(bare)) and len(name.split()) <= 5 and not self._because.match(low):
            self._add(Said(name, line.speaker, words=bare), line)

    def _add(self, said: Said, line: _Line) -> None:
        if not said.name and not said.everything and said.mark is None:
            return
        if said.name:
            self._names.add(said.name)
        line.out.append(said)
        line.last, line.cells = said.name or line.last, line.cells if said.name == line.last else 0
        line.told = bool(said.example)

    def _more(self, words: str, line: _Line) -> None:
        last = line.out[-1]
        line.out[-1] = replace(last, example=f"{last.example}, {words}" if last.example else words)
        line.told = True

    def _pieces(self, text: str, levels: Sequence[Mark]) -> list[Span]:
        """Return the pieces of a sentence: "and" parts two only where both sides have a level."""
        starts, ends = [m.span[0] for m in levels], [m.span[1] for m in levels]
        # What lies within a level, such as the "and" of "2 and 3", parts nothing.
        found = [m.span() for m in (*_AND.finditer(text), *self._bracket.finditer(text.lower()))]
        cuts = [(a, b) for a, b in found if bisect_right(ends, a) == bisect_left(starts, b)]
        cuts = sorted([*cuts, *((end, end) for end in self._run_on(text, levels, cuts))])
        spans: list[Span] = []
        start = 0
        for a, b in cuts:
            left = bisect_left(starts, a) > bisect_left(starts, start)
            if text[a:b].strip().isalpha() and not (left and bisect_left(starts, b) < len(starts)):
                continue
            spans.append((start, a))
            start = b
        return [(a, b) for a, b in (*spans, (start, len(text))) if text[a:b].strip()]

    def _run_on(self, text: str, levels: Sequence[Mark], cuts: Sequence[Span]) -> list[int]:
        """Return where a new competence begins with nothing between: "Excel 3 kundmöten 2"."""
        ends, places = [], [a for a, _ in cuts]
        for one, other in itertools.pairwise(levels):
            end, after = one.span[1], other.span[0]
            between = text[end:after].lower().strip()
            parted = bisect_left(places, end) < bisect_left(places, after)
            led = self._prep.match(between) or self._because.match(between)
            if between[:1].isalpha() and not parted and not led and text[: one.span[0]][-60:].strip(_EDGE):
                ends.append(end)
        return ends
