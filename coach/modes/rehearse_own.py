"""A talk of one's own: five answers become a scenario that nobody else has."""

import re
from collections.abc import Mapping

from coach.domain.rehearse import SCENARIO_LINES, Hidden, Scenario, ScenarioText
from coach.domain.text import Lang
from coach.modes.phrasebook import line, table

QUESTIONS = ("who", "about", "says", "behind", "ending")
ID = "own"
_BOSS = re.compile(r"\b\w*(?:chef|chefen|manager|boss|supervisor|lead|director)\b", re.IGNORECASE)
_NAME = re.compile(r"\b[A-ZÅÄÖÉ][\w-]+")


def scenario_of(answers: Mapping[str, str], lang: Lang) -> Scenario:
    """Return the scenario of the person's answers, with lines that fit any talk.

    Args:
        answers: By the names of ``QUESTIONS``; "" for a skipped one.
        lang: The language of the talk; there is no other.
    """
    talk, lines = _part("talk", lang), _part("lines", lang)
    name, role = _who(answers.get("who", ""), talk)
    about = _spoken(answers.get("about", ""))
    behind = tuple(filter(None, (_spoken(answers.get("behind", "")),)))
    text = ScenarioText(
        title=str(talk["title"]),
        you=about or str(talk["about"]),
        name=name,
        role=role,
        opening=_spoken(answers.get("says", "")) or line("rehearse", lang, "partner", "opening"),
        facts=(about or str(talk["fact"]),),
        interests=behind or _list(lines, "behind")[:1],
        ending=_spoken(answers.get("ending", "")) or str(talk["ending"]),
        hints=_list(lines, "hints"),
        lines={key: _list(lines, key) for key in SCENARIO_LINES},
        hidden={"behind": behind or _list(lines, "behind"), "more": _list(lines, "more")},
    )
    listening = frozenset(("open_question", "reflection"))
    return Scenario(
        id=ID,
        side="manager" if _BOSS.search(answers.get("who", "")) else "employee",
        topics=("difficult-conversations", "listening-and-questions"),
        partner="defensive",
        hidden=(
            Hidden("behind", listening, interest=True),
            Hidden("more", listening | {"acknowledgement"}, interest=False),
        ),
        text={lang: text},
    )


def labelled(text: str, lang: Lang) -> dict[str, str]:
    """Return what a message says of a talk of one's own under labels: "Med: Sara", "Om: …" on their lines.

    By the names of ``QUESTIONS``; nothing where it does not say what the talk is about.
    """
    names = _part("labels", lang)
    lines = {key: re.compile(rf"^{re.escape(str(names[key]))}: *(\S.*)$", re.I | re.M) for key in QUESTIONS}
    found = {key: match[1].strip() for key, line in lines.items() if (match := line.search(text))}
    return found if "about" in found else {}


def _who(answer: str, talk: Mapping[str, object]) -> tuple[str, str]:
    """Return a name and a role: "Sara, kollega" has both, "min chef" has only a role."""
    first, _, rest = answer.strip(" .").partition(",")
    found = _NAME.findall(first)
    if rest.strip() and len(first.split()) <= 3:
        return first.strip(), rest.strip()
    if found and not first.startswith(found[-1]):
        return found[-1], first.replace(found[-1], "").strip() or str(talk["role"])
    if len(first.split()) == 1 and found:
        return first, str(talk["role"])
    return str(talk["name"]), first or str(talk["role"])


def _spoken(answer: str) -> str:
    flat = re.sub(r"\s+", " ", answer).strip(' "”“')
    return flat if not flat or flat[-1] in ".!?…" else f"{flat}."


def _part(name: str, lang: Lang) -> Mapping[str, object]:
    found = table("rehearse", "own", lang)[name]
    assert isinstance(found, Mapping)
    return found


def _list(lines: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = lines[key]
    assert isinstance(found, list)
    return tuple(map(str, found))
