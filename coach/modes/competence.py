"""Competences seen from two sides: levels, what each has seen, and rows for the plan.

The order of questions is the method: the competences, one's own levels, what is unclear or missing among
them, the other one's levels, what one had in mind where the two differ, what to work on, and for each of
those target, activity, support, evidence, day and a check-in before it. A difference is asked about, never
explained; nothing is added up. Sources: a Swedish guide to assessing competence; Heidemeier and Moser 2009
(see ``knowledge/``).
"""

import datetime
import re
from collections.abc import Mapping, Sequence

from coach.checks.facts import unsupported
from coach.domain.competence import COMPETENCE_BLANKS, CompetencePaper, CompetenceRow
from coach.domain.draft import find_blanks
from coach.domain.knowledge import Hit
from coach.domain.mode import Order, Step
from coach.domain.said import dated
from coach.domain.text import Lang
from coach.domain.verdict import Verdict
from coach.modes.competence_questions import about_gap, ask, levels
from coach.modes.competence_talk import Talk
from coach.modes.known_names import under_known_names
from coach.modes.phrasebook import cue, line
from coach.modes.worse import new_blanks, problems

_MODE = "competence"
_ROOM = 60
"""Words a draft may have more than the guided one."""
_KEPT = 0.6
"""The share of a part's longer words that a draft must still have."""
_WORD = re.compile(r"[^\W\d_]{4,}")


class CompetenceMode:
    """The method of laying two assessments side by side."""

    name = _MODE

    @under_known_names
    def step(
        self, said: Sequence[str], lang: Lang, today: datetime.date, days: Sequence[datetime.date] = ()
    ) -> Step:
        """Return where the assessment stands; see ``Mode.step``."""
        (_, first), *later = dated(said, days, today)
        talk = Talk(said[0], lang, first)
        for text, day in later:
            talk.today = day
            talk.answer(text)
        talk.today = today
        keys = ("levels", "gap", "plan")
        return Step(paper(talk), ask(talk), tuple(line(_MODE, lang, "look_up", key) for key in keys))

    def values(self, step: Step, hits: Sequence[Hit]) -> Mapping[str, str]:
        """Return the values for the placeholders of the prompt."""
        made = step.paper
        assert isinstance(made, CompetencePaper)
        return {"opening": made.opening, "parts": "\n".join(made.said[1:])}

    def verdict(self, text: str, lang: Lang, today: datetime.date) -> Verdict | None:
        """Return None: an assessment has no check of its own."""
        return None

    def refusals(self, text: str, order: Order) -> tuple[str, ...]:
        """Return why a draft must not be shown; see ``Mode.refusals``."""
        made = order.step.paper
        assert isinstance(made, CompetencePaper)
        if not text.strip():
            return ("empty",)
        reasons = ["too long"] if len(text.split()) > len(order.guided.split()) + _ROOM else []
        names = [row.name for row in made.rows]
        questions = [row.question for row in made.rows]
        sources = [*made.said, *names, *questions, *COMPETENCE_BLANKS[order.lang].values()]
        found = unsupported(text, sources, order.lang, days=made.days)
        reasons += [f"not the person's: {one.text}" for one in found]
        known = find_blanks(order.guided)
        reasons += [f"lost: {blank}" for blank in known if blank not in text]
        low = text.lower()
        reasons += [f"not for the program: {m[0]}" for m in cue(_MODE, order.lang, "total").finditer(low)]
        own = " ".join((*made.said, *questions)).lower()
        judged = (m[0] for m in cue(_MODE, order.lang, "judges").finditer(low))
        reasons += [f"judges a difference: {words}" for words in judged if words not in own]
        reasons += [*new_blanks(text, order.guided, order.lang), *problems(text, order.guided, order.lang)]
        return (*reasons, *_lost(made, text, order.guided))


def _lost(made: CompetencePaper, text: str, guided: str) -> list[str]:
    """Return the competences, words and levels of the guided draft that a text no longer has."""
    parts = [row.name for row in made.rows if row.name in guided]
    parts += [row.example for row in made.apart]
    parts += [words for row in made.plan for words in (row.activity, row.support, row.proof)]
    lost = [f"lost: {words[:40]}" for words in parts if words and _gone(words, text)]
    gone = sorted(set(_figures(guided)) - set(_figures(text)))
    return lost + [f"lost: {figure}" for figure in gone]


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _gone(words: str, text: str) -> bool:
    said = set(_WORD.findall(words.lower()))
    return bool(said) and len(said & set(_WORD.findall(text.lower()))) < _KEPT * len(said)


def paper(talk: Talk) -> CompetencePaper:
    """Return what is known now, with a question for each difference."""
    rows = []
    for at, name in enumerate(talk.names.all):
        mine, theirs = (talk.ratings.rating(at, who) for who in ("me", "them"))
        own, manager = (mine, theirs) if talk.side == "own" else (theirs, mine)
        asked = about_gap(name, own, manager, at, talk.lang)
        rows.append(CompetenceRow(name, own, manager, talk.ratings.examples.get(at, ""), asked))
    return CompetencePaper(
        opening=talk.said[0],
        said=tuple(talk.said),
        side=talk.side,
        other=talk.other,
        trade=talk.trade.name if talk.trade else "",
        rows=tuple(rows),
        plan=tuple(talk.rows),
        levels=levels(talk.lang),
        unread=tuple(talk.unread),
        declined=talk.declined,
    )
