"""Gradio's own parts in the page's colours; everything else is page.css."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio.themes import Base

# Each pair has at least 4.5:1 between text and ground (WCAG AA); page.css holds the same values.
_LIGHT = {"ground": "#faf6ef", "sheet": "#fffdf9", "ink": "#2a2521", "line": "#8d8073", "deep": "#1f5c57"}
_DARK = {"ground": "#1b1917", "sheet": "#25221f", "ink": "#f1eae1", "line": "#8d8073", "deep": "#8fd0c6"}


def theme() -> "Base":
    """Return the theme: no font is fetched, the system's own are used."""
    import gradio

    base: Base = gradio.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    values: dict[str, str] = {}
    for suffix, colours in (("", _LIGHT), ("_dark", _DARK)):
        values |= {
            f"body_background_fill{suffix}": colours["ground"],
            f"body_text_color{suffix}": colours["ink"],
            f"block_background_fill{suffix}": "transparent",
            f"block_border_width{suffix}": "0px",
            f"block_shadow{suffix}": "none",
            f"input_background_fill{suffix}": colours["sheet"],
            f"input_border_color{suffix}": colours["line"],
            f"input_border_color_focus{suffix}": colours["deep"],
            f"button_primary_background_fill{suffix}": colours["deep"],
            f"button_primary_text_color{suffix}": colours["sheet"] if not suffix else colours["ground"],
        }
    return base.set(**values)
