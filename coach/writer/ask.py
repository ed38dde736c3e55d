"""An answer from the guides: what they say, word for word, or that they don't."""

from collections.abc import Mapping

from coach.domain.ask import AskPaper
from coach.domain.draft import Draft
from coach.domain.mode import Order, Paper
from coach.domain.text import Both

_NOTHING: Both = {
    "sv": "Det står inte i mina vägledningar, så jag gissar inte. Prova att ställa frågan med andra ord, "
    "eller lägg till ett eget dokument som handlar om det.",
    "en": "My guides don't say, so I won't guess. Try asking in other words, "
    "or add a document of your own about it.",
}
_LEAD: Both = {"sv": "Så här står det i vägledningarna:", "en": "This is what the guides say:"}
_MOST = 3


def compose(order: Order) -> str:
    """Return the quotes that answer, each with its source, or the honest line that there are none."""
    assert isinstance(order.step.paper, AskPaper)
    if not order.supported or not order.citations:
        return _NOTHING[order.lang]
    left, right = ("”", "”") if order.lang == "sv" else ("“", "”")
    quotes = [f"{left}{c.quote}{right} ({c.title})" for c in order.citations[:_MOST]]
    return "\n\n".join((_LEAD[order.lang], *quotes))


def sheet(paper: Paper, draft: Draft, *, final: bool = True) -> str:
    """Return question and answer as a page in Markdown."""
    assert isinstance(paper, AskPaper)
    return f"## {paper.question}\n\n{draft.text}"


def as_json(paper: Paper, draft: Draft) -> Mapping[str, object]:
    """Return the answer's own keys of the contract's JSON."""
    assert isinstance(paper, AskPaper)
    return {"question": paper.question, "answer": draft.text, "supported": draft.supported}
