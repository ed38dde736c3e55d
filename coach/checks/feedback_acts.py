"""What the person did, and what others did after it: clauses read by subject, verb and tense."""

import re
from dataclasses import dataclass
from functools import lru_cache

from coach.checks.feedback_text import Sentence, Word, words
from coach.domain.text import Lang, Span

_BREAK = frozenset(",;:.!?()\"–—-/")
_AND = {"en": frozenset("and but so then or n &".split()), "sv": frozenset("och men så sen sedan eller utan o & samt".split())}
_AUX_HAVE = {
    "en": frozenset("have has had haven't hasn't hadn't 've 'd havent".split()),
    "sv": frozenset("har hade".split()),
}
_MODAL = {
    "en": frozenset(
        "can could will would shall should may might must can't couldn't won't wouldn't shouldn't cannot to 'll".split()
    ),
    "sv": frozenset("kan kunde ska skall skulle vill ville måste får bör borde behöver lär".split()),
}
# What opens a clause that is no statement of its own; in the present tense it only sets a frame.
_FRAME = {
    "en": frozenset(
        "if when before once until till while as what how where whether unless after whenever than way because".split()
    ),
    "sv": frozenset("om när innan tills medan vad hur var där ifall sedan än sätt då fast medans eftersom".split()),
}
_FRAME_ANY = {"en": frozenset("if unless whether".split()), "sv": frozenset("om ifall huruvida".split())}
_WH = {
    "en": frozenset("how what where who which".split()),
    "sv": frozenset("hur vad var vem vilken vilket vilka".split()),
}
_BE = {
    "en": frozenset("are were was is been wasn't weren't aren't re r be being".split()),
    "sv": frozenset("är var varit e blir blev".split()),
}
_DID = frozenset("did didn't do don't didnt dont does doesn't".split())
_CONTRACTED = {
    "you've": "have", "youve": "have", "you'd": "had", "you're": "are", "youre": "are", "you'll": "will", "youll": "will",
}  # fmt: skip
_PREPOSITIONS = {
    "en": frozenset("to for with of from about by at on than let made help helped want see saw tell told like".split()),
    "sv": frozenset("till för med av från om på än".split()),
}
_ED_NOT = frozenset("need feed bed red shed speed embed exceed succeed proceed bleed breed weed seed indeed led".split())
_SV_PAST = re.compile(r"(?:ade|dde|tte|lde|nde|rde|kte|ste|pte|gde|mde|vde|fte|jde|xte)s?$")
_SV_SUPINE = re.compile(r"(?:at|it|tt|rt|kt|nt|mt|lt|pt|st)s?$")
_SV_PRESENT = re.compile(r"(?:[aeoåäöu]r|[^s]as|[lnrvgmkt]s)$")
_SV_NOT_PAST = frozenset(
    "både bland bonde inte skulle måste borde möte arbete utkast åtta högste sjunde nästa denne första största bästa "
    "halvtimme ände hände fjärde tionde ende stunde ordförande nuvarande följande hittills näste sämste förste siste "
    "kunde ville minste".split()
) - {"hände"}
_SV_NOT_SUPINE = frozenset(
    "alltid inte ett att mitt ditt sitt mot tidigt lätt rätt bort fint kort nytt natt direkt just gott nåt något helt "
    "totalt allt lite ofta".split()
)


@dataclass(frozen=True, slots=True)
class Act:
    """A verb said of the person addressed, in a clause of its own."""

    verb: str
    tense: str
    """``past``, ``perfect``, ``present`` or ``being``."""
    start: int
    end: int
    """The clause from its subject, inside the sentence."""
    rest: tuple[str, ...]
    """The words after the verb, up to the end of the clause."""
    before: tuple[str, ...]
    """Up to four words in front of the subject, in the same clause."""


def clause_end(sentence: Sentence, index: int, lang: Lang) -> int:
    """Return the index of the word that ends the clause around ``index``."""
    for position in range(index, len(sentence.words)):
        text = sentence.words[position].text
        if text in _BREAK or text in _AND[lang] | {"because", "eftersom"}:
            return position
    return len(sentence.words)


@lru_cache(maxsize=64)
def acts(sentence: Sentence, lang: Lang) -> tuple[Act, ...]:
    """Return every verb whose subject is the person, with asked, wished and conditional ones left out."""
    found: list[Act] = []
    known = words("you", lang) | set(_CONTRACTED)
    for index, word in enumerate(sentence.words):
        if word.text in known and (act := _act_at(sentence, index, lang)):
            found.append(act)
            found.extend(_chained(sentence, act, lang))
    if not found or sentence.words[0].text not in known:
        found.extend(_headless(sentence, lang))
    return tuple(found)


