"""A message about a plan taken apart: rows with who and when, and numbered answers."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from coach.checks.email_parts import alternatives
from coach.checks.normal import normalise
from coach.checks.words import sentences
from coach.domain.plan import Level, Rung
from coach.domain.text import Lang
from coach.modes.email_actions import Around
from coach.modes.email_actions import rows as notes_rows
from coach.modes.email_days import Day, day_of
from coach.modes.email_lines import Line, small, statements
from coach.modes.email_verbs import infinitive
from coach.modes.phrasebook import cue

MODE = "plan"
_LONGEST = 400
_ASIDE = re.compile(r"\s*\(([^()]{3,30})\)\s*[.]?$")
# How long something takes, "i minst två veckor", is no day; it is hidden while days are read.
_HIDDEN = "§"
_LASTS: Mapping[Lang, re.Pattern[str]] = {
    "sv": re.compile(r"\bi (?:(?:minst|högst|ungefär|cirka|ca) )?\w+ (?:dagar|veckor|månader|år)\b"),
    "en": re.compile(r"\bfor (?:(?:at least|at most|about) )?\w+ (?:days?|weeks?|months?|years?|sprints?)\b"),
}
_ROW = 1_200
"""Characters from which a sentence is no row to take apart."""
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_CUT = re.compile(
    r",\s+(?:och\s+|and\s+|samt\s+|sen\s+|sedan\s+|then\s+)*|\s+(?:och|and|samt)\s+(?:sedan\s+|sen\s+|then\s+)?"
)
_AND = re.compile(r"och|and|samt")
# Words that can be a step, before its own date; "1 March and 15 March" is none.
_DEED = re.compile(r"[a-zåäö]+(?:\s+[^\W\d_]+){2,}")
_DOER = re.compile(r"(?:jag|vi|i|i'll|we|we'll|min|my|[A-ZÅÄÖÉ][a-zåäöé]+)\s+\w+")
_BOTH = re.compile(r"[A-ZÅÄÖÉ][\w-]+(?: [A-ZÅÄÖÉ][\w-]+)? (?:och|and) (jag|I)(?=\s)")
_NOBODY = frozenset(("någon", "man", "somebody", "someone"))


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a message: a rung without its place, and whether the words call it a milestone."""

    rung: Rung
    said: str = ""
    """The row as the person wrote it."""
    deep: bool = False
    """Whether it stands indented under the row before it."""
    sure: bool = False
    """Whether it says that it is a row: dated, listed, or somebody's."""


def clean(message: str) -> str:
    """Return a message with plain quotes and spaces and without control characters."""
    return _CONTROL.sub(" ", normalise(message).text)


def tidy(text: str) -> str:
    """Return a phrase on one line without outer signs and closing stop."""
    flat = re.sub(r"\s+", " ", text).lstrip(" *#>").strip(' ,;:-–—*"')
    flat = re.sub(r"(?<=\w)[.!…]+$", "", flat)
    return (flat if "(" in flat else flat.rstrip(")"))[:_LONGEST].strip()


def without_lead(text: str, lang: Lang, name: str) -> str:
    """Return a phrase without what only introduces it: "inom ett år vill jag", "delmål:"."""
    flat = tidy(text)
    lead = cue(MODE, lang, name).match(small(flat))
    return tidy(flat[lead.end() :]) or flat if lead else flat


@lru_cache(maxsize=128)
def rows(text: str, lang: Lang, today: datetime.date, people: tuple[str, ...]) -> tuple[Found, ...]:
    """Return every row of a message, in order; what is undated and nobody's is not ``sure``."""
    around = Around(lang, today, people)
    found: list[Found] = []
    for line in statements(text, lang):
        if (
            line.section == "subject"
            or line.text.startswith("#")
            or cue(MODE, lang, "not_rows").match(small(line.text))
        ):
            continue
        if cue(MODE, lang, "stop_reading").match(small(line.text)):
            break
        deep = line.bullet or _indent(text, line.start)
        found += [replace(one, deep=deep) for one in _row(line, around)]
    return tuple(found)


def _indent(text: str, at: int) -> bool:
    return bool(re.search(r"(?:^|\n)[ \t]{2,}[^\n]*$", text[max(0, at - 30) : at]))


