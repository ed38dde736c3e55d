"""The page's own web server: bound to 127.0.0.1, behind the guard."""

import socket
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING

from coach.domain.errors import SetupError
from ui.quiet import in_loop

if TYPE_CHECKING:
    import gradio
    from fastapi import FastAPI

    from coach.app import Coach

_OURS = {"page.css": "text/css", "page.js": "text/javascript"}


class Server:
    """One page on one port.

    Args:
        blocks: The page.
        port: Where; 0 takes a free one.
        coach: Whose papers and documents the page's own doors lead to; None opens none.

    Raises:
        SetupError: The port is taken.
    """

    def __init__(self, blocks: "gradio.Blocks", port: int, coach: "Coach | None" = None) -> None:
        import uvicorn

        from ui.guard import Guard

        self._socket = _bind(port)
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        app = Guard(in_loop(lambda: web(blocks, coach)), self._socket.getsockname()[1])
        # A tab keeps a stream open for as long as it lives: one second is enough for the rest.
        config = uvicorn.Config(
            app, access_log=False, log_level="error", timeout_graceful_shutdown=1, ws="none"
        )
        self._server = uvicorn.Server(config)

    def run(self, ready: Callable[[str], None], *, open_browser: bool = False) -> None:
        """Serve until interrupted or closed; ``ready`` is called with the address once the page answers."""
        watch = threading.Thread(target=self._announce, args=(ready, open_browser), daemon=True)
        watch.start()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()

    def close(self) -> None:
        """Stop serving, from any thread."""
        self._server.should_exit = True

    def _announce(self, ready: Callable[[str], None], open_browser: bool) -> None:
        # Without the environment's proxies: this request stays on the machine too.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while not self._server.should_exit:
            try:
                with opener.open(self.address, timeout=10) as answer:
                    if answer.status == 200:
                        break
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        else:
            return
        ready(self.address)
        if open_browser:
            webbrowser.open(self.address)


def web(blocks: "gradio.Blocks", coach: "Coach | None" = None) -> "FastAPI":
    """Return the web application around the page, with our own style and script."""
    import gradio
    from fastapi import FastAPI
    from fastapi.responses import Response

    from ui.doors import open_doors
    from ui.theme import theme

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/page/{name}", include_in_schema=False)
    def ours(name: str) -> Response:
        if name not in _OURS:
            return Response(status_code=404)
        return Response(files("ui").joinpath(name).read_bytes(), media_type=_OURS[name])

    if coach is not None:
        open_doors(app, coach)
    mounted: FastAPI = gradio.mount_gradio_app(
        app, blocks, "/", server_name="127.0.0.1", footer_links=[], run_history=False, allowed_paths=[],
        show_error=False, max_file_size=1, ssr_mode=False, enable_monitoring=False,
        pwa=False, mcp_server=False, theme=theme(),
    )  # fmt: skip
    return mounted


def _bind(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        fix = "close what uses it, or start with --port 0 for a free one"
        raise SetupError(f"port {port} can't be used ({error.strerror})", fix=fix) from error
    return listener
