"""``coach models``: what fits this machine, which one is used, and getting one."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from coach.app.embedders import choose_embedder
from coach.app.models import choose, hub
from coach.app.servers import Chosen, chosen_file, chosen_server, open_chat
from coach.cli.agree import agreed_to, yes
from coach.cli.show import out, say, settings, speak
from coach.domain.address import Address
from coach.domain.errors import UsageError
from coach.domain.text import Lang
from coach.llm import GgufInfo, Progress, check_gguf, download, embeds, model, models_list
from coach.llm.machine import memory
from coach.settings import Settings
from coach.store import Folder

_GIB = 1 << 30
_BUILT_IN = "built-in"
"""Named in place of a file, the search goes back to its built-in vectors."""


def models(options: argparse.Namespace) -> int:
    """List, fetch, choose or check models."""
    chosen = settings(options)
    lang = speak(options.lang)
    if options.action == "list":
        return _list(chosen, lang, options.json)
    if options.action == "check" and not options.name:
        return _check(chosen, options.json)
    if not options.name:
        raise UsageError(
            f"coach models {options.action} needs a name or a path; coach models list shows them"
        )
    if options.action == "get":
        return _get(chosen, options, lang)
    if options.name.startswith(("http://", "https://")):
        return _server(chosen, options, lang)
    if options.action == "use" and options.name == _BUILT_IN:
        with Folder(chosen.data_dir) as folder:
            choose_embedder(folder.path, None)
        return 0
    path = Path(options.name).expanduser()
    info = check_gguf(path)
    if options.action == "use":
        _use_file(chosen, path.resolve(), info)
    return _told(info, options.json)


def _check(chosen: Settings, as_json: bool) -> int:
    """Check what is used now: a server is asked for its models, a file is read."""
    if server := chosen_server(chosen):
        return _told_server(server, open_chat(chosen, server).model_id, as_json)
    path = chosen_file(chosen)
    if path is None:
        raise UsageError(
            {"sv": "Ingen modell är vald att kontrollera.", "en": "No model is chosen to check."}
        )
    return _told(check_gguf(path), as_json)


def _list(chosen: Settings, lang: Lang, as_json: bool) -> int:
    room = memory() or 8 * _GIB
    listed = models_list(room)
    server = chosen_server(chosen)
    used = str(server.address) if server else str(chosen_file(chosen) or "")
    if as_json:
        rows: list[Mapping[str, object]] = [
            {
                "id": entry.model.id,
                "licence": entry.model.licence,
                "bytes": entry.model.bytes,
                "ram_mb": entry.model.ram_mb,
                "fits": entry.fits,
                "recommended": entry.recommended,
                "note": entry.model.note[lang],
            }
            for entry in listed
        ]
        out({"memory_bytes": room, "using": used or None, "models": rows})
        return 0
    say(
        {
            "sv": f"Datorn har {room / _GIB:.0f} GB minne.",
            "en": f"This machine has {room / _GIB:.0f} GB of memory.",
        }[lang]
    )
    for entry in listed:
        mark = "★" if entry.recommended else "✓" if entry.fits else "–"
        size = f"{entry.model.bytes / 1e9:.1f} GB"
        say(f"{mark} {entry.model.id}  {size}  {entry.model.licence}\n    {entry.model.note[lang]}")
    say({"sv": "★ rekommenderas  ✓ får plats  – för stor", "en": "★ recommended  ✓ fits  – too large"}[lang])
    say(f"coach models get {next((e.model.id for e in listed if e.recommended), listed[0].model.id)}")
    return 0


def _get(chosen: Settings, options: argparse.Namespace, lang: Lang) -> int:
    wanted = model(options.name)
    source = hub()
    gigabytes = f"{wanted.bytes / 1e9:.1f} GB"
    if not options.yes and not yes(
        {
            "sv": f"Hämta {wanted.id}, {gigabytes}, licens {wanted.licence}, från {source}? "
            "Inget om dig skickas. [j/N] ",
            "en": f"Fetch {wanted.id}, {gigabytes}, licence {wanted.licence}, from {source}? "
            "Nothing about you is sent. [y/N] ",
        }[lang]
    ):
        return 1
    folder = chosen.data_dir / "models"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = download(
        wanted.address(source),
        folder / wanted.file,
        size=wanted.bytes,
        sha256=wanted.sha256,
        progress=_progress,
    )
    info = check_gguf(path)
    _use_file(chosen, path, info)
    return _told(info, options.json)


def _progress(state: Progress) -> None:
    sys.stderr.write(
        f"\r{100 * state.done // max(1, state.total)} %  {state.done / 1e9:.2f}/{state.total / 1e9:.2f} GB"
    )
    sys.stderr.flush()


def _use_file(chosen: Settings, path: Path, info: GgufInfo) -> None:
    """Use a file for what it is made for: vectors for the search, or drafts."""
    if not embeds(info):
        _use(chosen, path)
        return
    with Folder(chosen.data_dir) as folder:
        choose_embedder(folder.path, path)


def _use(chosen: Settings, named: Path | Chosen) -> None:
    with Folder(chosen.data_dir) as folder:
        choose(folder.path, named)


def _server(chosen: Settings, options: argparse.Namespace, lang: Lang) -> int:
    """Ask whether text may go to a server, see that a model answers there, and use it from now on."""
    server = Chosen(Address.parse(options.name), chosen.server_model)
    if not agreed_to(chosen.data_dir, server.address, lang, said_yes=options.yes):
        return 1
    model_id = open_chat(chosen, server).model_id
    found = Chosen(server.address, model_id)
    if options.action == "use":
        _use(chosen, found)
    return _told_server(found, model_id, options.json)


def _told_server(server: Chosen, model_id: str, as_json: bool) -> int:
    if as_json:
        out({"server": str(server.address), "id": model_id, "local": server.address.local})
    else:
        say(f"✓ {server.address}  {model_id}")
    return 0


def _told(info: GgufInfo, as_json: bool) -> int:
    if as_json:
        out({"path": str(info.path), "id": info.id, "architecture": info.architecture, "bytes": info.bytes})
    else:
        say(f"✓ {info.path}  {info.architecture}  {info.bytes / 1e9:.2f} GB")
    return 0
