"""What a model is told in the modes whose prompts are golden nowhere else, as a reviewer reads it."""

import datetime
import json
from pathlib import Path

import pytest

from coach.app.answer import mode_of
from coach.domain.mode import Order
from coach.writer import GuidedWriter
from coach.writer.prompts import fill, prompt

TODAY = datetime.date(2026, 11, 25)
SETS = Path(__file__).parents[2] / "evals" / "sets"
SKIP = {"sv": "hoppa över", "en": "skip"}


def told(mode, row):
    said = [row["opening"]]
    left = {key: [one] if isinstance(one, str) else [*one] for key, one in row["answers"].items()}
    while (question := mode.step(said, row["lang"], TODAY).question) and len(said) < 40:
        answers = left.get(question.key)
        said.append(answers.pop(0) if answers else SKIP[row["lang"]])
    return said


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("name", ["feedback", "received", "email", "prepare"])
def test_the_prompt_is_what_a_reviewer_read(golden, name, lang):
    mode = mode_of(name)
    lines = (SETS / f"{name}_cases.jsonl").read_text("utf-8").splitlines()
    row = next(row for row in map(json.loads, lines) if row["lang"] == lang)
    step = mode.step(told(mode, row), lang, TODAY)
    assert step.question is None
    made, values = prompt(name, lang), mode.values(step, ())
    guided = "".join(GuidedWriter().write(Order(name, step, lang, TODAY, values=values)))
    user = fill(made.user, {**values, "draft": guided, "passages": "", "refused": ""})
    assert guided in user
    golden(f"prompt.{name}.{lang}.md", f"{made.system}\n\n---\n\n{user}\n")
