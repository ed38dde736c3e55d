"""The shipped guides keep the rules of ``knowledge/README.md``."""

import datetime
import re
import tomllib
from pathlib import Path

import pytest

from coach.domain.text import LANGS
from coach.resources import shipped
from coach.shelf.read import parse
from coach.shelf.split import split

KEYS = ["title", "topic", "lang", "source", "licence", "reviewed"]
FOLDER = shipped("knowledge")
GUIDES = {
    f.name: f.read_text(encoding="utf-8") for f in FOLDER.iterdir() if re.search(r"\.(sv|en)\.md$", f.name)
}
TOPICS = sorted({name.rsplit(".", 2)[0] for name in GUIDES})


def _front(text):
    match = re.match(r"---\n(.+?)\n---\n", text, re.DOTALL)
    return [line.split(": ", 1) for line in match[1].split("\n")], text[match.end() :].strip()


def test_every_topic_has_both_languages():
    assert sorted(GUIDES) == sorted(f"{topic}.{lang}.md" for topic in TOPICS for lang in LANGS)
    assert len(TOPICS) >= 26


def test_the_manifest_names_every_topic_with_its_source_and_licence():
    manifest = FOLDER.joinpath("README.md").read_text(encoding="utf-8").split("\n## What there is\n")[1]
    rows = [line for line in manifest.splitlines() if line.startswith("| `")]
    fronts = [dict(_front(GUIDES[f"{topic}.en.md"])[0]) for topic in TOPICS]
    assert rows == [f"| `{f['topic']}` | {f['title']} | {f['source']} | {f['licence']} |" for f in fronts]


@pytest.mark.parametrize("name", sorted(GUIDES))
def test_front_matter_is_complete_and_true(name):
    pairs, body = _front(GUIDES[name])
    front = dict(pairs)
    topic, lang, _ = name.rsplit(".", 2)
    assert [key for key, _ in pairs] == KEYS
    assert (front["topic"], front["lang"], front["licence"]) == (topic, lang, "Apache-2.0")
    assert body.startswith(f"# {front['title']}\n")
    assert datetime.date.fromisoformat(front["reviewed"]) >= datetime.date(2026, 1, 1)
    assert len(front["source"]) > 10


@pytest.mark.parametrize("name", sorted(GUIDES))
def test_the_body_keeps_its_measure(name):
    _, body = _front(GUIDES[name])
    headings = re.findall(r"^(#+) ", body, re.MULTILINE)
    paragraphs = [p for p in body.split("\n\n") if not p.startswith("#")]
    words = sum(len(p.split()) for p in paragraphs)
    assert headings[0] == "#"
    assert set(headings[1:]) == {"##"}
    assert 5 <= len(headings) - 1 <= 8
    assert 450 <= words <= 800
    assert all(30 <= len(p.split()) <= 120 for p in paragraphs)


@pytest.mark.parametrize("topic", TOPICS)
def test_twins_have_the_same_shape(topic):
    shapes = [
        [len(section.split("\n\n")) for section in _front(GUIDES[f"{topic}.{lang}.md"])[1].split("\n## ")]
        for lang in LANGS
    ]
    assert len(shapes[0]) == len(shapes[1])


@pytest.mark.parametrize("name", sorted(GUIDES))
def test_the_program_reads_it_in_its_language(name):
    source = parse(GUIDES[name], Path(name))
    assert name.endswith(f".{source.lang}.md")
    front, body = _front(GUIDES[name])
    assert source.title == dict(front)["title"]
    assert all(piece.text in body for piece in split(source.text, source.title))


@pytest.mark.parametrize("name", sorted(n for n in GUIDES if n.endswith(".en.md")))
def test_english_is_british(name):
    american = r"\b(?:organiz|prioritiz|recogniz|summariz|analyz|favorite|color|center\b)\w*"
    assert not re.findall(american, _front(GUIDES[name])[1])


def test_the_glossary_pairs_words_of_both_languages():
    rows = tomllib.loads(FOLDER.joinpath("glossary.toml").read_text(encoding="utf-8"))["term"]
    assert all(set(row) == set(LANGS) and all(row[lang] for lang in LANGS) for row in rows)
    assert all(word == word.strip() for row in rows for lang in LANGS for word in row[lang])
    first = [row["sv"][0] for row in rows]
    assert len(first) == len(set(first)) >= 800
