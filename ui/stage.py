"""Around a rehearsal: what to choose before it, the buttons during it, and who speaks."""

from collections.abc import Sequence
from functools import cache

from coach.domain.draft import Question
from coach.domain.rehearse import LEVELS, RehearsePaper, Scenario
from coach.domain.text import Lang
from coach.modes.rehearse_data import personas, scenarios
from coach.modes.rehearse_read import command
from coach.writer.rehearse_words import WORDS as REHEARSE
from ui.board import Board
from ui.marks import button, safe
from ui.words import WORDS, Words

MODE = "rehearse"
_SIDES = ("manager", "employee")
_PLAY = ("hint", "take_back", "pause", "stop")
_PAUSED = ("hint", "go_on", "stop")
_OVER = ("again", "harder", "other")


def chooser(lang: Lang, words: Words) -> str:
    """Return the form that sets up a rehearsal; the script makes one message of what is chosen."""
    groups = "".join(_group(side, lang, words) for side in _SIDES)
    people = "".join(
        _radio("partner", one.text[lang].name, one.text[lang].name, one.text[lang].about)
        for one in personas().values()
    )
    levels = "".join(_radio("level", str(n), words.levels[n - 1]) for n in LEVELS)
    begin = button(words.rehearse_begin, "go", compose=words.rehearse_line)
    own = button(words.rehearse_own, "chip", say=words.rehearse_own_say)
    return (
        f'<form class="chooser" data-chooser><h3>{safe(words.rehearse_choose)}</h3>'
        f'<label class="pair">{safe(words.rehearse_talk)}<select name="talk">{groups}</select></label>'
        f'<fieldset><legend>{safe(words.rehearse_partner)} <span class="quiet" data-suggested>'
        f'{safe(words.rehearse_suggested)}</span></legend><div class="radios">{people}</div></fieldset>'
        f"<fieldset><legend>{safe(words.rehearse_level)}</legend>"
        f'<div class="radios">{levels}</div></fieldset><div class="chips">{begin}{own}</div></form>'
    )


def _group(side: str, lang: Lang, words: Words) -> str:
    label = words.rehearse_manager if side == "manager" else words.rehearse_employee
    rows = "".join(_option(one, lang) for one in scenarios().values() if one.side == side)
    return f'<optgroup label="{safe(label)}">{rows}</optgroup>'


def _option(one: Scenario, lang: Lang) -> str:
    title, partner = one.text[lang].title, personas()[one.partner].text[lang].name
    return f'<option value="{safe(title)}" data-partner="{safe(partner)}">{safe(title)}</option>'


def _radio(name: str, value: str, label: str, about: str = "") -> str:
    told = f' title="{safe(about)}"' if about else ""
    field = f'<input type="radio" name="{name}" value="{safe(value)}">'
    return f"<label{told}>{field} <span>{safe(label)}</span></label>"


def choices(question: Question) -> bool:
    """Whether a question is answered by pressing one of its examples, nothing to add."""
    return question.key in {"choose", "partner"}


def controls(board: Board, words: Words) -> str:
    """Return the buttons of a rehearsal that is under way or over; "" before it."""
    paper = board.paper
    if not isinstance(paper, RehearsePaper) or paper.stage not in {"play", "over"}:
        return ""
    names = _OVER if paper.stage == "over" else _PAUSED if paused(paper) else _PLAY
    says = WORDS[board.lang]
    chips = [button(words.controls[name], f"chip {name}", say=says.control_says[name]) for name in names]
    if names is _PLAY and len(paper.exchanges) > 1:
        chips.insert(1, button(words.rehearse_what_if, "chip", fill=says.rehearse_what_if_say))
    if paper.stage == "over":
        chips.append(button(words.see_paper, "chip to-paper", side="paper"))
    return f'<div class="chips controls">{"".join(chips)}</div>'


def under_way(board: Board) -> bool:
    """Whether a rehearsal is not over: what the partner says is said in the chat."""
    return isinstance(board.paper, RehearsePaper) and board.paper.stage != "over"


def paused(paper: RehearsePaper) -> bool:
    """Whether the partner waits: a pause was asked for and not ended since."""
    for text in reversed(paper.said):
        asked = command(text, paper.lang)
        if asked in {"pause", "go_on", "stop"}:
            return asked == "pause"
    return False


def speaker(text: str, board: Board) -> tuple[str, str]:
    """Return the partner's name and what is said, or "" and the coach's words without a name before them."""
    name, colon, rest = text.partition(": ")
    if colon and name in _partners(board):
        return name, rest
    coach = {REHEARSE[lang]["coach"] for lang in REHEARSE}
    return "", rest if colon and name in coach else text


def _partners(board: Board) -> Sequence[str]:
    paper = board.paper
    setting = paper.setting if isinstance(paper, RehearsePaper) else None
    own = tuple(text.name for text in setting.scenario.text.values()) if setting else ()
    return (*_shipped(), *own)


@cache
def _shipped() -> tuple[str, ...]:
    return tuple({text.name for one in scenarios().values() for text in one.text.values()})
