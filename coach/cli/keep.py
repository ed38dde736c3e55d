"""``coach erase``, ``coach export``, ``coach import``, ``coach backup``, ``coach restore``."""

import argparse
import datetime
import sys
from collections.abc import Mapping
from pathlib import Path

from coach.app import Coach
from coach.app.accept import now, today
from coach.app.keep import Erased, Found, Keeper
from coach.app.restore import Restored, restore_files
from coach.cli.show import out, say, settings, speak, tell
from coach.domain.errors import UsageError
from coach.domain.text import Both, Lang

_ASK: Both = {"sv": "Radera det här för gott? [j/N] ", "en": "Erase this for good? [y/N] "}
_NOTHING: Both = {"sv": "Inget att radera.", "en": "Nothing to erase."}
_KEPT: Both = {
    "sv": "Inget raderades. Lägg till --yes för att radera utan fråga.",
    "en": "Nothing was erased. Add --yes to erase without a question.",
}
_JUMPED: Both = {
    "sv": "Klockan står mer än ett år från det du sist sparade, så åldrarna kan vara fel. Inget raderades; "
    "kör kommandot utan --yes och svara på frågan.",
    "en": "The clock is more than a year from what you last saved, so the ages may be wrong. Nothing was "
    "erased; run the command without --yes and answer the question.",
}
_ERASED: Both = {
    "sv": "Raderat: samtal {sessions}, dokument {documents}. Säkerhetskopiorna är omskrivna utan det.",
    "en": "Erased: conversations {sessions}, documents {documents}. The backups were rewritten without it.",
}
_DROPPED: Both = {
    "sv": "Kopior som inte gick att skriva om och därför togs bort: {dropped}.",
    "en": "Copies that could not be rewritten and were deleted: {dropped}.",
}
_EXPORTED: Both = {
    "sv": "Exporterat till {folder}: samtal {conversations}, varav mål {goals}; dokument {documents}. Mappen "
    "ligger utanför Coach: radera den själv när du är klar.",
    "en": "Exported to {folder}: conversations {conversations}, of them goals {goals}; documents "
    "{documents}. The folder lies outside Coach: delete it yourself when you are done.",
}
_IMPORTED: Both = {
    "sv": "Inlagt: samtal {conversations}, dokument {documents}; fanns redan: {already}.",
    "en": "Taken in: conversations {conversations}, documents {documents}; here already: {already}.",
}
_SOUND: Both = {
    "sv": "Inget är skadat. coach restore NAMN går tillbaka till en kopia:",
    "en": "Nothing is damaged. coach restore NAME goes back to a copy:",
}
_RESTORED: Both = {
    "sv": "{file}: {source}; den förra filen ligger i {aside}.",
    "en": "{file}: {source}; the file before lies in {aside}.",
}
_FROM: Mapping[str, Both] = {
    "copy": {"sv": "tillbaka från kopian {copy}", "en": "back from the copy {copy}"},
    "salvaged": {
        "sv": "ingen hel kopia finns, så det som gick att läsa är räddat",
        "en": "there is no sound copy, so what could be read was saved",
    },
    "anew": {
        "sv": "ingen hel kopia finns, så den görs ny",
        "en": "there is no sound copy, so it is made anew",
    },
}


def erase(options: argparse.Namespace) -> int:
    """Erase one conversation, what names a person, what is old, or everything; ask first unless ``--yes``."""
    lang = speak(options.lang)
    with Coach.open(settings(options)) as coach:
        keep, moment = coach.keep, datetime.datetime.now().astimezone()
        found = _found(keep, options, moment)
        by_age = options.old or options.older_than is not None
        if not options.json:
            _list(found, lang)
        if found and options.yes and by_age and keep.clock_jumped(moment):
            tell(f"coach: {_JUMPED[lang]}")
            return _told(found, None, options, lang)
        # Where nothing is left, there may be copies yet.
        every = not (options.session or options.person or by_age)
        if (found or every) and not options.yes and (options.json or not _agreed(lang)):
            return _told(found, None, options, lang)
        done = keep.erase_everything() if every else keep.erase(found, options.person or "")
    return _told(found, done, options, lang)


