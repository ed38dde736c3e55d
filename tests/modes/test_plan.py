"""A plan: one question at a time, several answers at once, a ladder that holds, progress without scolding."""

import dataclasses
import datetime
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.domain.mode import Order
from coach.domain.plan import CheckIns, Rung
from coach.modes.plan import PlanMode
from coach.modes.plan_ladder import check_ins, late, outside, series, window
from coach.modes.plan_numbers import numbered
from coach.writer.plan import compose

TODAY = datetime.date(2026, 11, 25)
ROOT = Path(__file__).parents[2]
PLAN = PlanMode()
SKIP = {"sv": "hoppa över", "en": "skip"}
ENOUGH = {"sv": "det räcker", "en": "that's enough"}
START = {
    "sv": ["Jag vill bli projektledare", "fast tjänst i Umeå", "när vi löser saker ihop"],
    "en": ["I want to become a project manager", "a permanent post in Leeds", "solving things together"],
}
LONG = {"sv": "Om fyra år leder jag egna projekt", "en": "In four years I lead my own projects"}
SHORT = {"sv": "leda ett delprojekt senast 30 juni 2027", "en": "lead a sub-project by 30 June 2027"}
STEPS = {
    "sv": "- boka lunch med Eva senast 4 december\n- gå kursen i planering senast 1 mars",
    "en": "- book lunch with Eva by 4 December\n- take the planning course by 1 March",
}
ME = {"sv": "jag", "en": "me"}
SUPPORT = {"sv": "1: inget, 2: två dagar ledigt", "en": "1: nothing, 2: two days off"}
SHOWS = {"sv": "1: lunchen är bokad, 2: kursintyget", "en": "1: lunch is booked, 2: the certificate"}
OFTEN = {"sv": "varannan vecka med Eva", "en": "every other week with Eva"}
LANGS = ("sv", "en")


def step(lang, *said):
    return PLAN.step(list(said), lang, TODAY)


def asked(lang, *said):
    question = step(lang, *said).question
    return question.key if question else None


def upto(lang, *more):
    """Return a talk in which vision, long-term goal and the goal for the year are said."""
    return [*START[lang], LONG[lang], SHORT[lang], *more]


def whole(lang, *more):
    return upto(lang, STEPS[lang], ME[lang], SUPPORT[lang], SHOWS[lang], OFTEN[lang], *more)


@pytest.mark.parametrize("lang", LANGS)
def test_the_questions_come_one_at_a_time_from_vision_to_check_ins(lang):
    said, keys = [], []
    for text in whole(lang):
        said.append(text)
        keys.append(asked(lang, *said))
    order = ["hard", "soft", "long", "short", "actions", "owner", "support", "evidence", "check_in"]
    assert keys == [*order, None]


@pytest.mark.parametrize("lang", LANGS)
def test_several_answers_in_one_message_are_all_taken(lang):
    text = {
        "sv": "Hårda värden: ledarroll i Malmö. Mjuka värden: se folk växa. Om fyra år leder jag en enhet. "
        "Inom ett år vill jag ha lett ett projekt. Första steget är att prata med Eva senast fredag. "
        "Vi stämmer av varannan vecka med Eva.",
        "en": "Hard values: a leading role in York. Soft values: seeing people grow. "
        "In four years I run a unit. Within a year I want to have led a project. "
        "The first step is to talk to Eva by Friday. "
        "We check in every other week with Eva.",
    }[lang]
    paper = step(lang, START[lang][0], text).paper
    assert len(paper.hard) == len(paper.soft) == 1
    assert [rung.level for rung in paper.rungs] == ["long", "short", "action"]
    assert paper.rungs[2].day == datetime.date(2026, 11, 27)
    assert paper.check_ins.every_weeks == 2


@pytest.mark.parametrize("lang", LANGS)
def test_a_row_with_its_labels_is_whole_at_once(lang):
    row = {
        "sv": "gå kursen i planering senast 1 mars, ansvarig: jag, stöd: två dagar, bevis: kursintyget",
        "en": "take the planning course by 1 March, owner: me, support: two days, evidence: the certificate",
    }[lang]
    found = next(rung for rung in step(lang, *upto(lang, row)).paper.rungs if rung.level == "action")
    assert all((found.owner, found.support, found.evidence, found.day))
    assert asked(lang, *upto(lang, row)) == "check_in"


LATE = {
    "sv": "Delmål: klara kursen senast 1 mars\n- lämna in uppgiften senast 20 mars",
    "en": "Milestone: pass the course by 1 March\n- hand in the assignment by 20 March",
}


@pytest.mark.parametrize("lang", LANGS)
def test_a_child_later_than_its_parent_is_asked_about_with_both_dates(lang):
    question = step(lang, *upto(lang, LATE[lang])).question
    assert question.key == "late"
    for day in {"sv": ("20 mars 2027", "1 mars 2027"), "en": ("20 March 2027", "1 March 2027")}[lang]:
        assert day in question.text


@pytest.mark.parametrize(
    ("lang", "text", "days"),
    [
        ("sv", "26 februari", ("2027-03-01", "2027-02-26")),
        ("sv", "1 mars gäller, uppgiften lämnar jag 26 februari", ("2027-03-01", "2027-02-26")),
        ("sv", "delmålet flyttas till 25 mars", ("2027-03-25", "2027-03-20")),
        ("en", "26 February", ("2027-03-01", "2027-02-26")),
        ("en", "the milestone moves to 25 March", ("2027-03-25", "2027-03-20")),
    ],
)
def test_the_answer_moves_the_step_or_the_goal_above_it(lang, text, days):
    paper = step(lang, *upto(lang, LATE[lang], text)).paper
    found = tuple(r.day.isoformat() for r in paper.rungs if r.level in ("milestone", "action"))
    assert found == days


@pytest.mark.parametrize("lang", LANGS)
def test_a_contradiction_nobody_settles_leaves_a_blank_and_a_line_about_it(lang):
    said = upto(lang, LATE[lang], SKIP[lang])
    paper = step(lang, *said).paper
    assert [one.why for one in paper.loose] == ["late"]
    assert paper.rungs[-1].day is None
    assert asked(lang, *said) != "late"


@pytest.mark.parametrize(
    ("lang", "row", "key"),
    [
        ("sv", "boka lokal senast 12 december 2025", "past"),
        ("en", "book a room by 12 December 2025", "past"),
        ("sv", "boka lokal senast tisdag 2 december 2026", "conflict"),
        ("en", "book a room by Tuesday 2 December 2026", "conflict"),
        ("sv", "boka lokal till kursen senast 2 mars\n- boka lokal till kursen senast 9 mars", "two"),
        ("en", "book the course room by 2 March\n- book the course room by 9 March", "two"),
    ],
)
def test_a_date_that_cannot_be_is_asked_about_and_the_answer_counts(lang, row, key):
    said = upto(lang, row)
    assert asked(lang, *said) == key
    after = step(lang, *said, {"sv": "9 december", "en": "9 December"}[lang])
    assert after.paper.rungs[-1].day == datetime.date(2026, 12, 9)
    assert after.question.key != key


@pytest.mark.parametrize(
    ("lang", "row", "text"),
    [
        ("sv", "boka lokal senast 12 december 2025", "det är gjort"),
        ("en", "book a room by 12 December 2025", "it's done"),
    ],
)
def test_what_is_past_its_day_may_simply_be_done(lang, row, text):
    paper = step(lang, *upto(lang, row, text)).paper
    assert paper.rungs[-1].status == "done"
    assert not paper.loose


@pytest.mark.parametrize("lang", LANGS)
def test_two_people_with_one_name_are_told_apart(lang):
    row = {
        "sv": "Anna bokar lokal senast 4 december. Anna Berg och Anna Lind vet om det.",
        "en": "Anna will book a room by 4 December. Anna Berg and Anna Lind know about it.",
    }[lang]
    said = upto(lang, row)
    assert asked(lang, *said) == "which"
    action = next(r for r in step(lang, *said, "Lind").paper.rungs if r.level == "action")
    assert action.owner == "Anna Lind"


@pytest.mark.parametrize(
    ("lang", "long", "short"),
    [
        ("sv", "om två år är jag chef", "leda ett delprojekt senast 1 februari"),
        ("en", "in two years I'm a manager", "lead a sub-project by 1 February"),
    ],
)
def test_a_goal_outside_its_horizon_is_asked_about(lang, long, short):
    assert asked(lang, *START[lang], long) == "long_when"
    first = step(lang, *START[lang], LONG[lang], short).question
    assert first.key == "short_when"
    assert {"sv": "sex till tolv", "en": "six to twelve"}[lang] in first.note


