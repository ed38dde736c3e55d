"""Rows told twice in the notes are one row; two days for it are a doubt."""

import re
from collections.abc import Sequence
from dataclasses import replace

from coach.domain.email import ActionItem
from coach.modes.email_lines import small


def same(one: ActionItem, other: ActionItem) -> bool:
    """Return whether two rows are one deed told twice."""
    a, b = (_content(item.what) for item in (one, other))
    if one.who and other.who and one.who != other.who:
        return False
    # "Finish the course by May" and "have finished the course and run a job by November" are two deeds.
    apart = bool(one.when and other.when and one.when != other.when)
    of = max(len(a), len(b)) if apart else min(len(a), len(b))
    return len(a & b) >= 2 and len(a & b) >= 0.7 * of


def _content(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", small(text)))


def merged(items: Sequence[ActionItem]) -> list[ActionItem]:
    """Return the rows, each deed once; two different days for one are doubted as ``two``."""
    kept: list[ActionItem] = []
    for item in items:
        twin = next((i for i, old in enumerate(kept) if same(old, item)), None)
        if twin is None:
            kept.append(item)
            continue
        old = kept[twin]
        if old.when and item.when and old.when != item.when:
            kept[twin] = replace(old, who=item.who or old.who, doubt="two", other=item.when)
        elif item.when and not old.when:
            kept[twin] = replace(item, who=item.who or old.who)
        else:
            kept[twin] = replace(old, who=old.who or item.who)
    return kept
