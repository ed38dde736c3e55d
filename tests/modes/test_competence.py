"""Two assessments: every level is read or asked about, nothing added up, and a difference is a question."""

import dataclasses
import datetime
import tomllib
from pathlib import Path

import pytest

from coach.checks.turn import check_turn
from coach.domain.mode import Order
from coach.modes.competence import CompetenceMode
from coach.modes.competence_names import trades
from coach.modes.phrasebook import cue
from coach.writer.competence import compose

TODAY = datetime.date(2026, 11, 25)
ROOT = Path(__file__).parents[2]
MODE = CompetenceMode()
SKIP = {"sv": "hoppa över", "en": "skip"}
ENOUGH = {"sv": "det räcker", "en": "that's enough"}
BOTH = {
    "sv": "Excel 3, kundmöten 2, avtal 2. Chefen: Excel 2, kundmöten 2, avtal 4",
    "en": "Excel 3, customer meetings 2, contracts 2. Manager: Excel 2, customer meetings 2, contracts 4",
}


def step(lang, *said):
    return MODE.step(list(said), lang, TODAY)


def asked(lang, *said):
    return step(lang, *said).question


def levels(lang, *said):
    return {row.name.lower(): (row.own.level, row.manager.level) for row in step(lang, *said).paper.rows}


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("sv", "Excel 3, kundmöten 2, chefen sa 3 på Excel", {"excel": (3, 3), "kundmöten": (2, None)}),
        (
            "sv",
            "Excel: 3\nKundmöten: 2\nAvtal: 0",
            {"excel": (3, None), "kundmöten": (2, None), "avtal": (0, None)},
        ),
        ("sv", "Excel – nivå 3; kundmöten (2)", {"excel": (3, None), "kundmöten": (2, None)}),
        ("sv", "Jag ligger på 2 i kundmöten och 3 på Excel", {"kundmöten": (2, None), "excel": (3, None)}),
        ("sv", "Excel är jag en trea på. En tvåa i kundmöten.", {"excel": (3, None), "kundmöten": (2, None)}),
        ("sv", "Excel: jag 3, chefen 2. Avtal: jag 1, chefen 2", {"excel": (3, 2), "avtal": (1, 2)}),
        ("sv", "Excel 3, chefen 2, avtal 1, chefen 2", {"excel": (3, 2), "avtal": (1, 2)}),
        ("sv", "Excel | 3 | 2\nAvtal | 1 | 2", {"excel": (3, 2), "avtal": (1, 2)}),
        ("sv", "Min chef tycker att jag är en tvåa på avtal. Själv säger jag 3 på avtal.", {"avtal": (3, 2)}),
        ("sv", "Muntlig och skriftlig framställning 3", {"muntlig och skriftlig framställning": (3, None)}),
        (
            "sv",
            "HTML5 3, ISO 9001 2 och C++ 1",
            {"html5": (3, None), "iso 9001": (2, None), "c++": (1, None)},
        ),
        ("sv", "Excel 3 av 4", {"excel": (3, None)}),
        ("sv", "Excel 3 kundmöten 2", {"excel": (3, None), "kundmöten": (2, None)}),
        (
            "en",
            "Excel 3, customer meetings 2, my manager said 3 for Excel",
            {"excel": (3, 3), "customer meetings": (2, None)},
        ),
        ("en", "Excel: 3\nContracts: 0", {"excel": (3, None), "contracts": (0, None)}),
        ("en", "Excel – level 3; contracts (2)", {"excel": (3, None), "contracts": (2, None)}),
        ("en", "I'm a 2 at contracts and a 3 at Excel", {"contracts": (2, None), "excel": (3, None)}),
        (
            "en",
            "For contracts I'd say 2. I'd give myself a three for Excel.",
            {"contracts": (2, None), "excel": (3, None)},
        ),
        (
            "en",
            "Excel: me 3, my manager 2. Contracts: me 1, my manager 2",
            {"excel": (3, 2), "contracts": (1, 2)},
        ),
        ("en", "Excel 3, manager 2, contracts 1, manager 2", {"excel": (3, 2), "contracts": (1, 2)}),
        ("en", "Excel | 3 | 2\nContracts | 1 | 2", {"excel": (3, 2), "contracts": (1, 2)}),
        ("en", "Reading and writing reports 3", {"reading and writing reports": (3, None)}),
        ("sv", "Mina nivåer: Excel 3, avtal 2. Chefens: Excel 2", {"excel": (3, 2), "avtal": (2, None)}),
        ("sv", "Chefen har satt:\nExcel 3\nJag har satt:\nExcel 2", {"excel": (2, 3)}),
        ("sv", "Excel: 3 (chef: 2)\nAvtal: 1 (chef: 3)", {"excel": (3, 2), "avtal": (1, 3)}),
        (
            "sv",
            "Jag ger mig 3 i Excel och 2 i avtal, chefen gav mig fyra respektive två",
            {"excel": (3, 4), "avtal": (2, 2)},
        ),
        (
            "sv",
            "Avtal 2. Chefen tycker jag är en 4:a på Excel men bara 1:a på avtal",
            {"avtal": (2, 1), "excel": (None, 4)},
        ),
        ("sv", "Min bedömning\nExcel 3\nChefens bedömning\nExcel 2", {"excel": (3, 2)}),
        (
            "en",
            "Contracts 2. My manager thinks I'm a 4 at Excel but only a 1 at contracts",
            {"contracts": (2, 1), "excel": (None, 4)},
        ),
        ("en", "My assessment\nExcel 3\nManager's assessment\nExcel 2", {"excel": (3, 2)}),
        ("sv", "Anna satte 2 på avtal men jag satte 3", {"avtal": (3, 2)}),
        (
            "en",
            "My ratings: Excel 3, contracts 2. My manager's: Excel 2",
            {"excel": (3, 2), "contracts": (2, None)},
        ),
        ("en", "My manager has put:\nExcel 3\nI have put:\nExcel 2", {"excel": (2, 3)}),
        ("en", "Excel: 3 (manager: 2)\nContracts: 1 (manager: 3)", {"excel": (3, 2), "contracts": (1, 3)}),
        (
            "en",
            "I put 3 for Excel and 2 for contracts, my boss gave me four and two respectively",
            {"excel": (3, 4), "contracts": (2, 2)},
        ),
        ("en", "Anna put 2 for contracts but I put 3", {"contracts": (3, 2)}),
        ("en", "Excel 3 out of 4", {"excel": (3, None)}),
    ],
)
def test_levels_are_read_however_they_are_written(lang, text, found):
    assert levels(lang, text) == found