def test_the_horizons_are_three_to_five_years_and_six_to_twelve_months():
    assert window("long", TODAY) == (datetime.date(2029, 11, 25), datetime.date(2031, 12, 31))
    assert window("short", TODAY) == (datetime.date(2027, 5, 1), datetime.date(2027, 11, 30))


@pytest.mark.parametrize("lang", LANGS)
def test_learning_and_performance_goals_are_marked_apart(lang):
    goals = {
        "sv": "- gå kursen i upphandling senast 30 juni 2027\n- leda två delprojekt senast 30 september 2027",
        "en": "- take the procurement course by 30 June 2027\n- lead two sub-projects by 30 September 2027",
    }[lang]
    found = step(lang, *START[lang], LONG[lang], goals)
    assert [r.kind for r in found.paper.rungs if r.level == "short"] == ["learning", "performance"]
    text = compose(Order("plan", found, lang, TODAY))
    assert {"sv": "lärandemål", "en": "learning goal"}[lang] in text
    assert {"sv": "resultatmål", "en": "performance goal"}[lang] in text


@pytest.mark.parametrize("lang", LANGS)
def test_a_vague_goal_is_asked_how_it_would_show(lang):
    vague = {
        "sv": "bli bättre på att kommunicera senast 30 juni",
        "en": "get better at communicating by 30 June",
    }
    assert asked(lang, *START[lang], LONG[lang], vague[lang]) == "concrete"
    better = {"sv": "hålla fyra kundmöten", "en": "hold four customer meetings"}[lang]
    paper = step(lang, *START[lang], LONG[lang], vague[lang], better).paper
    assert paper.rungs[1].words == better
    assert paper.rungs[1].day == datetime.date(2027, 6, 30)


@pytest.mark.parametrize("lang", LANGS)
def test_a_done_step_is_ticked_off_and_logged(lang):
    done = {"sv": "Klart med lunchen", "en": "Done with lunch"}[lang]
    paper = step(lang, *whole(lang, done)).paper
    assert [(one.what, paper.rungs[one.rung].status) for one in paper.log] == [("done", "done")]
    by_number = {"sv": "steg 2 är klart", "en": "step 2 is done"}[lang]
    assert step(lang, *whole(lang, by_number)).paper.rungs[3].status == "done"


def test_a_joined_word_ticks_off_the_step_it_speaks_of():
    steps = "- anmäla mig till kursen senast 1 februari\n- betala kursen senast 15 februari"
    said = upto("sv", steps, "jag", "inget", "kvittot", OFTEN["sv"], "kursanmälan är gjord")
    assert [rung.status for rung in step("sv", *said).paper.rungs] == ["open", "open", "done", "open"]


@pytest.mark.parametrize(
    ("lang", "slip", "answer", "what", "rung"),
    [
        ("sv", "Kursen blev inte av", "30 april", "moved", ("2027-04-30", "gå kursen i planering", "open")),
        ("sv", "Kursen blev inte av", "släpp den", "dropped", (None, "gå kursen i planering", "dropped")),
        (
            "sv",
            "Jag hann inte kursen",
            "ett mindre steg: läsa kursboken",
            "smaller",
            (None, "läsa kursboken", "open"),
        ),
        (
            "en",
            "The course didn't happen",
            "30 April",
            "moved",
            ("2027-04-30", "take the planning course", "open"),
        ),
        (
            "en",
            "The course didn't happen",
            "let it go",
            "dropped",
            (None, "take the planning course", "dropped"),
        ),
        (
            "en",
            "I didn't manage the course",
            "a smaller step: read the book",
            "smaller",
            (None, "read the book", "open"),
        ),
    ],
)
def test_what_slipped_is_made_anew_by_date_size_or_dropping_it(lang, slip, answer, what, rung):
    assert asked(lang, *whole(lang, slip)) == "slipped"
    paper = step(lang, *whole(lang, slip, answer)).paper
    assert [one.what for one in paper.log] == ["slipped", what]
    day, text, status = rung
    found = paper.rungs[3]
    assert (found.words, found.status) == (text, status)
    assert day is None or found.day.isoformat() == day


