"""Notes about the receiver become words to them; the page shows the table and who helped."""

import pytest

from coach.writer.email_sv import present
from coach.writer.email_you import to_you


@pytest.mark.parametrize(
    ("lang", "notes", "said"),
    [
        ("sv", "Maria berättade hur hon själv blev teamledare", "Du berättade hur du själv blev teamledare"),
        ("sv", "Jag frågar Maria om budgeten", "Jag frågar dig om budgeten"),
        ("sv", "Maria tog över sitt team av Johan i hans rum", "Du tog över ditt team av Johan i hans rum"),
        ("sv", "hennes team är stort, hennes kollegor också", "ditt team är stort, dina kollegor också"),
        ("sv", "Vi bestämde att Elin hjälper Maria", "Vi bestämde att jag hjälper dig"),
        ("sv", "Maria Berg var nöjd", "Maria Berg var nöjd"),
        ("en", "Maria told me how she did it herself", "You told me how you did it yourself"),
        ("en", "Maria wants to know whether she has to wait", "You want to know whether you have to wait"),
        ("en", "send the draft to Maria", "send the draft to you"),
        ("en", "She was happy but wants more of her team", "You were happy but want more of your team"),
        ("en", "Maria asked Ellen for help", "You asked me for help"),
        ("en", "Maria Berry was pleased", "Maria Berry was pleased"),
    ],
)  # fmt: skip
def test_the_receiver_is_spoken_to_and_nobody_else(lang, notes, said):
    own = {"sv": "Elin Ek", "en": "Ellen Oak"}[lang]
    assert to_you(notes, lang, "Maria Lind", own, "Maria") == said


def test_several_receivers_are_never_you():
    assert to_you("Maria visade sin plan", "sv", "Maria och Bo", "", "Maria") == "Maria visade sin plan"


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("skicka", "skickar"),
        ("läsa", "läser"),
        ("göra", "gör"),
        ("köra", "kör"),
        ("ta", "tar"),
        ("höra", "hör"),
    ],
)
def test_swedish_deeds_are_told_in_the_present(verb, form):
    assert present(verb) == form
