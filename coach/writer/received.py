"""A calm first reply to feedback, and the page that sorts what was said."""

import re
from collections.abc import Mapping

from coach.checks.dates import show_date
from coach.checks.turn import check_turn
from coach.domain.draft import Draft
from coach.domain.mode import Order, Paper
from coach.domain.received import ReceivedPaper
from coach.domain.text import Lang
from coach.writer import phrase_en, phrase_sv
from coach.writer.phrase import lower_first, trim, upper_first
from coach.writer.sheet_ends import signed, sources

LONGEST = 80
_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "sv": {
        "thanks": "Tack för att du säger det här till mig.",
        "thanks_praise": "Tack för att du säger det, det blir jag glad av.",
        "taken": "Så här förstår jag dig: {}.",
        "example": "Kan du ge ett exempel?",
        "wish": "Jag hör vad du önskar.",
        "nothing": "Jag vill förstå vad du har sett.",
        "try": "Jag ska {}.",
        "try_thing": "Det jag vill prova: {}.",
        "back": "Jag återkommer till dig {}.",
        "think": "Jag tänker igenom det och återkommer till dig {}.",
        "title": "Återkoppling jag har fått",
        "reply": "Ett första svar",
        "facts": "Det som gick att se eller höra",
        "credit": "Det som var bra",
        "judgements": "Omdömen: fråga vad som ligger bakom",
        "unclear": "Oklart: fråga",
        "wishes": "Det som önskas",
        "questions": "Två frågor att ställa",
        "take": "Att ta med mig",
        "day": "Återkommer {}",
        "person": "Återkoppling som bara handlar om din person behöver du inte tacka för. "
        "Du får säga var gränsen går: ”Jag pratar gärna om arbetet, inte om hur jag är som människa.”",
        "sources": "Källor",
        "quote": "”{}”",
        "row": "- ”{}” – {}",
        "perhaps": "kan läsas som {}",
        "person_judgement": "omdöme om personen",
        "absolute": "alltid eller aldrig",
        "mind_reading": "tankeläsning",
        "comparison": "jämförelse med andra",
        "threat": "hot",
        "made": "Formulerat med hjälp av Coach ({}), ett AI-verktyg. Läs igenom och gör det till ditt eget.",
        "guided": "guidat, utan språkmodell",
    },
    "en": {
        "thanks": "Thank you for telling me this.",
        "thanks_praise": "Thank you for saying so, I'm glad to hear it.",
        "taken": "This is how I understand you: {}.",
        "example": "Could you give me an example?",
        "wish": "I hear what you're asking for.",
        "nothing": "I'd like to understand what you have seen.",
        "try": "I'm going to {}.",
        "try_thing": "What I want to try: {}.",
        "back": "I'll come back to you on {}.",
        "think": "I'll think it through and come back to you on {}.",
        "title": "Feedback I was given",
        "reply": "A first reply",
        "facts": "What could be seen or heard",
        "credit": "What was good",
        "judgements": "Judgements: ask what lies behind them",
        "unclear": "Unclear: ask",
        "wishes": "What is asked for",
        "questions": "Two questions to ask",
        "take": "To take with me",
        "day": "Coming back on {}",
        "person": "You needn't thank anybody for feedback that is only about you as a person. "
        "You may say where the line goes: “I'm happy to talk about the work, not about who I am.”",
        "sources": "Sources",
        "quote": "“{}”",
        "row": "- “{}” – {}",
        "perhaps": "can be read as {}",
        "person_judgement": "a judgement of the person",
        "absolute": "always or never",
        "mind_reading": "mind reading",
        "comparison": "a comparison with others",
        "threat": "a threat",
        "made": "Worded with the help of Coach ({}), an AI tool. Read it through and make it your own.",
        "guided": "guided, without a language model",
    },
}


_KEEP: Mapping[Lang, frozenset[str]] = {
    "sv": frozenset(),
    "en": frozenset(("I", "I'm", "I've", "I'd", "I'll")),
}


