"""What a model writes is held against what it was given: nothing else gets through, whoever told it to."""

import re
from dataclasses import dataclass

from coach.checks.output import RUN, baseless, coaxed, familiar, harm, recited
from coach.domain.mode import Order
from coach.domain.text import Lang
from coach.writer.prompts import prompt

_WORD_END = re.compile(r"\w(?=\W)")
FREE = ("rehearse",)
"""The modes whose lines are new by nature: their own check bounds what is said."""


@dataclass(frozen=True, slots=True)
class Output:
    """Judges the texts of one order."""

    lang: Lang
    told: str
    """The prompt without what was filled in."""
    material: tuple[str, ...]
    """What may be said again: the guided draft, then the person's words and the passages."""
    free: bool
    """Whether sentences may be new."""

    def stops(self, text: str) -> bool:
        """Return whether an unfinished text is past saving already."""
        guided = self.material[0]
        return bool(harm(text, guided) or coaxed(text, guided) or recited(text, self.told, self.material))

    def ready(self, text: str) -> int:
        """Return how many characters of an unfinished text may be shown already.

        The last words wait, for they may begin a piece of the prompt; so do words that don't stand in the
        material, and a line that may say anything, until all is judged.
        """
        if self.free:
            return 0
        ends = [match.end() for match in _WORD_END.finditer(text)]
        cut = ends[-RUN] if len(ends) >= RUN else 0
        return min(cut, familiar(text, self.material, self.lang))

    def reasons(self, text: str) -> tuple[str, ...]:
        """Return why a text must not be shown; empty when it may."""
        found = [f"not allowed in a text: {piece}" for piece in (harm(text, self.material[0]),) if piece]
        found += [f"asked for or judged: {piece}" for piece in (coaxed(text, self.material[0]),) if piece]
        recital = recited(text, self.told, self.material)
        found += [f"taken from the instructions: {recital}"] if recital else []
        if not self.free:
            found += [f"not from the material: {one}" for one in baseless(text, self.material, self.lang)]
        return tuple(found)


def guard(order: Order) -> Output:
    """Return the judge of what a model writes to an order."""
    made = prompt(order.mode, order.lang)
    given = (order.guided, *order.values.values(), *(hit.passage.text for hit in order.hits))
    titles = tuple(hit.passage.title for hit in order.hits)
    told = f"{made.system}\n{made.user.template}"
    return Output(order.lang, told, (*given, *titles), order.mode in FREE)
