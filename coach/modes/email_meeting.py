"""The meeting an email follows: what it is called, when it was, what it was about."""

import datetime
import re

from coach.domain.email import Meeting
from coach.domain.text import Lang
from coach.modes.email_days import past_day, table_words
from coach.modes.email_lines import small
from coach.modes.phrasebook import cue

_TO_COME = {"sv": r"(?:nästa|nytt|ny)\s(?:\w+\s)?$", "en": r"(?:next|new)\s(?:\w+\s)?$"}
_TOPIC_WORDS = 8


def read_meeting(text: str, lang: Lang, today: datetime.date) -> tuple[Meeting, int] | None:
    """Return the meeting a statement names and where its name ends, None where it names none."""
    low = small(text)
    for entry in table_words("meetings", lang):
        bare, _, full = entry.partition("=")
        ending = full.removeprefix(bare) if lang == "sv" and full.startswith(bare) else ""
        found = re.search(rf"(?<!\w)(\w{{0,30}}{re.escape(bare)})(?:{ending})?(?:et|en|n)?(?!\w)", low)
        if found and not re.search(_TO_COME[lang], low[max(0, found.start() - 40) : found.start()]):
            what = found[1].removesuffix(bare) + full if lang == "sv" else full
            rest = text[found.end() : found.end() + 200]
            return Meeting(what, _topic(rest, lang), past_day(text[:300], lang, today)), found.end()
    return None


def only_meeting(text: str, lang: Lang) -> bool:
    """Return whether no more is named than the meeting itself: "samtalet i går"."""
    words = re.findall(r"[\w:-]+", small(text))
    named = tuple(form for entry in table_words("meetings", lang) for form in entry.split("="))
    told = {"sv": "att", "en": "that"}[lang] in words
    starts = " ".join(words[:2]).endswith(named) or "".join(words[:1]).endswith(named)
    return not words or (starts and not told)


def _topic(rest: str, lang: Lang) -> str:
    found = re.search(rf"(?<!\w)(?:{cue('email', lang, 'topic').pattern})", rest[:120], re.IGNORECASE)
    if not found:
        return ""
    after = re.split(r"[,.;:\n()–!?]", rest[found.end() :])[0]
    end = re.search(cue("email", lang, "topic_end").pattern, after)
    topic = (after[: end.start()] if end else after).strip()
    return topic if 0 < len(topic.split()) <= _TOPIC_WORDS else ""
