"""The calendar file is read back with a client's library."""

import datetime

import pytest

from coach.domain.email import ActionItem
from coach.export.ics import Talk, calendar

STAMP = datetime.datetime(2026, 11, 25, 8, 30, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 12, 3)


def item(who="jag", what="skicka underlaget åäö; klart, snart", when=DAY, **more):
    return ActionItem(who, what, when, "", (0, 1), **more)


def read(data):
    from icalendar import Calendar

    return Calendar.from_ical(data)


def test_a_dated_action_is_an_all_day_entry_with_a_reminder_at_nine_the_day_before():
    made = read(calendar([item(), item(when=None), item(doubt="past")], lang="sv", stamp=STAMP))
    (event,) = made.events
    assert event["SUMMARY"] == "Skicka underlaget åäö; klart, snart"
    assert event["DTSTART"].dt == DAY
    assert event["DTEND"].dt == DAY + datetime.timedelta(days=1)
    assert event["DTSTAMP"].dt == STAMP
    (alarm,) = event.walk("VALARM")
    midnight = datetime.datetime.combine(DAY, datetime.time())
    assert midnight + alarm["TRIGGER"].dt == datetime.datetime(2026, 12, 2, 9)


def test_ids_follow_from_the_content_alone():
    def ids(items):
        later = STAMP + datetime.timedelta(days=3)
        return [str(e["UID"]) for e in read(calendar(items, lang="sv", stamp=later)).events]

    first = [str(e["UID"]) for e in read(calendar([item()], lang="sv", stamp=STAMP)).events]
    assert ids([item(who="Sara"), item()])[1:] == first
    assert ids([item(what="ringa")]) != first
    assert len(set(ids([item(), item()]))) == 2


def test_the_next_talk_and_a_rhythm_of_check_ins_are_in_it():
    talks = [Talk(DAY), Talk(DAY, "Uppföljning", every_weeks=2, until=datetime.date(2027, 2, 1))]
    once, often = read(calendar([], lang="sv", stamp=STAMP, talks=talks)).events
    assert once["SUMMARY"] == "Avstämning"
    assert "RRULE" not in once
    assert often["RRULE"]["FREQ"] == ["WEEKLY"]
    assert often["RRULE"]["INTERVAL"] == [2]


@pytest.mark.parametrize(("lang", "said"), [("sv", "AI-assistent"), ("en", "AI assistant")])
def test_it_says_that_an_ai_helped_and_which_writer(lang, said):
    made = read(calendar([item()], lang=lang, stamp=STAMP, writer="qwen-4b"))
    assert made["PRODID"].startswith("-//Coach//")
    assert made["X-COACH-WRITER"] == "qwen-4b"
    assert said in made.events[0]["DESCRIPTION"]
    assert "qwen-4b" in made.events[0]["DESCRIPTION"]


def test_line_breaks_and_odd_characters_open_no_other_entry():
    data = calendar([item(what="x\r\nEND:VEVENT\nBEGIN:VEVENT\0\ud800")], lang="sv", stamp=STAMP)
    assert len(read(data).events) == 1
