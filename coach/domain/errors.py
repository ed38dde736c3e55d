"""The errors the program raises on purpose.

CoachError
├── UsageError          the person asked for something that does not exist (exit code 2)
├── BadText             a text that can't be worked with; the text itself is kept (exit code 2)
├── SetupError          something is missing or damaged; ``fix`` says what to do (exit code 3)
│   ├── FolderInUse     another Coach holds the data folder
│   ├── StorageFull     the disk took no more; nothing half-written stays
│   └── ModelMissing    no usable model file, or no llama.cpp library
└── ModelFailed         the model stopped, hung or answered nothing usable; the guided writer takes over
"""

from coach.domain.text import Both, Lang


class CoachError(Exception):
    """Base of every error that is shown as one line.

    Args:
        problem: What is wrong, with the value that is wrong: in both languages where the person may see it.
    """

    exit_code = 1

    def __init__(self, problem: str | Both) -> None:
        super().__init__(problem if isinstance(problem, str) else problem["en"])
        self.problem = problem

    def text(self, lang: Lang) -> str:
        """Return the one line about what is wrong."""
        return self.problem if isinstance(self.problem, str) else self.problem[lang]


class UsageError(CoachError):
    """A command, option or name that does not exist."""

    exit_code = 2


class BadText(CoachError):
    """A text that can't be worked with: empty, too long, not Swedish or English."""

    exit_code = 2


class SetupError(CoachError):
    """Something outside the program has to change before it can go on.

    Args:
        problem: What is wrong, with the value that is wrong.
        fix: What to do or run about it.
    """

    exit_code = 3

    def __init__(self, problem: str | Both, *, fix: str | Both) -> None:
        super().__init__(problem)
        self.fix = fix

    def fix_text(self, lang: Lang) -> str:
        """Return the one line about what to do."""
        return self.fix if isinstance(self.fix, str) else self.fix[lang]


class FolderInUse(SetupError):
    """Another process holds the lock of this data folder."""


class StorageFull(SetupError):
    """The disk refused a write; what was stored before is untouched."""


class ModelMissing(SetupError):
    """No model file, or llama-cpp-python is not installed."""


class ModelFailed(CoachError):
    """The model process died, hung, or was cut before a usable reply."""
