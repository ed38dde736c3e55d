"""Drawing tokens in the model's process, with or without a grammar. Imported by the child only."""

import ctypes
import math
from typing import Any

import llama_cpp
import numpy as np

from coach.llm.protocol import Job
from coach.llm.refusals import GrammarRefused

_lib: Any = llama_cpp
"""Its pointer types exist for type checkers only, and not on every machine."""
_Array = np.ndarray[Any, Any]
_TOKEN = np.dtype([("id", np.intc), ("logit", np.single), ("p", np.single)], align=True)
_LIKELY = 1_024
"""Tokens that are held against the grammar first; all of a large vocabulary take 24 ms."""


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
        self._floor = 0.0 if job.temperature <= 0 else math.log(max(job.min_p, 1e-9))

    def draw(self) -> int:
        """Return the next token."""
        token = int(_lib.llama_sampler_sample(self._chain, self._context, -1))
        if self._grammar is None:
            return token
        if not self._admits(token):
            token = self._draw_admitted()
        _lib.llama_sampler_accept(self._grammar, token)
        return token

    def take(self, token: int) -> None:
        """Let the grammar go on past a token that was given, not drawn.

        Raises:
            GrammarRefused: The grammar does not admit it.
        """
        if self._grammar is not None:
            if not self._admits(token):
                raise GrammarRefused("the grammar does not admit the reply's opening")
            _lib.llama_sampler_accept(self._grammar, token)

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
        pointer = _lib.llama_get_logits_ith(self._context, -1)
        logits = np.ctypeslib.as_array(pointer, shape=(self._size,))
        if self._size > _LIKELY:
            likely = np.argpartition(logits, -_LIKELY)[-_LIKELY:]
            found = self._admitted(likely, logits)
            # Everything less likely than these would fall to the smallest probability anyway.
            if len(found) and found["logit"].max() + self._floor > logits[likely].min():
                return self._chosen(found)
        return self._chosen(self._admitted(np.arange(self._size), logits))

    def _admitted(self, ids: _Array, logits: _Array) -> _Array:
        """Return those of some tokens that the grammar admits."""
        found = np.zeros(len(ids), _TOKEN)
        found["id"], found["logit"] = ids, logits[ids]
        self._apply(self._grammar, _pointer(found), len(found))
        kept: _Array = found[found["logit"] != -np.inf]
        return kept

    def _chosen(self, tokens: _Array) -> int:
        candidates: Any = self._apply(self._chain, _pointer(tokens), len(tokens))
        return int(candidates.data[candidates.selected].id)

    @staticmethod
    def _apply(sampler: object, data: object, size: int) -> object:
        candidates = _lib.llama_token_data_array(data=data, size=size, selected=-1, sorted=False)
        _lib.llama_sampler_apply(sampler, ctypes.byref(candidates))
        return candidates


def _pointer(tokens: _Array) -> object:
    return tokens.ctypes.data_as(ctypes.POINTER(_lib.llama_token_data))


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