@pytest.mark.parametrize("lang", LANGS)
def test_a_row_can_be_corrected_by_its_number(lang):
    fixed = step(lang, *whole(lang, {"sv": "rad 2: 15 april", "en": "row 2: 15 April"}[lang])).paper
    assert fixed.rungs[3].day == datetime.date(2027, 4, 15)
    gone = step(lang, *whole(lang, {"sv": "stryk rad 1", "en": "row 1: remove"}[lang])).paper
    assert gone.rungs[2].status == "dropped"
    no = step(lang, *upto(lang, STEPS[lang], ME[lang]), {"sv": "rad 9: fredag", "en": "row 9: Friday"}[lang])
    assert [no.paper.rungs[at].support for at in (2, 3)] == ["", ""]
    assert "9" in no.question.note


@pytest.mark.parametrize("lang", LANGS)
def test_numbered_answers_go_to_their_rows_and_a_single_one_to_all(lang):
    said = upto(lang, STEPS[lang], ME[lang])
    each = step(lang, *said, SUPPORT[lang]).paper.rungs
    assert each[2].support != each[3].support
    alike = step(lang, *said, {"sv": "Eva som bollplank", "en": "Eva as a sounding board"}[lang])
    assert alike.paper.rungs[2].support == alike.paper.rungs[3].support != ""
    assert alike.question.note


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "Eva för 1, inget för resten"),
        ("en", "Eva for 1, nothing for the rest"),
        ("en", "Eva / nothing"),
    ],
)
def test_answers_by_number_after_the_words_or_in_order_go_to_their_rows(lang, text):
    found = step(lang, *upto(lang, STEPS[lang], ME[lang]), text).paper.rungs
    assert found[2].support == "Eva"
    assert found[3].support in ("inget", "nothing")


@pytest.mark.parametrize(
    ("lang", "text"), [("sv", "jag på allt"), ("sv", "jag gör alla"), ("en", "me for all")]
)
def test_the_person_may_do_it_all(lang, text):
    found = step(lang, *upto(lang, STEPS[lang]), text).paper.rungs
    assert {rung.owner for rung in found[2:]} == {{"sv": "jag", "en": "I"}[lang]}


@pytest.mark.parametrize(
    ("lang", "text", "kept"),
    [
        ("sv", "praktisera i minst två veckor senast 30 juni 2027", "praktisera i minst två veckor"),
        ("en", "shadow the team for two weeks by 30 June 2027", "shadow the team for two weeks"),
    ],
)
def test_how_long_a_thing_takes_is_no_date(lang, text, kept):
    goal = step(lang, *START[lang], LONG[lang], text).paper.rungs[1]
    assert (goal.words, goal.day) == (kept, datetime.date(2027, 6, 30))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "leda ett delprojekt senast 30 juni 2027; boka lunch med Eva senast 4 december"),
        ("en", "lead a sub-project by 30 June 2027; book lunch with Eva by 4 December"),
    ],
)
def test_of_several_goals_a_near_one_is_a_step_on_the_way(lang, text):
    rungs = step(lang, *START[lang], LONG[lang], text).paper.rungs
    assert sorted(rung.level for rung in rungs) == ["action", "long", "short"]
    action = next(rung for rung in rungs if rung.level == "action")
    assert rungs[action.parent].level == "short"


@pytest.mark.parametrize("lang", LANGS)
def test_steps_told_when_check_ins_are_asked_for_become_steps(lang):
    said = upto(lang, STEPS[lang], ME[lang], SUPPORT[lang], SHOWS[lang])
    more = {"sv": "boka rum senast 20 januari", "en": "book a room by 20 January"}[lang]
    paper = step(lang, *said, more).paper
    assert paper.rungs[-1].day == datetime.date(2027, 1, 20)
    assert not paper.check_ins.words


@given(st.text(alphabet="12 :,.)och and\n", max_size=30), st.integers(0, 5))
def test_numbered_answers_never_fail(text, most):
    assert all(number >= 1 for number in numbered(text, most))


