"""Who does what in an email: clauses with a doer and an action to come."""

import re
from dataclasses import dataclass
from functools import cache

from coach.checks.email_parts import Mail, alternatives, pattern
from coach.checks.facts_names import is_first_name
from coach.checks.lexicon import lexicon
from coach.domain.text import Lang, Span

_SHORT = re.compile(r"(?!Både|Inte|Alle)[A-ZÅÄÖ][a-zåäöé]{2,}[eyo]")
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|'[^\W\d_]+|[?]")
# How far back a clause is read for the verb that governs it, in characters.
_BACK = 90


@dataclass(frozen=True, slots=True)
class _Clause:
    """One sentence as tokens, each ``[start, end)`` in the mail's text."""

    mail: Mail
    start: int
    end: int
    spans: tuple[Span, ...]

    def word(self, index: int) -> str:
        return self.mail.lower[slice(*self.spans[index])] if 0 <= index < len(self.spans) else ""

    def hit(self, key: str, index: int) -> re.Match[str] | None:
        """Match a list of the lexicon from this word on."""
        if not 0 <= index < len(self.spans):
            return None
        return pattern(key, self.mail.lang, "").match(self.mail.lower, self.spans[index][0], self.end)

    def index_after(self, position: int, start: int) -> int:
        """Return the first word from ``start`` on that begins at ``position`` or later."""
        while start < len(self.spans) and self.spans[start][0] < position:
            start += 1
        return start

    def before(self, index: int) -> str:
        """Return what stands before this word in its sentence, cut to what governs it."""
        at = self.spans[index][0]
        return self.mail.lower[max(self.start, at - _BACK) : at].rstrip(" \"'(")


def actions(mail: Mail) -> tuple[Span, ...]:
    """Return the sentences of the letter that hold an action with its doer."""
    return tuple((start, end) for start, end in mail.body if _acts(mail, start, end))


def _acts(mail: Mail, start: int, end: int) -> bool:
    if pattern("absolutes", mail.lang).search(mail.lower, start, end):
        return False
    spans = tuple(m.span() for m in _TOKEN.finditer(mail.lower, start, end))
    clause = _Clause(mail, start, end, spans)
    if _asked(clause) or _listed(clause) or (mail.lang == "sv" and _elided(clause)):
        return True
    return any(_does(clause, index, after) for index in range(len(spans)) if (after := _doer(clause, index)))


def _doer(clause: _Clause, index: int) -> int:
    """Return the word after the doer that begins here, 0 when none does."""
    if found := clause.hit("doers", index) or clause.hit("roles", index):
        return clause.index_after(found.end(), index)
    start, end = clause.spans[index]
    shown = clause.mail.text[start:end]
    if not shown[0].isupper() or not shown[-1].isalpha():
        return 0
    known = clause.word(index) in clause.mail.names or is_first_name(shown)
    # A first word in -e, -y or -o before a Swedish verb is a short form of a name: Kalle, Conny.
    known = known or bool(clause.mail.lang == "sv" and _SHORT.fullmatch(shown))
    inner = (
        len(shown) > 1
        and index > 0
        and clause.word(index - 1) not in _PLACED
        and clause.mail.lower[clause.spans[index - 1][1] : start].strip() == ""
    )
    blank = shown.isupper() and len(shown) > 1
    return index + 1 if known or inner or blank else 0


def _does(clause: _Clause, index: int, after: int) -> bool:
    if _subordinate(clause, index) or _contact_of_both(clause, index):
        return False
    if clause.mail.lang == "sv":
        return _does_swedish(clause, index, after)
    return _does_english(clause, index, after)


def _does_swedish(clause: _Clause, index: int, after: int) -> bool:
    for verb, rest in ((_skip(clause, after), 0), (index - 1, after)):
        if found := clause.hit("promises", verb):
            follow = _skip(clause, rest or clause.index_after(found.end(), verb))
            if _infinitive(clause, follow) and not (_told(clause, index) and clause.word(verb) != "lovade"):
                return True
        elif (
            _swedish_work(clause, verb)
            and clause.word(rest or verb + 1) not in _NOT
            and not _told(clause, index)
        ):
            return True
    return False


_NOT = frozenset(("inte", "aldrig", "knappast", "ej", "not", "never", "n't", "hardly"))


def _swedish_work(clause: _Clause, index: int) -> bool:
    word = clause.word(index)
    if len(word) < 3 or not word.endswith("r") or clause.hit("states", index):
        return False
    return not pattern("not_verbs", "sv", "^", "$").match(word)


def _infinitive(clause: _Clause, index: int) -> bool:
    word = clause.word(index)
    if not word or word in _NOT or clause.hit("stative_infinitives", index):
        return False
    return word[-1] in "aåoeyäi" and not pattern("determiners", "sv", "^", "$").match(word)


