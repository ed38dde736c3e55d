# ruff: noqa: E501  the script of a conversation reads best one turn a line
"""A coach that says what it is told to, a page in a thread, and a browser that notes every request."""

import datetime
import itertools
import json
import shutil
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from coach.app.models import Models
from coach.app.writers import Writers
from coach.domain.ask import AskPaper
from coach.domain.draft import Draft, Question
from coach.domain.errors import BadText
from coach.domain.events import Asked, Delta, Drafted, Noticed, Retrieved, Saved, Understood
from coach.domain.goal import CRITERIA, GoalPaper, Part
from coach.domain.knowledge import Citation, Document, Hit, Passage
from coach.domain.session import Session, Turn
from coach.domain.verdict import Verdict
from coach.settings import Settings
from coach.shelf import Ingested

QUESTIONS = {
    "sv": (
        ("measurable", "Hur märks det att du har lyckats? Säg ett antal eller en nivå.", ("tre kundpresentationer", "minst 4 av 5 i snitt")),
        ("time_bound", "När ska det vara klart? Ett datum, en vecka eller en händelse räcker.", ("senast 30 april", "inom tre månader")),
        ("relevant", "Varför är det värt besväret, för dig eller för teamet?", ("för att kunderna ska våga fråga",)),
    ),
    "en": (
        ("measurable", "How will you know you’ve got there? Name a number or a level.", ("three customer presentations", "at least 4 out of 5")),
        ("time_bound", "When will it be done? A date, a week or an event is enough.", ("by 30 April", "within three months")),
        ("relevant", "Why is it worth the effort, for you or for the team?", ("so that customers dare to ask",)),
    ),
}  # fmt: skip
DEADLINE = datetime.date(2027, 4, 30)
PASSAGES = {
    "smart-goals.sv#2": Passage(
        "smart-goals.sv#2", "smart-goals.sv", "SMARTa mål", "Specifikt och mätbart", "sv",
        "Ett specifikt mål har ett verb som går att se och ett tydligt föremål. Håll dig till ett mål per mening. "
        "Ett mätbart mål har ett tal med enhet.", True,
    ),
    "smart-goals.en#2": Passage(
        "smart-goals.en#2", "smart-goals.en", "SMART goals", "Specific and measurable", "en",
        "A specific goal has a verb you can see and a clear object. Keep to one goal a sentence. "
        "A measurable goal has a number with a unit.", True,
    ),
}  # fmt: skip
QUOTES = {"sv": "Håll dig till ett mål per mening.", "en": "Keep to one goal a sentence."}


@dataclass(frozen=True)
class Card:
    name: str
    title: dict
    about: dict
    examples: dict


CARDS = (
    Card(
        "goal",
        {"sv": "Ett mål", "en": "A goal"},
        {"sv": "Från en vag önskan till ett SMART mål med dina egna ord.", "en": "From a vague wish to a SMART goal in your own words."},
        {"sv": ("Jag vill bli bättre på att presentera för kunder",), "en": ("I want to get better at presenting to customers",)},
    ),
    Card(
        "ask",
        {"sv": "Fråga vägledningarna", "en": "Ask the guides"},
        {"sv": "Svar med ordagranna citat.", "en": "Answers quoted word for word."},
        {"sv": ("Hur skriver jag ett specifikt mål?",), "en": ("How do I write a specific goal?",)},
    ),
)  # fmt: skip


class ScriptedShelf:
    """Knows no documents but those a test puts on it."""

    def __init__(self) -> None:
        self.own: list[Document] = []

    def documents(self):
        return tuple(self.own)

    def has_own(self):
        return bool(self.own)

    def remove(self, key):
        self.own = [one for one in self.own if one.id != key]
        return True

    def ingest(self, paths, *, lang):
        refused = [Ingested(path, "refused", "okänd sort", 0) for path in paths if path.suffix == ".exe"]
        if not refused:
            self.own += [Document(path.name, path.stem, lang, path.name, shipped=False) for path in paths]
        return refused or [Ingested(path, "added", "", 1) for path in paths]


