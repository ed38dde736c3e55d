"""A message about a review taken apart: which question each sentence answers, points, rows, people."""

import re
from dataclasses import replace
from functools import cache

from coach.checks.facts_names import is_also_name, is_first_name
from coach.checks.normal import normalise
from coach.checks.words import sentences
from coach.domain.prepare import STAGES, Achievement, Point, Role, Stage
from coach.domain.text import LANGS, Lang
from coach.modes.phrasebook import cue, table

MOST = 8
"""Points, agreements and rows that are kept of one message: a paper is no archive."""
_LONGEST = 40
"""Words of one point; what is longer is cut with "…", the message itself is kept whole."""
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_BULLET = re.compile(r"^\s*(?:[-–—•*·]|\(?\d{1,2}[.)]|[a-h]\))\s+", re.MULTILINE)
_JOINING = re.compile(
    r"(?:och|men|för|så|som|eftersom|där|när|om|vilket|att det"
    r"|and|but|so|as|because|which|who|where|when|if)\b"
)
# "Which meant that we …" is a lead, taken off later.
_RELATIVE = re.compile(
    r"^(vilket|which)\b(?! (?:gjorde|ledde till|gav|innebar|medförde|led|meant|gave|made)\b)"
    r"(?P<many>(?= (?:are|were|have)\b))?",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:och|and|samt|&)\s+")
_ROUTED = ("points", "achievement", "last", "hope", "colleagues")
_ROLE_LINE = re.compile(r"^\s*(?:roll|role)\s*:\s*(\w+)[^\n]*(?:\n|$)", re.IGNORECASE)
_ROLES: tuple[tuple[Role, str], ...] = (
    ("manager", r"chef|manager|boss"),
    ("employee", r"medarb|anst|employ"),
)
_MET = re.compile(
    r"\b(?i:med|möter|träffar|medarbetare|medarbetaren|chef|chefen|with|meeting|meet|report|manager|boss|for|för)"
    r"\s+([A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäö]+)?)"
)
_CAPITAL = re.compile(r"\b[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäö]+)?\b")
# "Percy, the coordinator" is one person.
_APPOSITIVE = re.compile(
    r"[A-ZÅÄÖÉ]\w+, (?:the|my|our|who|min|mitt|vår|som|på|i)\b(?!.*\b(?:och|and)\b)[^,;]{1,60}"
)
# Before these words a "," or "och" begins a new thing in an account of what was done.
_SPLIT = re.compile(
    r"((?<=[.;!?])\s+|\s*\n+\s*|,\s+|\s+[–—-]\s+|\s+(?=(?:så att|vilket|so that|which|enligt|according to)\b)"
    r"|\s+(?:och|and)\s+(?=(?:[\w-]+\s+){1,4}(?:gick|minskade|ökade|sjönk|blev|slipper|fell|dropped|rose|went|got)\b)"
    r"|\s+(?:och|and)\s+(?=(?:det|it|this)\s+(?:syns|märks|framgår|står|finns|shows|is)\b))"
)


def clean(message: str) -> str:
    """Return a message with plain quotes and spaces and without control characters."""
    return _CONTROL.sub(" ", normalise(message).text)


def role_line(text: str) -> tuple[Role | None, str]:
    """Return the role a first line "roll: chef" names, and the text without that line."""
    match = _ROLE_LINE.match(text)
    if not match:
        return None, text
    said = match[1].lower()
    role = next((role for role, words in _ROLES if re.match(words, said)), None)
    return role, text[match.end() :] if role else text


def role_of(text: str, lang: Lang, *, answer: bool = False) -> Role | None:
    """Return whose preparation it is by the words, or None where they don't tell."""
    low = text.lower()[:2000]
    manager, employee = (bool(cue("prepare", lang, name).search(low)) for name in ("manager", "employee"))
    if answer:
        employee = employee or bool(cue("prepare", lang, "says_employee").search(low))
        manager = manager or (not employee and bool(cue("prepare", lang, "says_manager").search(low)))
    if manager != employee:
        return "manager" if manager else "employee"
    alone = not manager and cue("prepare", lang, "mine").search(low) and not other_of(text)
    return "employee" if alone else None


def other_of(text: str) -> str:
    """Return the first name of the one the person meets, "" when none is named."""
    return next((m[1] for m in _MET.finditer(text[:2000]) if _names_one(m[1])), "")


def _names_one(word: str) -> bool:
    # After "med" and "with" a capital is no month.
    return is_first_name(word) or any(is_also_name(word, lang) for lang in LANGS)


