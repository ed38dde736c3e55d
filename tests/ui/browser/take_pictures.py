"""Takes the README's pictures with the real program and Chromium: ``make pictures``."""

import datetime
import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "ui" / "screenshots"
TODAY = datetime.date(2026, 11, 25)
WIDE, PHONE = (1280, 860), (390, 844)
# name, language, size, dark, mode, messages; a phone shows the paper's side.
PICTURES: Sequence[tuple[str, str, tuple[int, int], bool, str, Sequence[str]]] = (
    ("start.sv", "sv", WIDE, False, "", ()),
    ("start.en", "en", PHONE, True, "", ()),
    ("goal.en", "en", WIDE, False, "goal", (
        "I want to get better at presenting to customers", "hold three customer presentations",
        "by 30 April", "so that customers dare to ask", "8", "the week gets full",
        "I'll move one of my meetings", "I'll write the first outline on Friday",
    )),
    ("goal.sv", "sv", WIDE, False, "goal", (
        "Jag vill bli bättre på att presentera för kunder", "hålla tre kundpresentationer",
        "senast 30 april", "för att kunderna ska våga fråga", "8", "veckan blir full",
        "då flyttar jag ett av mina möten", "jag skriver den första dispositionen på fredag",
    )),
    ("rehearse.sv", "sv", WIDE, False, "rehearse", (
        "samtal: Leveranser som kommer för sent · motpart: Försvarar sig · nivå: 1",
        "Hur ser du på det som har hänt?", "Det låter som att du har fått ta mycket. Vad är svårast?",
        "Vad skulle du behöva för att det ska fungera?",
    )),
    ("email.en", "en", WIDE, False, "email", (
        "Summarise today's meeting with John: we agreed that I'll book the room by 4 December. "
        "John sends the list on Friday. Sara checks the budget by 11 December.",
    )),
    ("plan.en", "en", WIDE, True, "plan", (
        "In four years I want to be a specialist. Within a year I want to have led a sub-project.",
        "staying in town, daytime only", "when I solve hard problems with others", "that's enough",
    )),
    ("competence.sv", "sv", PHONE, False, "competence", (
        "Excel 3, kundmöten 2, förhandling 1, chefen sa 3 på Excel, 4 på kundmöten, 2 på förhandling",
    )),
)  # fmt: skip


def main() -> None:
    """Serve the page on a free port, walk through each conversation and keep its picture."""
    from playwright.sync_api import sync_playwright

    from coach.app import Coach
    from coach.settings import Settings
    from ui.app import build
    from ui.server import Server

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), writer="guided", today=TODAY)
        with Coach.open(settings) as coach, sync_playwright() as driver:
            server, ready = Server(build(coach), 0, coach), threading.Event()
            threading.Thread(target=server.run, args=(lambda _: ready.set(),), daemon=True).start()
            ready.wait(30)
            found = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
            for picture in PICTURES:
                take(browser, server.address, *picture)
            browser.close()
            server.close()


def take(browser, address, name, lang, size, dark, mode, messages) -> None:
    """Keep one picture."""
    context = browser.new_context(
        locale={"sv": "sv-SE", "en": "en-GB"}[lang],
        color_scheme="dark" if dark else "light",
        viewport=dict(zip(("width", "height"), size, strict=True)),
    )
    page = context.new_page()
    page.goto(f"{address}?mode={mode}")
    page.wait_for_selector(".start")
    for n, text in enumerate(messages, 1):
        page.fill("#box textarea", text)
        page.press("#box textarea", "Enter")
        page.wait_for_function(
            "n => document.querySelectorAll('#log li').length === 2 * n && document.querySelector('#send')"
            " && !document.querySelector('#live .waiting')",
            arg=n,
        )
    if size == PHONE and messages:
        page.click("#tabs [data-side=paper]")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_function("[...document.images].every(one => one.complete)")
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
