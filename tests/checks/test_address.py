"""Notes about somebody are said to them in the same words, or not at all."""

import pytest

from coach.checks.address import person
from coach.checks.address_turn import to_me, to_you


@pytest.mark.parametrize(
    ("lang", "notes", "said"),
    [
        (
            "sv",
            "Johan kom sent till mötet två gånger i förra veckan.",
            "Du kom sent till mötet två gånger i förra veckan.",
        ),
        ("sv", "I tisdags missade Johan deadline.", "I tisdags missade du deadline."),
        ("sv", "Kunden ringde Johan.", "Kunden ringde dig."),
        ("sv", "Johans mejl var kort.", "Ditt mejl var kort."),
        ("sv", "Jag bad Johan att skicka sin rapport.", "Jag bad dig att skicka din rapport."),
        ("sv", "Hon har lagt ut sina bilder.", "Du har lagt ut dina bilder."),
        ("sv", "Maria avbröt Erik så att han slutade prata.", "Du avbröt Erik så att han slutade prata."),
        ("sv", "Min kollega lämnar disken i köket.", "Du lämnar disken i köket."),
        ("sv", "Du kom sent och hon fick vänta.", "Du kom sent och hon fick vänta."),
        ("sv", "skickade rapporten sent", "du skickade rapporten sent"),
        ("en", "She sent the report late.", "You sent the report late."),
        ("en", "He comes late and leaves early.", "You come late and leave early."),
        ("en", "Tom's desk is a mess.", "Your desk is a mess."),
        ("en", "He's been late.", "You've been late."),
        ("en", "She's late.", "You're late."),
        ("en", "I told her twice about her emails.", "I told you twice about your emails."),
        (
            "en",
            "Tom interrupted Priya and ignored her question.",
            "You interrupted Priya and ignored her question.",
        ),
        ("en", "Why does Tom do that?", "Why do you do that?"),
        (
            "en",
            "Priya hasn't replied and she always says she's busy.",
            "You haven't replied and you always say you're busy.",
        ),
        ("en", "was late for the meeting", "you were late for the meeting"),
        ("en", "You told her it was late.", "You told her it was late."),
    ],
)
def test_the_verb_stays_and_the_person_becomes_you(lang, notes, said):
    # One who is only talked to or about in this sentence was named in one before.
    before = {"sv": "Johan kom.", "en": "Tom came."}[lang]
    named = {"sv": "Johan", "en": "Tom"}[lang] in notes
    turned = to_you(notes, lang, person([notes, before] if named else [notes], lang))
    assert turned.safe
    assert turned.text == said


@pytest.mark.parametrize(
    ("lang", "notes"),
    [
        ("sv", "Kim avbröt Alex och hen gick ut."),
        ("en", "Sam interrupted Alex and he left."),
        ("sv", "Anna hjälpte Eva när hon var sjuk."),
    ],
)
def test_a_pronoun_that_may_mean_two_people_is_not_safe_to_turn(lang, notes):
    assert not to_you(notes, lang, person([notes], lang)).safe


def test_what_somebody_said_is_never_bent():
    notes = "Johan sa ”han kommer aldrig” till kunden."
    assert to_you(notes, "sv", person([notes], "sv")).text == "Du sa ”han kommer aldrig” till kunden."


def test_a_span_leads_back_to_the_words_as_written():
    notes = "Johan kom sent."
    turned = to_you(notes, "sv", person([notes], "sv"))
    at = turned.text.index("kom sent")
    start, end = turned.original(at, at + 8)
    assert notes[start:end] == "kom sent"


@pytest.mark.parametrize(
    ("lang", "given", "mine"),
    [
        ("sv", "Du avbröt mig och jag tappade tråden.", "jag avbröt dig och du tappade tråden."),
        ("en", "When you were late, your team waited for you.", "When I was late, my team waited for me."),
        ("en", "You interrupted me and I lost my thread.", "I interrupted you and you lost your thread."),
    ],
)
def test_feedback_to_me_is_told_as_mine(lang, given, mine):
    assert to_me(given, lang) == mine


def test_an_owner_is_the_person_too_where_no_other_pronoun_says_so():
    notes = "Robin was looking at his phone."
    assert to_you(notes, "en", person([notes], "en")).text == "You were looking at your phone."


@pytest.mark.parametrize(
    ("lang", "notes", "said"),
    [
        ("sv", "Vår nya säljare Marcus lovade leverans på fredag.", "Du lovade leverans på fredag."),
        ("en", "Our new rep Liam promised delivery on Friday.", "You promised delivery on Friday."),
        ("sv", "Hassan hjälpte Ulla att hitta sin väska.", "Du hjälpte Ulla att hitta sin väska."),
    ],
)
def test_what_introduces_a_name_goes_with_it_and_what_is_anothers_stays(lang, notes, said):
    assert to_you(notes, lang, person([notes], lang)).text == said
