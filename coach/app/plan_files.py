"""The plan's page with its timeline in it, and its days as a calendar."""

import datetime

from coach.checks.dates import show_date
from coach.domain.draft import Draft
from coach.domain.email import ActionItem
from coach.domain.plan import PlanPaper
from coach.domain.text import Both, Lang
from coach.writer.sheets import sheet

ALT: Both = {
    "sv": "Tidslinje över planens mål, steg och avstämningar",
    "en": "Timeline of the plan's goals, steps and check-ins",
}
_TIMELINE: Both = {"sv": "Tidslinje", "en": "Timeline"}
_NAME = "timeline.png"


def illustrated(paper: PlanPaper, draft: Draft, *, final: bool) -> tuple[str, dict[str, bytes]]:
    """Return the page in Markdown with the timeline's place in it, and the picture by its name."""
    from coach.export.timeline import picture

    page = with_timeline(sheet(paper, draft, final=final), draft.lang, final=final)
    return page, {_NAME: picture(paper, lang=draft.lang, writer=draft.writer)}


def told(paper: PlanPaper, lang: Lang) -> str:
    """Return what the timeline shows, in words: for who can't see it."""
    dated = sorted((r.day, r.words) for _, r in paper.of("long", "short", "milestone", "action") if r.day)
    rows = [f"{show_date(day, lang)}: {words}" for day, words in dated]
    return ". ".join([ALT[lang], *rows]) + "."


def with_timeline(page: str, lang: Lang, *, final: bool) -> str:
    """Return the page with the picture's place after the table of steps, or last where there is none."""
    blocks = page.split("\n\n")
    shown_there = f"## {_TIMELINE[lang]}\n\n![{ALT[lang]}]({_NAME})"
    last = len(blocks) - 1 if final else len(blocks)
    at = next((n + 1 for n, block in enumerate(blocks) if block.startswith("|")), last)
    return "\n\n".join((*blocks[:at], shown_there, *blocks[at:]))


def calendar(paper: PlanPaper, draft: Draft, day: datetime.date) -> bytes:
    """Return every dated open step and goal, and the check-ins, as a calendar file.

    A rhythm of so many weeks is one entry that recurs; the other check-ins are entries of their own.
    """
    from coach.export import ics

    items = [
        ActionItem(rung.owner, rung.words, rung.day, rung.day_words, (0, 0))
        for _, rung in paper.of("short", "milestone", "action")
        if rung.day and rung.status == "open"
    ]
    known = paper.check_ins
    regular = known.rhythm if known.rhythm and not known.nth else ()
    talks = [ics.Talk(one) for one in known.days if one not in regular]
    if regular:
        talks.insert(0, ics.Talk(regular[0], every_weeks=known.every_weeks, until=regular[-1]))
    stamp = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    return ics.calendar(items, lang=draft.lang, stamp=stamp, talks=talks, writer=draft.writer)
