#!/bin/sh
# Writes the locks anew: exact versions with hashes, no host names. Needs `uv`; run it after changing pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet "$@" >/dev/null; }
lock pyproject.toml -o requirements/run.txt
lock pyproject.toml --extra test --extra lint -c requirements/run.txt -o requirements/dev.txt
lock requirements/bench.in --no-deps -c requirements/dev.txt -o requirements/bench.txt
lock requirements/build.in -c requirements/dev.txt -o requirements/build.txt
echo "llama-cpp-python==0.3.36" | lock - -c requirements/run.txt -o requirements/model.txt
echo "xllamacpp==2026.10.11549" | lock - -o requirements/prebuilt.txt
