# ruff: noqa: T201  the table is what it is for
"""Prints how quick the page is, with the real program and Chromium: ``make page-times``.

One line a figure: the best of several runs, the middle one, the limit, and how busy the machine was.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[3]
START, WEIGHT, WORDS, SEND = 4.0, 700_000, 0.1, 1.0
TELL = "Jag vill bli bättre på att presentera för kunder"


def main(runs: int = 3) -> int:
    """Measure each figure and print the table; 1 where a best run is over its limit."""
    from playwright.sync_api import sync_playwright

    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "ui")]
    late = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; best and middle of {runs}")
        for name, found, limit, unit in (
            *starts(browser, runs), weight(browser), first_words(browser, runs), long_talk(browser, runs),
        ):  # fmt: skip
            best, middle = min(found), statistics.median(found)
            print(f"{name:46} {best:10.2f} {middle:10.2f}   limit {limit} {unit}")
            late += [name] if best > limit else []
        browser.close()
    print(f"load {os.getloadavg()[0]:.1f}", "over the limit: " + ", ".join(late) if late else "all within")
    return int(bool(late))


def starts(browser, runs):
    """Return the seconds from the process to a start view one can type in: on an empty folder and again."""
    first, again = [], []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            first.append(start(browser, folder))
            again.append(start(browser, folder))
    rows = []
    for name, found in (("first", first), ("second", again)):
        rows.append((f"{name} start to usable page", [whole for whole, _ in found], START, "s"))
        rows.append(("  of it the program's processor time", [own for _, own in found], START, "s"))
    return rows


def start(browser, folder):
    """Return the seconds one start takes, and of processor; the browser is open already, as a person's is."""
    page = browser.new_context(locale="sv-SE").new_page()
    begun = time.perf_counter()
    coach = Path(sys.executable).with_name("coach")
    command = [coach, "serve", "--port", "0", "--no-browser", "--data-dir", folder]
    program = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        address = next(m[1] for line in program.stdout if (m := re.match(r"ready (\S+)", line)))
        page.goto(address)
        page.wait_for_selector(".start .card")
        page.fill("#box textarea", TELL)
        return time.perf_counter() - begun, processor_time(program.pid)
    finally:
        page.context.close()
        program.terminate()
        program.wait(20)


def processor_time(process):
    """Return the seconds of processor a process has had, by Linux; 0 elsewhere."""
    told = Path(f"/proc/{process}/stat")
    if not told.exists():
        return 0.0
    user, system = told.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def weight(browser):
    """Return the bytes a first visit fetches, and print what was asked for."""
    with served() as (address, _):
        context = browser.new_context(locale="sv-SE")
        page, asked, fetched = context.new_page(), [], []
        page.on("request", lambda request: asked.append(request.url.replace(address, "/")))
        link = context.new_cdp_session(page)
        link.send("Network.enable")
        link.on("Network.loadingFinished", lambda event: fetched.append(event["encodedDataLength"]))
        page.goto(address)
        page.wait_for_selector(".start")
        page.wait_for_load_state("load")
        context.close()
    outside = [url for url in asked if not url.startswith(("/", "data:", "blob:"))]
    print(f"{len(asked)} requests, {len(outside)} of them to other addresses: {outside}")
    return "page weight", [sum(fetched)], WEIGHT, "bytes"


def first_words(browser, runs):
    """Return the seconds from the writer's first word to its sight on the page."""
    found = []
    with served(slow=0.4) as (address, coach):
        spoken = watch_first_word(coach)
        for _ in range(runs):
            page = browser.new_context(locale="sv-SE").new_page()
            page.goto(address)
            page.wait_for_selector(".start")
            page.evaluate("""() => new MutationObserver((_, self) => {
              if (!document.querySelector('#paper [aria-busy]')) return;
              self.disconnect(); window.seen = Date.now() / 1000;
            }).observe(document.body, {childList: true, subtree: true})""")
            page.fill("#box textarea", TELL)
            page.press("#box textarea", "Enter")
            page.wait_for_function("window.seen")
            found.append(page.evaluate("window.seen") - spoken[-1])
            page.wait_for_selector("#send")
            page.context.close()
    return "first words after the writer's", found, WORDS, "s"


def watch_first_word(coach):
    """Return the list of moments at which an answer's first word was given."""
    from coach.domain.events import Delta

    say, spoken = coach.say, []

    def noted(*args, **kwargs):
        first = True
        for event in say(*args, **kwargs):
            if isinstance(event, Delta) and first:
                first = False
                spoken.append(time.time())
            yield event

    coach.say = noted
    return spoken


def long_talk(browser, runs):
    """Return the seconds from Enter to the settled answer in a conversation of 200 messages."""
    from coach.domain.session import Turn

    found = []
    with served() as (address, coach):
        session = list(coach.say(TELL, mode="goal"))[-1].session
        page = browser.new_context(locale="sv-SE").new_page()
        for _ in range(runs):
            del coach.said[session][2:]
            for n in range(3, 201):
                role = "person" if n % 2 else "coach"
                coach.said[session].append(Turn(n, role, f"Rad {n} i ett långt samtal om mål."))
            page.goto(f"{address}?s={session}")
            page.wait_for_function("document.querySelectorAll('#log li').length === 200")
            page.fill("#box textarea", "tre kundpresentationer")
            begun = time.perf_counter()
            page.press("#box textarea", "Enter")
            page.wait_for_function(
                "document.querySelectorAll('#log li').length === 202 && document.querySelector('#send')"
                " && !document.querySelector('#live .waiting')"
            )
            found.append(time.perf_counter() - begun)
        page.context.close()
    return "an answer in a talk of 200 messages", found, SEND, "s"


class served:
    """The page of a scripted coach, served from a thread."""

    def __init__(self, slow: float = 0.0) -> None:
        from conftest import Page, ScriptedCoach

        self.folder = tempfile.TemporaryDirectory()
        self.coach = ScriptedCoach(Path(self.folder.name), slow=slow)
        self.page = Page(self.coach)

    def __enter__(self):
        return self.page.address, self.coach

    def __exit__(self, *_):
        self.page.close()
        self.folder.cleanup()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
