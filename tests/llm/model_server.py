"""A model server on loopback that does what a test tells it to."""

import json
import threading
import time
from collections import namedtuple
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Asked = namedtuple("Asked", "number path headers body")


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that hangs up is what some of these tests are about."""


class Scripted:
    """Answers ``/models`` with ``names`` and every reply with ``answer(handler, asked)``."""

    def __init__(self, answer, names=("tiny",)):
        self.asked = []
        self.names = names
        self.gone = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                whole(self, {"object": "list", "data": [{"id": name} for name in outer.names]})

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                body = json.loads(self.rfile.read(length))
                outer.asked.append(Asked(len(outer.asked), self.path, self.headers, body))
                self.close_connection = True
                try:
                    answer(self, outer.asked[-1])
                except OSError:
                    outer.gone.set()

            def log_message(self, *_):
                pass

        self._server = _Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def whole(handler, value, code=200, kind="application/json", **headers):
    """Answer in one piece."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    handler.send_response(code)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(raw)))
    for name, text in headers.items():
        handler.send_header(name.replace("_", "-"), text)
    handler.end_headers()
    handler.wfile.write(raw)


def begin(handler, kind="text/event-stream"):
    """Begin a stream whose end is the end of the connection."""
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.end_headers()


def event(handler, body):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.wfile.write(b"data: " + raw + b"\n\n")
    handler.wfile.flush()


def delta(text, finish=None):
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}


USAGE = {
    "choices": [],
    "usage": {"prompt_tokens": 30, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": 20}},
}


def stream(handler, text, finish="stop", wait=0.0):
    """Stream a reply a word at a time, the way llama-server and vLLM do."""
    begin(handler)
    event(handler, {"choices": [{"delta": {"role": "assistant", "content": None}, "finish_reason": None}]})
    for word in text.split(" "):
        time.sleep(wait)
        event(handler, delta(word if word == text.split(" ")[0] else f" {word}"))
    event(handler, delta("", finish))
    event(handler, USAGE)
    event(handler, b"[DONE]")