@pytest.mark.parametrize(
    ("lang", "text", "name", "example"),
    [
        ("sv", "Excel 3 – jag byggde budgetfilen, avtal 2", "excel", "jag byggde budgetfilen"),
        ("sv", "- Excel: 3 eftersom jag lär upp andra\n- Avtal: 2", "excel", "jag lär upp andra"),
        ("en", "Excel 3 – I built the budget file, contracts 2", "excel", "I built the budget file"),
        ("sv", "Excel 3. Bevis: budgetfilen. Avtal 2.", "excel", "budgetfilen"),
        ("en", "Excel 3. Evidence: the budget file. Contracts 2.", "excel", "the budget file"),
        ("en", "- Excel: 3 because I teach others\n- Contracts: 2", "excel", "I teach others"),
    ],
)
def test_why_a_level_was_put_is_kept_beside_it(lang, text, name, example):
    rows = {row.name.lower(): row for row in step(lang, text).paper.rows}
    assert rows[name].example == example
    assert all(row.own.level is not None for row in rows.values())


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "Jag har haft 3 kunder i 2 år. Möte den 4 december."),
        ("en", "I've had 3 customers for 2 years. Meeting on 4 December."),
    ],
)
def test_figures_that_count_something_are_no_levels(lang, text):
    assert levels(lang, text) == {}
    assert asked(lang, text).key == "competences"


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("sv", "Excel 7", "7"),
        ("sv", "Excel 8/10", "8/10"),
        ("sv", "Excel -1", "-1"),
        ("sv", "Excel 2,5", "2,5"),
        ("sv", "Excel mellan 2 och 3", "2 och 3"),
        ("sv", "Excel 2-3", "2 och 3"),
        ("sv", "Excel 2. Excel 3.", "2 och 3"),
        ("en", "Excel 7", "7"),
        ("en", "Excel 8 out of 10", "8 out of 10"),
        ("en", "Excel 2.5", "2.5"),
        ("en", "Excel between 2 and 3", "2 and 3"),
        ("en", "Excel 2. Excel 3.", "2 and 3"),
    ],
)
def test_a_level_that_cannot_be_taken_is_asked_about_and_its_words_are_kept(lang, text, words):
    question = asked(lang, text)
    assert question.key == "doubt"
    assert words in question.note
    row = step(lang, text, SKIP[lang]).paper.rows[0]
    assert row.own.level is None
    assert row.own.words == words
    assert step(lang, text, "2").paper.rows[0].own.level == 2


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_level_that_cannot_be_taken_twice_is_not_asked_a_third_time(lang):
    assert asked(lang, "Excel 7", "8").key == "doubt"
    found = step(lang, "Excel 7", "8", "9")
    assert found.question.key != "doubt"
    assert found.paper.rows[0].own.words == "9"


