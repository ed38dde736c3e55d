"""A draft does not depend on the name of whom it is about, nor on the pronoun."""

import datetime
import re
from pathlib import Path

import pytest

from coach.checks.facts_names import is_first_name
from coach.checks.named import is_word_name, named
from coach.checks.stand_ins import pools, stand_ins
from coach.domain.mode import Order
from coach.modes import MODES
from coach.writer import GuidedWriter

TODAY = datetime.date(2026, 11, 24)
ROOT = Path(__file__).parents[2]
KNOWN = {"sv": "Karin", "en": "Karen"}
SKIP = {"sv": "hoppa över", "en": "skip"}
UNLISTED = {
    "sv": ["Eyvind", "Thuy", "Xolani", "Wiggo", "Sunniva", "Ngoc", "Oluwaseun", "Mbali", "Ragnvi", "Desta"],
    "en": ["Tamsin", "Thuy", "Xolani", "Wiremu", "Saoirse", "Ngoc", "Oluwaseun", "Eilidh", "Mbali", "Desta"],
}
WORDS = {
    "sv": ["Maj", "Siv", "Lo", "My", "Liv", "Saga", "Sol", "Love", "Viola", "Iris"],
    "en": ["May", "Hope", "Grace", "Rose", "April", "June", "Faith", "Joy", "Dawn", "Ruby"],
}
TEXTS = {
    ("sv", "feedback"): "På tisdagens möte avbröt {} kunden två gånger. Hon bad inte om ursäkt. Kunden gick.",
    ("sv", "email"): "Möte med {} i går.\nHon visade budgeten.\n{} skickar kalkylen på måndag.\n/Petra",
    ("sv", "goal"): "Jag vill att {} och jag ska hålla fem genomgångar till 30 april",
    ("sv", "plan"): "Jag vill göra en plan för att bli gruppchef med {} som mentor",
    ("sv", "prepare"): "Jag är chef och har utvecklingssamtal med {} på fredag kl 9",
    (
        "en",
        "feedback",
    ): "At Tuesday's meeting {} interrupted the client twice. She didn't say sorry. The client left.",
    (
        "en",
        "email",
    ): "Meeting with {} yesterday.\nShe showed me the budget.\n{} sends the quote on Monday.\n/Petra",
    ("en", "goal"): "I want to hold five reviews together with {} by 30 April",
    ("en", "plan"): "I want a plan for becoming a team lead with {} as my mentor",
    ("en", "prepare"): "I am a manager and have a review with {} on Friday at 9",
}
ANSWERS = {
    "sv": {
        "actions": "- träffa {} varannan vecka",
        "achievement": "{} lärde upp två nya",
        "strength": "hon kom i tid",
    },
    "en": {
        "actions": "- meet {} every other week",
        "achievement": "{} trained two temps",
        "strength": "she was on time",
    },
}


def draft(lang, mode_name, opening, answers=()):
    mode = next(mode for mode in MODES if mode.name == mode_name)
    said, answers = [opening], dict(answers)
    step = mode.step(said, lang, TODAY)
    while step.question and len(said) < 20:
        said.append(answers.pop(step.question.key, SKIP[lang]))
        step = mode.step(said, lang, TODAY)
    return "".join(GuidedWriter().write(Order(mode.name, step, lang, TODAY, values=mode.values(step, ()))))


def about(lang, mode, name):
    answers = {key: words.format(name) for key, words in ANSWERS[lang].items()}
    return draft(lang, mode, TEXTS[lang, mode].format(name, name), answers)


@pytest.mark.parametrize(("lang", "mode"), TEXTS)
def test_the_draft_is_the_same_whatever_the_name(lang, mode):
    wanted = about(lang, mode, KNOWN[lang])
    for name in (*UNLISTED[lang], *WORDS[lang]):
        assert about(lang, mode, name) == wanted.replace(KNOWN[lang], name), name


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_names_tried_are_in_no_list_or_are_words(lang):
    assert not [name for name in UNLISTED[lang] if is_first_name(name)]
    assert all(is_word_name(name, lang) for name in WORDS[lang])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "Johan kom sent till mötet med Nordbygg. Han ringde inte."),
        ("sv", "Kunden svarade inte. Hon var arg."),
        ("sv", "Maj blev stressig. Vi ses i Maj. Till Maj ska jag klara tre kunder."),
        ("sv", "Excel kraschade i Umeå. Dag för dag blev det bättre."),
        ("en", "May sales fell. I may go in May. By May I want to lead two projects."),
        ("en", "Will they come? Hope this helps. Mark the date. Grace period ended."),
        ("en", "Summer holidays were short. April figures are fine. Excel crashed in Leeds."),
        ("en", "Karen was late to the meeting with Northbuild. She did not call. Meeting with Finance."),
    ],
)
def test_months_firms_and_everyday_words_are_nobody(lang, text):
    assert not named([text], lang)


def test_a_month_stays_a_month_beside_a_person_of_that_name():
    hidden = stand_ins(["I met May on 3 May. She told me about the sales in May."], "en")
    text = hidden.hide("May is back on 3 May")
    assert text.endswith("on 3 May")
    assert not text.startswith("May")
    assert hidden.show(text) == "May is back on 3 May"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_stand_in_is_a_name_that_the_program_says_itself(lang):
    """One that is would be turned into the person's name in the program's own words."""
    words = set()
    for path in (*ROOT.glob("prompts/**/*.*"), *ROOT.glob("coach/**/*.py")):
        if path.suffix in (".toml", ".md", ".py"):
            words |= set(re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8")))
    assert not [name for names in pools(lang).values() for name in names if name in words]
    assert all(is_first_name(name) for names in pools(lang).values() for name in names)


def test_they_about_the_one_named_person_is_said_to_them():
    said = draft(
        "en", "feedback", "Alex is new. On Monday they dealt with three complaints. They stayed late."
    )
    assert "you dealt with three complaints" in said
    email = draft(
        "en",
        "email",
        "Meeting with Alex. They told me about the move.\nThey'll send the list by Friday.\n/Ellen",
    )
    assert "You told me about the move" in email
    assert "You'll send the list" in email


def test_they_after_several_people_stays_theirs():
    said = draft(
        "en",
        "feedback",
        "Alex was late on Monday. The clients waited before they left. Their boss called me.",
    )
    assert "before they left" in said
    assert "our boss" not in said
    email = draft(
        "en", "email", "Meeting with Alex. We talked about Northbuild. They want a new quote.\n/Ellen"
    )
    assert "They want a new quote" in email


@pytest.mark.parametrize("name", ["Tobias", "Andreas", "Hans", "Lukas", "Nils"])
def test_a_swedish_name_in_s_is_no_genitive(name):
    wanted = draft("sv", "feedback", "På tisdagens möte hade Erik glömt siffrorna. Han bad inte om ursäkt.")
    said = draft("sv", "feedback", f"På tisdagens möte hade {name} glömt siffrorna. Han bad inte om ursäkt.")
    assert said == wanted.replace("Erik", name)


def test_what_somebody_owns_leaves_the_name_whole():
    assert not named(["Annas rapport kom sent. Hon glömde två tabeller. Anna ringde inte."], "sv")
    hidden = stand_ins(["Lars rapport kom sent. Han glömde två tabeller."], "sv")
    assert hidden.show(hidden.hide("Lars rapport")) == "Lars rapport"