def _does_english(clause: _Clause, index: int, after: int) -> bool:
    if _told(clause, index):
        return False
    helper = clause.hit("promises", after)
    if (
        not helper
        and _agreed(clause, index)
        and not clause.before(index).endswith(("said", "told me", "told us"))
    ):
        helper = clause.hit("conditionals", after)
    if helper:
        follow = _skip(clause, clause.index_after(helper.end(), after))
        return (
            bool(clause.word(follow)) and clause.word(follow) not in _NOT and not clause.hit("states", follow)
        )
    if clause.word(after) in _BE:
        follow = _skip(clause, after + 1)
        return clause.word(follow).endswith("ing") and not clause.hit("states", follow)
    verb = _skip(clause, after)
    at = clause.spans[verb][0] if verb < len(clause.spans) else clause.end
    return bool(_work().match(clause.mail.lower, at, clause.end)) and clause.word(index) != "we"


@cache
def _work() -> re.Pattern[str]:
    """Work verbs, also in the third person."""
    forms = []
    for entry in lexicon("email", "en")["work"]:
        first, _, rest = entry.partition(" ")
        stem = rf"{first[:-1]}(?:y|ies)" if re.search("[^aeou]y$", first) else rf"{first}(?:e?s)?"
        forms.append(stem + (rf"\s{rest}" if rest else ""))
    return re.compile(rf"(?:{'|'.join(forms)})(?!\w)")


# After these a capital names a place or a product, not somebody who acts.
_PLACED = frozenset(
    [
        "i",
        "på",
        "från",
        "till",
        "vid",
        "av",
        "för",
        "om",
        "in",
        "at",
        "from",
        "to",
        "of",
        "on",
        "for",
        "by",
        "near",
        "the",
    ]
)
_BE = frozenset(("am", "are", "is", "'m", "'re", "'s", "m", "re"))


def _skip(clause: _Clause, index: int) -> int:
    """Step over adverbs that may stand before a verb."""
    for _ in range(2):
        if clause.hit("adverbs", index):
            index += 1
    return index


def _subordinate(clause: _Clause, index: int) -> bool:
    return bool(pattern("subordinators", clause.mail.lang, after="$").search(clause.before(index)))


def _told(clause: _Clause, index: int) -> bool:
    """Whether the clause is only reported, not promised: "you said that I should …"."""
    before = clause.before(index)
    that = re.search(r"(?<!\w)(?:att|that)$", before)
    if clause.mail.lang == "en":
        return bool(that) and not _agreed(clause, index)
    return bool(that) and bool(pattern("told", "sv").search(before))


def _agreed(clause: _Clause, index: int) -> bool:
    return bool(pattern("agreed", "en").search(clause.before(index)))


def _contact_of_both(clause: _Clause, index: int) -> bool:
    at = clause.spans[index][0]
    if clause.word(index) not in {"vi", "we"}:
        return False
    near = max(clause.start, at - 12)
    for key in ("contact_both", "contact_dated"):
        found = pattern(key, clause.mail.lang).search(clause.mail.lower, near, clause.end)
        if found and found.start() <= at + 1:
            return True
    return False


def _asked(clause: _Clause) -> bool:
    """The receiver is asked or told to do it."""
    mail, start, end = clause.mail, clause.start, clause.end
    if pattern("courtesy", mail.lang).search(mail.lower, start, end):
        return False
    if any(pattern(key, mail.lang).search(mail.lower, start, end) for key in ("requests", "tasks")):
        return True
    first = 1 if clause.word(0) == "do" else 0
    return bool(clause.hit("orders", first)) and not mail.lower.startswith("?", end - 1)


def _elided(clause: _Clause) -> bool:
    """A first person left out, as in "Skickar filen i morgon"."""
    return len(clause.word(0)) > 4 and _swedish_work(clause, 0) and bool(clause.hit("objects", 1))


_HEAD = re.compile(r"[-*•–\d.)\s]*([^\W\d_][\w .&-]{0,30}?)\s?(?::|–|—| - )\s?(?=[^\W\d_])")
_TO = re.compile(r"[-*•–\d.)\s]*([A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+)?)\s(?:to|att)\s[a-zåäö]{2,}")


def _listed(clause: _Clause) -> bool:
    """Minutes style: "Anna: boka lokal", "Anna to book a room", "(ansvarig: Anna)"."""
    mail, line = clause.mail, clause.mail.text[clause.start : clause.end]
    for shape in (_HEAD, _TO):
        if (head := shape.match(line)) and _person(clause, head[1]):
            return True
    carrier = pattern("carriers", mail.lang).search(mail.lower, clause.start, clause.end)
    return bool(carrier and re.match(r":?\s?[A-ZÅÄÖ][a-zåäö]+", mail.text[carrier.end() : clause.end]))


def _person(clause: _Clause, name: str) -> bool:
    lang: Lang = clause.mail.lang
    first = name.split()[0]
    if _alone("doers", lang).match(name.lower()) or name.lower() in {"me", "jag", "mig"} or name.isupper():
        return not _alone("line_heads", lang).match(name.lower())
    return (
        is_first_name(first)
        or first.lower() in clause.mail.names
        or bool(_alone("roles", lang).match(name.lower()))
    )


@cache
def _alone(key: str, lang: Lang) -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(key, lang)})$")
