"""A goal in Swedish, joined from the person's own phrases: the pieces that ``goal.compose`` puts together."""

import datetime
import re

from coach.checks.dates import show_date
from coach.writer.phrase import Phrase, lower_first, one_of, trim, upper_first
from coach.writer.phrase_sv import before_verb, is_infinitive, is_present, read, small


def time(words: str, deadline: datetime.date | None) -> str:
    """Return "senast fredag 30 april 2027", or the person's own words where no day follows from them."""
    if deadline:
        return f"senast {show_date(deadline, 'sv')}"
    words = lower_first(trim(words))
    begun = rf"(?:{one_of('times', 'sv')})\b"
    return words if re.match(begun, words) else f"till {words}"


def opening(core: Phrase, time: str) -> str:
    """Return the start of the goal: who will do what by when; ``time`` may be empty."""
    subject, my = ("vi", "Vårt") if core.plural else ("jag", "Mitt")
    if core.form == "whole":
        return upper_first(core.text) + (f", {time}" if time else "")
    if core.form == "verb":
        return (
            f"{upper_first(time)} ska {subject} {core.text}"
            if time
            else f"{upper_first(subject)} ska {core.text}"
        )
    if core.form == "clause":
        return f"{my} mål är att {before_verb(core.text)}" + (f", {time}" if time else "")
    return f"{my} mål är {core.text}" + (f", {time}" if time else "")


def measured(first: str, words: str) -> tuple[str, list[str]]:
    """Return the sentence with how success shows, and further sentences where it needs its own."""
    phrase = read(words)
    if phrase.form == "verb":
        return f"{first} och {phrase.text}", []
    if phrase.form == "clause":
        return first, [f"Målet är nått när {before_verb(phrase.text)}"]
    if phrase.form == "linked" and re.match(r"(?:med|genom|så att)\b", phrase.text):
        return f"{first} {phrase.text}", []
    if phrase.form == "whole":
        return first, [upper_first(phrase.text)]
    return first, [f"Måttet är {phrase.text}"]


def means(first: str, words: str) -> str:
    """Return the sentence with the means joined on."""
    phrase = read(words)
    if phrase.form == "verb":
        return f"{first} genom att {phrase.text}"
    if phrase.form == "linked":
        return f"{first} {phrase.text}"
    if phrase.form in ("clause", "whole"):
        return f"{first}; {phrase.text}"
    if re.match(r"(?:stöd|hjälp|handledning|råd)\b", phrase.text):
        return f"{first} med {phrase.text}"
    return f"{first} med hjälp av {phrase.text}"


def why(words: str, plural: bool) -> str:
    """Return the sentence that says why."""
    doing = "Det gör vi" if plural else "Det gör jag"
    flat = trim(words)
    if linked := _linked_why(flat, doing):
        return linked
    wish = re.match(r"(jag|vi) (?:vill|skulle vilja|hoppas(?: kunna)?)\s+(.+)", flat, re.IGNORECASE)
    if wish and is_infinitive(wish[2].split(" ", 1)[0].lower()):
        return f"Det gör {wish[1].lower()} för att {wish[2]}"
    phrase = read(flat)
    if _starts_with_subject(flat):
        clause = small(flat)
    elif phrase.form == "verb":
        return f"{doing} för att {phrase.text}"
    elif phrase.form == "noun":
        return f"Syftet är {phrase.text}"
    else:
        clause = phrase.text
    return f"{doing} så att {clause}" if _gains(clause) else f"Det är viktigt eftersom {_sub(clause)}"


def _linked_why(flat: str, doing: str) -> str:
    """Return the sentence for a reason that brings its own "för att", "eftersom" …, "" for others."""
    if match := re.match(r"(?:det är )?(?:därför att|eftersom|för(?! att))\s+(.+)", flat, re.IGNORECASE):
        return f"Det är viktigt eftersom {_sub(match[1])}"
    if re.match(r"annars\s", flat, re.IGNORECASE):
        return upper_first(flat)
    if re.match(r"(?:för att|så att|i syfte att)\s", flat, re.IGNORECASE):
        return f"{doing} {lower_first(flat)}"
    if match := re.match(r"så\s+(.+)", flat, re.IGNORECASE):
        turned = is_present(match[1].split(" ", 1)[0].lower())
        return f"Då {match[1]}" if turned else f"{doing} så att {match[1]}"
    return ""


def _starts_with_subject(text: str) -> bool:
    words = text.lower().split()
    return words[0] in ("jag", "vi", "det", "de", "man") or (len(words) > 1 and is_present(words[1]))


def _sub(clause: str) -> str:
    return before_verb(small(clause))


def if_then(obstacle: str, response: str) -> str:
    """Return an if-then plan in one line; without a response its second half is a blank."""
    cue = re.sub(r"^(?:om|när|ifall|att)\s+", "", trim(obstacle), flags=re.IGNORECASE)
    phrase = read(cue)
    if _starts_with_subject(cue):
        first = f"Om {before_verb(small(cue))}"
    elif phrase.form in ("clause", "whole"):
        first = f"Om {before_verb(phrase.text)}"
    elif phrase.form == "verb":
        first = f"Om jag måste {phrase.text}"
    else:
        first = f"Om {phrase.text} kommer i vägen"
    return f"{first}, {_then(response)}." if response else f"{first}, då [vad gör du?]."


def _then(response: str) -> str:
    flat = re.sub(r"^(?:då|så)\s+", "", trim(response), flags=re.IGNORECASE)
    first, second, *rest = (*flat.split(" "), "")
    if is_present(first.lower()):
        return f"då {small(flat)}"
    if first.lower() in ("jag", "vi") and is_present(second.lower()):
        return f"då {' '.join((second.lower(), first.lower(), *rest)).strip()}"
    phrase = read(flat)
    if phrase.form == "verb":
        return f"då ska {'vi' if phrase.plural else 'jag'} {phrase.text}"
    return f"då: {phrase.text}"


def _gains(clause: str) -> bool:
    """Return whether a reason is something to win rather than something to mend."""
    gain, need = (re.search(rf"\b(?:{one_of(name, 'sv')})\b", clause) for name in ("gain", "need"))
    return bool(gain) and not need
