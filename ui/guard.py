"""Stands in front of the page's server: refuses strangers, and tells the browser what it must not do."""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's own doors that the page has no use for: uploads, files, proxying, API docs, monitoring.
_CLOSED = re.compile(
    r"/(?:gradio_api/)?(?:upload|upload_progress|file[=/]|proxy=|stream/|info|api/|run/(?!predict)|call/"
    r"|openapi\.json|monitoring|deep_link|custom_component|vibe-|undo-vibe|process_recording|runs|run-history"
    r"|profiling|dev/|login|logout|docs|redoc)"
)
_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
# Nobody fetches these, but they name outside addresses in a page that promises to have none.
_OUTSIDE = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*')
# Gradio's `head` arrives after the page has started; ours has to be there before.
_HEAD = b'<link rel="stylesheet" href="/page/page.css"><script src="/page/page.js"></script></head>'

_ASSETS = ("text/javascript", "application/javascript", "text/css", "font/")
"""What the browser may keep: the page's fixed files. All else may hold the person's words."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-write=(self)",
}


def policy(scripts: Iterable[bytes] = ()) -> str:
    """Return the content security policy of a page with these inline scripts.

    Scripts run from our own address, or when their text is one of ``scripts``; so a script or handler that
    slips into the page does not. ``unsafe-eval`` is what Gradio's HTML component needs to fill its constant
    template.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in scripts
    )
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'unsafe-eval' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'self'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


@dataclass(frozen=True, slots=True)
class Guard:
    """An ASGI application that lets only this machine's own page through to ``app``."""

    app: ASGIApp
    port: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http" and not self._refusal(scope):
            await self.app(scope, receive, _Answer(send, scope["path"]))
        elif scope["type"] == "http":
            await PlainTextResponse(self._refusal(scope), status_code=403, headers=HEADERS)(
                scope, receive, send
            )

    def _refusal(self, scope: Scope) -> str:
        """Return why a request is turned away; "" when it is not."""
        headers = Headers(scope=scope)
        own = {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in own or "x-forwarded-host" in headers:
            return "this address is not the page's own"
        if origin is not None and origin != f"http://{host}":
            return "requests from other sites are refused"
        if origin is None and scope["method"] not in {"GET", "HEAD"}:
            return "a request that changes something must say where it comes from"
        site = headers.get("sec-fetch-site", "none")
        if site not in {"none", "same-origin"} and headers.get("sec-fetch-mode") != "navigate":
            return "requests from other sites are refused"
        return "this door is closed" if _CLOSED.match(scope["path"]) else ""


class _Answer:
    """Adds the headers to a response, and the policy with its hashes to the page itself."""

    def __init__(self, send: Send, path: str) -> None:
        self.send = send
        self.page = path == "/"
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers.update(HEADERS)
            self.page = self.page and headers.get("content-type", "").startswith("text/html")
            if not self.page:
                headers["Content-Security-Policy"] = policy()
                if not headers.get("content-type", "").startswith(_ASSETS):
                    headers["Cache-Control"] = "no-store"
                await self.send(message)
            self.start = message
        elif self.page:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page()
        else:
            await self.send(message)

    async def _send_page(self) -> None:
        assert self.start is not None
        body = _OUTSIDE.sub(b"", self.body).replace(b"</head>", _HEAD, 1)
        headers = MutableHeaders(raw=self.start["headers"])
        headers["Content-Security-Policy"] = policy(_INLINE.findall(body))
        headers["Cache-Control"] = "no-store"
        headers["Content-Length"] = str(len(body))
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})
