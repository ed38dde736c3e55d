"""The command line: the one place that prints and turns errors into exit codes.

Nothing heavy is imported until a command runs that needs it, so that ``coach --help`` answers at once.
"""

import os
import sys
from collections.abc import Sequence

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 done, 1 the answer is no, 2 wrong usage, 3 set-up needed, 130 interrupted.
    """
    from coach.cli.parser import parser
    from coach.cli.show import failed

    # A lone surrogate becomes its JSON escape, and a console without å ä ö shows something rather than fails.
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parser().parse_args(argv)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if options.debug:
            raise
        return failed(error, options.lang)
    return code


def _let_go() -> None:
    """Forget standard output, whose reader has gone: Python would complain once more when it closes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
