"""Tell what kind of task a goal names, from its verb or its noun phrase."""

from collections.abc import Sequence
from functools import lru_cache

from coach.checks.goal.clauses import Clause, Text
from coach.checks.goal.kinds import Named, Task, is_comparative, is_degree, is_lasting, is_quality
from coach.checks.goal.measure import every, numbers
from coach.checks.goal.noun import noun_phrase
from coach.checks.goal.phrases import phrases, word_set
from coach.checks.goal.states import inside_at, intents
from coach.checks.words import Token

_LEXICON = "goal_task"


# Kinds in the order that decides between phrases of one length at one place.
_KINDS = (Task.VAGUE, Task.ONGOING, Task.DEPENDS, Task.CHANGE, Task.OWN)


@lru_cache(maxsize=4)
def name_tasks(read: Text) -> tuple[Named, ...]:
    """Return what each clause sets out to do."""
    return tuple(name_task(read, clause) for clause in read.clauses)


def name_task(read: Text, clause: Clause) -> Named:
    """Return what the clause sets out to do; ``NONE`` when it names nothing to do."""
    if phrases(_LEXICON, "mine", read.lang).first(read.tokens, clause.start, clause.end):
        return Named(Task.ONGOING, clause.start, clause.end)
    start = _after_intent(read, clause)
    later = (
        token.lower in word_set("self", read.lang)
        for token in read.tokens[start + 1 : inside_at(read, clause)]
    )
    fronted = (
        any(later)
        or start > clause.start
        or read.tokens[clause.start].lower in word_set("fronted", read.lang)
    )
    while start < clause.end - 1 and read.tokens[start].lower in word_set("lead", read.lang):
        start += 1
    kept = [at for at in range(start, clause.end) if read.tokens[at].lower not in word_set("skip", read.lang)]
    if not kept:
        return Named(Task.NONE, clause.start, clause.end)
    words = [read.tokens[at] for at in kept]
    limit = len(words) if fronted else 1
    for at in range(limit):
        if is_comparative(read, kept[at], clause.end):
            break
        hit = _verb(read, words, at)
        if hit is not None and not _only_starts(words, at) and not _only_carries(words, at):
            named = Named(hit[0], kept[at], kept[hit[1] - 1] + 1)
            return _weigh(read, clause, named)
    return noun_phrase(read, clause, kept[0], fronted=fronted)


def _after_intent(read: Text, clause: Clause) -> int:
    for start, stop in intents(read, clause):
        if stop < clause.end or start == clause.start:
            # A verb that itself tells the wish ("I'm taking on") is the task as well.
            last = read.tokens[stop - 1]
            verbal = last.lower.endswith("ing") and last.lower != "going"
            return stop - 1 if verbal else min(stop, clause.end - 1)
    return clause.start


def begins_task(read: Text, clause: Clause) -> bool:
    """Whether the clause opens with a known verb in its plain form: an infinitive or an imperative."""
    at = clause.start
    while at < clause.end - 1 and (
        read.tokens[at].lower in word_set("skip", read.lang) - word_set("self", read.lang)
        or read.tokens[at].lower in word_set("lead", read.lang)
    ):
        at += 1
    token = read.tokens[at]
    if read.lang == "en" and token.lower.endswith("ing") and token.lemma != token.lower:
        return True
    return token.lower == token.lemma and _verb(read, read.tokens[at : clause.end], 0) is not None


def _only_carries(words: Sequence[Token], at: int) -> bool:
    """Whether "be" only carries another verb: "I'll be holding"."""
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        words[at].lower == "be"
        and after is not None
        and after.lower.endswith("ing")
        and after.lemma != after.lower
    )


def _only_starts(words: Sequence[Token], at: int) -> bool:
    """Whether the verb only says that another begins: "start chairing"."""
    return (
        words[at].lemma in ("start", "begin", "börja")
        and at + 1 < len(words)
        and words[at + 1].lower.endswith("ing")
    )


def _verb(read: Text, words: Sequence[Token], at: int) -> tuple[Task, int] | None:
    best: tuple[Task, int] | None = None
    for kind in _KINDS:
        stop = phrases(_LEXICON, kind.value, read.lang).at(words, at, len(words))
        if stop and (best is None or stop > best[1]):
            best = kind, stop
    return best


def _weigh(read: Text, clause: Clause, named: Named) -> Named:
    counted = bool(numbers(read, clause))
    if named.task is Task.VAGUE and counted and _is_level(read, clause, named):
        return Named(Task.METRIC, clause.start, clause.end)
    if (
        named.task in (Task.OWN, Task.ONGOING, Task.DEPENDS)
        and not counted
        and is_degree(read, named.start, clause.end)
    ):
        return Named(Task.VAGUE, named.start, named.end)
    lasting = named.task is Task.OWN and not counted and is_lasting(read, clause)
    if lasting or (named.task is Task.OWN and not counted and _is_series(read, clause, named)):
        return Named(Task.ONGOING, named.start, named.end)
    if named.task is Task.CHANGE and (not counted or is_quality(read, named.end, clause.end)):
        return Named(Task.VAGUE, named.start, named.end)
    return named


def _is_series(read: Text, clause: Clause, named: Named) -> bool:
    """Whether a plural without a number is held: "köra kaffekvällarna", "hold the coffee evenings"."""
    if not phrases(_LEXICON, "holding", read.lang).at(read.tokens, named.start, clause.end):
        return False
    near = read.tokens[named.end : min(clause.end, named.end + 3)]
    stop = next((i for i, t in enumerate(near) if t.lower in word_set("barrier", read.lang)), len(near))
    near = near[:stop]
    if any(token.lower in word_set("article", read.lang) for token in near) or every(
        read, named.start, clause
    ):
        return False
    if read.lang == "sv":
        return any(token.lower.endswith(("arna", "erna", "orna")) for token in near)
    return any(token.lower.endswith("s") and token.lemma != token.lower for token in near)


def _is_level(read: Text, clause: Clause, named: Named) -> bool:
    """Whether a thing is to be at a number ("andelen ska vara 45 %") or to come down to one."""
    hits = phrases("goal_measure", "goes_to", read.lang).find(read.tokens, clause.start, clause.end)
    if hits:
        return True
    stands = phrases("goal_measure", "stands", read.lang).at(read.tokens, named.start, clause.end)
    subject = read.tokens[clause.start : named.start]
    own = any(
        token.lower in word_set("self", read.lang) for token in subject if token.lower not in ("mitt", "my")
    )
    quality = is_quality(read, clause.start, named.start)
    return (
        bool(stands)
        and bool(subject)
        and not own
        and not quality
        and numbers(read, clause)[0][0] <= named.end + 3
    )


def has_article(read: Text, named: Named, clause: Clause) -> bool:
    """Whether the object is one thing: an article stands right after the verb."""
    near = read.tokens[named.end : min(clause.end, named.end + 3)]
    return any(token.lower in word_set("article", read.lang) for token in near)
