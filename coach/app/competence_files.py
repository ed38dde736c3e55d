"""The two assessments as a chart, a page with the chart in it, and the plan's days as a calendar."""

import datetime

from coach.domain.competence import CompetencePaper
from coach.domain.draft import Draft
from coach.domain.email import ActionItem
from coach.domain.text import Both, Lang
from coach.export import ics, spider
from coach.writer import competence_sheet
from coach.writer.competence_words import WORDS
from coach.writer.phrase import upper_first

_CHECK_IN: Both = {"sv": "Avstämning: {}", "en": "Check-in: {}"}


def chart(paper: CompetencePaper, draft: Draft) -> bytes:
    """Return the chart as a PNG; at least one competence is there."""
    return spider.chart(axes(paper), who=who(paper, draft.lang), lang=draft.lang, writer=draft.writer)


def described(paper: CompetencePaper, lang: Lang) -> str:
    """Return what the chart shows, in words; "" while there is no competence."""
    shown = axes(paper)
    return spider.describe(shown, who=who(paper, lang), lang=lang) if shown else ""


def illustrated(paper: CompetencePaper, draft: Draft, *, final: bool) -> tuple[str, dict[str, bytes]]:
    """Return the page in Markdown with the chart's place in it, and the picture by its name."""
    page = competence_sheet.illustrated(paper, draft, described(paper, draft.lang), final=final)
    return page, {competence_sheet.PICTURE: chart(paper, draft)} if paper.rows else {}


def calendar(paper: CompetencePaper, draft: Draft, day: datetime.date) -> bytes:
    """Return the last days and check-ins of the plan's rows as a calendar file."""
    items = [
        ActionItem("", f"{upper_first(row.name)}: {row.activity}".rstrip(" :"), row.due, "", (0, 0))
        for row in paper.plan
        if row.due
    ]
    talks = [
        ics.Talk(row.check_in, _CHECK_IN[draft.lang].format(row.name)) for row in paper.plan if row.check_in
    ]
    stamp = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    return ics.calendar(items, lang=draft.lang, stamp=stamp, talks=talks, writer=draft.writer)


def axes(paper: CompetencePaper) -> list[spider.Axis]:
    """Return the competences with the assessment of whose talk it is first."""
    mine_first = paper.side == "own"
    found = []
    for row in paper.rows:
        own, manager = row.own.level, row.manager.level
        first, second = (own, manager) if mine_first else (manager, own)
        found.append(spider.Axis(upper_first(row.name), first, second))
    return found


def who(paper: CompetencePaper, lang: Lang) -> tuple[str, str]:
    """Return what the first and the second assessment are called."""
    words = WORDS[lang]
    return words["you"], upper_first(paper.other or words[f"them_{paper.side}"])
