"""Makes Gradio silent, local and quick to start before it is imported, whatever the environment says."""

import asyncio
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")

# GRADIO_SHARE, _SERVER_NAME, _ALLOWED_PATHS, _ROOT_PATH … each widen a default, and an empty argument
# does not beat them: none of them is let through.
_SILENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Counting its calls costs Gradio a pandas table after each of them, for a monitoring page that is off.
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_MCP_SERVER": "False",
    "GRADIO_SSR_MODE": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}


def silence(environ: MutableMapping[str, str] | None = None) -> None:
    """Drop every ``GRADIO_*`` and ``SPACE_*`` variable and set those that keep Gradio quiet.

    Args:
        environ: The environment to change; the process's own by default.
    """
    env = os.environ if environ is None else environ
    for name in [name for name in env if name.startswith(("GRADIO_", "SPACE_"))]:
        del env[name]
    env.update(_SILENT)
    # A folder of our own: Gradio's default is shared with every other Gradio program on the machine.
    env["GRADIO_TEMP_DIR"] = os.path.join(tempfile.gettempdir(), f"coach-page-{os.getpid()}")  # noqa: PTH118
    _start_quickly()


def in_loop(make: Callable[[], T]) -> T:
    """Return what ``make`` returns, called where an event loop runs.

    Without one Gradio opens a loop for every lock it makes, and never closes it.
    """

    async def call() -> T:
        return make()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(call())).result()


@contextmanager
def routes_once() -> Iterator[None]:
    """Keep Gradio from making its routes while blocks are laid out; the page makes them when it is mounted.

    They would be made three times more and thrown away each time: 0.3 s of the start.
    """
    from gradio.routes import App

    make = App.create_app
    App.create_app = staticmethod(lambda *_, **__: None)  # type: ignore[assignment]
    try:
        yield
    finally:
        App.create_app = staticmethod(make)  # type: ignore[method-assign]


@cache
def keep_places() -> None:
    """Let a component that Gradio renews for a tab keep its number.

    Gradio makes a new one, with a new number, for every output of every answer, and looks the next one up by
    that number: a tab's table then grows by fifteen components with all their text at each message.
    """
    from gradio.state_holder import SessionState

    put = SessionState.__setitem__

    def placed(self: SessionState, key: int, value: object) -> None:
        if hasattr(value, "_id"):
            value._id = key
        put(self, key, value)

    SessionState.__setitem__ = placed  # type: ignore[method-assign]


def _start_quickly() -> None:
    if "gradio" not in sys.modules and not any(isinstance(finder, _NoStubs) for finder in sys.meta_path):
        sys.meta_path[:0] = [_NoStubs(), _Later("pandas")]


class _Later:
    """Puts off a library Gradio imports for components the page has not got: pandas is 0.3 s of the start."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = importlib.util.LazyLoader(spec.loader)
        return spec


class _NoStubs:
    """Keeps Gradio from rewriting its .pyi files at every import: 1.3 s of 3.0 s on two cores."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != "gradio.component_meta":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is None or spec.loader is None:
            return spec
        run = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            run(module)
            module.create_or_modify_pyi = lambda *_, **__: None  # type: ignore[attr-defined]

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec
