"""The language of a text is told, and only a clear stranger is called one."""

import pytest

from coach.checks.language import detect


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Jag vill bli bättre på att presentera", "sv"),
        ("sälja mer", "sv"),
        ("kortare möten", "sv"),
        ("I want to speak up more in meetings", "en"),
        ("better meetings with my team", "en"),
        ("learn Rust", "en"),
        ("min chef sa att my pitch was too long, vad gör jag nu", "sv"),
    ],
)
def test_swedish_and_english_are_told_apart(text, lang):
    assert detect(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        "Ich möchte besser vor meinen Kunden präsentieren und sicherer werden",
        "Je voudrais mieux présenter devant mes clients et être plus sûr de moi",
        "Haluan oppia pitämään parempia esityksiä asiakkaille tänä vuonna",
        "Quiero hablar mejor en las reuniones con mi jefe y mis compañeros",
        "Я хочу лучше выступать перед клиентами",
    ],
)
def test_another_language_is_none(text):
    assert detect(text) is None


@pytest.mark.parametrize("text", ["", "12", "Excel", "🎉", "Anna"])
@pytest.mark.parametrize("default", ["sv", "en"])
def test_a_text_that_says_nothing_keeps_the_default(text, default):
    assert detect(text, default) == default


def test_odd_characters_do_no_harm():
    assert detect("jag vill \ud800 hålla\0 ett möte") == "sv"
    assert detect("å" * 100_000) in ("sv", "en", None)
