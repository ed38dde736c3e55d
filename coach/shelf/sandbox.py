"""Read PDF, Word and web files in a child process with limits: such files can be bombs."""

import signal
import subprocess
import sys
from pathlib import Path

from coach.shelf.formats import REASONS, SECONDS
from coach.shelf.reasons import Refusal

_OUT_OF_TIME = tuple(-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name))


def extract(path: Path) -> str:
    """Return the text of a .pdf, .docx or .html file as Markdown.

    Args:
        path: The file.

    Raises:
        Refusal: It holds no text, is locked or damaged, takes too long, or its library is not installed.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "coach.shelf.formats", str(path.resolve())],
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal("slow") from error
    if child.returncode in _OUT_OF_TIME:
        raise Refusal("slow")
    if child.returncode:
        raise Refusal(REASONS.get(child.returncode, "broken"))
    return child.stdout.decode("utf-8", errors="replace")
