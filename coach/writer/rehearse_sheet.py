"""The rehearsal as a page to keep: the talk, its other ways, and the debrief."""

import re
from collections.abc import Mapping

from coach.checks.lexicon import lexicon
from coach.checks.words import tokens
from coach.domain.draft import Draft
from coach.domain.knowledge import Citation
from coach.domain.mode import Paper
from coach.domain.rehearse import Debrief, Exchange, Point, RehearsePaper
from coach.domain.text import Lang
from coach.writer.rehearse import bars, setup
from coach.writer.rehearse_words import ACTS, POINTS, WORDS
from coach.writer.sheet_ends import signed, sources

_SPECIAL = re.compile(r"([\\`*_<>|#~]|\](?=\()|!(?=\[))")


_TELLING = 4
"""Letters of a word that says what a quote is about."""


def plain(text: str) -> str:
    """Return words so that Markdown shows them as they are, on one line."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))


def sheet(paper: Paper, draft: Draft, *, final: bool = True) -> str:
    """Return the page in Markdown; the debrief stands in it once the talk is over."""
    assert isinstance(paper, RehearsePaper)
    words, lang = WORDS[draft.lang], draft.lang
    if not paper.setting or not paper.exchanges:
        return "\n\n".join((f"# {words['title']}", plain(setup(paper, lang))))
    talk = paper.setting.scenario.text[lang]
    who = words["partner"].format(
        name=talk.name,
        role=talk.role,
        persona=paper.setting.persona.text[lang].name,
        level=paper.setting.level,
    )
    blocks = [f"# {plain(talk.title)}", plain(talk.you), plain(who)]
    if paper.debrief:
        blocks += _debrief(paper, paper.debrief, draft)
    else:
        blocks += [f"## {words['facts']}", "\n".join(f"- {plain(fact)}" for fact in talk.facts)]
        blocks += _coach(paper, lang)
    blocks += [f"## {words['talk']}", transcript(paper, lang), *_branches(paper, lang)]
    blocks += sources(draft, words, plain) if paper.debrief else []
    return "\n\n".join((*blocks, signed(draft, words, plain)))


def transcript(paper: RehearsePaper, lang: Lang) -> str:
    """Return the talk, one paragraph a line, each under its speaker's name."""
    return "\n\n".join(one for each in paper.exchanges for one in _pair(each, paper, lang))


def _pair(one: Exchange, paper: RehearsePaper, lang: Lang) -> list[str]:
    assert paper.setting is not None
    name = plain(paper.setting.scenario.text[lang].name)
    mine = [f"**{WORDS[lang]['you']} ({one.n}):** {plain(one.said) or '…'}"] if one.n else []
    return [*mine, f"**{name}:** {plain(one.line)}"]


def _coach(paper: RehearsePaper, lang: Lang) -> list[str]:
    return [f"*{WORDS[lang]['coach']}:* {plain(paper.text)}"] if paper.voice == "coach" and paper.text else []


def _branches(paper: RehearsePaper, lang: Lang) -> list[str]:
    words = WORDS[lang]
    blocks = [f"## {words['branches']}"] if paper.branches else []
    for branch in paper.branches:
        blocks.append(f"### {words[branch.kind].format(n=branch.exchange.n)}")
        blocks += _pair(branch.exchange, paper, lang)
    return blocks


def _debrief(paper: RehearsePaper, debrief: Debrief, draft: Draft) -> list[str]:
    lang = draft.lang
    words = WORDS[lang]
    blocks = [f"## {words['worked']}"] if debrief.worked else []
    blocks += [_remark(one, lang, draft.citations) for one in debrief.worked]
    if debrief.attempt:
        blocks += [f"## {words['attempt']}"]
        blocks += [_remark(one, lang, draft.citations) for one in debrief.attempt]
    blocks += [] if debrief.worked or debrief.attempt else [words["no_worked"]]
    blocks += [f"## {words['agreed']}", plain(debrief.handover) or words["not_agreed"]]
    blocks += [words["handed_on"]] if debrief.handover else []
    blocks += [f"## {words['course']}", course(paper, lang)]
    blocks += [f"## {words['counts']}", counts(debrief, lang)]
    blocks += _held_back(paper, lang)
    return [*blocks, f"## {words['next']}", words["next_text"]]


