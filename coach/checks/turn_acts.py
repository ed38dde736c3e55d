"""Decide the acts of an utterance from what its sentences say and how they are built."""

from coach.checks.turn_find import clause_end, find, find_kept, inside, overlap
from coach.checks.turn_lean import lean
from coach.checks.turn_questions import Asked, questions
from coach.checks.turn_text import Sentence, Utterance
from coach.domain.text import Lang, Span

ACTS = (
    "open_question",
    "closed_question",
    "reflection",
    "acknowledgement",
    "defence",
    "blame",
    "example",
    "next_step",
)
_STATED = ACTS[2:]

_BUT = ("but", "though", "men", "fast")

Acts = dict[str, list[Span]]


def acts(utterance: Utterance) -> tuple[Acts, set[str]]:
    """Return the evidence of each act in characters of the normalised text, and the acts only guessed."""
    lang = utterance.lang
    total: Acts = {}
    guessed: set[str] = set()
    thanks: list[Span] = []
    for sentence in utterance.sentences:
        asked = questions(sentence, lang)
        found = _stated(sentence, asked, lang)
        _settle(found, sentence, lang)
        _hit_back(found, total, sentence, lang)
        weak = _guess(found, sentence, asked, lang)
        for act, spans in {**found, **weak}.items():
            total.setdefault(act, []).extend(sentence.span(*span) for span in spans)
        for act, spans in asked.acts.items():
            total.setdefault(act, []).extend(sentence.span(*span) for span in spans)
        guessed |= set(weak)
        thanks.extend(sentence.span(*span) for span in find("thanks", sentence, lang))
    # Thanks that come with an accusation are a jeer.
    if "blame" in total:
        _keep(total, "acknowledgement", [s for s in total.get("acknowledgement", []) if s not in thanks])
    return total, guessed


def _stated(sentence: Sentence, asked: Asked, lang: Lang) -> Acts:
    """Return the acts whose patterns match outside the clauses that ask; an example may be asked for."""
    found: Acts = {}
    for act in _STATED:
        spans = find_kept(act, sentence, lang)
        if act == "next_step":
            spans += find("i_do", sentence, lang)
        if act != "example":
            spans = [s for s in spans if not any(inside(s, clause) for clause in asked.clauses)]
        if spans:
            found[act] = spans
    return found


def _settle(found: Acts, sentence: Sentence, lang: Lang) -> None:
    """Let one act take words from another where both claim the same."""
    taken = [(start, clause_end(sentence.code, end)) for start, end in found.get("acknowledgement", [])]
    kept = [s for s in found.get("reflection", []) if not any(t[0] < s[0] and inside(s, t) for t in taken)]
    _keep(found, "reflection", kept)
    if "reflection" in found:
        # What is given back is the other side's view: it neither accuses nor excuses.
        sure = find_kept("reflection_sure", sentence, lang)
        for act, stop in (
            ("blame", _contrast),
            ("defence", _contrast),
            ("acknowledgement", clause_end),
            ("next_step", clause_end),
        ):
            reach = [(start, stop(sentence.code, end)) for start, end in sure]
            _keep(found, act, [s for s in found.get(act, []) if not any(inside(s, r) for r in reach)])
        if "blame" in found and not sure:
            del found["reflection"]
    if "blame" in found:
        _keep(
            found,
            "defence",
            [s for s in found.get("defence", []) if not any(inside(s, b) for b in found["blame"])],
        )
    if "next_step" in found and "defence" in found:
        steps = [(start, clause_end(sentence.code, end)) for start, end in found["next_step"]]
        _keep(found, "defence", [s for s in found["defence"] if not any(overlap(s, step) for step in steps)])
    if "example" in found:
        _keep(
            found,
            "next_step",
            [s for s in found.get("next_step", []) if not any(overlap(s, e) for e in found["example"])],
        )
        found.pop("defence", None)
    if "acknowledgement" in found and "defence" in found:
        kept = [s for s in found["defence"] if not any(overlap(s, a) for a in found["acknowledgement"])]
        _keep(found, "defence", kept)


def _contrast(code: str, place: int) -> int:
    """Return where the next "but" stands after ``place``."""
    stops = [stop for word in _BUT if (stop := code.find(f" {word}|", place)) >= 0]
    return min(stops, default=len(code))


def _keep(found: Acts, act: str, spans: list[Span]) -> None:
    if spans:
        found[act] = spans
    else:
        found.pop(act, None)


def _hit_back(found: Acts, total: Acts, sentence: Sentence, lang: Lang) -> None:
    """Let what went before weigh in.

    After a denial, telling the other side what they did accuses; after "I see, but", a cause excuses.
    """
    if ("defence" in found or "defence" in total) and (hits := find_kept("you_did", sentence, lang)):
        found.setdefault("blame", []).extend(hits)
        found.pop("reflection", None)
    taken = "acknowledgement" in found or "acknowledgement" in total
    if taken and "defence" not in found and (excuses := find_kept("but_excuse", sentence, lang)):
        found["defence"] = excuses


def _guess(found: Acts, sentence: Sentence, asked: Asked, lang: Lang) -> Acts:
    """Return the act that no formula marks but the build of the sentence leans to."""
    if asked.acts or asked.clauses:
        return {}
    act = lean(sentence, frozenset(found), lang)
    if act == "example":
        found.pop("defence", None)
    return {act: [(0, len(sentence.code))]} if act else {}
