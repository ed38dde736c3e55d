"""The model panel: what words the drafts now, what fits this machine, getting one and changing over."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from coach.app.models import Models, Offer, hub
from coach.domain.text import Lang
from ui.marks import button, named, safe
from ui.words import Words

_GIB = 1 << 30


def panel(models: Models, lang: Lang, words: Words, opened: bool = False) -> str:
    """Return the drawer as HTML."""
    offers, used = models.offers(), models.used()
    here, server = next((one.id for one in offers if one.used), used.stem if used else ""), models.server()
    now = server.address.place if server else here or words.model_guided
    about = words.model_private if here else words.model_guided_about
    about = models.note(lang) if server else about
    ordered = sorted(
        offers, key=lambda one: (not one.used, one.path is None, not one.recommended, not one.fits)
    )
    rows = "".join(_row(one, lang, words) for one in ordered) if models.runs() else ""
    missing = "" if models.runs() else f"<p>{safe(words.model_missing)}</p>"
    back = button(words.model_use_guided, act="model-use", value="") if used or server else ""
    memory = models.memory_bytes()
    size = f'<p class="quiet">{safe(words.model_memory.format(n=round(memory / _GIB)))}</p>' if memory else ""
    return (
        f'<details class="menu model"{" open" if opened else ""}><summary>'
        f"{named(words.model, words.model_short)}</summary>"
        f'<div class="drawer"><p><strong>{safe(words.model_now)}: {safe(now)}</strong></p>'
        f'<p class="quiet">{safe(about)}</p>{back}{size}{progress(models.fetching(), lang, words)}'
        f"{missing}<ul>{rows}</ul></div></details>"
    )


def progress(state: Mapping[str, object], lang: Lang, words: Words) -> str:
    """Return how a download stands; "" where there is none."""
    match state.get("state"):
        case "fetching":
            name = safe(str(state["id"]))
            bar = (
                f'<progress max="100" value="{_percent(state)}" aria-label="{name}"></progress>'
                f'<p class="quiet" data-told>{safe(told(state, words))}</p>'
            )
            refresh = '<button type="button" hidden data-act="model"></button>'
            return (
                f'<div class="fetching" data-fetching>{bar}'
                f"{button(words.model_cancel, act='model-cancel')}{refresh}</div>"
            )
        case "done":
            return f'<p class="notice" role="status">{safe(words.model_fetched)}</p>'
        case "cancelled":
            return f'<p class="notice" role="status">{safe(words.model_cancelled)}</p>'
        case "failed":
            return f'<p class="trouble" role="alert">{safe(str(state.get(lang, "")))}</p>'
    return ""


def told(state: Mapping[str, object], words: Words) -> str:
    """Return in one line how far a download is and how long it takes still."""
    total, left = _number(state, "total"), _number(state, "left")
    size = f"{total / 1e9:.1f}".replace(".", words.decimal)
    return words.model_progress.format(percent=_percent(state), size=size, left=duration(left))


def duration(seconds: int) -> str:
    """Return seconds the way both languages write a short time: "40 s", "12 min"."""
    if seconds <= 0:
        return "…"
    return f"{seconds} s" if seconds < 90 else f"{round(seconds / 60)} min"


def _percent(state: Mapping[str, object]) -> int:
    return 100 * _number(state, "done") // max(1, _number(state, "total"))


def _number(state: Mapping[str, object], key: str) -> int:
    value = state.get(key)
    return value if isinstance(value, int) else 0


def _row(one: Offer, lang: Lang, words: Words) -> str:
    size = f"{one.bytes / 1e9:.1f}".replace(".", words.decimal)
    marks = [words.model_fits if one.fits else words.model_large]
    marks += [words.model_recommended] if one.recommended else []
    marks += [words.model_running] if one.used else []
    return (
        f'<li class="offer"><strong>{safe(one.id)}</strong> <span class="quiet">{safe(", ".join(marks))}'
        f'</span><span class="quiet" lang="{lang}">{safe(one.note[lang])}</span>{_do(one, size, words)}</li>'
    )


def _do(one: Offer, size: str, words: Words) -> str:
    """Return what can be done with a model: use it, or fetch it after a second press."""
    if one.used:
        return ""
    if one.path is not None:
        return button(words.model_use.format(id=one.id), act="model-use", value=str(one.path))
    if not one.fits:
        return ""
    ask = words.model_ask.format(size=size, hub=urlsplit(hub()).hostname or hub(), licence=one.licence)
    get = button(words.model_get.format(id=one.id, size=size), "go", act="model-get", value=one.id)
    return (
        f"<details><summary>{safe(words.model_get.format(id=one.id, size=size))}</summary>"
        f"<p>{safe(ask)}</p>{get}</details>"
    )


def chosen(models: Models, value: str) -> Sequence[Offer]:
    """Return the offer whose file a button named: only what lies in the models' own folder is used."""
    return [one for one in models.offers() if one.path is not None and str(one.path) == value]