def _found(keep: Keeper, options: argparse.Namespace, moment: datetime.datetime) -> Found:
    if options.session:
        return keep.of_session(options.session)
    if options.person:
        return keep.of_person(options.person)
    if options.older_than is not None:
        if options.older_than < 0:
            raise UsageError(f"--older-than is {options.older_than}; it is a number of days")
        return keep.older_than(options.older_than, moment)
    return keep.past_keeping(moment) if options.old else keep.everything()


def _list(found: Found, lang: Lang) -> None:
    for one in found.sessions:
        say(f"{one.id}  {one.used[:10]}  {one.mode:10}  {one.title}")
    for document in found.documents:
        say(f"{document.id}  {document.title}")
    if not found:
        tell(f"coach: {_NOTHING[lang]}")


def _agreed(lang: Lang) -> bool:
    sys.stderr.write(_ASK[lang])
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("j", "ja", "y", "yes")


def _told(found: Found, done: Erased | None, options: argparse.Namespace, lang: Lang) -> int:
    counts = {
        "sessions": done.sessions if done else 0,
        "documents": done.documents if done else 0,
        "dropped": done.dropped if done else 0,
    }
    if options.json:
        listed = [{"id": s.id, "mode": s.mode, "title": s.title, "used": s.used} for s in found.sessions]
        documents = [{"id": d.id, "title": d.title} for d in found.documents]
        out({"found": {"sessions": listed, "documents": documents}, "erased": counts})
    elif done and (done.sessions or done.documents or found):
        say(_ERASED[lang].format(**counts))
    if done is None:
        tell(f"coach: {_KEPT[lang]}")
        return 1
    if done.dropped:
        tell(f"coach: {_DROPPED[lang].format(**counts)}")
    return 0


def export(options: argparse.Namespace) -> int:
    """Write everything into a folder of readable files."""
    with Coach.open(settings(options)) as coach:
        done = coach.keep.export(Path(options.folder).expanduser(), now())
    counts = {"conversations": done.conversations, "goals": done.goals, "documents": done.documents}
    if options.json:
        out({"folder": str(done.folder), **counts})
    else:
        say(_EXPORTED[speak(options.lang)].format(folder=done.folder, **counts))
    return 0


def take_in(options: argparse.Namespace) -> int:
    """Add what an export holds."""
    with Coach.open(settings(options)) as coach:
        done = coach.keep.take_in(Path(options.folder).expanduser())
    counts = {"conversations": done.conversations, "documents": done.documents, "already": done.already}
    if options.json:
        out(counts)
    else:
        say(_IMPORTED[speak(options.lang)].format(**counts))
    return 0


def backup(options: argparse.Namespace) -> int:
    """Make a backup now."""
    with Coach.open(settings(options)) as coach:
        made = coach.keep.backup(today())
    if options.json:
        out({"backup": made.name, "folder": str(made)})
    else:
        say(str(made))
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put what is damaged aside and its copy in its place, or go back to a named copy."""
    lang = speak(options.lang)
    done, copies = restore_files(settings(options), options.name)
    if options.json:
        out({"restored": [_row(one) for one in done], "backups": list(copies)})
        return 0
    for one in done:
        source = _FROM[one.how][lang].format(copy=one.copy)
        say(_RESTORED[lang].format(file=one.file, source=source, aside=one.aside or "–"))
    if not done:
        say(_SOUND[lang])
        for name in copies:
            say(f"  {name}")
    return 0


def _row(one: Restored) -> Mapping[str, object]:
    return {"file": one.file, "how": one.how, "backup": one.copy or None, "aside": one.aside or None}
