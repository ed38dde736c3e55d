"""What an email thanks for and what it gives back from the meeting."""

import re
from functools import cache

from coach.checks.email_blame import blamed
from coach.checks.email_parts import Mail, alternatives, pattern
from coach.domain.text import Lang, Span

# A noun right before a verb of saying is its subject.
_NOUN = {
    "sv": re.compile(r"(?:\w+(?:en|et|na|are|an)|(?:min|din|vår|er)\s\w+)\s$"),
    "en": re.compile(r"(?:the|our|your|my|their)\s\w+\s$"),
}
# Before "you want": no statement of what was said.
_OPEN_WISH = {
    "sv": re.compile(r"(?:om|ifall|vad|när|som|hur|vilka|vilken|hoppas|tror|att)\s$"),
    "en": re.compile(
        r"(?:if|whether|what|when|as|how|which|hope|would|do|did|think|that|should|whatever|whenever)\s$"
    ),
}
# A report needs something reported: words after the verb.
_CONTENT = re.compile(r"(?:[^\w\n]+\w+){2}")
_THAT = re.compile(
    r"(?:\W+\w+){0,4}?\W+(?:att|that|how|hur|vad|what|varför|why|whether|om)\b|[^\w\n]{0,3}:|(?:\s\w+){0,3}:\s"
)


def thanks(mail: Mail) -> tuple[Span, ...]:
    """Return the thanks for something specific, the subject line included."""
    spans = (mail.subject, *mail.body) if mail.subject else mail.body
    return tuple(hit.span() for start, end in spans if (hit := thanked(mail, start, end)))


def thanked(mail: Mail, start: int, end: int) -> re.Match[str] | None:
    """Return the thanks in one sentence, None where there is none or it only sounds like it."""
    for found in pattern("thanks", mail.lang).finditer(mail.lower, start, end):
        around = mail.lower[max(start, found.start() - 25) : min(end, found.end() + 25)]
        if not pattern("no_thanks", mail.lang).search(around):
            return found
    return None


def recaps(mail: Mail) -> tuple[Span, ...]:
    """Return the sentences that state a point said, decided or shown in the meeting."""
    return tuple((start, end) for start, end in mail.body if _recap(mail, start, end))


def _recap(mail: Mail, start: int, end: int) -> bool:
    if pattern("advice", mail.lang).search(mail.lower, start, end):
        return True
    grateful = thanked(mail, start, end)
    if grateful:
        # Only what is told beyond the thanks: "thank you for telling me that …".
        return any(
            _THAT.match(mail.lower, hit.end(), end)
            for hit in _reports(mail, grateful.start(), end)
            if _says(mail, hit)
        )
    if any(pattern(key, mail.lang).search(mail.lower, start, end) for key in ("outcome", "heard")):
        return True
    if pattern("meeting", mail.lang).search(mail.lower, start, end) and pattern("past", mail.lang).search(
        mail.lower, start, end
    ):
        return True
    if any(_reported(mail, start, end, hit) for hit in _reports(mail, start, end)):
        return True
    if _together(mail.lang).search(mail.lower, start, end):
        return True
    if _done_by_receiver(mail.lang).search(mail.lower, start, end) and not blamed(mail, start, end):
        return True
    return any(
        not _conditional(mail, start, hit)
        for hit in pattern("views", mail.lang).finditer(mail.lower, start, end)
    )


def _conditional(mail: Mail, start: int, hit: re.Match[str]) -> bool:
    """Whether a wish stands in a condition or a question: "if you'd like", "would you prefer …"."""
    before = mail.lower[max(start, hit.start() - 14) : hit.start()]
    return bool(_OPEN_WISH[mail.lang].search(before))


@cache
def _together(lang: Lang) -> re.Pattern[str]:
    """What the two did in the meeting: "we set the target at …"."""
    we = "vi" if lang == "sv" else "we"
    past, only = alternatives("past", lang), alternatives("met_only", lang)
    return re.compile(
        rf"(?<!\w)(?<!som\s)(?<!om\s)(?<!if\s){we}\s(?!(?:{only})\b)(?:{past})(?:\s[\w']+){{2}}"
    )


@cache
def _done_by_receiver(lang: Lang) -> re.Pattern[str]:
    """What the receiver did: in a follow-up it is what happened in the meeting, unless it is blame."""
    you = "(?:du|ni)" if lang == "sv" else "you"
    past, only = alternatives("past", lang), alternatives("met_only", lang)
    not_a_clause = r"(?<!som\s)(?<!om\s)(?<!if\s)(?<!when\s)(?<!när\s)(?<!as\s)(?<!what\s)"
    return re.compile(
        rf"(?<!\w){not_a_clause}{you}\s(?!(?:{only}|did|do)\b)(?:{past})(?!\sinte)(?:\s[\w']+){{2}}"
    )


def _reports(mail: Mail, start: int, end: int) -> list[re.Match[str]]:
    return list(pattern("report", mail.lang).finditer(mail.lower, start, end))


def _says(mail: Mail, hit: re.Match[str]) -> bool:
    return not pattern("perceptions", mail.lang, "").match(mail.lower, hit.start(), hit.end())


def _reported(mail: Mail, start: int, end: int, hit: re.Match[str]) -> bool:
    """Whether a verb of reporting has somebody who reports and something reported."""
    before = mail.lower[max(start, hit.start() - 45) : hit.start()]
    if pattern("unreported", mail.lang, after=r"\s*$").search(before):
        return False
    relative = re.search(r"(?:\w+\W+){3}(?:som\s|that\s|which\s)?(?:du|ni|vi|you|we)\s$", before)
    if not relative and not _CONTENT.match(mail.lower, hit.end(), end):
        return False
    seen = pattern("perceptions", mail.lang, "").match(mail.lower, hit.start(), hit.end())
    after = mail.lower[hit.end() : min(end, hit.end() + 15)]
    if seen:
        met = pattern("both_subjects", mail.lang)
        return bool(met.search(before[-18:]) or met.match(after.lstrip()))
    if _THAT.match(mail.lower, hit.end(), end) or (hit[0].endswith("s") and mail.lang == "sv"):
        return True
    who = pattern("report_subjects", mail.lang)
    shown = mail.text[max(start, hit.start() - 28) : hit.start()]
    if (
        _NOUN[mail.lang].search(before)
        or pattern("roles", mail.lang).search(before[-28:])
        or re.search(r"(?:^|\s)[A-ZÅÄÖ][a-zåäö-]+(?:\s\w+)?\s$", shown)
    ):
        return True
    return bool(
        who.search(before[-28:]) or who.match(after.lstrip()) or re.search(r"\b(?:was|were|been)\s$", before)
    )
