"""Promises of the layout: modes are folders, prompts render, words exist in both languages."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from coach.domain.goal import CRITERIA
from coach.domain.text import LANGS
from coach.modes import MODES
from coach.modes.about import about
from coach.writer.prompts import prompt, prompt_id

ROOT = Path(__file__).parents[1]
NAMES = [mode.name for mode in MODES]


def test_every_mode_has_its_folder_and_no_folder_is_without_a_mode():
    folders = {path.name for path in (ROOT / "prompts").iterdir() if path.is_dir()} - {"shared"}
    assert folders == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_mode_introduces_itself_in_both_languages(name):
    info = about(name)
    for lang in LANGS:
        assert info.title[lang]
        assert info.about[lang]
        assert len(info.examples[lang]) == 2


def test_prompt_ids_change_only_where_a_reviewer_sees_it(golden):
    golden("prompt-ids.txt", "\n".join(prompt_id(name, about(name).version) for name in NAMES) + "\n")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", LANGS)
def test_the_fixed_part_of_a_prompt_has_nothing_to_fill_in(name, lang):
    assert not re.search(r"(?<!\$)\$[a-z_{]", prompt(name, lang).system)


def test_the_goal_mode_asks_the_same_things_in_both_languages():
    raw = [(ROOT / f"prompts/goal/questions.{lang}.toml").read_text("utf-8") for lang in LANGS]
    swedish, english = ({k: list(v) for k, v in tomllib.loads(text).items()} for text in raw)
    assert swedish == english
    for lang in LANGS:
        for theme in tomllib.loads((ROOT / f"prompts/goal/themes.{lang}.toml").read_text("utf-8"))["theme"]:
            assert set(theme) == {"words", *CRITERIA} - {"time_bound"}
            assert all(len(theme[name]) == 2 for name in CRITERIA if name != "time_bound")


SHIPPED = [p for room in ("coach", "ui", "evals") for p in sorted((ROOT / room).rglob("*.py"))]


def test_modules_and_functions_stay_short():
    long = []
    for path in SHIPPED:
        text = path.read_text("utf-8")
        if text.count("\n") > 300:
            long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.body[0].lineno + 1 > 50:
                long.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert not long


def test_dangerous_langchain_names_are_nowhere():
    """T-K1, T-G2: no ``load``/``loads``/``load_prompt`` of LangChain, no Jinja templates, no ``gr.load``."""
    for path in SHIPPED:
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("langchain"):
                assert not {a.name for a in node.names} & {"load", "loads", "load_prompt"}, path
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) != ("gr", "load"), path


def test_no_module_does_more_than_one_thing_at_import():
    """No bare call stands at module level."""
    for path in SHIPPED:
        if path.name == "__main__.py" or path.parent.name == "ui":
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                pytest.fail(f"{path.relative_to(ROOT)}:{node.lineno} calls something at import")
