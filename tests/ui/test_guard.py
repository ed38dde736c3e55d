"""Who the server lets in, and what the environment can not make it do."""

import http.client
import os
import re
import subprocess
import sys
import textwrap

import pytest

from ui.guard import policy
from ui.quiet import silence

HOSTILE = {
    "GRADIO_SERVER_NAME": "0.0.0.0",
    "GRADIO_SHARE": "True",
    "GRADIO_ALLOWED_PATHS": "/",
    "GRADIO_ROOT_PATH": "http://evil.example/",
    "GRADIO_ANALYTICS_ENABLED": "True",
    "GRADIO_RUN_HISTORY": "True",
    "GRADIO_MCP_SERVER": "True",
    "GRADIO_SSR_MODE": "True",
    "GRADIO_NUM_WORKERS": "4",
    "GRADIO_DEFAULT_CONCURRENCY_LIMIT": "no",
    "HF_HUB_OFFLINE": "0",
    "SPACE_ID": "evil/space",
    "HTTP_PROXY": "http://evil.example:3128",
    "http_proxy": "http://evil.example:3128",
}


def test_no_gradio_variable_survives_but_those_that_keep_it_quiet():
    env = HOSTILE | {"PATH": "/bin"}
    silence(env)
    left = {name: value for name, value in env.items() if name.startswith(("GRADIO_", "SPACE_", "HF_"))}
    folder = left.pop("GRADIO_TEMP_DIR")
    assert str(os.getpid()) in folder
    assert {name for name in left if "_ANALYTICS_" in name and name != "GRADIO_ANALYTICS_ENABLED"} == {
        "GRADIO_ANALYTICS_CACHE_FREQUENCY", "GRADIO_ANALYTICS_MAX_EVENTS",
    }  # fmt: skip
    assert {name: value for name, value in left.items() if not name.startswith("GRADIO_ANALYTICS_")} == {
        "GRADIO_RUN_HISTORY": "False", "GRADIO_MCP_SERVER": "False",
        "GRADIO_SSR_MODE": "False", "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1",
    }  # fmt: skip
    assert env["PATH"] == "/bin"


def test_the_policy_lets_no_other_address_and_no_unknown_script_in():
    text = policy([b"ours"])
    assert "default-src 'none'" in text
    assert "connect-src 'self'" in text
    assert "'sha256-" in text
    scripts = next(part for part in text.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert not re.search(r"https?:|\*", text)


@pytest.fixture
def ask(page_of, scripted):
    """Send one request with exactly these headers, and return (status, headers, body)."""
    port = int(re.search(r":(\d+)/", page_of(scripted).address)[1])

    def send(method, path, headers=None, body=None):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        given = {"Host": f"127.0.0.1:{port}"} | (headers or {})
        link.putrequest(method, path, skip_host=True)
        for name, value in given.items():
            link.putheader(name, value.replace("{port}", str(port)))
        link.putheader("Content-Length", str(len(body or b"")))
        link.endheaders(body)
        answer = link.getresponse()
        result = answer.status, dict(answer.getheaders()), answer.read()
        link.close()
        return result

    return send


JOIN = "/gradio_api/queue/join"
OWN = {"Origin": "http://127.0.0.1:{port}", "Content-Type": "application/json"}


@pytest.mark.slow
def test_strangers_are_refused_and_the_page_says_what_the_browser_must_not_do(ask):
    status, headers, body = ask("GET", "/")
    headers = {name.lower(): value for name, value in headers.items()}
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert not re.findall(rb"(?:src|href)=.?https?://", body)
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}"):
        assert ask("POST", JOIN, OWN | {"Origin": origin}, b"{}")[0] == 403, origin
    assert ask("POST", JOIN, {"Content-Type": "application/json"}, b"{}")[0] == 403
    assert ask("POST", JOIN, OWN, b"{}")[0] == 422  # let in, and told that nothing was asked
    for host in ("evil.example", "evil.example:{port}", "127.0.0.1", "localhost.evil.example:{port}"):
        assert ask("GET", "/", {"Host": host})[0] == 403, host
    assert ask("GET", "/config", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})[0] == 403
    assert ask("GET", "/", {"X-Forwarded-Host": "evil.example"})[0] == 403
    for path in (
        "/gradio_api/file=/etc/passwd", "/file=/etc/passwd", "/gradio_api/proxy=http://evil.example/",
        "/gradio_api/info", "/gradio_api/openapi.json", "/monitoring", "/gradio_api/runs", "/docs",
        "/openapi.json",
        "//gradio_api/file=/etc/passwd", "/gradio_api//file=/etc/passwd",
    ):  # fmt: skip
        assert ask("GET", path)[0] in {403, 404}, path
    assert ask("POST", "/gradio_api/upload", OWN, b"")[0] == 403
    assert ask("POST", "/gradio_api/call/say", OWN, b"{}")[0] == 403


