"""Notes about a person, sentence by sentence: said to that person, checked, and sorted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.checks.address import Person, named_people, person
from coach.checks.address_turn import Turned, to_you
from coach.checks.feedback import COMPONENTS, PROBLEMS, check_feedback
from coach.checks.feedback_rules import found as ruled
from coach.checks.feedback_text import read
from coach.checks.normal import normalise
from coach.checks.words import sentences
from coach.domain.feedback import Kept, PartName
from coach.domain.text import Lang, Span
from coach.domain.verdict import Verdict
from coach.modes.phrasebook import cue

_MODE = "feedback"
# In haste a new sentence starts small: "johan kom sent. kunden fick vänta".
_SMALL_START = re.compile(r"(?<=[^\W\d_]{3})[.!?]+\s+(?=[^\W\d_])|;\s+")
_BULLET = re.compile(r"^(?:[-*•–]\s*|\d{1,2}[.)]\s+)")
_TOLD = frozenset(("person_judgement", "mind_reading"))
"""Problems a sentence may have without any word that always means one."""
_LABEL = re.compile(r"^(?:[-*•–]\s*)?(?:(?!till\b|to\b)[^\W\d_]+\s*:\s*)?", re.IGNORECASE)
_THAT = {"sv": re.compile(r"^att\s+", re.IGNORECASE), "en": re.compile(r"^that\s+", re.IGNORECASE)}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the notes."""

    words: str
    """As written."""
    turned: Turned
    labels: frozenset[str]
    plain: frozenset[str]
    """Those of ``labels`` that rules found by its words, not by likeness."""
    asks: bool
    """It says outright what is wished for."""
    announces: bool
    """It says that there is something to talk about, no more."""
    apart: bool
    """It stands on a line of its own."""

    @property
    def problem(self) -> bool:
        """Whether something in it is better left out."""
        return not self.labels.isdisjoint(PROBLEMS)

    @property
    def role(self) -> PartName | None:
        """What it is above all; None for what the feedback has no place for."""
        if self.asks:
            return "request"
        if self.announces:
            return None
        order: tuple[PartName, ...] = ("strength", "behaviour", "request", "impact", "situation")
        if {"request", "behaviour"} <= self.plain and "situation" not in self.labels:
            return "request"
        return next(
            (name for own in (self.plain - {"situation"}, self.labels) for name in order if name in own), None
        )

    def follows(self, lang: Lang) -> bool:
        """Return whether it may tell what an act before it led to: of others, and no plan of the writer's."""
        low = self.turned.text.lower()
        return len(low.split()) > 2 and not cue(_MODE, lang, "no_result").search(low)


@dataclass(frozen=True, slots=True)
class Notes:
    """A message of the person, read."""

    lines: tuple[Line, ...]
    who: Person
    verdict: Verdict
    """Of the notes said to the person; spans in the message as typed."""
    problems: tuple[Kept, ...]
    rivals: tuple[str, ...]
    """People who are spoken of equally often; empty when it is plain whom the notes are about."""


def read_notes(
    text: str, lang: Lang, name: str = "", context: Sequence[str] = (), *, headless: bool = True
) -> Notes:
    """Return a message sentence by sentence.

    Args:
        text: The message as typed.
        lang: Its language.
        name: Whom it is about, where that is known.
        context: What the person wrote before.
        headless: Whether a verb without a subject is the person's.
    """
    normal = normalise(text)
    spans = [span for span in _pieces(normal.text) if not _is_heading(normal.text[slice(*span)], lang)]
    plain = [normal.text[slice(*span)] for span in spans]
    before = [piece for said in context for piece in _plain(said)]
    everything = [*before, *_plain(text)]
    who = person(everything, lang, name)
    if context and not person(plain, lang, name).addressed:
        who = replace(who, addressed=False)
    spans = [_bare(normal.text, span, lang) for span in spans]
    turned = [to_you(normal.text[slice(*span)], lang, who, headless=headless) for span in spans]
    verdict, rules = _checked([one.text for one in turned], lang)
    found = _found(verdict, turned)
    lines = tuple(
        Line(
            normal.text[slice(*span)],
            one,
            frozenset(label for label, at, _ in found if at == n),
            frozenset(label for label, at, _ in found if at == n and label in rules[n]),
            bool(cue(_MODE, lang, "asks").search(one.text.lower())),
            bool(cue(_MODE, lang, "intent").search(one.text.lower())),
            n == 0 or "\n" in normal.text[spans[n - 1][1] : span[0]],
        )
        for n, (span, one) in enumerate(zip(spans, turned, strict=True))
    )
    placed = [(label, normal.original(spans[n][0] + a, spans[n][0] + b)) for label, n, (a, b) in found]
    return Notes(
        lines, who, _as_typed(verdict, placed), _kept(verdict, placed, text), _rivals(everything, lang)
    )


