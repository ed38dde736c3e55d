"""The goal as a page to keep: Markdown with the criteria, the plan, the dates and the sources."""

from collections.abc import Mapping

from coach.checks.dates import show_date
from coach.domain.draft import Draft
from coach.domain.goal import CRITERIA, GoalPaper
from coach.domain.mode import Paper
from coach.domain.text import Lang
from coach.writer import goal_en, goal_sv
from coach.writer.phrase import trim
from coach.writer.sheet_ends import signed, sources, to_fill

_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "sv": {
        "title": "Mitt mål",
        "criteria": "De fem frågorna",
        "specific": "Specifikt",
        "measurable": "Mätbart",
        "achievable": "Uppnåeligt",
        "relevant": "Relevant",
        "time_bound": "Tidsbundet",
        "missing": "saknas ännu",
        "quote": "”{}”",
        "until": "{} – senast {}",
        "learning": "Lärandemål: det är nytt, så det som räknas är vad du provar och lär dig.",
        "performance": "Resultatmål: det som räknas är resultatet.",
        "plan": "Så kommer du igång",
        "first": "Första steget, senast {}: {}",
        "if": "Om–då",
        "sure": "Hur säker du är: {} av 10",
        "check_ins": "Förslag på avstämningar",
        "sources": "Källor",
        "blanks": "Att fylla i",
        "made": "Formulerat med hjälp av Coach ({}).",
        "guided": "guidat, utan språkmodell",
    },
    "en": {
        "title": "My goal",
        "criteria": "The five questions",
        "specific": "Specific",
        "measurable": "Measurable",
        "achievable": "Achievable",
        "relevant": "Relevant",
        "time_bound": "Time-bound",
        "missing": "still missing",
        "quote": "“{}”",
        "until": "{} – by {}",
        "learning": "A learning goal: this is new, so what counts is what you try and learn.",
        "performance": "A performance goal: what counts is the result.",
        "plan": "How you get started",
        "first": "First step, by {}: {}",
        "if": "If–then",
        "sure": "How sure you are: {} out of 10",
        "check_ins": "Suggested check-ins",
        "sources": "Sources",
        "blanks": "To fill in",
        "made": "Worded with the help of Coach ({}).",
        "guided": "guided, without a language model",
    },
}
_PLAN = {"sv": goal_sv.if_then, "en": goal_en.if_then}


def sheet(paper: Paper, draft: Draft, *, final: bool = True) -> str:
    """Return the page in Markdown; while questions remain, without the last parts."""
    assert isinstance(paper, GoalPaper)
    words = _WORDS[draft.lang]
    blocks = [
        f"# {words['title']}",
        draft.text,
        f"## {words['criteria']}",
        "\n".join(f"- **{words[name]}**: {_evidence(paper, name, draft.lang)}" for name in CRITERIA),
        words[paper.kind],
    ]
    if not final:
        return "\n\n".join(blocks[:-1])
    if plan := _plan(paper, draft.lang):
        blocks += [f"## {words['plan']}", plan]
    blocks += to_fill(draft, words)
    blocks += sources(draft, words)
    return "\n\n".join((*blocks, signed(draft, words)))


def as_json(paper: Paper, draft: Draft) -> Mapping[str, object]:
    """Return the goal's own keys of the contract's JSON."""
    assert isinstance(paper, GoalPaper)
    plan = (
        {"if": paper.obstacle.words, "then": paper.response.words if paper.response else None}
        if paper.obstacle
        else None
    )
    return {
        "goal": draft.text,
        "kind": paper.kind,
        "criteria": {name: paper.parts[name].words if name in paper.parts else None for name in CRITERIA},
        "deadline": paper.deadline.isoformat() if paper.deadline else None,
        "deadline_text": show_date(paper.deadline, draft.lang) if paper.deadline else None,
        "confidence": paper.confidence,
        "first_step": paper.first_step.words if paper.first_step else None,
        "first_step_by": paper.first_step_by.isoformat() if paper.first_step_by else None,
        "if_then": plan,
        "check_ins": [day.isoformat() for day in paper.check_ins],
    }


def if_then(paper: GoalPaper, lang: Lang) -> str:
    """Return the if-then plan in one sentence, "" where there is no obstacle."""
    if not paper.obstacle:
        return ""
    return _PLAN[lang](paper.obstacle.words, paper.response.words if paper.response else "")


def _evidence(paper: GoalPaper, name: str, lang: Lang) -> str:
    words = _WORDS[lang]
    part = next((part for key, part in paper.parts.items() if key == name), None)
    if part is None:
        return words["missing"]
    quoted = words["quote"].format(trim(part.words))
    if name == "time_bound" and paper.deadline:
        return words["until"].format(quoted, show_date(paper.deadline, lang))
    return quoted


def _plan(paper: GoalPaper, lang: Lang) -> str:
    words = _WORDS[lang]
    lines: list[str] = []
    if paper.first_step and paper.first_step_by:
        lines.append(
            words["first"].format(show_date(paper.first_step_by, lang), trim(paper.first_step.words))
        )
    if paper.obstacle:
        lines.append(f"{words['if']}: {if_then(paper, lang)}")
    if paper.confidence is not None:
        lines.append(words["sure"].format(paper.confidence))
    if paper.check_ins:
        lines.append(f"{words['check_ins']}: {', '.join(show_date(day, lang) for day in paper.check_ins)}")
    return "\n".join(f"- {line}" for line in lines)
