"""``coach competence``: two assessments side by side, with a chart, a document and the plan's days."""

import argparse
import datetime
from pathlib import Path

from coach.cli.coaching import Outcome, reached, shown
from coach.cli.show import out, say, settings, speak, text_of, write_whole
from coach.domain.competence import CompetencePaper
from coach.domain.draft import Draft
from coach.domain.errors import UsageError
from coach.domain.text import Both, Lang
from coach.export.spider import Axis, chart, describe
from coach.modes.about import about
from coach.modes.competence_names import trade_names, trade_of
from coach.writer.competence_sheet import PICTURE, illustrated
from coach.writer.competence_words import WORDS
from coach.writer.phrase import upper_first

_TRADE: Both = {"sv": "yrke", "en": "occupation"}
_UNKNOWN: Both = {
    "sv": "Det finns ingen startlista för {trade!r}. Se listan med: coach competence --list-trades",
    "en": "There is no starting list for {trade!r}. See them with: coach competence --list-trades",
}
_CHECK_IN: Both = {"sv": "Avstämning: {}", "en": "Check-in: {}"}


def competence(options: argparse.Namespace) -> int:
    """Print the assessments as far as they have come; write picture, document and calendar.

    Raises:
        UsageError: There is no list for the trade that was asked for.
    """
    if options.list_trades:
        return _trades(options)
    given = text_of(options.text) if options.text is not None or not options.trade else ""
    lang = speak(options.lang, given or options.trade or "")
    opening = given
    if options.trade:
        if not trade_of(options.trade, lang):
            raise UsageError({each: line.format(trade=options.trade) for each, line in _UNKNOWN.items()})
        opening = f"{_TRADE[lang]}: {options.trade}\n{given}".strip()
        options.lang = lang
    outcome = reached("competence", opening, options)
    _files(outcome, options)
    return shown(outcome, options)


def _trades(options: argparse.Namespace) -> int:
    names = trade_names(speak(options.lang))
    if options.json:
        out({"trades": list(names)})
        return 0
    for name in names:
        say(name)
    return 0


def _files(outcome: Outcome, options: argparse.Namespace) -> None:
    draft, paper = outcome.draft, outcome.paper
    if not draft or not isinstance(paper, CompetencePaper):
        return
    axes, who = _axes(paper), _who(paper, draft.lang)
    picture = b""
    if (options.png or options.docx) and axes:
        picture = chart(axes, who=who, lang=draft.lang, writer=draft.writer)
    if options.png and picture:
        write_whole(Path(options.png), picture)
    if options.docx:
        from coach.export.docx import document

        alt = describe(axes, who=who, lang=draft.lang) if axes else ""
        page = illustrated(paper, draft, alt, final=outcome.asked is None)
        made = document(
            page,
            title=about("competence").title[draft.lang],
            lang=draft.lang,
            writer=draft.writer,
            pictures={PICTURE: picture} if picture else {},
        )
        write_whole(Path(options.docx), made)
    if options.ics:
        write_whole(Path(options.ics), _calendar(paper, draft, settings(options).day()))


def _axes(paper: CompetencePaper) -> list[Axis]:
    mine_first = paper.side == "own"
    found = []
    for row in paper.rows:
        own, manager = row.own.level, row.manager.level
        first, second = (own, manager) if mine_first else (manager, own)
        found.append(Axis(upper_first(row.name), first, second))
    return found


def _who(paper: CompetencePaper, lang: Lang) -> tuple[str, str]:
    words = WORDS[lang]
    return words["you"], upper_first(paper.other or words[f"them_{paper.side}"])


def _calendar(paper: CompetencePaper, draft: Draft, day: datetime.date) -> bytes:
    from coach.domain.email import ActionItem
    from coach.export import ics

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
