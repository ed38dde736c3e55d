"""Fetching a model from a local server that misbehaves."""

import errno
import hashlib
import threading
import time
from collections import namedtuple
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from coach.domain.errors import SetupError, StorageFull
from coach.llm import Progress, download, verify
from coach.llm.fetch import _Part

CONTENT = bytes(range(256)) * 4_000
SHA = hashlib.sha256(CONTENT).hexdigest()
Request = namedtuple("Request", "number path range if_range")


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A client that hangs up is what some of these tests are about."""


@pytest.fixture
def serve():
    """Serve with ``answer(handler, request)``; returns the address and the list of requests seen."""
    servers = []

    def start(answer):
        seen = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                at = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-")
                request = Request(len(seen), self.path, int(at), self.headers.get("If-Range"))
                seen.append(request)
                answer(self, request)

            def log_message(self, *_):
                pass

        server = _Quiet(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/model.gguf", seen

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def send(handler, at=0, end=None, *, content=CONTENT, tag='"one"', partial=None, claim=None):
    """Answer with the content from ``at``, cut at ``end``."""
    body = content[at:end]
    handler.send_response(206 if (at if partial is None else partial) else 200)
    handler.send_header("Content-Length", str(len(content) - at if claim is None else claim))
    if at:
        handler.send_header("Content-Range", f"bytes {at}-{len(content) - 1}/{len(content)}")
    if tag:
        handler.send_header("ETag", tag)
    handler.end_headers()
    handler.wfile.write(body)


def fetch(url, target, **options):
    options = {"size": len(CONTENT), "sha256": SHA, "timeout": 2, "pause": 0, **options}
    return download(url, target, **options)


def left(tmp_path):
    return sorted(path.name for path in tmp_path.iterdir())


def test_a_file_arrives_whole_with_progress_and_nothing_else_stays(serve, tmp_path):
    url, seen = serve(lambda handler, request: send(handler))
    told = []
    path = fetch(url, tmp_path / "models" / "m.gguf", progress=told.append)
    assert path.read_bytes() == CONTENT
    assert told[-1] == Progress(len(CONTENT), len(CONTENT))
    assert left(path.parent) == ["m.gguf"]
    assert len(seen) == 1


def test_a_file_that_is_there_is_not_fetched_again(serve, tmp_path):
    url, seen = serve(lambda handler, request: send(handler))
    for _ in range(2):
        fetch(url, tmp_path / "m.gguf")
    assert len(seen) == 1


def test_a_cut_connection_goes_on_where_it_stopped(serve, tmp_path):
    url, seen = serve(lambda handler, request: send(handler, request.range, request.range + 300_000))
    assert fetch(url, tmp_path / "m.gguf").read_bytes() == CONTENT
    assert [request.range for request in seen] == [0, 300_000, 600_000, 900_000]
    assert {request.if_range for request in seen[1:]} == {'"one"'}


def test_a_stopped_program_goes_on_in_its_next_run(serve, tmp_path):
    url, seen = serve(lambda handler, request: send(handler, request.range))

    def stop(progress):
        if progress.done > 400_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(url, tmp_path / "m.gguf", progress=stop)
    assert "m.gguf" not in left(tmp_path)
    assert fetch(url, tmp_path / "m.gguf").read_bytes() == CONTENT
    assert seen[1].range > 400_000


def test_a_server_without_ranges_starts_over(serve, tmp_path):
    url, seen = serve(lambda handler, request: send(handler, 0, None if request.number else 500_000))
    assert fetch(url, tmp_path / "m.gguf").read_bytes() == CONTENT
    assert len(seen) == 2


def test_a_file_that_changed_meanwhile_starts_over(serve, tmp_path):
    old = b"x" * len(CONTENT)

    def answer(handler, request):
        if request.number == 0:
            send(handler, 0, 500_000, content=old, tag='"old"')
        else:
            send(handler, request.range if request.if_range == '"new"' else 0, tag='"new"')

    url, _ = serve(answer)
    assert fetch(url, tmp_path / "m.gguf").read_bytes() == CONTENT


def test_another_file_of_the_same_size_is_not_kept(serve, tmp_path):
    url, _ = serve(lambda handler, request: send(handler, content=b"x" * len(CONTENT)))
    with pytest.raises(SetupError, match="not the pinned file"):
        fetch(url, tmp_path / "m.gguf")
    assert left(tmp_path) == []


def test_a_file_of_another_size_is_refused_before_it_is_fetched(serve, tmp_path):
    url, _ = serve(lambda handler, request: send(handler, content=CONTENT + b"more"))
    with pytest.raises(SetupError, match="are pinned"):
        fetch(url, tmp_path / "m.gguf")
    assert left(tmp_path) == []


def test_a_wrong_part_is_thrown_away(serve, tmp_path):
    def answer(handler, request):
        if request.number == 0:
            send(handler, 0, 500_000)
        elif request.number == 1:
            send(handler, 100)
        else:
            send(handler, request.range)

    url, seen = serve(answer)
    assert fetch(url, tmp_path / "m.gguf").read_bytes() == CONTENT
    assert seen[2].range == 0


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_server_is_asked_again(serve, tmp_path, code):
    url, seen = serve(
        lambda handler, request: send(handler) if request.number > 1 else handler.send_error(code)
    )
    assert fetch(url, tmp_path / "m.gguf").read_bytes() == CONTENT
    assert len(seen) == 3


def test_a_server_that_stays_busy_is_given_up_with_what_came_kept(serve, tmp_path):
    def answer(handler, request):
        send(handler, 0, 500_000) if request.number == 0 else handler.send_error(503)

    url, seen = serve(answer)
    with pytest.raises(SetupError, match="503") as error:
        fetch(url, tmp_path / "m.gguf", attempts=3)
    assert "goes on where it stopped" in error.value.fix_text("en")
    assert (tmp_path / "m.gguf.part").stat().st_size == 500_000
    assert len(seen) == 4


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_file_that_is_not_there_is_not_asked_for_again(serve, tmp_path, code):
    url, seen = serve(lambda handler, request: handler.send_error(code))
    with pytest.raises(SetupError, match=str(code)):
        fetch(url, tmp_path / "m.gguf")
    assert len(seen) == 1


def test_a_server_that_stalls_is_given_up(serve, tmp_path):
    release = threading.Event()
    url, _ = serve(lambda handler, request: release.wait(5))
    with pytest.raises(SetupError, match="timed out"):
        fetch(url, tmp_path / "m.gguf", timeout=0.1, attempts=2)
    release.set()


def test_garbage_for_an_answer_is_given_up(serve, tmp_path):
    url, _ = serve(lambda handler, request: handler.wfile.write(b"\x00\xff garbage\r\n\r\n"))
    with pytest.raises(SetupError, match="can't fetch"):
        fetch(url, tmp_path / "m.gguf", attempts=2)


def test_a_redirection_to_an_unprotected_address_is_refused(serve, tmp_path):
    def answer(handler, request):
        handler.send_response(302)
        handler.send_header("Location", "http://models.example/model.gguf")
        handler.end_headers()

    url, _ = serve(answer)
    with pytest.raises(SetupError, match="not an https address"):
        fetch(url, tmp_path / "m.gguf")


@pytest.mark.parametrize("place", ["/model.gguf", "/a"])
def test_a_redirection_that_goes_in_circles_is_one_line(serve, tmp_path, place):
    def answer(handler, request):
        handler.send_response(302)
        handler.send_header("Location", place)
        handler.end_headers()

    url, seen = serve(answer)
    with pytest.raises(SetupError, match="answered 302") as error:
        fetch(url, tmp_path / "m.gguf")
    assert "\n" not in str(error.value)
    assert len(seen) <= 11


def test_a_redirection_to_no_address_is_refused(serve, tmp_path):
    def answer(handler, request):
        handler.send_response(302)
        handler.send_header("Location", "https://[oops/model.gguf")
        handler.end_headers()

    url, _ = serve(answer)
    with pytest.raises(SetupError, match="can't fetch"):
        fetch(url, tmp_path / "m.gguf", attempts=2)


@pytest.mark.parametrize(
    "said", ["bytes 0-9/\u00b2", "bytes */*", "", "pages 1-2/3", "bytes 500000-1/x", "bytes -"]
)
def test_a_part_of_who_knows_what_is_thrown_away_a_bounded_number_of_times(serve, tmp_path, said):
    def answer(handler, request):
        if request.number == 0:
            send(handler, 0, 500_000)
            return
        handler.send_response(206)
        handler.send_header("Content-Range", said)
        handler.send_header("Content-Length", "4")
        handler.end_headers()
        handler.wfile.write(b"junk")

    url, seen = serve(answer)
    with pytest.raises(SetupError):
        fetch(url, tmp_path / "m.gguf", attempts=3)
    assert len(seen) <= 8
    assert not (tmp_path / "m.gguf").exists()


def test_a_slow_server_is_waited_for_and_its_progress_told(serve, tmp_path):
    def answer(handler, request):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(CONTENT)))
        handler.end_headers()
        for at in range(0, len(CONTENT), 128_000):
            handler.wfile.write(CONTENT[at : at + 128_000])
            handler.wfile.flush()
            time.sleep(0.02)

    url, seen = serve(answer)
    told = []
    assert fetch(url, tmp_path / "m.gguf", progress=told.append, timeout=1).read_bytes() == CONTENT
    assert len(seen) == 1
    assert len(told) > 4
    assert [state.done for state in told] == sorted(state.done for state in told)


class Full:
    """A file on a disk that has just filled up."""

    def write(self, piece):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_fills_up_meanwhile_is_told_and_given_its_room_back(tmp_path):
    part = _Part(tmp_path / "m.gguf", 100)
    part.path.write_bytes(b"half")
    with pytest.raises(StorageFull, match="disk is full"):
        part.write(Full(), b"more")
    assert left(tmp_path) == []


def test_a_redirection_on_the_same_server_is_followed(serve, tmp_path):
    def answer(handler, request):
        if request.path == "/elsewhere":
            send(handler)
        else:
            handler.send_response(302)
            handler.send_header("Location", "/elsewhere")
            handler.end_headers()

    url, _ = serve(answer)
    assert fetch(url, tmp_path / "m.gguf").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "url", ["http://models.example/m.gguf", "file:///etc/passwd", "ftp://127.0.0.1/m.gguf"]
)
def test_only_https_leaves_the_machine(tmp_path, url):
    with pytest.raises(SetupError, match="not an https address"):
        fetch(url, tmp_path / "m.gguf")


def test_without_a_connection_there_is_one_line_and_a_way_out(tmp_path):
    with pytest.raises(SetupError, match=r"can't fetch 'm\.gguf' from 127\.0\.0\.1") as error:
        fetch("http://127.0.0.1:9/m.gguf", tmp_path / "m.gguf", attempts=2)
    assert "\n" not in str(error.value)
    assert "check the connection" in error.value.fix_text("en")


def test_a_disk_without_room_is_told_before_anything_is_fetched(serve, tmp_path):
    url, seen = serve(lambda handler, request: send(handler))
    with pytest.raises(StorageFull, match=r"GB; .* are free"):
        fetch(url, tmp_path / "m.gguf", size=1 << 60)
    assert seen == []


def test_a_damaged_file_is_found_and_told_how_to_mend(tmp_path):
    path = tmp_path / "m.gguf"
    path.write_bytes(CONTENT)
    verify(path, size=len(CONTENT), sha256=SHA)
    path.write_bytes(CONTENT[:-1] + b"x")
    with pytest.raises(SetupError, match="not the pinned file") as error:
        verify(path, size=len(CONTENT), sha256=SHA)
    assert "coach models get" in error.value.fix_text("en")
    path.write_bytes(CONTENT[:-1])
    with pytest.raises(SetupError, match="bytes, not"):
        verify(path, size=len(CONTENT), sha256=SHA)
