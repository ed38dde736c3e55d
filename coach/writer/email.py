"""A follow-up email from the notes: what is thanked for, what was said, who does what by when."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from coach.checks.email import check_email
from coach.domain.email import EMAIL_BLANKS, ActionItem, EmailPaper, Remark
from coach.domain.mode import Order
from coach.domain.text import Lang
from coach.writer import email_en, email_sv
from coach.writer.email_you import is_one

_WORDS: Mapping[Lang, ModuleType] = {"sv": email_sv, "en": email_en}
MOST = 190
"""Words the guided email may have; under 200 with room for a line of the person's own."""
_POINTS = {"thanks": 2, "recap": 7, "clarify": 3}
_THANKS = 3
_LONG = 45
"""Words of a statement that is too long for an email."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the paper goes into the email."""

    thanks: tuple[str, ...]
    points: tuple[str, ...]
    unclear: tuple[str, ...]
    rows: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    """The notes' own words for what does not."""


def compose(order: Order) -> str:
    """Return the email, its subject line first; what was asked and not known is a marked blank."""
    paper = order.step.paper
    assert isinstance(paper, EmailPaper)
    return text(paper, choose(paper, order.lang), order.lang)


def choose(paper: EmailPaper, lang: Lang) -> Choice:
    """Return what goes in: nothing that accuses, and no more than fits; points give way before rows."""
    words = _WORDS[lang]
    left: list[str] = []
    thanks = words.thanks(paper) if not paper.thanks else [
        said
        for said, _ in _fit(paper.thanks, lambda r: words.thanks(_only(paper, r))[0], lang, _THANKS, left)
    ]  # fmt: skip
    points = _fit(
        paper.points,
        lambda r: words.point(paper, r.words, r.person),
        lang,
        _POINTS[paper.kind or "recap"],
        left,
    )
    wanted = 0 if paper.kind == "thanks" else 3
    unclear = _fit(paper.unclear, lambda r: words.question(paper, r.words, r.person), lang, wanted, left)
    rows = [(words.row(paper, item, n), item) for n, item in enumerate(paper.actions)]
    rows.sort(key=lambda pair: _rank(pair[1], paper))
    while True:
        choice = Choice(
            tuple(thanks or [words.thanks(_only(paper, None))[0]]), tuple(said for said, _ in points),
            tuple(said for said, _ in unclear), tuple(said for said, _ in rows), (*left, *paper.left_out),
        )  # fmt: skip
        if len(text(paper, choice, lang).split()) <= MOST:
            return choice
        _shorten(points, unclear if paper.kind != "clarify" else [], thanks, rows, left)
        if not points and len(rows) < 2 and len(thanks) < 2:
            return choice


def _only(paper: EmailPaper, remark: Remark | None) -> EmailPaper:
    from dataclasses import replace

    return replace(paper, thanks=(remark,) if remark else ())


def _fit(
    remarks: Sequence[Remark], word: Callable[[Remark], str], lang: Lang, most: int, left: list[str]
) -> list[tuple[str, Remark]]:
    """Return the worded remarks that may be sent; the words of the others go to ``left``."""
    kept: list[tuple[str, Remark]] = []
    chosen = {id(r) for r in sorted(remarks, key=lambda r: not r.decided)[:most]}
    for remark in remarks:
        said = word(remark) if id(remark) in chosen else ""
        if not said or len(said.split()) > _LONG or _accuses(said, lang):
            left.append(remark.words)
        else:
            kept.append((said, remark))
    return kept


def _accuses(said: str, lang: Lang) -> bool:
    import datetime

    return check_email(said, lang, datetime.date(2000, 1, 1), by_rules=True).labels["blame"]


def _shorten(
    points: list[tuple[str, Remark]],
    unclear: list[tuple[str, Remark]],
    thanks: list[str],
    rows: list[tuple[str, ActionItem]],
    left: list[str],
) -> None:
    """Take the least needed statement out: the last point that was no decision, then the rest."""
    if len(points) > 1 or (points and len(rows) > 3):
        loose = [i for i, (_, remark) in enumerate(points) if not remark.decided]
        left.append(points.pop(loose[-1] if loose else -1)[1].words)
    elif unclear:
        left.append(unclear.pop()[1].words)
    elif len(thanks) > 1:
        left.append(thanks.pop())
    elif len(rows) > 1:
        left.append(rows.pop()[0])
    elif points:
        left.append(points.pop()[1].words)


def _rank(item: ActionItem, paper: EmailPaper) -> int:
    """Order the rows: the writer's, the receiver's, both', the others'."""
    if item.who in ("jag", "I"):
        return 0
    if is_one(paper.receiver) and item.who in (paper.receiver, paper.receiver.split()[0], "du", "you"):
        return 1
    return 2 if item.who in ("vi", "we") else 3


def text(paper: EmailPaper, choice: Choice, lang: Lang) -> str:
    """Return the email with what was chosen."""
    words = _WORDS[lang]
    blocks = [f"{words.SUBJECT}{words.subject(paper)}", words.greeting(paper), " ".join(choice.thanks)]
    blocks += _body(paper, choice, words)
    if paper.next_contact:
        blocks.append(words.next_contact(paper, paper.next_contact))
    elif "next" in paper.given_up:
        blocks.append(words.unknown_contact())
    if paper.kind == "recap":
        blocks.append(words.MISSED)
    own = paper.own or (EMAIL_BLANKS[lang]["own"] if "own" in paper.given_up else "")
    return "\n\n".join((*blocks, f"{words.CLOSING}\n{own}".strip()))


def _body(paper: EmailPaper, choice: Choice, words: ModuleType) -> Iterator[str]:
    if len(choice.points) == 1 or (choice.points and paper.kind == "thanks"):
        yield " ".join(choice.points)
    elif choice.points:
        yield _list(words.POINTS, choice.points)
    if choice.unclear and paper.kind == "clarify":
        asking = words.ASKING if is_one(paper.receiver) else words.ASKING_ALL
        one = len(choice.unclear) == 1
        yield f"{asking.rstrip(':')}. {choice.unclear[0]}" if one else _list(asking, choice.unclear)
    elif paper.kind == "clarify" and "unclear" in paper.given_up:
        yield f"{words.ASKING} {EMAIL_BLANKS['sv' if words is email_sv else 'en']['unclear']}"
    if choice.rows and (len(choice.rows) > 1 or paper.kind == "recap"):
        yield _list(words.ROWS[paper.kind or "recap"], choice.rows)
    elif choice.rows:
        yield choice.rows[0]
    if choice.unclear and paper.kind != "clarify":
        yield _list(words.OPEN, choice.unclear)


def _list(head: str, lines: Sequence[str]) -> str:
    return "\n".join((head, *(f"- {line}" for line in lines)))