def compose(order: Order) -> str:
    """Return the reply: thanks, what is taken in, a question, and what to try."""
    paper, lang = order.step.paper, order.lang
    assert isinstance(paper, ReceivedPaper)
    words = _WORDS[lang]
    praise = bool(paper.credit) and not (paper.judgements or paper.wishes)
    thanks = words["thanks_praise" if praise else "thanks"]
    told = [words["taken"].format(lower_first(trim(one), _KEEP[lang])) for one in paper.taken]
    plain = words["wish"] if paper.wishes and not told else "" if praise else words["nothing"]
    ends = _ends(paper, lang)
    # A judgement quoted back can sound like one: then the plain question stands.
    questions = (paper.questions[0], *(() if praise else (words["example"],)), *paper.questions[1:])
    for taken in (*told, plain, ""):
        for question in questions:
            text = " ".join(filter(None, (thanks, taken, question, *ends)))
            if _calm(text, lang):
                return text
    return " ".join(filter(None, (thanks, plain, paper.questions[0], *ends)))


def _calm(text: str, lang: Lang) -> bool:
    labels = check_turn(text, lang).labels
    asks = labels["open_question"] or labels["closed_question"]
    return (
        labels["acknowledgement"]
        and asks
        and not (labels["defence"] or labels["blame"])
        and len(text.split()) < LONGEST
    )


def _ends(paper: ReceivedPaper, lang: Lang) -> tuple[str, ...]:
    words = _WORDS[lang]
    day = show_date(paper.back, lang) if paper.back else ""
    if not paper.attempt:
        return (words["think"].format(day),) if day else ()
    return (_attempt(paper.attempt, lang), words["back"].format(day) if day else "")


def _attempt(said: str, lang: Lang) -> str:
    """Return the person's own words for what to try as a sentence."""
    words, flat = _WORDS[lang], trim(said)
    if re.match(r"(?:jag|i|i'm|i'll)\b", flat, re.IGNORECASE) or len(flat.split()) > 25:
        return f"{upper_first(flat)}."
    phrase = phrase_sv.read(flat) if lang == "sv" else phrase_en.read(flat)
    if phrase.form == "verb":
        return words["try"].format(phrase.text)
    return words["try_thing"].format(lower_first(flat, _KEEP[lang]))


def sheet(paper: Paper, draft: Draft, *, final: bool = True) -> str:
    """Return the page in Markdown; while questions remain, without the last parts."""
    assert isinstance(paper, ReceivedPaper)
    words = _WORDS[draft.lang]
    blocks = [f"# {words['title']}", f"## {words['reply']}", draft.text]
    for key, found in (("facts", paper.facts), ("credit", paper.credit), ("wishes", paper.wishes)):
        if found:
            blocks += [f"## {words[key]}", "\n".join(f"- {one}" for one in found)]
    if paper.judgements:
        blocks += [f"## {words['judgements']}", "\n".join(_judged(paper, words))]
        blocks += [words["person"]] if not (paper.facts or paper.credit) else []
    if paper.unclear:
        blocks += [f"## {words['unclear']}", "\n".join(f"- {one}" for one in paper.unclear)]
    blocks += [
        f"## {words['questions']}",
        "\n".join(f"{n}. {one}" for n, one in enumerate(paper.questions, 1)),
    ]
    if not final:
        return "\n\n".join(blocks)
    take = [f"- {one}" for one in (trim(paper.attempt),) if one]
    take += [f"- {words['day'].format(show_date(paper.back, draft.lang))}"] if paper.back else []
    blocks += [f"## {words['take']}", "\n".join(take)] if take else []
    blocks += sources(draft, words)
    return "\n\n".join((*blocks, signed(draft, words)))


def as_json(paper: Paper, draft: Draft) -> Mapping[str, object]:
    """Return the reply's own keys of the contract's JSON."""
    assert isinstance(paper, ReceivedPaper)
    return {
        "draft": draft.text,
        "facts": list(paper.facts),
        "credit": list(paper.credit),
        "wishes": list(paper.wishes),
        "judgements": [{"label": one.label, "text": one.text, "sure": one.sure} for one in paper.judgements],
        "unclear": list(paper.unclear),
        "questions": list(paper.questions),
        "attempt": paper.attempt or None,
        "back": paper.back.isoformat() if paper.back else None,
    }


def _judged(paper: ReceivedPaper, words: Mapping[str, str]) -> list[str]:
    return [
        words["row"].format(
            one.text, words[one.label] if one.sure else words["perhaps"].format(words[one.label])
        )
        for one in paper.judgements
    ]
