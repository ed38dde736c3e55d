"""In every mode a model's words are shown where they hold, repaired at most twice, and else not shown."""

import dataclasses
import datetime
import json
from pathlib import Path

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from coach.app.answer import REPAIRS, draft, mode_of
from coach.domain.errors import ModelFailed
from coach.domain.events import Noticed
from coach.domain.mode import Order
from coach.writer import GuidedWriter
from coach.writer.model import LONGEST, ModelWriter, room

TODAY = datetime.date(2026, 11, 25)
SETS = Path(__file__).parents[2] / "evals" / "sets"
SKIP = {"sv": "hoppa över", "en": "skip"}
FILES = {"goal": "goal_talks.jsonl"}
NAMES = ("goal", "feedback", "received", "email", "prepare", "plan", "competence")
# A wording of the guided text that says the same: what a good model does.
REWORDED = {
    "sv": {
        "goal": ("ska jag ha", "har jag"),
        "feedback": ("Hur ser du på det?", "Hur ser du själv på det?"),
        "received": ("Tack för att du säger det här till mig.", "Tack för att du berättar det här för mig."),
        "email": ("Vänliga hälsningar", "Bästa hälsningar"),
        "prepare": ("Viktigast för mig att ta upp", "Det här är viktigast för mig att ta upp"),
        "plan": ("Det närmaste året", "Under det närmaste året"),
        "competence": ("Det här vill jag utveckla", "Det här vill jag gärna utveckla"),
    },
    "en": {
        "goal": (" I will ", " I am going to "),
        "feedback": ("How do you see it?", "How do you see it yourself?"),
        "received": ("Thank you for telling me this.", "Thank you for telling me about this."),
        "email": ("Best wishes", "Kind wishes"),
        "prepare": ("What matters most to me to cover", "What matters most for me to cover"),
        "plan": ("The coming year", "In the coming year"),
        "competence": ("What I'd like to develop", "What I would like to develop"),
    },
}
# What no mode may let through, put after a wording that is right.
PLANTED = {
    "sv": {
        "date": "Allt ska vara klart 17 augusti 2031.",
        "name": "Birgitta Wallström är med.",
        "figure": "Det gäller 47 procent.",
        "blank": "[fyll i här]",
        "language": "Everything in this paper was written after a long and friendly conversation about work.",
        "problem": "Du är lat, och annars får det konsekvenser.",
    },
    "en": {
        "date": "All of it has to be done by 17 August 2031.",
        "name": "Barbara Wallstrom will be there.",
        "figure": "This is about 47 per cent.",
        "blank": "[fill this in]",
        "language": "Allt i det här underlaget skrevs efter ett långt och trevligt samtal om arbetet.",
        "problem": "You are lazy, and otherwise there will be consequences.",
    },
}
CASES = [(name, lang) for name in NAMES for lang in ("sv", "en")]
# Each kind in each mode, in one language and then the other.
EVERY = [
    (name, ("sv", "en")[(at + number) % 2], kind)
    for at, name in enumerate(NAMES)
    for number, kind in enumerate(PLANTED["sv"])
]


def rows(name):
    path = SETS / FILES.get(name, f"{name}_cases.jsonl")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def told(mode, row):
    said = [row["opening"]]
    left = {key: [one] if isinstance(one, str) else [*one] for key, one in row["answers"].items()}
    for _ in range(60):
        question = mode.step(said, row["lang"], TODAY).question
        if question is None:
            return said
        answers = left.get(question.key)
        said.append(answers.pop(0) if answers else SKIP[row["lang"]])
    raise AssertionError(f"{row['id']} never ends")


def ordered(name, lang):
    """Return a mode, the order of the first case whose guided text can be reworded, and that wording."""
    mode, (old, new) = mode_of(name), REWORDED[lang][name]
    for row in rows(name):
        if row["lang"] != lang:
            continue
        step = mode.step(told(mode, row), lang, TODAY)
        order = Order(name, step, lang, TODAY, values=mode.values(step, ()))
        guided = "".join(GuidedWriter().write(order))
        if old in guided:
            return mode, dataclasses.replace(order, guided=guided), guided.replace(old, new, 1)
    raise AssertionError(f"no case of {name} says {old!r}")


ORDERS = {case: ordered(*case) for case in CASES}


def worded(name, lang, *replies):
    """Return the draft, the notices and what the model was told each time, where it replies as scripted."""
    mode, order, _ = ORDERS[name, lang]
    heard = []

    class Heard(GenericFakeChatModel):
        def _generate(self, messages, *args, **kwargs):
            heard.append(messages[-1].text)
            return super()._generate(messages, *args, **kwargs)

    said = (AIMessage(json.dumps({"text": reply}, ensure_ascii=False)) for reply in replies)
    writer = ModelWriter(Heard(messages=said), "scripted", structured=False)
    run, notices = draft(mode, order, writer), []
    while True:
        try:
            event = next(run)
        except StopIteration as end:
            return end.value, notices, heard
        notices += [event] if isinstance(event, Noticed) else []


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_a_good_wording_is_shown_as_it_is(name, lang):
    good = ORDERS[name, lang][2]
    made, notices, heard = worded(name, lang, good)
    assert (made.text, made.writer, made.refused) == (good, "scripted", ())
    assert (notices, len(heard)) == ([], 1)


@pytest.mark.parametrize(("name", "lang", "kind"), EVERY)
def test_what_is_planted_is_sent_back_with_a_reason_and_the_repair_is_shown(name, lang, kind):
    good = ORDERS[name, lang][2]
    made, _, heard = worded(name, lang, f"{good}\n\n{PLANTED[lang][kind]}", good)
    assert (made.text, made.writer, len(heard)) == (good, "scripted", 2)
    assert len(made.refused) == 1
    assert made.refused[0].strip()


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_who_plants_something_three_times_is_not_asked_again(name, lang):
    mode, order, good = ORDERS[name, lang]
    replies = [f"{good}\n\n{PLANTED[lang][kind]}" for kind in ("date", "name", "problem", "blank")]
    made, notices, heard = worded(name, lang, *replies)
    assert (made.text, made.writer) == (order.guided, "guided")
    assert len(made.refused) == len(heard) == 1 + REPAIRS
    assert len(notices) == 1
    assert mode.refusals(made.text, order) == ()


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_a_judgement_made_of_the_persons_own_words_is_a_reason_by_itself(name, lang):
    """The mode's own check says so, not only the one that holds every sentence against the material."""
    mode, order, good = ORDERS[name, lang]
    reasons = mode.refusals(f"{good}\n\n{PLANTED[lang]['problem']}", order)
    assert any(reason.startswith(("person_judgement", "threat")) for reason in reasons), reasons


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_a_reply_has_room_for_more_than_the_guided_text(name, lang):
    order = ORDERS[name, lang][1]
    characters, tokens = room(order)
    assert characters >= min(LONGEST, 1.2 * len(order.guided))
    assert tokens >= order.max_tokens
    long = dataclasses.replace(order, guided="x" * 1500)
    assert room(long)[0] > 1500
    assert room(long)[1] > 500


def test_a_paper_too_long_for_a_reply_is_not_asked_for():
    order = dataclasses.replace(ORDERS["plan", "sv"][1], guided="x" * (LONGEST + 1))
    with pytest.raises(ModelFailed):
        room(order)
