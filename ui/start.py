"""The start view: what is ahead of you? One card a mode, each with examples to try."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from coach.domain.text import Lang
from ui import stage
from ui.marks import button, safe
from ui.words import Words


class ModeCard(Protocol):
    """What a mode tells about itself; ``coach.app.ModeInfo`` is one."""

    @property
    def name(self) -> str:
        """Its name everywhere."""

    @property
    def title(self) -> Mapping[Lang, str]:
        """What the person chooses."""

    @property
    def about(self) -> Mapping[Lang, str]:
        """One sentence on what comes out of it."""

    @property
    def examples(self) -> Mapping[Lang, Sequence[str]]:
        """Openings to try."""


def panel(modes: Sequence[ModeCard], chosen: str, lang: Lang, words: Words) -> str:
    """Return the start view as HTML, with the chosen mode pressed and its examples below the cards."""
    cards = "".join(_card(mode, mode.name == chosen, lang, words) for mode in modes)
    setting = stage.chooser(lang, words) if chosen == stage.MODE else ""
    return (
        f'<section class="start"><h2>{safe(words.ahead)}</h2><p class="lead">{safe(words.ahead_hint)}</p>'
        f'<div class="cards">{cards}</div>{setting}</section>'
    )


def _card(mode: ModeCard, chosen: bool, lang: Lang, words: Words) -> str:
    chips = [button(text, "chip", act="mode", value=mode.name, fill=text) for text in mode.examples[lang]]
    # Choosing to rehearse leads on to the form below, anything else to the box.
    focus = "" if mode.name == stage.MODE else " data-focus"
    tries = "".join(f"<li>{chip}</li>" for chip in chips)
    pick = (
        f'<button type="button" class="pick" data-act="mode"{focus} data-value="{safe(mode.name)}"'
        f' aria-pressed="{str(chosen).lower()}"><strong>{safe(mode.title[lang])}</strong>'
        f"<span>{safe(mode.about[lang])}</span></button>"
    )
    style = "card chosen" if chosen else "card"
    return (
        f'<div class="{style}">{pick}<p class="quiet unseen">{safe(words.attempt)}</p><ul>{tries}</ul></div>'
    )
