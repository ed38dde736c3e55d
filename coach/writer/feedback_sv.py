"""Feedback in Swedish: the sentences that ``feedback.compose`` puts together."""

import re

from coach.checks.address import is_finite, known
from coach.checks.feedback_text import words_of
from coach.domain.feedback import FEEDBACK_BLANKS, Relation, Remark
from coach.writer.phrase import lower_first, trim, upper_first
from coach.writer.phrase_sv import before_verb, is_infinitive, read, small

LEAD = {"warm": "Jag vill ta upp en sak med dig.", "direct": "", "formal": "Jag vill ta upp följande."}
QUESTION = {
    "warm": "Hur ser du på det?",
    "direct": "Hur ser du på det?",
    "formal": "Hur ser du på saken?",
    "praise": "Hur gick du till väga?",
}
SUPPORT = {
    "warm": "Säg gärna till om det är något jag kan göra för att underlätta.",
    "direct": "Säg vad du behöver från mig.",
    "formal": "Säg till om du behöver stöd från min sida.",
    "praise": "Fortsätt gärna så, och säg till om det är något du behöver från mig.",
}
LEADS = ("Det är en sak jag vill ta upp.", "Jag vill ta upp en händelse.", "")
QUESTIONS = ("Hur ser du på saken?", "Vad tänker du om det?", "Hur såg det ut från ditt håll?")
SUPPORTS = ("Vad behöver du från mig?", "Hur kan jag underlätta?", "")
"""Other ways of saying the same."""
GO_ON = "Fortsätt gärna så."
BLANK_LINE = {
    "request": f"Det jag önskar nästa gång: {FEEDBACK_BLANKS['sv']['request']}.",
    "impact": f"Det ledde till {FEEDBACK_BLANKS['sv']['impact']}.",
    "behaviour": f"Det jag såg: {FEEDBACK_BLANKS['sv']['behaviour']}.",
}
"""What stands for a part that is asked for and not known, least needed first."""
_LINK = re.compile(
    r"^(?:men|och|fast|dessutom|däremot|å andra sidan|sen|sedan är det att|en annan sak är att|också"
    r"|bra:|det bra är att)[,:]? ",
    re.IGNORECASE,
)
_TAIL = re.compile(r",? (?:dock|däremot|i alla fall|iallafall)$", re.IGNORECASE)
_HAPPENED = re.compile(r"^(?:det|detta)? ?(?:var|hände|skedde|är|gällde|inträffade)(?: det)? ", re.IGNORECASE)
_LATER = re.compile(
    r"^(nästa gång|framöver|i fortsättningen|hädanefter|från och med nu|i framtiden),? ", re.IGNORECASE
)
_OWN = re.compile(
    r"\bjag (?:kan|ska|hjälper|bidrar|ställer upp|tar|ordnar|fixar|ser till|erbjuder|bokar|gör)\b"
    r"|^jag \w+r\b",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"^du (?:ska|skall|skulle|borde|bör|måste|behöver|kan|kunde|får)(?: gärna| kunna| börja)? (.+)$",
    re.IGNORECASE,
)
_CONSEQUENCE = re.compile(
    r"^(?:det (?:ledde till|gjorde|innebar|blev så) )?(?:så att|att) (?=\w)", re.IGNORECASE
)


def offers(text: str) -> bool:
    """Return whether the writer of the feedback already says what they can do."""
    return bool(_OWN.search(text))


def is_clause(text: str) -> bool:
    """Return whether a phrase has a subject and a verb."""
    words = [w for w in re.findall(r"[^\W\d_]+", text.lower()) if not w.endswith(("ember", "oktober"))]
    counted = (
        len(words) > 1
        and words[0] in ("två", "tre", "fyra", "flera")
        and not words[1].endswith(("gånger", "dagar", "veckor"))
    )
    if not words or (words[0] in known("front", "sv") - {"det", "den", "detta"} and not counted):
        # "I går kom du": a verb and its subject follow the adverb at once.
        spoken = [n for n, word in enumerate(words[1:8], 1) if word in ("du", "jag", "vi", "kunden", "de")]
        return bool(spoken) and words[0] not in ("när", "om", "som") and is_finite(words[spoken[0] - 1], "sv")
    return any(is_finite(word, "sv") for word in words[1:6]) and read(text).form != "linked"


def strength(one: Remark, tone: Relation) -> str:
    """Return what works, as one sentence."""
    text = _plain(one.text)
    if one.quoted:
        return f"Det här skrev jag ner: ”{trim(one.words)}”."
    if not one.asked and is_clause(text):
        return f"{upper_first(text)}."
    lead = {"warm": "Jag uppskattar verkligen", "direct": "Bra", "formal": "Jag uppskattar"}[tone]
    said = text.lower().split(" ")
    if said[0] == "du" and len(said) > 1 and is_finite(said[1], "sv"):
        return f"{lead} att {before_verb(lower_first(text))}."
    if said[0] in words_of("sv", "trait_good", "praise"):
        return f"{'Du' if tone == 'direct' else lead + ' att du'} är {lower_first(text)}."
    if is_infinitive(said[0]):
        return f"Du är bra på att {lower_first(text)}."
    if is_clause(text):
        return f"Det här har jag lagt märke till och uppskattar: {small(text)}."
    return f"Jag uppskattar {small(text)}."


