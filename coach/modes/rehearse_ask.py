"""What the coach asks before a rehearsal: which talk, with whom, five questions about one's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.domain.draft import Question
from coach.domain.rehearse import Persona, Scenario
from coach.domain.text import Lang
from coach.modes.phrasebook import line, lines
from coach.modes.rehearse_own import QUESTIONS
from coach.modes.rehearse_read import MODE
from coach.modes.rehearse_setting import nearest

_TITLES = 16


@dataclass(frozen=True, slots=True)
class Library:
    """The talks and partners there are."""

    scenarios: Mapping[str, Scenario]
    personas: Mapping[str, Persona]

    def partner_of(self, scenario: Scenario) -> Persona:
        """Return the persona that suits a talk best."""
        return self.personas.get(scenario.partner) or next(iter(self.personas.values()))


def which_talk(library: Library, lang: Lang, note: str) -> Question:
    """Return the question which talk to rehearse, with their titles to choose from."""
    titles = [one.text[lang].title for one in library.scenarios.values() if lang in one.text]
    own = line(MODE, lang, "examples", "own")
    said = line(MODE, lang, "note", note) if note else ""
    return Question("choose", line(MODE, lang, "ask", "choose"), (*titles[:_TITLES], own), said)


def about_own(library: Library, lang: Lang, own: Mapping[str, str]) -> Question:
    """Return the next of the five questions about a talk of one's own.

    Args:
        library: What there is ready-made, in case one of them fits.
        lang: The conversation's language.
        own: What was answered so far.
    """
    key = next(key for key in QUESTIONS if key not in own)
    note = line(MODE, lang, "note", "own") if len(own) <= 1 else ""
    if len(own) == 1 and (near := nearest(own.get("about", ""), library.scenarios, lang)):
        note += " " + line(MODE, lang, "note", "nearest", title=library.scenarios[near].text[lang].title)
    return Question(key, line(MODE, lang, "ask", key), lines(MODE, lang, "examples", key), note)


def which_partner(library: Library, lang: Lang, scenario: Scenario) -> Question:
    """Return the question whom to meet and how hard, with every persona to choose from."""
    examples = tuple(
        line(MODE, lang, "examples", "partner", name=one.text[lang].name, level=1 + n % 3)
        for n, one in enumerate(library.personas.values())
    )
    note = line(MODE, lang, "note", "partner", name=library.partner_of(scenario).text[lang].name)
    return Question("partner", line(MODE, lang, "ask", "partner"), examples, note)
