"""Ten turns with a model that babbles: whatever it says, the draft that is shown passes the checks."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from coach.app import Coach
from coach.app.answer import mode_of, recalled
from coach.app.writers import Writers
from coach.domain.draft import Draft
from coach.domain.events import Drafted, Event
from coach.domain.mode import Order, Writer
from coach.domain.text import Lang
from coach.llm import LocalChat, open_model
from coach.modes.rehearse_setting import setting_line
from coach.settings import Settings, load
from coach.shelf import Shelf
from coach.writer import GuidedWriter
from coach.writer.model import ModelWriter
from coach.writer.talk import Talks

_DAY = datetime.date(2026, 11, 25)
_SAID: dict[Lang, tuple[str, ...]] = {
    "sv": (
        "Hej! Jag vill prata om leveranserna i november. Har du tid nu?",
        "Hur ser det ut från ditt håll?",
        "Så du fick underlagen först på torsdagen, och då var det ont om tid.",
        "Vad hade behövt vara annorlunda?",
        "Tre leveranser kom två dagar sent, och kunden ringde mig varje gång.",
        "Jag hör att du är pressad. Vad är svårast just nu?",
        "Vad skulle hjälpa dig mest till nästa vecka?",
        "Jag kan be om underlagen två dagar tidigare. Räcker det?",
        "Vad kan du lova från din sida?",
        "Ska vi stämma av på fredag klockan nio?",
    ),
    "en": (
        "Hi! I'd like to talk about the deliveries in November. Do you have time now?",
        "How does it look from your side?",
        "So you didn't get the figures until Thursday, and then time was short.",
        "What would have needed to be different?",
        "Three deliveries came two days late, and the customer called me each time.",
        "I hear that you are under pressure. What is hardest right now?",
        "What would help you most for next week?",
        "I can ask for the figures two days earlier. Is that enough?",
        "What can you promise from your side?",
        "Shall we check in on Friday at nine?",
    ),
}


@dataclass(frozen=True, slots=True)
class TurnHeld:
    """One turn: what was said, what was shown, and what was thrown away on the way there."""

    said: str
    shown: str
    writer: str
    refused: tuple[str, ...]
    """Why each of the model's attempts was not shown."""
    reasons: tuple[str, ...]
    """Why the text that was shown should not have been; empty is as it must be."""

    @property
    def holds(self) -> bool:
        """Whether what was shown passes the checks."""
        return bool(self.shown) and not self.reasons

    def data(self) -> dict[str, object]:
        """Return the turn as JSON takes it."""
        return {**asdict(self), "holds": self.holds}


class _Only(Writers):
    """Always the same writer."""

    def __init__(self, settings: Settings, writer: Writer) -> None:
        super().__init__(settings)
        self._writer = writer

    def get(self) -> Writer:
        """Return the writer."""
        return self._writer


def talk(model: Path, lang: Lang) -> list[TurnHeld]:
    """Rehearse ten turns with a model that words each of the partner's lines.

    Raises:
        ModelMissing: The file is no model this program can run.
    """
    chat: LocalChat = open_model(model)
    settings = load({"today": _DAY, "writer": "model", "lang": lang}, environ={})
    writer = ModelWriter(chat, chat.model_id, most=60, talks=Talks(), fits=chat.fits)
    said = [setting_line("late-deliveries", "defensive", 1)]
    replies: list[str] = []
    turns: list[TurnHeld] = []
    try:
        with Shelf(None) as shelf:
            coach = Coach(settings, shelf=shelf, writers=_Only(settings, writer))
            for text in ("", *_SAID[lang]):
                said += [text] if text else []
                shown = _shown(list(coach.run("rehearse", said, lang, replies)))
                replies.append(shown.text)
                if text:
                    reasons = _reasons(said, lang, replies[:-1], shown)
                    turns.append(TurnHeld(text, shown.text, shown.writer, shown.refused, reasons))
    finally:
        chat.close()
    return turns


def told(turns: Sequence[TurnHeld]) -> str:
    """Return the turns for a reader, and the count of those that hold."""
    lines = []
    for n, turn in enumerate(turns, 1):
        lines += [f"{n}. {turn.said}", f"   {turn.shown}", f"   [{turn.writer}]"]
        lines += [f"   refused: {reason[:160]}" for reason in turn.refused]
        lines += [f"   DOES NOT HOLD: {'; '.join(turn.reasons)}"] if not turn.holds else []
    held = sum(turn.holds for turn in turns)
    model = sum(turn.writer != "guided" for turn in turns)
    tries = sum(len(turn.refused) for turn in turns)
    lines.append(f"{held} of {len(turns)} hold; {model} by the model, {tries} of its attempts refused")
    return "\n".join(lines)


def _shown(events: Sequence[Event]) -> Draft:
    return next(event.draft for event in events if isinstance(event, Drafted))


def _reasons(said: Sequence[str], lang: Lang, replies: Sequence[str], shown: Draft) -> tuple[str, ...]:
    """Hold a line against the mode's own checks, with the guided writer's line as their measure."""
    mode = mode_of("rehearse")
    step = recalled(mode, mode.step(said, lang, _DAY), replies)
    order = Order("rehearse", step, lang, _DAY, values=mode.values(step, ()))
    order = replace(order, guided="".join(GuidedWriter().write(order)))
    return mode.refusals(shown.text, order)
