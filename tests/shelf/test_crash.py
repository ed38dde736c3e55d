"""What was said to be added is there after any kill."""

import os
import random
import signal
import subprocess
import sys
import time

from coach.shelf import Shelf

# Reading the dictionaries takes a second, so one process reads them and each victim is a fork of it.
NURSERY = """
import os, sys
from pathlib import Path
from coach.shelf import Shelf

data, none, papers = map(Path, sys.argv[1:])
Shelf(None).search("Första ordet läser ordböckerna", "sv")
for _ in sys.stdin:
    if child := os.fork():
        os.waitpid(child, 0)
        print("dead", flush=True)
        continue
    print(os.getpid(), flush=True)
    shelf = Shelf(data, source=none)
    for path in sorted(papers.iterdir()):
        [result] = shelf.ingest([path])
        print(path.name, result.status, flush=True)
    os._exit(0)
"""
KILLS = 5


def test_a_kill_during_ingest_loses_no_acknowledged_document(tmp_path, empty):
    papers = tmp_path / "many"
    papers.mkdir()
    for at in range(600):
        (papers / f"n{at:03}.txt").write_text(f"Samtal {at} om lön och mål {at}.", encoding="utf-8")
    chance = random.Random(6)
    acknowledged = set()
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(tmp_path / "data"), str(empty), str(papers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with nursery:
        for _ in range(KILLS):
            nursery.stdin.write("next\n")
            nursery.stdin.flush()
            victim = int(nursery.stdout.readline())
            time.sleep(chance.uniform(0.02, 0.4))
            os.kill(victim, signal.SIGKILL)
            for line in iter(nursery.stdout.readline, "dead\n"):
                # A line cut by the kill was never read by anyone as an acknowledgement.
                if line.endswith(("added\n", "unchanged\n")):
                    acknowledged.add(line.split()[0])
            with Shelf(tmp_path / "data", source=empty) as shelf:
                assert acknowledged <= {document.source for document in shelf.documents()}
                for name in sorted(acknowledged)[-3:]:
                    number = int(name[1:4])
                    hits = shelf.search(f"Samtal {number} om mål {number}", "sv")
                    assert hits[0].passage.text == f"Samtal {number} om lön och mål {number}."
    assert acknowledged
