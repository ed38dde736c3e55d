"""What is taken along, edited and shown of a paper, without a browser."""

import io
import zipfile

import pytest

from coach.modes import MODES
from ui.board import Board, take_all
from ui.desk import Desk, Place
from ui.doors import paper_file
from ui.paper import panel
from ui.words import WORDS

OPENINGS = {
    "goal": ("Jag vill hålla tre kundpresentationer senast 30 april för att kunderna ska våga fråga",),
    "feedback": ("Johan kom sent till mötet två gånger i förra veckan, kunden fick vänta",),
    "received": ("Du avbröt Lena två gånger på tisdagens möte och hon tappade tråden.",),
    "email": ("Sammanfatta mötet med Johan i dag: vi bestämde att jag bokar lokalen senast 4 december.",),
    "prepare": ("Jag har utvecklingssamtal på torsdag kl 10, 60 minuter",),
    "plan": ("Om fyra år vill jag vara specialist. Inom ett år vill jag ha gått en kurs.", "det räcker"),
    "competence": ("Excel 3, kundmöten 2, förhandling 1, chefen sa 3 på Excel",),
    "rehearse": ("samtal: Samarbetet som skaver · motpart: Argumenterar · nivå: 1", "Hur ser du på det?"),
}
FILES = {
    "goal": {"md", "docx", "ics"},
    "feedback": {"md", "docx"},
    "received": {"md", "docx"},
    "email": {"md", "eml", "ics"},
    "prepare": {"md", "docx"},
    "plan": {"md", "docx", "ics", "png"},
    "competence": {"md", "docx", "png"},
    "rehearse": {"md", "docx"},
}


@pytest.fixture(scope="module")
def coach(real_coach):
    return real_coach


@pytest.fixture(scope="module")
def talk(coach):
    """Return the board of a conversation in a mode, spoken once."""
    kept = {}

    def of(mode):
        if mode not in kept:
            session = None
            for text in OPENINGS[mode]:
                session = list(coach.say(text, mode=mode, session=session))[-1].session
            board = take_all(Board(session, mode, "sv"), coach.replay(session))
            kept[mode] = board.settled(coach.turns(session))
        return kept[mode]

    return of


def test_every_mode_with_a_paper_is_tried_here():
    assert {mode.name for mode in MODES} - {"ask"} == set(OPENINGS)


@pytest.mark.parametrize("mode", OPENINGS)
def test_each_paper_offers_the_files_that_belong_to_it_and_each_button_leads_to_one(coach, talk, mode):
    board = talk(mode)
    html = panel(board, WORDS["sv"])
    offered = {kind for kind in ("md", "docx", "eml", "ics", "png") if f'data-file="{kind}"' in html}
    assert offered == FILES[mode]
    for kind in offered:
        assert f'href="/keep/{board.session}/{kind}?' in html
        content = paper_file(coach, board.session, kind)
        assert content, kind
        starts = {"docx": b"PK", "png": b"\x89PNG", "ics": b"BEGIN:VCALENDAR", "md": b"# "}
        assert content.startswith(starts.get(kind, b"Subject:")), kind


def test_a_document_holds_what_the_page_shows(coach, talk):
    board = talk("plan")
    with zipfile.ZipFile(io.BytesIO(paper_file(coach, board.session, "docx"))) as made:
        text = made.read("word/document.xml").decode()
        assert any(name.startswith("word/media/") for name in made.namelist())
    assert "specialist" in text


@pytest.mark.parametrize("path", [("nope", "md"), ("{session}", "exe"), ("{session}", "eml")])
def test_a_file_that_is_none_is_not_found(coach, talk, path):
    session = talk("goal").session
    assert paper_file(coach, path[0].replace("{session}", session), path[1]) is None


@pytest.mark.parametrize(("mode", "words"), [("plan", "specialist"), ("competence", "Excel: Du 3")])
def test_a_picture_is_told_in_words(talk, mode, words):
    html = panel(talk(mode), WORDS["sv"])
    told = html.split('role="img" aria-label="', 1)[1].split('"', 1)[0]
    assert words in told


