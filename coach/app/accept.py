"""What the coach takes in: which texts it can work with, in which language, and what it keeps of a turn."""

import datetime
import json
import re
from collections.abc import Iterable

from coach.app.care import KEY
from coach.checks.language import detect
from coach.domain.errors import BadText
from coach.domain.events import Asked, Drafted, Event, Noticed
from coach.domain.session import Turn
from coach.domain.text import Both, Lang

LONGEST = 80_000
"""Characters of one message; 10,000 words are about 65,000."""
_TITLE = 60
# A terminal obeys control characters; Unicode's tags spell text that only a model reads.
_CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]")
_UNSEEN = re.compile("[\U000e0000-\U000e007f]")
CUT: Both = {
    "sv": "Det senaste svaret avbröts; här är det igen.",
    "en": "The latest answer was interrupted; here it is again.",
}
_EMPTY: Both = {
    "sv": "Det där var tomt på ord. Skriv en mening om vad du vill uppnå eller fråga om.",
    "en": "There were no words in that. Write a sentence about what you want to achieve or ask.",
}
_LONG: Both = {
    "sv": "Det där är {n} tecken, och jag läser högst {most} åt gången. Klistra in den del som det gäller.",
    "en": "That is {n} characters, and I read {most} at a time at most. Paste the part that matters.",
}
_OTHER: Both = {
    "sv": "Jag kan bara svenska och engelska. Skriv texten på något av dem. "
    "(I only know Swedish and English.)",
    "en": "I only know Swedish and English. Please write the text in one of them. "
    "(Jag kan bara svenska och engelska.)",
}


def language_of(text: str, default: Lang = "sv") -> Lang:
    """Return the language of a text, ``default`` where it says nothing.

    Raises:
        BadText: It is clearly written in another language than Swedish and English.
    """
    found = detect(text, default)
    if found is None:
        raise BadText(_OTHER)
    return found


def check_text(text: str, *, opening: bool) -> str:
    """Return the text with lone surrogates replaced by "�" and control characters by a space.

    Letters for machines only, which no screen shows, are left out.

    Args:
        text: What the person typed.
        opening: Whether a conversation begins with it; an answer may be a single figure.

    Raises:
        BadText: No words in it, or too many.
    """
    if len(text) > LONGEST:
        raise BadText({lang: line.format(n=len(text), most=LONGEST) for lang, line in _LONG.items()})
    least = 2 if opening else 1
    if sum(char.isalnum() for char in text) < least and not (not opening and text.strip() in ("-", "?")):
        raise BadText(_EMPTY)
    return _UNSEEN.sub("", _CONTROL.sub(" ", re.sub("[\ud800-\udfff]", "\ufffd", text)))


def title(text: str) -> str:
    """Return the first words of a text, to name a conversation by."""
    flat = re.sub(r"\s+", " ", re.sub(r"^\s*[-–•*]\s+", "", text)).strip()
    return flat if len(flat) <= _TITLE else flat[:_TITLE].rsplit(" ", 1)[0] + " …"


def now() -> str:
    """Return the time with its offset, ISO 8601."""
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")


def today() -> datetime.date:
    """Return the clock's day, whatever day dates are resolved against."""
    return datetime.datetime.now().astimezone().date()


def reply(events: Iterable[Event], prompt: str) -> Turn:
    """Return what the coach answered as a turn to keep: the question, or the finished draft."""
    text, writer, payload = "", "guided", {}
    for event in events:
        if isinstance(event, Noticed) and event.key.startswith(KEY):
            text = event.text
        elif isinstance(event, Drafted):
            text, writer = event.draft.text, event.draft.writer
            payload = {
                "text": text,
                "writer": writer,
                "unconfirmed": event.draft.unconfirmed,
                "citations": [[c.id, c.document, c.title, c.quote] for c in event.draft.citations],
            }
        elif isinstance(event, Asked):
            text = " ".join(filter(None, (event.question.note, event.question.text)))
    return Turn(
        0,
        "coach",
        text,
        writer,
        prompt if writer != "guided" else "",
        json.dumps(payload, ensure_ascii=False),
    )
