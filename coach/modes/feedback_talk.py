"""What the person's answers add to the feedback: read, turned to "you", accepted or asked again."""

from dataclasses import replace

from coach.checks.normal import normalise
from coach.domain.draft import Question
from coach.domain.feedback import PARTS, FeedbackPaper, Kept, PartName, Relation, Remark
from coach.domain.text import Lang
from coach.modes.feedback_hints import hints
from coach.modes.feedback_notes import Line, Notes, read_notes
from coach.modes.feedback_praise import joined, only_praise, refers
from coach.modes.feedback_topics import Topic, choose, title, topics
from coach.modes.phrasebook import answers, cue, line, lines

_MODE = "feedback"
_TRIES = 2
_TONES: tuple[Relation, ...] = ("formal", "direct", "warm")


class Talk:
    """A feedback conversation being read, one message after the other.

    Args:
        opening: The notes.
        lang: The conversation's language.
    """

    def __init__(self, opening: str, lang: Lang) -> None:
        self.lang: Lang = lang
        self.said = [opening]
        self.parts: dict[PartName, tuple[Remark, ...]] = {}
        self.tries: dict[str, int] = {}
        self.given_up: list[str] = []
        self.relation: Relation | None = _tone(opening, lang, notes=True)
        self.note, self.found = "", ""
        self.extra: list[Kept] = []
        """Left out of the answers."""
        self.name = ""
        self.choices: tuple[Topic, ...] = ()
        self.later: list[str] = []
        self._begin(read_notes(opening, lang))

    def wanted(self) -> str:
        """Return the key of the next question, "" when nothing is missing."""
        if self.notes.rivals and not self.name and "who" not in self.given_up:
            return "who"
        if self.choices:
            return "topic"
        needed = [name for name in PARTS if not (self.praise and name in ("request", "strength"))]
        for name in needed:
            if name not in self.parts and name not in self.given_up:
                return name
        return "relation" if self.relation is None else ""

    def ask(self) -> Question | None:
        """Return the next question, or None when nothing is missing."""
        key = self.wanted()
        if not key:
            return None
        who = self.to or {"sv": "personen", "en": "the person"}[self.lang]
        note = line(_MODE, self.lang, "note", self.note, words=self.found, who=who) if self.note else ""
        if not self.note and len(self.said) == 1:
            note = self._first_note(key)
        examples = lines(_MODE, self.lang, "examples", key)
        if key == "who":
            examples = self.notes.rivals[:3]
        if key == "topic":
            examples = tuple(f"{n}. {title(topic)}" for n, topic in enumerate(self.choices[:4], 1))
        return Question(key, line(_MODE, self.lang, "ask", key, who=who), examples, note)

    def answer(self, text: str) -> None:
        """Take the person's next message as the answer to the question that was asked."""
        key = self.wanted()
        self.said.append(text)
        self.note = self.found = ""
        if not key:
            return
        if answers(_MODE, self.lang, "enough", text):
            self._enough()
        elif not text.strip() or any(answers(_MODE, self.lang, name, text) for name in ("unknown", "skip")):
            self._give_up(key)
        else:
            self.tries[key] = self.tries.get(key, 0) + 1
            if key == "who":
                self._who(text)
            elif key == "topic":
                self._topic(text)
            elif key == "relation":
                self.relation = _tone(text, self.lang) or "warm"
            else:
                self._part(next(name for name in PARTS if name == key), text)

    @property
    def to(self) -> str:
        """Whom the feedback is for, "" where no name was given."""
        return self.name or self.notes.who.name

    def paper(self) -> FeedbackPaper:
        """Return what is known now."""
        return FeedbackPaper(
            opening=self.said[0],
            before=self.notes.verdict,
            said=tuple(self.said),
            to=self.to,
            parts=dict(self.parts),
            given_up=tuple(self.given_up),
            relation=self.relation or "warm",
            praise=self.praise,
            problems=tuple(dict.fromkeys((*self.notes.problems, *self.extra))),
            hints=hints(self.said, self.lang),
            later=tuple(self.later),
        )

    def _begin(self, notes: Notes) -> None:
        kept = tuple(one for one in notes.lines if not _tone(one.words, self.lang, notes=True))
        notes = replace(notes, lines=joined(kept, self.lang))
        self.notes = notes
        self.praise = only_praise(notes, self.lang)
        groups = topics(notes.lines, self.lang) if not self.praise else ()
        self.choices = groups if len(groups) > 1 else ()
        self.parts = {}
        used = {one.words for group in groups for one in group}
        self.later = [
            o.words for o in notes.lines if not o.problem and o.role is None and o.words not in used
        ]
        good = [one for one in notes.lines if one.role == "strength" and not one.problem and self._fine(one)]
        if self.praise:
            self._take([one for one in notes.lines if not one.problem])
        elif good:
            most = 2 if len(good) > 1 and refers(good[1], self.lang) else 1
            self.parts["strength"] = tuple(_remark(one) for one in good[:most])
            self.later += [one.words for one in good[most:]]
            if len(groups) == 1 and any("situation" in one.labels for one in good[:most]):
                # What went well and what did not belong to one occasion.
                self.parts["situation"] = ()
        if not self.choices and groups:
            self._take(groups[0])

    def _take(self, found: list[Line] | Topic) -> None:
        """Sort sentences under the parts; an empty tuple says that another sentence holds the part."""
        sorted_: dict[PartName, list[Remark]] = {}
        for one in found:
            role = one.role
            if self.praise and role == "strength":
                role = "behaviour"
            if role == "request" and not one.asks and one.follows(self.lang) and "behaviour" in sorted_:
                role = "impact"
            if role:
                sorted_.setdefault(role, []).append(_remark(one))
        for name, remarks in sorted_.items():
            self.parts[name] = (*self.parts.get(name, ()), *remarks)
        for name in ("situation", "impact", "request"):
            if any(name in one.labels and (name != "request" or _asked(one, self.lang)) for one in found):
                self.parts.setdefault(next(p for p in PARTS if p == name), ())

    def _fine(self, one: Line) -> bool:
        return not cue(_MODE, self.lang, "bad_result").search(one.words.lower())

    def _first_note(self, key: str) -> str:
        judged = key == "behaviour" and self.notes.problems
        lead = line(_MODE, self.lang, "note", "only_judgement") + " " if judged else ""
        return lead + line(_MODE, self.lang, "note", "explain")

    def _enough(self) -> None:
        self.given_up += [name for name in PARTS if name not in self.parts]
        self.relation = self.relation or "warm"
        self.given_up += ["who"] if self.notes.rivals and not self.name else []
        if self.choices:
            self._topic_first()

    def _give_up(self, key: str) -> None:
        if key == "topic":
            self._topic_first()
        elif key == "relation":
            self.relation = "warm"
        else:
            self.given_up.append(key)

    def _topic_first(self) -> None:
        self._chosen((self.choices[0],))

    def _who(self, text: str) -> None:
        low = text.lower()
        self.name = next((name for name in self.notes.rivals if name.lower() in low), "")
        if not self.name and self.tries["who"] >= _TRIES:
            self.given_up.append("who")
        elif self.name:
            self._begin(read_notes(self.said[0], self.lang, self.name))

    def _topic(self, text: str) -> None:
        found = choose(text, self.choices, self.lang)
        if not found and self.tries["topic"] < _TRIES:
            self.note = "again_topic"
            return
        self._chosen(found or (self.choices[0],))

    def _chosen(self, found: tuple[Topic, ...]) -> None:
        self.later += [one.words for topic in self.choices if topic not in found for one in topic]
        self.choices = ()
        self._take([one for topic in found for one in topic])

    def _part(self, name: PartName, text: str) -> None:
        own = name in ("behaviour", "strength")
        read = read_notes(text, self.lang, self.to, self.said[:-1], headless=own)
        self.extra += read.problems
        clean = [one for one in read.lines if not one.problem]
        if name == "behaviour":
            good = [one for one in clean if one.labels & {"behaviour", "strength"}]
        elif name == "strength":
            good = [one for one in clean if "strength" in one.labels or len(one.words.split()) >= 3]
        else:
            good = clean
        if not good and self.tries[name] < _TRIES and (read.problems or name in ("behaviour", "strength")):
            self.note = read.problems[0].label if read.problems else f"again_{name}"
            self.found = read.problems[0].text if read.problems else ""
        elif not clean or (name == "strength" and not good):
            self.given_up.append(name)
        else:
            self._sort(name, clean)

    def _sort(self, name: PartName, clean: list[Line]) -> None:
        own: list[Remark] = []
        for number, one in enumerate(clean):
            other = one.role not in (None, name, "strength") and number > 0 and one.role not in self.parts
            if other and one.role:
                self.parts[one.role] = (_remark(one, asked=True),)
            else:
                own.append(_remark(one, asked=True))
        self.parts[name] = tuple(own)
        if name == "behaviour":
            covered = {label for one in clean for label in one.labels}
            for also in ("situation", "impact"):
                if also in covered:
                    self.parts.setdefault(next(p for p in PARTS if p == also), ())


def _asked(one: Line, lang: Lang) -> bool:
    return one.asks or ("request" in one.plain and not one.follows(lang))


def _remark(one: Line, *, asked: bool = False) -> Remark:
    text = one.turned.text if one.turned.safe else one.words
    return Remark(text, one.words, "situation" in one.labels, not one.turned.safe, asked)


def _tone(text: str, lang: Lang, *, notes: bool = False) -> Relation | None:
    """Return how the person wants to sound, None where that is not said."""
    low = normalise(text).text.lower()
    pieces = [
        piece
        for piece in low.replace("\n", ".").split(".")
        if not notes or cue(_MODE, lang, "tone").search(piece)
    ]
    if notes:
        # In notes only a wish counts, not "she was direct in the meeting".
        pieces = [piece for piece in pieces if len(piece.split()) <= 12 and _wishes(piece, lang)]
    return next((name for name in _TONES for piece in pieces if cue(_MODE, lang, name).search(piece)), None)


def _wishes(piece: str, lang: Lang) -> bool:
    return cue(_MODE, lang, "wish").search(piece) is not None
