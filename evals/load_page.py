"""A tab of the page without a browser: the same requests, over plain HTTP."""

import http.client
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PATIENCE = 120.0
"""Seconds until an answer is given up on."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page is, and which of its functions takes a message."""

    port: int
    say: int
    """The function's number in the page's own configuration."""
    session: int
    """At which place of the outputs the conversation's id stands."""


def find(port: int) -> Address:
    """Read the page's configuration.

    Raises:
        LookupError: The page has no function that takes a message.
    """
    config = json.loads(_get(port, "/config"))
    ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
    for dependency in config["dependencies"]:
        inputs, outputs = dependency["inputs"], dependency["outputs"]
        if len(inputs) == 4 and inputs[0] == ids["box"] and ids["session"] in outputs:
            return Address(port, dependency["id"], outputs.index(ids["session"]))
    raise LookupError("no function of the page takes a message")


class Tab:
    """One open tab: sends a message and waits until the page has shown the answer.

    Args:
        address: Of the page.
        mode: What is talked about.
    """

    def __init__(self, address: Address, mode: str) -> None:
        self._address = address
        self._hash = secrets.token_hex(6)
        self.mode = mode
        self.session = ""

    def send(self, text: str) -> bool:
        """Send a message; return whether it was answered, False where the page was too busy to take it."""
        data = [text, "sv", self.mode, self.session]
        body = {"data": data, "fn_index": self._address.say, "session_hash": self._hash, "event_data": None}
        status, _ = _post(self._address.port, "/gradio_api/queue/join", body)
        if status != 200:
            return False
        for event in self._events():
            if event["msg"] == "process_completed":
                self._note(event)
                return bool(event.get("success"))
        return False

    def _events(self) -> Iterator[Mapping[str, object]]:
        """Yield what the page says about the message until it is done with it."""
        link = http.client.HTTPConnection("127.0.0.1", self._address.port, timeout=_PATIENCE)
        link.request("GET", f"/gradio_api/queue/data?session_hash={self._hash}")
        answer = link.getresponse()
        try:
            while line := answer.readline():
                if line.startswith(b"data:"):
                    event: Mapping[str, object] = json.loads(line[5:])
                    yield event
                    if event["msg"] in ("process_completed", "close_stream"):
                        return
        finally:
            link.close()

    def _note(self, event: Mapping[str, object]) -> None:
        """Keep the conversation's id, which the page's last word on a message holds."""
        output = event.get("output")
        data = output.get("data") if isinstance(output, dict) else None
        if isinstance(data, list) and len(data) > self._address.session:
            found = data[self._address.session]
            if isinstance(found, str) and found:
                self.session = found


def _get(port: int, path: str) -> bytes:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    link.request("GET", path)
    body = link.getresponse().read()
    link.close()
    return body


def _post(port: int, path: str, body: object) -> tuple[int, bytes]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"}
    link.request("POST", path, json.dumps(body), headers)
    answer = link.getresponse()
    result = answer.status, answer.read()
    link.close()
    return result