def _remark(point: Point, lang: Lang, citations: tuple[Citation, ...]) -> str:
    words = WORDS[lang]
    lines = [f"**{POINTS[lang][point.key]}.** {words['turn'].format(n=point.turn, quote=plain(point.quote))}"]
    lines += [words["instead"].format(wording=plain(point.wording))] if point.wording else []
    if cited := _why(point, lang, citations):
        lines.append(words["why"].format(quote=plain(cited.quote), title=plain(cited.title)))
    return "\n".join(f"- {one}" if not n else f"  {one}" for n, one in enumerate(lines))


def _why(point: Point, lang: Lang, citations: tuple[Citation, ...]) -> Citation | None:
    """Return the quote that shares most words with what was looked up, the remark's own guide first."""
    asked = _lemmas(point.query, lang)

    def near(one: Citation) -> int:
        return 2 * len(asked & _lemmas(one.quote, lang)) + (one.document == f"{point.topic}.{lang}")

    best = max(citations, key=near, default=None)
    return best if best and near(best) > 1 else None


def _lemmas(text: str, lang: Lang) -> frozenset[str]:
    common = frozenset(lexicon("language", lang)["words"])
    words = (t for t in tokens(text.lower(), lang) if t.is_word and t.text not in common)
    return frozenset(t.lemma for t in words if len(t.lemma) >= _TELLING)


def course(paper: RehearsePaper, lang: Lang) -> str:
    """Return trust and tension turn by turn as bars and figures: readable without colour."""
    words = WORDS[lang]
    rows = []
    for key in ("trust", "tension"):
        values = [int(getattr(one.state, key)) for one in paper.exchanges]
        rows.append(f"- {words[key]}: {bars(values)} ({', '.join(map(str, values))})")
    return "\n".join(rows)


def counts(debrief: Debrief, lang: Lang) -> str:
    """Return what was counted as facts."""
    mine, theirs = debrief.words
    share = round(100 * mine / max(1, mine + theirs))
    told = [f"{n} {ACTS[lang][name][n > 1]}" for name, n in debrief.acts.items() if n]
    return f"{WORDS[lang]['share'].format(mine=share)} " + (", ".join(told) + "." if told else "")


def _held_back(paper: RehearsePaper, lang: Lang) -> list[str]:
    assert paper.setting is not None
    words, talk = WORDS[lang], paper.setting.scenario.text[lang]
    rows = [f"- {plain(one)}" for one in talk.interests]
    out = {one.opened: one for one in paper.exchanges if one.opened}
    for hidden in paper.setting.scenario.hidden:
        wordings, said = talk.hidden[hidden.id], words["stayed_in"]
        told = wordings[0]
        if hidden.id in out:
            said = words["came_out"].format(n=out[hidden.id].n)
            told = next((one for one in wordings if one in out[hidden.id].line), told)
        rows.append(f"- {words['quote'].format(plain(told))} – {said}")
    ending = f"{words['goal']}: {plain(talk.ending)}"
    return [f"## {words['held_back'].format(name=plain(talk.name))}", "\n".join(rows), ending]


def as_json(paper: Paper, draft: Draft) -> Mapping[str, object]:
    """Return the rehearsal's own keys of the contract's JSON."""
    assert isinstance(paper, RehearsePaper)
    setting, state = paper.setting, paper.state
    return {
        "stage": paper.stage,
        "voice": paper.voice,
        "text": draft.text,
        "scenario": setting.scenario.id if setting else None,
        "persona": setting.persona.id if setting else None,
        "level": setting.level if setting else None,
        "state": {
            "trust": state.trust,
            "tension": state.tension,
            "disclosed": list(state.opened),
            "agreed": list(state.agreed),
        }
        if state
        else None,
        "transcript": [_exchange(one) for one in paper.exchanges],
        "branches": [{"kind": one.kind, **_exchange(one.exchange)} for one in paper.branches],
        "debrief": _as_json(paper.debrief) if paper.debrief else None,
    }


def _exchange(one: Exchange) -> Mapping[str, object]:
    return {
        "turn": one.n,
        "you": one.said,
        "partner": one.line,
        "acts": sorted(one.heard.acts),
        "intent": one.intent,
        "disclosed": one.opened or None,
        "trust": one.state.trust,
        "tension": one.state.tension,
    }


def _as_json(debrief: Debrief) -> Mapping[str, object]:
    def row(point: Point) -> Mapping[str, object]:
        return {
            "about": point.key,
            "turn": point.turn,
            "quote": point.quote,
            "instead": point.wording or None,
            "guide": point.topic,
        }

    return {
        "worked": [row(one) for one in debrief.worked],
        "try": [row(one) for one in debrief.attempt],
        "words": {"you": debrief.words[0], "partner": debrief.words[1]},
        "acts": dict(debrief.acts),
        "handover": debrief.handover or None,
    }