def _row(line: Line, around: Around) -> list[Found]:
    if len(line.text) > _ROW:
        words = tidy(line.text)
        return [Found(Rung("action", words), words)] if any(c.isalpha() for c in words) else []
    parts, extra = _labelled(line.text, around.lang)
    if "when" in extra or ("owner" in extra and not day_of(parts, around.lang, around.today)):
        return _told(line, parts, extra, around)
    made = []
    spans = _LASTS[around.lang].findall(parts)
    for n, words in enumerate(spans):
        parts = parts.replace(words, f"{_HIDDEN}{n}{_HIDDEN}", 1)
    for piece in _pieces(parts, around):
        rung, sure = _rung(piece, line, around)
        piece = _shown(piece, spans)
        rung = rung and replace(rung, words=_shown(rung.words, spans))
        if rung:
            made.append(Found(rung, tidy(piece), sure=sure))
    if made and extra:
        made[-1] = replace(made[-1], rung=_with(made[-1].rung, extra, around))
    return made


def _told(line: Line, parts: str, extra: dict[str, str], around: Around) -> list[Found]:
    """Return a row that says under labels who and when: its words are one step, whatever they look like."""
    mark = cue(MODE, around.lang, "milestone").match(small(parts))
    words = without_lead(parts[mark.end() :] if mark else parts, around.lang, "lead_row")
    if not any(c.isalpha() for c in words):
        return []
    level: Level = "milestone" if mark and mark[0].strip() else "action"
    return [Found(_with(Rung(level, words), extra, around), tidy(line.text), sure=True)]


def _shown(text: str, spans: Sequence[str]) -> str:
    return re.sub(rf"{_HIDDEN}(\d+){_HIDDEN}", lambda found: spans[int(found[1])], text)


def _rung(piece: str, line: Line, around: Around) -> tuple[Rung | None, bool]:
    lang = around.lang
    mark = cue(MODE, lang, "milestone").match(small(piece))
    bare = piece[mark.end() :] if mark and mark.end() < len(piece) else piece
    lead = cue(MODE, lang, "first_step").match(small(bare))
    day = day_of(bare[: lead.end()], lang, around.today) if lead else None
    bare = bare[lead.end() :] if lead else without_lead(bare, lang, "lead_row")
    if not day and (aside := _ASIDE.search(bare)):
        day = day_of(aside[1], lang, around.today, answer=True)
        bare = bare[: aside.start()] if day else bare
    if limit := _limit(bare, around):
        day, bare = limit, tidy(_cut(bare, limit))
    both = _BOTH.match(bare)
    read = notes_rows(Line(_BOTH.sub(r"\1", bare), line.start, "actions", line.bullet), around)
    if len(read) == 1 and not read[0].passive and not (limit and read[0].when):
        one = read[0]
        words, owner, own = (
            one.what,
            one.who,
            Day(one.when, one.when_words, (0, 0), one.doubt) if one.when else None,
        )
    else:
        own = None if day else day_of(bare, lang, around.today)
        owner, words = subject(tidy(_cut(bare, own)), around)
    day, words = day or own, cue(MODE, lang, "tail_row").sub("", tidy(words))
    if not any(c.isalpha() for c in words):
        return None, False
    level: Level = "milestone" if mark and mark[0].strip() else "action"
    rung = Rung(level, words, owner=both[0].strip() if both else owner)
    if day:
        rung = replace(rung, day=day.day, day_words=day.words, doubt=day.doubt)
    done_by_someone = bool(rung.owner or is_deed(words, lang))
    # "My manager wants a plan for our talk in January" is dated, and no step.
    return rung, bool(
        mark or (day and (limit or lead or line.bullet)) or (done_by_someone and (day or line.bullet))
    )


def is_deed(words: str, lang: Lang) -> bool:
    """Return whether a phrase begins with a verb that can follow "ska" or "will"."""
    first = small(words.split(" ", 1)[0])
    return infinitive(first, lang) == first


def _limit(text: str, around: Around) -> Day | None:
    """Return the day after "senast" or "by", which is the deadline whatever other times are named."""
    for match in cue(MODE, around.lang, "limit").finditer(small(text)):
        day = day_of(text[match.start() :], around.lang, around.today)
        if day and day.span[0] < len(match[0]) + 2:
            return replace(day, span=(match.start(), match.start() + day.span[1]))
    return None


