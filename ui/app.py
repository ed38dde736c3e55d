"""The page: builds the Gradio blocks and hands what happens on them to the desk."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ui.desk import Desk, Place, Shown
from ui.quiet import in_loop, keep_places, routes_once, silence
from ui.words import WORDS

if TYPE_CHECKING:
    import gradio

    from coach.app import Coach

PANELS = ("header", "tabs", "start", "log", "live", "notice", "foot", "paper", "sources")
"""The parts that are HTML of our own, in the order they stand."""
_PLACE = ("lang", "mode", "session")

# A button says what it does in data-act; everything that needs no server is in page.js.
_CLICKS = """element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (!button) return;
  const input = button.hasAttribute('data-input') ? button.parentElement.querySelector('input') : null;
  const {act, value} = button.dataset;
  trigger('click', {act, value: value || '', text: input ? input.value : ''});
});"""


def serve(
    coach: "Coach",
    *,
    port: int,
    open_browser: bool,
    ready: Callable[[str], None],
    seen: Callable[[], None] = lambda: None,
) -> None:
    """Serve the page on 127.0.0.1 until interrupted.

    Args:
        coach: What answers.
        port: Where; 0 takes a free one.
        open_browser: Whether to open the person's browser on it.
        ready: Called once with the address when the page answers.
        seen: Called whenever a tab has what it shows first.

    Raises:
        SetupError: The port is taken.
    """
    silence()
    from ui.server import Server

    Server(build(coach, seen), port, coach).run(ready, open_browser=open_browser)


def build(coach: "Coach", seen: Callable[[], None] = lambda: None) -> "gradio.Blocks":
    """Return the page for a coach; ``seen`` as for ``serve``."""
    silence()
    desk = Desk(coach)
    with routes_once():
        return in_loop(lambda: _build(desk, seen))


def _build(desk: Desk, seen: Callable[[], None]) -> "gradio.Blocks":
    import gradio

    keep_places()
    blocks: gradio.Blocks = gradio.Blocks(
        title="Coach", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    )
    with blocks:
        parts = _lay_out(gradio)
        arrived = _wire(gradio, blocks, parts, desk)
        # The tab asks for this once it has the first view, so what waits for it takes no time from that view.
        arrived.then(lambda: seen(), queue=False, show_progress="hidden", api_visibility="private")
    # Bounded, so that a runaway tab is told to wait instead of filling the memory.
    blocks.queue(max_size=32, default_concurrency_limit=1, api_open=False)
    return blocks


def _lay_out(gradio: Any) -> dict[str, Any]:  # noqa: ANN401  the module itself, imported late
    def panel(name: str) -> Any:  # noqa: ANN401
        return gradio.HTML("", elem_id=name, js_on_load=_CLICKS, apply_default_css=False)

    parts = {name: gradio.Textbox("", elem_id=name, visible="hidden", label=name) for name in _PLACE}
    parts |= {name: panel(name) for name in ("header", "tabs")}
    with gradio.Row(elem_id="desk"):
        with gradio.Column(elem_id="talk"):
            with gradio.Column(elem_id="scroll"):
                parts |= {name: panel(name) for name in ("start", "log", "live")}
            parts["notice"] = panel("notice")
            with gradio.Row(elem_id="composer"):
                parts["box"] = gradio.Textbox(
                    "",
                    elem_id="box",
                    lines=1,
                    max_lines=8,
                    label=" ",
                    show_label=True,
                    container=True,
                    scale=1,
                )
                parts["send"] = gradio.Button("…", elem_id="send", variant="primary", scale=0, min_width=96)
                parts["stop"] = gradio.Button("…", elem_id="stop", visible=False, scale=0, min_width=96)
            parts["foot"] = panel("foot")
        with gradio.Column(elem_id="side"):
            parts |= {name: panel(name) for name in ("paper", "sources")}
    return parts


def _wire(gradio: Any, blocks: Any, parts: dict[str, Any], desk: Desk) -> Any:  # noqa: ANN401  an event
    place, everything = [parts[name] for name in _PLACE], list(parts.values())
    quick = {"outputs": everything, "queue": False, "show_progress": "hidden", "api_visibility": "private"}

    def show(shown: Shown) -> dict[Any, Any]:
        return _updates(gradio, parts, shown)

    def arrive(lang: str, mode: str, session: str, request: gradio.Request) -> dict[Any, Any]:
        return show(desk.arrive(Place(lang, mode, session), request.headers.get("accept-language", "")))

    def act(lang: str, mode: str, session: str, event: gradio.EventData) -> dict[Any, Any]:
        data = event._data if isinstance(event._data, dict) else {}
        name, value, text = (str(data.get(key, "")) for key in ("act", "value", "text"))
        return show(desk.act(name, value, text, Place(lang, mode, session)))

    def say(text: str, lang: str, mode: str, session: str) -> Iterator[dict[Any, Any]]:
        for shown in desk.say(text, Place(lang, mode, session)):
            yield show(shown)

    def stopped(lang: str, mode: str, session: str) -> dict[Any, Any]:
        return show(desk.stopped(Place(lang, mode, session)))

    arrived = blocks.load(arrive, place, js="() => window.coach.place()", **quick)
    for name in ("header", "start", "notice", "paper"):
        parts[name].click(act, place, **quick)
    saying = gradio.on(
        [parts["box"].submit, parts["send"].click], say, [parts["box"], *place], everything,
        trigger_mode="once", concurrency_limit=1, show_progress="hidden", api_visibility="private",
    )  # fmt: skip
    parts["stop"].click(stopped, place, cancels=[saying], **quick)
    # The address follows the conversation, so that loading again, a bookmark and the back button find it.
    gradio.on(
        [part.change for part in place], None, place, js="(...place) => window.coach.moved(...place)",
        api_visibility="private",
    )  # fmt: skip
    return arrived


def _updates(gradio: Any, parts: dict[str, Any], shown: Shown) -> dict[Any, Any]:  # noqa: ANN401
    updates: dict[Any, Any] = {parts[name]: shown[name] for name in (*PANELS, *_PLACE) if name in shown}
    box: dict[str, str] = {"value": shown["box"]} if "box" in shown else {}
    if "hint" in shown:
        words = WORDS["sv" if shown["lang"] == "sv" else "en"]
        box |= {"label": words.message, "placeholder": shown["hint"]}
        updates[parts["send"]] = gradio.update(value=words.send)
        updates[parts["stop"]] = gradio.update(value=words.stop)
    if "running" in shown:
        running = bool(shown["running"])
        for name, visible in (("send", not running), ("stop", running)):
            label = updates.get(parts[name], {})
            updates[parts[name]] = gradio.update(
                **{k: v for k, v in label.items() if k == "value"}, visible=visible
            )
    if box:
        updates[parts["box"]] = gradio.update(**box)
    return updates
