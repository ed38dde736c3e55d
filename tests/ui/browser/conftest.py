"""A browser tab that notes every request and complaint, and looks its views over."""

from importlib.resources import files
from pathlib import Path

import pytest

AUDIT = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8").split("\n", 1)[1]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """axe.run(document, {resultTypes: ["violations"]}).then((found) => found.violations.flatMap(
  (rule) => rule.nodes.map((node) => `axe ${rule.impact} ${rule.id}: ${node.html.slice(0, 110)}`)))"""
LOCALE = {"sv": "sv-SE", "en": "en-GB"}


class Tab:
    """One browser tab on a page, in one language, at one size."""

    def __init__(self, context, address, width):
        self.address = address
        self.page = context.new_page()
        self.page.set_viewport_size({"width": width, "height": 844})
        self.requests, self.complaints = [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.note(str(error)))
        self.page.on("console", lambda m: self.note(m.text) if m.type == "error" else None)
        self.page.goto(address)
        self.page.wait_for_selector("#header .bar")

    def note(self, text):
        # Leaving a page whose stream is open is told as two errors by Gradio's own client.
        if not any(known in text for known in ("signal is aborted without reason", "Connection errored out")):
            self.complaints.append(text)

    def say(self, text, key="Enter"):
        lines = self.page.locator("#log li").count()
        self.page.fill("#box textarea", text)
        self.page.press("#box textarea", key)
        self.settle(lines + 2)

    def settle(self, lines):
        self.page.wait_for_function(
            "n => document.querySelectorAll('#log li').length === n && document.querySelector('#send')"
            " && !document.querySelector('#live .waiting')",
            arg=lines,
        )

    def new(self):
        self.page.click("nav [data-act=new]")
        self.page.wait_for_selector(".start")

    def faults(self):
        """Return what a person with a keyboard, a screen reader or weak sight would stumble over."""
        return self.page.evaluate(AUDIT) + self.axe()

    def axe(self):
        """Return every rule of axe-core that the view breaks, whatever its impact."""
        if not self.page.evaluate("!!window.axe"):
            self.page.evaluate(AXE)
        return self.page.evaluate(RUN_AXE)

    def text(self, selector):
        return self.page.locator(selector).inner_text()

    def outside(self):
        return [url for url in self.requests if not url.startswith((self.address, "data:", "blob:"))]

    def close(self):
        """Leave nothing for the next tab, and look back on what this one did."""
        self.page.evaluate("localStorage.clear()")
        self.page.close()
        assert self.outside() == []
        assert self.complaints == []

    def sideways(self):
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture(scope="module")
def window(chromium):
    """Return the browser's window for a language and its options; it keeps the page's files."""
    windows = {}

    def make(lang, **options):
        key = (lang, *sorted(options.items()))
        if key not in windows:
            windows[key] = chromium.new_context(locale=LOCALE[lang], **options)
        return windows[key]

    return make


@pytest.fixture
def tab(window, shared_page, scripted):
    tabs = []
    address, relay = shared_page
    relay.now = scripted

    def make(lang="sv", address=address, width=1280, **options):
        tabs.append(Tab(window(lang, **options), address, width))
        return tabs[-1]

    yield make
    for opened in tabs:
        opened.close()