def subject(text: str, around: Around) -> tuple[str, str]:
    """Return who a clause says does it, and the deed: ("chefen", "ordna schema"); ("", text) for others."""
    names = "|".join(sorted(map(re.escape, around.people), key=len, reverse=True)) or "(?!)"
    roles = f"{cue(MODE, around.lang, 'doers').pattern}|{alternatives('roles', around.lang)}"
    helpers = cue("email", around.lang, "helpers").pattern
    shape = (
        rf"(?P<who>{names}|(?:(?:min|vår|my|the|our) )?(?:{roles})|någon|man|somebody|someone)\s+"
        rf"(?P<help>(?:{helpers})\s+)?(?P<verb>[^\W\d_]+)\s+(?P<rest>.+)"
    )
    found = re.match(shape, text, re.IGNORECASE | re.DOTALL)
    if not found:
        return "", text
    said = small(found["verb"])
    verb = said if around.lang == "en" and found["help"] else infinitive(said, around.lang)
    if not verb or (around.lang == "en" and not found["help"] and verb == said):
        return "", text
    who = "" if small(found["who"]) in _NOBODY else found["who"]
    return who, f"{verb} {found['rest']}"


def _cut(text: str, day: Day | None) -> str:
    if not day:
        return text
    left, right = text[: day.span[0]].rstrip(" ,("), text[day.span[1] :].lstrip(" )")
    return f"{left}{right}" if right[:1] in (",", ".") else f"{left} {right}"


def _pieces(text: str, around: Around) -> list[str]:
    """Cut a run of steps before each further one: "gå en kurs till mars, leda ett möte och boka en lunch"."""
    cuts, at = [0], 0
    for match in _CUT.finditer(text):
        after, before = text[match.end() :], text[at : match.start()]
        comma = match[0].lstrip().startswith(",")
        own = all(day_of(part, around.lang, around.today) for part in (before, after))
        listed = comma or len(cuts) > 1 or own
        begins = _begins(after, around.lang, listed) or (own and _AND.search(match[0]) and _DEED.match(after))
        if len(before.split()) > 1 and len(after.split()) > 1 and begins:
            cuts.append(match.end())
            at = match.end()
    ends = [*cuts[1:], len(text)]
    return [re.sub(rf"(?:{_CUT.pattern})$", "", text[a:b]) for a, b in zip(cuts, ends, strict=True)]


def _begins(after: str, lang: Lang, listed: bool) -> bool:
    """Return whether a further step begins here: a verb in a list, or a doer with a verb."""
    first, _, more = after.partition(" ")
    low, second = small(first), small(more.split(" ", 1)[0]) if more else ""
    if listed and first.islower() and infinitive(low, lang) == low:
        return True
    return bool(_DOER.match(after)) and bool(infinitive(second.strip(".,'"), lang)) and listed


@cache
def _labels(lang: Lang) -> re.Pattern[str]:
    names = ("owner", "when", "support", "evidence")
    shapes = "|".join(f"(?P<{name}>{cue(MODE, lang, f'label_{name}').pattern})" for name in names)
    return re.compile(rf"(?:^|[,;.(–-]\s*)(?:{shapes})\s*:\s*")


def _labelled(text: str, lang: Lang) -> tuple[str, dict[str, str]]:
    """Return a row's own words and what stands in it under "stöd:", "bevis:" and the like."""
    found = list(_labels(lang).finditer(small(text)))
    if not found:
        return text, {}
    named = {next(k for k, v in m.groupdict().items() if v): m for m in found}
    extra = {
        name: tidy(text[m.end() : next((e.start() for e in found if e.start() > m.start()), len(text))])
        for name, m in named.items()
    }
    return text[: found[0].start()], extra


def _with(rung: Rung, extra: dict[str, str], around: Around) -> Rung:
    day = day_of(extra.get("when", ""), around.lang, around.today, answer=True)
    if day:
        rung = replace(rung, day=day.day, day_words=day.words, doubt=day.doubt)
    return replace(
        rung,
        owner=extra.get("owner", rung.owner),
        support=extra.get("support", rung.support),
        evidence=extra.get("evidence", rung.evidence),
    )


def pieces(text: str) -> list[str]:
    """Return the sentences and lines of a message."""
    return [text[start:end] for start, end in sentences(text)]
