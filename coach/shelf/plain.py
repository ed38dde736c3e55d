"""Find the paragraphs and headings of a plain text, and leave what surrounds the text of a web page."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise

_BULLET = re.compile(r"(?:[-*•–·▪◦]|\(?\d{1,2}[.)]|[a-z]\))\s+\S")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s+\S")
_HEADING = re.compile(r"#{1,6}\s")
_SHORT_LINE = 6
_SMALL_PARAGRAPH = 60
_HEADING_WORDS, _HEADING_SIZE = 14, 110
_PARAGRAPH_WORDS = 12
_WRAPPED = 0.35
"""The share of lines going on in lower case from which a text counts as wrapped by hand."""


def structure(text: str) -> str:
    """Return a plain text as Markdown: one block a paragraph, headings marked, page furniture left out."""
    blocks = _without_tail(_blocks(_unwrapped(text)))
    blocks = _without_page_title([block for block in blocks if not _furniture(block)])
    return "\n\n".join(_marked(blocks, at) for at in range(len(blocks)))


def cleaned(markdown: str) -> str:
    """Return a Markdown text without page furniture; its own headings and paragraphs stay as they are."""
    blocks = re.split(r"\n\s*\n", markdown)
    blocks = _without_tail([block for block in blocks if block.strip()])
    kept = ("\n".join(line for line in block.split("\n") if not _furniture(line)) for block in blocks)
    return "\n\n".join(block for block in kept if block.strip())


def unwrap(text: str) -> str:
    """Join the lines of paragraphs that were broken to fit a page."""
    return "\n".join(_unwrapped(text))


def _unwrapped(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    pairs = [(one, two) for one, two in pairwise(lines) if one and two]
    goes_on = sum(two[0].islower() for _, two in pairs)
    wrapped = len(pairs) > 3 and goes_on > _WRAPPED * len(pairs)
    width = max((len(line) for line in lines), default=0)
    out: list[str] = []
    for line in lines:
        before = out[-1] if out else ""
        if before and line and _joins(before, line, wrapped and len(before) > 0.6 * width):
            out[-1] = _join(before, line)
        else:
            out.append(line)
    return out


def _joins(before: str, line: str, wrapped: bool) -> bool:
    if _BULLET.match(line) or _HEADING.match(line) or _HEADING.match(before):
        return False
    if line[0].islower() and not before.endswith((".", "!", "?", ":", ";", "…")):
        return True
    return wrapped and not before.endswith((".", "!", "?", ":"))


def _join(before: str, line: str) -> str:
    # "utveck-" + "ling" is one word; "kort-" + "och långsiktiga" is not.
    if re.search(r"[^\W\d_]{2}-$", before) and not re.match(r"(?:och|eller|and|or|to|till)\b", line):
        return before[:-1] + line
    return f"{before} {line}"


def _blocks(lines: list[str]) -> list[str]:
    """Return paragraphs, headings and lists: long lines are paragraphs, list lines stay together."""
    out: list[str] = []
    after_blank = True
    for line in lines:
        if not line:
            after_blank = True
            continue
        listed = _BULLET.match(line) and out and not after_blank
        if (listed and not _is_paragraph(out[-1].rsplit("\n", 1)[-1])) or _small(line, out, after_blank):
            out[-1] += "\n" + line
        else:
            out.append(line)
        after_blank = False
    return out


def _small(line: str, out: list[str], after_blank: bool) -> bool:
    """Return whether the line goes on the one above it without being a paragraph of its own."""
    if after_blank or not out or _is_paragraph(line) or _BULLET.match(line):
        return False
    above = out[-1].rsplit("\n", 1)[-1]
    return bool(_BULLET.match(above)) and not _may_head(line)


def _is_paragraph(line: str) -> bool:
    return len(line.split()) >= _PARAGRAPH_WORDS


def _may_head(line: str) -> bool:
    if len(line.split()) > _HEADING_WORDS or len(line) > _HEADING_SIZE or "\n" in line:
        return False
    bare = re.sub(r"^\d{1,2}(?:\.\d{1,2})*[.)]\s+", "", line)
    if not (bare[:1].isupper() or bare[:1].isdigit()) or (bare == line and _BULLET.match(line)):
        return False
    return not line.endswith((".", ",", ";", ":", "!", "…", '"', "”"))


def _marked(blocks: list[str], at: int) -> str:
    """Return a block with its heading mark where it heads what follows."""
    block = blocks[at]
    if not _may_head(block) or at + 1 == len(blocks):
        return block
    following = blocks[at + 1]
    says = _is_paragraph(following) or following.endswith((".", ":", "?"))
    heads = says or bool(_BULLET.match(following)) or (at == 0 and _may_head(following))
    if not heads:
        return block
    return f"{'###' if _NUMBERED.match(block) else '##'} {block}"


def _furniture(block: str) -> bool:
    line = block.lstrip("#-*•| ").lower()
    size = len(line.split())
    if size <= _SHORT_LINE and (_begins(line, "short") or _begins(line + "\n", "exact")):
        return True
    return size <= _SMALL_PARAGRAPH and _begins(line, "long")


def _without_tail(blocks: list[str]) -> list[str]:
    for at, block in enumerate(blocks):
        short = all(len(later.split()) <= _PARAGRAPH_WORDS for later in blocks[at:])
        if short and at > len(blocks) // 2 and _begins(block.lstrip("# ").lower(), "tail"):
            return blocks[:at]
    return blocks


def _without_page_title(blocks: list[str]) -> list[str]:
    """Leave out "<a heading of the text> | <the site>", which a browser shows on its tab."""
    lines = set(blocks)
    return [block for block in blocks if not (" | " in block and block.rsplit(" | ", 1)[0] in lines)]


def _begins(line: str, kind: str) -> bool:
    return bool(_patterns()[kind].match(line))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    raw = files("coach.shelf").joinpath("furniture.toml").read_text(encoding="utf-8")
    return {
        kind: re.compile(
            "(?:" + "|".join(map(re.escape, phrases)) + (r")\s*\n" if kind == "exact" else r")(?!\w)")
        )
        for kind, phrases in tomllib.loads(raw).items()
    }
