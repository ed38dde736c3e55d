"""Make texts comparable without losing the way back to what was typed."""

import re
import unicodedata

from coach.domain.text import Normal

# Zero-width and bidi controls, soft hyphen, byte order mark: invisible, so they must not change a label.
_INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_PLAIN = {
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x00",
        " ",
    ),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011", "-"),
    "\u2028": "\n",
    "\u2029": "\n",
    "\r": "\n",
}
# A base character with the combining marks after it: NFC composes within such a cluster only.
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


# Nothing to do for a text without any of these, as nearly all are.
_ODD = re.compile("[" + re.escape("".join((*_INVISIBLE, *_PLAIN))) + "\u0300-\u036f\ud800-\udfff]")


def normalise(text: str) -> Normal:
    """Return ``text`` in NFC with plain spaces, quotes and hyphens, and without invisible characters.

    Lone surrogates become U+FFFD, NUL a space. Line breaks stay.
    """
    if not _ODD.search(text):
        return Normal(text, tuple(range(len(text) + 1)))
    out: list[str] = []
    offsets: list[int] = []
    for match in _CLUSTER.finditer(text):
        cluster = match[0]
        if len(cluster) == 1:
            pieces = _plain(cluster)
        else:
            kept = "".join(c for c in cluster if c not in _INVISIBLE)
            pieces = "".join(_plain(c) for c in unicodedata.normalize("NFC", kept))
        out.append(pieces)
        offsets.extend([match.start()] * len(pieces))
    return Normal("".join(out), (*offsets, len(text)))


def _plain(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _PLAIN.get(char, char)