@pytest.mark.parametrize("lang", LANGS)
def test_a_goal_made_elsewhere_needs_no_typing_again(lang):
    goal = {
        "sv": "Senast onsdag 30 juni 2027 ska jag hålla tre kundpresentationer genom att öva med Eva.\n"
        "Om jag inte hinner, då bokar jag om.\nFörsta steget, senast torsdag 26 november 2026: boka Eva",
        "en": "By Wednesday 30 June 2027 I will give three customer presentations by practising with Eva.\n"
        "If I run out of time, then I rebook.\nFirst step, by Thursday 26 November 2026: book Eva",
    }[lang]
    paper = step(lang, goal).paper
    assert [(rung.level, rung.day) for rung in paper.rungs] == [
        ("short", datetime.date(2027, 6, 30)),
        ("action", datetime.date(2026, 11, 26)),
    ]
    assert len(paper.if_then) == 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "Min chef tycker att jag ska göra en utvecklingsplan inför samtalet i januari."),
        ("en", "My manager thinks I need a development plan before our talk in January."),
    ],
)
def test_a_dated_remark_in_the_opening_is_no_step(lang, text):
    paper = step(lang, text).paper
    assert paper.rungs == ()
    assert len(paper.notes) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_an_agreed_list_from_an_email_becomes_rows(lang):
    mail = {
        "sv": "Ämne: Sammanfattning av mötet\n\nHej Johan!\n\nDet här kom vi överens om:\n"
        "- Jag bokar flyttfirman senast fredag 4 december.\n- Du pratar med facket måndag 30 november.\n"
        "- Petra gör en ny skyltplan senast fredag 11 december.\n\nVänliga hälsningar\nSamira",
        "en": "Subject: Summary of our meeting\n\nHi John,\n\nThis is what we agreed:\n"
        "- I'll book the removal firm by Friday 4 December.\n"
        "- You'll talk to the union on Monday 30 November.\n"
        "- Petra will make a new signage plan by Friday 11 December.\n\nBest wishes,\nSamira",
    }[lang]
    rungs = step(lang, mail).paper.rungs
    assert [rung.day.day for rung in rungs] == [4, 30, 11]
    assert [rung.owner for rung in rungs] == [
        {"sv": "jag", "en": "I"}[lang],
        {"sv": "Johan", "en": "John"}[lang],
        "Petra",
    ]


def test_thirty_pages_are_read_capped_and_told():
    filler = "Vi gick igenom läget på avdelningen utan att bestämma något. " * 85
    names = [
        "mat",
        "dryck",
        "hygien",
        "rörelse",
        "vila",
        "sömn",
        "smärta",
        "andning",
        "syn",
        "hörsel",
        "tänder",
        "fötter",
        "hud",
        "hår",
    ]
    pages = [
        f"{filler}\nJag ska skriva rutinen om {name} senast {n + 1} mars 2027."
        for n, name in enumerate(names)
    ]
    found = step("sv", "\n\n".join(pages))
    assert len(found.paper.rungs) == 12
    assert found.paper.left_out == 2
    assert "12" in found.question.note
    assert len(found.paper.said[0]) > 70_000
    assert found.paper.said[0].count("rutinen") == 14


MESSAGES = st.sampled_from(
    [
        *(
            "hoppa över",
            "vet inte",
            "1 mars",
            "30 juni 2027",
            "om fyra år",
            "om två år",
            "12 december 2025",
            "2030",
        ),
        *("jag", "1: Eva, 2: jag", "varje fredag", "rad 1: 15 juli", "rad 2: stryk", "klart med kursen"),
        *(
            "kursen blev inte av",
            "ett mindre steg: boka mötet",
            "släpp den",
            "målet flyttas till 30 september",
        ),
        *(
            "gå kursen senast 1 mars, boka mötet senast 20 oktober 2027",
            "Delmål: kursen senast 1 maj\n- prov 9 maj",
        ),
        *(
            "Om fyra år leder jag projekt",
            "leda ett delprojekt senast 30 juni 2027",
            "leda ett delprojekt i höst",
        ),
        *(
            "Anna och jag går kursen senast fredag 1 mars",
            "måndag 26 november",
            "bli bättre",
            "nej",
            "?",
            "x, y, z",
        ),
    ]
)


@settings(max_examples=60, deadline=None)
@given(said=st.lists(MESSAGES, min_size=1, max_size=14))
def test_whatever_is_said_the_finished_ladder_holds(said):
    """No child after its parent, goals in their windows, every leaf dated or blank, check-ins in time."""
    paper = step("sv", "Jag vill bli projektledare", *said, "det räcker").paper
    for at, rung in enumerate(paper.rungs):
        assert not late(paper.rungs, at)
        assert not outside(rung, TODAY)
        assert rung.doubt == "" or rung.status != "open"
        if rung.status == "open" and rung.level in ("milestone", "action"):
            assert rung.day or f"when:{at}" in paper.given_up
    for rung in paper.rungs:
        if rung.status == "open" and rung.day and rung.level != "long" and (rung.day - TODAY).days >= 2:
            before = [day for day in paper.check_ins.days if TODAY < day < rung.day]
            assert any((rung.day - day).days <= 14 for day in before)


