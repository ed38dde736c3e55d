"""Every way in with the real program: by mouse and by keyboard, wide and narrow, in both languages."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODES = ("goal", "feedback", "received", "email", "prepare", "plan", "competence", "ask")
KEYS = {"sv": "hoppa över", "en": "skip"}


def open_mode(seen, mode, *, keys):
    """Choose a mode and its first example, and send it."""
    page = seen.page
    seen.new()
    pick = page.locator(f".pick[data-value={mode}]")
    if keys:
        pick.focus()
        page.keyboard.press("Enter")
    else:
        pick.click()
    page.wait_for_selector(f".card.chosen [data-value={mode}]")
    chip = page.locator(f".card.chosen .chip[data-value={mode}]").first
    example = chip.inner_text()
    if keys:
        chip.focus()
        page.keyboard.press("Enter")
    else:
        chip.click()
    page.wait_for_function("text => document.querySelector('#box textarea').value === text", arg=example)
    page.press("#box textarea", "Enter")
    seen.settle(2)
    assert example in seen.text("#log")


@pytest.mark.parametrize(("lang", "width", "keys"), [
    ("sv", 1280, True), ("en", 1280, False), ("sv", 390, False), ("en", 390, True),
])  # fmt: skip
def test_each_way_in_leads_from_its_example_to_a_first_answer_and_a_paper(tab, real_page, lang, width, keys):
    seen = tab(lang, address=real_page, width=width, **({"color_scheme": "dark"} if width == 390 else {}))
    page = seen.page
    assert [card.get_attribute("data-value") for card in page.locator(".pick").all()] == [
        *MODES[:7], "rehearse", "ask",
    ]  # fmt: skip
    assert seen.faults() == []
    for mode in MODES:
        open_mode(seen, mode, keys=keys)
        assert page.locator("#live .trouble, #notice .trouble").count() == 0, mode
        if width == 390:
            page.click("#tabs [data-side=paper]")
            assert seen.faults() == [], mode
            page.click("#tabs [data-side=talk]")
        assert seen.faults() == [], mode
        shown = "#sources mark.quote" if mode == "ask" else "#paper article"
        assert page.locator(shown).count() > 0, mode
        if keys:
            printed_alone(page, mode)


def printed_alone(page, mode):
    """See that on paper there is the paper or, without one, the conversation, and nothing to press."""
    page.emulate_media(media="print")
    kept = "#log ol" if mode == "ask" else "#paper article"
    assert page.locator(kept).first.is_visible(), mode
    for part in ("#header .bar", "#composer", "#live .chips", "#paper .keep", "#paper .drop"):
        assert not page.locator(part).first.is_visible(), (mode, part)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, mode
    page.emulate_media(media="screen")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_talk_is_set_up_rehearsed_and_looked_back_on_by_click_alone(tab, real_page, lang):
    seen = tab(lang, address=real_page, width=390)
    page = seen.page
    page.click(".pick[data-value=rehearse]")
    page.wait_for_selector("[data-chooser] [name=partner]:checked")
    assert page.evaluate("document.activeElement.name") == "talk"
    assert page.locator("[data-suggested]").is_visible()
    page.select_option("[name=talk]", index=2)
    page.locator(".radios label").nth(1).click()
    assert not page.locator("[data-suggested]").is_visible()
    page.locator("[name=level][value='2']").check()
    assert seen.faults() == []
    page.click("[data-compose]")
    seen.settle(2)
    partner = page.locator("#log .partner .who").inner_text()
    assert page.locator("#live .aside").is_visible()
    seen.say({"sv": "Hur ser du på det?", "en": "How do you see it?"}[lang])
    assert page.locator("#log .partner .who").all_inner_texts() == [partner, partner]
    page.click(".controls .hint")
    seen.settle(6)
    assert page.locator("#log li").last.get_attribute("class") == "coach"
    page.click(".controls .take_back")
    seen.settle(8)
    seen.say({"sv": "Vad är viktigast för dig?", "en": "What matters most to you?"}[lang])
    page.click(".controls .stop")
    seen.settle(12)
    page.click(".controls .to-paper")
    assert page.locator("#paper svg[role=img]").is_visible()
    worked = {"sv": "Det som fungerade", "en": "What worked"}[lang]
    assert worked in seen.text("#paper")
    assert seen.faults() == []


def test_the_email_table_is_edited_in_place(tab, real_page):
    seen = tab("en", address=real_page)
    page = seen.page
    page.click(".pick[data-value=email]")
    page.wait_for_selector(".card.chosen [data-value=email]")
    seen.say("Summarise today's meeting with John: we agreed that I'll book the room by 4 December.")
    cell = page.locator(".actions tbody textarea").first
    cell.fill("Sara")
    cell.press("Enter")
    seen.settle(4)
    assert "row 1: Sara" in seen.text("#log")
    assert page.locator(".actions tbody textarea").first.input_value() == "Sara"
    page.fill(".newrow input", "Maria sends the list on Friday")
    page.click(".newrow button")
    seen.settle(6)
    assert page.locator(".actions tbody tr").count() == 2
    page.locator(".actions .drop").first.click()
    seen.settle(8)
    assert page.locator(".actions tbody textarea").first.input_value() == "Maria"


def test_pictures_and_files_come_from_this_machine_and_open(tab, real_page):
    seen = tab("sv", address=real_page)
    page = seen.page
    open_mode(seen, "competence", keys=False)
    picture = page.locator("#paper figure[role=img]")
    assert picture.bounding_box()["height"] > 60
    assert "Excel" in picture.get_attribute("aria-label")
    for kind, ending in (("docx", ".docx"), ("png", ".png"), ("md", ".md")):
        with page.expect_download() as download:
            page.click(f"#paper [data-file={kind}]")
        assert download.value.suggested_filename.endswith(ending)
        assert download.value.path().stat().st_size > 100


def test_a_printed_paper_is_the_paper_alone(tab, real_page):
    seen = tab("sv", address=real_page)
    page = seen.page
    open_mode(seen, "goal", keys=False)
    page.emulate_media(media="print")
    assert page.locator("#paper article").is_visible()
    for part in ("#header", "#talk", "#paper .keep"):
        assert not page.locator(part).first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('#side')).overflowY") == "visible"


def test_the_audit_finds_what_is_wrong(tab):
    seen = tab("sv")
    seen.page.evaluate("""document.querySelector('.start').insertAdjacentHTML('beforeend',
      '<button style="width:10px;height:10px;padding:0"></button><img src="data:,"><h5></h5>'
      + '<p style="color:#bbb;background:#fff">svagt</p><div style="width:3000px">x</div>'
      + '<h4 id="box">hopp</h4>')""")
    found = "\n".join(seen.faults())
    for fault in (
        "without a name",
        "small target",
        "picture without words",
        "contrast",
        "id twice",
        "heading 4",
        "axe critical image-alt",
        "axe serious color-contrast",
    ):
        assert fault in found
