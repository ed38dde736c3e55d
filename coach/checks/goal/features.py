"""What the learned half of the goal check sees of a text, or of one of its clauses.

Families: ``a`` runs of word classes, ``w`` beginnings of words, ``e`` their ends, ``s`` build of the text,
``p`` what the phrase lists and the reading of the clauses make of it.
"""

from collections.abc import Sequence
from functools import cache

from coach.checks.goal.clauses import Clause, Role, Text
from coach.checks.goal.company import company
from coach.checks.goal.kinds import Named, Task
from coach.checks.goal.measure import every, numbers
from coach.checks.goal.phrases import phrases, word_set
from coach.checks.goal.roles import roles
from coach.checks.goal.states import is_past, is_statement, wants
from coach.checks.goal.task import name_tasks
from coach.checks.lexicon import lexicon
from coach.checks.shape import endings, runs, stems
from coach.checks.words import Token
from coach.domain.text import Lang

_LONGEST_RUN = 4
# Words kept as they are in a run of classes: the small words that carry a clause.
_KEPT = (
    "barrier",
    "as_written",
    "skip",
    "self",
    "lead",
    "article",
    "determiner",
    "subject",
    "lasting",
    "before",
)
_LISTS = {
    "goal_end": ("end", "not_end"),
    "goal_kind": (
        "intent",
        "ask",
        "complain",
        "chat",
        "reported",
        "adopt",
        "reject",
        "intro",
        "past",
        "label",
    ),
    "goal_measure": ("quantity", "every", "rhythm", "level", "recurs", "goes_to", "metric", "label"),
    "goal_role": ("why", "worth", "means", "help", "doing", "problem"),
    "goal_task": ("quality", "degree", "binary", "product"),
}
_BEGUN: dict[tuple[str, str, Lang], tuple[tuple[str, str], ...]] = {}
"""Which lists a word can begin, remembered."""
_MEMO = 20_000
_TASKS = tuple(kind for kind in Task if kind not in (Task.METRIC, Task.UNKNOWN, Task.NONE))


def features(read: Text) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """Return the features of the whole text, and those of each clause alone where there are several."""
    given = roles(read)
    named = name_tasks(read)
    pieces = tuple(
        frozenset(_of_clause(read, clause, role, task))
        for clause, role, task in zip(read.clauses, given, named, strict=True)
    )
    whole = set().union(*pieces) | _build(read, given, named)
    both = frozenset(whole | {f"{name}@{read.lang}" for name in whole})
    alone = tuple(frozenset(own | {f"{name}@{read.lang}" for name in own}) for own in pieces)
    return both, alone if len(alone) > 1 else ()


def _build(read: Text, given: Sequence[Role], named: Sequence[Named]) -> set[str]:
    words = sum(token.is_word for token in read.tokens)
    found = {f"s clauses {min(len(read.clauses), 6)}", f"s words {min(words // 5, 8)}"}
    found |= {f"s{sign}" for sign in '?!:%"' if sign in read.text}
    found |= {f"s first {given[0].value}"} if given else set()
    found |= {"s digits"} if any(token.text[0].isdigit() for token in read.tokens) else set()
    return found | {f"s {role.value} {task.task.value}" for role, task in zip(given, named, strict=True)}


def _of_clause(read: Text, clause: Clause, role: Role, task: Named) -> set[str]:
    toks = read.tokens[clause.start : clause.end]
    words = [token.lower for token in toks if token.is_word or token.text[0].isdigit()]
    found = runs([_sign(read, at, clause) for at in range(clause.start, clause.end)], _LONGEST_RUN)
    found |= stems(words) | endings(words)
    found |= {f"p{key}" for key in _listed(read, clause)}
    shown = (
        ("number", bool(numbers(read, clause))),
        ("all", every(read, clause.start, clause)),
        ("with", bool(company(read, clause))),
        ("wants", wants(read, clause)),
        ("states", is_statement(read, clause)),
        ("past", is_past(read, clause)),
        ("reason", clause.why),
    )
    found |= {f"p is {name}" for name, true in shown if true}
    return found | {f"p role {role.value}", f"p task {task.task.value}", f"p {role.value} {task.task.value}"}


def _listed(read: Text, clause: Clause) -> set[str]:
    """Return the phrase lists that occur in a clause; each word is asked once which of them it can begin."""
    found: set[str] = set()
    for at in range(clause.start, clause.end):
        for name, key in _begun(read.tokens[at], read.lang):
            if key not in found and phrases(name, key, read.lang).at(read.tokens, at, clause.end):
                found.add(key)
    return found


def _begun(token: Token, lang: Lang) -> tuple[tuple[str, str], ...]:
    word = (token.lower, token.lemma, lang)
    if word not in _BEGUN:
        if len(_BEGUN) >= _MEMO:
            _BEGUN.clear()
        _BEGUN[word] = tuple(
            (name, key)
            for name, keys in _LISTS.items()
            for key in keys
            if phrases(name, key, lang).begins(token)
        )
    return _BEGUN[word]


@cache
def _kept(lang: Lang) -> frozenset[str]:
    return frozenset().union(*(word_set(key, lang) for key in _KEPT if key in lexicon("goal_words", lang)))


def _sign(read: Text, at: int, clause: Clause) -> str:
    token = read.tokens[at]
    if token.text[0].isdigit():
        return "NUM"
    if token.lower in _kept(read.lang) or not token.is_word:
        return token.lower
    for name, key, sign in (("goal_end", "end", "END"), ("goal_measure", "count", "NUM")):
        if phrases(name, key, read.lang).at(read.tokens, at, clause.end):
            return sign
    for kind in _TASKS:
        if phrases("goal_task", kind.value, read.lang).at(read.tokens, at, clause.end):
            return str(kind.value).upper()
    return "NAME" if at > clause.start and token.text[0].isupper() else "W"