@pytest.mark.parametrize(
    ("lang", "text"),
    [("sv", "Excel 3, avtal, budget vet inte"), ("en", "Excel 3, contracts, budget don't know")],
)
def test_what_has_no_level_is_asked_for_and_never_becomes_zero(lang, text):
    question = asked(lang, text)
    assert question.key == "missing"
    assert "budget" in question.text
    found = step(lang, text, SKIP[lang], SKIP[lang])
    assert [row.own.level for row in found.paper.rows] == [3, None, None]


@pytest.mark.parametrize(
    ("lang", "text", "piece"),
    [("sv", "Excel 3. Så 0 där.", "Så 0 där"), ("en", "Excel 3. So 0 there.", "So 0 there")],
)
def test_a_level_without_a_competence_is_kept_as_it_was_written_and_asked_about(lang, text, piece):
    found = step(lang, text)
    assert found.paper.unread == (piece,)
    assert piece in found.question.note


@pytest.mark.parametrize(
    ("lang", "text"),
    [("sv", "Kompetenser: Excel, avtal och budget"), ("en", "Competences: Excel, contracts and budget")],
)
def test_a_list_without_levels_is_asked_for_the_persons_own(lang, text):
    question = asked(lang, text)
    assert question.key == "own"
    assert "Excel" in question.note


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_trade_has_a_list_of_six_to_ten_in_both_languages(lang):
    found = [trade for trade, _ in trades(lang)]
    assert len(found) >= 12
    assert all(6 <= len(trade.competences) <= 10 for trade in found)
    assert all(len(set(trade.competences)) == len(trade.competences) for trade in found)
    other = [trade for trade, _ in trades("en" if lang == "sv" else "sv")]
    assert [(t.key, len(t.competences)) for t in found] == [(t.key, len(t.competences)) for t in other]


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("sv", "Jag är elektriker och vill se var jag står", "elinstallation"),
        ("sv", "yrke: kock", "matlagning"),
        ("en", "I'm an electrician and want to see where I stand", "installation"),
        ("en", "occupation: cook", "cooking"),
    ],
)
def test_a_trade_gives_a_list_and_figures_alone_follow_its_order(lang, text, name):
    found = step(lang, text)
    assert found.question.key == "own"
    assert found.paper.rows[0].name == name
    assert name.split()[0] in found.question.note.lower()
    assert all(row.own.level is None for row in found.paper.rows)
    rows = step(lang, text, "3 2 4 0 1 3 2 2").paper.rows
    assert [row.own.level for row in rows] == [3, 2, 4, 0, 1, 3, 2, 2]


@pytest.mark.parametrize(
    ("lang", "answer"),
    [
        ("sv", "Excel 2, resten samma"),
        ("sv", "Hon satte 2 på Excel. I övrigt samma som jag."),
        ("en", "Excel 2, the rest the same"),
        ("en", "She put 2 for Excel. The others are the same as mine."),
    ],
)
def test_the_other_one_can_have_put_the_same(lang, answer):
    text = {"sv": "Excel 3, avtal 2, budget 0", "en": "Excel 3, contracts 2, budgets 0"}[lang]
    assert list(levels(lang, text, answer).values()) == [(3, 2), (2, 2), (0, 0)]