def _act_at(sentence: Sentence, index: int, lang: Lang) -> Act | None:
    before = _before(sentence, index)
    verb = _verb_en(sentence.words, index, before) if lang == "en" else _verb_sv(sentence.words, index, before)
    if verb is None:
        return None
    position, tense = verb
    if any(text in _FRAME_ANY[lang] for text in before[-2:]):
        return None
    if tense in {"present"} and any(text in _FRAME[lang] for text in before[-2:]):
        return None
    return _act(sentence, min(index, position), position, tense, before, lang)


def _act(sentence: Sentence, first: int, position: int, tense: str, before: tuple[str, ...], lang: Lang) -> Act:
    last = clause_end(sentence, position + 1, lang)
    items = sentence.words
    rest = tuple(word.text for word in items[position + 1 : last])
    return Act(items[position].text, tense, items[first].start, items[max(last - 1, position)].end, rest, before)


def _before(sentence: Sentence, index: int) -> tuple[str, ...]:
    texts: list[str] = []
    for position in range(index - 1, max(-1, index - 5), -1):
        text = sentence.words[position].text
        if text in _BREAK:
            break
        texts.insert(0, text)
    return tuple(texts)


def _skip(items: tuple[Word, ...], index: int, lang: Lang, most: int = 4) -> int:
    adverbs = words("adverbs", lang)
    for position in range(index, min(index + most, len(items))):
        text = items[position].text
        if text not in adverbs and not (lang == "en" and text.endswith("ly") and len(text) > 4):
            return position
    return min(index + most, len(items))


def is_past_en(text: str) -> bool:
    """Whether a word is an English past tense by its form."""
    return text in words("past", "en") or (text.endswith("ed") and len(text) > 3 and text not in _ED_NOT)


def _verb_en(items: tuple[Word, ...], index: int, before: tuple[str, ...]) -> tuple[int, str] | None:
    helper = _CONTRACTED.get(items[index].text, "")
    inverted = before[-1:] and before[-1] in _DID | _BE["en"] | _AUX_HAVE["en"] | _MODAL["en"]
    position = _skip(items, index + 1, "en")
    if inverted:
        return _asked_en(items, position, before)
    if not helper and before[-1:] and before[-1] in _PREPOSITIONS["en"]:
        return None
    if position >= len(items):
        return None
    if not helper and items[position].text in _AUX_HAVE["en"] | _BE["en"] | _DID | _MODAL["en"]:
        helper = items[position].text
        after = _skip(items, position + 1, "en")
        if after >= len(items):
            return position, "being"
        return _after_helper(items, position, after, helper)
    if helper:
        return _after_helper(items, position, position, helper)
    text = items[position].text
    if is_past_en(text):
        return position, "present" if text in words("same_past", "en") and "never" in _between(items, index, position) else "past"
    if text in words("base", "en") | words("mental", "en") | words("vague", "en"):
        return position, "present"
    return None


def _between(items: tuple[Word, ...], first: int, last: int) -> set[str]:
    return {word.text for word in items[first:last]}


def _asked_en(items: tuple[Word, ...], position: int, before: tuple[str, ...]) -> tuple[int, str] | None:
    """A question takes for granted what "why" asks; a fronted "not once have you" states it."""
    stated = {"why", "once", "time", "only", "never", "single", "not", "one"} & set(before)
    if not stated or position >= len(items) or before[-1] in _MODAL["en"]:
        return None
    return position, ("past" if "did" in before else "perfect" if before[-1] in _AUX_HAVE["en"] else "present")


def _after_helper(items: tuple[Word, ...], helper_at: int, position: int, helper: str) -> tuple[int, str] | None:
    text = items[position].text
    if helper in _MODAL["en"]:
        return None
    if helper in _BE["en"]:
        return (position, "progressive") if _is_doing(text) else (position, "being")
    if helper in _DID and text not in words("base", "en") | words("mental", "en") | words("vague", "en"):
        return helper_at, "past" if helper.startswith("did") else "present"
    if helper in _DID:
        return position, "past" if helper.startswith("did") else "present"
    if is_past_en(text) or text in words("participle", "en") or text in words("base", "en"):
        return position, "being" if text == "been" else "perfect"
    return helper_at, "having"


def _is_doing(text: str) -> bool:
    """Whether a word is the -ing form of a verb that can be seen: "amazing" and "annoying" are none."""
    stem = text.removesuffix("ing")
    known = words("base", "en") | words("light", "en")
    return stem != text and bool({stem, stem + "e", stem[:-1]} & known)


