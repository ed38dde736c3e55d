"""llama.cpp itself: reading prompts, writing replies. Imported by the child process only."""

import codecs
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import llama_cpp

from coach.llm.context import Context
from coach.llm.prompt import Prompt, Prompts
from coach.llm.protocol import Done, Event, Finish, Job, Load, Reading, Ready, Said, Turn
from coach.llm.refusals import ContextFull
from coach.llm.sampling import Sampler
from coach.llm.states import FIXED, States, model_key, state_name
from coach.llm.window import Known, Window

Emit = Callable[[Event], None]
Stopped = Callable[[], bool]
_THOUGHT, _THOUGHT_OVER = "<think>", "</think>"
_BEGINNING = 24
"""A shorter fixed beginning is read again sooner than fetched."""


class Engine:
    """One loaded model with one window, which keeps what it has read.

    Args:
        load: The model file and how to run it.

    Raises:
        OSError: The file can't be read.
        ValueError: llama.cpp can't load the file, or it has no chat template.
    """

    def __init__(self, load: Load) -> None:
        self._context = Context(load)
        folder = Path(load.states) if load.states else None
        self._states = States(
            model_key(Path(load.path)), llama_cpp.__version__, folder, memory=load.memory, disk=load.disk
        )
        self._window = Window(self._context, self._states)
        self._prompts = Prompts(self._context.model)
        self._unkept: tuple[str, str, list[int]] | None = None
        self.ready = Ready(self._context.size, self._prompts.vocabulary, load.n_threads)

    def count(self, turns: Sequence[Turn]) -> int:
        """Return the number of tokens the conversation takes, with its template.

        Raises:
            TemplateRefused: The template rejects the conversation.
        """
        return len(self._prompts.tokens(turns))

    def say(self, job: Job, emit: Emit, stopped: Stopped) -> Done:
        """Write one reply, in pieces to ``emit``, until it ends or ``stopped`` says so.

        Raises:
            TemplateRefused: The template rejects the conversation.
            ContextFull: No token of a reply would fit.
            GrammarRefused: llama.cpp does not parse the grammar.
            RuntimeError: llama.cpp failed to evaluate.
        """
        prompt = self._prompts.prompt(job.turns, lambda name: self._recalled(job.conversation, name))
        tokens, given = prompt.tokens, self._prompts.tokenise(job.opening)
        room = self._context.size - len(tokens) - len(given)
        if room < 1:
            raise ContextFull(f"{len(tokens)} tokens do not fit a window of {self._context.size}")
        sampler = Sampler(self._context.ctx, self._context.model.vocab, job)
        for owner in (FIXED, job.conversation):
            self._states.begin(owner)
        try:
            self._context.start_counting()
            for token in given:
                sampler.take(token)
            evaluated, fetched = self._read(job, replace(prompt, tokens=tokens + given), emit, stopped)
            if evaluated < 0:
                return Done("cancelled", len(tokens), 0, 0, 0)
            counted = self._context.counted()
            most = min(job.max_tokens, room + len(given))
            finish, written = self._write(job, tokens, given, sampler, most, emit, stopped)
            return Done(finish, len(tokens), evaluated, counted, written, fetched)
        finally:
            sampler.close()

    def settle(self) -> None:
        """Keep what a cancelled reply left; the one who cancelled does not wait for it."""
        unkept, self._unkept = self._unkept, None
        if unkept is not None:
            self._window.keep(*unkept)

    def forget(self, owner: str) -> None:
        """Drop everything of a conversation, in memory and in the folder of states."""
        self._unkept = None
        self._prompts.forget(owner)
        self._window.forget(owner)

    def _recalled(self, owner: str, name: str) -> list[int] | None:
        chain = self._states.chain(owner, name)
        if not chain:
            return None
        return [*(token for state in chain for token in state.tokens), *chain[-1].rest]

    def _read(self, job: Job, prompt: Prompt, emit: Emit, stopped: Stopped) -> tuple[int, int]:
        """Bring the window to the prompt; return how much was read, -1 when stopped, and how much fetched."""
        context, tokens = self._context, prompt.tokens
        fixed = self._prompts.fixed(job.turns, tokens)
        beginning = Known(FIXED, state_name(fixed) if len(fixed) >= _BEGINNING else "", len(fixed))
        fetched = self._window.resume(tokens, [Known(job.conversation, prompt.name, prompt.known), beginning])
        start = at = len(context.tokens)

        def tell() -> None:
            emit(Reading(len(context.tokens) - start, len(tokens) - start))

        # Only while reading: one decode of a prompt takes seconds, one of a token does not.
        context.stop_when(_beating(stopped, tell))
        try:
            while at < len(tokens):
                if stopped():
                    return -1, fetched
                stop = beginning.end if beginning.name and at < beginning.end else len(tokens)
                context.read(tokens[at : min(stop, at + context.batch)])
                at = len(context.tokens)
                if at == beginning.end and beginning.name:
                    self._window.keep(FIXED, beginning.name, ())
                tell()
        except RuntimeError:
            if stopped():
                return -1, fetched
            raise
        finally:
            context.stop_when(None)
        return len(tokens) - start, fetched

    def _write(
        self,
        job: Job,
        tokens: list[int],
        given: list[int],
        sampler: Sampler,
        limit: int,
        emit: Emit,
        stopped: Stopped,
    ) -> tuple[Finish, int]:
        written = list(given)
        text = _Text(job.stop, emit)
        finish: Finish = "length"
        text.add(b"".join(map(self._prompts.piece, given)))
        while len(written) < limit:
            if len(written) > len(given):
                self._context.read(written[-1:])
            token = sampler.draw()
            if self._prompts.ends(token):
                finish = "stop"
                break
            written.append(token)
            if text.add(self._prompts.piece(token)):
                finish = "stop"
                break
            if stopped():
                finish = "cancelled"
                break
        whole = tokens + written
        name = self._prompts.remember(job.turns, text.end(), whole, job.conversation)
        self._unkept = (job.conversation, name, whole[len(self._context.tokens) :])
        if finish != "cancelled":
            self.settle()
        elif not self._context.cuts:
            self._unkept = None  # it would take the place of the last whole turn
        return finish, len(written)


