"""Does the page lose, double or leak under load: ``coach eval load``.

Twenty tabs send fifty messages each to the real page over HTTP; what is kept is held against what was sent.
With ``--minutes`` three tabs go on sending, one message a second, and the process's memory, open files and
threads are measured.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from coach.app import Coach
from coach.settings import Settings
from evals.load_page import Tab, find

GROWTH = 0.05
"""Of memory after the warm-up that is still none."""
_WARM = 0.25
"""Of the time after which growth is counted."""
_BEAT = 1.0
"""Seconds between two messages of a tab while memory is measured."""
_TALK = 50
"""Messages after which a tab begins another conversation."""
_QUESTIONS = (
    "Hur tar jag emot kritik?",
    "Vad är ett mätbart mål?",
    "Hur förbereder jag ett lönesamtal?",
    "Vilka frågor är öppna?",
    "Hur tackar man för ett möte?",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a process holds at a moment."""

    seconds: float
    memory: int
    """Bytes that are its own and in memory."""
    files: int
    threads: int


@dataclass(slots=True)
class Result:
    """What was sent, kept and held."""

    tabs: int = 0
    sent: int = 0
    """Messages, each answered before the tab's next one."""
    wrong: list[str] = field(default_factory=list)
    """A line for each message lost, doubled, out of order or in another tab's conversation."""
    seconds: float = 0.0
    samples: list[Sample] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """By which share memory grew from the end of the warm-up: means of both halves of what follows."""
        first, second = self._halves()
        return _mean([s.memory for s in second]) / _mean([s.memory for s in first]) - 1 if first else 0.0

    @property
    def flat(self) -> bool:
        """Whether neither files nor threads grow after the warm-up; a few come and go with each message."""
        first, second = self._halves()
        return not first or all(
            max(getattr(s, name) for s in second) <= max(getattr(s, name) for s in first) + 4
            for name in ("files", "threads")
        )

    def _halves(self) -> tuple[list[Sample], list[Sample]]:
        warm = self.samples[int(_WARM * len(self.samples)) :]
        return warm[: len(warm) // 2], warm[len(warm) // 2 :]


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)


@contextmanager
def page(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve the real page in a process of its own; yield its port and process number."""
    words = ["--data-dir", str(folder), "--writer", "guided", "serve", "--port", "0", "--no-browser"]
    with subprocess.Popen(
        [sys.executable, "-m", "coach", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            said = next(line for line in process.stdout if line.startswith("ready "))
            yield int(re.findall(r":(\d+)/", said)[0]), process.pid
        finally:
            process.terminate()
            process.wait(30)


def send(
    tabs: Sequence[Tab], messages: int, *, beat: float = 0.0, until: float = 0.0
) -> dict[str, list[str]]:
    """Let all tabs send at once; return what was sent and answered in each conversation.

    Args:
        tabs: Open tabs.
        messages: How many each sends; 0 goes on until a moment.
        beat: Seconds between two messages of a tab.
        until: That moment, by the monotonic clock.
    """
    sent: list[dict[str, list[str]]] = [{} for _ in tabs]

    def work(number: int, tab: Tab) -> None:
        for n in range(messages) if messages else count():
            if not messages and time.monotonic() > until:
                return
            tab.session = tab.session if n % _TALK else ""
            text = f"{_QUESTIONS[n % len(_QUESTIONS)]} Flik {number} nummer {n}."
            while not tab.send(text):
                time.sleep(0.2)
            sent[number].setdefault(tab.session, []).append(text)
            time.sleep(beat)

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(tabs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {session: texts for mine in sent for session, texts in mine.items()}


def held(folder: Path, sent: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a line for everything that is kept otherwise than it was sent."""
    wrong = list[str]()
    with Coach.open(Settings(data_dir=folder, writer="guided")) as coach:
        for session, texts in sent.items():
            turns = coach.turns(session) if session else ()
            kept = [turn.text for turn in turns if turn.role == "person"]
            if kept != list(texts):
                wrong.append(f"{session}: sent {len(texts)}, kept {len(kept)}")
            if [turn.role for turn in turns] != ["person", "coach"] * len(texts):
                wrong.append(f"{session}: a message without its one answer")
            if any(not turn.text for turn in turns):
                wrong.append(f"{session}: an answer is empty")
        if {one.id for one in coach.sessions()} != set(sent):
            wrong.append(f"{len(coach.sessions())} conversations kept of {len(sent)}")
    return wrong


def storm(tabs: int, messages: int) -> Result:
    """Return what came of so many tabs that send so many messages each, all at once."""
    result, begun = Result(tabs), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="coach-load-") as name:
        folder = Path(name)
        with page(folder) as (port, _):
            address = find(port)
            opened = [Tab(address, "ask") for _ in range(tabs)]
            sent = send(opened, messages)
        result.sent, result.seconds = sum(map(len, sent.values())), time.monotonic() - begun
        result.wrong = held(folder, sent)
    return result


