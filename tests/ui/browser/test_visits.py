"""What people and machines do to a page: two tabs, loading again in mid-answer, files, long talks."""

import time

import pytest

from coach.domain.session import Turn

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOAL = "Jag vill bli bättre på att presentera för kunder"


def test_loading_again_in_mid_answer_keeps_what_was_said(tab, scripted):
    scripted.slow = 0.2
    seen = tab()
    page = seen.page
    page.fill("#box textarea", GOAL)
    page.press("#box textarea", "Enter")
    page.wait_for_function("document.querySelector('#paper .now')")
    page.reload()
    page.wait_for_selector("#header .bar")
    page.wait_for_function("document.querySelectorAll('#log li').length >= 1")
    assert GOAL in seen.text("#log")
    assert page.locator("#send").is_visible()
    seen.complaints.clear()  # the browser notes the answer that was cut off


def test_two_tabs_hold_two_conversations_and_each_sees_the_others_in_the_list(tab, scripted):
    first, second = tab(), tab()
    first.say(GOAL)
    second.say("Jag vill ta mer plats på mötena")
    assert len(scripted.sessions()) == 2
    assert "ta mer plats" not in first.text("#log")
    first.page.reload()
    first.settle(2)
    assert first.text(".talks .count") == "2"


def test_an_erase_is_undone_from_the_line_that_tells_of_it(tab, scripted):
    seen = tab()
    page = seen.page
    seen.say(GOAL)
    page.click(".talks summary >> nth=0")
    page.click(".drawer .row summary >> nth=1")
    page.click(".drawer [data-act=erase]")
    page.wait_for_selector("#notice .undo")
    assert scripted.sessions() == ()
    assert seen.faults() == []
    page.click("#notice [data-act=undo]")
    seen.settle(2)
    assert GOAL in seen.text("#log")


def write_pdf(path, line):
    """Write a page with one line of text; pypdf itself writes none."""
    stream = f"BT /F1 12 Tf 50 700 Td ({line}) Tj ET".encode("ascii")
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    rows = b"".join(b"%010d 00000 n \n" % at for at in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    path.write_bytes(body + b"xref\n0 6\n0000000000 65535 f \n" + rows + end)


def files_of_each_kind(folder):
    """Write a file of each kind that is read, and two that are not."""
    import docx

    text = "Rutiner för samtal. Vi har utvecklingssamtal i mars varje år och följer upp i september."
    for name in ("a.txt", "b.md"):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "c.html").write_text(f"<html><body><p>{text}</p></body></html>", encoding="utf-8")
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(folder / "d.docx"))
    (folder / "e.exe").write_bytes(b"MZ")
    (folder / "f.pdf").write_bytes(b"%PDF-1.7 broken")
    write_pdf(folder / "g.pdf", "Our reviews are in March and September.")
    return sorted(folder.iterdir())


