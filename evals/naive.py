"""Checkers anyone would write in a minute: what the real ones must beat in the same run."""

import re
from collections.abc import Mapping, Sequence

from evals.cases import Case

# One obvious word list a label, both languages together.
_KEYWORDS: Mapping[str, str] = {
    "is_goal": r"\b(?:goal|want|will|ska|vill|mål\w*)\b",
    "specific": r"\b(?:write|hold|run|build|hålla|skriva|leda|ta)\b",
    "measurable": r"\d|procent|percent|per cent",
    "achievable": r"\b(?:by \w+ing|genom|kurs|course|help|hjälp)\b",
    "relevant": r"\b(?:so that|because|for att|för att|eftersom|in order)\b",
    "time_bound": r"\b(?:by|before|senast|innan|före|inom|within|20\d\d)\b",
    "situation": r"\b(?:meeting|möte\w*|when|när|on \w+day|\w+dag\w*)\b",
    "behaviour": r"\b(?:you|du)\b",
    "impact": r"\b(?:so|därför|gjorde att|which meant|ledde till)\b",
    "request": r"\?|\b(?:please|gärna|next time|nästa gång)\b",
    "strength": r"\b(?:good|great|well|bra|fint|jättebra)\b",
    "person_judgement": r"\b(?:you are|you're|du är)\b",
    "absolute": r"\b(?:always|never|alltid|aldrig)\b",
    "mind_reading": r"\b(?:you want|you don't care|du vill|du bryr)\b",
    "comparison": r"\b(?:than|unlike|än|andra|others)\b",
    "threat": r"\b(?:or else|annars|consequences|konsekvens\w*)\b",
    "open_question": r"\b(?:what|how|why|vad|hur|varför)\b",
    "closed_question": r"\?",
    "reflection": r"\b(?:so you|du menar|it sounds|det låter)\b",
    "acknowledgement": r"\b(?:thank|thanks|tack|förstår|understand)\b",
    "defence": r"\b(?:but|men|fault|fel)\b",
    "blame": r"\b(?:your fault|ditt fel|you never|du har inte)\b",
    "example": r"\b(?:for example|for instance|till exempel|t\.ex)\b",
    "next_step": r"\b(?:shall we|ska vi|i'll|jag ska|let's)\b",
    "subject": r"^(?:subject|ämne|re):",
    "thanks": r"\b(?:thank|thanks|tack)\b",
    "recap": r"\b(?:we agreed|agreed|kom överens|bestämde|sa att|said)\b",
    "action": r"\b(?:i'll|i will|you will|jag ska|jag skickar)\b",
    "date": r"\d|\w+day\b|\w+dag\b",
    "next_contact": r"\b(?:next meeting|see you|nästa möte|vi ses|hörs|call you)\b",
    "placeholder": r"[\[<{_]",
    "too_long": r"(?:\S+\s+){250}",
    "deadline": r"\d",
}


def any_digit(case: Case, labels: Sequence[str]) -> Mapping[str, bool]:
    """Say yes to every label when the text holds a digit."""
    has = any(char.isdigit() for char in case.text)
    return dict.fromkeys(labels, has)


def keywords(case: Case, labels: Sequence[str]) -> Mapping[str, bool]:
    """Look for one list of words a label."""
    low = case.text.lower()
    return {label: bool(re.search(_KEYWORDS.get(label, "(?!)"), low)) for label in labels}


def always(case: Case, labels: Sequence[str]) -> Mapping[str, bool]:
    """Say yes to everything."""
    return dict.fromkeys(labels, True)


NAIVE = {"any digit": any_digit, "keyword list": keywords, "always yes": always}