def _beating(stopped: Stopped, tell: Callable[[], None]) -> Stopped:
    """Return ``stopped`` that also tells once a second that the work goes on: a batch may take a minute."""
    told = time.monotonic()

    def tick() -> bool:
        nonlocal told
        if time.monotonic() - told > 1:
            told = time.monotonic()
            tell()
        return stopped()

    return tick


class _Text:
    """Bytes to text in whole characters, held back where a stop may begin.

    Leading blanks and a leading thought are dropped: some models think although they were told not to.
    """

    def __init__(self, stops: Sequence[str], emit: Emit) -> None:
        self._stops = stops
        self._emit = emit
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._given: list[str] = []

    def add(self, piece: bytes) -> bool:
        """Take a token's bytes; return whether a stop was met. What follows it is dropped."""
        self._held += self._decoder.decode(piece)
        if not self._given and self._still_thinking():
            self._emit(Said(""))
            return False
        met = [at for stop in self._stops if (at := self._held.find(stop)) >= 0]
        if met:
            self._held = self._held[: min(met)]
            self._give(len(self._held))
            return True
        self._give(len(self._held) - self._may_begin())
        return False

    def end(self) -> str:
        """Give what is held and return the whole text."""
        self._held += self._decoder.decode(b"", final=True)
        if not self._given and self._held.startswith(_THOUGHT):
            self._held = ""
        self._give(len(self._held))
        return "".join(self._given)

    def _still_thinking(self) -> bool:
        self._held = self._held.lstrip()
        if self._held.startswith(_THOUGHT):
            _, over, rest = self._held.partition(_THOUGHT_OVER)
            if not over:
                return True
            self._held = rest.lstrip()
        return bool(self._held) and _THOUGHT.startswith(self._held)

    def _may_begin(self) -> int:
        longest = max(map(len, self._stops), default=0)
        for length in range(min(longest - 1, len(self._held)), 0, -1):
            if any(stop.startswith(self._held[-length:]) for stop in self._stops):
                return length
        return 0

    def _give(self, count: int) -> None:
        if count > 0:
            self._given.append(self._held[:count])
            self._emit(Said(self._held[:count]))
            self._held = self._held[count:]
