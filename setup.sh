#!/bin/sh
# Makes .venv from the hashed locks: `setup.sh run` for the page, `setup.sh test` with the test tools as well.
# Safe to repeat: what a stamp in .venv says is done is not done again.
set -eu
cd "$(dirname "$0")"
what=${1:-run}

python=${PYTHON:-}
if [ -z "$python" ]; then
    for name in python3.11 python3.12 python3.13 python3; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            python=$name
            break
        fi
    done
fi
if [ -z "$python" ]; then
    echo "coach: needs Python 3.11 or later; install it (Debian: apt install python3 python3-venv) and run this again." >&2
    exit 3
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv || {
    echo "coach: could not make .venv; install the venv module (Debian: apt install python3-venv) and run this again." >&2
    exit 3
}

# install NAME LOCK [OPTION…]: once for each content of the lock
install() {
    name=$1 lock=$2
    shift 2
    stamp=.venv/.$name-$(cksum "$lock" pyproject.toml | cksum | cut -d' ' -f1)
    [ -e "$stamp" ] && return 0
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes "$@" -r "$lock" || return 1
    rm -f .venv/."$name"-*
    : > "$stamp"
}

fail() {
    echo "coach: could not install the packages of $1; check the connection to your package index and run this again." >&2
    exit 3
}

echo "coach: installing packages (a few minutes the first time)" >&2
if [ "$what" = test ]; then
    install dev requirements/dev.txt || fail requirements/dev.txt
else
    # The test tools' lock holds everything of this one in the same versions.
    ls .venv/.dev-* >/dev/null 2>&1 || install run requirements/run.txt || fail requirements/run.txt
fi
install build requirements/build.txt || fail requirements/build.txt
[ -x .venv/bin/coach ] && [ .venv/bin/coach -nt pyproject.toml ] || {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    touch .venv/bin/coach
}

# Where it can't be compiled, the same llama.cpp comes built beforehand: slower, for any machine of its kind.
prebuilt() {
    if install prebuilt requirements/prebuilt.txt >> .venv/model-build.log 2>&1; then
        echo "coach: $1, so llama.cpp is installed prebuilt, which is slower." >&2
    else
        echo "coach: $1, so no local model (Debian: apt install g++, then run this again); starting all the same, guided." >&2
    fi
}

# The model writer's library is compiled here; everything else works without it.
if [ "${COACH_SKIP_MODEL_BUILD:-}" = 1 ]; then
    exit 0
elif command -v c++ >/dev/null 2>&1 || command -v g++ >/dev/null 2>&1 || command -v clang++ >/dev/null 2>&1; then
    ls .venv/.model-* >/dev/null 2>&1 || echo "coach: compiling llama-cpp-python, about 5 minutes on two cores, once" >&2
    PATH="$PWD/.venv/bin:$PATH" install model requirements/model.txt --no-build-isolation --no-binary llama-cpp-python \
        > .venv/model-build.log 2>&1 &
    build=$!
    seconds=0
    while kill -0 "$build" 2>/dev/null; do
        sleep 1
        seconds=$((seconds + 1))
        [ $((seconds % 20)) -ne 0 ] || echo "coach: … still compiling, $seconds s" >&2
    done
    wait "$build" || prebuilt "llama-cpp-python did not compile (see .venv/model-build.log)"
else
    prebuilt "no C++ compiler"
fi
