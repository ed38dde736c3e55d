"""The person's own documents: add them by choosing or dropping, see what became of each, take them away."""

import json
from collections.abc import Sequence

from coach.domain.knowledge import Document
from ui.marks import count, named, safe
from ui.words import Words

KINDS = ".txt,.md,.markdown,.html,.htm,.pdf,.docx"


def panel(documents: Sequence[Document], results: str, words: Words, opened: bool = False) -> str:
    """Return the drawer as HTML.

    Args:
        documents: The person's own.
        results: What became of the files just sent, JSON as the page's script collected it; "" for none.
        words: The page's language.
        opened: Whether the drawer stays open.
    """
    rows = "".join(_row(one, words) for one in documents)
    body = f"<ul>{rows}</ul>" if rows else f'<p class="quiet">{safe(words.docs_none)}</p>'
    told = "".join(_result(one, words) for one in _read(results))
    return (
        f'<details class="menu docs"{" open" if opened else ""}><summary>'
        f"{named(words.docs, words.docs_short)}{count(len(documents))}</summary>"
        f'<div class="drawer">'
        f"<p>{safe(words.docs_about)}</p>{_drop(words)}"
        f'<div role="status"><ul class="results">{told}</ul></div>{body}</div></details>'
    )


def _drop(words: Words) -> str:
    return (
        f'<div class="drop-zone" data-drop>{safe(words.docs_drop)} <label class="pick-files">'
        f'{safe(words.docs_pick)}<input type="file" multiple accept="{KINDS}" data-files'
        f' data-reading="{safe(words.docs_reading)}" data-failed="{safe(words.docs_failed)}"></label>'
        f'<p class="quiet">{safe(words.docs_kinds)}</p>'
        f'<button type="button" hidden data-act="docs" data-value=""></button></div>'
    )


def _row(one: Document, words: Words) -> str:
    drop = (
        f'<button type="button" class="drop" data-act="docs-remove" data-value="{safe(one.id)}"'
        f' aria-label="{safe(words.docs_remove.format(title=one.title))}">×</button>'
    )
    return (
        f'<li class="doc"><span><span lang="{one.lang}">{safe(one.title)}</span>'
        f'<span class="quiet">{safe(one.source)}</span></span>{drop}</li>'
    )


def _result(one: dict[str, str], words: Words) -> str:
    status = words.doc_status.get(one.get("status", ""), words.docs_failed)
    reason = f": {safe(one['reason'])}" if one.get("reason") else ""
    sign = "–" if one.get("status") == "refused" else "✓"
    return (
        f'<li class="{safe(one.get("status", ""))}"><span aria-hidden="true">{sign}</span>'
        f" <strong>{safe(one.get('name', ''))}</strong> {safe(status)}{reason}</li>"
    )


def _read(results: str) -> list[dict[str, str]]:
    """Return what the script sent back of the answers it got; anything else is nothing."""
    try:
        rows = json.loads(results) if results else []
    except ValueError:
        return []
    if not isinstance(rows, list):
        return []
    return [{str(k): str(v) for k, v in row.items()} for row in rows if isinstance(row, dict)]
