"""The bar at the top: new conversation, the list, the language; and on a phone which side is seen."""

from coach.domain.text import LANGS, Lang
from ui.marks import named, safe
from ui.words import WORDS, Words


def bar(lang: Lang, drawers: str, words: Words) -> str:
    """Return the bar as HTML; ``drawers`` are the lists that unfold from it."""
    switch = "".join(
        f'<button type="button" data-act="lang" data-value="{code}" lang="{code}"'
        f' aria-pressed="{str(code == lang).lower()}" title="{safe(WORDS[code].language)}">'
        f"{named(WORDS[code].language, code.upper())}</button>"
        for code in LANGS
    )
    new = f'<button type="button" data-act="new">{named(words.new, words.new_short)}</button>'
    return (
        f'<header class="bar"><a class="skip" href="#box" data-to-box>{safe(words.skip_to_box)}</a>'
        f"<h1>Coach</h1><nav>{new}{drawers}</nav>"
        f'<div class="switch" role="group" aria-label="{safe(words.languages)}">{switch}</div></header>'
    )


def tabs(words: Words, paper: bool) -> str:
    """Return the two tabs a narrow screen shows; "" while there is no paper."""
    if not paper:
        return ""
    sides = (("talk", words.tab_talk, "true"), ("paper", words.tab_paper, "false"))
    made = "".join(
        f'<button type="button" data-side="{side}" aria-pressed="{pressed}">{safe(name)}</button>'
        for side, name, pressed in sides
    )
    return f'<div class="tabs" role="group">{made}</div>'