@pytest.mark.parametrize(
    ("lang", "text", "answer"),
    [
        ("sv", "Jag är elektriker", "felsökning 4, resten 2"),
        ("en", "I'm an electrician", "fault finding 4, the rest 2"),
    ],
)
def test_the_rest_can_be_put_at_once(lang, text, answer):
    found = [row.own.level for row in step(lang, text, answer).paper.rows]
    assert sorted(found) == [2] * 7 + [4]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "Jag är chef för min medarbetare Lina. Jag har satt avtal 2. Lina har satt avtal 3."),
        ("en", "I'm a manager and will talk with my report Lina. I put contracts 2. Lina put contracts 3."),
    ],
)
def test_who_is_the_manager_decides_whose_levels_are_whose(lang, text):
    found = step(lang, text).paper
    assert found.side == "manager"
    assert found.other == "Lina"
    assert [(row.own.level, row.manager.level) for row in found.rows] == [(3, 2)]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_each_difference_has_an_open_question_and_what_agrees_has_none(lang):
    rows = step(lang, BOTH[lang]).paper.rows
    assert [bool(row.question) for row in rows] == [True, False, True]
    for row in rows:
        assert not row.question or check_turn(row.question, lang).labels["open_question"]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_question_about_a_difference_says_who_is_wrong(lang):
    found = tomllib.loads((ROOT / f"prompts/competence/gaps.{lang}.toml").read_text("utf-8"))
    for question in (text.format(name="Excel") for texts in found.values() for text in texts):
        labels = check_turn(question, lang).labels
        assert labels["open_question"], question
        assert not any(labels[name] for name in ("closed_question", "blame", "defence")), question
        assert not cue("competence", lang, "judges").search(question.lower())


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("sv", "Räkna ut mitt snitt"),
        ("sv", "Vilken nivå tycker du att jag har?"),
        ("en", "What level am I?"),
        ("sv", "Kan du rangordna oss?"),
        ("sv", "Hur sannolikt är det att jag blir befordrad?"),
        ("en", "Work out my average"),
        ("en", "Can you rank the team?"),
        ("en", "Will I get promoted?"),
    ],
)
def test_totals_ranks_and_predictions_are_declined_kindly_and_the_talk_goes_on(lang, text):
    found = step(lang, f"Excel 3, avtal 2. {text}")
    assert found.paper.declined
    assert {"sv": "räknar inte ihop", "en": "don't add levels up"}[lang] in found.question.note
    assert [row.own.level for row in found.paper.rows] == [3, 2]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_rows_of_the_plan_are_asked_for_one_thing_at_a_time(lang):
    said = [BOTH[lang], SKIP[lang], SKIP[lang], {"sv": "avtalen", "en": "contracts"}[lang]]
    keys = []
    for answer in ("3", "gå en kurs", "två timmar", "ett avtal", "2027-04-30", "2027-03-01"):
        keys.append(asked(lang, *said).key)
        said.append(answer)
    assert keys == ["target", "activity", "support", "proof", "due", "check_in"]
    found = step(lang, *said)
    assert found.question is None
    row = found.paper.plan[0]
    assert (row.own, row.manager, row.target) == (2, 4, 3)
    assert (row.due, row.check_in) == (datetime.date(2027, 4, 30), datetime.date(2027, 3, 1))


def planned(lang, *answers):
    said = [BOTH[lang], SKIP[lang], SKIP[lang], "Excel", *answers]
    return step(lang, *said)


@pytest.mark.parametrize(
    ("lang", "target", "note"),
    [
        ("sv", "1", "lägre"),
        ("sv", "7", "7"),
        ("sv", "2,5", "2,5"),
        ("sv", "bättre", "ingen nivå"),
        ("en", "1", "lower"),
        ("en", "7", "7"),
        ("en", "2.5", "2.5"),
        ("en", "better", "can't find a level"),
    ],
)
def test_a_target_below_or_off_the_scale_is_asked_about(lang, target, note):
    found = planned(lang, target)
    assert found.question.key == "target"
    assert note in found.question.note


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_day_that_has_been_and_a_check_in_after_the_day_are_asked_about(lang):
    row = ("3", "a b", "c d", "e f")
    past = planned(lang, *row, "2025-03-01")
    assert past.question.key == "due"
    assert "2025" in past.question.note
    late = planned(lang, *row, "2027-04-30", "2027-04-30")
    assert late.question.key == "check_in"
    assert "2027" in late.question.note


