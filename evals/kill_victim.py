"""The process that is killed: it sends, answers, ingests, exports, erases and copies until it dies.

``python -m evals.kill_victim FOLDER`` reads the dictionaries once; each line on standard input, the JSON of
a ``Task``, makes a fork that works until it is killed. A line is printed for each thing that was shown as
done, and never before.
"""

import json
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import wraps
from hashlib import sha256
from importlib import import_module
from itertools import count
from pathlib import Path

from coach.app import Coach
from coach.app.accept import now, today
from coach.domain.events import Saved
from coach.settings import Settings
from coach.shelf import Shelf

STEPS: Mapping[str, tuple[str, str, bool]] = {
    # step: what is passed, as module:owner and attribute, and whether it dies before (else after) it.
    "send, answer: before a turn is kept": ("coach.store.sessions:Sessions", "add", True),
    "send, answer: kept, not yet said so": ("coach.store.sessions:Sessions", "add", False),
    "send: begun, no message yet": ("coach.store.sessions:Sessions", "begin", False),
    "ingest: before a document is kept": ("coach.shelf.table:Table", "replace", True),
    "ingest: between its passages": ("coach.shelf.table:Table", "_index", False),
    "ingest: kept, not yet said so": ("coach.shelf.table:Table", "replace", False),
    "remove: out of reach, file not rewritten": ("coach.shelf.table:Table", "scrub", True),
    "export: between its files": ("coach.app.keep_export:", "_text", False),
    "export: written, not yet in its place": ("coach.app.keep_export:", "_write", False),
    "erase: copies rewritten, nothing else": ("coach.store.backups:Backups", "rewrite", False),
    "erase: gone, file not rewritten": ("coach.store.sessions:Sessions", "_scrub", True),
    "erase: done, not yet said so": ("coach.store.sessions:Sessions", "erase", False),
    "backup: between its files": ("coach.store.backups:", "_copied", False),
    "backup: done, not yet said so": ("coach.store.backups:Backups", "make", False),
    "migrate: copied, not yet begun": ("coach.store.backups:Backups", "before_migration", False),
    "migrate: before": ("coach.store.sessions:", "migrate", True),
    "migrate: after": ("coach.store.sessions:", "migrate", False),
}
_GOALS = ("Jag vill hålla tre möten om {}", "I want to hold three meetings about {}")
_ANSWERS = ("till sista april, {}", "by the end of May, {}", "för att {} är viktigt", "on my own, with {}")


@dataclass(frozen=True, slots=True)
class Task:
    """What one fork does."""

    data: str
    seed: int
    step: str
    """A key of ``STEPS`` to die at; "" waits to be killed."""
    passes: int
    """How often it gets past that step."""


def digest(text: str) -> str:
    """Return a text's hash, as it is told instead of the text."""
    return sha256(text.encode()).hexdigest()[:16]


def tell(op: str, **what: object) -> None:
    """Say that something is done; what was told must be there after any kill."""
    # In one piece: a thread of the program may be the one that dies.
    sys.stdout.write(json.dumps({"op": op, **what}) + "\n")
    sys.stdout.flush()


def work(task: Task) -> None:
    """Do one thing after the other, chosen by chance, until killed."""
    chance = random.Random(task.seed)
    if task.step:
        _mine(task.step, task.passes)
    words = (f"q{task.seed}x{n:04}z" for n in count())
    with Coach.open(Settings(data_dir=Path(task.data), writer="guided")) as coach:
        tell("open")
        for word in words:
            [(act, _)] = chance.choices(_ACTS, [often for _, often in _ACTS])
            leads = (wanted for begin, wanted in _LEADS.items() if task.step.startswith(begin))
            # Half the time what leads to its step, lest it be long in coming.
            act = next(leads, act) if chance.random() < 0.5 else act
            act(coach, word, chance)


def _talk(coach: Coach, word: str, chance: random.Random) -> None:
    session = None
    for line in (chance.choice(_GOALS), *chance.sample(_ANSWERS, 2)):
        text = line.format(word)
        for event in coach.say(text, mode="goal", session=session):
            if isinstance(event, Saved):
                session = event.session
                said = coach.turns(session)[event.turn - 1]
                tell("said", session=session, n=event.turn, text=digest(said.text), word=word)


def _ingest(coach: Coach, word: str, chance: random.Random) -> None:
    paper = _outside(coach) / f"{word}.md"
    paper.write_text(f"# {word}\n\n" + f"Här står om {word} och lönen. \n\n" * 40, encoding="utf-8")
    [result] = coach.shelf.ingest([paper])
    tell("ingested", source=paper.name, word=word, status=result.status)


def _export(coach: Coach, word: str, chance: random.Random) -> None:
    folder = _outside(coach) / f"out-{word}"
    coach.keep.export(folder, now())
    tell("exported", folder=str(folder))


def _erase(coach: Coach, word: str, chance: random.Random) -> None:
    sessions, documents = coach.sessions(), coach.shelf.own()
    if documents and chance.random() < 0.4:
        one = chance.choice(documents).document
        tell("erasing", source=one.source)
        coach.keep.erase(coach.keep.of_document(one.id))
        tell("erased", source=one.source)
    elif sessions:
        session = chance.choice(sessions).id
        tell("erasing", session=session)
        coach.erase(session)
        tell("erased", session=session)


def _copy(coach: Coach, word: str, chance: random.Random) -> None:
    tell("copied", name=coach.keep.backup(today()).name)


_Act = Callable[[Coach, str, random.Random], None]
_ACTS: tuple[tuple[_Act, int], ...] = ((_talk, 6), (_ingest, 2), (_export, 1), (_erase, 2), (_copy, 1))
_LEADS: Mapping[str, _Act] = {
    "send": _talk,
    "ingest": _ingest,
    "remove": _erase,
    "export": _export,
    "erase": _erase,
    "backup": _copy,
}


def _outside(coach: Coach) -> Path:
    folder = coach.settings.data_dir.parent / "outside"
    folder.mkdir(exist_ok=True)
    return folder


def _mine(step: str, passes: int) -> None:
    """Make the process die at a named step."""
    place, name, before = STEPS[step]
    module, owner = place.split(":")
    home: object = import_module(module)
    home = getattr(home, owner) if owner else home
    setattr(home, name, _deadly(getattr(home, name), before, count(), passes))


def _deadly(
    run: Callable[..., object], before: bool, passed: Iterator[int], passes: int
) -> Callable[..., object]:
    @wraps(run)
    def deadly(*values: object, **named: object) -> object:
        at = next(passed)
        if before and at >= passes:
            _die()
        result = run(*values, **named)
        if not before and at >= passes:
            _die()
        return result

    return deadly


def _die() -> None:
    tell("died")
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Read tasks; print the process number of each fork, what it tells, and a line when it is dead."""
    with Coach(Settings(data_dir=Path()), shelf=Shelf(None)) as reader:
        reader.warm()
    for line in sys.stdin:
        sys.stdout.flush()
        if child := os.fork():
            os.waitpid(child, 0)
            tell("dead")
            continue
        tell("pid", pid=os.getpid())
        work(Task(**json.loads(line)))
        os._exit(0)


def line(task: Task) -> str:
    """Return a task as ``main`` reads it."""
    return json.dumps(asdict(task)) + "\n"


if __name__ == "__main__":
    main()