class ScriptedCoach:
    """Speaks the interface of coach.app.Coach from memory, with three fixed questions a goal."""

    def __init__(self, data_dir: Path, *, slow: float = 0.0, cards: tuple[Card, ...] = CARDS) -> None:
        self.settings = Settings(data_dir=data_dir, today=datetime.date(2026, 11, 25))
        self.shelf = ScriptedShelf()
        self.models = Models(self.settings, Writers(self.settings))
        self.keep = SimpleNamespace(notes=())
        self.slow = slow
        self.cards = cards
        self.kept: dict[str, Session] = {}
        self.said: dict[str, list[Turn]] = {}
        self._ids = itertools.count(1)
        self.closed = 0

    def modes(self):
        return self.cards

    def say(self, text, *, mode, lang=None, session=None, prefer="sv", origin=""):
        if text == "???":
            raise BadText("Jag förstår svenska och engelska; skriv gärna på något av dem.")
        if text == "!!!":
            raise RuntimeError(text)
        if session is None:
            lang = lang or ("en" if " I " in f" {text} " or "How" in text else "sv")
            session = f"s{next(self._ids)}"
            self.kept[session] = Session(session, mode, lang, text[:60], "2026-11-25T09:00:00+01:00")
            self.said[session] = []
        yield Saved(session, 1)
        turns = self.said[session]
        turns.append(Turn(len(turns) + 1, "person", text))
        try:
            yield from self._answer(session)
        except GeneratorExit:
            self.closed += 1
            raise

    def _answer(self, session):
        kept = self.kept[session]
        events = list(self.replay(session))
        yield Noticed("lang", "Vi talar svenska." if kept.lang == "sv" else "We speak English.")
        final = next((event for event in events if isinstance(event, Drafted)), None)
        for event in events:
            if isinstance(event, Drafted):
                for word in event.draft.text.split(" "):
                    time.sleep(self.slow)
                    yield Delta(word + " ", "guided")
            yield event
        asked = [event.question.text for event in events if isinstance(event, Asked)]
        turns = self.said[session]
        text, payload = (asked or [final.draft.text])[0], json.dumps({"text": final.draft.text})
        turns.append(Turn(len(turns) + 1, "coach", text, "guided", payload=payload))
        yield Saved(session, len(turns))

    def replay(self, session):
        kept = self.kept[session]
        said = tuple(turn.text for turn in self.said[session] if turn.role == "person")
        passage = PASSAGES[f"smart-goals.{kept.lang}#2"]
        cite = Citation(passage.id, passage.document, passage.title, QUOTES[kept.lang])
        if kept.mode == "ask":
            yield Understood(AskPaper(said[-1]))
            yield Retrieved((Hit(passage, 1.0),))
            yield Drafted(Draft(f"{QUOTES[kept.lang]} [1]", kept.lang, "guided", (cite,)))
            return
        yield from self._goal(kept, said, Hit(passage, 1.0), cite)

    def _goal(self, kept, said, hit, cite):
        questions = QUESTIONS[kept.lang]
        answers = said[1:4]
        parts = {"specific": Part(said[0], 0)}
        parts |= {
            question[0]: Part(text, i)
            for i, (question, text) in enumerate(zip(questions, answers, strict=False), 1)
        }
        before = Verdict(
            kept.lang,
            {"is_goal": True, **dict.fromkeys(CRITERIA, False), "specific": True},
            {"specific": ((0, len(said[0])),)},
        )
        done = len(answers) == 3
        paper = GoalPaper(
            said[0], before, said, "performance", parts,
            deadline=DEADLINE if len(answers) > 1 else None,
            confidence=8 if done else None,
            first_step=Part(answers[0], 1) if done else None, first_step_by=datetime.date(2026, 12, 1) if done else None,
            obstacle=Part("veckan blir full", 1) if done else None, response=Part("jag flyttar ett möte", 1) if done else None,
            check_ins=(datetime.date(2027, 2, 1), datetime.date(2027, 3, 15)) if done else (),
        )  # fmt: skip
        yield Understood(paper)
        yield Retrieved((hit,))
        blanks = () if done else ("[…]",)
        text = ", ".join((*said[:4], *blanks)) + "."
        spans, at = {}, 0
        for name, piece in zip(("specific", *(q[0] for q in questions)), said[:4], strict=False):
            start = text.index(piece, at)
            spans[name] = ((start, start + len(piece)),)
        labels = {"is_goal": True, **{c: c in spans for c in CRITERIA}}
        yield Drafted(
            Draft(text, kept.lang, "guided", (cite,), blanks, verdict=Verdict(kept.lang, labels, spans)),
            final=done,
        )
        if not done:
            key, question, examples = questions[len(answers)]
            yield Asked(Question(key, question, examples))

    def sessions(self):
        return tuple(reversed(self.kept.values()))

    def turns(self, session):
        return tuple(self.said[session])

    def rename(self, session, title):
        self.kept[session] = replace(self.kept[session], title=title)

    def erase(self, session):
        del self.kept[session], self.said[session]

    def put_back(self, session, turns):
        self.kept[session.id], self.said[session.id] = session, list(turns)
        return session.id

    def passage(self, key):
        return PASSAGES.get(key)

    def writer_note(self, lang):
        return "Guidad: ingen modell behövs." if lang == "sv" else "Guided: no model needed."

    def urgent(self, lang):
        return "Fara? Ring 112." if lang == "sv" else "Danger? Call 112."


@pytest.fixture
def scripted(tmp_path):
    return ScriptedCoach(tmp_path)


class Page:
    """A page served from a thread of the test."""

    def __init__(self, coach, port: int = 0) -> None:
        from ui.app import build
        from ui.server import Server

        self.server = Server(build(coach), port, coach)
        ready = threading.Event()
        self.thread = threading.Thread(target=self.server.run, args=(lambda _: ready.set(),), daemon=True)
        self.thread.start()
        assert ready.wait(30)
        self.address = self.server.address

    def close(self) -> None:
        self.server.close()
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def page_of():
    """Serve a page for a coach; it is closed afterwards."""
    pages = []

    def make(coach, port: int = 0) -> Page:
        pages.append(Page(coach, port))
        return pages[-1]

    yield make
    for page in pages:
        page.close()


class Relay:
    """Passes everything on to the coach of the moment, so that one server serves many tests."""

    now: ScriptedCoach

    def __getattr__(self, name):
        return getattr(self.now, name)


@pytest.fixture(scope="session")
def shared_page(tmp_path_factory):
    relay = Relay()
    relay.now = ScriptedCoach(tmp_path_factory.mktemp("shared"))
    page = Page(relay)
    yield page.address, relay
    page.close()


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.skip("no Chromium found (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def real_coach(tmp_path_factory):
    """Return the real program on a folder of its own, guided; opened once, since reading the guides takes a while."""
    from coach.app import Coach

    folder = tmp_path_factory.mktemp("real")
    with Coach.open(Settings(data_dir=folder, writer="guided", today=datetime.date(2026, 11, 25))) as coach:
        yield coach


@pytest.fixture(scope="session")
def real_page(real_coach):
    """Serve the real program."""
    page = Page(real_coach)
    yield page.address
    page.close()


@pytest.fixture
def make_card():
    """Return a mode that only has a name."""

    def make(name: str, sv: str, en: str) -> Card:
        title = {"sv": sv, "en": en}
        return Card(name, title, title, {"sv": (sv,), "en": (en,)})

    return make
