"""A working paper shown as the page one keeps of it: for every mode that needs no panel of its own."""

from functools import cache

from markdown_it import MarkdownIt

from coach.domain.draft import Draft
from coach.domain.mode import Paper
from coach.domain.rehearse import RehearsePaper
from coach.writer.sheets import sheet
from ui.marks import button, safe
from ui.rehearse import course
from ui.words import Words


def panel(paper: Paper, draft: Draft, final: bool, words: Words) -> str:
    """Return the paper as HTML; nothing in it loads, runs or leads anywhere."""
    whole = sheet(paper, draft, final=final)
    copy, save = button(words.copy, copy="", said=words.copied), button(words.save, save=words.file_name)
    picture = course(paper) if isinstance(paper, RehearsePaper) else ""
    buttons = f'<div class="row">{copy}{save}<span class="said" role="status"></span>'
    return (
        f'<article class="paper sheet" aria-label="{safe(words.paper)}" lang="{draft.lang}">'
        f'{picture}{render(whole)}{buttons}<pre class="whole" hidden>{safe(whole)}</pre></div></article>'
    )


def render(text: str) -> str:
    """Return Markdown as HTML without images, links and raw HTML; headings begin at the second level."""
    return (
        str(_markdown().render(text)).replace("<h2>", "<h3>").replace("</h2>", "</h3>").replace("h1>", "h2>")
    )


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
    return made.disable(["image", "link", "autolink", "html_block", "html_inline", "reference"])
