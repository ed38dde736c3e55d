"""How every page to keep ends: what is to be filled in, where it comes from, who worded it."""

from collections.abc import Callable, Mapping

from coach.domain.draft import Draft

Plain = Callable[[str], str]
"""Makes a text safe to stand in Markdown; ``str`` leaves it as it is."""


def to_fill(draft: Draft, words: Mapping[str, str]) -> list[str]:
    """Return the section of the draft's blanks, nothing where there is none."""
    if not draft.unconfirmed:
        return []
    return [f"## {words['blanks']}", "\n".join(f"- {blank}" for blank in draft.unconfirmed)]


def sources(draft: Draft, words: Mapping[str, str], plain: Plain = str) -> list[str]:
    """Return the section of the draft's quotes, nothing where there is none."""
    if not draft.citations:
        return []
    quotes = (f"- {words['quote'].format(plain(c.quote))} ({plain(c.title)})" for c in draft.citations)
    return [f"## {words['sources']}", "\n".join(quotes)]


def signed(draft: Draft, words: Mapping[str, str], plain: Plain = str) -> str:
    """Return the line that says an AI helped, and which writer."""
    writer = words["guided"] if draft.writer == "guided" else plain(draft.writer)
    return f"*{words['made'].format(writer)}*"
