"""What the page shows, without a browser."""

import pytest

from ui.desk import Desk, Place

GOAL = "Jag vill bli bättre på att presentera för kunder"
HOSTILE = '<img src="http://evil.example/x" onerror="alert(1)"><script>alert(2)</script> ![x](http://evil.example/y)'


def last(shown):
    """Every part after the last of several showings."""
    page = {}
    for parts in shown:
        page |= parts
    return page


@pytest.fixture
def desk(scripted):
    return Desk(scripted)


def test_the_start_view_lists_every_mode_the_coach_has_without_an_edit_here(scripted, make_card):
    scripted.cards = (*scripted.cards, make_card("rehearse", "Öva ett samtal", "Rehearse a talk"))
    start = Desk(scripted).arrive(Place("sv"))["start"]
    assert "Öva ett samtal" in start
    assert 'data-value="rehearse"' in start


def test_the_first_visit_speaks_the_browsers_language_and_a_choice_outlives_it(desk):
    assert desk.arrive(Place(), "sv-SE,sv;q=0.9,en;q=0.5")["lang"] == "sv"
    assert desk.arrive(Place(), "en-GB,en;q=0.9")["lang"] == "en"
    assert desk.arrive(Place(), "de-DE,de;q=0.9")["lang"] == "en"
    assert desk.arrive(Place("sv"), "en-GB")["lang"] == "sv"


def test_a_goal_fills_its_paper_as_it_is_answered(desk):
    page = last(desk.say(GOAL, Place("sv", "goal")))
    assert "1 av 5 på plats" in page["paper"]
    assert "Hur märks det" in page["log"]
    assert 'data-fill="tre kundpresentationer"' in page["live"]
    place = Place("sv", "goal", page["session"])
    for text in ("tre kundpresentationer", "senast 30 april", "för att kunderna ska våga fråga"):
        page = last(desk.say(text, place))
    assert "fredag 30 april 2027" in page["paper"]
    assert "8 av 10" in page["paper"]
    assert "# Mitt mål" in page["paper"]
    assert '<mark class="quote">Håll dig till ett mål per mening.</mark>' in page["sources"]


def test_the_text_leaves_the_box_when_it_is_kept_and_not_before(desk):
    shown = list(desk.say(GOAL, Place("sv", "goal")))
    assert "box" not in shown[0]
    kept = next(parts for parts in shown if "session" in parts)
    assert kept["box"] == ""
    assert sum("box" in parts for parts in shown) == 1, "what is written during the answer would be lost"


@pytest.mark.parametrize(
    ("text", "line"), [("???", "Jag förstår svenska"), ("!!!", "Något gick fel hos mig")]
)
def test_a_text_that_is_not_kept_stays_in_the_box_with_one_line_that_says_why(desk, text, line):
    page = last(desk.say(text, Place("sv", "goal")))
    assert page["box"] == text
    assert line in page["notice"]
    assert page["log"] == ""
    assert "Vad har du framför dig?" in page["start"]
    assert page["running"] == ""


def test_a_conversation_that_can_not_be_worked_out_again_still_opens_with_its_messages(desk, scripted):
    page = last(desk.say(GOAL, Place("sv", "goal")))
    scripted.replay = lambda session: 1 / 0
    again = desk.arrive(Place("sv", "goal", page["session"]))
    assert GOAL in again["log"]
    failed = last(desk.say("tre kundpresentationer", Place("sv", "goal", page["session"])))
    assert "Något gick fel hos mig" in failed["notice"]
    assert failed["running"] == ""


def test_what_goes_wrong_in_us_is_noted_without_the_persons_words(desk, caplog):
    last(desk.say("!!!", Place("sv", "goal")))
    assert "RuntimeError" in caplog.text
    assert "!!!" not in caplog.text


def test_an_empty_message_does_nothing(desk):
    assert list(desk.say(" \n", Place("sv", "goal"))) == []


def test_a_tab_loaded_again_shows_the_whole_conversation(desk):
    page = last(desk.say(GOAL, Place("sv", "goal")))
    again = desk.arrive(Place("sv", "", page["session"]))
    assert {part: again[part] for part in ("log", "live", "paper", "sources")} == {
        part: page[part] for part in ("log", "paper", "sources")
    } | {"live": again["live"]}
    assert "tre kundpresentationer" in again["live"]