def soak(minutes: float, tabs: int = 3, every: float = 0.5) -> Result:
    """Return what a page in use for so long holds in memory, files and threads; Linux only."""
    result = Result(tabs)
    with tempfile.TemporaryDirectory(prefix="coach-load-") as name:
        folder = Path(name)
        with page(folder) as (port, process):
            address = find(port)
            opened = [Tab(address, "ask") for _ in range(tabs)]
            begun = time.monotonic()
            until = begun + 60 * minutes
            sent: dict[str, list[str]] = {}
            sending = threading.Thread(target=lambda: sent.update(send(opened, 0, beat=_BEAT, until=until)))
            sending.start()
            while sending.is_alive():
                result.samples.append(sample(process, time.monotonic() - begun))
                time.sleep(every)
            sending.join()
        result.sent, result.seconds = sum(map(len, sent.values())), time.monotonic() - begun
        result.wrong = held(folder, sent)
    return result


def sample(process: int, seconds: float) -> Sample:
    """Return what a process holds now."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    said = {key: value for key, _, value in (line.partition(":") for line in status.splitlines())}
    memory = int(said["RssAnon"].split()[0]) * 1024
    return Sample(seconds, memory, len(list(Path(f"/proc/{process}/fd").iterdir())), int(said["Threads"]))


def report(result: Result) -> Iterator[str]:
    """Yield the result as lines of a table."""
    yield f"| tabs | {result.tabs} |"
    yield f"| messages sent and answered | {result.sent} in {result.seconds:.0f} s |"
    yield f"| lost, doubled or out of order | {len(result.wrong)} |"
    if result.samples:
        first, last = result.samples[int(_WARM * len(result.samples))], result.samples[-1]
        yield f"| memory | {first.memory / 2**20:.0f} MiB, at the end {last.memory / 2**20:.0f} MiB |"
        yield f"| growth after the warm-up | {100 * result.growth:.1f} % |"
        yield f"| open files | {first.files}, at the end {last.files} |"
        yield f"| threads | {first.threads}, at the end {last.threads} |"
    yield from (f"- {line}" for line in result.wrong[:20])


def run(argv: list[str]) -> int:
    """Print the tables; return 1 when something was lost or memory, files or threads grew."""
    parser = argparse.ArgumentParser(prog="coach eval load", description=__doc__)
    parser.add_argument("--tabs", type=int, default=20)
    parser.add_argument("--messages", type=int, default=50, help="of each tab")
    parser.add_argument("--minutes", type=float, default=0.0, help="measure memory so long; 0 does not")
    options = parser.parse_args(argv)
    results = [storm(options.tabs, options.messages)] if options.messages else []
    if options.minutes:
        results.append(soak(options.minutes))
    for result in results:
        print("| measure | figure |\n| --- | --- |")
        print("\n".join(report(result)))
    return int(any(r.wrong or not r.flat or r.growth > GROWTH for r in results))
