"""A working paper as files to keep: what command line and page both hand over."""

import datetime
from typing import Literal

from coach.app.competence_files import calendar as competence_calendar
from coach.app.competence_files import chart as competence_chart
from coach.app.competence_files import illustrated as competence_page
from coach.app.plan_files import calendar as plan_calendar
from coach.app.plan_files import illustrated as plan_page
from coach.domain.competence import CompetencePaper
from coach.domain.draft import Draft
from coach.domain.email import ActionItem, EmailPaper
from coach.domain.goal import GoalPaper
from coach.domain.mode import Paper
from coach.domain.plan import PlanPaper
from coach.domain.text import Both
from coach.writer.email_sheet import parts
from coach.writer.sheets import sheet

FileKind = Literal["md", "docx", "eml", "ics", "png"]
"""Also the ending of the file's name."""
KINDS: tuple[FileKind, ...] = ("md", "docx", "eml", "ics", "png")
_DONE_BY: Both = {"sv": "Målet klart: {}", "en": "Goal done: {}"}


def kinds(paper: Paper) -> tuple[FileKind, ...]:
    """Return the files worth offering of a paper as it stands: a calendar only where it has a day."""
    found: list[FileKind] = ["md", "docx"]
    if isinstance(paper, EmailPaper):
        found = ["eml", "md"]
    if _dated(paper):
        found.append("ics")
    if (isinstance(paper, PlanPaper) and paper.rungs) or (isinstance(paper, CompetencePaper) and paper.rows):
        found.append("png")
    return tuple(found)


def made(paper: Paper, draft: Draft, kind: FileKind, *, day: datetime.date, final: bool) -> bytes | None:
    """Return a paper as the bytes of a file; None where there is no such file of it.

    Args:
        paper: The working paper.
        draft: Its text.
        kind: Which file.
        day: When it is made; the same day gives the same bytes.
        final: Whether nothing is asked any more; before that the last parts are left out.

    Raises:
        BadText: The email's receiver is no address.
    """
    if kind == "md":
        from coach.export.inert import inert

        return inert(sheet(paper, draft, final=final)).encode("utf-8")
    if kind == "docx":
        return document(paper, draft, final=final)
    if kind == "eml":
        return eml(paper, draft, day) if isinstance(paper, EmailPaper) else None
    if kind == "ics":
        return calendar(paper, draft, day)
    return picture(paper, draft)


def document(paper: Paper, draft: Draft, *, final: bool) -> bytes:
    """Return a paper as a ``.docx``, with its picture where it has one."""
    from coach.export import docx

    page, pictures = sheet(paper, draft, final=final), dict[str, bytes]()
    if isinstance(paper, PlanPaper):
        page, pictures = plan_page(paper, draft, final=final)
    elif isinstance(paper, CompetencePaper):
        page, pictures = competence_page(paper, draft, final=final)
    title = page.split("\n", 1)[0].removeprefix("# ")
    return docx.document(page, title=title, lang=draft.lang, writer=draft.writer, pictures=pictures)


def eml(paper: EmailPaper, draft: Draft, day: datetime.date) -> bytes:
    """Return an email as a draft message, with its dates attached.

    Raises:
        BadText: The receiver is no address.
    """
    from coach.export import eml as export

    subject, body = parts(draft.text)
    dates = email_calendar(paper, draft, day)
    return export.message(subject, body, to=paper.to or None, ics=dates, writer=draft.writer, lang=draft.lang)


def picture(paper: Paper, draft: Draft) -> bytes | None:
    """Return a paper's picture as a PNG; None where it has none."""
    if isinstance(paper, CompetencePaper):
        return competence_chart(paper, draft) if paper.rows else None
    if isinstance(paper, PlanPaper):
        from coach.export import timeline

        return timeline.picture(paper, lang=draft.lang, writer=draft.writer)
    return None


def calendar(paper: Paper, draft: Draft, day: datetime.date) -> bytes | None:
    """Return the days of a paper as a calendar file; None for a kind of paper that has none."""
    match paper:
        case GoalPaper():
            return goal_calendar(paper, draft, day)
        case EmailPaper():
            return email_calendar(paper, draft, day)
        case PlanPaper():
            return plan_calendar(paper, draft, day)
        case CompetencePaper():
            return competence_calendar(paper, draft, day)
    return None


def email_calendar(paper: EmailPaper, draft: Draft, day: datetime.date) -> bytes:
    """Return the email's actions and the next contact as a calendar file."""
    from coach.export import ics

    contact = paper.next_contact
    talks = [ics.Talk(contact.day)] if contact and contact.day and not contact.doubt else []
    return ics.calendar(paper.actions, lang=draft.lang, stamp=stamp(day), talks=talks, writer=draft.writer)


def goal_calendar(paper: GoalPaper, draft: Draft, day: datetime.date) -> bytes:
    """Return the goal's last day, first step and check-ins as a calendar file."""
    from coach.export import ics

    items = []
    if paper.first_step and paper.first_step_by:
        items.append(ActionItem("", paper.first_step.words, paper.first_step_by, "", (0, 0)))
    if paper.deadline and paper.deadline_fits:
        done = _DONE_BY[draft.lang].format(draft.text.rstrip("."))
        items.append(ActionItem("", done, paper.deadline, "", (0, 0)))
    talks = [ics.Talk(one) for one in paper.check_ins]
    return ics.calendar(items, lang=draft.lang, stamp=stamp(day), talks=talks, writer=draft.writer)


def stamp(day: datetime.date) -> datetime.datetime:
    """Return the moment a file of that day says it was made."""
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _dated(paper: Paper) -> bool:
    match paper:
        case GoalPaper():
            return bool(paper.deadline and paper.deadline_fits) or bool(
                paper.check_ins or paper.first_step_by
            )
        case EmailPaper():
            contact = paper.next_contact
            later = contact and contact.day and not contact.doubt
            return bool(later) or any(item.when and not item.doubt for item in paper.actions)
        case PlanPaper():
            steps = (rung for _, rung in paper.of("short", "milestone", "action"))
            return bool(paper.check_ins.days) or any(one.day and one.status == "open" for one in steps)
        case CompetencePaper():
            return any(row.due or row.check_in for row in paper.plan)
    return False