def name_of(text: str) -> str:
    """Return the name a short answer gives, "" where it gives none."""
    found = _CAPITAL.findall(text)
    first = next((word for word in found if is_first_name(word)), found[-1] if found else "")
    return first or (tidy(text) if len(text.split()) <= 2 else "")


def route(text: str, lang: Lang, asked: str) -> dict[str, str]:
    """Return which sentences of a message answer which question.

    Args:
        text: The message, cleaned.
        lang: Its language.
        asked: The question it answers; "" for an opening, where only sentences that say so are taken.
    """
    pieces = [text[start:end] for start, end in sentences(text)]
    routed: dict[str, list[str]] = {}
    for piece in pieces:
        key = asked if len(pieces) == 1 and asked else _key(piece.lower(), lang, asked)
        if key:
            routed.setdefault(key, []).append(piece)
    if asked and asked not in routed:
        return {asked: text}
    return {key: "\n".join(found) for key, found in routed.items()}


def _key(low: str, lang: Lang, asked: str) -> str:
    others = (key for key in _ROUTED if key != asked)
    return next((key for key in others if cue("prepare", lang, key).search(low)), asked)


def without_lead(text: str, lang: Lang, name: str) -> str:
    """Return a phrase without what only introduces it: "jag vill ta upp", "we agreed that"."""
    flat = re.sub(r"[ \t]+", " ", text).strip(" \t\n\"'")
    lead = cue("prepare", lang, f"lead_{name}").match(flat.lower())
    rest = flat[lead.end() :] if lead else flat
    return tidy(rest) or tidy(flat)


def tidy(text: str) -> str:
    """Return a phrase on one line, without bullet and closing stop, cut where it goes on and on."""
    flat = re.sub(r"\s+", " ", _BULLET.sub("", text)).strip(' ,;:-–—"')
    flat = re.sub(r"(?<=\w)[.!…]+$", "", flat)
    words = flat.split(" ")
    return flat[:400] if len(words) <= _LONGEST else " ".join(words[:_LONGEST])[:400] + " …"