@settings(max_examples=40, deadline=None)
@given(said=st.lists(MESSAGES, max_size=8))
def test_every_talk_ends_when_nothing_more_is_said(said):
    talk = ["Jag vill bli projektledare", *said]
    for _ in range(60):
        if step("sv", *talk).question is None:
            return
        talk.append("hoppa över")
    pytest.fail("never ends")


@given(st.lists(st.integers(2, 400), min_size=1, max_size=6), st.sampled_from([0, 1, 2, 4]))
def test_there_is_a_check_in_shortly_before_every_deadline(days, weeks):
    ends = [TODAY + datetime.timedelta(days=n) for n in days]
    known = series(TODAY, CheckIns(every_weeks=weeks), max(ends))
    found = check_ins(TODAY, ends, known)
    for end in ends:
        assert any(TODAY < day < end and (end - day).days <= 14 for day in found)
    assert set(known) <= set(found)


def test_a_rhythm_keeps_the_weekday_that_is_said():
    end = datetime.date(2027, 3, 1)
    assert {day.weekday() for day in series(TODAY, CheckIns(every_weeks=1, weekday=4), end)} == {4}
    last = series(TODAY, CheckIns(every_weeks=4, weekday=4, nth=-1), end)
    assert [day.isoformat() for day in last] == ["2026-11-27", "2026-12-25", "2027-01-29", "2027-02-26"]


def test_a_ring_of_parents_is_survived():
    ring = (Rung("action", "a", parent=1, day=TODAY), Rung("action", "b", parent=0))
    assert not late(ring, 0)


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_model_invents_or_loses_is_refused(lang):
    found = step(lang, *whole(lang))
    order = Order("plan", found, lang, TODAY)
    guided = compose(order)
    order = dataclasses.replace(order, guided=guided)
    assert PLAN.refusals(guided, order) == ()
    assert any("47" in reason for reason in PLAN.refusals(guided + " 47.", order))
    assert any("Birgitta" in reason for reason in PLAN.refusals(guided + "\n\nTack, Birgitta", order))
    lost = {"sv": "leda ett delprojekt", "en": "lead a sub-project"}[lang]
    assert any("lost" in reason for reason in PLAN.refusals(guided.replace(lost, ""), order))
    assert PLAN.refusals(" ", order) == ("empty",)
    assert "too long" in PLAN.refusals(guided + " och" * 120, order)
    moved = guided.replace("2027", "2028")
    assert any("not the person's" in reason for reason in PLAN.refusals(moved, order))


HOSTILE = {
    "controls": "\x00\x07\x1b[31m torsdag kl 10 \ud800 \u200b å\u0308",
    "marks": "| # ** _ ~~ <b> `x` ![](http://a.b/c.png) [x](y) {0} {words} %s",
    "unbroken": "a" * 60_000,
    "commas": "x, " * 9_000,
    "numbers": "1: 2: 3: 4: 5: 6: " * 200,
    "empty": "   ",
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_changes_nothing_but_the_words(lang, name):
    text = HOSTILE[name]
    found = step(lang, text or " ", text, text, text, text, text, text)
    assert found.paper.said[0] == text
    assert compose(Order("plan", found, lang, TODAY)) is not None


@pytest.mark.parametrize("lang", LANGS)
def test_everything_can_be_skipped_and_enough_ends_it(lang):
    said = [START[lang][0]]
    while step(lang, *said).question and len(said) < 15:
        said.append(SKIP[lang])
    assert len(said) < 10
    assert step(lang, START[lang][0], ENOUGH[lang]).question is None


@pytest.mark.parametrize("lang", LANGS)
def test_both_languages_ask_and_listen_for_the_same_things(lang):
    for name in ("questions", "cues"):
        raw = tomllib.loads((ROOT / f"prompts/plan/{name}.{lang}.toml").read_text("utf-8"))
        other = tomllib.loads((ROOT / f"prompts/plan/{name}.sv.toml").read_text("utf-8"))
        assert set(raw) == set(other)
        if name == "questions":
            assert {key: list(part) for key, part in raw.items()} == {
                key: list(part) for key, part in other.items()
            }