def test_files_are_added_by_choosing_and_dropping_with_a_result_for_each(
    tab, real_page, real_coach, tmp_path
):
    seen = tab("en", address=real_page)
    page = seen.page
    page.click(".docs summary")
    page.set_input_files("[data-files]", files_of_each_kind(tmp_path))
    page.wait_for_selector(".docs .doc >> nth=4")
    told = seen.text(".docs .results").splitlines()
    assert [line.split()[1:3] for line in told] == [
        [name, word] for name, word in
        (("a.txt", "added"), ("b.md", "added"), ("c.html", "added"), ("d.docx", "added"),
         ("e.exe", "not"), ("f.pdf", "not"), ("g.pdf", "added"))
    ]  # fmt: skip
    assert all(": " in line for line in told[4:6])
    assert seen.faults() == []
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.items.add(new File(["We talk about pay in May."], "dropped.md"));
      const how = {dataTransfer: data, bubbles: true, cancelable: true};
      document.body.dispatchEvent(new DragEvent("drop", how));
    }""")
    page.wait_for_selector(".docs .doc >> nth=5")
    for left in (5, 4, 3, 2, 1, 0):
        page.locator(".docs [data-act=docs-remove]").last.click()
        page.wait_for_function("n => document.querySelectorAll('.docs .doc').length === n", arg=left)
    assert [one for one in real_coach.shelf.documents() if not one.shipped] == []


def test_the_model_panel_tells_what_runs_and_asks_before_it_fetches(tab):
    seen = tab("en")
    page = seen.page
    page.click(".model summary >> nth=0")
    assert "Now: No language model" in seen.text(".model .drawer")
    if page.locator(".model .offer details").count():
        page.locator(".model .offer summary").first.click()
        assert "Nothing about you is sent" in seen.text(".model .drawer")
    assert seen.faults() == []
    page.keyboard.press("Escape")
    assert page.locator(".model .drawer").is_hidden()


def test_what_is_pressed_while_the_coach_answers_is_sent_after_it_and_half_written_words_stay(tab, scripted):
    scripted.slow = 0.25
    seen = tab()
    page = seen.page
    page.fill("#box textarea", GOAL)
    page.press("#box textarea", "Enter")
    page.wait_for_function("document.querySelector('#paper .now')")
    page.evaluate("""document.querySelector('#paper').insertAdjacentHTML('beforeend',
      '<button data-say="tre kundpresentationer">x</button>')""")
    page.fill("#box textarea", "halvt skriv")
    page.click("[data-say]")
    assert page.input_value("#box textarea") == "halvt skriv"
    seen.settle(4)
    page.wait_for_function("document.querySelector('#box textarea').value === 'halvt skriv'")
    assert [turn.text for turn in scripted.turns("s1") if turn.role == "person"] == [
        GOAL, "tre kundpresentationer",
    ]  # fmt: skip


def test_two_hundred_messages_are_shown_and_answered_without_lag(tab, scripted):
    seen = tab()
    seen.say(GOAL)
    turns = scripted.said["s1"]
    for n in range(3, 201):
        turns.append(Turn(n, "person" if n % 2 else "coach", f"Rad {n} i ett långt samtal om mål."))
    seen.page.reload()
    seen.settle(200)
    begun = time.monotonic()
    seen.page.fill("#box textarea", "tre kundpresentationer")
    seen.page.press("#box textarea", "Enter")
    seen.settle(202)
    assert time.monotonic() - begun < 3
    bottom = seen.page.evaluate(
        "(s => s.scrollHeight - s.scrollTop - s.clientHeight)(document.querySelector('#scroll'))"
    )
    assert bottom < 40


def test_a_long_answer_is_read_from_its_beginning(tab, real_page):
    seen = tab("en", address=real_page, width=390)
    seen.page.click(".pick[data-value=ask]")
    seen.page.wait_for_selector(".card.chosen [data-value=ask]")
    seen.say("How do I take criticism without getting defensive?")
    said = seen.page.locator("#log .person").bounding_box()
    scroll = seen.page.locator("#scroll").bounding_box()
    assert scroll["y"] <= said["y"] < scroll["y"] + scroll["height"]


def test_at_double_size_everything_is_reached_without_scrolling_sideways(tab, window):
    seen = tab("sv", width=640)
    seen.page.set_viewport_size({"width": 640, "height": 400})
    assert seen.faults() == []
    seen.say(GOAL)
    assert seen.faults() == []
    box = seen.page.locator("#box textarea").bounding_box()
    assert box["width"] > 200


def test_the_page_weighs_under_seven_hundred_kilobytes(chromium, shared_page, scripted):
    address, relay = shared_page
    relay.now = scripted
    context = chromium.new_context(locale="sv-SE")
    page = context.new_page()
    link = context.new_cdp_session(page)
    link.send("Network.enable")
    weight = []
    link.on("Network.loadingFinished", lambda event: weight.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_selector(".start")
    page.wait_for_load_state("load")
    context.close()
    assert 100_000 < sum(weight) < 700_000
