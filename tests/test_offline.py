"""With telemetry variables absent or hostile, every feature talks to this machine only.

``make offline`` runs the whole suite where there is no network at all.
"""

import json
import os
import subprocess
import sys
import textwrap

import pytest

PREFIXES = (
    "GRADIO_",
    "HF_",
    "CHROMA_",
    "ANONYMIZED",
    "LANGCHAIN_",
    "LANGSMITH_",
    "OTEL_",
    "POSTHOG",
    "DO_NOT",
)
HOSTILE = {
    "GRADIO_ANALYTICS_ENABLED": "True",
    "GRADIO_SHARE": "True",
    "HF_HUB_OFFLINE": "0",
    "HF_HUB_DISABLE_TELEMETRY": "0",
    "ANONYMIZED_TELEMETRY": "True",
    "CHROMA_TELEMETRY_IMPL": "chromadb.telemetry.product.posthog.Posthog",
    "CHROMA_OTEL_COLLECTION_ENDPOINT": "http://collector.example:4317",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector.example:4317",
    "OTEL_TRACES_EXPORTER": "otlp",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_API_KEY": "lsv2_0",
    "LANGSMITH_ENDPOINT": "http://collector.example",
    "HTTP_PROXY": "http://collector.example:3128",
    "HTTPS_PROXY": "http://collector.example:3128",
    "ALL_PROXY": "http://collector.example:3128",
    "DO_NOT_TRACK": "0",
}
SCRIPT = textwrap.dedent("""
    import json, pathlib, sys
    met = set()
    def hear(event, args):
        if event == "socket.connect":
            address = args[1]
            met.add(str(address[0]) if isinstance(address, tuple) else "unix")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            met.add(str(args[0]))
        elif event == "socket.sendto":
            met.add(str(args[1][0]) if isinstance(args[1], tuple) else "unix")
    sys.addaudithook(hear)
    import threading, urllib.request
    from coach.app import Coach
    from coach.cli import main
    from coach.domain.events import Saved
    from coach.modes import MODES
    from coach.modes.about import about
    from coach.settings import load
    root = pathlib.Path(sys.argv[1])
    paper = root / "lön.md"
    paper.write_text("# Lön\\n\\nHär står om lönen och hur den sätts varje år i mars.\\n", encoding="utf-8")
    done = []
    settings = load({"data_dir": root / "data", "writer": "guided"}, environ={})
    with Coach.open(settings, vectors="chroma") as coach:
        coach.shelf.ingest([paper])
        coach.shelf.settle()
        coach.shelf.search("Vad står om lön?", "sv")
        for mode in MODES:
            list(coach.say(about(mode.name).examples["sv"][0], mode=mode.name))
            done.append(mode.name)
        coach.keep.export(root / "out", "2026-11-28")
        from ui.app import build
        from ui.server import Server
        server = Server(build(coach), 0, coach)
        def ready(address):
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            done.append(b"coach" in opener.open(address).read().lower())
            server.close()
        server.run(ready)
        coach.keep.erase_everything()
    for words in (["doctor"], ["models", "list"], ["ask", "Hur tar jag emot kritik?"], ["shelf"]):
        main(["--data-dir", str(root / "data"), "--json", *words])
    print(json.dumps({"met": sorted(met), "done": done}), file=sys.stderr)
""")


@pytest.mark.slow
@pytest.mark.parametrize("variables", ["absent", "hostile"])
def test_every_feature_speaks_to_this_machine_only(tmp_path, variables):
    plain = {name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIXES)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        env=plain | (HOSTILE if variables == "hostile" else {}),
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stderr.strip().splitlines()[-1])
    assert len(told["done"]) == 10
    assert told["done"][-1] is True
    assert set(told["met"]) <= {"127.0.0.1", "unix", "::1", "localhost"}, told["met"]
    assert told["met"], "the page was asked over a socket, so the hook has to have heard something"
