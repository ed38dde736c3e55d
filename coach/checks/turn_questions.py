"""Tell open, closed and rhetorical questions, and requests put as questions, from one another."""

from dataclasses import dataclass, field

from coach.checks.turn_find import clause_end, find, overlap
from coach.checks.turn_pattern import START
from coach.checks.turn_text import Sentence, word_classes
from coach.domain.text import Lang, Span

# fmt: off
_PREPOSITIONS = frozenset({
    "in", "at", "by", "from", "to", "on", "for", "of", "with", "about",
    "på", "i", "av", "från", "till", "med", "om", "för", "vid", "åt",
})
# fmt: on
_OPEN_WH = frozenset({"why", "how", "what", "varför", "hur", "vad", "hurdan"})
_SUBJECT_WH = frozenset({"what", "who", "which", "whose", "vad", "vem", "vilka", "vilken", "vilket", "vems"})
_MODALS = frozenset(["can", "could", "would", "will", "kan", "kunde", "skulle", "vill"])
_IF_LIKE = frozenset(["had", "were", "should", "hade", "vore", "skulle", "är", "får"])
_BACK = frozenset(["so", "nor", "neither", "that's"])


@dataclass(slots=True)
class Asked:
    """What the questions of one sentence are, in characters of its code."""

    acts: dict[str, list[Span]] = field(default_factory=dict)
    clauses: list[Span] = field(default_factory=list)
    """The clauses that ask: words in them claim nothing."""

    def add(self, act: str, span: Span) -> None:
        """Note that ``span`` does ``act``."""
        self.acts.setdefault(act, []).append(span)


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause of a sentence: its words, and where it stands in the code."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    span: Span
    opens: bool
    """Nothing but interjections stands before it."""
    before: str


def questions(sentence: Sentence, lang: Lang) -> Asked:
    """Return the question acts of a sentence; rhetorical ones count as the act they really are."""
    asked = Asked()
    if _rhetorical(asked, sentence, lang):
        return asked
    example = _asks_example(sentence, lang)
    for key, act in (("open_question", "open_question"), ("closed_question", "closed_question")):
        for span in find(key, sentence, lang):
            if example and find("can_you", sentence, lang):
                break
            asked.add(act, span)
            asked.clauses.append((span[0], clause_end(sentence.code, span[1])))
    _proposals(asked, sentence, lang)
    tags = find("tag_sure", sentence, lang) + (find("tag", sentence, lang) if sentence.end == "?" else [])
    for span in tags:
        asked.add("closed_question", span)
    _by_order(asked, sentence, lang)
    if (
        sentence.end == "?"
        and not asked.acts
        and len(sentence.words) > 2
        and not _asks_example(sentence, lang)
    ):
        asked.add("closed_question", (0, len(sentence.code)))
    return asked


def _rhetorical(asked: Asked, sentence: Sentence, lang: Lang) -> bool:
    """Note a question that wants no answer as what it really does, if it is one."""
    for key, act in (("rhetorical_blame", "blame"), ("rhetorical_defence", "defence"), ("rhetorical", "")):
        if spans := find(key, sentence, lang):
            for span in spans if act else ():
                asked.add(act, span)
            first = (spans[0][0], clause_end(sentence.code, spans[0][1]))
            asked.clauses.append(first if act else (0, len(sentence.code)))
            return True
    return False


def _proposals(asked: Asked, sentence: Sentence, lang: Lang) -> None:
    for span in find("propose_question", sentence, lang):
        if any(overlap(span, clause) for clause in asked.clauses):
            continue
        asked.add("next_step", span)
        asked.clauses.append((span[0], clause_end(sentence.code, span[1])))
        choices = [s for s in find("choice", sentence, lang) if s[0] > span[0] and s[1] < len(sentence.code)]
        for choice in choices[:1]:
            asked.add("closed_question", (span[0], choice[1]))


def _by_order(asked: Asked, sentence: Sentence, lang: Lang) -> None:
    """Add the questions that only their word order tells."""
    for clause in _clauses(sentence, lang):
        if any(overlap(clause.span, known) for known in asked.clauses):
            continue
        if len(clause.words) < 2 and _asks_example(sentence, lang):
            continue
        if act := _wh_act(clause, sentence, lang) or _inverted_act(clause, sentence, lang):
            asked.clauses.append(clause.span)
            if act != "example":
                asked.add(act, clause.span)


