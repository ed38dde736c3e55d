"""What ``coach doctor`` finds about models: the library, the file or server, and how it is run here."""

from collections.abc import Iterator

from coach.app.servers import Chosen, agreed, chosen_file, chosen_server, open_chat
from coach.cli.finding import Finding, broken
from coach.domain.errors import CoachError
from coach.domain.text import Both
from coach.llm.machine import library
from coach.settings import Settings

_NO_MODEL: Both = {
    "sv": "Ingen modell är vald; utkasten skrivs guidat.",
    "en": "No model is chosen; drafts are worded guided.",
}
_PREBUILT: Both = {
    "sv": "llama.cpp är installerat färdigbyggt: det fungerar, men långsammare än kompilerat på datorn.",
    "en": "llama.cpp is installed prebuilt: it works, but slower than compiled on the machine.",
}
_HERE: Both = {
    "sv": "Modellservern {place} på den här datorn svarar; modellen är {id}.",
    "en": "The model server {place} on this machine answers; the model is {id}.",
}
_AWAY: Both = {
    "sv": "Modellservern {place} svarar; modellen är {id}. Det är en annan dator: det du skriver lämnar din.",
    "en": "The model server {place} answers; the model is {id}. It is another machine: what you write leaves "
    "yours.",
}
_RUNS: Both = {
    "sv": "Modeller körs här med {threads} trådar, ett fönster på upp till {context} tokens, flash attention "
    "och {gpu}.",
    "en": "Models run here with {threads} threads, a window of up to {context} tokens, flash attention and "
    "{gpu}.",
}
_GPU: dict[bool, Both] = {
    True: {"sv": "alla lager på grafikkortet", "en": "every layer on the graphics card"},
    False: {"sv": "utan grafikkort", "en": "no graphics card"},
}


def model_findings(chosen: Settings) -> Iterator[Finding]:
    """Yield what there is to say about models: the server, or the library, the file and how it is run."""
    server = chosen_server(chosen)
    if server is not None:
        yield _server(chosen, server)
        return
    yield _library()
    yield _file(chosen)
    if library():
        yield _running(chosen)


def _library() -> Finding:
    found = library()
    if found == "llama_cpp":
        return Finding("library", True, {"sv": "llama.cpp är installerat.", "en": "llama.cpp is installed."})
    if found:
        return Finding("library", True, _PREBUILT, "apt install g++ && make run")
    return Finding(
        "library",
        False,
        {
            "sv": "llama.cpp är inte installerat; utkasten skrivs guidat.",
            "en": "llama.cpp is not installed; drafts are worded guided.",
        },
        "apt install g++ && make run",
    )


def _file(chosen: Settings) -> Finding:
    from coach.llm import check_gguf

    path = chosen_file(chosen)
    if path is None:
        return Finding("model", False, _NO_MODEL, "coach models list")
    try:
        check_gguf(path)
    except CoachError as error:
        return broken("model", error, "coach models list")
    return Finding("model", True, {"sv": f"Modellen är {path.name}.", "en": f"The model is {path.name}."})


def _server(chosen: Settings, server: Chosen) -> Finding:
    """Ask the server for its models: nothing of the person's is sent, and a stranger is not asked at all."""
    try:
        id = open_chat(chosen, server).model_id
    except CoachError as error:
        known = agreed(chosen.data_dir, server.address)
        return broken("model", error, f"coach models {'list' if known else f'use {server.address}'}")
    said, values = (_HERE if server.address.local else _AWAY), {"place": server.address.place, "id": id}
    return Finding("model", True, {"sv": said["sv"].format(**values), "en": said["en"].format(**values)})


def _running(chosen: Settings) -> Finding:
    from coach.llm import check_gguf
    from coach.llm.chat import N_CTX
    from coach.llm.machine import cores, fitting, memory, offloads

    path, context = chosen_file(chosen), N_CTX
    if path is not None:
        try:
            info = check_gguf(path)
            context = fitting(info.memory, min(N_CTX, info.context), memory())
        except CoachError:
            pass  # told already
    gpu, threads = _GPU[offloads()], cores()
    return Finding(
        "running",
        True,
        {
            "sv": _RUNS["sv"].format(threads=threads, context=context, gpu=gpu["sv"]),
            "en": _RUNS["en"].format(threads=threads, context=context, gpu=gpu["en"]),
        },
    )
