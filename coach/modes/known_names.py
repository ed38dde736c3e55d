"""Modes read names that only their place shows to be names under known ones: ``coach.checks.stand_ins``."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TypeVar, cast

from coach.checks.stand_ins import stand_ins
from coach.domain.mode import Step
from coach.domain.text import Lang

_Method = TypeVar("_Method", bound=Callable[..., Step])


def under_known_names(step: _Method) -> _Method:
    """Let a mode's ``step`` read known names only; everything it returns has the real ones."""

    @wraps(step)
    def read(self: object, said: Sequence[str], lang: Lang, *rest: object, **named: object) -> Step:
        names = stand_ins(said, lang)
        return names.show(step(self, names.hide(said), lang, *rest, **named))

    return cast(_Method, read)
