"""Feedback of at most 120 words, said to the person, from what was seen and asked."""

from collections.abc import Callable, Mapping
from types import ModuleType

from coach.domain.feedback import FEEDBACK_BLANKS, FeedbackPaper, PartName, Relation, Remark
from coach.domain.mode import Order
from coach.domain.text import Lang
from coach.writer import feedback_en, feedback_sv
from coach.writer.feedback_wording import Piece, clean, short, unmistakable
from coach.writer.phrase import trim, upper_first

_WORDS: Mapping[Lang, ModuleType] = {"sv": feedback_sv, "en": feedback_en}
_Say = Callable[[Remark, Relation], str]
_TONES: tuple[Relation, ...] = ("warm", "direct", "formal")


def compose(order: Order) -> str:
    """Return the feedback; what the person was asked and could not say is a marked blank."""
    paper, lang = order.step.paper, order.lang
    assert isinstance(paper, FeedbackPaper)
    blanks = _WORDS[lang].BLANK_LINE
    return unmistakable(short(clean(_pieces(paper, lang), blanks, lang), blanks), lang)


def _pieces(paper: FeedbackPaper, lang: Lang) -> list[Piece]:
    words = _WORDS[lang]
    made = [
        _toned("strength", one, paper.relation, words.strength) for one in paper.parts.get("strength", ())
    ]
    seen = _seen(paper, lang)
    if seen and (lead := words.LEAD[paper.relation]) and not paper.praise:
        made.append(Piece("lead", lead, words.LEADS))
    made += seen
    made += [Piece("impact", words.impact(one)) for one in paper.parts.get("impact", ())]
    made += _blank(paper, lang, "impact")
    return [*made, *_ahead(paper, lang)] if seen else made


def _ahead(paper: FeedbackPaper, lang: Lang) -> list[Piece]:
    """Return the open question, the request and the support."""
    words = _WORDS[lang]
    asked = paper.parts.get("request", ())
    if paper.praise:
        return [
            Piece("question", words.QUESTION["praise"]),
            Piece("support", words.SUPPORT["praise"], (words.GO_ON, "")),
        ]
    made = [Piece("question", words.QUESTION[paper.relation], words.QUESTIONS)]
    made += [
        _toned("request", one, paper.relation, words.request if not n else words.also)
        for n, one in enumerate(asked)
    ]
    made += _blank(paper, lang, "request")
    if not any(words.offers(one.text) for one in asked):
        made.append(Piece("support", words.SUPPORT[paper.relation], words.SUPPORTS))
    return made


def _toned(kind: str, one: Remark, relation: Relation, say: _Say) -> Piece:
    others = dict.fromkeys(say(one, tone) for tone in _TONES)
    if kind == "strength" and not one.quoted and one.asked:
        others[f"{upper_first(trim(one.text))}."] = None
    return Piece(kind, say(one, relation), tuple(others))


def _seen(paper: FeedbackPaper, lang: Lang) -> list[Piece]:
    """Return when and where, and what was done."""
    words = _WORDS[lang]
    acts = paper.parts.get("behaviour", ())
    where = paper.parts.get("situation", ())
    apart = [one for one in where if words.is_clause(words.place(one.text))]
    phrase = next((one.text for one in where if one not in apart), "")
    if "situation" in paper.given_up and "situation" not in paper.parts:
        phrase = FEEDBACK_BLANKS[lang]["situation"]
    made = [Piece("situation", f"{upper_first(trim(one.text))}.") for one in apart]
    if not acts and "behaviour" in paper.given_up:
        acts = (Remark(FEEDBACK_BLANKS[lang]["behaviour"], "", asked=True),)
    made += [Piece("behaviour", words.behaviour(act, "" if n else phrase)) for n, act in enumerate(acts)]
    if phrase and not acts:
        made.append(Piece("situation", words.about(phrase)))
    return made


def _blank(paper: FeedbackPaper, lang: Lang, name: PartName) -> list[Piece]:
    if name in paper.parts or name not in paper.given_up:
        return []
    return [Piece(name, _WORDS[lang].BLANK_LINE[name])]
