"""``coach check``: a text judged, without model, network or data folder."""

import argparse
import datetime
from collections.abc import Iterator, Mapping
from importlib import import_module

from coach.cli.show import dates, out, rows, say, settings, speak, text_of, verdict
from coach.domain.text import Lang
from coach.domain.verdict import Verdict

PROBLEMS = frozenset(
    (
        "person_judgement",
        "absolute",
        "mind_reading",
        "comparison",
        "threat",
        "placeholder",
        "blame",
        "too_long",
        "defence",
    )
)
"""Labels that are bad when true; all others are bad when false."""
_DATED = ("goal", "email")


def check(options: argparse.Namespace) -> int:
    """Print the labels of one text, or of one a line."""
    today = settings(options).day()
    if options.jsonl:
        for row in _each(options.what, options.lang, today):
            out(row)
        return 0
    text = text_of(options.text)
    lang = _lang(options.lang, text)
    result = {"id": None, **judge(options.what, text, lang, today)}
    if options.json:
        out(result)
    else:
        _show(result, text)
    return 1 if options.strict and not _passes(result) else 0


def _each(what: str, lang: str | None, today: datetime.date) -> Iterator[Mapping[str, object]]:
    for row in rows():
        if isinstance(row, str):
            yield {"id": None, "error": row}
            continue
        text = row.get("text")
        if not isinstance(text, str):
            yield {"id": row.get("id"), "error": "no text"}
            continue
        try:
            day = datetime.date.fromisoformat(str(row["today"])) if "today" in row else today
        except ValueError:
            yield {"id": row.get("id"), "error": f"today is {row['today']!r}, not YYYY-MM-DD"}
            continue
        said = row.get("lang")
        spoken = _lang(said if said in ("sv", "en") else lang, text)
        yield {"id": row.get("id"), **judge(what, text, spoken, day)}


def _lang(said: object, text: str) -> Lang:
    if said in ("sv", "en"):
        return "sv" if said == "sv" else "en"
    return speak(None, text)


def judge(what: str, text: str, lang: Lang, today: datetime.date) -> Mapping[str, object]:
    """Return a check's result as the contract has it."""
    if what == "dates":
        from coach.checks.dates import deadline, find_dates

        last = deadline(text, lang, today)
        found = dates(find_dates(text, lang, today))
        return {"lang": lang, "deadline": last.isoformat() if last else None, "dates": found}
    if what == "safety":
        from coach.checks.safety import classify

        risk = classify(text, lang)
        return {"lang": lang, "class": risk.name, "span": list(risk.span) if risk.span else None}
    run = getattr(import_module(f"coach.checks.{what}"), f"check_{what}")
    result: Verdict = run(text, lang, today) if what in _DATED else run(text, lang)
    return verdict(result)


def _passes(result: Mapping[str, object]) -> bool:
    labels = result.get("labels")
    if isinstance(labels, Mapping):
        return all(value != (name in PROBLEMS) for name, value in labels.items())
    return result.get("class", "none") == "none" and result.get("deadline", "") is not None


def _show(result: Mapping[str, object], text: str) -> None:
    labels, spans, advice = result.get("labels"), result.get("spans"), result.get("advice")
    if not isinstance(labels, Mapping) or not isinstance(spans, Mapping) or not isinstance(advice, list):
        for name in ("deadline", "class"):
            if name in result:
                say(str(result[name] or "–"))
        return
    for name, value in labels.items():
        words = " … ".join(text[start:end] for start, end in spans.get(name, ()))
        say(f"{'✓' if value else '–'} {name}" + (f": {words}" if words else ""))
    for item in advice:
        say(f"  {item['text']}")