def is_past_sv(text: str) -> bool:
    """Whether a word is a Swedish past tense by its form."""
    if text in words("past", "sv"):
        return True
    participle = text.endswith(("ande", "ende")) and len(text) > 6
    return bool(_SV_PAST.search(text)) and not participle and text not in _SV_NOT_PAST


def _finite_sv(text: str) -> str:
    if text in _AUX_HAVE["sv"]:
        return "have"
    if text in _BE["sv"]:
        return "being"
    if text in _MODAL["sv"]:
        return "modal"
    if is_past_sv(text):
        return "past"
    if _SV_PRESENT.search(text) and len(text) > 2:
        return "present"
    return ""


def _verb_sv(items: tuple[Word, ...], index: int, before: tuple[str, ...]) -> tuple[int, str] | None:
    if before and (kind := _finite_sv(before[-1])) and before[-1] not in {"när", "var", "eller", "efter", "innan", "där"}:
        return _inverted_sv(items, index, before, kind)
    if before[-1:] and before[-1] in _PREPOSITIONS["sv"] - {"om", "än"}:
        return None
    position = _skip(items, index + 1, "sv")
    if position >= len(items):
        return None
    kind = _finite_sv(items[position].text)
    if kind == "have":
        return _supine(items, position)
    return (position, kind) if kind in {"past", "present", "being"} else _bare_perfect(items, position, kind)


def _bare_perfect(items: tuple[Word, ...], position: int, kind: str) -> tuple[int, str] | None:
    # Subordinate clauses may drop "har": "att du redan skickat den".
    text = items[position].text
    if not kind and text in words("participle", "sv"):
        return position, "perfect"
    return None


def _inverted_sv(
    items: tuple[Word, ...], index: int, before: tuple[str, ...], kind: str
) -> tuple[int, str] | None:
    """Verb before subject states only when something stands in front: first in its clause it asks."""
    fronted = before[:-1]
    opens = not fronted or fronted[-1] in _AND["sv"] - {"så", "sen", "sedan"}
    if opens and _asks(items, index):
        return None
    if any(text in _WH["sv"] for text in fronted) or kind == "modal":
        return None
    if opens and kind == "present":
        return None
    if kind == "have":
        return _supine(items, index)
    return index - 1, kind


def _asks(items: tuple[Word, ...], index: int) -> bool:
    return index <= 2 or any(word.text == "?" for word in items[index:])


def _supine(items: tuple[Word, ...], helper_at: int) -> tuple[int, str] | None:
    known = words("participle", "sv")
    for position in range(helper_at + 1, min(helper_at + 6, len(items))):
        text = items[position].text
        if text in _BREAK:
            break
        if text in known or (_SV_SUPINE.search(text) and text not in _SV_NOT_SUPINE and len(text) > 3):
            return position, "perfect"
    return helper_at, "having"


def _chained(sentence: Sentence, act: Act, lang: Lang) -> list[Act]:
    """A second verb of the same subject: "you got cross and threw the wrench"."""
    items = sentence.words
    found: list[Act] = []
    for index, word in enumerate(items[:-1]):
        if word.start < act.end or word.text not in _AND[lang]:
            continue
        position = _skip(items, index + 1, lang)
        if position >= len(items) or act.tense not in {"past", "perfect", "being", "progressive"}:
            continue
        text = items[position].text
        if (is_past_en(text) if lang == "en" else is_past_sv(text)) and text not in _BE[lang]:
            found.append(_act(sentence, position, position, "past", (), lang))
    return found[:2]


def _headless(sentence: Sentence, lang: Lang) -> list[Act]:
    """A note without its subject: "Sent the report late again.", "Glömde stänga grinden."."""
    position = _skip(sentence.words, 0, lang)
    items = sentence.words
    if position + 1 >= len(items) or items[position].text in _BE[lang] | _AUX_HAVE[lang] | _DID:
        return []
    following = items[position + 1].text
    if following in {"by", "with", "av", "över", "du", "ni", "vi", "jag", "that", "us", "me", "oss", "mig"} | _BREAK:
        return []
    past = is_past_en(items[position].text) if lang == "en" else is_past_sv(items[position].text)
    stative = items[position].text in words("same_past", lang) | words("mental", lang) | (words("vague", lang) - words("light", lang))
    return [] if not past or stative else [_act(sentence, position, position, "past", (), lang)]


def others(sentence: Sentence, lang: Lang, after: int = 0) -> list[Span]:
    """Return clauses past ``after`` in which somebody or something else did or underwent something."""
    spans: list[Span] = []
    for first, last in _clauses(sentence, lang):
        if sentence.words[first].start >= after and _is_event(sentence.words[first:last], lang):
            spans.append((sentence.words[first].start, sentence.words[last - 1].end))
    return spans


