"""The page with the keys of a keyboard alone: nothing is focused for the person."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def keys(tab, real_page):
    """Return a tab that is only typed on."""
    return Keys(tab("en", address=real_page))


class Keys:
    """A tab on which keys are pressed, with Tab as the only way to get anywhere."""

    def __init__(self, seen):
        self.seen, self.page = seen, seen.page

    def to(self, selector, key="Tab", most=90):
        """Press Tab until the focus is on what the selector names, and see that it is shown there."""
        for _ in range(most):
            self.page.keyboard.press(key)
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                ring = self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert ring != "none" or "textarea" in selector, f"no ring around {selector}"
                return self
        raise AssertionError(f"{selector} can't be reached with {key}")

    def press(self, *names):
        for name in names:
            self.page.keyboard.press(name)
        return self

    def write(self, text):
        self.page.keyboard.type(text)
        return self


def test_from_the_first_tab_to_a_finished_paper_its_source_and_the_next_conversation(keys):
    page, seen = keys.page, keys.seen
    keys.to(".pick[data-value=email]").press("Enter")
    page.wait_for_selector(".card.chosen [data-value=email]")
    keys.write("Summarise today's meeting with John: we agreed that I'll book the room by 4 December.")
    keys.press("Enter")
    seen.settle(2)
    keys.to("#live .chip.skip", "Shift+Tab").press("Enter", "Enter")
    seen.settle(4)
    n = 4
    while page.locator("#live .skip").count():
        keys.to("#live .chip.skip", "Shift+Tab").press("Enter", "Enter")
        n += 2
        seen.settle(n)
    keys.to(".actions textarea").press("Control+a").write("Sara").press("Enter")
    seen.settle(n + 2)
    assert page.locator(".actions textarea").first.input_value() == "Sara"
    keys.to("#sources summary", "Shift+Tab").press("Enter")
    keys.to("#paper [data-file=eml]", "Shift+Tab")
    with page.expect_download() as download:
        keys.press("Enter")
    assert download.value.suggested_filename.endswith(".eml")
    keys.to("nav [data-act=new]", "Shift+Tab").press("Enter")
    page.wait_for_selector(".start")
    assert seen.text("#log") == ""


def test_the_drawers_open_hold_the_focus_and_close_again(keys):
    page = keys.page
    keys.to(".docs > summary").press("Enter")
    keys.to(".pick-files input").press("Escape")
    assert page.locator(".docs .drawer").is_hidden()
    assert page.evaluate("document.activeElement.matches('.docs > summary')")
    keys.to(".switch [data-value=sv]").press("Enter")
    page.wait_for_function("document.documentElement.lang === 'sv'")
