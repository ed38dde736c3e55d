"""``coach ingest``, ``coach shelf``, ``coach search``."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from coach.app import Coach
from coach.app.accept import check_text
from coach.cli.bar import Bar
from coach.cli.show import out, rows, say, settings, speak, tell, text_of
from coach.domain.errors import CoachError, UsageError
from coach.domain.knowledge import Hit
from coach.domain.text import Both, Lang
from coach.shelf import Ingested
from coach.shelf.read import files

_STATUS: Mapping[str, Both] = {
    "added": {"sv": "tillagd", "en": "added"},
    "unchanged": {"sv": "oförändrad", "en": "unchanged"},
    "updated": {"sv": "uppdaterad", "en": "updated"},
    "refused": {"sv": "avvisad", "en": "refused"},
}
_NO_ID: Both = {
    "sv": "Det finns inget eget dokument {id!r}; coach shelf visar dem som finns.",
    "en": "There is no document of your own {id!r}; coach shelf lists them.",
}


def ingest(options: argparse.Namespace) -> int:
    """Add documents; one line a file, and on a terminal how far it is."""
    lang = speak(options.lang)
    paths = [Path(path) for path in options.paths]
    bar = Bar(lang)

    def show(one: Ingested) -> None:
        bar.clear()
        if not options.json:
            say(_line(one, lang))
        bar.step(one.path.name)

    with Coach.open(settings(options)) as coach, bar:
        bar.begin(sum(1 for _ in files(paths)))
        results = coach.shelf.ingest(paths, show, lang=lang)
        if senses := coach.shelf.senses:
            bar.begin(0)
            senses.make(bar.at)
            bar.clear()
        _tell_notes(coach, lang)
    if options.json:
        out({"files": [_file(one) for one in results]})
    return 0


def _tell_notes(coach: Coach, lang: Lang) -> None:
    """Say where another search answered than the one that was chosen."""
    notice = coach.shelf.senses.notice(lang) if coach.shelf.senses else ""
    left_out = coach.search_note
    if line := notice or (left_out[lang] if left_out else ""):
        tell(f"coach: {line}")


def _line(one: Ingested, lang: Lang) -> str:
    tail = f": {one.reason}" if one.reason else f" ({one.passages})"
    return f"{_STATUS[one.status][lang]}  {one.path}{tail}"


def _file(one: Ingested) -> Mapping[str, object]:
    reason = {"reason": one.reason} if one.reason else {}
    return {"path": str(one.path), "status": one.status, **reason, "passages": one.passages}


def shelf(options: argparse.Namespace) -> int:
    """List the documents, or remove one."""
    with Coach.open(settings(options)) as coach:
        if options.action == "remove":
            if not options.id:
                raise UsageError("which document? coach shelf remove ID")
            if not coach.keep.erase(coach.keep.of_document(options.id)).documents:
                raise UsageError({lang: text.format(id=options.id) for lang, text in _NO_ID.items()})
            if options.json:
                out({"removed": options.id})
            return 0
        documents = coach.shelf.documents()
    if options.json:
        rows = [
            {"id": d.id, "title": d.title, "lang": d.lang, "source": d.source, "shipped": d.shipped}
            for d in documents
        ]
        out({"documents": rows})
        return 0
    for document in documents:
        say(f"{'  ' if document.shipped else '* '}{document.id}  {document.title}")
    return 0


def search(options: argparse.Namespace) -> int:
    """Print the passages found for one question, or for one a line."""
    if options.k < 1:
        raise UsageError(f"-k is {options.k}; it is how many passages, at least 1")
    with Coach.open(settings(options)) as coach:
        if options.jsonl:
            for row in _each(coach, options):
                out(row)
            return 0
        text = check_text(text_of(options.query), opening=True)
        found = _found(coach, text, coach.language(text), options)
        _tell_notes(coach, speak(options.lang, text))
    if options.json:
        out(found)
        return 0
    hits = found["hits"]
    assert isinstance(hits, list)
    for hit in hits:
        say(f"{hit['title']} – {hit['heading']}  [{hit['id']}]\n{hit['text']}\n")
    if not hits:
        tell("coach: " + {"sv": "ingen träff", "en": "nothing found"}[speak(options.lang, text)])
    return 0


def _each(coach: Coach, options: argparse.Namespace) -> Iterator[Mapping[str, object]]:
    for row in rows():
        if isinstance(row, str):
            yield {"id": None, "error": row}
            continue
        text = row.get("question")
        if not isinstance(text, str):
            yield {"id": row.get("id"), "error": "no question"}
            continue
        try:
            kept = check_text(text, opening=True)
            said = row.get("lang")
            lang: Lang = "sv" if said == "sv" else "en" if said == "en" else coach.language(kept)
            yield {"id": row.get("id"), **_found(coach, kept, lang, options)}
        except CoachError as error:
            yield {"id": row.get("id"), "error": error.text(speak(options.lang, text))}


def _found(coach: Coach, text: str, lang: Lang, options: argparse.Namespace) -> Mapping[str, object]:
    hits = coach.shelf.search(text, lang, k=options.k, only=options.only)
    return {"query": text, "lang": lang, "hits": [_hit(hit) for hit in hits]}


def _hit(hit: Hit) -> Mapping[str, object]:
    p = hit.passage
    return {
        "id": p.id,
        "document": p.document,
        "title": p.title,
        "heading": p.heading,
        "lang": p.lang,
        "text": p.text,
        "score": hit.score,
        "shipped": p.shipped,
    }
