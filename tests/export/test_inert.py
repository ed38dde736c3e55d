"""A paper kept as Markdown loads nothing where it is opened, and says what it said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coach.export.inert import inert

LOADING = ("<img", "<script", "<iframe", "<svg", "<style", "<link", "<object", "<video")
PIECES = st.sampled_from([*"![]()\\<>\n `&a", "img src=x", "https://p.example/", "[1]: "])


def rendered(text):
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(inert(text))


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://p.example/a)",
        "\\![x](https://p.example/a)",
        "\\\\![x](https://p.example/a)",
        "![x][1]\n\n[1]: https://p.example/a",
        "[![x](https://p.example/a)](https://p.example)",
        '<img src="https://p.example/a">',
        '\\<img src="https://p.example/a">',
        "<!-- --><svg onload=alert(1)>",
        "</p><iframe src=//p.example>",
    ],
)
def test_images_and_html_are_shown_not_carried_out(text):
    page = rendered(text)
    assert not any(tag in page for tag in LOADING), page


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_text_makes_an_image_or_a_tag(text):
    assert not any(tag in rendered(text) for tag in LOADING)


def test_an_ordinary_paper_comes_back_as_it_is():
    text = "# Mål\n\n- [ ] Klart < 3 veckor!\n\n| a | b |\n| --- | --- |\n| 1 | [länk](x) |\n"
    assert inert(text) == text
