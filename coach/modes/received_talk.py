"""What was given, sorted, and what the person answers about it."""

import datetime
import re
from dataclasses import replace

from coach.checks.address_turn import to_me
from coach.checks.dates import find_dates, show_date
from coach.checks.feedback import PROBLEMS
from coach.checks.normal import normalise
from coach.checks.words import sentences
from coach.domain.draft import Question
from coach.domain.received import Judged, ReceivedPaper
from coach.domain.text import Lang
from coach.modes.feedback_notes import Line, read_notes
from coach.modes.phrasebook import answers, cue, line, lines

_MODE = "received"
_TRIES = 2
_FEW = 8
"""Words that can be quoted inside a question."""
_LONG = 32
"""Words that can be given back in one sentence."""
_YOU = {"sv": ("du", "dig", "din", "ditt", "dina"), "en": ("you", "your", "you're", "you've")}


def _direct(text: str, lang: Lang) -> str:
    """Return feedback the person tells about as it was said: "min chef säger att jag …" as "du …"."""
    flat = normalise(text).text
    parts = [flat[slice(*span)] for span in sentences(flat)]
    told = cue(_MODE, lang, "told")
    if not any(told.match(part.lower()) for part in parts):
        return text
    bare = [part[match.end() :] if (match := told.match(part.lower())) else part for part in parts]
    said = [to_me(part, lang) for part in bare]
    return "\n".join(one[:1].upper() + one[1:] for one in said)