def _checked(said: Sequence[str], lang: Lang) -> tuple[Verdict, list[set[str]]]:
    """Return the check of the sentences, and for each the labels that its words give.

    What only resembles a problem counts where the sentence alone does too and the check has no doubt.
    """
    text = "\n".join(said)
    verdict = check_feedback(text, lang)
    normal, parts = read(text)
    starts = [sum(len(one) + 1 for one in said[:n]) for n in range(len(said))]
    rules: list[set[str]] = [set() for _ in said]
    spans: dict[str, list[Span]] = {}
    for label, found in ruled(parts, lang).items():
        for number, own in found.items():
            for span in own:
                start, end = normal.original(*parts[number].span(*span))
                at = max((n for n, first in enumerate(starts) if first <= start), default=0)
                rules[at].add(label)
                own_spans = spans.setdefault(label, [])
                if not any(start < b and a < end for a, b in own_spans):
                    own_spans.append((start, end))
    # What words or score alone call there is not asked for once more; credit takes both, since none that is
    # meant must be read into a complaint.
    there = {label: verdict.spans.get(label) or tuple(spans.get(label, ())) for label in COMPONENTS}
    there["strength"] = tuple(spans.get("strength", ())) if verdict.labels["strength"] else ()
    kept = {label: where for label, where in there.items() if where}
    for label in PROBLEMS:
        if verdict.labels[label] and label in spans:
            kept[label] = tuple(spans[label])
        elif verdict.labels[label] and label in _TOLD and label not in verdict.unsure:
            alike = tuple(
                (a, b)
                for a, b in verdict.spans[label]
                if (alone := check_feedback(text[a:b], lang)).labels[label] and label not in alone.unsure
            )
            kept |= {label: alike} if alike else {}
    return replace(verdict, spans=kept), rules


def _plain(text: str) -> list[str]:
    flat = normalise(text).text
    return [_LABEL.sub("", flat[slice(*span)]) for span in _pieces(flat)]


def _pieces(text: str) -> list[Span]:
    found: list[Span] = []
    for start, end in sentences(text):
        first = start
        for match in _SMALL_START.finditer(text, start, end):
            found.append((first, match.end()))
            first = match.end()
        found.append((first, end))
    trimmed = [(a + len(p := text[a:b]) - len(p.lstrip()), b - (len(p) - len(p.rstrip()))) for a, b in found]
    return [(a, b) for a, b in trimmed if any(c.isalnum() for c in text[a:b])]


def _is_heading(piece: str, lang: Lang) -> bool:
    return bool(cue(_MODE, lang, "heading").fullmatch(piece.strip(" .#*").lower()))


def _bare(text: str, span: Span, lang: Lang) -> Span:
    """Return the sentence without its bullet, its "Effekt:" and a form of address."""
    start, end = span
    for pattern in (
        _BULLET,
        cue(_MODE, lang, "label"),
        re.compile(r"^(?:(?:hej|hi|hello|dear) )?[^\W\d_]+[,!] (?=(?:du|you)\b)"),
        _THAT[lang],
    ):
        piece = text[start:end]
        if match := pattern.match(piece.lower()):
            start += match.end()
    return (start, end) if start < end else span


def _found(verdict: Verdict, turned: Sequence[Turned]) -> list[tuple[str, int, Span]]:
    """Return every label with its sentence and its span in the sentence as written."""
    starts: list[int] = []
    at = 0
    for one in turned:
        starts.append(at)
        at += len(one.text) + 1
    found: list[tuple[str, int, Span]] = []
    for label, spans in verdict.spans.items():
        for start, end in spans:
            number = max((n for n, first in enumerate(starts) if first <= start), default=0)
            last = min(end - starts[number], len(turned[number].text))
            found.append((label, number, turned[number].original(start - starts[number], last)))
    return found


def _as_typed(verdict: Verdict, placed: Sequence[tuple[str, Span]]) -> Verdict:
    labels = (*COMPONENTS, *PROBLEMS)
    spans = {label: tuple(span for name, span in placed if name == label) for label in labels}
    kept = {label: own for label, own in spans.items() if own}
    return replace(verdict, spans=kept, labels={label: label in kept for label in labels})


def _kept(verdict: Verdict, placed: Sequence[tuple[str, Span]], text: str) -> tuple[Kept, ...]:
    advice = {one.label: one.text for one in verdict.advice}
    found = sorted((span, label) for label, span in placed if label in PROBLEMS)
    return tuple(
        Kept(label, text[slice(*span)].strip(), advice.get(label, ""), label not in verdict.unsure)
        for span, label in found
    )


def _rivals(plain: Sequence[str], lang: Lang) -> tuple[str, ...]:
    counts = named_people(plain, lang)
    most = max(counts.values(), default=0)
    first = tuple(name for name, count in counts.items() if count == most)
    return first if len(first) > 1 else ()
