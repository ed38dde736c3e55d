"""The page in a real Chromium, with every request noted."""

import re
import time

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = {
    "sv": (
        "Jag vill bli bättre på att presentera för kunder",
        "tre kundpresentationer", "senast 30 april", "för att kunderna ska våga fråga",
    ),
    "en": (
        "I want to get better at presenting to customers",
        "three customer presentations", "by 30 April", "so that customers dare to ask",
    ),
}  # fmt: skip
HOSTILE = (
    '<img src="http://evil.example/a" onerror="window.pwned=1"><script>window.pwned=1</script> '
    "![x](http://evil.example/b) [y](javascript:window.pwned=1) <svg onload=window.pwned=1>"
)


@pytest.mark.parametrize(("lang", "width"), [("sv", 1280), ("en", 390)])
def test_a_vague_goal_becomes_a_goal_with_its_sources_and_nothing_leaves_the_machine(tab, lang, width):
    seen = tab(lang, width=width)
    page = seen.page
    assert page.evaluate("document.documentElement.lang") == lang
    assert seen.sideways() <= 0
    for text in STORY[lang]:
        assert page.locator(".foot .urgent", has_text="112").is_visible()
        seen.say(text)
        assert seen.sideways() <= 0
    assert page.locator(".foot .urgent", has_text="112").is_visible()
    if width == 390:
        page.click("#tabs [data-side=paper]")
        assert seen.sideways() <= 0
    paper = seen.text("#paper")
    for text in (*STORY[lang], "2027"):
        assert text in paper
    assert ("fredag 30 april 2027" if lang == "sv" else "Friday 30 April 2027") in paper
    picture = page.locator("#paper svg[role=img]").get_attribute("aria-label")
    assert "4" in picture
    mark = page.locator("#sources details[open] mark.quote")
    assert mark.inner_text() in page.locator("#sources details[open] blockquote").inner_text()
    with page.expect_download() as download:
        page.click("#paper [data-file=md]")
    kept = download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename.endswith(".md")
    assert all(text in kept for text in STORY[lang])


@pytest.mark.parametrize("lang", ["sv"])
def test_a_question_is_answered_with_its_quote_opened_beside_it(tab, lang):
    seen = tab(lang)
    example = seen.page.locator(".chip[data-value=ask]").first
    question = example.inner_text()
    example.click()
    seen.page.wait_for_selector(".card.chosen [data-value=ask]")
    assert seen.page.input_value("#box textarea") == question
    seen.page.press("#box textarea", "Enter")
    seen.settle(2)
    assert "[1]" in seen.text("#log")
    seen.page.click("#live [data-show=source-1]")
    assert seen.page.locator("#sources details[open] mark.quote").is_visible()


def test_an_example_fills_the_box_and_the_keyboard_alone_gets_to_the_end(tab):
    seen = tab()
    page = seen.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.type(STORY["sv"][0])
    page.keyboard.press("Enter")
    seen.settle(2)
    for n in (2, 3, 4):
        page.locator("#live .chip").first.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
        page.keyboard.press("Enter")
        seen.settle(2 * n)
    assert "8 av 10" in seen.text("#paper")


def test_the_language_switch_changes_the_whole_page_at_once_and_is_remembered(tab):
    seen = tab("sv")
    page = seen.page
    seen.say(STORY["sv"][0])
    page.click(".switch [data-value=en]")
    page.wait_for_function("document.documentElement.lang === 'en'")
    shown = page.locator("body").inner_text() + page.locator("#box textarea").get_attribute("placeholder")
    for swedish in (
        "Nytt samtal", "Ditt meddelande", "Skicka", "Skriv ditt svar",
        "Så började du", "Mätbart", "Källor", "Hoppa över",
    ):  # fmt: skip
        assert swedish not in shown
    for english in (
        "New conversation", "Your message", "Send", "Write your answer",
        "Where you started", "Specific", "Sources", "Skip this one",
    ):  # fmt: skip
        assert english in shown
    page.reload()
    page.wait_for_function("document.documentElement.lang === 'en'")


def test_loading_again_restores_the_conversation_and_back_leaves_it(tab):
    seen = tab()
    seen.say(STORY["sv"][0])
    seen.say(STORY["sv"][1])
    seen.page.reload()
    seen.settle(4)
    assert STORY["sv"][1] in seen.text("#paper")
    assert seen.page.locator("#live .chip").first.is_visible()
    seen.page.go_back()
    seen.page.wait_for_selector(".start")


