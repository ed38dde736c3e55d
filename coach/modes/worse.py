"""What a model's wording brings in that the guided text does not have: blanks, and labels of problems."""

import re

from coach.checks.email_blanks import blanks
from coach.checks.feedback import PROBLEMS, check_feedback
from coach.checks.normal import normalise
from coach.domain.text import Lang

_BRACKETS = re.compile(r"\[[^\]\n]{1,60}\]")


def problems(text: str, guided: str, lang: Lang, *, to_person: bool = False) -> tuple[str, ...]:
    """Return the problems of the feedback check that only ``text`` has, each with its words.

    What stands in the guided text too is the person's own choice of words. In a paper of one's own the rules
    decide alone: the learned score knows words meant for another (``to_person``), not plans.
    """
    found = check_feedback(text, lang, by_rules=not to_person)
    new = [name for name in PROBLEMS if found.labels[name]]
    own = check_feedback(guided, lang, by_rules=not to_person).labels if new else {}
    return tuple(f"{name}: {found.evidence(name, text)}" for name in new if not own[name])


def new_blanks(text: str, guided: str, lang: Lang) -> tuple[str, ...]:
    """Return the blanks that only ``text`` has: whoever words a paper leaves nothing more to fill in."""
    plain = normalise(text).text
    found = [plain[slice(*span)] for span in blanks(plain, lang)] + _BRACKETS.findall(plain)
    known = normalise(guided).text
    return tuple(f"new blank: {one}" for one in dict.fromkeys(found) if one not in known)