def perfect_of_others(sentence: Sentence, lang: Lang) -> list[Span]:
    """Return what a third party has done by now: "next door have rung their insurers" tells of a result."""
    texts = [word.text for word in sentence.words]
    helpers = [at for at, text in enumerate(texts) if text in {"has", "have", "har"} and 0 < at < 7]
    spoken = words("you", lang) | set(_CONTRACTED) | words("subject", lang) - {"customers", "people", "kunden", "kunderna"}
    if not helpers or "?" in texts or spoken & set(texts[: helpers[0] + 3]):
        return []
    after = texts[helpers[0] + 1 : helpers[0] + 3]
    if not after or not _happened(texts, helpers[0], texts[helpers[0]], lang) or set(after) & _NOT_YET:
        return []
    return [(sentence.words[0].start, sentence.words[-1].end)]


_NOT_YET = frozenset("never not been aldrig inte blivit varit ever always alltid had haft called kallat said sagt got".split())


def _clauses(sentence: Sentence, lang: Lang) -> list[Span]:
    spans: list[Span] = []
    first = 0
    for index, word in enumerate(sentence.words):
        if word.text in _BREAK or word.text in _AND[lang]:
            if index > first:
                spans.append((first, index))
            first = index + 1
    if first < len(sentence.words):
        spans.append((first, len(sentence.words)))
    return spans


_OPENERS = {
    "en": frozenset(
        "when after while because before if that who which as since although though even what how thanks thank well "
        "why where whenever until without instead not please despite rather only exactly".split()
    ),
    "sv": frozenset(
        "när efter medan eftersom innan om att som då fast trots vad hur tack där varför tills utan bra snyggt "
        "istället inte sedan enligt ju".split()
    ),
}
_SAID = {
    "en": frozenset(
        "saw noticed heard told asked said agreed discussed thought knew remembered read spoke met talked decided watched "
        "liked loved appreciated enjoyed wanted looked noted understood mentioned believed wondered".split()
    ),
    "sv": frozenset(
        "såg märkte hörde sa sade frågade bad diskuterade tyckte trodde visste minns läste pratade bestämde gillade "
        "uppskattade ville tänkte förstod nämnde lovade noterade reflekterade undrade bokade".split()
    ),
}
_EMPTY = {"en": frozenset("that it this there".split()), "sv": frozenset("det detta där".split())}
_NO_SUBJECT = frozenset("the a an your my our was were be to is are not in of".split())
_SELF = {"en": frozenset("i we i've we've".split()), "sv": frozenset("jag vi".split())}


def _is_event(items: tuple[Word, ...], lang: Lang) -> bool:
    texts = [word.text for word in items]
    counted = texts[0] in {"efter", "after"} and texts[1:2] in (["en"], ["ett"], ["några"], ["a"], ["an"])
    if texts[0] in _OPENERS[lang] and not counted:
        return False
    verbs = [at for at, text in enumerate(texts) if _happened(texts, at, text, lang)]
    if not verbs or "överens" in texts or (verbs[0] == 0 and not _inverted(texts, lang)):
        return False
    at = verbs[0]
    addressed = words("you", lang) | set(_CONTRACTED)
    # "I had to cover for you" has the person as an object; "du" is always the subject.
    if addressed & set(texts if lang == "sv" else texts[:at]):
        return False
    if _EMPTY[lang] & set(texts[max(0, at - 1) : at + (2 if lang == "sv" else 0)]) and texts[at] in _BE[lang]:
        return False
    if _SELF[lang] & set(texts) and texts[at] in _SAID[lang]:
        return False
    judged = words("work_bad", lang) | words("praise", lang)
    return not (texts[at] in _BE[lang] and any(text in judged for text in texts[at + 1 :]))


def _inverted(texts: list[str], lang: Lang) -> bool:
    return lang == "sv" and len(texts) > 1 and texts[1] in words("subject", lang)


def _happened(texts: list[str], at: int, text: str, lang: Lang) -> bool:
    if lang == "sv":
        if text in _AUX_HAVE["sv"]:
            return any(_SV_SUPINE.search(word) or word in words("participle", "sv") for word in texts[at + 1 : at + 4])
        return is_past_sv(text) or text == "var"
    if text in {"has", "have", "'ve"} or text.endswith("'ve"):
        return any(is_past_en(word) or word in words("participle", "en") for word in texts[at + 1 : at + 4])
    if text.endswith("ed") and text not in words("past", "en"):
        # "the screen we demoed": a past form straight after its subject, not a participle before a noun.
        return at > 0 and texts[at - 1] not in _NO_SUBJECT | words("praise", "en") | words("adverbs", "en")
    return text in words("past", "en")