@pytest.mark.parametrize(
    ("lang", "text", "day"),
    [
        ("sv", "halvvägs", "2027-02-11"),
        ("sv", "två veckor innan", "2027-04-16"),
        ("sv", "en månad före", "2027-03-30"),
        ("en", "halfway", "2027-02-11"),
        ("en", "two weeks before", "2027-04-16"),
        ("en", "a month before", "2027-03-30"),
    ],
)
def test_a_check_in_can_be_counted_from_the_day(lang, text, day):
    found = planned(lang, "3", "a b", "c d", "e f", "2027-04-30", text)
    assert found.paper.plan[0].check_in == datetime.date.fromisoformat(day)


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_everything_can_be_skipped_and_enough_ends_it(lang):
    said = ["kompetenser", *[SKIP[lang]] * 8]
    assert asked(lang, *said) is None
    said = [BOTH[lang]]
    while asked(lang, *said) and len(said) < 20:
        said.append(SKIP[lang])
    assert len(said) < 8
    assert asked(lang, BOTH[lang], ENOUGH[lang]) is None


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_a_model_invents_loses_or_judges_is_refused(lang):
    found = step(lang, BOTH[lang], *[SKIP[lang]] * 3)
    order = Order("competence", found, lang, TODAY)
    guided = compose(order)
    order = dataclasses.replace(order, guided=guided)
    assert MODE.refusals(guided, order) == ()
    name = {"sv": "kundmöten", "en": "customer meetings"}[lang]
    judged = {"sv": " Du överskattar dig.", "en": " You overrate yourself."}[lang]
    total = {"sv": " Snittet är 2.", "en": " The average is 2."}[lang]
    assert any("47" in reason for reason in MODE.refusals(guided + " 47.", order))
    assert any("Birgitta" in reason for reason in MODE.refusals(guided + "\n\nTack, Birgitta", order))
    assert any("lost" in reason for reason in MODE.refusals(guided.replace(name, "allt"), order))
    assert any("judges" in reason for reason in MODE.refusals(guided + judged, order))
    assert any("not for the program" in reason for reason in MODE.refusals(guided + total, order))
    assert MODE.refusals(" ", order) == ("empty",)
    assert "too long" in MODE.refusals(guided + " och" * 100, order)


HOSTILE = {
    "controls": "\x00\x07\x1b[31m Excel 3 \ud800 \u200b å\u0308 2",
    "marks": "| # ** _ ~~ <b> `x` 3 | ![](http://a.b/c.png) | [x](y) {0} {words} %s 2",
    "long": "Excel 3, eftersom jag gör det varje dag, och avtal 2. " * 300,
    "unbroken": "a" * 20_000,
    "figures": "3, 2 " * 4_000,
    "commas": "x, " * 6_000,
    "many": "\n".join(f"kompetens{chr(97 + n % 26)}{chr(97 + n // 26)} {n % 5}" for n in range(200)),
    "spaces": "Excel" + " " * 20_000 + "3" + ":" * 20_000,
    "empty": "   ",
}


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_as_opening_or_answer_is_survived(lang, name):
    text = HOSTILE[name]
    found = step(lang, text or " ", text, text)
    assert len(found.paper.rows) <= 24
    assert compose(Order("competence", found, lang, TODAY))
    found = step(lang, BOTH[lang], text, text, "Excel", text, text, text, text, text)
    assert compose(Order("competence", found, lang, TODAY))


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_both_languages_ask_the_same_things(lang):
    for name in ("questions", "cues", "gaps", "levels"):
        raw, other = (
            tomllib.loads((ROOT / f"prompts/competence/{name}.{each}.toml").read_text("utf-8"))
            for each in (lang, "sv")
        )
        assert list(raw) == list(other)
        if name == "questions":
            assert {k: list(v) for k, v in raw.items()} == {k: list(v) for k, v in other.items()}


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_example_that_is_shown_is_an_answer_that_is_understood(lang):
    said = [BOTH[lang].split(".")[0]]
    seen = set()
    for _ in range(12):
        question = asked(lang, *said)
        if question is None:
            break
        seen.add(question.key)
        for example in question.examples:
            after = asked(lang, *said, example.replace("…", "2"))
            assert after is None or after.key != question.key or after.text != question.text, example
        said.append(question.examples[0])
    assert {"theirs", "evidence", "choose", "target", "activity", "due", "check_in"} <= seen


@pytest.mark.parametrize(
    ("lang", "text", "answer", "names"),
    [
        ("sv", BOTH["sv"], "båda", ["Excel", "avtal"]),
        ("sv", BOTH["sv"], "Excel och avtalen", ["Excel", "avtal"]),
        ("sv", BOTH["sv"], "projektledning", ["projektledning"]),
        ("en", BOTH["en"], "both", ["Excel", "contracts"]),
        ("en", BOTH["en"], "Excel and contracts", ["Excel", "contracts"]),
        ("en", BOTH["en"], "project management", ["project management"]),
    ],
)
def test_what_to_work_on_is_chosen_in_the_persons_words(lang, text, answer, names):
    found = step(lang, text, SKIP[lang], SKIP[lang], answer)
    assert [row.name for row in found.paper.plan] == names
