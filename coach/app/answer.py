"""One turn: what the shelf says, what a writer words, what the checks let through."""

from collections.abc import Generator, Iterator, Mapping, Sequence

from coach.app.guard import guard
from coach.domain.draft import Draft, find_blanks
from coach.domain.errors import ModelFailed, UsageError
from coach.domain.events import Asked, Delta, Drafted, Event, Noticed, Retrieved, Understood
from coach.domain.knowledge import Citation, Hit
from coach.domain.mode import Mode, Order, Recalling, Step, Writer
from coach.domain.text import Both, Lang
from coach.modes import MODES
from coach.shelf import Shelf
from coach.writer import GuidedWriter

REPAIRS = 2
"""How often a model may try again before the guided writer takes over."""
_QUOTES = 3
_INSTEAD_OF: Mapping[str, Both] = {
    "rehearse": {
        "sv": "Modellens replik höll inte måttet, så motparten säger en av sina skrivna.",
        "en": "The model's line did not hold up, so the partner says one that is written.",
    }
}
"""Said where the guided writer takes over in a mode whose text is no draft of the person's."""
_FAILED_OF: Mapping[str, Both] = {
    "rehearse": {
        "sv": "Modellen kom inte till slut ({why}), så motparten säger en av sina skrivna repliker.",
        "en": "The model did not finish ({why}), so the partner says one of the lines that are written.",
    }
}
"""The same where the model failed instead of writing badly."""
_FAILED: Both = {
    "sv": "Modellen kom inte till slut ({why}), så texten är hopsatt av dina egna ord.",
    "en": "The model did not finish ({why}), so the text is put together from your own words.",
}
_INSTEAD: Both = {
    "sv": "Modellens förslag höll inte måttet, så texten är hopsatt av dina egna ord.",
    "en": "The model's wording did not hold up, so the text is put together from your own words.",
}


def mode_of(name: str) -> Mode:
    """Return the mode of that name.

    Raises:
        UsageError: There is none.
    """
    for mode in MODES:
        if mode.name == name:
            return mode
    names = ", ".join(mode.name for mode in MODES)
    raise UsageError(
        {
            "sv": f"Det finns inget läge {name!r}; välj bland {names}.",
            "en": f"There is no mode {name!r}; choose from {names}.",
        }
    )


def recalled(mode: Mode, step: Step, replies: Sequence[str]) -> Step:
    """Return a step with what was really answered before, where the mode's paper shows it.

    Args:
        mode: The conversation's mode.
        step: Worked out anew from what the person said.
        replies: What was answered to each message of the person, in order.
    """
    return mode.recall(step, replies) if isinstance(mode, Recalling) else step


def look_up(
    shelf: Shelf, queries: Sequence[str], lang: Lang
) -> tuple[tuple[Hit, ...], tuple[Citation, ...], bool]:
    """Return the passages, the verified quotes and whether there is anything to go on, over all queries.

    Who looks nothing up needs nothing to go on.
    """
    from coach.shelf.ask import answer

    found = [answer(shelf, query, lang) for query in queries]
    one = len(found) == 1
    citations = {c.quote: c for a in found for c in a.citations[: _QUOTES if one else 1]}
    cited = {c.id for c in citations.values()}
    hits = {hit.passage.id: hit for a in found for hit in a.hits if one or hit.passage.id in cited}
    supported = not queries or any(a.supported for a in found)
    return tuple(hits.values()), tuple(citations.values()), supported


def draft(mode: Mode, order: Order, writer: Writer) -> Generator[Event, None, Draft]:
    """Yield what is being written; return a draft the checks let through, whoever wrote it."""
    refused: list[str] = []
    if writer.id != "guided" and order.supported:
        notice = _INSTEAD_OF.get(mode.name, _INSTEAD)[order.lang]
        for _ in range(1 + REPAIRS):
            try:
                text, held = yield from _watched(writer, order, refused[-1:])
            except ModelFailed as error:
                refused.append(str(error))
                said = _FAILED_OF.get(mode.name, _FAILED)[order.lang]
                notice = said.format(why=error.text(order.lang))
                break
            reasons = (*guard(order).reasons(text), *mode.refusals(text, order))
            if not reasons:
                yield Delta(held, writer.id)
                return made(mode, order, text, writer.id, tuple(refused))
            refused.append("; ".join(reasons))
        yield Noticed("guided", notice)
    text = yield from _stream(GuidedWriter(), order, ())
    return made(mode, order, text, "guided", tuple(refused))


def made(mode: Mode, order: Order, text: str, writer: str, refused: tuple[str, ...] = ()) -> Draft:
    """Return a text as a draft, with its check, its sources and the blanks left in it."""
    return Draft(
        text=text,
        lang=order.lang,
        writer=writer,
        citations=order.citations if order.supported else (),
        unconfirmed=tuple(dict.fromkeys(find_blanks(text))),
        refused=refused,
        verdict=mode.verdict(text, order.lang, order.today),
        supported=order.supported,
    )


def _stream(writer: Writer, order: Order, refused: Sequence[str]) -> Generator[Event, None, str]:
    text = ""
    for piece in writer.write(order, refused):
        text += piece
        yield Delta(piece, writer.id)
    return text.strip()


def _watched(writer: Writer, order: Order, refused: Sequence[str]) -> Generator[Event, None, tuple[str, str]]:
    """Stream a model: words are shown once it is clear that they do no harm, and harm ends the stream.

    Returns the text, and what of it was not shown yet.
    """
    guarding, text, shown = guard(order), "", 0
    for piece in writer.write(order, refused):
        text += piece
        if guarding.stops(text):
            break
        if (ready := guarding.ready(text)) > shown:
            yield Delta(text[shown:ready], writer.id)
            shown = ready
    return text.strip(), text[shown:]


def shown(order: Order) -> Iterator[Event]:
    """Yield what is known before anything is worded: the paper, the coach's aside, the passages found."""
    yield Understood(order.step.paper)
    if order.step.aside:
        yield Noticed("aside", order.step.aside)
    if order.hits:
        yield Retrieved(order.hits)


def concluded(order: Order, worded: Draft) -> Iterator[Event]:
    """Yield the draft and the next question; without one the draft is final."""
    question = order.step.question
    yield Drafted(worded, question is None)
    if question:
        yield Asked(question)