def _asks_example(sentence: Sentence, lang: Lang) -> bool:
    return bool(find("example", sentence, lang))


def _clauses(sentence: Sentence, lang: Lang) -> list[_Clause]:
    openers = frozenset(word_classes(lang)["openers"])
    clauses: list[_Clause] = []
    place, only_openers, before = 0, True, ""
    for piece in sentence.code.split(START):
        pairs = [word.split("|") for word in piece.split()]
        words = tuple(pair[0] for pair in pairs if pair[0][0].isalnum())
        if words:
            tags = tuple(pair[1] for pair in pairs if pair[0][0].isalnum())
            clauses.append(
                _Clause(words, tags, (max(place - len(START), 0), place + len(piece)), only_openers, before)
            )
            only_openers = only_openers and set(words) <= openers
            before = words[-1]
        place += len(piece) + len(START)
    return clauses


def _wh_act(clause: _Clause, sentence: Sentence, lang: Lang) -> str:
    """Return the act of a clause that opens with a question word, or ""."""
    wh = frozenset(word_classes(lang)["wh"])
    words, tags = clause.words, clause.tags
    if words[0] in _PREPOSITIONS and len(words) > 1 and words[1] in wh:
        words, tags = words[1:], tags[1:]
    if words[0] not in wh or words[1:3] == ("som", "helst"):
        return ""
    asks = sentence.end == "?"
    if not (asks and clause.opens) and not _asking_order(words, tags, clause.opens, lang):
        return ""
    if not asks and not clause.opens:
        return ""
    return "open_question" if _is_open(words, lang) else "closed_question"


def _asking_order(words: tuple[str, ...], tags: tuple[str, ...], opens: bool, lang: Lang) -> bool:
    """Whether a verb stands before the subject, as it does when the clause asks directly."""
    classes = word_classes(lang)
    subject = frozenset(classes["subject"]) - {
        "the",
        "not",
        "any",
        "your",
        "my",
        "our",
        "that",
        "this",
        "det",
        "här",
    }
    verbs = frozenset(classes["aux"])
    for index, word in enumerate(words[1:8], start=1):
        if word in verbs or (lang == "sv" and tags[index] in {"p", "v"}):
            noun_between = index > 1 and words[0] in {"när", "var", "varför", "vad", "when", "where", "why"}
            return not noun_between
        if word in subject:
            break
    # "what bothers you": the question word is the subject; "what matters is" leads up to a statement.
    led = {"is", "was", "are"} & set(words[2:])
    return (
        lang == "en"
        and opens
        and words[0] in _SUBJECT_WH
        and len(words) > 1
        and words[1] not in subject
        and not led
    )


def _is_open(words: tuple[str, ...], lang: Lang) -> bool:
    classes = word_classes(lang)
    head, rest = words[0], words[1:]
    following = rest[0] if rest else ""
    if head in {"how", "hur"}:
        return following not in classes["how_fact"]
    if head in {"which", "vilken", "vilket", "vilka"} or (
        head == "what" and following in classes["fact_noun"]
    ):
        return bool(set(rest[:3]) & set(classes["open_noun"]))
    if head in {"what", "vad"}:
        return not (set(rest[:5]) & set(classes["fact_of"]))
    return head in _OPEN_WH


def _inverted_act(clause: _Clause, sentence: Sentence, lang: Lang) -> str:
    """Return the act of a clause that opens with a verb and its subject, or ""."""
    words = clause.words
    if len(words) < 2 or clause.before in _BACK:
        return ""
    classes = word_classes(lang)
    aux, subjects = classes["aux"], classes["subject"]
    verb = words[0] in aux or (lang == "sv" and clause.tags[0] in {"p", "v"} and words[1] in subjects)
    if not verb:
        return ""
    if sentence.end == "?":
        example = words[0] in _MODALS and words[1] in subjects and _asks_example(sentence, lang)
        return "example" if example else "closed_question"
    if not clause.opens or words[1] not in subjects or words[1] in {"the", "not"}:
        return ""
    conditional = words[0] in _IF_LIKE and bool(
        {"would", "'d", "hade", "skulle", "så", "sluppit"} & set(words[2:])
    )
    return (
        ""
        if conditional or (words[1] in {"jag", "i"} and words[0] not in {"ska", "shall", "should"})
        else "closed_question"
    )
