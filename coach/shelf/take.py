"""One file onto the shelf."""

from contextlib import AbstractContextManager
from pathlib import Path

from coach.domain.errors import BadText
from coach.domain.knowledge import Document
from coach.domain.text import Lang
from coach.shelf.read import Ingested, identity, load, read
from coach.shelf.reasons import why
from coach.shelf.rows import rows
from coach.shelf.table import Table


def take(path: Path, table: Table, lock: AbstractContextManager[object], lang: Lang) -> Ingested:
    """Read a file and keep its passages, unless it is unchanged; say why where it is refused.

    Args:
        path: The file.
        table: Where they are kept.
        lock: Guards the table; it is not held while the file is read.
        lang: The language a refusal is given in.

    Raises:
        StorageFull: The disk took no more; what was there before still is.
    """
    try:
        raw, digest = load(path, lang)
        name = identity(path)
        with lock:
            before = table.digest(name)
            if before == digest:
                return Ingested(path, "unchanged", "", table.count(name))
        source = read(path, raw, lang)
    except BadText as error:
        return Ingested(path, "refused", str(error), 0)
    document = Document(name, source.title, source.lang, source.source, shipped=False)
    made = rows(source)
    if not made:
        return Ingested(path, "refused", why("empty", lang), 0)
    with lock:
        table.replace([(document, digest, made)])
    return Ingested(path, "updated" if before else "added", "", len(made))