def test_the_timeline_shows_each_goal_and_step_at_its_day_and_in_its_shape(talk):
    html = panel(talk("plan"), WORDS["sv"])
    lanes = html.split('class="lane"')[1:]
    far = next(lane for lane in lanes if "mark-long" in lane)
    assert "specialist" in far
    assert 'style="left:100.0%"' in far
    near = next(lane for lane in lanes if "mark-short" in lane)
    at = float(near.split('class="at" style="left:', 1)[1].split("%", 1)[0])
    assert 90 < at < 100


def test_a_wide_table_says_in_each_cell_what_it_is_and_stays_a_table_to_who_can_not_see_it(talk):
    html = panel(talk("prepare"), WORDS["sv"])
    assert '<table class="rows" role="table">' in html
    row = html.split('<tr role="row">')[2]
    assert [cell.split('"', 1)[0] for cell in row.split('data-label="')[1:]] == [
        "Skede", "Minuter", "Du tar med", "Chefen tar med",
    ]  # fmt: skip


def test_feedback_stands_beside_the_notes_it_began_as_with_what_was_left_out_struck(coach):
    said = ["Johan är slarvig. Han lämnade rapporten två dagar för sent & <utan> bilaga."]
    html = panel(take_all(Board(), coach.run("feedback", said, "sv")), WORDS["sv"])
    before = html.split("<h3>Så började du</h3>", 1)[1]
    assert '<mark class="left-out">' in before
    assert "slarvig" in before.split('<mark class="left-out">', 1)[1].split("</mark>", 1)[0]
    assert "för sent &amp; &lt;utan&gt; bilaga." in before


def test_the_chart_breaks_where_a_competence_is_not_rated_and_is_rows_where_there_are_few(coach):
    three = take_all(
        Board(), coach.run("competence", ["Excel 3, kundmöten 2, förhandling 1, chefen sa 3 på Excel"], "sv")
    )
    html = panel(three, WORDS["sv"])
    own, manager = (
        html.split(f'<g class="{style}"><line' if style == "first" else f'<g class="{style}">')[1].split(
            "</g>"
        )[0]
        for style in ("first", "second")
    )
    assert own.count("<circle") == 3
    assert manager.count("<rect") == 1
    assert "<line" not in manager
    two = take_all(Board(), coach.run("competence", ["Excel 3, kundmöten 2"], "sv"))
    assert 'class="levels"' in panel(two, WORDS["sv"])


def test_the_email_table_sends_corrections_as_a_person_would_write_them(coach, talk):
    board = talk("email")
    html = panel(board, WORDS["en"])
    assert 'data-cell="rad 1: {text}" aria-label="What, row 1">boka lokalen</textarea>' in html
    assert 'data-say="ta bort rad 1"' in html
    shown = list(Desk(coach).say("rad 1: Sara", Place("sv", "email", board.session)))[-1]
    assert 'data-cell="rad 1: {text}" aria-label="Vem, rad 1">Sara</textarea>' in shown["paper"]


def test_a_rehearsal_is_steered_by_buttons_and_ends_in_its_debrief(coach, talk):
    board = talk("rehearse")
    desk, place = Desk(coach), Place("en", "rehearse", board.session)
    live = desk.arrive(place)["live"]
    for said in ("tips", "ta tillbaka", "paus", "avsluta"):
        assert f'data-say="{said}"' in live
    assert 'data-say="fortsätt"' in list(desk.say("paus", place))[-1]["live"]
    over = list(desk.say("avsluta", place))[-1]
    assert 'data-say="svårare"' in over["live"]
    assert "<h3>Det som fungerade</h3>" in over["paper"]
    assert 'role="img"' in over["paper"]


def test_the_set_up_by_click_makes_a_message_the_mode_understands(coach):
    from coach.modes.rehearse_data import personas, scenarios

    for lang in ("sv", "en"):
        html = Desk(coach).act("mode", "rehearse", "", Place(lang))["start"]
        for one in scenarios().values():
            assert f'<option value="{one.text[lang].title}"'.replace("'", "&#x27;") in html
        said = WORDS[lang].rehearse_line.format(
            talk=scenarios()["late-deliveries"].text[lang].title,
            partner=personas()["quiet"].text[lang].name,
            level=2,
        )
        board = take_all(Board(), coach.run("rehearse", [said], lang))
        setting = board.paper.setting
        assert (setting.scenario.id, setting.persona.id, setting.level) == ("late-deliveries", "quiet", 2)
