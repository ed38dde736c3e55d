"""Rehearsals played by scripts: does the partner give in to good turns only, and never too soon?"""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.domain.draft import Draft
from coach.domain.mode import Order
from coach.domain.rehearse import LEVELS, Exchange, RehearsePaper, Setting
from coach.domain.text import LANGS, Lang
from coach.modes.rehearse import RehearseMode
from coach.modes.rehearse_ask import Library
from coach.modes.rehearse_setting import setting_line
from coach.modes.rehearse_talk import Talk
from coach.writer import GuidedWriter
from coach.writer.sheets import sheet
from evals.cases import SETS, TODAY, lines
from evals.debrief import Canaries, canaries
from evals.report import table

SIDES = ("manager", "employee")
"""The person's side in a script: the first was used to tune the rules, the second was not."""
WANTED = 0.5
"""The least difference between the concession rates after good and after bad turns."""


@dataclass(frozen=True, slots=True)
class Script:
    """The person's turns of one talk."""

    id: str
    side: str
    scenario: str
    lang: Lang
    good: bool
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """What one script came to with one partner."""

    script: Script
    persona: str
    level: int
    agreed: bool
    too_soon: int
    """Agreements before their gate."""
    unkeyed: int
    """Hidden things told without a fitting turn, or whose words stand in a line that was not to tell them."""
    repeated: int
    """Lines said twice."""


def scripts(folder: Path = SETS) -> tuple[Script, ...]:
    """Return the scripts of both sides."""
    found = []
    for side in SIDES:
        for row in lines(folder / f"rehearse.{side}.jsonl"):
            found.append(
                Script(
                    row["id"], side, row["scenario"], row["lang"], row["kind"] == "good", tuple(row["turns"])
                )
            )
    return tuple(found)


def play(script: Script, persona: str, level: int, library: Library) -> RehearsePaper:
    """Return the rehearsal after the script's last turn."""
    talk = Talk(script.lang, library)
    for text in (setting_line(script.scenario, persona, level), *script.turns):
        talk.take(text)
    return talk.paper()


def judged(script: Script, paper: RehearsePaper) -> Played:
    """Return what is counted of a rehearsal, read off the transcript and not off the rules."""
    assert paper.setting is not None
    setting, turns = paper.setting, paper.exchanges
    agreed = [one for one in turns if one.intent == "agree"]
    said = [one.line for one in turns]
    return Played(
        script,
        setting.persona.id,
        setting.level,
        bool(agreed),
        sum(_too_soon(one, turns, setting) for one in agreed),
        sum(_unkeyed(one, setting, script.lang) for one in turns),
        len(said) - len(set(said)),
    )


def _too_soon(agreed: Exchange, turns: Sequence[Exchange], setting: Setting) -> bool:
    before = [one for one in turns if one.n < agreed.n]
    out = {one.opened for one in before}
    return (
        agreed.state.trust < setting.start.gate
        or "next_step" not in agreed.heard.acts
        or not all(one.id in out for one in setting.scenario.hidden if one.interest)
    )


def _unkeyed(one: Exchange, setting: Setting, lang: Lang) -> bool:
    acts = {hidden.id: hidden.acts for hidden in setting.scenario.hidden}
    if one.opened and not acts[one.opened] & one.heard.acts:
        return True
    told = setting.scenario.text[lang].hidden
    return any(words in one.line for name, lines in told.items() if name != one.opened for words in lines)


def played(chosen: Iterable[Script]) -> Iterator[Played]:
    """Yield every script with every persona at every level."""
    library = RehearseMode().library
    for script in chosen:
        for persona in library.personas:
            for level in LEVELS:
                yield judged(script, play(script, persona, level, library))


@dataclass(frozen=True, slots=True)
class Rate:
    """How often the partner gave in, after good and after bad turns."""

    good: float
    bad: float
    plays: int

    @property
    def apart(self) -> float:
        """Return how much more often good turns reach an agreement."""
        return self.good - self.bad


