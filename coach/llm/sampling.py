"""Drawing tokens in the model's process, with or without a grammar. Imported by the child only."""

import ctypes
from typing import Any

import llama_cpp
import numpy as np

from coach.llm.protocol import Job
from coach.llm.refusals import GrammarRefused

_lib: Any = llama_cpp
"""Its pointer types exist for type checkers only, and not on every machine."""


class Sampler:
    """Draws one token after another from the context's last logits.

    With a grammar it draws first and checks only that token; a refused one is drawn again among those the
    grammar admits. Running the grammar over a vocabulary of 150,000 costs ten times as much a token.
    """

    def __init__(self, context: object, vocab: object, job: Job) -> None:
        self._context: Any = context
        self._size = _lib.llama_vocab_n_tokens(vocab)
        self._grammar: Any = None if job.grammar is None else _proven(vocab, job.grammar)
        self._chain: Any = _chain(job)
        self._one: Any = (_lib.llama_token_data * 1)()
        self._all: np.ndarray[Any, Any] | None = None

    def draw(self) -> int:
        """Return the next token."""
        token = int(_lib.llama_sampler_sample(self._chain, self._context, -1))
        if self._grammar is None:
            return token
        if not self._admits(token):
            token = self._draw_admitted()
        _lib.llama_sampler_accept(self._grammar, token)
        return token

    def close(self) -> None:
        """Free what llama.cpp holds; may be called twice."""
        for held in (self._chain, self._grammar):
            if held is not None:
                _lib.llama_sampler_free(held)
        self._chain = self._grammar = None

    def _admits(self, token: int) -> bool:
        self._one[0].id, self._one[0].logit = token, 1.0
        self._apply(self._grammar, self._one, 1)
        return bool(self._one[0].logit != float("-inf"))

    def _draw_admitted(self) -> int:
        if self._all is None:
            kind = np.dtype([("id", np.intc), ("logit", np.single), ("p", np.single)], align=True)
            self._all = np.zeros(self._size, kind)
        logits = _lib.llama_get_logits_ith(self._context, -1)
        self._all["id"] = np.arange(self._size, dtype=np.intc)
        self._all["logit"] = np.ctypeslib.as_array(logits, shape=(self._size,))
        self._all["p"] = 0
        data = self._all.ctypes.data_as(ctypes.POINTER(_lib.llama_token_data))
        self._apply(self._grammar, data, self._size)
        candidates: Any = self._apply(self._chain, data, self._size)
        return int(candidates.data[candidates.selected].id)

    @staticmethod
    def _apply(sampler: object, data: object, size: int) -> object:
        candidates = _lib.llama_token_data_array(data=data, size=size, selected=-1, sorted=False)
        _lib.llama_sampler_apply(sampler, ctypes.byref(candidates))
        return candidates


def _proven(vocab: object, grammar: str) -> object:
    # An empty one would be taken for "no grammar".
    sampler = _lib.llama_sampler_init_grammar(vocab, grammar.encode(), b"root") if grammar.strip() else None
    if not sampler:
        raise GrammarRefused("llama.cpp does not parse the grammar")
    return sampler


def _chain(job: Job) -> object:
    chain = _lib.llama_sampler_chain_init(_lib.llama_sampler_chain_default_params())
    if job.temperature <= 0:
        steps = [_lib.llama_sampler_init_greedy()]
    else:
        seed = _lib.LLAMA_DEFAULT_SEED if job.seed is None else job.seed
        steps = [
            _lib.llama_sampler_init_top_k(job.top_k),
            _lib.llama_sampler_init_top_p(job.top_p, 1),
            _lib.llama_sampler_init_min_p(job.min_p, 1),
            _lib.llama_sampler_init_temp(job.temperature),
            _lib.llama_sampler_init_dist(seed),
        ]
    for step in steps:
        _lib.llama_sampler_chain_add(chain, step)
    return chain
