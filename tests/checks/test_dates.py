"""The conventions of the annotation guide, section 6, read on Wednesday 25 November 2026."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.checks.dates import deadline, find_dates, show_date, show_short

TODAY = date(2026, 11, 25)
DEV = Path(__file__).parents[2] / "evals" / "sets" / "dates.dev.jsonl"

# (language, sentence, last day as ISO), a group for each rule.
CONVENTIONS = {
    "quarter": [
        ("sv", "Klart senast Q3.", "2027-09-30"),
        ("sv", "Vi mäter igen i slutet av fjärde kvartalet.", "2026-12-31"),
        ("sv", "Jag ska ha byggt färdigt under kvartal 2.", "2027-06-30"),
        ("sv", "Före Q2 behöver jag en ersättare.", "2027-03-31"),
        ("sv", "Innan kvartalets slut ska jag ha hållit två pass.", "2026-12-31"),
        ("sv", "I mitten av Q1 provar vi.", "2027-02-15"),
        ("en", "Ship it by the end of Q3.", "2027-09-30"),
        ("en", "The pilot runs in Q1 2028.", "2028-03-31"),
        ("en", "I will lead one audit before the quarter is out.", "2026-12-31"),
        ("en", "We start before Q2.", "2027-03-31"),
        ("en", "Double the sign-ups in the second quarter of 2027.", "2027-06-30"),
        ("en", "I'll run two of them by quarter-end.", "2026-12-31"),
    ],
    "half-year": [
        ("sv", "Inför halvårsskiftet ska rutinen sitta.", "2027-06-29"),
        ("sv", "Till halvårsskiftet ska rutinen sitta.", "2027-06-30"),
        ("sv", "Under andra halvåret 2027 tar jag över.", "2027-12-31"),
        ("sv", "Nästa halvår leder jag gruppen.", "2027-06-30"),
        ("sv", "Klart H1 2028.", "2028-06-30"),
        ("en", "By the end of H2 we're there.", "2026-12-31"),
        ("en", "In the first half of 2027 I'll train three people.", "2027-06-30"),
        ("en", "I want it by mid-year.", "2027-06-30"),
        ("en", "This half-year I will write the manual.", "2026-12-31"),
    ],
    "month": [
        ("sv", "Jag gör det i februari.", "2027-02-28"),
        ("sv", "Senast i början av juni vill jag ha ett svar.", "2027-06-10"),
        ("sv", "I slutet av oktober är jag klar.", "2027-10-31"),
        ("sv", "Före mars ska två personer kunna allt.", "2027-02-28"),
        ("sv", "Till månadsskiftet är listan rensad.", "2026-11-30"),
        ("sv", "Jag tar kursen i november.", "2026-11-30"),
        ("sv", "Sista maj lämnar jag över.", "2027-05-31"),
        ("en", "I'll do it in February.", "2027-02-28"),
        ("en", "Late October should work for the launch.", "2027-10-31"),
        ("en", "Have two people ready before March.", "2027-02-28"),
        ("en", "By the middle of July I want to have met them all.", "2027-07-15"),
        ("en", "Halfway through June we check again.", "2027-06-15"),
        ("en", "My target for May is one talk.", "2027-05-31"),
    ],
    "year": [
        ("sv", "Vid årsskiftet ska vi vara åtta.", "2026-12-31"),
        ("sv", "Under nästa år vill jag ta examen.", "2027-12-31"),
        ("sv", "I slutet av 2028 är jag chef.", "2028-12-31"),
        ("sv", "Innan årets slut ska det vara gjort.", "2026-12-31"),
        ("sv", "Året ut håller jag i morgonmötet.", "2026-12-31"),
        ("sv", "Mitt mål för 2027 är tre certifikat.", "2027-12-31"),
        ("sv", "Senast 2029 ska jag vara legitimerad.", "2029-12-31"),
        ("en", "Before the year is out I want a new rota.", "2026-12-31"),
        ("en", "Get licensed by 2029.", "2029-12-31"),
        ("en", "Have it running by the turn of the year.", "2026-12-31"),
        ("en", "Over the course of next year I will coach two people.", "2027-12-31"),
        ("en", "My goals for 2027: one exam, one talk.", "2027-12-31"),
    ],
    "week": [
        ("sv", "Leverans v 2.", "2027-01-17"),
        ("sv", "I slutet av nästa vecka har du den.", "2026-12-06"),
        ("sv", "Innan v. 10 måste vi vara klara.", "2027-03-07"),
        ("sv", "Utbildningen hålls vecka 36 2027.", "2027-09-12"),
        ("sv", "Jag går igenom det under veckan.", "2026-11-29"),
        ("sv", "Vi tar det veckan efter nästa.", "2026-12-13"),
        ("en", "Delivery in week 2.", "2027-01-17"),
        ("en", "You'll have it before the end of the week.", "2026-11-29"),
        ("en", "It has to be done before week 10.", "2027-03-07"),
        ("en", "Training takes place in week 36 of 2027.", "2027-09-12"),
        ("en", "I'll get to it the week after next.", "2026-12-13"),
        ("en", "The roll-out is planned for weeks 5–7.", "2027-02-21"),
    ],
    "weekday": [
        ("sv", "Vi ses på lördag.", "2026-11-28"),
        ("sv", "Jag skickar den före torsdag.", "2026-11-25"),
        ("sv", "Nu på fredag presenterar jag.", "2026-11-27"),
        ("sv", "Kan vi ta det till tisdagens möte?", "2026-12-01"),
        ("sv", "Måndag v. 49 kör vi.", "2026-11-30"),
        ("sv", "Nästa vecka på torsdag är allt uppe.", "2026-12-03"),
        ("en", "See you on Saturday.", "2026-11-28"),
        ("en", "I will send it before Thursday.", "2026-11-25"),
        ("en", "This Friday I present.", "2026-11-27"),
        ("en", "Could it be ready for Tuesday's meeting?", "2026-12-01"),
        ("en", "Let's run it on Monday of week 49.", "2026-11-30"),
        ("en", "I'll call them Thursday next week.", "2026-12-03"),
        ("en", "We decide Friday week.", "2026-12-04"),
    ],
    "length": [
        ("sv", "Inom nio månader ska jag kunna leda ett projekt.", "2027-08-25"),
        ("sv", "Jag är klar om tjugoen dagar.", "2026-12-16"),
        ("sv", "Inom 10 arbetsdagar är uppdraget slutfört.", "2026-12-09"),
        ("sv", "Om ett par veckor hör jag av mig.", "2026-12-09"),
        ("sv", "Inom sex till åtta veckor är vi igång.", "2027-01-20"),
        ("sv", "Om ett halvt år är jag certifierad.", "2027-05-25"),
        ("sv", "Jag ska lära mig det på tre månader.", "2027-02-25"),
        ("en", "I should be able to lead it within nine months.", "2027-08-25"),
        ("en", "I'll be done in twenty-one days.", "2026-12-16"),
        ("en", "The job will be finished within 10 working days.", "2026-12-09"),
        ("en", "In a couple of weeks I'll report back.", "2026-12-09"),
        ("en", "Within six to eight weeks we should be running.", "2027-01-20"),
        ("en", "Two years from now I want to run the site.", "2028-11-25"),
        ("en", "During the next 30 days I will visit every store.", "2026-12-25"),
        ("en", "I will log my calls for six weeks.", "2027-01-06"),
    ],
    "day": [
        ("sv", "Provet är den 3 mars.", "2027-03-03"),
        ("sv", "Senast den tolfte januari.", "2027-01-12"),
        ("sv", "Svar till mig före 24/12.", "2026-12-23"),
        ("sv", "Lämna in den 20:e.", "2026-12-20"),
        ("sv", "Allt är på plats 1 okt. 2027.", "2027-10-01"),
        ("sv", "Sista dag är 2027-01-31.", "2027-01-31"),
        ("sv", "Senast 20270131.", "2027-01-31"),
        ("sv", "Möte tis 8 dec.", "2026-12-08"),
        ("sv", "Senast 29 februari ska det vara klart.", "2028-02-29"),
        ("en", "The exam is on 3 March.", "2027-03-03"),
        ("en", "No later than the twelfth of January.", "2027-01-12"),
        ("en", "Hand it in on the 20th.", "2026-12-20"),
        ("en", "All in place Oct. 1, 2027.", "2027-10-01"),
        ("en", "Submit by 12/31/2026.", "2026-12-31"),
        ("en", "Reply before 24/12.", "2026-12-23"),
        ("en", "finish it by may 3rd", "2027-05-03"),
        ("en", "The second Tuesday in March is when I present.", "2027-03-09"),
    ],
    "range": [
        ("sv", "Jag vikarierar 10–24 januari.", "2027-01-24"),
        ("sv", "Projektet löper från mars till juni.", "2027-06-30"),
        ("sv", "Försöket pågår 2027-02-01–2027-03-01.", "2027-03-01"),
        ("sv", "Jag är ledig maj–augusti.", "2027-08-31"),
        ("en", "I'm covering from 10 to 24 January.", "2027-01-24"),
        ("en", "The project runs from March to June.", "2027-06-30"),
        ("en", "We'll trial it January 10–24.", "2027-01-24"),
        ("en", "I plan to pair with Ida between March and May.", "2027-05-31"),
    ],
    "season": [
        ("sv", "Lagom till sommaren ska staketet stå.", "2027-05-31"),
        ("sv", "I vinter lär jag mig fräsen.", "2027-02-28"),
        ("sv", "Till våren vill jag gå kursen.", "2027-05-31"),
        ("sv", "Hösten 2027 leder jag laget.", "2027-11-30"),
        ("sv", "Före sommarlovet har vi träffat alla föräldrar.", "2027-05-31"),
        ("sv", "Under höstterminen 2027 byter vi bok.", "2027-12-31"),
        ("en", "The fence stands by the summer.", "2027-05-31"),
        ("en", "This winter I'll learn the mill.", "2027-02-28"),
        ("en", "My goal for the spring is to take the course.", "2027-05-31"),
        ("en", "In autumn 2027 I will lead the team.", "2027-11-30"),
        ("en", "Meet all the parents before the summer holidays.", "2027-05-31"),
        ("en", "I'd like to sit in on two lessons this term.", "2026-12-31"),
    ],
    "holiday": [
        ("sv", "Lämna rapporten före jul.", "2026-12-23"),
        ("sv", "Det är klart till påsk.", "2027-03-28"),
        ("sv", "Innan påsk ska vi ha bestämt oss.", "2027-03-27"),
        ("sv", "Senast till lucia.", "2026-12-13"),
        ("sv", "Före midsommarafton är bryggan i.", "2027-06-24"),
        ("sv", "Till nyår har vi slutat med papper.", "2026-12-31"),
        ("sv", "Innan allhelgonahelgen 2027.", "2027-11-05"),
        ("en", "Hand in the report before Christmas.", "2026-12-23"),
        ("en", "It'll be done by Easter.", "2027-03-28"),
        ("en", "Decide before Easter.", "2027-03-27"),
        ("en", "We will stop using paper by New Year's Eve.", "2026-12-31"),
        ("en", "Ready for Halloween 2027.", "2027-10-31"),
        ("en", "Sort it before the August bank holiday.", "2027-08-29"),
    ],
    "null": [
        ("sv", "Jag har varit gruppledare sedan mars.", None),
        ("sv", "Den 3 mars slutade jag på verkstaden.", None),
        ("sv", "I januari bytte vi system.", None),
        ("sv", "Onsdagsgruppen fungerar bra.", None),
        ("sv", "Varannan måndag har vi avstämning.", None),
        ("sv", "Maj och Sven delar på ansvaret.", None),
        ("sv", "Hälsa Maj från mig.", None),
        ("sv", "Från 1 mars jobbar jag deltid.", None),
        ("sv", "Öka till 2050 medlemmar.", None),
        ("sv", "Vi bor på Storgatan 12.", None),
        ("sv", "Hon är 31 år gammal.", None),
        ("sv", "Kunderna får besked inom tre dagar efter anmälan.", None),
        ("sv", "Svara på alla mejl inom en arbetsdag.", None),
        ("sv", "Jag har semester fyra veckor om året.", None),
        ("en", "I have led the group since March.", None),
        ("en", "On 3 March I left the workshop.", None),
        ("en", "In January we changed systems.", None),
        ("en", "The Wednesday group works well.", None),
        ("en", "Every second Monday we check in.", None),
        ("en", "May shares the job with Sven.", None),
        ("en", "Say hello to May from me.", None),
        ("en", "I go part-time from 1 March.", None),
        ("en", "Grow to 2050 members.", None),
        ("en", "We moved the second desk to the first floor.", None),
        ("en", "He turned 31 and wants a change.", None),
        ("en", "Ship each order within three days of purchase.", None),
        ("en", "Reply to all mails within one working day.", None),
        ("en", "She may march in and ask for a seat.", None),
        ("en", "Meet at 03/04 or thereabouts.", None),
    ],
}


@pytest.mark.parametrize(
    ("rule", "lang", "text", "day"),
    [(rule, *case) for rule, cases in CONVENTIONS.items() for case in cases],
)
def test_the_conventions(rule, lang, text, day):
    got = deadline(text, lang, TODAY)
    assert (got and got.isoformat()) == day


@pytest.mark.parametrize(
    ("lang", "text", "conflict"),
    [
        ("sv", "Senast fredag 14 mars 2026", "lördag"),
        ("sv", "Senast lördag den 14 mars 2026", ""),
        ("en", "By Friday 14 March 2026", "Saturday"),
        ("en", "By Saturday, March 14, 2026", ""),
        ("en", "by 14 March 2026 (Friday)", "Saturday"),
        ("sv", "senast tis 2026-03-16", "måndag"),
    ],
)
def test_a_weekday_that_is_not_the_dates_is_named(lang, text, conflict):
    (mention,) = find_dates(text, lang, date(2026, 3, 1))
    assert mention.conflict == conflict


@pytest.mark.parametrize(
    ("lang", "text", "day"),
    [
        ("sv", "Jag tar ansvar för kassan senast 11 december i år", date(2026, 12, 11)),
        ("sv", "Det ska vara klart fredag den 11 december i år.", date(2026, 12, 11)),
        ("sv", "Offerten ska vara inne senast 3 november i år.", date(2026, 11, 3)),
        ("sv", "Rapporten lämnas senast den 11 mars nästa år.", date(2027, 3, 11)),
        ("en", "I'll run the till by 11 December this year", date(2026, 12, 11)),
        ("en", "It has to be in by November 3 this year.", date(2026, 11, 3)),
        ("en", "The report is due by the 11th of March next year.", date(2027, 3, 11)),
    ],
)
def test_this_year_and_next_year_after_a_day_and_month_are_its_year(lang, text, day):
    assert deadline(text, lang, TODAY) == day


@pytest.mark.parametrize("text", ["Vi har fem möten i år.", "Jag håller två pass i månaden."])
def test_a_count_in_a_period_is_no_deadline(text):
    assert deadline(text, "sv", TODAY) is None


def test_a_period_has_its_first_day_and_a_limit_has_none():
    (period,) = find_dates("Under 2027 ska jag ta examen.", "sv", TODAY)
    (limit,) = find_dates("By the end of 2027 I'll graduate.", "en", TODAY)
    assert (period.start, period.end, period.rule) == (date(2027, 1, 1), date(2027, 12, 31), "year")
    assert (limit.start, limit.end) == (None, date(2027, 12, 31))


def test_a_range_starts_at_its_first_end():
    (mention,) = find_dates("Försöket pågår 29 mars–5 april.", "sv", TODAY)
    assert (mention.start, mention.end) == (date(2027, 3, 29), date(2027, 4, 5))


def test_the_limit_counts_and_not_the_day_after_it():
    text = "Senast fredag skickar jag utkastet, och den 20 december ses vi."
    assert [m.end for m in find_dates(text, "sv", TODAY)] == [date(2026, 11, 27), date(2026, 12, 20)]
    assert deadline(text, "sv", TODAY) == date(2026, 11, 27)


def test_a_written_year_holds_for_the_rest_of_its_sentence():
    assert deadline("Under 2028 tar jag över, senast 30 juni.", "sv", TODAY) == date(2028, 6, 30)


def test_spans_are_of_the_text_as_typed():
    text = "\u200bKlart  senast o\u0308ver allt\u00a0\u200b15\u00a0mars\u00a02027!"
    (mention,) = find_dates(text, "sv", TODAY)
    assert text[slice(*mention.span)] == "15\u00a0mars\u00a02027"
    assert mention.end == date(2027, 3, 15)


@pytest.mark.parametrize("text", ["SENAST 15 MARS", "senast den 15:e Mars", "senast\u00a0den\n15 mars"])
def test_case_and_white_space_do_not_matter(text):
    assert deadline(text, "sv", TODAY) == date(2027, 3, 15)


def test_days_are_written_as_people_do():
    day = date(2027, 4, 30)
    assert (show_date(day, "sv"), show_date(day, "en")) == ("fredag 30 april 2027", "Friday 30 April 2027")
    assert (show_short(day, "sv"), show_short(day, "en")) == ("30 april 2027", "30 April 2027")


@given(st.dates(), st.sampled_from(["sv", "en"]))
def test_a_day_as_written_is_read_back(day, lang):
    cue = {"sv": "senast", "en": "by"}[lang]
    if 1900 <= day.year < 2200:
        assert deadline(f"{cue} {show_date(day, lang)}", lang, TODAY) == day


_PIECES = """
by before senast innan i på in the den 15 15:e mars May v. vecka week 24 2027
Q2 fredag Friday om inom within
två two dagar days månader next nästa 15/3 270430 2027-06-30 - – , . every varje jul Easter İ ſ sista
last of slutet av år
year hade was 9999 99 0 31 februari
"""
_WORDS = st.sampled_from([*_PIECES.split(), "\n", "\ud800", "\x00", "\u0308"])


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=14).map(" ".join)),
    st.sampled_from(["sv", "en"]),
    st.dates(),
)
def test_no_text_crashes_and_every_span_lies_in_it(text, lang, today):
    last = 0
    for mention in find_dates(text, lang, today):
        start, end = mention.span
        assert last <= start < end <= len(text)
        assert mention.start is None or mention.start <= mention.end
        last = end
    deadline(text, lang, today)


@pytest.mark.parametrize(
    "piece", ["lorem ipsum ", "a", " ", "\n", "1-", "9/", "in ", "den ", "every ", "May and "]
)
def test_a_hundred_thousand_characters_take_less_than_two_seconds(piece):
    text = (piece * 100_000)[:100_000]
    find_dates("1 mars", "en", TODAY)
    before = time.process_time()
    find_dates(text, "en", TODAY)
    assert time.process_time() - before < 2


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_development_set_is_read_right(lang):
    rows = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["lang"] == lang]
    right = 0
    for row in rows:
        got = deadline(row["text"], lang, date.fromisoformat(row["today"]))
        right += (got and got.isoformat()) == row["deadline"]
    assert len(rows) > 110
    assert right / len(rows) >= 0.97
