"""With a model that babbles, fifty people in every mode still leave with a draft that passes the checks."""

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from coach.app import Coach
from coach.app.answer import mode_of
from coach.app.writers import Writers
from coach.domain.events import Delta, Drafted, Noticed, Understood
from coach.domain.goal import CRITERIA
from coach.domain.mode import Order, Step
from coach.modes import MODES
from coach.settings import load
from coach.shelf import Shelf
from coach.writer.model import ModelWriter
from coach.writer.sheets import sheet

TODAY = datetime.date(2026, 11, 25)
SETS = Path(__file__).parents[2] / "evals" / "sets"
GOAL = MODES[0]
SKIP = {"sv": "hoppa över", "en": "skip"}
OTHERS = ("feedback", "received", "email", "prepare", "plan", "competence")


def rows(file):
    return [json.loads(line) for line in (SETS / file).read_text("utf-8").splitlines()]


ROWS = rows("goal_talks.jsonl")


def some(name):
    """Return four cases of a mode, two in each language."""
    own = rows(f"{name}_cases.jsonl")
    return [row for lang in SKIP for row in [one for one in own if one["lang"] == lang][1:3]]


class Given(Writers):
    """Always the same writer."""

    def __init__(self, settings, writer):
        super().__init__(settings)
        self._writer = writer

    def get(self):
        return self._writer


def told(row, mode=GOAL):
    """Return everything the person says until nothing is asked; of several answers each is given once."""
    said = [row["opening"]]
    left = {key: one if isinstance(one, str) else [*one] for key, one in row["answers"].items()}
    for _ in range(60):
        question = mode.step(said, row["lang"], TODAY).question
        if question is None:
            return said
        answer = left.get(question.key)
        if isinstance(answer, list):
            answer = answer.pop(0) if answer else ""
        said.append(answer or SKIP[row["lang"]])
    raise AssertionError(f"{row['id']} never ends")


@pytest.fixture(scope="module")
def babbling(build_gguf):
    """A coach whose model's weights are random, and the model's id."""
    from coach.llm import Limits, open_model

    chat = open_model(
        build_gguf(ends=False, context=12_288), threads=1, limits=Limits(backoff=0, crashes=1000)
    )
    settings = load({"today": TODAY, "writer": "model"}, environ={})
    writers = Given(settings, ModelWriter(chat, chat.model_id, most=40))
    with Shelf(None) as shelf:
        yield Coach(settings, shelf=shelf, writers=writers), chat.model_id
    chat.close()


@pytest.mark.llama
@pytest.mark.slow
@pytest.mark.parametrize("row", ROWS[::2], ids=lambda row: row["id"])
def test_a_goal_ends_in_a_draft_that_passes_the_checks(babbling, row):
    paper, draft = ends_well(babbling, "goal", row)
    kept = [name for name in CRITERIA if name in paper.parts]
    assert len(kept) + len(draft.unconfirmed) >= 5 or set(CRITERIA) - set(kept) <= set(paper.given_up)
    assert draft.text.endswith(".")


@pytest.mark.llama
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "row"), [(name, row) for name in OTHERS for row in some(name)], ids=lambda one: str(one)[:40]
)
def test_every_mode_ends_in_a_draft_that_passes_its_checks(babbling, name, row):
    paper, draft = ends_well(babbling, name, row)
    page = sheet(paper, draft)
    assert {"sv": "utan språkmodell", "en": "without a language model"}[row["lang"]] in page


def ends_well(babbling, name, row):
    """Run a conversation to its end; return its paper and the draft, which nothing stands against."""
    coach, model_id = babbling
    mode, lang = mode_of(name), row["lang"]
    said = told(row, mode)
    events = list(coach.run(name, said, lang))
    last = next(event for event in events if isinstance(event, Drafted))
    assert last.final
    assert {event.writer for event in events if isinstance(event, Delta)} - {model_id} == {"guided"}
    assert any(isinstance(event, Noticed) for event in events)
    assert last.draft.writer == "guided"
    assert 1 <= len(last.draft.refused) <= 3
    paper = next(event.paper for event in events if isinstance(event, Understood))
    order = replace(Order(name, Step(paper, None), lang, TODAY), guided=last.draft.text)
    assert mode.refusals(last.draft.text, order) == ()
    return paper, last.draft


def test_the_guided_drafts_of_fifty_goals_are_what_a_reviewer_read(golden):
    from coach.domain.mode import Order
    from coach.writer import GuidedWriter
    from coach.writer.goal_sheet import if_then

    for lang in ("sv", "en"):
        lines = []
        for row in ROWS:
            if row["lang"] != lang:
                continue
            said = told(row)
            step = GOAL.step(said, lang, TODAY)
            text = "".join(GuidedWriter().write(Order("goal", step, lang, TODAY)))
            plan = if_then(step.paper, lang)
            lines.append(f"- {row['opening']}\n  {text}\n  {plan}".rstrip())
        golden(f"goals.{lang}.md", "\n".join(lines) + "\n")


def test_most_guided_drafts_meet_all_five_criteria():
    """Most of fifty: some people in the set skip, and the check is not always right about the rest."""
    from coach.domain.mode import Order
    from coach.writer import GuidedWriter

    whole = 0
    for row in ROWS:
        step = GOAL.step(told(row), row["lang"], TODAY)
        text = "".join(GuidedWriter().write(Order("goal", step, row["lang"], TODAY)))
        labels = GOAL.verdict(text, row["lang"], TODAY).labels
        whole += all(labels[name] for name in CRITERIA)
    assert whole >= 36, whole