def rate(plays: Sequence[Played]) -> Rate:
    """Return the concession rates of some plays."""

    def share(good: bool) -> float:
        kept = [one.agreed for one in plays if one.script.good == good]
        return sum(kept) / max(1, len(kept))

    return Rate(share(True), share(False), len(plays))


_BY: dict[str, Callable[[Played], str]] = {
    "scenario": lambda one: one.script.scenario,
    "persona": lambda one: one.persona,
    "level": lambda one: str(one.level),
    "language": lambda one: one.script.lang,
}


def report(plays: Sequence[Played], found: Canaries) -> str:
    """Return the tables as Markdown."""
    parts = ["# Rehearsals"]
    for side in SIDES:
        mine = [one for one in plays if one.script.side == side]
        if not mine:
            continue
        seen = "used for tuning" if side == "manager" else "not used for tuning"
        parts += [f"\n## The {side}'s side ({seen}, {len(mine)} plays)\n", *_sums(mine)]
        for name, key in _BY.items():
            groups = {value: [one for one in mine if key(one) == value] for value in map(key, mine)}
            rows = [_row(value, rate(some)) for value, some in sorted(groups.items())]
            parts += ["", *table([name, "plays", "good", "bad", "difference"], rows)]
    return "\n".join([*parts, "", *found.lines()]) + "\n"


def _row(name: str, found: Rate) -> list[str]:
    return [name, str(found.plays), f"{found.good:.2f}", f"{found.bad:.2f}", f"{found.apart:.2f}"]


def _sums(plays: Sequence[Played]) -> Iterator[str]:
    rows = [
        ["agreements before the gate", str(sum(one.too_soon for one in plays))],
        ["hidden things without their key", str(sum(one.unkeyed for one in plays))],
        ["lines said twice", str(sum(one.repeated for one in plays))],
    ]
    return table(["must be 0", "count"], rows)


SHOWN = (("good", "quiet", 1), ("good", "argumentative", 3), ("bad", "upset", 2))
"""Which rehearsals are written out to be read: the script's kind, the persona and the level."""


def shown(lang: Lang) -> str:
    """Return a few whole rehearsals with their debriefs as Markdown, as the person keeps them."""
    library, pages = RehearseMode().library, []
    chosen = [one for one in scripts() if one.lang == lang]
    for n, (kind, persona, level) in enumerate(SHOWN):
        script = [one for one in chosen if one.good == (kind == "good")][n * 18 % len(chosen) // 2]
        said = (setting_line(script.scenario, persona, level), *script.turns, "stop")
        step = RehearseMode(library=library).step(said, lang, TODAY)
        draft = Draft("".join(GuidedWriter().write(Order("rehearse", step, lang, TODAY))), lang, "guided")
        pages.append(f"<!-- {script.id}, {persona}, {level} -->\n\n{sheet(step.paper, draft)}")
    return "\n\n---\n\n".join(pages) + "\n"


def run(arguments: list[str]) -> int:
    """Play everything and print the tables; 1 when something falls short."""
    options = argparse.ArgumentParser(prog="coach eval rehearse")
    options.add_argument("--side", choices=SIDES, help="one side only")
    options.add_argument("--out", type=Path, help="a folder for the tables and a few rehearsals to read")
    chosen = options.parse_args(arguments)
    plays = tuple(played(one for one in scripts() if chosen.side in {None, one.side}))
    found = canaries()
    text = report(plays, found)
    print(text)
    if chosen.out:
        chosen.out.mkdir(parents=True, exist_ok=True)
        (chosen.out / "rehearse.md").write_text(text, encoding="utf-8")
        for lang in LANGS:
            (chosen.out / f"rehearsals.{lang}.md").write_text(shown(lang), encoding="utf-8")
    broken = any(one.too_soon or one.unkeyed or one.repeated for one in plays)
    return 1 if broken or rate(plays).apart < WANTED or not found.good_enough else 0
