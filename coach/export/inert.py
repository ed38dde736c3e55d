"""Markdown that loads nothing in whatever program opens it: a text may hold somebody else's image."""

import re

_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def inert(markdown: str) -> str:
    """Return Markdown in which images and raw HTML are shown as they were written, not carried out.

    Everything else means what it meant; a text without them comes back as it is.
    """
    # Not "\<": a backslash before it would be escaped itself and let the tag through.
    return _TAG.sub("&lt;", markdown.replace("![", "!\\["))
