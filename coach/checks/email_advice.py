"""One sentence of advice for each element an email lacks and each problem it has."""

from collections.abc import Mapping

from coach.domain.text import Lang
from coach.domain.verdict import Advice

_ADVICE: Mapping[str, tuple[str, str]] = {
    "subject": (
        "Börja med en ämnesrad som säger vad mejlet gäller, så hittar ni båda det igen.",
        "Start with a subject line that says what the email is about, so that both of you can find it again.",
    ),
    "thanks": (
        "Tacka för något bestämt: tiden, ett råd eller något den andra berättade.",
        "Thank the other person for something particular: their time, some advice or what they told you.",
    ),
    "recap": (
        "Skriv minst en sak som ni sa eller bestämde, med egna ord.",
        "State at least one thing that was said or decided, in your own words.",
    ),
    "action": (
        "Skriv vem som gör vad. Börja gärna med det du själv har lovat.",
        "Say who will do what. Start with what you have promised yourself.",
    ),
    "date": (
        "Sätt ett datum på minst en av punkterna.",
        "Put a date on at least one of the points.",
    ),
    "next_contact": (
        "Avsluta med när eller hur ni hörs nästa gång.",
        "End with when or how the two of you will speak next.",
    ),
    "placeholder": (
        "Fyll i det som är kvar att fylla i innan du skickar.",
        "Fill in what is still blank before you send it.",
    ),
    "blame": (
        "Skriv vad som hände och vad det ledde till, i stället för vems fel det var.",
        "Write what happened and what it led to, rather than whose fault it was.",
    ),
    "too_long": (
        "Mejlet har {words} ord. Korta det till högst 250, eller lägg detaljerna i en bilaga.",
        "The email has {words} words. Cut it to 250 at most, or put the details in an attachment.",
    ),
}


def advice(labels: Mapping[str, bool], words: int, lang: Lang) -> tuple[Advice, ...]:
    """Return the advice for a labelled email of so many words, in the guide's order."""
    wanted = [label for label in labels if labels[label] == (label in {"placeholder", "blame", "too_long"})]
    return tuple(Advice(label, _ADVICE[label][lang == "en"].format(words=words)) for label in wanted)