class Talk:
    """A conversation about feedback one was given, being read.

    Args:
        opening: The feedback as pasted.
        lang: The conversation's language.
        today: The day to resolve dates against.
    """

    def __init__(self, opening: str, lang: Lang, today: datetime.date) -> None:
        self.lang: Lang = lang
        self.today = today
        self.said = [opening]
        self.given_up: list[str] = []
        self.tries: dict[str, int] = {}
        self.attempt = ""
        self.back: datetime.date | None = None
        self.note, self.conflict = "", ""
        told = _direct(opening, lang)
        self.notes = read_notes(told, lang, headless=False)
        if told != opening:
            self.notes = replace(self.notes, verdict=replace(self.notes.verdict, spans={}))
        self.judged = tuple(Judged(kept.label, kept.text, kept.sure) for kept in self.notes.problems)

    def wanted(self) -> str:
        """Return the key of the next question, "" when nothing is missing."""
        if not self.attempt and "attempt" not in self.given_up:
            return "attempt"
        return "back" if self.back is None and "back" not in self.given_up else ""

    def ask(self) -> Question | None:
        """Return the next question, or None when nothing is missing."""
        key = self.wanted()
        if not key:
            return None
        note = "explain" if len(self.said) == 1 else self.note
        text = (
            line(_MODE, self.lang, "note", note, words=self.said[-1].strip()[:60], date=self.conflict)
            if note
            else ""
        )
        return Question(
            key, line(_MODE, self.lang, "ask", key), lines(_MODE, self.lang, "examples", key), text
        )

    def answer(self, text: str) -> None:
        """Take the person's next message as the answer to the question that was asked."""
        key = self.wanted()
        self.said.append(text)
        self.note = ""
        if not key:
            return
        if answers(_MODE, self.lang, "enough", text):
            self.given_up += [name for name in ("attempt", "back") if name not in self.given_up]
        elif not text.strip() or any(answers(_MODE, self.lang, name, text) for name in ("unknown", "skip")):
            self.given_up.append(key)
        elif key == "attempt":
            self.attempt = text.strip()
            self._day(text, asked=False)
        else:
            self.tries[key] = self.tries.get(key, 0) + 1
            self._day(text, asked=True)

    def paper(self) -> ReceivedPaper:
        """Return what is known now."""
        sure = [one for one in self.notes.lines if not one.problem]
        seen = [one for one in sure if one.role in ("behaviour", "impact", "situation")]
        mixed = [one for one in self.notes.lines if one.problem and one.labels & {"behaviour", "impact"}]
        return ReceivedPaper(
            opening=self.said[0],
            before=self.notes.verdict,
            said=tuple(self.said),
            facts=tuple(one.words for one in seen) + tuple(filter(None, (self._apart(one) for one in mixed))),
            credit=tuple(one.words for one in sure if one.role == "strength"),
            wishes=tuple(one.words for one in sure if one.role == "request"),
            judgements=self.judged,
            unclear=tuple(one.words for one in sure if one.role is None and len(one.words.split()) > 2),
            taken=self._taken(sure),
            questions=self._questions(),
            given_up=tuple(self.given_up),
            attempt=self.attempt,
            back=self.back,
        )

    def _apart(self, one: Line) -> str:
        """Return the act of a sentence that judges too, where the two stand apart."""
        spans = self.notes.verdict.spans
        at = self.said[0].find(one.words)
        whole = (at, at + len(one.words))
        bad = [span for name in PROBLEMS for span in spans.get(name, ())]
        for start, end in (*spans.get("behaviour", ()), *spans.get("impact", ())):
            if whole[0] <= start and end <= whole[1] and not any(a < end and start < b for a, b in bad):
                return self.said[0][start:end].strip(" ,")
        return ""

    def _taken(self, sure: list[Line]) -> tuple[str, ...]:
        acts = [one for one in sure if one.role == "behaviour" and one.turned.safe]
        acts = acts or [one for one in sure if one.role == "strength" and one.turned.safe]
        mine = [
            one
            for one in acts
            if set(one.turned.text.lower().replace(",", " ").split()) & set(_YOU[self.lang])
        ]
        told = [to_me(one.turned.text, self.lang) for one in mine if len(one.words.split()) <= _LONG]
        return tuple(told)

    def _questions(self) -> tuple[str, ...]:
        first, words = self._example()
        lines_ = self.notes.lines
        if self._good():
            return tuple(line(_MODE, self.lang, "reply", key) for key in ("example_praise", "good_praise"))
        if any(one.role == "request" and not one.problem for one in lines_):
            second = "good_wish"
        elif self.judged:
            second = "good_judged"
        else:
            second = "good_fact"
        return (
            line(_MODE, self.lang, "reply", first, words=words),
            line(_MODE, self.lang, "reply", second),
        )

    def _good(self) -> bool:
        """Return whether only good things were said."""
        roles = {one.role for one in self.notes.lines}
        return "strength" in roles and "request" not in roles and not self.judged

    def _whole(self, judged: Judged) -> str:
        """Return the sentence a judgement stands in where it is short enough to quote, else its words."""
        around = next((o.words for o in self.notes.lines if judged.text in o.words), judged.text)
        few = judged.label != "absolute" and len(around.split()) <= _FEW
        return (around if few else judged.text).strip(" .!,")

    def _example(self) -> tuple[str, str]:
        """Return the key of the question for an example, and the words it quotes."""
        short = [one for one in self.judged if one.sure and len(one.text.split()) <= _FEW]
        # Reported speech was turned round to read it: only what stands there as it is can be quoted.
        short = [one for one in short if self._whole(one) in self.said[0]]
        if short:
            return f"example_{short[0].label}", self._whole(short[0])
        clean = [one for one in self.notes.lines if not one.problem]
        told = {label for one in clean for label in one.labels}
        vague = [one.words for one in clean if one.role is None and 2 < len(one.words.split()) <= _FEW]
        vague = [one for one in vague if set(re.findall(r"\w+", one.lower())) & set(_YOU[self.lang])]
        if vague:
            return "example_unclear", vague[0].strip(" .!,")
        if "behaviour" not in told and "request" in told:
            return "example_wish", ""
        missing = next((name for name in ("situation", "impact") if name not in told), "")
        return f"example_{missing or 'more'}", ""

    def _day(self, text: str, *, asked: bool) -> None:
        lead = {"sv": "senast ", "en": "by "}[self.lang]
        found = find_dates(text, self.lang, self.today)
        if not found and asked and len(text.split()) <= 4:
            found = find_dates(lead + text.strip(), self.lang, self.today)
        conflict = next((one for one in found if one.conflict), None)
        day = max((one.end for one in found), default=None)
        if day and not conflict and day >= self.today:
            self.back = day
        elif asked and self.tries["back"] < _TRIES:
            self.note = "conflict" if conflict else "past" if day else "again_back"
            self.conflict = show_date(conflict.end, self.lang) if conflict else ""
        elif asked:
            self.given_up.append("back")
