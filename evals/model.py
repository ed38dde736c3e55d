"""The local model, measured: what it reads, how fast it writes, and whether drafts hold whatever it says.

``--bench`` measures a model of a real one's shape with random weights, which it builds; ``--model FILE`` a
real one, with its card. ``--talk`` prints ten turns with the small random model. ``--json`` gives one
document.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from coach.domain.errors import ModelMissing, SetupError
from coach.llm import check_gguf
from coach.llm.chat import N_CTX
from coach.llm.machine import cores
from coach.llm.protocol import Load
from evals.model_bench import PROMISES, Measured, Sizes, Wait, bench
from evals.model_gguf import SHAPES, build
from evals.model_talk import talk, told
from evals.report import table

_LAYOUTS = {
    "ours": "this program",
    "usual": "passages in the instructions",
    "stock": "stock `create_chat_completion` loop",
}
_RATIOS = {
    "tokens": "tokens evaluated / tokens never seen before, the worst of the three",
    "streamed": "streamed, against bare llama-cpp-python",
    "structured": "structured, against free text",
    "first": "first words after a restart of a known conversation, against a cold start",
}


def run(argv: list[str]) -> int:
    """Measure, print the report and write it where asked; return 1 when a promise does not hold."""
    chosen = _options().parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if chosen.talk:
            turns = talk(_built(folder, "tiny"), chosen.lang)
            held = all(turn.holds for turn in turns)
            print(
                json.dumps([turn.data() for turn in turns], ensure_ascii=False)
                if chosen.json
                else told(turns)
            )
            return 0 if held else 1
        path = chosen.model or _built(folder, chosen.shape)
        card = _card(path)
        load = Load(str(path.absolute()), min(N_CTX, int(str(card["context"]))), chosen.threads or cores())
        sizes = Sizes(chosen.turns, chosen.conversations, min(3, chosen.conversations), chosen.written)
        measured = bench(load, folder, sizes, _tell)
    found = {"model": card, **measured.data()}
    text = json.dumps(found, ensure_ascii=False, indent=1) if chosen.json else markdown(card, measured)
    print(text)
    if chosen.out:
        chosen.out.mkdir(parents=True, exist_ok=True)
        (chosen.out / "model.md").write_text(markdown(card, measured), encoding="utf-8")
        (chosen.out / "model.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    holds = found["holds"]
    assert isinstance(holds, dict)
    return 0 if all(holds.values()) else 1


def markdown(card: dict[str, object], measured: Measured) -> str:
    """Return the report: the card, what was read by layout, and each promise beside its figure."""
    lines = ["# The local model", "", *(f"- {name}: {value}" for name, value in card.items()), ""]
    lines += [
        "Tokens evaluated, by llama.cpp's own count, and how many for each token never seen before:",
        "",
    ]
    rows = [
        [scenario, *(f"{read.evaluated} ({read.share:.2f})" for read in row.values())]
        for scenario, row in measured.reads.items()
    ]
    lines += [*table(["", *_LAYOUTS.values()], rows), ""]
    ratios = measured.ratios()
    promises = [
        [
            about,
            f"{ratios[name]:.3f}",
            f"≤ {PROMISES[name][1]}" if not PROMISES[name][0] else f"≥ {PROMISES[name][0]}",
        ]
        for name, about in _RATIOS.items()
    ]
    lines += [*table(["ratio", "measured", "promised"], promises), ""]
    rates, firsts = measured.rates, measured.firsts
    loading = "Loading and first words"
    lines += [
        f"Tokens a second: {rates.free:.1f} free, {rates.structured:.1f} structured, {rates.stock:.1f} bare.",
        f"{loading}: {_told(firsts.known)} in a known conversation, {_told(firsts.longer)} "
        f"({firsts.longer_share:.3f}) when a new passage comes with the message, "
        f"{_told(firsts.cold)} where all has to be read.",
        f"{measured.seconds:.0f} s in all; load {measured.load:.1f}.",
    ]
    return "\n".join(lines)


def _told(wait: Wait) -> str:
    return f"{wait.loading:.2f} + {wait.words:.2f} s"


def _card(path: Path) -> dict[str, object]:
    """Return what the file says about itself.

    Raises:
        ModelMissing: It is no model this program can run.
    """
    info = check_gguf(path)
    if not info.chat_template:
        raise ModelMissing(f"{path.name} has no chat template", fix="choose a model made for conversation")
    return {
        "name": info.name or path.stem,
        "file": info.id,
        "architecture": info.architecture,
        "bytes": info.bytes,
        "layers": info.layers,
        "vocabulary": info.vocabulary,
        "context": info.context,
        "bytes a token of context": info.kv_bytes,
        "memory needed at our window": info.memory(N_CTX),
    }


def _built(folder: Path, shape: str) -> Path:
    _tell(f"building a model of the shape {shape}")
    try:
        return build(folder / f"random-{shape}.gguf", SHAPES[shape])
    except ImportError as error:
        raise SetupError(
            f"a model is built with {error.name}", fix="pip install gguf, or name a --model"
        ) from error


def _tell(text: str) -> None:
    print(
        f"\r\x1b[K{text}" if sys.stderr.isatty() else text,
        file=sys.stderr,
        end="" if sys.stderr.isatty() else "\n",
    )


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="coach eval model", description=__doc__)
    options.add_argument("--bench", action="store_true", help="measure; it is what is done without --talk")
    options.add_argument("--model", type=Path, help="a model file; without, one is built")
    options.add_argument("--shape", choices=SHAPES, default="0.6b", help="of the model that is built")
    options.add_argument("--talk", action="store_true", help="ten turns with the small random model")
    options.add_argument("--lang", choices=("sv", "en"), default="sv", help="of the ten turns")
    options.add_argument("--turns", type=int, default=10, help="of the conversation whose reading is counted")
    options.add_argument("--conversations", type=int, default=10, help="that are switched among")
    options.add_argument("--written", type=int, default=64, help="tokens of a reply whose rate is measured")
    options.add_argument("--threads", type=int, help="for llama.cpp; the cores by default")
    options.add_argument("--json", action="store_true", help="one JSON document")
    options.add_argument("--out", type=Path, help="a folder for model.md and model.json")
    return options