def test_nothing_of_the_text_is_in_the_browsers_storage_or_the_address(tab):
    seen = tab()
    seen.say(STORY["sv"][0])
    seen.page.click(".switch [data-value=en]")
    seen.page.wait_for_function("document.documentElement.lang === 'en'")
    stored = seen.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    )
    assert "presentera" not in stored
    assert seen.page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def test_a_double_click_sends_once(tab, scripted):
    scripted.slow = 0.05
    seen = tab()
    seen.page.fill("#box textarea", STORY["sv"][0])
    seen.page.dblclick("#send")
    seen.settle(2)
    time.sleep(0.5)
    assert [turn.role for turn in scripted.turns("s1")] == ["person", "coach"]
    assert len(scripted.sessions()) == 1


def test_stop_ends_the_writing_and_keeps_what_was_said(tab, scripted):
    scripted.slow = 0.3
    seen = tab()
    page = seen.page
    page.fill("#box textarea", STORY["sv"][0])
    page.press("#box textarea", "Enter")
    page.wait_for_selector("#stop")
    page.wait_for_function("document.querySelector('#paper .now')")
    page.click("#stop")
    page.wait_for_selector("#send")
    assert STORY["sv"][0] in seen.text("#log")
    assert "Stoppat" in seen.text("#notice")
    deadline = time.monotonic() + 5
    while not scripted.closed and time.monotonic() < deadline:
        time.sleep(0.05)
    assert scripted.closed == 1


def test_what_a_person_types_loads_and_runs_nothing(tab):
    seen = tab()
    seen.say(HOSTILE)
    seen.page.click(".talks summary")
    assert HOSTILE[:30] in seen.text("#log")
    assert seen.page.evaluate("window.pwned") is None
    assert seen.page.locator("#desk img, #header img, #desk a[href^=http]").count() == 0


def test_a_refused_text_stays_in_the_box_with_a_line_that_says_why(tab):
    seen = tab()
    seen.page.fill("#box textarea", "???")
    seen.page.press("#box textarea", "Enter")
    seen.page.wait_for_selector("#notice [role=alert]")
    assert seen.page.input_value("#box textarea") == "???"


def test_conversations_are_reopened_renamed_and_erased(tab, scripted):
    seen = tab()
    page = seen.page
    seen.say(STORY["sv"][0])
    page.click("nav [data-act=new]")
    page.wait_for_selector(".start")
    page.click(".talks summary >> nth=0")
    page.click(".drawer [data-act=open]")
    seen.settle(2)
    page.click(".talks summary >> nth=0")
    page.click(".drawer summary >> nth=0")
    page.fill(".drawer input", "Mitt kundmål")
    page.press(".drawer input", "Enter")
    page.wait_for_selector(".drawer .open:has-text('Mitt kundmål')")
    page.click(".drawer summary >> nth=1")
    page.click(".drawer [data-act=erase]")
    page.wait_for_selector(".start")
    assert scripted.sessions() == ()


def test_a_restarted_server_finds_the_conversation_an_open_tab_is_in(tab, page_of, scripted):
    first = page_of(scripted)
    seen = tab(address=first.address)
    seen.say(STORY["sv"][0])
    port = int(re.search(r":(\d+)/", first.address)[1])
    first.close()
    page_of(scripted, port)
    seen.say(STORY["sv"][1])
    assert len(scripted.sessions()) == 1
    seen.complaints.clear()  # the browser notes the moments without a server


def test_dark_phone_with_reduced_motion_is_readable_and_still(tab):
    seen = tab("en", width=390, color_scheme="dark", reduced_motion="reduce")
    page = seen.page
    ground, ink = (
        page.evaluate(f"getComputedStyle(document.body).{name}") for name in ("backgroundColor", "color")
    )
    assert sum(map(int, re.findall(r"\d+", ground)[:3])) < 150 < sum(map(int, re.findall(r"\d+", ink)[:3]))
    seen.say(STORY["en"][0])
    assert page.evaluate("document.getAnimations().filter(a => a.playState === 'running').length") == 0


def test_the_real_coach_leads_to_a_goal_and_answers_a_question(tab, real_page, real_coach):
    before = {session.id for session in real_coach.sessions()}
    seen = tab("en", address=real_page)
    page = seen.page
    seen.say(STORY["en"][0])
    # Every question is skipped or answered from its own first example: the method has to end.
    for n in range(2, 14):
        if not page.locator("#live .skip").count():
            break
        page.locator("#live .chip").first.click()
        page.press("#box textarea", "Enter")
        seen.settle(2 * n)
    assert page.locator("#paper .now.final").is_visible()
    assert page.locator("#sources details[open] mark.quote").count() > 0
    page.click("nav [data-act=new]")
    page.locator(".start .chip[data-value=ask]").first.click()
    page.wait_for_selector(".card.chosen [data-value=ask]")
    page.press("#box textarea", "Enter")
    seen.settle(2)
    quote = page.locator("#sources details[open] mark.quote").first.inner_text()
    assert quote in seen.text("#log")
    assert [one.mode for one in real_coach.sessions() if one.id not in before] == ["ask", "goal"]
