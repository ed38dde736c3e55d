"""Whatever text reaches the page or a file, nothing in it loads, runs or leads elsewhere.

COACH_CASES is the number of cases: ``COACH_CASES=100000 pytest tests/ui/test_output.py`` before a release.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.export.inert import inert
from evals.injections_oracle import of_markdown, of_page
from ui.chat import told
from ui.marks import button, highlight, quoted
from ui.sheet import render
from ui.words import WORDS

CASES = int(os.environ.get("COACH_CASES", "300"))
PIECES = [
    "<", ">", "</", "<!--", "-->", "img src=", "script", "svg onload=", "iframe", "style=", "a href=",
    "form action=", "![", "[", "](", ")", "[1]: ", "[x][1]", "`", "```\n", "\\", "*", "_", "|", "\n", "\n\n",
    "- ", "# ", "> ", "    ", "javascript:", "data:text/html,", "https://p.example/", "//p.example", "url(",
    "expression(", "@import ", "'", '"', "=", "&", "&lt;", "&#60;", "&#x3c;", "\u202e", "\u200b", "\0",
    "\ud800", "\x1b[2J", "å", "ord ", "x",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=24).map("".join)
EVERY = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))


@EVERY
@given(TEXTS)
def test_a_text_on_the_page_loads_and_runs_nothing(text):
    words = WORDS["sv"]
    shown = told(text) + button(text, "chip", act=text, value=text) + quoted(text, text[2:9])
    shown += highlight(text, {"specific": ((0, 3), (1, len(text)))}, words, (text[:5],))
    assert of_page(shown) == []


@EVERY
@given(TEXTS)
def test_a_paper_on_the_page_loads_and_runs_nothing(text):
    assert of_page(render(text)) == []


@EVERY
@given(TEXTS)
def test_a_paper_kept_as_markdown_loads_and_runs_nothing(text):
    assert of_markdown(inert(text)) == []


@pytest.mark.parametrize("text", ["<img src=x>", '<a href="https://p.example">x</a>', "<svg onload=x>"])
def test_the_oracle_would_see_it(text):
    assert of_page(text)