@pytest.mark.slow
def test_the_doors_for_files_and_documents_are_shut_to_strangers(ask, scripted):
    session = list(scripted.say("Jag vill bli bättre på att presentera", mode="goal"))[-1].session
    paper = f"/keep/{session}/md"
    status, headers, body = ask("GET", paper)
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert "presentera" in body.decode()
    abroad = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert ask("GET", paper, abroad)[0] == 403
    assert ask("GET", "/fetching", abroad)[0] == 403
    text = "/documents?name=a.md&lang=sv"
    assert ask("POST", text, {}, b"# A")[0] == 403
    assert ask("POST", text, OWN | {"Origin": "http://evil.example"}, b"# A")[0] == 403
    assert scripted.shelf.own == []
    assert ask("POST", text, OWN, b"# A")[0] == 200
    assert [one.id for one in scripted.shelf.own] == ["a.md"]
    scripted.erase(session)
    assert ask("GET", paper)[0] == 404
    for path in (f"/keep/{session}/../../etc/passwd", "/keep/nope/md", f"/keep/{session}/exe"):
        assert ask("GET", path)[0] == 404, path


@pytest.mark.slow
def test_hostile_variables_change_neither_the_address_nor_what_is_shared(tmp_path):
    """A process of its own, since the variables are read when Gradio is imported."""
    code = textwrap.dedent("""
        import importlib.util, pathlib, socket, sys, threading, urllib.request
        spec = importlib.util.spec_from_file_location("script", sys.argv[1])
        script = importlib.util.module_from_spec(spec); spec.loader.exec_module(script)
        met = set()
        connect = socket.socket.connect
        def noted(self, address):
            met.add(address[0] if isinstance(address, tuple) else "unix")
            return connect(self, address)
        socket.socket.connect = noted
        sys.addaudithook(lambda event, args: met.add(args[0]) if event == "socket.getaddrinfo" else None)
        from ui.app import build
        from ui.server import Server
        blocks = build(script.ScriptedCoach(pathlib.Path(sys.argv[2])))
        server = Server(blocks, 0)
        def ready(address):
            host = server._socket.getsockname()[0]
            page = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address).read()
            print(host, getattr(blocks, "share", False), blocks.allowed_paths, blocks.root_path,
                  blocks.run_history, blocks.analytics_enabled, b"evil.example" in page, sep="|", flush=True)
            server.close()
        server.run(ready)
        print(sorted(str(x) for x in met))
        print("pandas.core" in sys.modules)
    """)
    script = os.path.join(os.path.dirname(__file__), "conftest.py")  # noqa: PTH118, PTH120
    done = subprocess.run(
        [sys.executable, "-c", code, script, str(tmp_path)],
        env=os.environ | HOSTILE, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    state, met, slow = done.stdout.strip().splitlines()
    assert slow == "False", "a library the page has no use for was read at the start"
    assert state == "127.0.0.1|False|[]||False|False|False"
    assert set(re.findall(r"'([^']*)'", met)) <= {"127.0.0.1", "unix", "None", "b'127.0.0.1'"}


def test_a_taken_port_is_one_line_that_says_what_to_do(page_of, scripted):
    from coach.domain.errors import SetupError

    port = int(re.search(r":(\d+)/", page_of(scripted).address)[1])
    with pytest.raises(SetupError, match=str(port)):
        page_of(scripted, port)
