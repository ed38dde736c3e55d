"""The feedback as a page to keep: the text, what was left out and why, words to think about, the sources."""

from collections.abc import Mapping

from coach.checks.feedback import PROBLEMS
from coach.domain.draft import Draft
from coach.domain.feedback import FeedbackPaper
from coach.domain.mode import Paper
from coach.domain.text import Lang
from coach.writer.sheet_ends import signed, sources, to_fill

_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "sv": {
        "title": "Min återkoppling",
        "title_to": "Min återkoppling till {}",
        "left_out": "Det här är inte med, och varför",
        "row": "- ”{}” – {}: {}",
        "perhaps": "kan läsas som {}",
        "person_judgement": "omdöme om personen",
        "absolute": "alltid eller aldrig",
        "mind_reading": "tankeläsning",
        "comparison": "jämförelse med andra",
        "threat": "hot",
        "hints": "Ord att tänka på",
        "hint": "- ”{}”: {}",
        "later": "Sparat till en annan gång",
        "blanks": "Att fylla i",
        "sources": "Källor",
        "quote": "”{}”",
        "made": "Formulerat med hjälp av Coach ({}), ett AI-verktyg. Läs igenom och gör det till ditt eget.",
        "guided": "guidat, utan språkmodell",
    },
    "en": {
        "title": "My feedback",
        "title_to": "My feedback to {}",
        "left_out": "What was left out, and why",
        "row": "- “{}” – {}: {}",
        "perhaps": "can be read as {}",
        "person_judgement": "a judgement of the person",
        "absolute": "always or never",
        "mind_reading": "mind reading",
        "comparison": "a comparison with others",
        "threat": "a threat",
        "hints": "Words to think about",
        "hint": "- “{}”: {}",
        "later": "Kept for another time",
        "blanks": "To fill in",
        "sources": "Sources",
        "quote": "“{}”",
        "made": "Worded with the help of Coach ({}), an AI tool. Read it through and make it your own.",
        "guided": "guided, without a language model",
    },
}


def sheet(paper: Paper, draft: Draft, *, final: bool = True) -> str:
    """Return the page in Markdown; while questions remain, without the last parts."""
    assert isinstance(paper, FeedbackPaper)
    words = _WORDS[draft.lang]
    blocks = [f"# {words['title_to'].format(paper.to) if paper.to else words['title']}", draft.text]
    if paper.problems:
        blocks += [f"## {words['left_out']}", "\n".join(_row(paper, draft.lang))]
    if paper.hints:
        rows = (words["hint"].format(hint.word, hint.reason) for hint in paper.hints)
        blocks += [f"## {words['hints']}", "\n".join(rows)]
    if paper.later:
        blocks += [f"## {words['later']}", "\n".join(f"- {one}" for one in paper.later)]
    if not final:
        return "\n\n".join(blocks)
    blocks += to_fill(draft, words)
    blocks += sources(draft, words)
    return "\n\n".join((*blocks, signed(draft, words)))


def as_json(paper: Paper, draft: Draft) -> Mapping[str, object]:
    """Return the feedback's own keys of the contract's JSON."""
    assert isinstance(paper, FeedbackPaper)
    return {
        "draft": draft.text,
        "to": paper.to or None,
        "problems": [
            {"label": kept.label, "text": kept.text, "advice": kept.advice, "sure": kept.sure}
            for kept in paper.problems
        ],
        "relation": paper.relation,
        "hints": [{"word": hint.word, "about": hint.about, "reason": hint.reason} for hint in paper.hints],
        "later": list(paper.later),
    }


def _row(paper: FeedbackPaper, lang: Lang) -> list[str]:
    words = _WORDS[lang]
    assert all(kept.label in PROBLEMS for kept in paper.problems)
    return [
        words["row"].format(
            kept.text,
            words[kept.label] if kept.sure else words["perhaps"].format(words[kept.label]),
            kept.advice[:1].lower() + kept.advice[1:] if kept.advice[:1] not in "”“" else kept.advice,
        )
        for kept in paper.problems
    ]