def behaviour(one: Remark, where: str) -> str:
    """Return what was done, with when and where before it where that was said apart."""
    if one.quoted:
        return f"{about(where) + ' ' if where else ''}Så här skrev jag ner det: ”{trim(one.words)}”."
    text = _plain(one.text)
    if text.startswith("["):
        return f"{about(where) + ' ' if where else ''}Det jag såg: {text}."
    if not where:
        return f"{upper_first(text)}." if is_clause(text) or not one.asked else f"Det jag såg: {small(text)}."
    spot = place(where)
    said = text.split(" ")
    adverbial = _adverbial(spot)
    turned = said[0].lower() == "du" and len(said) > 1 and is_finite(said[1].lower(), "sv")
    if (
        turned
        and said[1].lower().endswith("r")
        and said[1].lower() not in ("har", "var")
        and not spot.startswith("[")
    ):
        return f"{upper_first(text)}. Det hände {spot}."
    if adverbial and turned and not spot.startswith("["):
        return f"{upper_first(spot)} {said[1]} du{' ' if said[2:] else ''}{' '.join(said[2:])}."
    if adverbial:
        return f"{about(where)} {upper_first(text)}."
    return f"Det gäller {spot}: {lower_first(text)}."


def about(where: str) -> str:
    """Return when and where as a sentence of its own."""
    spot = place(where)
    return f"Det {'var' if _adverbial(spot) else 'gäller'} {spot}."


def _adverbial(spot: str) -> bool:
    opens = r"(?:förra|i går|igår|häromdagen|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag)"
    first = spot.split(" ", 1)[0].lower().strip(",")
    return not spot.startswith("[") and bool(first in known("front", "sv") or re.match(opens, spot.lower()))


def impact(one: Remark) -> str:
    """Return what it led to."""
    text = _plain(one.text)
    if one.quoted:
        return f"Det här skrev jag ner om följden: ”{trim(one.words)}”."
    if match := _CONSEQUENCE.match(text):
        return f"Det gjorde att {text[match.end() :]}."
    text = re.sub(r"^så (?=\w+ \w+)", "", text, flags=re.IGNORECASE)
    if not one.asked or is_clause(text) or re.match(r"(?:då|det|detta|därför)\b", text, re.IGNORECASE):
        return f"{upper_first(text)}."
    if is_finite(text.split(" ", 1)[0].lower(), "sv"):
        return f"Följden: {lower_first(text)}."
    return f"Det ledde till {small(text)}."


def request(one: Remark, tone: Relation) -> str:
    """Return what is asked for, as a question where that can be."""
    text = _plain(one.text)
    if one.quoted:
        return f"Det här önskar jag: ”{trim(one.words)}”."
    ends = one.text.rstrip().endswith("?")
    if one.asked and re.match(r"(?:jag|vi) (?:får|slipper|hinner|blir)\b", text, re.IGNORECASE):
        return f"Jag skulle vilja att {before_verb(lower_first(text))}."
    if not one.asked or ends or offers(text):
        return f"{upper_first(text)}{'?' if ends else '.'}"
    later = _LATER.match(text)
    return _wished(text[later.end() :] if later else text, f" {later[1].lower()}" if later else "", tone)


def _wished(core: str, when: str, tone: Relation) -> str:
    """Return what the person wrote about the next time as a request."""
    if match := re.match(
        r"(?:jag )?(?:vill|önskar|skulle vilja)(?: jag)?(?: gärna)? (?:att |se att )(du .+)$",
        core,
        re.IGNORECASE,
    ):
        return f"Jag skulle vilja att {before_verb(match[1])}{when}."
    if match := _MODAL.match(core):
        return _ask(match[1], when, tone)
    if core.lower().startswith("du "):
        return f"Jag skulle vilja att {before_verb(lower_first(core))}{when}."
    word, _, rest = core.partition(" ")
    if is_infinitive(word.lower()) or (word.lower().endswith("a") and word.lower() in words_of("sv", "base")):
        return _ask(lower_first(core), when, tone)
    if is_infinitive(f"{word.lower()}a"):
        return _ask(f"{word.lower()}a {rest}".strip(), when, tone)
    return f"Det jag önskar{when or ' nästa gång'}: {small(core)}."


def also(one: Remark, tone: Relation) -> str:
    """Return a further sentence of the request as it stands, whatever the tone."""
    return f"{upper_first(_plain(one.text))}{'?' if one.text.rstrip().endswith('?') else '.'}"


def _ask(infinitive: str, when: str, tone: Relation) -> str:
    if tone == "formal":
        return f"Jag ber dig att {infinitive}{when}."
    return f"{'Skulle du kunna' if tone == 'warm' else 'Kan du'} {infinitive}{when}?"


def _plain(text: str) -> str:
    return _TAIL.sub("", _LINK.sub("", trim(text)))


def place(where: str) -> str:
    """Return when and where without "it was"."""
    return small(_HAPPENED.sub("", trim(where) if not where.startswith("[") else where))
