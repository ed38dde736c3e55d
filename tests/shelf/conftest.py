"""A few small documents, and shelves that hold only them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.shelf import Shelf

# Two sections that are too long to share a passage.
_MORE = " Ta den tid det behöver, och välj en stund när ingen av er har bråttom." * 16
FEEDBACK = f"""# Att ge återkoppling

## Situationen

Beskriv först situationen så att den går att hitta i kalendern.
Säg sedan vad du såg och hörde, utan att tolka det.{_MORE}

## Berömmet

Beröm väger mest när det är konkret. Skriv ned tre saker som din kollega gjorde bra, och säg dem samma vecka.
{_MORE}
"""
HOLIDAY = """# Bread

## Dough

Mix flour, water and yeast, and let the dough rest overnight in the fridge before you shape it.
"""


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder of shipped documents with none in it: the shelf holds only what a test adds."""
    folder = tmp_path / "no guides"
    folder.mkdir()
    return folder


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "feedback.md").write_text(FEEDBACK, encoding="utf-8")
    (folder / "bread.md").write_text(HOLIDAY, encoding="utf-8")
    return folder


@pytest.fixture
def open_shelf(tmp_path: Path, empty: Path) -> Iterator[Callable[..., Shelf]]:
    """Open the test's shelf; opening it again closes the one before, as a new start would."""
    opened: list[Shelf] = []

    def opener(**options: str) -> Shelf:
        if opened:
            opened.pop().close()
        opened.append(Shelf(tmp_path / "data", source=empty, **options))
        return opened[-1]

    yield opener
    for shelf in opened:
        shelf.close()


@pytest.fixture(scope="session")
def guides() -> Iterator[Shelf]:
    with Shelf(None) as shelf:
        yield shelf
