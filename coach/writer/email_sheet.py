"""The email as a page to keep: the draft, the table to correct, and what was left out."""

import re
from collections.abc import Mapping

from coach.checks.dates import show_date
from coach.domain.draft import Draft
from coach.domain.email import ActionItem, EmailPaper
from coach.domain.mode import Paper
from coach.domain.text import Lang
from coach.writer.email import choose
from coach.writer.sheet_ends import signed, sources, to_fill

_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "sv": {
        "title": "Mejl efter mötet",
        "table": "Vem gör vad, och när",
        "head": "| | Vem | Vad | När |",
        "to": "Till",
        "correct": "Stämmer något inte? Skriv till exempel ”rad 1: fredag i stället” eller ”rad 2: Sara”.",
        "left": "Finns i anteckningarna men inte i mejlet",
        "more": "… och {} till",
        "address": "E-postadresser i anteckningarna (står inte i mejlet)",
        "blanks": "Att fylla i",
        "sources": "Källor",
        "quote": "”{}”",
        "made": "Formulerat med hjälp av Coach, en AI-assistent ({}). Läs igenom innan du skickar.",
        "guided": "guidat, utan språkmodell",
        "me": "Jag",
    },
    "en": {
        "title": "Follow-up email",
        "table": "Who does what, and by when",
        "head": "| | Who | What | When |",
        "to": "To",
        "correct": "Is something wrong? Write for example “row 1: by Friday instead” or “row 2: Sara”.",
        "left": "In the notes but not in the email",
        "more": "… and {} more",
        "address": "Email addresses in the notes (not in the email)",
        "blanks": "To fill in",
        "sources": "Sources",
        "quote": "“{}”",
        "made": "Worded with the help of Coach, an AI assistant ({}). Read it through before you send it.",
        "guided": "guided, without a language model",
        "me": "I",
    },
}
_LEFT = 12
_SUBJECT = re.compile(r"^\s*(?:Ämne|Subject)\s*:\s*(.+)$", re.IGNORECASE)


def parts(text: str) -> tuple[str, str]:
    """Return the subject and the body of a draft."""
    head, _, body = text.strip().partition("\n")
    found = _SUBJECT.match(head)
    return (found[1].strip(), body.strip()) if found else ("", text.strip())


def sheet(paper: Paper, draft: Draft, *, final: bool = True) -> str:
    """Return the page in Markdown; while questions remain, without the last parts."""
    assert isinstance(paper, EmailPaper)
    words = _WORDS[draft.lang]
    blocks = [f"# {words['title']}"]
    if paper.actions:
        blocks += [f"## {words['table']}", _table(paper, draft.lang), words["correct"]]
    if paper.to:
        blocks.append(f"**{words['to']}**: {paper.to}")
    # Two spaces keep the line breaks of a letter in Markdown.
    blocks.append(re.sub(r"(?<!\n)\n(?![\n-])", "  \n", draft.text))
    if not final:
        return "\n\n".join(blocks)
    blocks += _rest(paper, draft, words)
    return "\n\n".join((*blocks, signed(draft, words)))


def _rest(paper: EmailPaper, draft: Draft, words: Mapping[str, str]) -> list[str]:
    blocks: list[str] = []
    if left := choose(paper, draft.lang).left_out:
        shown = [f"- {line}" for line in left[:_LEFT]]
        shown += [f"- {words['more'].format(len(left) - _LEFT)}"] if len(left) > _LEFT else []
        blocks += [f"## {words['left']}", "\n".join(shown)]
    if others := [address for address in paper.addresses if address != paper.to]:
        blocks += [f"## {words['address']}", "\n".join(f"- {address}" for address in others)]
    blocks += to_fill(draft, words)
    blocks += sources(draft, words)
    return blocks


def _table(paper: EmailPaper, lang: Lang) -> str:
    lines = [_WORDS[lang]["head"], "| --- | --- | --- | --- |"]
    for number, item in enumerate(paper.actions, 1):
        when = show_date(item.when, lang) if item.when and not item.doubt else f"{item.when_words} ?".strip()
        cells = (
            str(number),
            _who(item, paper, lang),
            item.what,
            when if item.when_words or item.when else "–",
        )
        lines.append(f"| {' | '.join(cell.replace('|', '/') or '?' for cell in cells)} |")
    return "\n".join(lines)


def _who(item: ActionItem, paper: EmailPaper, lang: Lang) -> str:
    if item.who in ("jag", "I"):
        return paper.own or _WORDS[lang]["me"]
    return item.who[:1].upper() + item.who[1:]


def as_json(paper: Paper, draft: Draft) -> Mapping[str, object]:
    """Return the email's own keys of the contract's JSON."""
    assert isinstance(paper, EmailPaper)
    subject, body = parts(draft.text)
    rows = [
        {
            "who": _who(item, paper, draft.lang) or None,
            "what": item.what,
            "when": item.when.isoformat() if item.when and not item.doubt else None,
            "when_words": item.when_words,
            "source": {"turn": item.turn, "span": list(item.source_span)},
        }
        for item in paper.actions
    ]
    contact = paper.next_contact
    return {
        "subject": subject,
        "body": body,
        "actions": rows,
        "kind": paper.kind,
        "receiver": paper.receiver or None,
        "to": paper.to or None,
        "meeting": paper.meeting.day.isoformat() if paper.meeting.day else None,
        "next_contact": {
            "words": contact.words,
            "day": contact.day.isoformat() if contact.day and not contact.doubt else None,
        } if contact else None,
        "left_out": list(choose(paper, draft.lang).left_out),
    }  # fmt: skip
