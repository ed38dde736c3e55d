"""Why a partner's line that a model wrote must not be said: it breaks the role, the state or the talk."""

import re
from collections.abc import Iterator
from functools import lru_cache

from coach.checks.facts import unsupported
from coach.checks.feedback_problems import threat
from coach.checks.feedback_text import read
from coach.checks.words import tokens
from coach.domain.rehearse import Exchange, RehearsePaper, ScenarioText
from coach.domain.text import Lang
from coach.modes.phrasebook import cue
from coach.modes.rehearse_read import MODE, foreign

LONGEST = 45
"""Words of one line."""
_SPEAKER = re.compile(r"(?:^|[\s\"”])(?!https?)[A-ZÅÄÖÉ][\w-]{1,20}(?: \([^)]{1,20}\))?:(?=\s)")
_TELLING = 4
"""Letters of a word that can give something away."""
_GIVEN_AWAY = 2
"""How many of the telling words of what is held back give it away."""


def refuse(text: str, paper: RehearsePaper, guided: str, lang: Lang) -> tuple[str, ...]:
    """Return why a line must not be said; empty when it may.

    Args:
        text: The line with the partner's name before it.
        paper: The rehearsal, its last turn answered by the guided line.
        guided: The guided line with the name before it: what stands in it is allowed.
        lang: The language of the talk.
    """
    made = current(paper)
    if not paper.setting or not made:
        return ("nothing to word",)
    talk = paper.setting.scenario.text[lang]
    start = f"{talk.name}:"
    if not text.startswith(start):
        return (f"lost: {start}",)
    spoken = text.removeprefix(start).strip()
    if not spoken:
        return ("empty",)
    return (
        *_form(spoken, guided, lang),
        *_concedes(spoken, guided, made, lang),
        *_gives_away(spoken, guided, made, paper, lang),
        *_repeats(spoken, made, paper),
        *_invents(spoken, talk, guided, paper, lang),
    )


def current(paper: RehearsePaper) -> Exchange | None:
    """Return the turn that the person's last message made, in the talk or beside it; None for none."""
    last = len(paper.said) - 1
    every = (*paper.exchanges, *(branch.exchange for branch in paper.branches))
    return next((one for one in every if one.at == last and one.n), None)


def _form(spoken: str, guided: str, lang: Lang) -> Iterator[str]:
    low = spoken.lower()
    if len(spoken.split()) > LONGEST:
        yield "too long"
    if foreign(spoken, lang):
        yield "another language"
    if _SPEAKER.search(spoken) or "\n" in spoken:
        yield "writes another's line"
    for name in ("out_of_role", "insult", "threatening"):
        found = cue(MODE, lang, name).search(low)
        if found and found[0] not in guided.lower():
            yield f"{name}: {found[0]}"
    _, parts = read(spoken)
    if any(threat(part, lang) for part in parts) and spoken not in guided:
        yield "threatening"


def _concedes(spoken: str, guided: str, made: Exchange, lang: Lang) -> Iterator[str]:
    found = cue(MODE, lang, "conceding").search(spoken.lower())
    if found and made.intent not in {"agree", "close"} and found[0] not in guided.lower():
        yield f"gives in too soon: {found[0]}"


def _gives_away(spoken: str, guided: str, made: Exchange, paper: RehearsePaper, lang: Lang) -> Iterator[str]:
    assert paper.setting is not None
    talk = paper.setting.scenario.text[lang]
    out = {*made.state.opened, made.opened}
    said = _lemmas(spoken, lang) - _lemmas(" ".join((*paper.said, guided)), lang)
    common = _common(talk, lang)
    for hidden in paper.setting.scenario.hidden:
        if hidden.id in out:
            continue
        for words in talk.hidden[hidden.id]:
            shared = (_lemmas(words, lang) - common) & said
            if len(shared) >= _GIVEN_AWAY:
                yield f"tells what is held back: {', '.join(sorted(shared))}"
                break


def _repeats(spoken: str, made: Exchange, paper: RehearsePaper) -> Iterator[str]:
    every = (*paper.exchanges, *(branch.exchange for branch in paper.branches))
    if any(_flat(one.line) == _flat(spoken) for one in every if one is not made):
        yield "said before"


def _invents(spoken: str, talk: ScenarioText, guided: str, paper: RehearsePaper, lang: Lang) -> Iterator[str]:
    lines = [line for some in (*talk.lines.values(), *talk.hidden.values()) for line in some]
    about = (talk.name, talk.role, talk.you, talk.opening, *talk.facts)
    sources = (*paper.said, *about, *lines, guided)
    yield from (f"not in the talk: {one.text}" for one in unsupported(spoken, sources, lang))


@lru_cache(maxsize=4096)
def _lemmas(text: str, lang: Lang) -> frozenset[str]:
    return frozenset(t.lemma for t in tokens(text, lang) if t.is_word and len(t.lemma) >= _TELLING)


def _common(talk: ScenarioText, lang: Lang) -> frozenset[str]:
    """Return the words that the talk uses anyway: they give nothing away."""
    lists = (talk.facts, *(talk.lines[key] for key in ("positions", "answers", "facts_said", "softer")))
    plain = (talk.title, talk.you, talk.opening, talk.role, *(line for some in lists for line in some))
    return frozenset(lemma for text in plain for lemma in _lemmas(text, lang))


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