def points(text: str, lang: Lang, name: str = "points") -> tuple[str, ...]:
    """Return the separate things a message lists: lines, sentences, or a run with commas and "och"."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        rest = without_lead(lines[0], lang, name) if len(lines[0]) < 2000 else lines[0]
        lines = [rest[start:end] for start, end in sentences(rest)]
    if len(lines) == 1:
        lines = _run(lines[0])
    found = (tidy(line) if at else without_lead(line, lang, name) for at, line in enumerate(lines))
    return tuple(dict.fromkeys(point for point in found if any(c.isalnum() for c in point)))


def _run(line: str) -> list[str]:
    """Return the parts of "a, b och c"; a clause with its own commas stays whole."""
    parts = [part for part in re.split(r"\s*[;]\s*|,\s+", line) if part.strip()]
    if len(parts) == 1:
        return _two(line)
    begun = re.sub(r"^(?:och|and|samt|sist|slutligen|finally)\s+", "", parts[-1])
    last = [begun] if begun != parts[-1] else parts[-1:]
    if begun == parts[-1] and (joint := list(_AND.finditer(begun))):
        last = [begun[: joint[-1].start()], begun[joint[-1].end() :]]
    listed = [*parts[:-1], *last]
    return listed if all(_listed(part) for part in listed) else [line]


def _listed(part: str) -> bool:
    return len(part.split()) <= 10 and not _JOINING.match(part.lower())


def _two(line: str) -> list[str]:
    """Return "a and b" as two where each is a thing of its own, "my hours and pay" included."""
    parts = _AND.split(line)
    one_each = len(parts) == 2 and all(1 <= len(part.split()) <= 7 for part in parts)
    begun = one_each and re.match(
        r"(?:att|om|min|mitt|mina|vår|my|our|the|how|hur|to|that)\b", parts[1].lower()
    )
    own = one_each and (begun or len(parts[1].split()) == 1 == len(parts[0].split()) or _ends_the(parts))
    return parts if own else [line]


def _ends_the(parts: list[str]) -> bool:
    """Return whether both begin with a definite Swedish noun: "bemanningen på kvällen och kursen"."""
    return all(re.match(r"\w{3,}(?:en|et|na|n)\b(?! (?:och|jag|vi))", part.lower()) for part in parts)


@cache
def _words(lang: Lang) -> tuple[tuple[Stage, tuple[str, ...]], ...]:
    stages = table("prepare", "stages", lang)
    listed = [
        (name, entry["words"])
        for name, entry in stages.items()
        if isinstance(entry, dict) and "words" in entry
    ]
    return tuple((stage, tuple(words)) for name, words in listed for stage in STAGES if stage == name)


def stage_of(text: str, lang: Lang) -> Stage:
    """Return the stage of the review where a point belongs; day-to-day work where nothing tells."""
    low = text.lower()
    counts = {stage: sum(begins(low, word, lang) for word in words) for stage, words in _words(lang)}
    best = max(counts, key=lambda stage: counts[stage])
    return best if counts[best] else "tasks"


def begins(low: str, word: str, lang: Lang) -> bool:
    """Return whether a word of a lower-case text begins so; in Swedish a long one may end a compound too."""
    anywhere = lang == "sv" and len(word) >= 6
    return bool(re.search(re.escape(word) if anywhere else rf"(?<!\w){re.escape(word)}", low))


def as_points(text: str, lang: Lang) -> tuple[tuple[Point, ...], tuple[str, ...]]:
    """Return the points of a message under their stages, and apart from them what is about pay."""
    verdict = cue("prepare", lang, "verdict")
    found = [words for words in points(text, lang)[:MOST] if not verdict.search(words.lower())]
    pay = tuple(words for words in found if cue("prepare", lang, "pay").search(words.lower()))
    return tuple(Point(words, stage_of(words, lang)) for words in found if words not in pay), pay


def achievements(text: str, lang: Lang) -> tuple[Achievement, ...]:
    """Return what a message tells of things done: one a bullet line, else one."""
    bullets = [line for line in text.splitlines() if _BULLET.match(line)]
    if len(bullets) > 1:
        return tuple(account(line, lang, "action") for line in bullets[:MOST])
    return (account(text, lang, "action"),)


def account(text: str, lang: Lang, first: str) -> Achievement:
    """Return a message sorted into action, result and evidence.

    Args:
        text: The message.
        lang: Its language.
        first: What its first words are: ``action``, ``result`` or ``evidence``.
    """
    flat = without_lead(text, lang, "achievement") if first == "action" and len(text) < 2000 else tidy(text)
    pieces = [*_labelled(flat, lang)] or _SPLIT.split(flat)
    buckets: dict[str, str] = {"action": "", "result": "", "evidence": ""}
    now, joint = first, ""
    for at, piece in enumerate(pieces):
        if at % 2:
            joint = piece
            continue
        new = _bucket(piece.lower().strip(), lang, now) if at else first
        same = new == now and buckets[new]
        buckets[new] += (joint if same else ", " if buckets[new] else "") + piece
        now = new
    buckets["result"] = _RELATIVE.sub(_pronoun, buckets["result"].strip())
    made = {name: without_lead(words, lang, name) if words.strip() else "" for name, words in buckets.items()}
    return Achievement(**made)


def _pronoun(match: re.Match[str]) -> str:
    """Return what makes a sentence of "which saves two hours": a clause that hangs on nothing reads badly."""
    return {"vilket": "det", "which": "they" if match["many"] else "it"}[match[1].lower()]


def _labelled(text: str, lang: Lang) -> list[str]:
    """Return "Handling: … Resultat: …" as pieces that the words of the labels sort; none without labels."""
    found = list(cue("prepare", lang, "labels").finditer(text.lower())) if ":" in text else []
    if len(found) < 2:
        return []
    ends = [*(match.start() for match in found[1:]), len(text)]
    pieces = [text[match.start() : end].strip() for match, end in zip(found, ends, strict=True)]
    return [piece for pair in zip(pieces, [". "] * len(pieces), strict=True) for piece in pair][:-1]


def _bucket(low: str, lang: Lang, now: str) -> str:
    if cue("prepare", lang, "evidence").search(low):
        return "evidence"
    return "result" if now != "evidence" and cue("prepare", lang, "result").search(low) else now


def merge(old: Achievement, new: Achievement, first: str) -> Achievement:
    """Return an achievement with what an answer added to it."""
    added = {name: getattr(new, name) for name in ("action", "result", "evidence")}
    return replace(
        old,
        **{
            name: words
            for name, words in added.items()
            if words and (name == first or not getattr(old, name))
        },
    )


def people(text: str, lang: Lang) -> tuple[str, ...]:
    """Return whom a message names: "Malin, Ali och min kollega i kassan"."""
    flat = without_lead(text, lang, "colleagues")
    tail = cue("prepare", lang, "tail_colleagues").search(flat.lower())
    flat = flat[: tail.start()] if tail else flat
    if _APPOSITIVE.fullmatch(flat):
        return (tidy(flat),)
    found = (tidy(part) for part in re.split(r"[,;\n]\s*|\s+(?:och|and|samt|&)\s+", flat))
    return tuple(dict.fromkeys(part for part in found if any(c.isalpha() for c in part)))[:MOST]