def test_a_conversation_that_is_gone_says_so_and_starts_anew(desk):
    page = desk.arrive(Place("sv", "goal", "nope"))
    assert "finns inte längre" in page["notice"]
    assert page["session"] == ""


def test_the_first_view_does_not_wait_for_the_guides_to_be_read(tmp_path):
    from coach.app import Coach
    from coach.settings import Settings

    with Coach.open(Settings(data_dir=tmp_path, writer="guided"), later=True) as coach:
        assert "Vad har du framför dig?" in Desk(coach).arrive(Place("sv"))["start"]
        # Read past the gate: through it the guides would come now.
        assert coach.shelf._table.documents() == ()
        assert coach.shelf.documents()


def test_what_the_start_had_to_tell_stands_on_the_start_view_in_the_pages_language(desk, scripted):
    scripted.keep.notes = ({"sv": "3 samtal & en <kopia>", "en": "3 talks"},)
    assert "3 samtal &amp; en &lt;kopia&gt;" in desk.arrive(Place("sv"))["notice"]
    assert "3 talks" in desk.arrive(Place("en"))["notice"]
    page = last(desk.say(GOAL, Place("sv", "goal")))
    assert "3 samtal" not in desk.arrive(Place("sv", "goal", page["session"]))["notice"]


def test_a_long_draft_is_folded_in_the_chat_since_it_stands_on_the_paper(desk, scripted):
    page = last(desk.say(GOAL, Place("sv", "goal")))
    place = Place("sv", "goal", page["session"])
    long = "för att kunderna ska våga fråga " * 12
    for text in ("tre kundpresentationer", "senast 30 april", long):
        page = last(desk.say(text, place))
    said, _, folded = page["log"].rpartition('<details class="folded">')
    assert "Det står på papperet nu." in said
    assert long.strip() in folded
    assert long.strip() in page["paper"]


def test_conversations_are_renamed_and_erased_from_the_list(desk, scripted):
    page = last(desk.say(GOAL, Place("sv", "goal")))
    place = Place("sv", "goal", page["session"])
    assert "Mitt kundmål" in desk.act("rename", page["session"], "Mitt kundmål", place)["header"]
    gone = desk.act("erase", page["session"], "", place)
    assert scripted.sessions() == ()
    assert gone["session"] == ""
    assert gone["log"] == ""


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_nothing_a_person_types_becomes_markup(desk, lang):
    page = last(desk.say(HOSTILE, Place(lang, "goal")))
    page |= desk.act("rename", page["session"], HOSTILE, Place(lang, "goal", page["session"]))
    html = "".join(str(value) for value in page.values())
    assert "<img" not in html
    assert "<script" not in html
    assert "&lt;img" in html


@pytest.mark.parametrize(
    "text", ["\ud800 ensam", "nul\0här", "😀" * 50, "å" * 100_000, "A\u030a\u200b\u00a0”hm”"]
)
def test_odd_characters_are_shown_and_can_be_sent_to_the_browser(desk, text):
    for part in last(desk.say(text, Place("sv", "goal"))).values():
        part.encode("utf-8")


def test_switching_language_changes_every_label_of_the_page(desk):
    page = last(desk.say(GOAL, Place("sv", "goal")))
    other = desk.act("lang", "en", "", Place("sv", "goal", page["session"]))
    assert other["lang"] == "en"
    assert "Where you started" in other["paper"]
    assert "Så började du" not in other["paper"]
    assert "Your conversations" in other["header"]
    assert "Sources" in other["sources"]


def test_where_help_is_to_be_found_keeps_its_lines_and_stands_out():
    from ui.board import Board
    from ui.chat import live
    from ui.words import WORDS

    shown = live(Board(mode="ask", notices=("Ring någon:\n1177\n<b>112</b>", "En rad.")), WORDS["sv"])
    assert '<p class="notice signposts">Ring någon:\n1177\n&lt;b&gt;112&lt;/b&gt;</p>' in shown
    assert '<p class="notice">En rad.</p>' in shown
