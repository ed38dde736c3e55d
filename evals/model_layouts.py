"""The same conversations laid out in three ways, and what each made llama.cpp read."""

import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from coach.app.answer import mode_of
from coach.domain.knowledge import Hit, Passage
from coach.domain.mode import Order
from coach.llm.chat import LocalChat
from coach.llm.protocol import Done, Job, Load, Reading, Said
from coach.llm.worker import Worker
from coach.resources import shipped
from coach.settings import load as settings
from coach.writer.model import ModelWriter
from coach.writer.prompts import prompt
from coach.writer.talk import Talks
from evals.cases import SETS
from evals.model_plain import Cost, Plain

REPLY = 16
"""Tokens of a reply while reading is measured: a model with random weights never ends one itself."""
_WORDS = 180
"""In a passage, as on the shelf."""


class Layout(Protocol):
    """Asks a model one question after another in several conversations."""

    def say(self, conversation: int, order: Order) -> Cost:
        """Go on with a conversation and return what it cost."""

    def restart(self) -> None:
        """Begin a new process with what outlives one."""

    def close(self) -> None:
        """End the process."""


class Watched(Worker):
    """A worker that keeps the end of its last reply."""

    last = Done("stop", 0, 0, 0, 0)

    def say(self, job: Job) -> Iterator[Said | Reading | Done]:  # type: ignore[override]
        """Write a reply; see ``Worker.say``."""
        for event in super().say(job):
            if isinstance(event, Done):
                self.last = event
            yield event

    def cost(self, first: float, text: str) -> Cost:
        """Return what the last reply cost; ``first`` is the seconds to its first piece."""
        done = self.last
        return Cost(done.counted + done.generated - 1, done.prompt + done.generated, first, 0.0, text)


class Ours:
    """The program's own: instructions, the conversation as it grew, new passages with the question."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._open()

    def say(self, conversation: int, order: Order) -> Cost:
        """See ``Layout.say``."""
        begun, first, text = time.monotonic(), 0.0, ""
        for piece in self._writer.write(replace(order, conversation=f"c{conversation}")):
            first = first or time.monotonic() - begun
            text += piece
        return self.worker.cost(first, text)

    def restart(self) -> None:
        """See ``Layout.restart``; the states lie in the folder."""
        self.worker.close()
        self._open()

    def close(self) -> None:
        """See ``Layout.close``."""
        self.worker.close()

    def _open(self) -> None:
        self.worker = Watched(self._load)
        chat = LocalChat(worker=self.worker, model_id="benchmark")
        talks = Talks(Path(self._load.states))
        self._writer = ModelWriter(
            chat, "benchmark", structured=False, most=REPLY, talks=talks, fits=chat.fits
        )


class Usual:
    """Passages in the system prompt, then the conversation; our process, which keeps equal beginnings."""

    def __init__(self, load: Load) -> None:
        self._worker = Watched(replace(load, states="", memory=0))
        self._chat = LocalChat(worker=self._worker, model_id="benchmark")
        self._talks: dict[int, list[tuple[str, str]]] = {}

    def say(self, conversation: int, order: Order) -> Cost:
        """See ``Layout.say``."""
        talk = self._talks.setdefault(conversation, [])
        system = f"{prompt(order.mode, order.lang).system}\n\n{_passages(order)}"
        messages: list[BaseMessage] = [SystemMessage(system)]
        for asked, answered in talk:
            messages += [HumanMessage(asked), AIMessage(answered)]
        question = order.values["question"]
        text = str(self._chat.invoke([*messages, HumanMessage(question)], max_tokens=REPLY).content)
        talk.append((question, text))
        return self._worker.cost(0.0, text)

    def restart(self) -> None:
        """See ``Layout.restart``; nothing outlives the process."""
        self._worker.close()

    def close(self) -> None:
        """See ``Layout.close``."""
        self._worker.close()


class Stock:
    """A plain ``create_chat_completion`` loop: each question with its passages, the history as it grew."""

    def __init__(self, load: Load) -> None:
        self._plain = Plain(load)
        self._talks: dict[int, list[dict[str, str]]] = {}

    def say(self, conversation: int, order: Order) -> Cost:
        """See ``Layout.say``."""
        system = {"role": "system", "content": prompt(order.mode, order.lang).system}
        talk = self._talks.setdefault(conversation, [system])
        talk.append({"role": "user", "content": f"{_passages(order)}\n\n{order.values['question']}"})
        cost = self._plain.say(talk, REPLY)
        talk.append({"role": "assistant", "content": cost.text})
        return cost

    def restart(self) -> None:
        """See ``Layout.restart``; nothing outlives the process."""
        self._plain.restart()

    def close(self) -> None:
        """See ``Layout.close``."""
        self._plain.close()


def orders() -> Callable[[int, int], Order]:
    """Return what asks question ``turn`` of conversation ``n``, with a passage of the guides.

    Passages are taken in order, not searched: what is measured here is not to change with the search. Every
    third question finds a passage that an earlier one found.
    """
    asked = tomllib.loads((SETS / "model.toml").read_text(encoding="utf-8"))["questions"]
    day, mode = settings({}, environ={}).day(), mode_of("ask")
    hits = tuple(Hit(passage, 1.0) for passage in _guides(len(asked)))
    made = []
    for n, question in enumerate(asked):
        at = n - 2 if repeats(n) else n
        found = hits[at : at + 1]
        step = mode.step([question], "sv", day)
        made.append(Order("ask", step, "sv", day, found, values=mode.values(step, found), max_tokens=REPLY))
    return lambda conversation, turn: made[(conversation + turn) % len(made)]


def repeats(turn: int) -> bool:
    """Return whether the question of a turn finds a passage that an earlier one found."""
    return turn % 3 == 2


def _guides(count: int) -> Iterator[Passage]:
    """Yield a passage of the usual length from each of the first guides."""
    names = sorted(path.name for path in shipped("knowledge").iterdir() if path.name.endswith(".sv.md"))
    for name in names[:count]:
        words = shipped("knowledge").joinpath(name).read_text(encoding="utf-8").split("---")[-1].split()
        title = name.removesuffix(".sv.md")
        yield Passage(f"{title}#1", title, title, "", "sv", " ".join(words[:_WORDS]), True)


def _passages(order: Order) -> str:
    return "\n\n".join(f"({hit.passage.title}) {hit.passage.text}" for hit in order.hits)
