"""What pages keep in the folder for temporary files; one that is ended by force leaves it there."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

_PAGE = re.compile(r"coach-page-(\d+)")


def of_pages(folder: Path) -> Iterator[Path]:
    """Yield the folders of pages whose process is no more, and this process's own.

    Args:
        folder: The one for temporary files.
    """
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return
    for path in found:
        match = _PAGE.fullmatch(path.name)
        if match and path.is_dir() and not path.is_symlink() and _over(int(match[1])):
            yield path


def _over(process: int) -> bool:
    if process == os.getpid():
        return True
    if os.name == "nt":
        # Signal 0 would end it there.
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
