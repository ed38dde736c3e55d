"""T-G1, T-G3, T-G5, T-S1: no path of any shape leads out of the page's own files."""

import http.client
import re
import socket
import time

import pytest

from evals.load_page import Tab, find

CANARY = "Zyxqvarn i en fil utanför"
UP = [
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "..%5c",
    "..\\",
    "%252e%252e%252f",
    "....//",
    "..;/",
    "%c0%ae%c0%ae/",
]
ROUTES = [
    "/keep/{}", "/keep/{}/md", "/page/{}", "/assets/{}", "/static/{}", "/file={}", "/file/{}",
    "/gradio_api/file={}", "/gradio_api/stream/{}", "/theme.css/{}", "/svg/{}", "/custom_component/x/y/{}",
]  # fmt: skip


def paths(secret):
    """Return forty ways to name a file that is not the page's."""
    whole = str(secret)
    deep = [step * depth + whole.lstrip("/") for step in UP for depth in (4, 12)]
    plain = [
        whole, f"/{whole}", f"//{whole}", f"file://{whole}", f"{whole}%00.md", f"{whole}%00", f"./{whole}",
        f"~{whole}", f"\\\\127.0.0.1\\c$\\{secret.name}", f"//127.0.0.1/{secret.name}", f"C:{whole}",
        f"/proc/self/root{whole}", "/proc/self/environ", "/etc/passwd", whole.replace("/", "%2f"),
        f"%5c{whole}", f"{whole}/", f"{whole}?x=1", f"{whole}#x", f"link/{secret.name}",
    ]  # fmt: skip
    return [*deep, *plain]


@pytest.fixture
def port(page_of, scripted):
    return int(re.search(r":(\d+)/", page_of(scripted).address)[1])


def get(port, path, **headers):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    link.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": f"127.0.0.1:{port}", **headers}.items():
        link.putheader(name, value)
    link.endheaders()
    answer = link.getresponse()
    result = answer.status, answer.read()
    link.close()
    return result


@pytest.mark.slow
def test_forty_ways_to_name_a_file_outside_lead_nowhere_on_any_route(port, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY, encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    ways = paths(secret)
    assert len(ways) == 40
    for route in ROUTES:
        for way in ways:
            status, body = get(port, route.format(way.replace(" ", "%20")))
            assert CANARY.encode() not in body, (route, way)
            assert b"root:" not in body, (route, way)
            # The page itself may answer an address it does not know; a file it must not.
            assert 400 <= status < 500 or b"<!doctype html" in body.lower()[:200], (route, way, status)


@pytest.mark.slow
def test_a_header_with_ten_thousand_ranges_is_answered_at_once(port):
    """T-S1"""
    ranges = "bytes=" + ",".join(f"{n}-{n}" for n in range(5_000))
    start = time.process_time()
    status, body = get(port, "/page/page.css", Range=ranges)
    assert status in {200, 206, 400, 416, 431}
    assert len(body) < 2_000_000
    assert time.process_time() - start < 1


@pytest.mark.slow
def test_a_file_or_address_named_in_place_of_a_message_is_neither_read_nor_fetched(
    page_of, real_coach, tmp_path
):
    """T-G3"""
    port = int(re.search(r":(\d+)/", page_of(real_coach).address)[1])
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        for path in (str(secret), f"../..{secret}", address):
            file = {"path": path, "url": path, "orig_name": "a.txt", "meta": {"_type": "gradio.FileData"}}
            Tab(find(port), "ask").send(file)
        with pytest.raises(TimeoutError):
            listener.accept()
    said = [turn.text for one in real_coach.sessions() for turn in real_coach.turns(one.id)]
    assert not any(CANARY in text for text in said)
