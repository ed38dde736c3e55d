"""``coach plan``: the plan as far as it has come, and its document, calendar and picture."""

import argparse
import datetime
from pathlib import Path

from coach.cli.coaching import reached, shown
from coach.cli.show import settings, text_of, write_whole
from coach.domain.draft import Draft
from coach.domain.email import ActionItem
from coach.domain.plan import PlanPaper
from coach.domain.text import Both, Lang
from coach.writer.sheets import sheet

_TIMELINE: Both = {"sv": "Tidslinje", "en": "Timeline"}
_ALT: Both = {
    "sv": "Tidslinje över planens mål, steg och avstämningar",
    "en": "Timeline of the plan's goals, steps and check-ins",
}
_NAME = "timeline.png"


def plan(options: argparse.Namespace) -> int:
    """Print the plan as far as it has come; write it as a document, a calendar and a picture."""
    outcome = reached("plan", text_of(options.text), options)
    draft, paper = outcome.draft, outcome.paper
    if draft and isinstance(paper, PlanPaper):
        _files(paper, draft, settings(options).day(), options, final=outcome.asked is None)
    return shown(outcome, options)


def _files(
    paper: PlanPaper, draft: Draft, day: datetime.date, options: argparse.Namespace, *, final: bool
) -> None:
    if options.ics:
        write_whole(Path(options.ics), calendar(paper, draft, day))
    if not options.png and not options.docx:
        return
    from coach.export.timeline import picture

    png = picture(paper, lang=draft.lang, writer=draft.writer)
    if options.png:
        write_whole(Path(options.png), png)
    if options.docx:
        from coach.export.docx import document

        page = sheet(paper, draft, final=final)
        whole = with_timeline(page, draft.lang, final=final)
        title = page.split("\n", 1)[0].removeprefix("# ")
        made = document(whole, title=title, lang=draft.lang, writer=draft.writer, pictures={_NAME: png})
        write_whole(Path(options.docx), made)


def with_timeline(page: str, lang: Lang, *, final: bool) -> str:
    """Return the page with the picture's place after the table of steps, or last where there is none."""
    blocks = page.split("\n\n")
    shown_there = f"## {_TIMELINE[lang]}\n\n![{_ALT[lang]}]({_NAME})"
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
