"""A model is fetched and the fetching stopped from the page; the hub is a server of the test's own."""

import http.server
import threading
import time

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class _SlowHub(http.server.BaseHTTPRequestHandler):
    """Says that a file is as large as the catalogue has it, and sends it slowly while someone reads."""

    asked: list = []  # noqa: RUF012  the handler is made anew for every request
    size = 0

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(self.size))
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"\0" * (1 << 20))
                time.sleep(0.02)
        except OSError:
            return

    def log_message(self, *_):
        pass


@pytest.fixture
def slow_hub(monkeypatch):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _SlowHub)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("COACH_MODEL_HUB", f"http://127.0.0.1:{server.server_port}/")
    _SlowHub.asked.clear()
    yield _SlowHub
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.llama
def test_a_model_is_fetched_after_a_second_press_with_progress_and_stopped_by_one(tab, scripted, slow_hub):
    pytest.importorskip("llama_cpp")
    seen = tab("en")
    page = seen.page
    offer = min((one for one in scripted.models.offers() if one.fits), key=lambda one: one.bytes)
    slow_hub.size = offer.bytes
    page.click(".model summary >> nth=0")
    row = page.locator(".model .offer", has_text=offer.id)
    row.locator("summary").click()
    assert "127.0.0.1" in row.inner_text()
    assert slow_hub.asked == []
    row.locator(f"[data-act=model-get][data-value='{offer.id}']").click()
    page.wait_for_selector(".model [data-fetching] progress")
    assert len(slow_hub.asked) <= 1
    page.wait_for_function("document.querySelector('.model progress')?.value >= 1", timeout=20_000)
    assert " left" in seen.text(".model [data-told]")
    assert seen.faults() == []
    page.click(".model [data-act=model-cancel]")
    page.wait_for_selector(".model .notice")
    assert "cancelled" in seen.text(".model .notice")
    assert scripted.models.used() is None
    assert len(slow_hub.asked) == 1
