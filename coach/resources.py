"""Where shipped data lies, installed or in a checkout, and where the person's own folder is by default."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def shipped(folder: str) -> Traversable:
    """Return the shipped folder ``prompts`` or ``knowledge``: the installed copy, or the checkout's own."""
    installed = files("coach").joinpath("_data", folder)
    return installed if installed.is_dir() else Path(__file__).parents[1] / folder


def default_data_dir() -> Path:
    """Return the platform's folder for this person's Coach data; it is not created here."""
    from platformdirs import user_data_path

    return user_data_path("coach", appauthor=False)
