"""The list of conversations: reopen, rename, erase."""

import datetime
from collections.abc import Mapping, Sequence

from coach.domain.session import Session
from ui.marks import button, count, long_date, named, safe
from ui.words import Words


def panel(
    sessions: Sequence[Session], current: str, titles: Mapping[str, str], words: Words, opened: bool = False
) -> str:
    """Return the list as HTML, newest first.

    Args:
        sessions: The conversations.
        current: The id of the one on the page; "" for none.
        titles: What each mode is called.
        words: The page's language.
        opened: Whether the list stays unfolded.
    """
    names = {one.id: one.title for one in sessions}
    rows = "".join(_row(one, one.id == current, titles, words, names.get(one.origin, "")) for one in sessions)
    body = f"<ul>{rows}</ul>" if rows else f'<p class="quiet">{safe(words.no_talks)}</p>'
    return (
        f'<details class="menu talks"{" open" if opened else ""}><summary>'
        f"{named(words.talks, words.talks_short)}{count(len(sessions))}</summary>"
        f'<div class="drawer">{body}<p class="quiet">{safe(words.kept_here)}</p></div></details>'
    )


def _row(session: Session, current: bool, titles: Mapping[str, str], words: Words, origin: str) -> str:
    here = ' aria-current="true"' if current else ""
    about = f"{safe(titles.get(session.mode, session.mode))} · {_day(session, words)}"
    # The conversation it carries on from may be erased since.
    about += f" · {safe(words.onward_from.format(title=origin))}" if origin else ""
    field = (
        f'<label><span class="unseen">{safe(words.new_name)}</span>'
        f'<input type="text" maxlength="120" value="{safe(session.title)}"></label>'
    )
    rename = field + button(words.keep_name, act="rename", value=session.id, input="")
    erase = button(words.erase_sure, "danger", act="erase", value=session.id)
    title = button(session.title, "open", act="open", value=session.id)
    return (
        f'<li{here}><span lang="{session.lang}">{title}</span>'
        f'<span class="quiet">{about}</span><div class="row">'
        f"<details><summary>{safe(words.rename)}</summary>{rename}</details>"
        f"<details><summary>{safe(words.erase)}</summary>{erase}</details></div></li>"
    )


def _day(session: Session, words: Words) -> str:
    try:
        return safe(long_date(datetime.datetime.fromisoformat(session.created).astimezone().date(), words))
    except ValueError:
        return ""
