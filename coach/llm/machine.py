"""What this machine has to run a model on, and what is chosen from it."""

import importlib.util
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

_CPUS = Path("/sys/devices/system/cpu")
_SHARE = Path("/sys/fs/cgroup/cpu.max")
_SMALLEST = 2_048
"""Tokens of the least window that holds a prompt of ours and its reply."""


def cores() -> int:
    """Return the threads worth running: the cores this process may use, at most a container's share.

    Two logical processors of one core count once: a second thread there adds nothing to decoding, and more
    threads than processors make it slower.
    """
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return max(1, min(_physical(usable, _CPUS), _share(_SHARE) or len(usable)))


Library = Literal["llama_cpp", "xllamacpp"]


def library() -> Library | None:
    """Return the library that runs models: llama-cpp-python, else the prebuilt one; None for neither."""
    names: tuple[Library, ...] = ("llama_cpp", "xllamacpp")
    return next((name for name in names if importlib.util.find_spec(name) is not None), None)


def memory() -> int | None:
    """Return the machine's memory in bytes, or None where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def fitting(needed: Callable[[int], int], most: int, there: int | None) -> int:
    """Return the longest window, in tokens, whose memory is there: ``most``, or halves of it.

    Args:
        needed: The bytes a window of so many tokens takes with its model.
        most: The longest wanted.
        there: The machine's memory in bytes; None where nobody knows.

    Where not even the smallest fits, that is returned: whoever asks has to look.
    """
    context = most
    while there is not None and context // 2 >= _SMALLEST and needed(context) > there:
        context //= 2
    return context


def offloads() -> bool:
    """Return whether the installed llama.cpp can use a graphics card; asked in a process of its own."""
    ask = "import llama_cpp, sys; sys.exit(not llama_cpp.llama_supports_gpu_offload())"
    try:
        done = subprocess.run([sys.executable, "-c", ask], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _physical(usable: Iterable[int], folder: Path) -> int:
    found = set()
    for number in usable:
        path = folder / f"cpu{number}" / "topology" / "thread_siblings_list"
        try:
            found.add(path.read_text(encoding="ascii").strip())
        except (OSError, UnicodeDecodeError):
            found.add(str(number))
    return len(found)


def _share(path: Path) -> int | None:
    """Return the whole processors a container may use, "max 100000" being all; None where nothing says."""
    try:
        quota, period = path.read_text(encoding="ascii").split()
        return max(1, math.floor(int(quota) / int(period)))
    except (OSError, ValueError, ZeroDivisionError):
        return None
